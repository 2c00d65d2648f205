"""From a whole collection to the few records that are compared syllable by syllable.

The rarest pairs of the query are read up to a budget of postings, so that the work does not grow with the collection.
The records that share most of them are candidates, and so are those that share most of what the first do not share
with each other: of what was copied in part, neighbours in subject share more than the record that it was copied from.
All are then weighed with all their pairs.
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
CANDIDATES = 100  # that share most, and as many that share most of what those do not share with each other
_LEAST = 0.05  # of the greatest sum: what shares less is not looked at
_ALIKE = 40  # candidates with exactly the same sum: more of them would crowd out all others
_TITLED = 20  # candidates of exactly the same title
_TITLE = 4  # syllables of a title that is looked up as a whole
_MANY = 20  # candidates that have as much of a sentence make it usual
_NOISE = 0.003  # of the query: to stand out by less says nothing

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Candidates:
    """Records that share rare wording with the query, weighed."""

    records: Sequence[Found]
    score: Floats  # how much of the rare wording of both texts is shared
    own: Floats  # the share of the query that a record has beyond what many have, sentence by sentence
    stands_out: Floats  # how many times that of the tenth (logarithm)

    def best(self, number: int) -> list[int]:
        """Those worth comparing: three in five by what is shared, the others because they stand out."""
        chosen: dict[int, None] = {}
        for lens, until in ((self.score, number * 3 // 5), (self.own, number)):
            for n in np.argsort(-lens, kind="stable").tolist():
                if len(chosen) >= until:
                    break
                chosen[n] = None
        return list(chosen)


def candidates(view: View, asked: Asked, without: int = 0) -> Candidates | None:
    """The records that share most rare wording with the query, but for the document `without`."""
    query = asked.query
    picked = _picked(view, asked)
    postings = view.postings(query.distinct[picked])
    there = [n for n, posting in enumerate(postings) if len(posting)]
    if not there:
        return None
    lengths = np.array([len(postings[n]) for n in there])
    documents = np.concatenate([postings[n] for n in there])
    telling = asked.weights[query.first_places][picked[there]]
    surprise = (view.surprise(query.distinct[picked[there]]) + 2 * telling) / 3
    size = view.last_document() + 1

    def shared(surprise: Floats) -> Floats:
        sums: Floats = np.bincount(documents, np.repeat(surprise, lengths), size).astype(np.float64, copy=False)
        sums[view.gone()] = 0
        sums[without] = 0
        return sums

    sums = shared(surprise)
    ids = _most(sums, CANDIDATES)
    if len(ids) == CANDIDATES:
        among = np.zeros(size, np.bool_)
        among[ids] = True
        common = np.add.reduceat(among[documents], np.cumsum(lengths) - lengths, dtype=np.int64) / CANDIDATES
        sums = shared(surprise * (1 - common) ** 2)
        sums[ids] = 0
        ids += _most(sums, CANDIDATES)
    if asked.title_length >= _TITLE:
        known = {*ids, without}
        ids += [id for id in view.titled(query.codes[: asked.title_length], _TITLED) if id not in known]
    found = view.found(ids)
    ids = [id for id in ids if id in found]
    return _weighed(view, asked, [found[id] for id in ids]) if ids else None


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


def _most(sums: Floats, number: int) -> list[int]:
    """The documents of the greatest sums, the greatest first; of those with exactly the same sum, only some."""
    top = level = float(sums.max())
    if top <= 0:
        return []
    while True:
        level *= 0.6
        most = _thinned(sums, np.flatnonzero(sums > level))
        if len(most) >= number or level < top * _LEAST:
            return most[:number].tolist()


def _thinned(sums: Floats, some: Ints) -> Ints:
    order = some[np.argsort(-sums[some], kind="stable")]
    value = sums[order]
    begin = np.flatnonzero(np.diff(value, prepend=np.inf))
    nth = np.arange(len(order)) - np.repeat(begin, np.diff(begin, append=len(order)))
    return order[nth < _ALIKE]


def _weighed(view: View, asked: Asked, records: Sequence[Found]) -> Candidates:
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
    share = has @ own / (own.sum() + 1e-9)
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
    return Candidates(records, score, *_beyond_usual(view, asked, records, has))


def _beyond_usual(view: View, asked: Asked, records: Sequence[Found], has: Flags) -> tuple[Floats, Floats]:
    """What each record has of the query, sentence by sentence, beyond what many have, and how many times what the tenth
    has so. Neighbours in subject share much of every sentence; a text that was copied from has more of some than they.
    """
    surprise = view.surprise(asked.query.distinct)
    parts = asked.parts[asked.query.first_places]
    order = np.argsort(parts, kind="stable")
    begins = np.flatnonzero(np.diff(parts[order], prepend=-1))
    by_part = np.add.reduceat(has[:, order] * surprise[order], begins, axis=1)
    titles, title = np.unique([record.title for record in records], return_inverse=True)  # each counts once
    by_title = np.zeros((len(titles), len(begins)))
    np.maximum.at(by_title, title, by_part)
    usual = np.partition(by_title, -_MANY, axis=0)[-_MANY] if len(titles) >= _MANY else 0
    own, of_title = (np.maximum(some - usual, 0).sum(axis=1) / (surprise.sum() + 1e-9) for some in (by_part, by_title))
    tenth = np.sort(of_title)[-10] if len(titles) >= 10 else 0.0
    return own, np.log((own + _NOISE) / (tenth + _NOISE))
