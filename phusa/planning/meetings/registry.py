"""What higher packages hang into a meeting at start-up: what can be made of a statement, and what was made of it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from phusa.foundation import access
from phusa.foundation.ui.vocabulary import State, Text


@dataclass(frozen=True)
class Made:
    """Something that was made of a statement: its kind in words, title, page, and where it stands."""

    label: Text
    title: str
    url: str
    state: State | None = None


MadeOf = Callable[[Iterable[UUID], Any], Mapping[UUID, list[Made]]]


@dataclass(frozen=True)
class FollowUp:
    """Something that can be made of statements of some kinds.

    `url_name` is the page that makes it, called with `?statement=uid` (several times, where there is `together`).
    `made(uids, user)` gives, by statement, what was made of these as far as the user may see it; of everybody, for the
    user None.
    """

    kind: str
    label: Text
    permission: str
    url_name: str
    statements: frozenset[str]
    made: MadeOf
    own_words: bool = False  # made only of what was said for a side of the reader: nobody asks in another's name
    together: Text = ""  # what making one of several statements is called, with %(count)d; empty where that cannot be

    def url(self, *statements: UUID) -> str:
        """The page that makes it of a statement, or one of several."""
        named = "&".join(f"statement={uid}" for uid in statements)
        return f"{reverse(self.url_name)}?{named}"


_follow_ups: dict[str, FollowUp] = {}


def provide_follow_up(follow_up: FollowUp) -> None:
    """Register something that can be made of a statement."""
    _follow_ups[follow_up.kind] = follow_up


def offered(kind: str, user: Any) -> Iterator[FollowUp]:
    """What the user may make of a statement of the kind; what is made of few kinds comes first."""
    for follow_up in sorted(_follow_ups.values(), key=lambda one: len(one.statements)):
        if kind in follow_up.statements and access.may(user, follow_up.permission):
            yield follow_up


def made_of(uids: Iterable[UUID], user: Any) -> dict[UUID, list[Made]]:
    """What was made of the statements, by statement, as far as the user may see it (of everybody, for None)."""
    wanted = list(uids)
    found: dict[UUID, list[Made]] = defaultdict(list)
    for follow_up in _follow_ups.values():
        for uid, made in follow_up.made(wanted, user).items():
            found[uid] += made
    return dict(found)
