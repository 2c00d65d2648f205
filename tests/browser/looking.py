"""How a page is looked at: on an office screen and on a phone, light and dark, by axe, and for what is too wide.

In Vietnamese the page is light on the screen and dark on the phone, in English the other way round. The first look is
for everything; of the second, what depends on colours.
"""

from collections.abc import Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import expect

from phusa.foundation.access.models import User
from tests.cast import signed_in

WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
VIOLATIONS_ONLY: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}  # the rest takes longest
COLOURS_ONLY = {**VIOLATIONS_ONLY, "runOnly": ["color-contrast", "link-in-text-block"]}
LOOKS = {
    "vi": (("light", WIDE, VIOLATIONS_ONLY), ("dark", NARROW, COLOURS_ONLY)),
    "en": (("dark", NARROW, VIOLATIONS_ONLY), ("light", WIDE, COLOURS_ONLY)),
}


def context_for(new_context: Any, server: Any, user: User | None, language: str) -> Any:
    """A browser in which this person is signed in and reads in this language, in the theme of the device."""
    context = new_context(color_scheme="light", reduced_motion="reduce", viewport=WIDE)
    if user:
        user.language, user.theme = language, "auto"
        user.save(update_fields=["language", "theme"])
        client: Client = signed_in(user)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server.url}])
    else:
        context.add_cookies([{"name": "django_language", "value": language, "url": server.url}])
    return context


def faults(page: Any) -> Iterator[str]:
    """What is wrong with the page that is open, in the looks of its language."""
    for theme, size, options in LOOKS[page.locator("html").get_attribute("lang")]:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=theme)
        expect(page.locator(f"html:not([data-bs-theme]), html[data-bs-theme={theme}]")).to_have_count(1)
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if overflow > 0:
            yield f"{overflow}px wider than {size['width']}px"
        results = Axe().run(page, options=options)
        if results.violations_count:
            yield f"{theme}, {size['width']}px\n{results.generate_report()}"
