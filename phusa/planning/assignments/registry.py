"""What higher packages hang into the pages of assignments at start-up: the kinds of document that they come from, and
what else waits for a person beside them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from phusa.foundation.access import Capacity
from phusa.foundation.ui.vocabulary import Deadline, State, Text

_kinds: dict[str, Text] = {}


def provide_origin(kind: str, label: Text) -> None:
    """Register what an assignment may come from: `kind` as its origin says it, and how that reads («Request»)."""
    _kinds[kind] = label


def origin_kinds() -> list[tuple[str, Text]]:
    """Everything that an assignment may come from."""
    return list(_kinds.items())


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
