"""What the tests of the readers share: reading a file in this process, and Word files written by hand."""

import struct
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from phusa.foundation.imports.reading.reader import events
from phusa.foundation.imports.reading.stream import collect
from phusa.foundation.imports.reading.tables import Limits, Reading, Table

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)

Cells = Sequence[Sequence[str]]


def read(path: Path, name: str = "", limits: Limits | None = None) -> Reading:
    return collect(events(path, name, limits))


def only_table(path: Path) -> Table:
    (table,) = read(path).tables
    return table


def cells_of(table: Table) -> list[list[str]]:
    return [list(row.cells) for row in table.rows]


def codes(notes: object) -> list[str]:
    return [note.code for note in notes]  # type: ignore[attr-defined]


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(content: str = "", *, properties: str = "") -> str:
    content = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    written = "".join(each if each.startswith("<w:tc>") else cell(each) for each in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{written}</w:tr>"


def table(*rows: str, widths: Sequence[int] = ()) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


@pytest.fixture
def word(tmp_path: Path) -> Callable[..., Path]:
    """Writes a Word file with this body; further parts by their names."""

    def write(*body: str, before: str = "", namespace: str = W, **parts: str) -> Path:
        path = tmp_path / "annex.docx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", CONTENT_TYPES)
            archive.writestr(
                "word/document.xml",
                f'{before}<w:document xmlns:w="{namespace}"><w:body>{"".join(body)}</w:body></w:document>',
            )
            for name, content in parts.items():
                archive.writestr(f"word/{name}.xml", content)
        return path

    return write


@pytest.fixture
def text_file(tmp_path: Path) -> Callable[[str | bytes], Path]:
    def write(content: str | bytes) -> Path:
        path = tmp_path / "table.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def ole(**streams: bytes) -> bytes:
    """An OLE compound file (what .xls, .doc and encrypted Office files are) with these streams, of 512-byte sectors."""
    sector, free, end = 512, 0xFFFFFFFF, 0xFFFFFFFE
    directory_sectors = -(-(len(streams) + 1) // 4)
    chain = [0xFFFFFFFD, *range(2, directory_sectors + 1), end]
    entries = [_entry("Root Entry", 5, free, 1 if streams else free, end, 0)]
    body = b""
    for number, (name, content) in enumerate(streams.items(), start=1):
        padded = content.ljust(max(4096, -(-len(content) // sector) * sector), b"\0")
        start, length = len(chain), len(padded) // sector
        chain += [*range(start + 1, start + length), end]
        entries.append(_entry(name, 2, number + 1 if number < len(streams) else free, free, start, len(padded)))
        body += padded
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(sector, b"\xff")
    assert len(table) == sector
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<I", 0)
    directory = b"".join(entries).ljust(directory_sectors * sector, b"\0")
    return head.ljust(sector, b"\xff") + table + directory + body


def _entry(name: str, kind: int, sibling: int, child: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<BB3I", kind, 1, 0xFFFFFFFF, sibling, child)
    return (
        written.ljust(64, b"\0") + struct.pack("<H", len(written)) + links + bytes(36) + struct.pack("<IQ", start, size)
    )


def xls(rows: Cells) -> bytes:
    """An Excel 97 workbook with one sheet of texts."""
    labels = [
        _record(0x0204, struct.pack("<4HB", line, column, 0, len(text), 1) + text.encode("utf-16-le"))
        for line, cells in enumerate(rows)
        for column, text in enumerate(cells)
    ]
    sheet = _record(0x0809, struct.pack("<4H2I", 0x600, 0x10, 0, 1997, 0, 6)) + b"".join(labels) + _record(0x0A, b"")
    opening = _record(0x0809, struct.pack("<4H2I", 0x600, 5, 0, 1997, 0, 6)) + _record(0x42, struct.pack("<H", 1200))
    name = struct.pack("<BB", 4, 1) + "Biểu".encode("utf-16-le")
    place = len(opening) + 4 + 6 + len(name) + 4
    return ole(Workbook=opening + _record(0x85, struct.pack("<IH", place, 0) + name) + _record(0x0A, b"") + sheet)


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<2H", kind, len(content)) + content
