"""What higher packages register with requests: the records that a request may be about (a programme)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from phusa.planning.requests.vocabulary import Link

Find = Callable[[Any, UUID], Link | None]

_kinds: dict[str, Find] = {}


def provide_subjects(kind: str, find: Find) -> None:
    """Register a kind of record that requests are about: `find(user, uid)` gives it, if the user may see it."""
    _kinds[kind] = find


def subject(user: Any, kind: str, uid: UUID) -> Link | None:
    """The record that a request is to be about; None where nobody knows it or the user may not see it."""
    find = _kinds.get(kind)
    return find(user, uid) if find else None
