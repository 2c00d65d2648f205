"""What a file is, found in its content: the name that it was given is never believed.

Imports no framework: the process that reads the files of people we do not know asks here too.
"""

import html
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import IO
from urllib.parse import unquote

from phusa.foundation.files.kinds import (
    ARCHIVE,
    DAMAGED,
    DOC,
    DOCX,
    ENCRYPTED,
    HTML,
    JPEG,
    MACROS,
    ODS,
    ODT,
    OLE,
    PDF,
    PNG,
    PPTX,
    TEXT,
    TIFF,
    XLS,
    XLSB,
    XLSX,
)

_HEAD = 8192
_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_SIGNATURES = ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"II*\x00", TIFF), (b"MM\x00*", TIFF))
_OFFICE_PARTS = {
    "word/document.xml": DOCX,
    "xl/workbook.xml": XLSX,
    "xl/workbook.bin": XLSB,
    "ppt/presentation.xml": PPTX,
}
_MOST_MEMBERS = 10_000
_MOST_DECLARED = 16 << 20  # bytes in which an Office file says what its parts are
_BLOCK = 1 << 20

# What reading an archive ends with when it is damaged
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError)


def media_type_of(file: IO[bytes]) -> str:
    """The media type of a seekable file (see `kinds`), "" when it is nothing known. Leaves the file at its start."""
    file.seek(0)
    head = file.read(_HEAD)
    try:
        return _of_binary(file, head) or _of_text(head)
    finally:
        file.seek(0)


def is_archive(head: bytes) -> bool:
    """Whether a file that begins so is an archive, as every Office file of today is."""
    return head.startswith(_ZIP)


def _of_binary(file: IO[bytes], head: bytes) -> str:
    if is_archive(head):
        return _of_archive(file)
    if head.startswith(_OLE):
        return _of_old_office(file)
    if b"%PDF-" in head[:1024]:
        return PDF
    return next((media_type for signature, media_type in _SIGNATURES if head.startswith(signature)), "")


# Office files of today


def _of_archive(file: IO[bytes]) -> str:
    """Office Open XML and OpenDocument by the parts that they must have."""
    if not _few_members(file):
        return DAMAGED
    try:
        with zipfile.ZipFile(file) as archive:
            names = [unquote(name).replace("\\", "/").lower() for name in archive.namelist()]
            if any(member.flag_bits & 1 for member in archive.infolist()):
                return ENCRYPTED
            if len(set(names)) < len(names):
                return DAMAGED
            if _has_macros(archive, names):
                return MACROS
            found = next((media_type for part, media_type in _OFFICE_PARTS.items() if part in names), "")
            return found or _open_document(archive) or ARCHIVE
    except BROKEN:
        return DAMAGED


def _few_members(file: IO[bytes]) -> bool:
    """Counts what every entry of the directory begins with, before a record is made of each."""
    count, before = 0, b""
    file.seek(0)
    while block := file.read(_BLOCK):
        piece = before + block
        count += piece.count(b"PK\x01\x02")
        before = block[-3:]
    return count <= _MOST_MEMBERS


def _has_macros(archive: zipfile.ZipFile, names: list[str]) -> bool:
    """By the names of the parts, and by what the file says that its parts are, whatever they are called."""
    if any("vbaproject" in name or "/macrosheets/" in name for name in names):
        return True
    left = _MOST_DECLARED
    for member, name in zip(archive.infolist(), names, strict=True):
        if name != "[content_types].xml" and not name.endswith(".rels"):
            continue
        with archive.open(member) as part:
            declared = part.read(left + 1)
        left -= len(declared)
        said = html.unescape(declared.replace(b"\0", b"").decode("latin-1")).lower()  # UTF-16 too
        if left < 0 or any(word in said for word in ("vbaproject", "macroenabled", "macrosheet")):
            return True
    return False


def _open_document(archive: zipfile.ZipFile) -> str:
    if "mimetype" not in archive.namelist() or archive.getinfo("mimetype").file_size > 100:
        return ""
    declared = archive.read("mimetype").decode("ascii", "replace").strip()
    return declared if declared in (ODT, ODS) else ""


# Old Office files


def _of_old_office(file: IO[bytes]) -> str:
    try:
        names = {name.casefold() for name in _top_level_names(file)}
    except (struct.error, IndexError, ValueError):
        return DAMAGED
    if "encryptedpackage" in names:
        return ENCRYPTED
    if names & {"_vba_project_cur", "macros", "vba"}:
        return MACROS
    if "worddocument" in names:
        return DOC
    return XLS if names & {"workbook", "book"} else OLE


def _top_level_names(file: IO[bytes]) -> Iterator[str]:
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


# Text


def _of_text(head: bytes) -> str:
    """Text in UTF-8, UTF-16 or an 8-bit encoding; a web page; nothing when a program would read it as its own."""
    opening = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if opening.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<style", b"<div")) or (
        opening.startswith(b"<") and not opening.startswith(b"<?xml") and b"<table" in opening
    ):
        return HTML
    if not head or opening.startswith((b"{\\rtf", b"<?xml", b"<!doctype", b"<svg", b"#!")) or _is_binary(head):
        return ""
    return TEXT


def _is_binary(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    zeros, first = head.count(0), head[0::2].count(0)
    if not zeros:
        return _has_control_characters(head)
    if max(first, zeros - first) < 0.95 * zeros or zeros < len(head) // 5:
        return True
    pairs = head[: len(head) & ~1].decode("utf-16-be" if 2 * first > zeros else "utf-16-le", "replace")
    return _has_control_characters(map(ord, pairs))


def _has_control_characters(codes: Iterable[int]) -> bool:
    return any(code < 9 or 13 < code < 27 for code in codes)
