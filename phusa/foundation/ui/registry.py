"""What higher packages hang into the page shell at start-up: navigation, search, help, log-ins."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import NoReverseMatch, reverse

from phusa.foundation import access
from phusa.foundation.access.web import EVERYONE, SIGNED_IN
from phusa.foundation.ui.vocabulary import Section, Text


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """A line of the left-hand navigation."""

    section: str
    label: Text
    url_name: str
    icon: str
    permission: str
    order: int
    count: Callable[[Any], int | None] | None


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """A line as one user sees it on one page."""

    label: Text
    url: str
    icon: str
    active: bool
    count: int | None


class Navigation:
    """The left-hand navigation: only what exists and may be opened is shown."""

    def __init__(self) -> None:
        self._entries: dict[str, NavigationEntry] = {}

    def add(
        self,
        section: str,
        label: Text,
        url_name: str,
        icon: str,
        permission: str = SIGNED_IN,
        order: int = 100,
        count: Callable[[Any], int | None] | None = None,
    ) -> None:
        """Add a line. `section` is a `Section`; `permission` a permission's name, SIGNED_IN or EVERYONE.

        `count(user)` may give a number that waits behind the line; it costs its queries on every page.
        """
        self._entries[url_name] = NavigationEntry(Section(section), label, url_name, icon, permission, order, count)

    def shown_to(self, user: Any, path: str) -> list[tuple[str, list[NavigationLink]]]:
        """Sections with their lines for `user`, the line that `path` lies under marked as active."""
        addresses = {
            entry: address
            for entry in self._entries.values()
            if (address := _address(entry.url_name)) and _may_open(user, entry.permission)
        }
        under = [address for address in addresses.values() if path.startswith(address)]
        active = max(under, key=len, default="")
        if active == "/" != path:
            active = ""
        shown: list[tuple[str, list[NavigationLink]]] = []
        for section in Section:
            entries = sorted((e for e in addresses if e.section == section), key=lambda e: (e.order, e.url_name))
            if entries:
                lines = [
                    NavigationLink(
                        e.label, addresses[e], e.icon, addresses[e] == active, e.count(user) if e.count else None
                    )
                    for e in entries
                ]
                shown.append((str(section.label), lines))
        return shown


@dataclass(frozen=True, slots=True)
class DemonstrationLogIn:
    """An invented person whose log-in is printed on the log-in page of a demonstration."""

    username: str
    password: str
    full_name: str
    role: Text
    organization: Text


@dataclass(slots=True)
class Shell:
    """The single places of the shell that a higher package fills in."""

    search_url_name: str = ""
    help_url_name: str = ""
    invitation_url_name: str = ""
    demonstration_log_ins: Callable[[], Iterable[DemonstrationLogIn]] = field(default=tuple)

    @property
    def search_url(self) -> str:
        """Where the search box leads, or nothing."""
        return _address(self.search_url_name)

    @property
    def help_url(self) -> str:
        """Where the help link leads, or nothing."""
        return _address(self.help_url_name)

    @property
    def invitation_url(self) -> str:
        """Where somebody who was given a one-time code chooses a password, or nothing."""
        return _address(self.invitation_url_name)


navigation = Navigation()
shell = Shell()


def _address(url_name: str) -> str:
    if not url_name:
        return ""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _may_open(user: Any, permission: str) -> bool:
    if permission == EVERYONE:
        return True
    if permission == SIGNED_IN or not user.is_authenticated:
        return bool(user.is_authenticated)
    return access.may(user, permission)
