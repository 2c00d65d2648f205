"""A search: which earlier records does this text repeat, where, what was replaced, and what is to be thought of it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from phusa.foundation.matching import normalising, passages
from phusa.foundation.matching.comparing import Compared, Floats, ask, compare
from phusa.foundation.matching.normalising import Syllables
from phusa.foundation.matching.ranking import candidates
from phusa.foundation.matching.records import Record
from phusa.foundation.matching.verdicts import Reason, Verdict, judge
from phusa.foundation.matching.view import View

COMPARED = 20  # records that are compared syllable by syllable
LINES = 10
_RESERVED = 3  # of the lines, for what stands out where other lines are nearer in subject
_SEEN = 0.5  # how far it has to stand out for that


@dataclass(frozen=True, slots=True)
class Passage:
    """`query.whole[start:end]` stands in the record as `record.whole[there_start:there_end]`."""

    start: int
    end: int
    there_start: int
    there_end: int


@dataclass(frozen=True, slots=True)
class Swap:
    """What the query says where the record says something else, and how often."""

    ours: str
    theirs: str
    times: int


@dataclass(frozen=True, slots=True)
class Line:
    """One earlier record beside the query; `alike` counts the records of the same title that are folded into it."""

    document: int
    collection: str
    key: str
    verdict: Verdict
    points: float
    reasons: Sequence[Reason]
    features: dict[str, float]
    alike: int
    runs: Sequence[tuple[int, int, int, int]] = field(repr=False, default=())
    swapped: Sequence[tuple[int, int, int, int, int]] = field(repr=False, default=())
    gaps: Sequence[tuple[int, int, int, int]] = field(repr=False, default=())


@dataclass(frozen=True, slots=True)
class Answer:
    """The lines, best first, and how far the query was read (in characters of `whole`)."""

    record: Record
    lines: Sequence[Line]
    syllables: Syllables
    read_to: int

    def query_passages(self, line: Line) -> list[tuple[int, int]]:
        """The places of the query, in characters of `whole`, that the record of this line has too."""
        starts, ends = self.syllables.starts, self.syllables.ends
        return [(int(starts[a]), int(ends[b - 1])) for a, b, _, _ in line.runs]

    def passages(self, line: Line, theirs: Record) -> list[Passage]:
        """The same on both sides."""
        there = normalising.read(theirs.whole)
        return [
            Passage(*here, int(there.starts[c]), int(there.ends[d - 1]))
            for here, (_, _, c, d) in zip(self.query_passages(line), line.runs, strict=True)
        ]

    def differences(self, line: Line, theirs: Record) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """What stands inside the passages on one side only: the places in ours, and in theirs."""
        there, here = normalising.read(theirs.whole), self.syllables
        ours = [(int(here.starts[a]), int(here.ends[b - 1])) for a, b, _, _ in line.gaps if a < b]
        return ours, [(int(there.starts[c]), int(there.ends[d - 1])) for _, _, c, d in line.gaps if c < d]

    def swaps(self, line: Line, theirs: Record) -> list[Swap]:
        """What was put in the place of what, the most frequent first."""
        there, here = normalising.read(theirs.whole), self.syllables
        ours_text, theirs_text = self.record.whole, theirs.whole
        return [
            Swap(
                ours_text[int(here.starts[a]) : int(here.ends[b - 1])],
                theirs_text[int(there.starts[c]) : int(there.ends[d - 1])],
                times,
            )
            for a, b, c, d, times in line.swapped
        ]


class _Judged(NamedTuple):
    nearness: float
    n: int
    features: dict[str, float]
    verdict: Verdict
    points: float
    reasons: list[Reason]

    @property
    def repeated(self) -> bool:
        return self.points > 0


def search(view: View, record: Record, *, lines: int = LINES, without: int = 0, fold: bool = True) -> Answer:
    """Compare a record with all that the view sees, but for the document `without`. The same view, the same answer.

    `fold` puts records of one title into one line, unless another text is repeated too; pairs and benchmarks ask for
    each by itself.
    """
    with view.store.reading():
        view.refresh()
        return _search(view, record, lines, without, fold)


def _search(view: View, record: Record, lines: int, without: int, fold: bool) -> Answer:
    syllables = normalising.read(record.whole)
    title_length = int(np.searchsorted(syllables.starts, len(record.title)))
    read_to = int(syllables.ends[-1]) if len(syllables) else 0
    if len(syllables) < 2 or not view.documents:
        return Answer(record, [], syllables, read_to)
    begins = passages.sentences(record.whole, syllables)
    asked = ask(view, syllables.codes, title_length, begins)
    found = candidates(view, asked, without)
    if found is None:
        return Answer(record, [], syllables, read_to)
    chosen = found.best(COMPARED)
    compared = compare(view, asked, [found.records[n] for n in chosen], found.own[chosen], found.stands_out[chosen])
    sums = [0.0, *np.cumsum(asked.weights).tolist()]
    return Answer(record, _lines(view, compared, found.score[chosen], lines, begins, sums, fold), syllables, read_to)


def _lines(
    view: View, compared: Compared, score: Floats, number: int, sentences: list[int], sums: list[float], fold: bool
) -> list[Line]:
    names = list(compared.features)
    table = np.array([compared.features[name] for name in names]).T.tolist()
    judged: list[_Judged] = []
    for n, values in enumerate(table):
        features = dict(zip(names, values, strict=True))
        verdict, points, reasons = judge(features)
        judged.append(_Judged(_nearness(features, points, float(score[n])), n, features, verdict, points, reasons))
    judged.sort(
        key=lambda row: (not row.repeated, row.verdict is Verdict.NONE, -row.nearness, compared.records[row.n].key)
    )
    picked: list[_Judged] = []
    for row in judged:
        alike = [other for other in picked if compared.records[other.n].title == compared.records[row.n].title]
        own = compared.records[row.n].codes
        equal = any(np.array_equal(own, compared.records[other.n].codes) for other in alike)
        if not fold or not alike or (row.repeated and not equal):
            picked.append(row)
    if len(picked) > number:
        kept = min(max(sum(row.repeated for row in picked), number - _RESERVED), number)
        rest = sorted(picked[kept:], key=lambda row: min(_SEEN - row.features["stands_out"], 0))
        picked = picked[:kept] + rest[: number - kept]
    titles = view.store.same_title([compared.records[row.n].title for row in picked], view.shelves)
    return [_line(compared, row, sentences, sums, titles.get(compared.records[row.n].title, 1)) for row in picked]


def _nearness(features: dict[str, float], points: float, score: float) -> float:
    """What lines are ordered by: how sure a repetition is, then wording, terms and titles that both share."""
    terms = features["terms_query"] + features["terms_record"]
    titles = features["title_query"] + features["title_record"]
    return score + 0.15 * terms + 0.2 * titles + 0.3 / (1 + math.exp(-points))


def _line(compared: Compared, row: "_Judged", sentences: list[int], sums: list[float], alike: int) -> Line:
    runs, n, record = compared.runs, row.n, compared.records[row.n]
    begin, end = np.searchsorted(runs.text, [n, n + 1]).tolist()
    some = begin + np.flatnonzero(compared.long[begin:end])
    table = np.stack([runs.block, runs.q0, runs.q1, runs.d0, runs.d1])[:, some].T.tolist()
    blocks = [[row[1:] for row in block] for _, block in groupby(table, key=itemgetter(0))]
    spans = passages.shown(blocks, sentences, sums)
    swapped = [(*where, times) for where, times in compared.swaps[n].most_common() if times > 1]
    return Line(
        *(record.id, record.collection, record.key, row.verdict, row.points, row.reasons, row.features, alike),
        runs=spans,
        swapped=swapped,
        gaps=[(one[1], two[0], one[3], two[2]) for block in blocks for one, two in pairwise(block)],
    )
