"""The annex of a plan written as a Word file, a workbook and a PDF with a text layer, with the traps of real ones.

The rows are those of `annex_tasks_nq03_2025.csv`: a group, then number, task, lead, coordinating, product, deadline.
A row without a number is what a page break left of the row before it.
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import docx
import xlsxwriter
from docx.document import Document
from docx.table import Table as WordTable

TITLE = "DANH MỤC NHIỆM VỤ TRIỂN KHAI THỰC HIỆN NGHỊ QUYẾT"
LABELS = ("TT", "Tên nhiệm vụ", "Chủ trì", "Phối hợp", "Sản phẩm/kết quả", "Thời gian hoàn thành")
PARENT_OF_TWO = "Cơ quan thực hiện"
HEADER = (
    "TT",
    "Tên nhiệm vụ",
    "Cơ quan thực hiện / Chủ trì",
    "Cơ quan thực hiện / Phối hợp",
    "Sản phẩm/kết quả",
    "Thời gian hoàn thành",
)


def write_docx(rows: Sequence[Sequence[str]], path: Path) -> Path:
    """Two heading rows, merged group headings, and a new table after every page break, the header repeated in some."""
    document = docx.Document()
    document.add_paragraph("PHỤ LỤC II")
    document.add_paragraph(TITLE)
    document.add_paragraph("(Kèm theo Nghị quyết số 03/NQ-CP ngày 09 tháng 01 năm 2025)")
    table = _word_table(document, with_header=True)
    for number, (group, task) in enumerate(_grouped(rows)):
        if task is None:
            cells = table.add_row().cells
            cells[0].merge(cells[-1]).text = group
            continue
        if not task[0] or number % 60 == 59:
            document.add_page_break()
            table = _word_table(document, with_header=bool(task[0]))
        for cell, text in zip(table.add_row().cells, task, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def _word_table(document: Document, with_header: bool) -> WordTable:
    table = document.add_table(rows=0, cols=len(LABELS))
    if with_header:
        upper, lower = table.add_row().cells, table.add_row().cells
        for column, label in enumerate(LABELS):
            if column in (2, 3):
                lower[column].text = label
            else:
                upper[column].merge(lower[column]).text = label
        upper[2].merge(upper[3]).text = PARENT_OF_TWO
    return table


def write_xlsx(rows: Sequence[Sequence[str]], path: Path) -> Path:
    """A title, a header of two levels with merged cells, a row of column numbers, merged group headings."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("Phụ lục II")
        sheet.merge_range(0, 0, 0, 5, TITLE)
        for column, label in enumerate(LABELS):
            if column in (2, 3):
                sheet.write(3, column, label)
            else:
                sheet.merge_range(2, column, 3, column, label)
        sheet.merge_range(2, 2, 2, 3, PARENT_OF_TWO)
        sheet.write_row(4, 0, [f"({column})" for column in range(1, 7)])
        for line, (group, task) in enumerate(_grouped(rows), start=5):
            if task is None:
                sheet.merge_range(line, 0, line, 5, group)
            else:
                for column, text in enumerate(task):
                    sheet.write_string(line, column, text)
    return path


def write_pdf(rows: Sequence[Sequence[str]], path: Path) -> Path:
    """A ruled table over many pages; the header stands on every page, a row without a number opens a new page."""
    body: list[list[str]] = [[group] if task is None else list(task) for group, task in _grouped(rows)]
    return write_ruled_pdf(body, path)


def _grouped(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, Sequence[str] | None]]:
    for group, tasks in groupby(rows, key=lambda row: row[0]):
        yield group, None
        for row in tasks:
            yield group, row[1:]


_SHOWN = re.compile("<([0-9a-f]+)> Tj")
PAGE = (842, 595)
MARGIN = 36
WIDTHS = (34, 290, 130, 140, 96, 80)
SIZE, LEADING, ADVANCE = 9, 11, 0.5  # every letter is half as wide as it is high


def write_ruled_pdf(body: Iterable[Sequence[str]], path: Path) -> Path:
    """A row of one cell is drawn over the whole width. Text can be selected, its letters are not drawn by any font."""
    pages: list[list[str]] = []
    below = 0.0
    for row in body:
        wrapped = _wrapped(row)
        height = _height(wrapped)
        if not pages or below - height < MARGIN or (len(row) > 1 and not row[0]):
            pages.append(_text(MARGIN, PAGE[1] - 24, TITLE if not pages else str(len(pages) + 1)))
            below = _draw_header(pages[-1], PAGE[1] - MARGIN)
        below = _draw(pages[-1], wrapped, below)
    path.write_bytes(pdf_of(["\n".join(page) for page in pages], PAGE))
    return path


def _wrapped(row: Sequence[str]) -> list[list[str]]:
    widths = WIDTHS if len(row) > 1 else (sum(WIDTHS),)
    return [list(_fold(text, int((width - 8) / (SIZE * ADVANCE)))) for text, width in zip(row, widths, strict=True)]


def _fold(text: str, letters: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > letters:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    if line:
        yield line


def _height(wrapped: list[list[str]]) -> float:
    return max(1, *(len(lines) for lines in wrapped), 1) * LEADING + 6


def _draw_header(page: list[str], top: float) -> float:
    left = [MARGIN + sum(WIDTHS[:column]) for column in range(7)]
    middle, bottom = top - 17, top - 40
    for x in left:
        page.append(_line(x, middle if x == left[3] else top, x, bottom))
    page.append(_line(left[0], top, left[6], top))
    page.append(_line(left[2], middle, left[4], middle))
    page.append(_line(left[0], bottom, left[6], bottom))
    for column, label in enumerate(LABELS):
        for number, line in enumerate(_fold(label, int((WIDTHS[column] - 8) / (SIZE * ADVANCE)))):
            start = middle if column in (2, 3) else top
            page += _text(left[column] + 4, start - 10 - number * LEADING, line)
    page += _text(left[2] + 4, top - 11, PARENT_OF_TWO)
    return bottom


def _draw(page: list[str], wrapped: list[list[str]], top: float) -> float:
    bottom = top - _height(wrapped)
    edges = [MARGIN + sum(WIDTHS[:column]) for column in range(7)]
    if len(wrapped) == 1:
        edges = [edges[0], edges[-1]]
    page += [_line(x, top, x, bottom) for x in edges]
    page.append(_line(edges[0], bottom, edges[-1], bottom))
    for x, lines in zip(edges, wrapped, strict=False):
        for number, line in enumerate(lines):
            page += _text(x + 4, top - 10 - number * LEADING, line)
    return bottom


def _line(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0} {y0} m {x1} {y1} l S"


def _text(x: float, y: float, text: str) -> list[str]:
    return [f"BT /F {SIZE} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET"]


def pdf_of(pages: Sequence[str], size: tuple[int, int], more: Sequence[bytes] = ()) -> bytes:
    """A PDF whose pages show these drawing commands; font /F takes text as UTF-16 and needs no font file.

    `more` are objects put at the end, numbered from 6 + two per page.
    """
    shown = (text for page in pages for text in _SHOWN.findall(page))
    letters = sorted({letter for text in shown for letter in re.findall("....", text)})
    to_unicode = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def\n"
    to_unicode += "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    for start in range(0, len(letters), 100):
        some = letters[start : start + 100]
        to_unicode += f"{len(some)} beginbfchar\n" + "".join(f"<{each}> <{each}>\n" for each in some) + "endbfchar\n"
    to_unicode += "endcmap end end"
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding /Identity-H "
        b"/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Own /DW %d "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        b"/FontDescriptor << /Type /FontDescriptor /FontName /Own /Flags 4 /FontBBox [0 -200 500 800] "
        b"/Ascent 800 /Descent -200 /CapHeight 700 /ItalicAngle 0 /StemV 80 >> >>" % int(ADVANCE * 1000),
        _stream(to_unicode.encode()),
    ]
    for number, commands in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Contents {7 + 2 * number} 0 R "
            f"/Resources << /Font << /F 3 0 R >> >> >>".encode()
        )
        objects.append(_stream(commands.encode("ascii")))
    objects += more
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(packed), packed)
