"""How a page is looked at: by axe, and for what is wider than the screen.

Vietnamese in the light on an office screen, English in the dark on a phone: words are seen in both languages, colours
in both themes, the layout at both widths, in half the time that all four together take.
"""

from collections.abc import Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from phusa.foundation.access.models import User
from tests.cast import signed_in

LOOKS = {"vi": ("light", {"width": 1366, "height": 768}), "en": ("dark", {"width": 390, "height": 844})}
VIOLATIONS_ONLY = {"resultTypes": ["violations"], "preload": False}  # the rest takes longest


def context_for(new_context: Any, server: Any, user: User | None, language: str) -> Any:
    """A browser in which this person is signed in and reads in this language, in its look."""
    theme, size = LOOKS[language]
    context = new_context(color_scheme=theme, reduced_motion="reduce", viewport=size)
    if user:
        user.language, user.theme = language, "auto"
        user.save(update_fields=["language", "theme"])
        client: Client = signed_in(user)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server.url}])
    else:
        context.add_cookies([{"name": "django_language", "value": language, "url": server.url}])
    return context


def faults(page: Any) -> Iterator[str]:
    """What is wrong with the page that is open."""
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if overflow > 0:
        yield f"{overflow}px too wide"
    results = Axe().run(page, options=VIOLATIONS_ONLY)
    if results.violations_count:
        yield results.generate_report()
