"""What kind of file it is, told by its content; the name is only compared. Refuses what must not be opened at all."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import puremagic

from .tables import Limits, Note, Unreadable

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
PDF = "application/pdf"
HTML = "text/html"
TEXT = "text/csv"  # or any other character between the cells
JPEG, PNG, TIFF = "image/jpeg", "image/png", "image/tiff"

IMAGES = (JPEG, PNG, TIFF)

_NAMES = {DOCX: "DOCX", XLSX: "XLSX", XLS: "XLS", PDF: "PDF", HTML: "HTML", TEXT: "CSV"}
_EXTENSIONS: dict[str, tuple[str, ...]] = {
    DOCX: (".docx",),
    XLSX: (".xlsx",),
    XLS: (".xls",),
    PDF: (".pdf",),
    HTML: (".html", ".htm"),
    TEXT: (".csv", ".tsv", ".txt", ".tab"),
    JPEG: (".jpg", ".jpeg"),
    PNG: (".png",),
    TIFF: (".tif", ".tiff"),
}
_SIGNATURES = ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"II*\x00", TIFF), (b"MM\x00*", TIFF))
_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_BLOCK = 2**16
_SMALL = 10 * 2**20  # below this no ratio is suspicious
_DECLARATIONS = tuple(
    mark.encode(encoding) for mark in ("<!DOCTYPE", "<!ENTITY") for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)


@dataclass(frozen=True)
class Sniffed:
    media_type: str
    notes: tuple[Note, ...] = ()


def sniff(path: Path, name: str = "", limits: Limits | None = None) -> Sniffed:
    """The media type of the content. `name` is what the person called the file; by default the name of the path."""
    limits = limits or Limits()
    check_size(path, limits)
    with path.open("rb") as file:
        start = file.read(2048)
        media_type = _media_type(path, file, start, limits)
    extension = Path(name or path.name).suffix.lower()
    if not extension or extension in _EXTENSIONS[media_type]:
        return Sniffed(media_type)
    kind = _NAMES.get(media_type, media_type)
    return Sniffed(media_type, (Note("wrong-extension", {"extension": extension, "kind": kind}),))


def check_size(path: Path, limits: Limits) -> None:
    """Refuses by the size alone, before a byte is read."""
    size = path.stat().st_size
    if not size:
        raise Unreadable("empty")
    if size > limits.file_bytes:
        raise Unreadable("too-big", {"size": round(size / 2**20), "limit": limits.file_bytes // 2**20})


def _media_type(path: Path, file: BinaryIO, start: bytes, limits: Limits) -> str:
    if start.startswith(_ZIP):
        return _office(file, limits)
    if start.startswith(_OLE):
        return _old_office(file)
    if b"%PDF-" in start[:1024]:
        return PDF
    for signature, media_type in _SIGNATURES:
        if start.startswith(signature):
            return media_type
    opening = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if opening.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<style", b"<div")) or (
        opening.startswith(b"<") and not opening.startswith(b"<?xml") and b"<table" in opening
    ):
        return HTML
    if opening.startswith((b"{\\rtf", b"<?xml", b"<!doctype")) or _is_binary(start):
        raise Unreadable("unsupported", {"kind": _kind(path)})
    return TEXT


def _is_binary(start: bytes) -> bool:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    zeros = start.count(0)
    if not zeros:
        return any(byte < 9 or 13 < byte < 27 for byte in start)
    return max(start[0::2].count(0), start[1::2].count(0)) < 0.95 * zeros or zeros < len(start) // 5  # else UTF-16


def _kind(path: Path) -> str:
    try:
        return str(puremagic.from_file(str(path))).lstrip(".") or path.suffix.lstrip(".")
    except (puremagic.PureError, ValueError):
        return "?"


def _office(file: BinaryIO, limits: Limits) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            return _office_type(archive, limits)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise Unreadable("damaged") from error


def _office_type(archive: zipfile.ZipFile, limits: Limits) -> str:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if (
        len(members) > limits.members
        or unpacked > limits.unpacked_bytes
        or (unpacked > _SMALL and unpacked > limits.unpacked_ratio * packed)
    ):
        raise Unreadable("zip-bomb")
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable("encrypted")
    names = [member.filename.lower() for member in members]
    if len(set(names)) < len(names):
        raise Unreadable("damaged")
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise Unreadable("macro")
    main = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
    media_type = next((media_type for name, media_type in main.items() if name in names), None)
    if media_type is None:
        raise Unreadable("unsupported", {"kind": _kind_of_archive(names)})
    for member in members:
        if member.filename.lower().endswith((".xml", ".rels")) and _declares_type(archive, member):
            raise Unreadable("dtd")
    return media_type


def _kind_of_archive(names: list[str]) -> str:
    known = {"ppt/presentation.xml": "PPTX", "xl/workbook.bin": "XLSB"}
    if kind := next((kind for name, kind in known.items() if name in names), ""):
        return kind
    return "OpenDocument" if "mimetype" in names and "content.xml" in names else "ZIP"


def _declares_type(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Reads the member to its end, so that a damaged one is found here too (BadZipFile)."""
    with archive.open(member) as file:
        before = b""
        while block := file.read(_BLOCK):
            piece = before + block
            if any(mark in piece for mark in _DECLARATIONS):
                return True
            before = block[-32:]
    return False


def _old_office(file: BinaryIO) -> str:
    try:
        names = set(_top_level_names(file))
    except (struct.error, IndexError, ValueError) as error:
        raise Unreadable("damaged") from error
    if "EncryptedPackage" in names:
        raise Unreadable("encrypted")
    if "WordDocument" in names:
        raise Unreadable("old-word")
    if "_VBA_PROJECT_CUR" in names:
        raise Unreadable("macro")
    if names & {"Workbook", "Book"}:
        return XLS
    raise Unreadable("unsupported", {"kind": "OLE"})


def _top_level_names(file: BinaryIO) -> Iterator[str]:
    """Names of what lies directly in an OLE compound file (MS-CFB): its directory is a chain of sectors."""
    file.seek(0)
    head = file.read(512)
    size = 1 << struct.unpack_from("<H", head, 30)[0]
    if size not in (512, 4096):
        raise struct.error("sector size")

    def sector(number: int) -> bytes:
        file.seek((number + 1) * size)
        return file.read(size)

    tables = [number for number in struct.unpack_from("<109I", head, 76) if number < 0xFFFFFFFA]
    entries: list[bytes] = []
    number = struct.unpack_from("<I", head, 48)[0]
    seen: set[int] = set()
    while number < 0xFFFFFFFA and number not in seen:
        seen.add(number)
        content = sector(number)
        entries += [content[at : at + 128] for at in range(0, len(content), 128)]
        number = struct.unpack_from("<I", sector(tables[number // (size // 4)]), 4 * (number % (size // 4)))[0]
    waiting = [struct.unpack_from("<I", entries[0], 76)[0]]  # the child of the root; its siblings form a tree
    visited: set[int] = set()
    while waiting:
        number = waiting.pop()
        if number == 0xFFFFFFFF or number in visited:
            continue
        visited.add(number)
        entry = entries[number]
        length = struct.unpack_from("<H", entry, 64)[0]
        yield entry[: max(length - 2, 0)].decode("utf-16-le")
        waiting += struct.unpack_from("<2I", entry, 68)
