"""One question to the engine, answered in full: texts cut into shared and other passages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from phusa.foundation.matching.opening import kept_view
from phusa.foundation.matching.records import EVERYONE, Record
from phusa.foundation.matching.searching import Swap, search
from phusa.foundation.matching.verdicts import Reason, Verdict


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; `passage` numbers what both have; what `differs` inside one stands in this text only."""

    text: str
    passage: int | None
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """An earlier record beside the text that was asked about."""

    record: Record
    verdict: Verdict
    reasons: Sequence[Reason]
    alike: int
    swaps: Sequence[Swap]
    ours: Sequence[Piece]
    theirs: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Searched:
    """A collection that was searched."""

    name: str
    records: int
    changed: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """The answer: what is considerable, what is only near, and where was searched."""

    considerable: Sequence[Beside]
    near: Sequence[Beside]
    searched: Sequence[Searched]


def overlaps_of(title: str, text: str) -> Found:
    """What a text repeats of the records that everyone may see."""
    record = Record(key="", title=title, text=text)
    with kept_view(settings.DATABASES["default"], Path(settings.PHUSA_HOME), frozenset({EVERYONE})) as view:
        answer = search(view, record)
        theirs = view.store.records([line.document for line in answer.lines])
        searched = [Searched(name, *kept) for name, kept in view.store.collections(view.shelves).items()]
    lines = []
    for line in answer.lines:
        other = theirs[line.document]
        passages = answer.passages(line, other)
        only_ours, only_theirs = answer.differences(line, other)
        lines.append(
            Beside(
                other,
                line.verdict,
                line.reasons,
                line.alike,
                answer.swaps(line, other),
                _pieces(record.whole, [(p.start, p.end, n) for n, p in enumerate(passages, 1)], only_ours),
                _pieces(other.whole, [(p.there_start, p.there_end, n) for n, p in enumerate(passages, 1)], only_theirs),
            )
        )
    return Found(
        [line for line in lines if line.verdict is not Verdict.NONE],
        [line for line in lines if line.verdict is Verdict.NONE],
        searched,
    )


def _pieces(text: str, passages: list[tuple[int, int, int]], differences: list[tuple[int, int]]) -> list[Piece]:
    """The whole text in order; where two passages share a stretch, it belongs to the first."""
    pieces, done = [], 0
    for start, end, number in sorted(passages):
        start = max(start, done)
        if start >= end:
            continue
        pieces.append(Piece(text[done:start], None))
        done = start
        for begin, until in sorted(differences):
            if done <= begin and until <= end:
                pieces.append(Piece(text[done:begin], number))
                pieces.append(Piece(text[begin:until], number, differs=True))
                done = until
        pieces.append(Piece(text[done:end], number))
        done = end
    pieces.append(Piece(text[done:], None))
    return [piece for piece in pieces if piece.text]
