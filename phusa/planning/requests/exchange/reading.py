"""Opening a package that somebody sent: within limits, every digest and the signature checked, nothing believed before.

What is wrong is said in a sentence that names the file; nothing of a package is kept before it has been read whole.
"""

import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from phusa.kernel.refusals import Refusal, Refused
from phusa.planning.requests.exchange.format import DATA, FORMAT, MANIFEST, VERSION, digest_of, is_signed_by, sha256
from phusa.planning.requests.vocabulary import SAID, PackageKind

MOST_FILES = 60
MOST_MANIFEST, MOST_DATA = 256 << 10, 8 << 20  # bytes
MOST_ITEMS = 1_000
MOST_TEXT = 50_000  # characters of one text
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1


def refused(code: str, message: str) -> Refused:
    """One sentence."""
    return Refused([Refusal(code, message)])


@dataclass(frozen=True)
class Opened:
    """A package that is whole and signed by the key that lies in it; whose key that is has not been asked yet."""

    kind: str
    manifest: str
    data: str
    content: Mapping[str, Any]  # data.json, read
    files: Mapping[str, bytes]
    digest: str
    signature: str
    public_key: str
    installation: UUID


def open_package(given: IO[bytes], size: int) -> Opened:
    """Read, check every digest and the signature. Raises `Refused` with the first thing that is wrong."""
    contents = _unzipped(given, size)
    if MANIFEST not in contents or DATA not in contents:
        raise refused("not-a-package", _("This is no package of a request: manifest.json or data.json is missing."))
    manifest = _object(contents[MANIFEST], MANIFEST)
    if manifest.get("format") != FORMAT:
        raise refused("not-a-package", _("This is no package of a request: manifest.json says nothing of one."))
    if manifest.get("version") != VERSION:
        message = _("The package was made by a newer program (version %(version)s); this one reads version %(own)d.")
        raise refused("unknown-version", message % {"version": str(manifest.get("version"))[:20], "own": VERSION})
    if manifest.get("kind") not in PackageKind.values:
        raise refused("unknown-kind", _("The manifest does not say whether this is a request or an answer."))
    _compare(manifest, contents)
    digest, signature, public_key = (_hex(manifest.get(name)) for name in ("digest", "signature", "public_key"))
    if digest != digest_of(manifest) or not is_signed_by(public_key, digest, signature):
        message = _("manifest.json was altered on the way: it does not bear the signature of who made it.")
        raise refused("signature-broken", message)
    installation = manifest.get("installation")
    return Opened(
        kind=manifest["kind"],
        manifest=contents[MANIFEST].decode(),
        data=contents[DATA].decode(),
        content=_object(contents[DATA], DATA),
        files={name: content for name, content in contents.items() if name not in (MANIFEST, DATA)},
        digest=digest,
        signature=signature,
        public_key=public_key,
        installation=uid_of(installation.get("uid") if isinstance(installation, dict) else None, MANIFEST),
    )


def _unzipped(given: IO[bytes], size: int) -> dict[str, bytes]:
    limit: int = settings.PHUSA_UPLOAD_LIMIT
    if size > limit:
        message = _("The package has %(size)d MB; the limit is %(limit)d MB.")
        raise refused("too-large", message % {"size": -(-size // (1 << 20)), "limit": limit >> 20})
    given.seek(0)
    contents: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(given) as archive:
            members = archive.infolist()
            if len(members) > MOST_FILES:
                raise refused("too-many-files", _("The package holds more files than a request can have."))
            left = 2 * limit
            for member in members:
                name = member.filename
                if not _NAME.fullmatch(name) or name in contents:
                    message = _("The package holds a file that does not belong into it: «%(name)s».")
                    raise refused("strange-file", message % {"name": name[:80]})
                if member.flag_bits & _ENCRYPTED or member.compress_type not in _PLAIN:
                    message = _("The file «%(name)s» of the package is encrypted or packed in an unknown way.")
                    raise refused("strange-file", message % {"name": name})
                most = min(left, {MANIFEST: MOST_MANIFEST, DATA: MOST_DATA}.get(name, limit))
                with archive.open(member) as part:
                    content = part.read(most + 1)  # what the zip says of its size is not believed
                if len(content) > most:
                    message = _("The file «%(name)s» of the package is larger than allowed.")
                    raise refused("too-large", message % {"name": name})
                left -= len(content)
                contents[name] = content
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        message = _("The file is no package, or it was damaged on the way. Ask for it again.")
        raise refused("not-a-package", message) from error
    return contents


def _compare(manifest: Mapping[str, Any], contents: Mapping[str, bytes]) -> None:
    """Every file as the manifest lists it: the refusals name each that differs."""
    listed = manifest.get("files")
    known: dict[str, str] = {}
    for line in listed if isinstance(listed, list) else []:
        if isinstance(line, dict):
            known[str(line.get("name"))] = str(line.get("sha256"))
    refusals = []
    for name in sorted((set(contents) | set(known)) - {MANIFEST}):
        if name not in known:
            message = _("The file «%(name)s» was added on the way: the manifest does not list it.")
        elif name not in contents:
            message = _("The file «%(name)s» is missing: it was taken out on the way.")
        elif sha256(contents[name]) != known[name]:
            message = _("The file «%(name)s» was altered on the way: its digest is not that of the manifest.")
        else:
            continue
        refusals.append(Refusal("file-altered", message % {"name": name[:80]}))
    if refusals:
        raise Refused(refusals)


def _object(content: bytes, name: str) -> dict[str, Any]:
    try:
        value = json.loads(content.decode())
    except (ValueError, RecursionError) as error:
        raise refused("unreadable", _("The file «%(name)s» cannot be read.") % {"name": name}) from error
    if not isinstance(value, dict):
        raise refused("unreadable", _("The file «%(name)s» cannot be read.") % {"name": name})
    return value


def _hex(value: Any) -> str:
    return value if isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64,128}", value) else ""


# What data.json says


@dataclass(frozen=True)
class Party:
    """An authority and perhaps its unit, by name."""

    authority: str
    unit: str


@dataclass(frozen=True)
class SentItem:
    """An item as the package tells it."""

    uid: UUID
    number: int
    content: str
    asks: str
    due_on: date | None


@dataclass(frozen=True)
class SentRequest:
    """A request as the package tells it."""

    uid: UUID
    title: str
    grounds: str
    number: str
    issued_on: date | None
    issuer: str
    sent_on: date
    asking: Party
    asked: Party
    items: tuple[SentItem, ...]


@dataclass(frozen=True)
class SentAnswer:
    """An answer as the package tells it; `files` are (name in the package, name as it was given)."""

    uid: UUID
    item: UUID
    outcome: str
    text: str
    answered_on: date
    answered_by: str
    kind: str
    number: str
    issued_on: date | None
    issuer: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SentAnswers:
    """Answers to one request; `digest` is that of the package which the request came in."""

    request: UUID
    title: str
    number: str
    digest: str
    answered_by: Party
    answers: tuple[SentAnswer, ...]


def request_of(opened: Opened) -> SentRequest:
    """The request in the package. Raises `Refused` for data that is not one."""
    data = opened.content
    request = _dict(data.get("request"))
    items = tuple(
        SentItem(
            uid=uid_of(each.get("uid")),
            number=number,
            content=_text(each.get("content"), needed=True),
            asks=_text(each.get("asks")),
            due_on=_day(each.get("due_on")),
        )
        for number, each in enumerate(_dicts(data.get("items")), 1)
    )
    sent_on = _day(request.get("sent_on"))
    if sent_on is None or not items or len({item.uid for item in items}) < len(items):
        raise _unreadable()
    return SentRequest(
        uid=uid_of(request.get("uid")),
        title=_text(request.get("title"), needed=True),
        grounds=_text(request.get("grounds")),
        number=_text(request.get("number"), 60),
        issued_on=_day(request.get("issued_on")),
        issuer=_text(request.get("issuer"), 300),
        sent_on=sent_on,
        asking=_party(data.get("asking")),
        asked=_party(data.get("asked")),
        items=items,
    )


def answers_of(opened: Opened) -> SentAnswers:
    """The answers in the package. Raises `Refused` for data that is none."""
    data = opened.content
    to = _dict(data.get("answers_to"))
    answers = tuple(_answer(each, opened) for each in _dicts(data.get("answers")))
    if not answers or len({answer.uid for answer in answers}) < len(answers):
        raise _unreadable()
    return SentAnswers(
        request=uid_of(to.get("request")),
        title=_text(to.get("title")),
        number=_text(to.get("number"), 60),
        digest=_text(to.get("digest"), 64),
        answered_by=_party(data.get("answered_by")),
        answers=answers,
    )


def _answer(each: Mapping[str, Any], opened: Opened) -> SentAnswer:
    answered_on, outcome, paper = _day(each.get("answered_on")), each.get("outcome"), _dict(each.get("paper") or {})
    files = tuple((_text(file.get("name"), 80), _text(file.get("title"), 255)) for file in _dicts(each.get("files")))
    if answered_on is None or outcome not in SAID or any(name not in opened.files for name, _title in files):
        raise _unreadable()
    return SentAnswer(
        uid=uid_of(each.get("uid")),
        item=uid_of(each.get("item")),
        outcome=str(outcome),
        text=_text(each.get("text")),
        answered_on=answered_on,
        answered_by=_text(each.get("answered_by"), 300),
        kind=_text(paper.get("kind"), 20) or "letter",
        number=_text(paper.get("number"), 60),
        issued_on=_day(paper.get("issued_on")),
        issuer=_text(paper.get("issuer"), 300),
        files=files,
    )


def uid_of(value: Any, name: str = DATA) -> UUID:
    """A uid, or `Refused`."""
    try:
        return UUID(str(value))
    except ValueError as error:
        raise _unreadable(name) from error


def _party(value: Any) -> Party:
    party = _dict(value)
    return Party(_text(party.get("authority"), 300, needed=True), _text(party.get("unit"), 300))


def _text(value: Any, most: int = MOST_TEXT, *, needed: bool = False) -> str:
    if value is None:
        value = ""
    if not isinstance(value, str) or len(value) > most or "\0" in value or (needed and not value.strip()):
        raise _unreadable()
    return value.strip()


def _day(value: Any) -> date | None:
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise _unreadable() from error


def _dict(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _unreadable()
    return value


def _dicts(value: Any) -> list[dict[str, Any]]:
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > MOST_ITEMS:
        raise _unreadable()
    return [_dict(each) for each in value]


def _unreadable(name: str = DATA) -> Refused:
    return refused("unreadable", _("The file «%(name)s» cannot be read.") % {"name": name})
