"""Which of the aligned blocks are shown: whole sentences that both texts have, and telling parts of others.

Two projects of one kind share the frame of a sentence («Xây dựng … mô hình … tại …») without one repeating the other.
A sentence is therefore shown as repeated where nearly all of it is there, or where the shared part is telling.
"""

import re
from bisect import bisect_right

import numpy as np

from phusa.foundation.matching.comparing import BLOCK
from phusa.foundation.matching.normalising import Syllables

_STOP = re.compile(r"[.;!?\n…•]+")
_NEARLY_ALL = 0.85
_TELLING = 4.0  # the weight from which a part of a sentence is shown
_SHORTEST = 3  # syllables of a sentence that is shown
Span = tuple[int, int, int, int]


def sentences(text: str, syllables: Syllables) -> list[int]:
    """The syllables at which a sentence of the text begins, and one past the last."""
    stops = [match.start() for match in _STOP.finditer(text)]
    return sorted({0, *np.searchsorted(syllables.starts, stops).tolist(), len(syllables)})


def shown(blocks: list[list[list[int]]], begins: list[int], sums: list[float]) -> list[Span]:
    """The passages of one record, as places in the query and in the record.

    A block is a list of runs (`q0, q1, d0, d1`); `begins` are where the query's sentences begin; `sums` are its weights
    added up.
    """
    spans: list[Span] = []
    for block in blocks:
        start, end = block[0][0], block[-1][1]
        kept: list[list[int]] = []
        for n in range(bisect_right(begins, start) - 1, len(begins) - 1):
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
        spans += [(a, b, *_there(block, a, b)) for a, b in kept if b - a >= _SHORTEST]
    return spans


def _there(block: list[list[int]], start: int, end: int) -> tuple[int, int]:
    """The place in the record of a place in the query."""
    inside = [run for run in block if run[1] > start and run[0] < end] or block
    first, last = inside[0], inside[-1]
    return first[2] + max(0, start - first[0]), last[3] - max(0, last[1] - end)
