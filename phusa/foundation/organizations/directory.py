"""Names as an index: which organisation or group does a text name on a day. Pure; the rows come from `queries`."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from phusa.foundation.organizations.naming import name_key
from phusa.kernel.text import fold, normal

if TYPE_CHECKING:
    from phusa.foundation.organizations.reading import PartyReading

NEAR_AT_LEAST = 80
NEAR_AT_MOST = 3
LONGER_OR_SHORTER = 85


class Quality(StrEnum):
    """How a text was matched."""

    EXACT = "exact"  # the name, letter by letter
    ALIAS = "alias"  # a short name, an English name or an alias, letter by letter
    FOLDED = "folded"  # the same but for case, diacritics, hyphens, abbreviations
    NEAR = "near"  # not matched: only resembling ones were found
    NONE = "none"


@dataclass(frozen=True, slots=True)
class KnownName:
    """One spelling of an organisation. `holds` says whether the spelling was in use on the day of the index."""

    organization_id: int
    name: str  # what the organisation is called on that day (or was, or will be)
    spelling: str
    alias: bool = False
    holds: bool = True
    instead: tuple[int, ...] = ()  # where it does not hold: who stands in its place that day
    authority_ids: frozenset[int] = frozenset()  # itself and those it stands under


@dataclass(frozen=True, slots=True)
class KnownGroup:
    """One spelling of a group."""

    group_id: int
    name: str
    spelling: str
    authority_id: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation that a text may mean; the score goes to 100."""

    organization_id: int
    name: str
    score: int


@dataclass(frozen=True, slots=True)
class Match:
    """What a text names. At most one of the two ids is set; `near` are suggestions where none is certain."""

    quality: Quality
    organization_id: int | None = None
    group_id: int | None = None
    name: str = ""
    near: tuple[Candidate, ...] = ()
    not_valid_then: bool = False  # the spelling was not in use that day: the id is who stands in its place
    ambiguous: bool = False  # several organisations are written so: `near` has them


NOTHING = Match(Quality.NONE)


class Names:
    """The names of one day. Look-ups are remembered: ten thousand rows cost little more than their spellings."""

    def __init__(
        self,
        on: date,
        names: Iterable[KnownName] = (),
        groups: Iterable[KnownGroup] = (),
        authority_id: int | None = None,
    ) -> None:
        self.on = on
        self.readings: dict[str, tuple[PartyReading, ...]] = {}  # kept by `reading.read_parties`
        self._authority_id = authority_id
        self._names: dict[int, str] = {}
        self._exact: dict[str, list[KnownName]] = defaultdict(list)
        self._by_key: dict[str, list[KnownName]] = defaultdict(list)
        self._groups: dict[str, list[KnownGroup]] = defaultdict(list)
        self._found: dict[str, Match] = {}
        self._nearest: dict[str, tuple[Candidate, ...]] = {}
        for name in names:
            self._exact[normal(name.spelling)].append(name)
            self._by_key[name_key(name.spelling)].append(name)
            self._names.setdefault(name.organization_id, name.name)
        for group in groups:
            self._groups[name_key(group.spelling)].append(group)
        self.inner_words = _inner_words(
            [name.spelling for entry in self._by_key.values() for name in entry]
            + [group.spelling for entry in self._groups.values() for group in entry]
        )
        self._words = {key: frozenset(key.split()) for key in self._by_key}
        self._keys_with: dict[str, set[str]] = defaultdict(set)
        for key, words in self._words.items():
            for word in words:
                self._keys_with[word].add(key)
        self._keys_by_rarest: dict[str, list[str]] = defaultdict(list)
        for key, words in self._words.items():
            if len(words) > 1:
                self._keys_by_rarest[min(words, key=lambda word: len(self._keys_with[word]))].append(key)

    def find(self, text: str) -> Match:
        """The organisation or group that the text names, or the nearest ones."""
        match = self.known(text)
        if match.quality != Quality.NONE or match.ambiguous:
            return match
        near = self.nearest(text)
        return Match(Quality.NEAR, near=near) if near else NOTHING

    def known(self, text: str) -> Match:
        """Like `find`, but without looking for resembling names."""
        if text not in self._found:
            self._found[text] = self._look_up(text)
        return self._found[text]

    def nearest(self, text: str) -> tuple[Candidate, ...]:
        """At most three resembling organisations, the best first: misspelt, or a longer or shorter form of the name."""
        key = name_key(text)
        if key not in self._nearest:
            found = {
                other: score
                for other, score, _place in process.extract(
                    key, self._by_key.keys(), scorer=fuzz.ratio, score_cutoff=NEAR_AT_LEAST, limit=12
                )
            }
            for other in self._longer_or_shorter(key):
                found.setdefault(other, LONGER_OR_SHORTER)
            best: dict[int, float] = {}
            for other, score in found.items():
                for name in self._by_key[other]:
                    best[name.organization_id] = max(score, best.get(name.organization_id, 0))
            ranked = sorted(best.items(), key=lambda item: (-item[1], self._names[item[0]]))[:NEAR_AT_MOST]
            self._nearest[key] = tuple(Candidate(id_, self._names[id_], round(score)) for id_, score in ranked)
        return self._nearest[key]

    def _longer_or_shorter(self, key: str) -> Iterator[str]:
        """Keys that have all words of this one, or whose words are all in it; one word alone says too little."""
        words = frozenset(key.split())
        if len(words) > 1:
            having: list[set[str]] = sorted((self._keys_with.get(word, set()) for word in words), key=len)
            yield from having[0].intersection(*having[1:])
        for word in words:
            yield from (other for other in self._keys_by_rarest.get(word, ()) if self._words[other] <= words)

    def _look_up(self, text: str) -> Match:
        key = name_key(text)
        if key not in self._by_key and key not in self._groups:
            return NOTHING
        exact = self._exact.get(normal(text), [])
        for quality, names in (
            (Quality.EXACT, [name for name in exact if not name.alias]),
            (Quality.ALIAS, [name for name in exact if name.alias]),
            (Quality.FOLDED, self._by_key.get(key, [])),
        ):
            if found := self._one_of(quality, [name for name in names if name.holds]):
                return found
        if groups := self._groups.get(key):
            return self._group_of(groups)
        return self._no_longer_or_not_yet(self._by_key.get(key, []))

    def _one_of(self, quality: Quality, names: list[KnownName]) -> Match | None:
        ids = {name.organization_id for name in names}
        if len(ids) > 1:
            ours = [name for name in names if self._authority_id in name.authority_ids]
            names = ours or names
            ids = {name.organization_id for name in names}
        if not ids:
            return None
        if len(ids) > 1:
            return Match(quality, near=self._candidates(sorted(ids)), ambiguous=True)
        return Match(quality, organization_id=names[0].organization_id, name=names[0].name)

    def _group_of(self, groups: list[KnownGroup]) -> Match:
        ours = [group for group in groups if group.authority_id == self._authority_id] or groups
        if len({group.group_id for group in ours}) > 1:
            return NOTHING
        return Match(Quality.EXACT, group_id=ours[0].group_id, name=ours[0].name)

    def _no_longer_or_not_yet(self, names: list[KnownName]) -> Match:
        if not names:
            return NOTHING
        instead = sorted({id_ for name in names for id_ in (name.instead or (name.organization_id,))})
        if len(instead) == 1:
            name = self._names.get(instead[0], names[0].name)
            return Match(Quality.FOLDED, organization_id=instead[0], name=name, not_valid_then=True)
        return Match(Quality.FOLDED, near=self._candidates(instead), not_valid_then=True)

    def _candidates(self, ids: Iterable[int]) -> tuple[Candidate, ...]:
        return tuple(Candidate(id_, self._names.get(id_, ""), 100) for id_ in ids)


_INNER = re.compile(r"(?:[,;/&-]\s*|\s[vV]à\s+)([^\W_]+)")


def _inner_words(spellings: Iterable[str]) -> dict[str, set[str]]:
    """By the first word of a name, folded: the words that stand behind a comma, a hyphen or «và» inside such names."""
    found: dict[str, set[str]] = {}
    for spelling in spellings:
        inner = found.setdefault(name_key(spelling).split(" ", 1)[0], set())
        inner.update(fold(word) for word in _INNER.findall(spelling))
    return found
