"""Pages for what cannot be done.

Those of 400, 404, 500 and a broken CSRF token need no database, and speak both languages.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phusa.foundation.ui.addresses import came_from
from phusa.kernel.refusals import NotAllowed, Refused


@dataclass(frozen=True, slots=True)
class Apology:
    """What happened, and what the reader can do about it."""

    title: str | Promise
    what: str | Promise
    advice: str | Promise


BAD_REQUEST = Apology(
    _("The request could not be read"),
    _("The address or the form was damaged on its way."),
    _("Go back, reload the page and try again."),
)
FORBIDDEN = Apology(
    _("This page is not open to you"),
    _("Your roles do not include what this page needs."),
    _("If your work needs it, ask the administrator of your organisation."),
)
NOT_FOUND = Apology(
    _("There is no such page"),
    _("The address is wrong, the record has moved, or it is not open to you."),
    _("Check the address, or look for the record from the first page."),
)
FAILURE = Apology(
    _("Something went wrong on our side"),
    _("Nothing was changed by what you just did. The fault has been recorded."),
    _("Try again in a moment. If it happens again, tell the administrator what you were doing and when."),
)
TOO_LARGE = Apology(
    _("The file is far too large"),
    _("A file may have at most %(limit)d MB. Nothing was read or saved."),
    _("Go back (what you typed is still there) and choose a smaller file: split it, or save it without pictures."),
)
STALE_FORM = Apology(
    _("The form is no longer valid"),
    _("You logged in or out in another tab, or the page was open for very long. Nothing was saved."),
    _("Go back (what you typed is still there), reload the page and send it again."),
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _bare(BAD_REQUEST, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403; a `NotAllowed` that became a `PermissionDenied` on its way is shown with who can."""
    if isinstance(exception, PermissionDenied) and isinstance(exception.__cause__, NotAllowed):
        return not_allowed(request, exception.__cause__)
    return _bare(FORBIDDEN, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return _bare(NOT_FOUND, 404)


def failure(request: HttpRequest) -> HttpResponse:
    """500."""
    return _bare(FAILURE, 500)


def too_large(request: HttpRequest, megabytes: int) -> HttpResponse:
    """413 for a request that is not read at all."""
    return _bare(TOO_LARGE, 413, limit=megabytes)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token no longer fits."""
    return _bare(STALE_FORM, 403)


def _bare(apology: Apology, status: int, **values: object) -> HttpResponse:
    """A page made without request, session or database: the reader's language first, the other below it."""
    first = translation.get_language() or settings.LANGUAGE_CODE
    languages = [first] + [code for code, _name in settings.LANGUAGES if code != first]
    texts: list[dict[str, Any]] = []
    for language in languages:
        with translation.override(language):
            texts.append(
                {
                    "language": language,
                    "title": str(apology.title),
                    "what": str(apology.what) % values if values else str(apology.what),
                    "advice": str(apology.advice),
                    "home": gettext("To the first page"),
                }
            )
    page = loader.get_template("ui/error.html").render({"texts": texts, "status": status, "language": first})
    return HttpResponse(page, status=status)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """422: every rule that stands in the way, each with its source and where to put it right."""
    context = {"title": _("This cannot be done yet"), "refusals": refusal.refusals}
    if getattr(request, "htmx", False):
        return _beside(request, "ui/refusals.html", context, 422)
    context |= {"back": came_from(request), "typed": _typed(request)}
    return render(request, "ui/refused.html", context, status=422)


def not_allowed(request: HttpRequest, refusal: NotAllowed) -> HttpResponse:
    """403: what was asked for, and who can do it."""
    context = {
        "title": _("You may not do this"),
        "deed": str(refusal.message),
        "who_can": [str(who) for who in refusal.who_can],
        "back": came_from(request),
    }
    if getattr(request, "htmx", False):
        return _beside(request, "ui/_not_allowed.html", context, 403)
    return render(request, "ui/not_allowed.html", context, status=403)


def _beside(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    """The answer to htmx: shown among the page's messages, the page itself left as it is."""
    answer = render(request, template, context, status=status)
    answer["HX-Retarget"] = "#messages"
    answer["HX-Reswap"] = "innerHTML"
    return answer


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed into longer fields, so that it can be copied from the page."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if not name.startswith("_") and name not in {"csrfmiddlewaretoken", "password", "revision", "next"}
        for value in values
        if len(value) > 20
    ]
