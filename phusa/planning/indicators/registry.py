"""What higher packages hang in at start-up: records that figures are about, and what records add up to."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from phusa.foundation.ui.vocabulary import Text
from phusa.planning.indicators.vocabulary import About, Itemised

Find = Callable[[Any, Collection[UUID]], Mapping[UUID, About]]
AddUp = Callable[[Any, Collection[UUID]], Mapping[UUID, Itemised]]


@dataclass(frozen=True)
class Subject:
    """A kind of record that figures are about, or in which they were said.

    `find(user, uids)` gives those of them that the user may see; `offer(user)` a few to choose from.
    """

    kind: str
    label: Text
    find: Find
    offer: Callable[[Any], Iterable[About]]


@dataclass(frozen=True)
class Itemiser:
    """Knows records one by one: `add_up(user, uids)` of the subjects with these uids, in one query or few.

    A subject that has no such record yet is given with a count of 0; one that the records do not concern is left out.
    """

    kind: str
    label: Text
    add_up: AddUp


_subjects: dict[str, Subject] = {}
_itemisers: dict[str, Itemiser] = {}


def subject(kind: str, *, label: Text, find: Find, offer: Callable[[Any], Iterable[About]] = lambda user: ()) -> None:
    """Register a kind of record that figures are about."""
    _subjects[kind] = Subject(kind, label, find, offer)


def itemise(kind: str, *, label: Text, add_up: AddUp) -> None:
    """Register what can itemise an indicator («cooperation.models»); the indicator chooses it."""
    _itemisers[kind] = Itemiser(kind, label, add_up)


def subjects() -> list[Subject]:
    """Every kind of record that figures are about."""
    return list(_subjects.values())


def knows(kind: str) -> bool:
    """Whether figures may be about records of this kind."""
    return kind in _subjects


def itemisers() -> list[Itemiser]:
    """Everything that can itemise."""
    return list(_itemisers.values())


def found(user: Any, wanted: Iterable[tuple[str, UUID | None]]) -> dict[UUID, About]:
    """Title and address of those of the records (kind, uid) that the user may see; one look-up a kind."""
    by_kind: dict[str, set[UUID]] = {}
    for kind, uid in wanted:
        if uid and kind in _subjects:
            by_kind.setdefault(kind, set()).add(uid)
    return {uid: about for kind, uids in by_kind.items() for uid, about in _subjects[kind].find(user, uids).items()}


def itemised(user: Any, wanted: Iterable[tuple[str, UUID | None]]) -> dict[tuple[str, UUID], Itemised]:
    """What the records add up to for each (provider, subject); one look-up a provider."""
    by_kind: dict[str, set[UUID]] = {}
    for kind, uid in wanted:
        if uid and kind in _itemisers:
            by_kind.setdefault(kind, set()).add(uid)
    return {
        (kind, uid): records
        for kind, uids in by_kind.items()
        for uid, records in _itemisers[kind].add_up(user, uids).items()
    }
