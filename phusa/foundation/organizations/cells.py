"""A cell of agencies as pieces between separators, with what is said about each: lead, focal, coordinating."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from phusa.foundation.organizations.words import LOWER, WORD, Sort, heads_inside, sort_of, spelled
from phusa.kernel.text import normal

# One private character stands for a thing said about a party, so that the pieces are only names.
_PARENTHESIS, LEADS, LED_BY, WITH, JOINS, IS_FOCAL = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004", "\ue005"
_ALL_MARKS = frozenset((LEADS, LED_BY, WITH, JOINS, IS_FOCAL))
_OF_WHAT_FOLLOWS = frozenset((LED_BY, WITH))
_MARKS = re.compile("[\ue000-\ue005]")
_EDGES = " .;,-–:"

_NOTHING = {"không", "không có", "v.v", "vv", "…", "..."}
_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_ASIDE = re.compile(r"\s+theo (?:chức năng|nhiệm vụ|thẩm quyền|phân công|quy định)[^;\n]*", re.I)
_SAYS_FOCAL = re.compile(r"đầu mối|thường trực", re.I)
_FOOTNOTE = re.compile(rf"(?<=[{LOWER}])\d{{1,2}}(?=\s*(?:[,;.\n]|$))|\s*[\[(][\d*]+[\])]|[¹²³⁰-⁹*]+")
_BULLET = re.compile(r"(?:^|(?<=[\n;]))\s*(?:[-–—+•·]|\d{1,2}[.)]|[a-zđ]\))\s+")
_SAYS_ROLES = re.compile(r"chủ trì|phối hợp", re.I)
_PHRASES = (
    (
        re.compile(r"[\s,]*\bchủ trì\b[\s,]*(?:và )?\bphối hợp\b(?: chặt chẽ)?\s*(?:với|cùng)?\s*:?", re.I),
        f"{LEADS};{WITH}",
    ),
    (re.compile(r"(?:^|(?<=[\n;,.]))\s*(?:cơ quan |đơn vị )?chủ trì\s*:\s*", re.I), f";{LED_BY}"),
    (re.compile(r"[\s,;.]*\b(?:cơ quan |đơn vị )?phối hợp(?: chặt chẽ)?\s*(?:(?:với|cùng)\s*:?|:)", re.I), f";{WITH}"),
    (re.compile(r"\s+(?:có trách nhiệm\s+)?chủ trì\s*(?=[,;.\n]|$)", re.I), LEADS),
    (re.compile(r"\s+phối hợp(?: thực hiện)?\s*(?=[,;.\n]|$)", re.I), JOINS),
)
_SEPARATOR = re.compile(r"\s*([,;/:\n])\s*|\s+([-–—&])\s+|\s+(và|cùng)(?:\s+với)?\s+", re.I)


@dataclass(slots=True)
class Piece:
    """What stands between two separators. `start` and `end` are places in the cell's marked text."""

    separator: str  # what stands before it: , ; / : - & «và» or a new line; "" is nothing at all
    text: str
    start: int
    end: int
    words: tuple[str, ...]
    head: str
    sort: Sort
    marks: frozenset[str]


class Cell:
    """A cell of agencies, taken apart."""

    def __init__(self, text: str) -> None:
        self._brackets: list[str] = []
        self._text = self._marked(_MARKS.sub("", text))
        self.pieces = list(self._pieces())

    def name_of(self, span: list[Piece]) -> str:
        """The words of the pieces, without what is said in brackets."""
        if len(span) == 1:
            return span[0].text
        return _bare(self._text[span[0].start : span[-1].end])

    def as_written(self, span: list[Piece]) -> str:
        """The pieces with their brackets."""
        start, end = span[0].start, span[-1].end
        if not self._brackets:
            return _bare(self._text[start:end])
        kept = iter(self._brackets[self._text.count(_PARENTHESIS, 0, start) :])
        return _bare(re.sub(_PARENTHESIS, lambda _found: next(kept), self._text[start:end]))

    def _marked(self, text: str) -> str:
        lines = (normal(line) for line in text.splitlines())
        text = _BRACKETS.sub(self._mark, _FOOTNOTE.sub("", "\n".join(line for line in lines if line)))
        text = _BULLET.sub(";", _ASIDE.sub(self._put_aside, text))
        if _SAYS_ROLES.search(text):
            for phrase, stands_for in _PHRASES:
                text = phrase.sub(stands_for, text)
        return text.strip(" .;,-–\n")

    def _mark(self, found: re.Match[str]) -> str:
        inside = found[1].strip().lower()
        if _SAYS_FOCAL.search(inside):
            return IS_FOCAL
        if inside.removeprefix("cơ quan ") in {"chủ trì", "phối hợp"}:
            return LEADS if inside.endswith("trì") else JOINS
        return self._put_aside(found)

    def _put_aside(self, found: re.Match[str]) -> str:
        self._brackets.append(found[0])
        return _PARENTHESIS

    def _pieces(self) -> Iterator[Piece]:
        last: Piece | None = None
        ahead: frozenset[str] = frozenset()
        for separator, start, end in self._cuts():
            raw = self._text[start:end]
            marks = frozenset(raw) & _ALL_MARKS
            plain = _bare(raw)
            words = tuple(map(spelled, WORD.findall(plain)))
            if words and plain.lower() not in _NOTHING:
                if last:
                    yield last
                last = Piece(separator, plain, start, end, words, *sort_of(plain, words), marks | ahead)
                ahead = frozenset()
            else:  # a mark by itself: said about what stands before, or about what follows
                ahead |= marks & _OF_WHAT_FOLLOWS
                if last:
                    last.marks |= marks - _OF_WHAT_FOLLOWS
        if last:
            yield last

    def _cuts(self) -> Iterator[tuple[str, int, int]]:
        """Separator, start and end of what lies between separators, and between agencies that none separates."""
        separator, start = "", 0
        for found in _SEPARATOR.finditer(self._text):
            yield from self._run_together(separator, start, found.start())
            separator, start = (found[1] or found[2] or "và").lower(), found.end()
        yield from self._run_together(separator, start, len(self._text))

    def _run_together(self, separator: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        for place in heads_inside(self._text, start, end):
            yield separator, start, place
            separator, start = "", place
        yield separator, start, end


def _bare(text: str) -> str:
    return " ".join(_MARKS.sub(" ", text).split()).strip(_EDGES)
