"""What a file is, told by its content; what is refused at the door."""

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import xlsxwriter

from phusa.foundation.files import kinds
from phusa.foundation.imports.reading import sniff
from phusa.foundation.imports.reading.tables import Limits, Unreadable

from .conftest import CONTENT_TYPES, codes, ole, row, table, xls

Archive = Callable[[Mapping[str, str | bytes]], Path]
BODY = f"<w:document xmlns:w='x'><w:body>{table(row('1', '2'))}</w:body></w:document>"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    def write(members: Mapping[str, str | bytes]) -> Path:
        path = tmp_path / "annex.docx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            for name, content in {"[Content_Types].xml": CONTENT_TYPES, **members}.items():
                file.writestr(name, content)
        return path

    return write


def refusal_of(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(Unreadable) as refusal:
        sniff.sniff(path, limits=limits)
    return refusal.value.code


KINDS = [
    ("annex.pdf", b"%PDF-1.7\n", kinds.PDF),
    ("annex.pdf", b"\r\n%PDF-1.4\n", kinds.PDF),
    ("annex.xls", xls([["TT"]]), kinds.XLS),
    ("annex.csv", "TT,Nhiệm vụ\n".encode(), kinds.TEXT),
    ("annex.csv", "TT,Nhiệm vụ\n".encode("utf-16-le") * 3, kinds.TEXT),
    ("annex.html", b"\xef\xbb\xbf<!DOCTYPE html><table>", kinds.HTML),
    ("annex.html", b"<google-sheets-html-origin><style></style><table>", kinds.HTML),
    ("annex.jpg", b"\xff\xd8\xff\xe0", kinds.JPEG),
    ("annex.png", b"\x89PNG\r\n\x1a\n", kinds.PNG),
    ("annex.tiff", b"II*\x00", kinds.TIFF),
]


@pytest.mark.parametrize(("name", "content", "media_type"), KINDS)
def test_a_file_is_what_it_contains(tmp_path: Path, name: str, content: bytes, media_type: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert sniff.sniff(path) == sniff.Sniffed(media_type)


def test_word_and_excel_are_told_apart_by_what_lies_in_the_archive(archive: Archive, tmp_path: Path) -> None:
    assert sniff.sniff(archive({"word/document.xml": BODY})).media_type == kinds.DOCX
    with xlsxwriter.Workbook(str(tmp_path / "annex.xlsx")) as book:
        book.add_worksheet()
    assert sniff.sniff(tmp_path / "annex.xlsx").media_type == kinds.XLSX


def test_a_wrong_extension_is_noted_and_the_name_a_person_gave_counts(archive: Archive) -> None:
    (note,) = sniff.sniff(archive({"word/document.xml": BODY}), name="Phụ lục.XLSX").notes
    assert (note.code, note.params) == ("wrong-extension", {"extension": ".xlsx", "kind": "DOCX"})
    assert codes(sniff.sniff(archive({"word/document.xml": BODY}), name="Phụ lục").notes) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"PK\x03\x04broken", "damaged"),
        (b"{\\rtf1 Ph\\u7909 l\\u7909c}", "unsupported"),
        (b"<?xml version='1.0'?><Workbook/>", "unsupported"),
        (b"\x7fELF\x02\x01\x01" + bytes(64), "unsupported"),
        (ole(WordDocument=b"x"), "old-word"),
        (ole(EncryptedPackage=b"x", EncryptionInfo=b"x"), "encrypted"),
        (ole(Workbook=b"x", _VBA_PROJECT_CUR=b"x"), "macro"),
        (ole(PowerPoint=b"x"), "unsupported"),
        (ole(WordDocument=b"x")[:600], "damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_content(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "annex.docx"
    path.write_bytes(content)
    assert refusal_of(path) == code


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"word/document.xml": BODY, "word/vbaProject.bin": b"x"}, "macro"),
        ({"xl/workbook.xml": "<workbook/>", "xl/macrosheets/sheet1.xml": "<x/>"}, "macro"),
        ({"ppt/presentation.xml": "<x/>"}, "unsupported"),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}, "unsupported"),
        ({"xl/workbook.bin": b"x"}, "unsupported"),
        ({"readme.txt": "x"}, "unsupported"),
        ({"word/document.xml": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + BODY}, "dtd"),
        ({"word/document.xml": BODY, "word/styles.xml": "<!DOCTYPE x>" + "<x/>"}, "dtd"),
        ({"word/document.xml": ('<!DOCTYPE x [<!ENTITY a "b">]>' + BODY).encode("utf-16")}, "dtd"),
        ({"word/document.xml": " " * (2**16 - 5) + "<!DOCTYPE x>" + BODY}, "dtd"),
        ({"word/document.xml": BODY, "Word/Document.xml": BODY}, "damaged"),
    ],
)
def test_an_archive_is_refused_by_what_lies_in_it(archive: Archive, members: dict[str, str | bytes], code: str) -> None:
    assert refusal_of(archive(members)) == code


def test_a_zip_bomb_is_refused_before_it_is_unpacked(archive: Archive) -> None:
    assert refusal_of(archive({"word/document.xml": bytes(50 * 2**20)})) == "zip-bomb"


def test_many_members_are_a_bomb_too(archive: Archive) -> None:
    path = archive({"word/document.xml": BODY, **{f"word/media/{number}": b"" for number in range(20)}})
    assert refusal_of(path, Limits(members=10)) == "zip-bomb"
    assert refusal_of(path, Limits(unpacked_bytes=10)) == "zip-bomb"


@pytest.mark.parametrize("keep", [0.2, 0.6, 0.95])
def test_a_truncated_archive_is_damaged(archive: Archive, keep: float) -> None:
    path = archive({"word/document.xml": BODY * 50, "word/styles.xml": "<x/>"})
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)])
    assert refusal_of(path) == "damaged"


def test_an_archive_with_a_changed_byte_is_damaged(archive: Archive) -> None:
    path = archive({"word/document.xml": BODY * 50})
    content = bytearray(path.read_bytes())
    place = content.find(b"word/document.xml") + 60
    content[place : place + 4] = b"\xff\xff\xff\xff"
    path.write_bytes(content)
    assert refusal_of(path) == "damaged"


def test_an_archive_with_a_password_is_refused(archive: Archive) -> None:
    path = archive({"word/document.xml": BODY})
    content = bytearray(path.read_bytes())
    start = content.rfind(b"PK\x01\x02")
    content[start + 8] |= 1
    path.write_bytes(content)
    assert refusal_of(path) == "encrypted"


def test_a_file_of_200_mb_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    path = tmp_path / "annex.csv"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    with pytest.raises(Unreadable) as refusal:
        sniff.sniff(path)
    assert (refusal.value.code, refusal.value.params) == ("too-big", {"size": 200, "limit": 30})


def test_tables_of_sectors_that_lead_in_a_circle_end(tmp_path: Path) -> None:
    content = bytearray(ole(WordDocument=b"x"))
    content[512 + 4 : 512 + 8] = (1).to_bytes(4, "little")  # the directory's sector follows itself
    path = tmp_path / "annex.doc"
    path.write_bytes(content)
    assert refusal_of(path) == "old-word"
