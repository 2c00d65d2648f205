"""PDF with a text layer: the tables that are drawn with lines, page by page. A scan has none and is said to be one."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pdfplumber
from pdfminer.layout import LTChar, LTItem
from pdfminer.pdfdocument import PDFEncryptionError
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.pdf import PDF
from pdfplumber.table import Table, merge_edges
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException
from pdfplumber.utils.text import extract_text

from .lines import Box, Grid, Line, Source, cleaned, laid_out
from .tables import Note, Unreadable

_HAIR = 2.0  # points by which borders may miss each other
_BROKEN_WORD = re.compile(r"(?<=\w[-/])\n(?=\w)")
_TOUCH = 3.0  # points within which pdfplumber lets lines meet
_UNMAPPED = "(cid:"  # how pdfminer writes a glyph whose letter is not told
_NO_LETTERS = ("Cc", "Cn", "Co")  # controls, private use: numbers of glyphs taken for letters
_UNMAPPED_AT_MOST = 0.05
_TEXT_OF_A_PAGE = 20  # letters; a scan may carry a page number or a stamp


class _QuickPage(Page):
    """A page whose letters know what is asked of them here, which halves the time: pdfplumber finds out far more."""

    def process_object(self, obj: LTItem) -> dict[str, Any]:
        if not isinstance(obj, LTChar):
            described: dict[str, Any] = super().process_object(obj)
            return described
        left, top = self.mediabox[:2]
        above = self.height + top
        return {
            "object_type": "char",
            "text": obj.get_text(),
            "upright": obj.upright,
            "x0": obj.x0 + left,
            "x1": obj.x1 + left,
            "top": above - obj.y1,
            "bottom": above - obj.y0,
            "doctop": self.initial_doctop + above - obj.y1,
        }


class _Letter(NamedTuple):
    """A letter with its middle, which decides in which cell it stands."""

    centre: float
    middle: float
    char: dict[str, Any]


def read(path: Path, source: Source) -> Iterator[Grid]:
    with _damage_refused(), pdfplumber.open(path) as document:
        yield from _grids(document, source)


@contextmanager
def _damage_refused() -> Iterator[None]:
    try:
        yield
    except (PdfminerException, MalformedPDFException, PSException) as error:
        encrypted = any(isinstance(each, PDFEncryptionError) for each in (error, *error.args))
        raise Unreadable("encrypted" if encrypted else "damaged") from error


def _grids(document: PDF, source: Source) -> Iterator[Grid]:
    pages = document.pages
    if not pages:
        raise Unreadable("damaged")
    if len(pages) > source.limits.pages:
        raise Unreadable("too-many-pages", {"limit": source.limits.pages})
    found = False
    letters = unmapped = 0
    for full in pages:
        page = _QuickPage(document, full.page_obj, full.page_number, full.initial_doctop)
        source.done = (page.page_number - 1) / len(pages)
        on_page = [char["text"] for char in page.chars]
        if len(on_page) < _TEXT_OF_A_PAGE:
            source.pages_without_text.append(page.page_number)
        letters += len(on_page)
        unmapped += sum(text.startswith(_UNMAPPED) or unicodedata.category(text[0]) in _NO_LETTERS for text in on_page)
        if unmapped > _UNMAPPED_AT_MOST * letters:
            raise Unreadable("unreadable-letters")
        for table in page.find_tables({"explicit_horizontal_lines": _missing_lines(page)}):
            found = True
            yield Grid(_lines(page, table, source), page=page.page_number, may_continue=True)
        page.close()
    _say_what_is_missing(source, len(pages), found)


def _say_what_is_missing(source: Source, pages: int, found: bool) -> None:
    without = source.pages_without_text
    if len(without) == pages:
        source.notes.append(Note("scan"))
        return
    if without:
        source.notes.append(Note("pages-without-text", {"pages": ", ".join(map(str, without))}))
    if not found:
        source.notes.append(Note("no-ruled-tables"))


def _missing_lines(page: Page) -> list[dict[str, Any]]:
    """Where several upright lines end in the air, the horizontal line that would close the cells between them.

    A row that is broken over two pages is often left open by the program that printed it; its text would be lost.
    """
    straight = [edge for edge in page.edges if edge["orientation"] in ("h", "v")]
    lines = merge_edges(straight, _TOUCH, _TOUCH, _TOUCH, _TOUCH)
    flat = [line for line in lines if line["orientation"] == "h" and line["width"] > _TOUCH]
    ends = [
        (place, line["x0"])
        for line in lines
        if line["orientation"] == "v"
        for place in (line["top"], line["bottom"])
        if not any(
            abs(other["top"] - place) <= _TOUCH and other["x0"] - _TOUCH <= line["x0"] <= other["x1"] + _TOUCH
            for other in flat
        )
    ]
    missing = []
    for place in _apart(place for place, _ in ends):
        across = [x for other, x in ends if 0 <= other - place <= _HAIR]
        if len(across) > 1:
            left, right = min(across), max(across)
            line = {"x0": left, "x1": right, "width": right - left, "top": place, "bottom": place, "height": 0}
            missing.append({"object_type": "line", **line})
    return missing


def _lines(page: Page, table: Table, source: Source) -> Iterator[Line]:
    with _damage_refused():
        yield from laid_out(_rows(page, table), source.limits)


def _rows(page: Page, table: Table) -> Iterator[tuple[list[Box], bool]]:
    """From top to bottom; a cell that reaches down is told again in the rows below."""
    tops = _apart(cell[1] for cell in table.cells)
    bottoms = [*tops[1:], table.bbox[3]]
    letters = [_Letter((char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2, char) for char in page.chars]
    for top, bottom in zip(tops, bottoms, strict=True):
        beside = [letter for letter in letters if top <= letter.middle < bottom]
        boxes = []
        for left, cell_top, right, cell_bottom in table.cells:
            if cell_top > top + _HAIR or cell_bottom < bottom - _HAIR:
                continue
            down = cell_top < top - _HAIR
            near = beside if cell_bottom <= bottom + _HAIR else letters
            inside = () if down else (each for each in near if cell_top <= each.middle < cell_bottom)
            boxes.append(Box(left, right, _text([each.char for each in inside if left <= each.centre < right]), down))
        yield sorted(boxes, key=lambda box: box.left), False


def _apart(values: Iterable[float]) -> list[float]:
    """Sorted, those a hair apart once."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _HAIR:
            kept.append(value)
    return kept


def _text(chars: list[dict[str, Any]]) -> str:
    """A line ends where the cell was too narrow: lines are joined by a blank, after a hyphen or a slash by nothing."""
    return _BROKEN_WORD.sub("", cleaned(extract_text(chars))).replace("\n", " ") if chars else ""
