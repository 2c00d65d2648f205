"""From a whole collection to the few records that are compared syllable by syllable.

The rarest pairs of the query are read up to a budget of postings, so that the work does not grow with the collection;
the records that share most of them are then weighed with all their pairs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from phusa.foundation.matching.comparing import Asked
from phusa.foundation.matching.normalising import pairs_of
from phusa.foundation.matching.store import Found
from phusa.foundation.matching.view import View

BUDGET = 150_000  # postings that a query reads
_PAIRS_AT_LEAST = 24
_TITLE_PAIRS = 6  # the rarest of the title are read in any case
CANDIDATES = 100
MANY_CANDIDATES = 200  # where titles and frames of sentences collide more often
_MANY = 50_000  # records
_ALIKE = 40  # candidates with exactly the same shared wording: more of them would crowd out all others

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Candidates:
    """Records that share rare wording with the query, weighed."""

    records: Sequence[Found]
    mass: Floats  # rare wording shared with the query anywhere
    first: Floats  # the same, of the pairs that were looked up only
    score: Floats

    def best(self, number: int) -> list[int]:
        """Those worth comparing: by score, then by the rare wording that they share, of all pairs or the rarest."""
        chosen: dict[int, None] = {}
        for lens, until in ((self.score, number * 3 // 8), (self.mass, number * 6 // 8), (self.first, number)):
            for n in np.argsort(-lens, kind="stable").tolist():
                if len(chosen) >= until:
                    break
                chosen[n] = None
        return list(chosen)

    def tenth(self) -> float:
        """What the tenth best shares, each title counted once; nothing where there are not ten."""
        best: dict[int, float] = {}
        for record, mass in zip(self.records, self.mass.tolist(), strict=True):
            best[record.title] = max(mass, best.get(record.title, 0))
        return sorted(best.values())[-10] if len(best) >= 10 else 0.0


def candidates(view: View, asked: Asked, without: int = 0) -> Candidates | None:
    """The records that share most rare wording with the query, but for the document `without`."""
    query = asked.query
    weights = asked.weights[query.first_places]
    picked = _picked(view, asked)
    if not len(picked):
        return None
    postings = view.postings(query.distinct[picked])
    documents = np.concatenate(postings)
    if not len(documents):
        return None
    shared = np.bincount(
        documents,
        weights=np.repeat(weights[picked], [len(posting) for posting in postings]),
        minlength=view.last_document() + 1,
    ).astype(np.float64, copy=False)
    shared[view.gone()] = 0
    shared[without] = 0
    ids = _most(shared, CANDIDATES if view.documents < _MANY else MANY_CANDIDATES)
    found = view.found(ids)
    ids = [id for id in ids if id in found]
    return _weighed(view, asked, [found[id] for id in ids], shared[ids]) if ids else None


def _picked(view: View, asked: Asked) -> Ints:
    """The pairs of the query that are looked up: the rarest, and the rarest of the title."""
    query = asked.query
    numbers = view.numbers(query.distinct)
    known = np.flatnonzero(numbers)
    order = known[np.argsort(numbers[known], kind="stable")]
    cost = np.cumsum(numbers[order])
    number = max(int(np.searchsorted(cost, BUDGET, "right")), min(_PAIRS_AT_LEAST, len(order)))
    number = min(number, max(1, int(np.searchsorted(cost, 6 * BUDGET, "right"))))
    picked = order[:number].tolist()
    spent = int(cost[number - 1]) if number and len(cost) else 0
    chosen = set(picked)
    title = np.unique(query.slots[: max(asked.title_length - 1, 0)])
    title = title[numbers[title] > 0]
    for slot in title[np.argsort(numbers[title], kind="stable")][:_TITLE_PAIRS].tolist():
        if slot not in chosen and spent + numbers[slot] <= 3 * BUDGET:
            picked.append(slot)
            spent += int(numbers[slot])
    return np.array(picked, np.int64)


def _most(shared: Floats, number: int) -> list[int]:
    """The documents that share most, the greatest first; of those that share exactly the same, only some."""
    top = shared.max()
    if top <= 0:
        return []
    some = np.flatnonzero(shared > top * 0.05)
    if len(some) > number:
        limit = np.partition(shared[some], -number)[-number]
        most = some[shared[some] >= limit]
        crowd = np.unique(shared[most], return_counts=True)[1].max()
        some = _thinned(shared, some) if crowd > _ALIKE else most
    return some[np.argsort(-shared[some], kind="stable")][:number].tolist()


def _thinned(shared: Floats, some: Ints) -> Ints:
    order = some[np.argsort(-shared[some], kind="stable")]
    value = shared[order]
    begin = np.flatnonzero(np.diff(value, prepend=np.inf))
    nth = np.arange(len(order)) - np.repeat(begin, np.diff(begin, append=len(order)))
    return order[nth < _ALIKE]


def _weighed(view: View, asked: Asked, records: Sequence[Found], first: Floats) -> Candidates:
    query, number = asked.query, len(records)
    lengths = np.array([len(record.codes) for record in records])
    begins = np.cumsum(lengths) - lengths
    pairs = np.append(pairs_of(np.concatenate([record.codes for record in records])), np.uint32(0))
    text = np.repeat(np.arange(number), lengths)
    weights = view.weights(pairs)
    weights[begins + lengths - 1] = 0
    places, slots = query.slots_of(pairs)
    has = np.zeros((number, len(query.distinct)), np.bool_)
    has[text[places], slots] = True
    own = asked.weights[query.first_places]
    mass = has @ own
    share = mass / (own.sum() + 1e-9)
    shared = np.bincount(text[places], weights=weights[places], minlength=number)
    of_record = shared / (np.bincount(text, weights=weights, minlength=number) + 1e-9)
    # Titles beside each other.
    in_title = np.arange(len(pairs)) - begins[text] < (np.array([record.title_length for record in records]) - 1)[text]
    mine = np.zeros(len(query.distinct), np.bool_)
    mine[query.slots[: max(asked.title_length - 1, 0)]] = True
    both = in_title[places] & mine[slots]
    common = np.bincount(text[places[both]], weights=weights[places[both]], minlength=number)
    total = np.bincount(text[in_title], weights=weights[in_title], minlength=number) + own[mine].sum()
    title = 2 * common / (total + 1e-9)
    score = 0.6 * share * title if asked.title_only else np.maximum((share + of_record) / 2, 0.5 * title * title)
    return Candidates(records, mass.astype(float), first, score)
