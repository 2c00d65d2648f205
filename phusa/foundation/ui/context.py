"""What the shell shows on every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from phusa import __version__
from phusa.foundation import access
from phusa.foundation.ui.registry import DemonstrationLogIn, navigation
from phusa.foundation.ui.registry import shell as places
from phusa.foundation.ui.vocabulary import Text, Theme


class Shell:
    """The frame around a page; each part is worked out only when the template asks for it."""

    version = __version__

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def demonstration(self) -> bool:
        """Whether the database is a demonstration, which every page then says."""
        return bool(settings.PHUSA_DEMONSTRATION)

    @property
    def theme(self) -> str:
        """light, dark or auto."""
        return getattr(self._request, "theme", Theme.AUTO)

    @property
    def themes(self) -> list[tuple[str, Text]]:
        """The themes to choose from."""
        return list(Theme.choices)

    @property
    def languages(self) -> list[tuple[str, str]]:
        """The languages to choose from, each by its own name."""
        return [("vi", "Tiếng Việt"), ("en", "English")]

    @property
    def sections(self) -> list[Any]:
        """The navigation of this user."""
        return navigation.shown_to(self._request.user, self._request.path)

    @property
    def search_url(self) -> str:
        """Where the search box leads."""
        return places.search_url

    @property
    def help_url(self) -> str:
        """Where the help link leads."""
        return places.help_url

    @property
    def invitation_url(self) -> str:
        """Where a one-time code is used."""
        return places.invitation_url

    @property
    def demonstration_log_ins(self) -> list[DemonstrationLogIn]:
        """The invented people of a demonstration; none in an installation in use."""
        return list(places.demonstration_log_ins()) if self.demonstration else []

    @property
    def standing(self) -> access.Standing:
        """The capacities of the user, and the one acted under."""
        return access.standing(self._request.user)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell`."""
    return {"shell": Shell(request)}
