"""What two texts have in common and where they differ: the features on which a verdict stands.

All are shares from 0 to 1 unless said otherwise. *Rare* counts every pair of syllables by its weight
(`View.weights`), so that boilerplate says nothing; *plain* counts syllables.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from phusa.foundation.matching.aligning import Query, Runs, align
from phusa.foundation.matching.normalising import Numbers, pairs_of
from phusa.foundation.matching.places import PROVINCES, provinces_in
from phusa.foundation.matching.store import Found
from phusa.foundation.matching.view import View

BLOCK = 6  # syllables that a passage has at least
_TITLE_ONLY = 20  # syllables after the title below which a text is a title only
_PART = 32  # pairs of a sentence that are taken together
_MOST_PARTS = 1 << 15  # of one sentence
_TELLING = 0.25  # the weight from which a replaced wording is more than style
_IN_TITLE = 3  # times that a province named in the title counts
_RARE_ENOUGH = 3  # documents: rarer wording counts no more than this, or a slip of the pen would count most

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

FEATURES = (
    "rare_query",  # of the query, found in the record's passages
    "rare_record",  # of the record, found in the query's
    "plain_query",
    "plain_record",
    "title_query",  # of the query's title, found in the record's title
    "title_record",
    "terms_query",  # of the terms that the query repeats, found in the record
    "terms_record",
    "own",  # of the query, found in the record beyond what many records have
    "stands_out",  # how many times that of the tenth candidate (logarithm)
    "same_place",  # both name the same province most
    "other_place",  # both name provinces, and neither names the other's first
    "swapped",  # how often the most frequent replacement of telling words occurs (a number)
    "swapped_all",  # how many replacements of telling words that occur twice or more
    "whole_query",  # query pairs found anywhere in the record
    "whole_record",
    "title_only",  # one of the two is hardly more than a title
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A query, read once."""

    query: Query
    title_length: int
    weights: npt.NDArray[np.float32]  # of its pairs, in their order
    capped: npt.NDArray[np.float32]
    title_only: bool
    parts: npt.NDArray[np.int64]  # of each pair: the sentence in which it stands, long ones cut

    @property
    def length(self) -> int:
        return len(self.query.codes)


@dataclass(frozen=True)
class Compared:
    """The query beside some records: features by record, and the runs from which passages are made."""

    records: Sequence[Found]
    features: dict[str, Floats]
    runs: Runs
    long: Flags  # by run: whether its block is long enough to be shown
    begins: npt.NDArray[np.int64]
    swaps: list[Counter[tuple[int, int, int, int]]]


def ask(view: View, codes: Numbers, title_length: int, sentences: Sequence[int] = (0,)) -> Asked:
    """Weigh the query, of which these syllables begin a sentence."""
    query = Query(codes, pairs_of(codes))
    weights = view.weights(query.distinct)[query.slots]
    begins = np.array(sentences)
    place = np.arange(len(query.pairs))
    sentence = np.searchsorted(begins, place, "right") - 1
    parts = sentence * _MOST_PARTS + (place - begins[sentence]) // _PART
    return Asked(
        query, title_length, weights, np.minimum(weights, _cap(view)), len(codes) - title_length <= _TITLE_ONLY, parts
    )


def _cap(view: View) -> float:
    return view.weight_of(_RARE_ENOUGH)


def compare(view: View, asked: Asked, records: Sequence[Found], own: Floats, stands_out: Floats) -> Compared:
    """Compare the query with each of these records, of which ranking has found how they stand out."""
    query, number, length = asked.query, len(records), asked.length
    lengths = np.array([len(record.codes) for record in records])
    begins = np.cumsum(lengths) - lengths
    pairs = np.append(pairs_of(np.concatenate([record.codes for record in records])), np.uint32(0))
    text = np.repeat(np.arange(number), lengths)
    inside = np.ones(len(pairs), np.bool_)
    inside[begins + lengths - 1] = False
    places, slots = query.slots_of(pairs)
    within = inside[places]
    places, slots = places[within], slots[within]
    weights = np.where(inside, view.weights(pairs), np.float32(0))
    capped = np.minimum(weights, _cap(view))
    runs = align(query, places, slots, text[places], begins)
    long = (
        (np.bincount(runs.block, weights=runs.q1 - runs.q0) >= BLOCK)[runs.block] if len(runs.block) else runs.replaced
    )

    first, last = _ends(runs)
    of_block = runs.text[first]
    shown = long[first]
    b_q0, b_q1, b_d0, b_d1 = (runs.q0[first], runs.q1[last], runs.d0[first], runs.d1[last])
    row = of_block[shown] * (length + 1)
    covered = _covered(row + b_q0[shown], row + b_q1[shown], number * (length + 1)).reshape(number, -1)[:, :length]
    at = begins[of_block[shown]]
    found = _covered(at + b_d0[shown], at + b_d1[shown], len(pairs))
    both = covered[:, :-1] & covered[:, 1:]
    found_both = found & np.append(found[1:], False) & inside
    title_lengths = np.array([record.title_length for record in records])
    in_title = np.arange(len(pairs)) - begins[text] < title_lengths[text]
    title_query, title_record = _titles(asked, runs, begins, title_lengths, capped, inside, text, in_title)

    has = np.zeros((number, len(query.distinct)), np.bool_)
    has[text[places], slots] = True
    features: dict[str, Floats] = {
        "rare_query": both @ asked.capped / (asked.capped.sum() + 1e-9),
        "rare_record": _sum(text, capped * found_both, number) / (_sum(text, capped, number) + 1e-9),
        "plain_query": covered.mean(axis=1),
        "plain_record": _sum(text, found, number) / lengths,
        "title_query": title_query,
        "title_record": title_record,
        "own": own,
        "stands_out": stands_out,
        "whole_query": has[:, query.slots].mean(axis=1),
        "whole_record": np.bincount(text[places], minlength=number) / np.maximum(lengths - 1, 1),
    }
    often = np.flatnonzero(query.times >= 2)
    value = asked.capped[query.first_places[often]] * query.times[often]
    features["terms_query"] = (has[:, often] @ value + 1e-9) / (value.sum() + 1e-9)
    features["terms_record"] = _repeated(text, pairs, inside, capped, places, number)
    features["same_place"], features["other_place"] = _places(asked, pairs, inside, text, in_title, number)
    swaps = _swaps(asked, runs, begins, weights, records, features)
    features["swapped"] = np.array([max(swap.values(), default=0) for swap in swaps], float)
    features["swapped_all"] = np.array([sum(n for n in swap.values() if n > 1) for swap in swaps], float)
    features["title_only"] = np.where(asked.title_only | (lengths - title_lengths <= _TITLE_ONLY), 1.0, 0.0)
    return Compared(records, features, runs, long, begins, swaps)


def _ends(runs: Runs) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The first and the last run of each block."""
    first = np.flatnonzero(np.diff(runs.block, prepend=-1))
    return first, np.append(first[1:], len(runs.block))[: len(first)] - 1


def _covered(begin: npt.NDArray[np.int64], end: npt.NDArray[np.int64], size: int) -> Flags:
    steps = np.bincount(begin, minlength=size + 1) - np.bincount(end, minlength=size + 1)
    return np.cumsum(steps)[:size] > 0


def _sum(text: npt.NDArray[np.int64], value: npt.NDArray[np.float32] | Flags, number: int) -> Floats:
    return np.bincount(text, weights=value, minlength=number).astype(np.float64)


def _titles(
    asked: Asked, runs: Runs, begins: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64],
    capped: npt.NDArray[np.float32], inside: Flags, text: npt.NDArray[np.int64], in_title: Flags,
) -> tuple[Floats, Floats]:  # fmt: skip
    """How much of each title stands in the other."""
    number = len(lengths)
    long = asked.title_length
    chosen = np.flatnonzero((runs.q0 < long) & (runs.d0 < lengths[runs.text]))
    of = runs.text[chosen]
    row, size = of * (long + 1), number * (long + 1)
    covered = _covered(row + runs.q0[chosen], row + np.minimum(runs.q1[chosen], long), size).reshape(number, -1)
    covered = covered[:, :long]
    value = asked.capped[: max(long - 1, 0)]
    query = (covered[:, : len(value)] & covered[:, 1 : len(value) + 1]) @ value / (value.sum() + 1e-9)
    found = _covered(begins[of] + runs.d0[chosen], begins[of] + np.minimum(runs.d1[chosen], lengths[of]), len(capped))
    inner = in_title & np.append(in_title[1:], False) & inside
    record = _sum(text[inner], (capped * (found & np.append(found[1:], False)))[inner], number) / (
        _sum(text[inner], capped[inner], number) + 1e-9
    )
    return query, record


def _repeated(
    text: npt.NDArray[np.int64], pairs: Numbers, inside: Flags, capped: npt.NDArray[np.float32],
    places: npt.NDArray[np.int64], number: int,
) -> Floats:  # fmt: skip
    """Of the terms that a record repeats, how much the query has."""
    shared = np.zeros(len(pairs), np.bool_)
    shared[places] = True
    key = text << 53 | pairs.astype(np.int64) << 21 | shared.astype(np.int64) << 20 | np.arange(len(pairs)) & 0xFFFFF
    key = np.sort(key[inside])
    value, key = capped[key & 0xFFFFF], key >> 20
    again = np.zeros(len(key), np.bool_)
    same = key[1:] == key[:-1]
    again[1:] |= same
    again[:-1] |= same
    key, value = key[again], value[again]
    of = key >> 33
    total = np.bincount(of, weights=value, minlength=number)
    return (np.bincount(of, weights=value * (key & 1), minlength=number) + 1e-9) / (total + 1e-9)


def _places(
    asked: Asked, pairs: Numbers, inside: Flags, text: npt.NDArray[np.int64], in_title: Flags, number: int
) -> tuple[Floats, Floats]:
    """Whether both name the same province most; whether each one's is missing in the other. A title counts more."""
    names = len(PROVINCES)
    where, in_query = provinces_in(asked.query.pairs)
    said = np.bincount(in_query, weights=np.where(where < asked.title_length, _IN_TITLE, 1), minlength=names)
    at, which = provinces_in(pairs)
    at, which = at[inside[at]], which[inside[at]]
    there = np.bincount(
        text[at] * names + which, weights=np.where(in_title[at], _IN_TITLE, 1), minlength=number * names
    ).reshape(number, names)
    if not said.any():
        return np.zeros(number), np.zeros(number)
    main = int(said.argmax())
    mains = there.argmax(axis=1)
    some = there.any(axis=1)
    same = some & (mains == main)
    other = some & (there[:, main] == 0) & (said[mains] == 0)
    return same.astype(float), other.astype(float)


def _swaps(
    asked: Asked, runs: Runs, begins: npt.NDArray[np.int64], weights: npt.NDArray[np.float32],
    records: Sequence[Found], features: dict[str, Floats],
) -> list[Counter[tuple[int, int, int, int]]]:  # fmt: skip
    """For each record: what was put in the place of what (its first place in both texts), how often."""
    swaps: list[Counter[tuple[int, int, int, int]]] = [Counter() for _ in records]
    seen: dict[tuple[int, bytes, bytes], tuple[int, int, int, int]] = {}
    near = np.maximum(features["plain_query"], features["plain_record"]) > 0.25
    chosen = np.flatnonzero(runs.replaced & near[runs.text])
    codes = asked.query.codes
    for n in chosen.tolist():
        of = int(runs.text[n])
        a, b = int(runs.q1[n - 1]), int(runs.q0[n])
        c, d = int(runs.d1[n - 1]), int(runs.d0[n])
        if b - a < 2 or d - c < 2:
            continue
        base = int(begins[of])
        if min(asked.weights[max(0, a - 1) : b].max(), weights[base + max(0, c - 1) : base + d].max()) <= _TELLING:
            continue
        key = (of, codes[a:b].tobytes(), records[of].codes[c:d].tobytes())
        swaps[of][seen.setdefault(key, (a, b, c, d))] += 1
    return swaps
