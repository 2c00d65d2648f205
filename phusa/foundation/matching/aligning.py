"""Where a text repeats others: passages on both sides, and what was put in the place of what.

Neighbouring pairs that stand side by side in both texts make runs; of the runs that cover a pair the longest wins;
runs that follow each other on both sides with a small gap make one block, and what stands in a gap was replaced.
All texts are aligned at once: numpy sorts thousands of matches in the time that Python takes for a dozen.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from phusa.foundation.matching.normalising import Numbers

_REPLACED = 8  # syllables between two runs that may stand for each other
_BRIDGE = 4  # syllables without a match that a block may span
_MIDDLE = 1 << 17  # more than a text has syllables
_OFTEN = 16  # places in the query that are tried for one pair

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class Runs(NamedTuple):
    """Runs of equal syllables, ordered by text, then by place: `query[q0:q1]` is `text[d0:d1]`."""

    text: Ints
    q0: Ints
    q1: Ints
    d0: Ints
    d1: Ints
    block: Ints  # runs of one block have one number
    replaced: Flags  # something stands before this run on both sides, and the run before it is near


class Query:
    """The pairs of a query, found by their value."""

    def __init__(self, codes: Numbers, pairs: Numbers) -> None:
        self.codes, self.pairs = codes, pairs
        self.distinct, slots = np.unique(pairs, return_inverse=True)
        self.slots = slots.astype(np.int64)
        self.by_slot = np.argsort(self.slots, kind="stable")
        self.times = np.bincount(self.slots, minlength=len(self.distinct))
        self.first = np.cumsum(self.times) - self.times
        self.first_places = self.by_slot[self.first]
        self._sieve = np.zeros(1 << 16, np.bool_)
        self._sieve[self.distinct & np.uint32(0xFFFF)] = True

    def slots_of(self, pairs: Numbers) -> tuple[Ints, Ints]:
        """Which of these pairs the query has: their places, and which pair of the query each is."""
        likely = np.flatnonzero(self._sieve[pairs & np.uint32(0xFFFF)])
        if not len(likely):
            return likely, likely
        some = pairs[likely]
        slots = np.searchsorted(self.distinct, some)
        slots[slots == len(self.distinct)] = 0
        right = self.distinct[slots] == some
        return likely[right], slots[right]


def align(query: Query, places: Ints, slots: Ints, text: Ints, begins: Ints) -> Runs:
    """Runs of all texts. `places` are places in the pairs of all texts put together, `slots` the query's pair there,
    `text` the text of each, `begins` where each text begins."""
    times = np.minimum(query.times[slots], _OFTEN)
    total = int(times.sum())
    at = np.repeat(np.arange(len(slots)), times)
    nth = np.arange(total) - np.repeat(np.cumsum(times) - times, times)
    i = query.by_slot[query.first[slots][at] + nth]
    of = text[at]
    j = places[at] - begins[of]
    # Packed into one number each, because numbers are sorted much faster than places: text, shift of the places, place.
    packed = np.sort(of << 48 | (i - j + _MIDDLE) << 24 | i)
    run = np.cumsum(np.diff(packed, prepend=-9) != 1) - 1
    length = np.bincount(run)[run] if total else run
    of, shift, i = packed >> 48, packed >> 24 & 0xFFFFFF, packed & 0xFFFFFF
    # For each pair of the query in each text, the longest run: text, place, what is missing to a longest run, shift.
    packed = np.sort(of << 54 | i << 36 | (_MIDDLE - 1 - length) << 18 | shift)
    packed = packed[np.diff(packed >> 36, prepend=-1) != 0]
    of, i, shift = packed >> 54, packed >> 36 & 0x3FFFF, packed & 0x3FFFF
    where = np.flatnonzero(np.diff(of << 42 | shift << 21 | i, prepend=-9) != 1)
    last = np.append(where[1:], len(i))[: len(where)] - 1
    text_of, q0, q1 = of[where], i[where], i[last] + 2
    move = shift[where] - _MIDDLE
    # A syllable belongs to the run that came first.
    same = np.diff(text_of, prepend=-1) == 0
    before = np.concatenate([[0], q1[:-1]]) if len(q1) else q1
    q0 = np.where(same, np.maximum(q0, before), q0)
    d0, d1 = q0 - move, q1 - move
    gap_q = q0 - before
    gap_d = d0 - np.concatenate([[0], d1[:-1]]) if len(d1) else d1
    near = same & (gap_q >= 0) & (gap_d >= 0)
    joined = near & (gap_q <= _BRIDGE) & (gap_d <= _BRIDGE)
    replaced = near & (gap_q > 0) & (gap_d > 0) & (gap_q <= _REPLACED) & (gap_d <= _REPLACED)
    return Runs(text_of, q0, q1, d0, d1, np.cumsum(~joined) - 1, replaced)
