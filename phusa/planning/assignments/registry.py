"""What higher packages hang into the pages of assignments at start-up: the documents that they come from, and what else
waits for a person beside them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from phusa.foundation.access import Capacity
from phusa.foundation.ui.vocabulary import Deadline, State, Text

Titles = Callable[[Any], Iterable[tuple[UUID, str]]]

_kinds: dict[str, Titles] = {}


def provide_origins(kind: str, titles: Titles) -> None:
    """Register a kind of document: `titles(user)` gives uid and title of those the user may see, in one query."""
    _kinds[kind] = titles


def origins(user: Any) -> list[tuple[UUID, str]]:
    """Every document that a user may filter by."""
    return [choice for titles in _kinds.values() for choice in titles(user)]


# My work


@dataclass(frozen=True)
class Reason:
    """Why something waits: the heading of its section, and what to do next.

    `others_wait` says that somebody cannot go on without it: it stands before one's own work.
    """

    heading: Text
    action: Text
    icon: str = "clock"
    others_wait: bool = False


@dataclass(frozen=True)
class Item:
    """A line of the queue: what waits, its page, and the address of the next thing to do about it.

    Its clock is a deadline, or since when it waits.
    """

    record: Any
    label: str
    note: str
    state: State
    page: str
    url: str
    deadline: Deadline | None = None
    since: str = ""


@dataclass(frozen=True)
class Section:
    """Lines that wait for the same reason; `total` counts those that are not shown too, `all_url` lists them."""

    reason: Reason
    items: list[Item]
    total: int
    all_url: str

    @property
    def more(self) -> bool:
        """Whether there are more than are shown."""
        return self.total > len(self.items)


Waiting = Callable[[Any, Capacity], Iterable[Section]]

_waiting: dict[str, Waiting] = {}


def provide_work(kind: str, waiting: Waiting) -> None:
    """Register what waits for a person beside assignments: `waiting(user, acting)` gives its sections, empty ones left
    out, in one query a reason.
    """
    _waiting[kind] = waiting


def other_work(user: Any, acting: Capacity) -> Iterator[Section]:
    """What waits for the user in the capacity acted under, as higher packages tell it."""
    for waiting in _waiting.values():
        yield from waiting(user, acting)
