"""What higher packages register with requests: the records that a request may be about (a programme)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from phusa.planning.requests.vocabulary import Link

Find = Callable[[Any, UUID], Link | None]

_kinds: dict[str, Find] = {}
_at_meetings: list[Find] = []


def provide_subjects(kind: str, find: Find, at_meeting: Find | None = None) -> None:
    """Register a kind of record that requests are about: `find(user, uid)` gives it, if the user may see it.

    `at_meeting(user, uid)` gives the one that a meeting was about, for what is asked there.
    """
    _kinds[kind] = find
    if at_meeting:
        _at_meetings.append(at_meeting)


def subject_at_meeting(user: Any, meeting: UUID) -> Link | None:
    """What the meeting was about, as far as it is known and the user may see it."""
    return next((found for find in _at_meetings if (found := find(user, meeting))), None)


def subject(user: Any, kind: str, uid: UUID) -> Link | None:
    """The record that a request is to be about; None where nobody knows it or the user may not see it."""
    find = _kinds.get(kind)
    return find(user, uid) if find else None
