"""What a file is, found in its content: the name that it was given is never believed."""

import zipfile
from typing import IO

from phusa.foundation.files.vocabulary import DOCX, PDF, TEXT, XLS, XLSX

HEAD = 8192

_SIGNATURES = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_OFFICE_PARTS = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", XLSX),
    ("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.12"),
    ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_MACROS = ("word/vbaProject.bin", "xl/vbaProject.bin", "ppt/vbaProject.bin")
MACRO = "application/x-office-with-macros"  # not among the kinds that are kept
MOST_MEMBERS = 10_000


def media_type_of(given: IO[bytes]) -> str:
    """The media type of a seekable file, "" when it is nothing known. Leaves the file at its start."""
    given.seek(0)
    head = given.read(HEAD)
    given.seek(0)
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            return media_type
    if head.startswith(_ZIP):
        found = _inside_zip(given)
    elif head.startswith(_OLE):
        found = XLS if "Workbook".encode("utf-16-le") in _ole_directory(given) else "application/msword"
    else:
        found = _text(head)
    given.seek(0)
    return found


def _inside_zip(given: IO[bytes]) -> str:
    """Office Open XML and OpenDocument by the parts they must have; any other archive is unknown."""
    try:
        with zipfile.ZipFile(given) as archive:
            names = set(archive.namelist()[:MOST_MEMBERS])
            if names.intersection(_MACROS):
                return MACRO
            for part, media_type in _OFFICE_PARTS:
                if part in names:
                    return media_type
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                declared = archive.read("mimetype").decode("ascii", "replace").strip()
                return declared if declared.startswith("application/vnd.oasis.opendocument.") else ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return ""
    return ""


def _ole_directory(given: IO[bytes]) -> bytes:
    """Enough of an old Office file to hold the names of its streams."""
    return given.read(4 << 20)


def _text(head: bytes) -> str:
    """Text in UTF-8, UTF-16 or an 8-bit encoding: no control characters but white space."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return TEXT
    if not head or any(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head):
        return ""
    lowered = head.lstrip().lower()
    if lowered.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")):
        return "text/html"
    return "" if lowered.startswith((b"<?xml", b"<svg", b"#!")) else TEXT
