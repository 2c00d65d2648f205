"""Writes a paper as a Word file in the layout of Decree 30/2020/NĐ-CP, appendix I: the same paper, the same bytes.

A4, margins 20/20/30/15 mm, Times New Roman, black, the page number in the middle of the top margin but not on page 1.
"""

import re
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from phusa.foundation.documents.vocabulary import (
    Block,
    Column,
    Heading,
    Items,
    OfficialDocument,
    Paper,
    Paragraph,
    Report,
    Run,
    Signature,
    Table,
    Text,
)
from phusa.kernel.text import date_in_words

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
DATE_LEFT_OPEN = "ngày      tháng      năm      "

FONT = "Times New Roman"
PAGE_WIDTH, PAGE_HEIGHT = Mm(210), Mm(297)
TOP, BOTTOM, LEFT, RIGHT = Mm(20), Mm(20), Mm(30), Mm(15)
TEXT_WIDTH = Mm(165)
HEAD_LEFT, HEAD_RIGHT = Mm(68), Mm(97)
FIRST_LINE = Mm(12.7)
MOTTO_WIDTH = Mm(57)  # at 13 points in bold
LETTER_WIDTH = {True: 0.63, False: 0.45}  # of the size of the type, in bold: capitals, small letters

BODY, SMALL, NOTE, NOTHING = Pt(14), Pt(12), Pt(11), Pt(0)
REPORT_BODY, REPORT_TABLE = Pt(13), Pt(11)

CENTER, LEFT_ALIGNED, JUSTIFIED = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY
ALIGNMENT = {"left": LEFT_ALIGNED, "center": CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def to_word(paper: Paper) -> bytes:
    """The paper as a .docx file."""
    writer = _Writer(BODY if isinstance(paper, OfficialDocument) else REPORT_BODY)
    if isinstance(paper, OfficialDocument):
        _official(writer, paper)
        subject, author, day = paper.subject, paper.issuer, paper.issued_on
    else:
        _report(writer, paper)
        subject, author, day = paper.title, paper.issuer, paper.made_on
    made = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else datetime(2000, 1, 1, tzinfo=UTC)
    facts = writer.document.core_properties
    # Word keeps 255 characters of each.
    facts.title, facts.author, facts.last_modified_by = _clean(subject)[:255], _clean(author)[:255], ""
    facts.comments, facts.created, facts.modified, facts.language = "", made, made, "vi-VN"
    return writer.file()


def _official(writer: "_Writer", paper: OfficialDocument) -> None:
    _mark(writer, paper.mark)
    number = paper.number or "      "
    if number.isdecimal():
        number = number.zfill(2)
    (left, right), (below_left, below_right) = writer.columns(HEAD_LEFT, HEAD_RIGHT, rows=2)
    _issuer(writer, left, paper.superior, paper.issuer)
    writer.line(right, NATION, size=Pt(12), bold=True)
    writer.line(right, MOTTO, size=Pt(13), bold=True)
    writer.rule(right, HEAD_RIGHT, MOTTO_WIDTH)
    writer.line(below_left, f"Số: {number}/{paper.notation}", size=Pt(13))
    day = date_in_words(paper.issued_on) if paper.issued_on else DATE_LEFT_OPEN
    writer.line(below_right, f"{paper.place}, {day}", size=Pt(13), italic=True)
    if paper.kind:
        writer.line(None, paper.kind.upper(), size=Pt(14), bold=True, before=Pt(18))
        writer.line(None, paper.subject, size=Pt(14), bold=True)
        writer.rule(None, TEXT_WIDTH, Length(TEXT_WIDTH // 3))
    else:
        writer.line(below_left, f"V/v {paper.subject}", size=Pt(12))
    _addressees(writer, paper.to)
    for place, ground in enumerate(paper.grounds, 1):
        writer.paragraph(ground, italic=True, end=";" if place < len(paper.grounds) else ".")
    writer.blocks(paper.body)
    writer.sources()
    _foot(writer, paper)


def _report(writer: "_Writer", paper: Report) -> None:
    _mark(writer, paper.mark)
    if paper.issuer or paper.place:
        [(left, right)] = writer.columns(HEAD_LEFT, HEAD_RIGHT)
        _issuer(writer, left, paper.superior, paper.issuer)
        if paper.place and paper.made_on:
            writer.line(right, f"{paper.place}, {date_in_words(paper.made_on)}", size=Pt(13), italic=True)
    writer.line(None, paper.title, size=Pt(14), bold=True, before=Pt(6))
    if paper.stated:
        writer.line(None, paper.stated, size=Pt(12), italic=True)
    writer.blocks(paper.body)
    writer.sources()


def _mark(writer: "_Writer", mark: str) -> None:
    if mark:
        paragraph = writer.line(None, mark.upper(), size=Pt(13), bold=True, after=Pt(6))
        width = _width(mark.upper(), Pt(13)) + Mm(8)
        paragraph.paragraph_format.right_indent = Length(max(TEXT_WIDTH - width, 0))
        _borders(paragraph, "top", "left", "bottom", "right", space=3)


def _issuer(writer: "_Writer", cell: _Cell, superior: str, issuer: str) -> None:
    if superior:
        writer.line(cell, _in_two_if_long(superior.upper(), SMALL, HEAD_LEFT), size=SMALL)
    if issuer:
        writer.line(cell, _in_two_if_long(issuer.upper(), SMALL, HEAD_LEFT), size=SMALL, bold=True)
        writer.rule(cell, HEAD_LEFT, Length(HEAD_LEFT // 3))


def _addressees(writer: "_Writer", to: Sequence[str]) -> None:
    if len(to) == 1:
        writer.line(None, f"Kính gửi: {to[0]}", size=BODY, before=Pt(12), after=Pt(12))
    elif to:
        for place, name in enumerate(to):
            last = place == len(to) - 1
            line = writer.line(
                None,
                f"{'Kính gửi:' if not place else ''}\t- {name}{'.' if last else ';'}",
                size=BODY,
                before=Pt(0 if place else 12),
                after=Pt(12 if last else 0),
            )
            line.alignment = LEFT_ALIGNED
            line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Mm(55), Mm(-25)
            line.paragraph_format.tab_stops.add_tab_stop(Mm(55))


def _foot(writer: "_Writer", paper: OfficialDocument) -> None:
    """Recipients at the left, who signs at the right, never on two pages."""
    if not paper.recipients and paper.signature is None:
        return
    [(left, right)] = writer.columns(Mm(78), Mm(87))
    if paper.recipients:
        line = writer.line(left, "Nơi nhận:", size=SMALL, bold=True, italic=True, before=Pt(6))
        line.alignment = LEFT_ALIGNED
        for name in (*(f"- {name};" for name in paper.recipients), f"- Lưu: {paper.archive}."):
            writer.line(left, name, size=NOTE).alignment = LEFT_ALIGNED
    if paper.signature:
        _signature(writer, right, paper.signature)


def _signature(writer: "_Writer", cell: _Cell, signature: Signature) -> None:
    for place, line in enumerate(signature.authority):
        writer.line(cell, line.upper(), size=Pt(13), bold=True, before=Pt(0 if place else 6))
    writer.line(cell, signature.name, size=BODY, bold=True, before=Pt(72))


class _Writer:
    """A Word file in the making: its blocks from top to bottom, and the sources that they name."""

    def __init__(self, size: Length) -> None:
        self.document = Document()
        self.size = size
        self._sources: dict[str, int] = {}
        self._unused_cells: set[Any] = set()
        self._page()

    def _page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
        section.top_margin, section.bottom_margin = TOP, BOTTOM
        section.left_margin, section.right_margin = LEFT, RIGHT
        section.header_distance = section.footer_distance = Mm(10)
        section.different_first_page_header_footer = True
        normal: Any = self.document.styles["Normal"]
        normal.font.name, normal.font.size = FONT, self.size
        fonts = normal.element.rPr.rFonts
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(script), FONT)
        for level in (1, 2, 3):
            heading: Any = self.document.styles[f"Heading {level}"]
            heading.font.name, heading.font.size, heading.font.color.rgb = FONT, self.size, RGBColor(0, 0, 0)
            for attribute in list(heading.element.rPr.rFonts.attrib):
                del heading.element.rPr.rFonts.attrib[attribute]
            for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
                heading.element.rPr.rFonts.set(qn(script), FONT)
        number = section.header.paragraphs[0]
        number.alignment = CENTER
        _field(number, "PAGE", Pt(13))

    def columns(self, *widths: Length, rows: int = 1) -> list[tuple[_Cell, ...]]:
        """Rows of cells side by side without lines, no row on two pages."""
        table = self.document.add_table(rows=rows, cols=len(widths))
        _fixed(table, widths, padding=0)
        for row in table.rows:
            _unbroken(row)
        made = [tuple(row.cells) for row in table.rows]
        self._unused_cells.update(cell._tc for row in made for cell in row)
        return made

    def line(
        self,
        where: _Cell | None,
        text: str,
        *,
        size: Length,
        bold: bool = False,
        italic: bool = False,
        before: Length = NOTHING,
        after: Length = NOTHING,
    ) -> WordParagraph:
        """A line in the middle of a cell, or of the page."""
        paragraph = self._new(where)
        paragraph.alignment = CENTER
        _spacing(paragraph, before, after)
        _run(paragraph, text, size=size, bold=bold, italic=italic)
        return paragraph

    def rule(self, where: _Cell | None, within: Length, width: Length) -> None:
        """A line of `width` in the middle."""
        paragraph = self._new(where)
        _spacing(paragraph, Pt(2), Pt(4))
        side = Length((within - width) // 2)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
        paragraph.paragraph_format.line_spacing = Pt(2)
        _borders(paragraph, "top", space=1)

    def blocks(self, blocks: Iterable[Block]) -> None:
        """The body of the paper."""
        for block in blocks:
            match block:
                case Heading():
                    heading = self.document.add_heading(level=min(max(block.level, 1), 3))
                    _spacing(heading, Pt(9), Pt(3))
                    heading.paragraph_format.first_line_indent = FIRST_LINE
                    heading.paragraph_format.keep_with_next = True
                    _run(heading, block.text, size=self.size, bold=True, italic=block.level >= 3)
                case Paragraph():
                    self.paragraph(block.text)
                case Items():
                    for place, item in enumerate(block.items, 1):
                        self.paragraph(item, start=f"{place}. " if block.numbered else "- ")
                case Table():
                    self.table(block)

    def paragraph(self, text: Text, *, italic: bool = False, start: str = "", end: str = "") -> None:
        """A justified paragraph for each line of the text: a break inside one would pull its last words apart."""
        for pieces in _lines((start, *_pieces(text), end)):
            paragraph = self.document.add_paragraph()
            paragraph.alignment = JUSTIFIED
            paragraph.paragraph_format.first_line_indent = FIRST_LINE
            _spacing(paragraph, NOTHING, Pt(6))
            self._runs(paragraph, pieces, size=self.size, italic=italic)

    def table(self, block: Table) -> None:
        """A table with lines, its heading on every page."""
        whole = sum(column.width for column in block.columns)
        widths = [Length(round(TEXT_WIDTH * column.width / whole)) for column in block.columns]
        table = self.document.add_table(rows=1, cols=len(widths))
        table.style = "Table Grid"
        _fixed(table, widths, padding=80)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
            self._cell(cell, Run(column.label, bold=True), "center")
        _repeated(table.rows[0])
        for values in block.rows:
            row = table.add_row()
            _unbroken(row)
            if isinstance(values, str):
                self._cell(row.cells[0].merge(row.cells[-1]), Run(values, bold=True), "left")
            else:
                self._row(row.cells, widths, block.columns, values)
        _spacing(self.document.add_paragraph(), NOTHING, NOTHING)

    def _row(
        self, cells: Sequence[_Cell], widths: Sequence[Length], columns: Sequence[Column], values: Sequence[Text]
    ) -> None:
        for cell, width, column, value in zip(cells, widths, columns, values, strict=True):
            cell.width = width
            self._cell(cell, value, column.align)

    def sources(self) -> None:
        """The list of what the numbers in brackets stand for."""
        if not self._sources:
            return
        head = self.line(None, "Nguồn:", size=SMALL, bold=True, italic=True, before=Pt(6))
        head.alignment, head.paragraph_format.keep_with_next = LEFT_ALIGNED, True
        for source, place in self._sources.items():
            line = self.line(None, f"[{place}] {source}", size=NOTE)
            line.alignment = LEFT_ALIGNED

    def file(self) -> bytes:
        """The finished file."""
        made = BytesIO()
        self.document.save(made)
        return _without_times(made.getvalue())

    def _cell(self, cell: _Cell, text: Text, align: str) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.alignment = ALIGNMENT[align]
        _spacing(paragraph, Pt(1), Pt(1))
        self._runs(paragraph, _pieces(text), size=REPORT_TABLE)

    def _runs(
        self, paragraph: WordParagraph, pieces: Iterable[str | Run], *, size: Length, italic: bool = False
    ) -> None:
        for piece in pieces:
            run = Run(piece) if isinstance(piece, str) else piece
            if run.text:
                _run(paragraph, run.text, size=size, bold=run.bold, italic=run.italic or italic)
            if run.source:
                number = self._sources.setdefault(_clean(run.source), len(self._sources) + 1)
                _run(paragraph, f" [{number}]", size=size, raised=True)

    def _new(self, where: _Cell | None) -> WordParagraph:
        if where is None:
            return self.document.add_paragraph()
        if where._tc in self._unused_cells:
            self._unused_cells.remove(where._tc)
            return where.paragraphs[0]
        return where.add_paragraph()


def _pieces(text: Text) -> tuple[str | Run, ...]:
    return (text,) if isinstance(text, str | Run) else tuple(text)


def _lines(pieces: Iterable[str | Run]) -> list[list[Run]]:
    """The pieces of each line of a text; a source stays with the last line of its piece."""
    lines: list[list[Run]] = [[]]
    for piece in pieces:
        run = Run(piece) if isinstance(piece, str) else piece
        *finished, last = run.text.splitlines() or [""]
        for text in finished:
            lines[-1].append(replace(run, text=text, source=""))
            lines.append([])
        lines[-1].append(replace(run, text=last))
    return [line for line in lines if any(run.text.strip() or run.source for run in line)]


def _in_two_if_long(text: str, size: Length, width: Length) -> str:
    """Broken near its middle where it would not fit into one line."""
    places = [place for place, letter in enumerate(text) if letter == " "]
    if _width(text, size) <= width or not places:
        return text
    middle = min(places, key=lambda place: abs(place - len(text) / 2))
    return f"{text[:middle]}\n{text[middle + 1 :]}"


def _clean(text: str) -> str:
    """Composed letters only, and nothing that a Word file cannot hold."""
    return unicodedata.normalize("NFC", _UNWRITABLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n"))


def _width(text: str, size: Length) -> int:
    return sum(round(size * LETTER_WIDTH[letter.isupper()]) for letter in text)


def _run(
    paragraph: WordParagraph,
    text: str,
    *,
    size: Length,
    bold: bool = False,
    italic: bool = False,
    raised: bool = False,
) -> None:
    run = paragraph.add_run(_clean(text))
    run.font.size, run.font.bold, run.font.italic = size, bold, italic
    if raised:
        run.font.superscript = True


def _spacing(paragraph: WordParagraph, before: Length, after: Length) -> None:
    layout = paragraph.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = before, after, 1.0


def _element(name: str, **attributes: object) -> Any:
    element = OxmlElement(name)
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), str(value))
    return element


def _borders(paragraph: WordParagraph, *sides: str, space: int) -> None:
    borders = _element("w:pBdr")
    for side in sides:
        borders.append(_element(f"w:{side}", val="single", sz=6, space=space, color="000000"))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _field(paragraph: WordParagraph, instruction: str, size: Length) -> None:
    """A field that the reader's program fills in."""
    run = paragraph.add_run()
    run.font.size = size
    instruction_text = _element("w:instrText")
    instruction_text.text = instruction
    for element in (
        _element("w:fldChar", fldCharType="begin"),
        instruction_text,
        _element("w:fldChar", fldCharType="end"),
    ):
        run._r.append(element)


def _fixed(table: Any, widths: Sequence[Length], *, padding: int) -> None:
    """Columns keep their widths, whatever stands in them; `padding` in twentieths of a point."""
    table.autofit = False
    margins = _element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", w=padding, type="dxa"))
    table._tbl.tblPr.append(margins)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for cell, width in zip(table.rows[0].cells, widths, strict=True):
        cell.width = width


def _unbroken(row: Any) -> None:
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))


def _repeated(row: Any) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(_element("w:cantSplit"))
    properties.append(_element("w:tblHeader"))


def _without_times(file: bytes) -> bytes:
    """The same archive, its parts dated alike: the same paper has the same digest at any hour."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(file)) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in given.namelist():
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            kept.writestr(part, given.read(name))
    return made.getvalue()
