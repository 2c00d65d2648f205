"""Documents that assignments come from: each kind registers how its documents are offered in a list's filter."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

Titles = Callable[[Any], Iterable[tuple[UUID, str]]]

_kinds: dict[str, Titles] = {}


def provide_origins(kind: str, titles: Titles) -> None:
    """Register a kind of document: `titles(user)` gives uid and title of those the user may see, in one query."""
    _kinds[kind] = titles


def origins(user: Any) -> list[tuple[UUID, str]]:
    """Every document that a user may filter by."""
    return [choice for titles in _kinds.values() for choice in titles(user)]
