"""Word documents (.docx): the tables of the text body, read row by row.

Deleted text (tracked changes) is not there, inserted text is; marks of footnotes are left out and counted; a table
inside a cell is text of that cell; pictures, embedded objects, headers and external parts are never opened.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import IO

from lxml import etree

from .lines import Box, Grid, Line, Source, cleaned, laid_out
from .numbering import Numbering
from .office import Parts, child, children, damage_refused, opened, tag_of, value_of
from .tables import Note, Unreadable

_MAIN = "word/document.xml"
_HEADING_AT_MOST = 300  # characters
_LABEL_AT_MOST = 40
_WIDTH = 1000
_DIGITS = 7
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})
_UNSEEN = frozenset({"del", "moveFrom", "delText", "instrText", "rPr", "pPr", "Fallback", "drawing", "pict", "object"})
_SIGNS = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-", "ptab": " "}
_NOTES = frozenset({"footnoteReference", "endnoteReference"})
_STARTS_A_TITLE = ("phụ lục", "biểu", "bảng", "mẫu", "danh mục")


def read(path: Path, source: Source) -> Iterator[Grid]:
    with opened(path) as parts:
        size = parts.archive.getinfo(_MAIN).file_size or 1
        with parts.archive.open(_MAIN) as file:
            yield from _Body(parts, file, size, source).grids()


class _Body:
    """Walks through the document once; the grids must be read in their order."""

    def __init__(self, parts: Parts, file: IO[bytes], size: int, source: Source) -> None:
        self.events = parts.events(file, ["tbl", "tr", "p", "txbxContent"])
        self.file, self.size, self.source = file, size, source
        self.numbering = Numbering(parts)
        self.between: list[str] = []  # paragraphs since the last table
        self.boxed = 0
        self.footnotes = self.nested = 0
        self.has_text_box = False

    def grids(self) -> Iterator[Grid]:
        for event, element in self._unboxed():
            kind = tag_of(element)
            if kind == "tbl" and event == "start":
                between, self.between = self.between, []
                self.footnotes = self.nested = 0
                grid = Grid(iter(()), name=_title(between), may_continue=True, between=between)
                grid.lines = self._lines(grid)
                yield grid
                for _ in grid.lines:  # whatever was not asked for
                    pass
            elif kind == "p" and event == "end":
                if text := self._paragraph(element):
                    self.between.append(text)
                _free(element)
        if self.has_text_box:
            self.source.notes.append(Note("text-box"))

    def _unboxed(self) -> Iterator[tuple[str, etree._Element]]:
        for event, element in self.events:
            if tag_of(element) == "txbxContent":
                self.boxed += 1 if event == "start" else -1
                self.has_text_box = True
            elif not self.boxed:
                yield event, element

    def _lines(self, grid: Grid) -> Iterator[Line]:
        with damage_refused():
            yield from laid_out(self._rows(), self.source.limits)
        if self.footnotes:
            grid.notes.append(Note("footnote-marks", {"count": self.footnotes}))
        if self.nested:
            grid.notes.append(Note("nested-table", {"count": self.nested}))

    def _rows(self) -> Iterator[tuple[list[Box], bool]]:
        depth = 1
        edges: list[float] | None = None
        for event, element in self._unboxed():
            kind = tag_of(element)
            if kind == "tbl":
                depth += 1 if event == "start" else -1
                if depth > 1 + self.source.limits.nested:
                    raise Unreadable("nested-tables", {"limit": self.source.limits.nested})
                if not depth:
                    _free(element)
                    return
            elif kind == "tr" and event == "end" and depth == 1:
                if edges is None:
                    edges = _edges(element)
                self.source.done = self.file.tell() / self.size
                if child(element, "trPr", "del") is None:
                    yield self._row(element, edges)
                _free(element)

    def _row(self, row: etree._Element, edges: list[float]) -> tuple[list[Box], bool]:
        boxes: list[Box] = []
        at = _whole(value_of(child(row, "trPr", "gridBefore")), 0)
        for cell in _cells(row):
            properties = child(cell, "tcPr")
            start, at = at, at + _whole(value_of(child(properties, "gridSpan")), 1)
            merged = child(properties, "hMerge")
            if boxes and merged is not None and value_of(merged) != "restart":
                boxes[-1] = replace(boxes[-1], right=_edge(edges, at))
                continue
            down = child(properties, "vMerge")
            continues = down is not None and value_of(down) != "restart"
            text = "" if continues or child(properties, "cellDel") is not None else self._cell(cell)
            boxes.append(Box(_edge(edges, start), _edge(edges, at), text, continues))
        return boxes, _is_on(child(row, "trPr", "tblHeader"))

    def _cell(self, cell: etree._Element) -> str:
        """Paragraph by paragraph; a table inside row by row."""
        texts = []
        for block in _blocks(cell):
            if tag_of(block) == "p":
                texts.append(self._paragraph(block))
            else:
                self.nested += 1
                rows = (row for row in _rows(block) if child(row, "trPr", "del") is None)
                texts += [" ".join(filter(None, (self._cell(inner) for inner in _cells(row)))) for row in rows]
        return "\n".join(filter(None, texts))

    def _paragraph(self, paragraph: etree._Element) -> str:
        label, text = self.numbering.label(paragraph), cleaned("".join(self._pieces(paragraph)))
        return f"{label} {text}".strip()

    def _pieces(self, element: etree._Element) -> Iterator[str]:
        for each in element:
            kind = tag_of(each)
            if kind == "t":
                yield each.text or ""
            elif kind in _SIGNS:
                yield _SIGNS[kind]
            elif kind in _NOTES:
                self.footnotes += 1
            elif kind not in _UNSEEN and not (kind == "r" and _is_on(child(each, "rPr", "vanish"))):
                yield from self._pieces(each)


def _title(between: list[str]) -> str:
    """The last paragraph above a table, with the number of the annex before it where there is one."""
    near = [text for text in between[-4:] if not (text.startswith("(") and text.endswith(")"))]
    if not near or len(near[-1]) > _HEADING_AT_MOST:
        return ""
    if len(near) > 1 and near[-2].casefold().startswith(_STARTS_A_TITLE) and len(near[-2]) < _LABEL_AT_MOST:
        return f"{near[-2]}. {near[-1]}"
    return near[-1]


def _edges(row: etree._Element) -> list[float]:
    """Left edges of the columns of the grid, and the right edge of the last; even where Word left the widths out."""
    table = next((each for each in row.iterancestors() if tag_of(each) == "tbl"), None)
    widths = [_whole(value_of(column, "w"), 0) for column in children(table, "tblGrid")]
    if not all(width > 0 for width in widths):
        widths = [_WIDTH] * len(widths)
    return list(accumulate(widths, initial=0))


def _edge(edges: list[float], column: int) -> float:
    return edges[column] if column < len(edges) else edges[-1] + (column - len(edges) + 1) * _WIDTH


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    return _through_wrappers(table, "tr")


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    return _through_wrappers(row, "tc")


def _blocks(cell: etree._Element) -> Iterator[etree._Element]:
    return _through_wrappers(cell, "p", "tbl")


def _through_wrappers(element: etree._Element, *wanted: str) -> Iterator[etree._Element]:
    for each in element:
        kind = tag_of(each)
        if kind in wanted:
            yield each
        elif kind in _WRAPPERS:
            yield from _through_wrappers(each, *wanted)


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and value_of(switch) not in ("0", "false", "off")


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < _DIGITS else default


def _free(element: etree._Element) -> None:
    """Give back the memory of an element that has been read, and of those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
