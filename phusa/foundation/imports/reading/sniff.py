"""Whether a file may be read: what it is, told by its content, what must not be opened, and how large it unpacks."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

import puremagic

from phusa.foundation.files import kinds
from phusa.foundation.files.sniffing import BROKEN, is_archive, media_type_of

from .tables import Limits, Note, Unreadable

IMAGES = (kinds.JPEG, kinds.PNG, kinds.TIFF)

_READ = {
    kinds.DOCX: "DOCX",
    kinds.XLSX: "XLSX",
    kinds.XLS: "XLS",
    kinds.PDF: "PDF",
    kinds.HTML: "HTML",
    kinds.TEXT: "CSV",
    **{image: image for image in IMAGES},
}
_NOT_READ = {
    kinds.PPTX: "PPTX",
    kinds.XLSB: "XLSB",
    kinds.ODT: "OpenDocument",
    kinds.ODS: "OpenDocument",
    kinds.ARCHIVE: "ZIP",
    kinds.OLE: "OLE",
}
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
    media_type = _media_type(path, limits)
    extension = Path(name or path.name).suffix.lower()
    if not extension or extension in kinds.ENDINGS[media_type]:
        return Sniffed(media_type)
    return Sniffed(media_type, (Note("wrong-extension", {"extension": extension, "kind": _READ[media_type]}),))


def check_size(path: Path, limits: Limits) -> None:
    """Refuses by the size alone, before a byte is read."""
    size = path.stat().st_size
    if not size:
        raise Unreadable("empty")
    if size > limits.file_bytes:
        raise Unreadable("too-big", {"size": round(size / 2**20), "limit": limits.file_bytes // 2**20})


def _media_type(path: Path, limits: Limits) -> str:
    with path.open("rb") as file:
        archive = is_archive(file.read(4))
        if archive:
            _no_bomb(path, limits)
        media_type = media_type_of(file)
    match media_type:
        case kinds.DAMAGED:
            raise Unreadable("damaged")
        case kinds.ENCRYPTED:
            raise Unreadable("encrypted")
        case kinds.MACROS:
            raise Unreadable("macro")
        case kinds.DOC:
            raise Unreadable("old-word")
    if media_type not in _READ:
        raise Unreadable("unsupported", {"kind": _NOT_READ.get(media_type) or _kind(path)})
    if archive:
        _no_document_type(path)
    return media_type


def _kind(path: Path) -> str:
    try:
        return str(puremagic.from_file(str(path))).lstrip(".") or path.suffix.lstrip(".")
    except (puremagic.PureError, ValueError):
        return "?"


def _no_bomb(path: Path, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except BROKEN as error:
        raise Unreadable("damaged") from error
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if (
        len(members) > limits.members
        or unpacked > limits.unpacked_bytes
        or (unpacked > _SMALL and unpacked > limits.unpacked_ratio * packed)
    ):
        raise Unreadable("zip-bomb")


def _no_document_type(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            markup = [each for each in archive.infolist() if each.filename.lower().endswith((".xml", ".rels"))]
            declared = any(_declares_type(archive, member) for member in markup)
    except BROKEN as error:
        raise Unreadable("damaged") from error
    if declared:
        raise Unreadable("dtd")


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
