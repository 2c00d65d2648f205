"""Which of the aligned blocks are shown: whole sentences that both texts have, and telling parts of others.

Two projects of one kind share the frame of a sentence («Xây dựng … mô hình … tại …») without one repeating the other.
A sentence is therefore shown as repeated where nearly all of it is there, or where the shared part is telling.
"""

import re

import numpy as np
import numpy.typing as npt

from phusa.foundation.matching.aligning import Runs
from phusa.foundation.matching.comparing import BLOCK
from phusa.foundation.matching.normalising import Syllables

_STOP = re.compile(r"[.;!?\n…•]+")
_NEARLY_ALL = 0.85
_TELLING = 4.0  # the weight from which a part of a sentence is shown
Span = tuple[int, int, int, int]


def sentences(text: str, syllables: Syllables) -> list[int]:
    """The syllables at which a sentence of the text begins, and one past the last."""
    stops = [match.start() for match in _STOP.finditer(text)]
    return sorted({0, *np.searchsorted(syllables.starts, stops).tolist(), len(syllables)})


def shown(
    runs: Runs, blocks: list[npt.NDArray[np.int64]], begins: list[int], sums: npt.NDArray[np.float64]
) -> list[Span]:
    """The passages of one record, as places in the query and in the record. `sums` are the query's weights added up."""
    spans: list[Span] = []
    edges = np.array(begins)
    for block in blocks:
        start, end = int(runs.q0[block[0]]), int(runs.q1[block[-1]])
        first = int(np.searchsorted(edges, start, "right")) - 1
        kept: list[list[int]] = []
        for n in range(first, len(begins) - 1):
            if begins[n] >= end:
                break
            a, b = max(start, begins[n]), min(end, begins[n + 1])
            most = b - a >= _NEARLY_ALL * (begins[n + 1] - begins[n])
            telling = b - a >= BLOCK and sums[max(b - 1, a)] - sums[a] >= _TELLING
            if not most and not telling:
                continue
            if kept and kept[-1][1] == a:
                kept[-1][1] = b
            else:
                kept.append([a, b])
        spans += [(a, b, *_there(runs, block, a, b)) for a, b in kept if b - a >= 3]
    return spans


def _there(runs: Runs, block: npt.NDArray[np.int64], start: int, end: int) -> tuple[int, int]:
    """The place in the record of a place in the query."""
    inside = block[(runs.q1[block] > start) & (runs.q0[block] < end)]
    if not len(inside):
        inside = block
    first, last = inside[0], inside[-1]
    return (
        int(runs.d0[first] + max(0, start - runs.q0[first])),
        int(runs.d1[last] - max(0, runs.q1[last] - end)),
    )
