"""Between request and view: the reader's language and theme, and refusals as pages."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from phusa.foundation.records.services import Conflict
from phusa.foundation.ui.vocabulary import Theme
from phusa.foundation.ui.web import conflicts, errors
from phusa.kernel.refusals import NotAllowed, Refused

THEME_COOKIE = "phusa_theme"


class Preferences:
    """Language and theme: of the person who is logged in, else of the browser's cookies, else the installation's.

    The language that a browser announces is not asked: office machines announce English and their people read
    Vietnamese.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        language = user.language if user.is_authenticated else request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        theme = user.theme if user.is_authenticated else request.COOKIES.get(THEME_COOKIE)
        request.theme = theme if theme in Theme.values else Theme.AUTO.value  # type: ignore[attr-defined]
        with translation.override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        return response


class Refusals:
    """`Refused`, `NotAllowed` and `Conflict` that a view lets through become pages (or fragments for htmx)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """What somebody chose on a conflict page reaches the view as if it had been typed."""
        if request.method == "POST" and conflicts.MERGED in request.POST:
            request.POST = conflicts.chosen(request.POST)  # type: ignore[assignment]

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a refusal; None leaves anything else to Django."""
        match exception:
            case Refused():
                return errors.refused(request, exception)
            case NotAllowed():
                return errors.not_allowed(request, exception)
            case Conflict():
                return conflicts.conflict_page(request, exception.current)
        return None
