"""What a file is, told by its content alone; macros are found whatever they are called."""

import io
import zipfile
from collections.abc import Mapping

import pytest
import xlsxwriter

from phusa.foundation.files import kinds
from phusa.foundation.files.sniffing import media_type_of
from tests.foundation.imports.reading.conftest import ole

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
MAIN = "application/vnd.{}.main+xml"
WORD, EXCEL = "/word/document.xml", "/xl/workbook.xml"


def types_of(*overrides: tuple[str, str]) -> str:
    """The part in which an Office file says what each of its parts is."""
    said = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides)
    return f'<?xml version="1.0"?><Types xmlns="{TYPES}">{said}</Types>'


def archive(members: Mapping[str, str | bytes]) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in members.items():
            written.writestr(name, content)
    return file


def word(**members: str | bytes) -> io.BytesIO:
    return archive({"[Content_Types].xml": types_of(), "word/document.xml": "<x/>", **members})


def test_an_innocent_office_file_is_what_it_is() -> None:
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as written:
        written.add_worksheet().write(0, 0, "vbaProject, macroEnabled")  # words in a cell are words
    assert media_type_of(book) == kinds.XLSX
    assert media_type_of(word()) == kinds.DOCX
    assert media_type_of(archive({"ppt/presentation.xml": "<x/>"})) == kinds.PPTX
    assert media_type_of(archive({"mimetype": kinds.ODT, "content.xml": "<x/>"})) == kinds.ODT
    assert media_type_of(archive({"readme.txt": "x"})) == kinds.ARCHIVE


@pytest.mark.parametrize(
    "name",
    [
        "word/vbaProject.bin", "word/VBAPROJECT.BIN", "WORD/VbaProject.Bin", "word\\vbaproject.bin", "vbaProject.bin",
        "custom/deep/vbaProject7.dat", "word/vba%50roject.bin", "xl/vbaProjectSignature.bin",
        "xl/macrosheets/sheet1.xml",
    ],
)  # fmt: skip
def test_macros_are_found_by_the_name_of_their_part_in_any_spelling(name: str) -> None:
    assert media_type_of(word(**{name: b"x"})) == kinds.MACROS


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        (WORD, MAIN.format("ms-word.document.macroEnabled")),  # docm
        (WORD, MAIN.format("ms-word.template.macroEnabledTemplate")),  # dotm
        (EXCEL, MAIN.format("ms-excel.sheet.macroEnabled")),  # xlsm
        (EXCEL, MAIN.format("ms-excel.template.macroEnabled")),  # xltm
        (EXCEL, MAIN.format("ms-excel.addin.macroEnabled")),  # xlam
        (WORD, MAIN.format("ms-word.document.MACROENABLED")),
        (WORD, MAIN.format("ms-word.document.macro&#69;nabled")),
        ("/word/harmless.bin", "application/vnd.ms-office.vbaProject"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_macros_are_found_by_what_the_file_says_of_its_parts(part: str, kind: str, encoding: str) -> None:
    said = types_of((part, kind)).encode(encoding)
    file = archive({"[content_types].XML": said, "word/document.xml": "<x/>", "word/harmless.bin": b"x"})
    assert media_type_of(file) == kinds.MACROS


def test_macros_are_found_by_a_relation_to_them() -> None:
    related = '<Relationships><Relationship Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"'
    related += ' Target="harmless.bin"/></Relationships>'
    assert media_type_of(word(**{"word/_rels/document.xml.rels": related})) == kinds.MACROS


@pytest.mark.parametrize("stream", ["_VBA_PROJECT_CUR", "_vba_project_cur", "Macros", "VBA"])
def test_macros_are_found_in_old_office_files(stream: str) -> None:
    assert media_type_of(io.BytesIO(ole(WordDocument=b"x", **{stream: b"x"}))) == kinds.MACROS


def test_what_is_not_told_of_the_parts_within_reason_counts_as_macros() -> None:
    assert media_type_of(word(**{"word/_rels/document.xml.rels": " " * (17 << 20)})) == kinds.MACROS


def test_old_office_files_are_told_apart() -> None:
    assert media_type_of(io.BytesIO(ole(WordDocument=b"x"))) == kinds.DOC
    assert media_type_of(io.BytesIO(ole(Workbook=b"x"))) == kinds.XLS
    assert media_type_of(io.BytesIO(ole(EncryptedPackage=b"x"))) == kinds.ENCRYPTED
    assert media_type_of(io.BytesIO(ole(PowerPoint=b"x"))) == kinds.OLE


def test_an_archive_of_more_parts_than_a_document_has_is_not_listed() -> None:
    assert media_type_of(word(**{f"word/media/{n}": b"" for n in range(10_001)})) == kinds.DAMAGED


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("TT;Nhiệm vụ\n".encode(), kinds.TEXT),
        ("TT;Nhiệm vụ\n".encode("utf-16"), kinds.TEXT),
        (b"<table><tr><td>1</td></tr></table>", kinds.HTML),
        (b"<svg onload='alert(1)'/>", ""),
        (b"<?xml version='1.0'?><Workbook/>", ""),
        (b"{\\rtf1 Ph\\u7909}", ""),
        (b"#!/bin/sh\nrm -rf /\n", ""),
        (b"MZ\x90\x00\x03\x00", ""),
        (b"", ""),
        (b"PK\x03\x04broken", kinds.DAMAGED),
        (b"II*\x00", kinds.TIFF),
        (b"%PDF-1.7\n", kinds.PDF),
    ],
)
def test_text_pages_and_programs_are_told_apart(content: bytes, kind: str) -> None:
    file = io.BytesIO(content)
    assert media_type_of(file) == kind
    assert file.tell() == 0
