"""Making a package: the files, the manifest over them, the signature, the zip."""

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from phusa.foundation.journal import keys
from phusa.planning.requests.exchange.format import (
    DATA,
    FORMAT,
    MANIFEST,
    PURPOSE,
    VERSION,
    digest_of,
    sha256,
    written,
)

MADE = (1980, 1, 1, 0, 0, 0)  # the time of every member: the same package, the same bytes


@dataclass(frozen=True)
class Packed:
    """A package that was made: its texts as they are kept, and what signs them."""

    manifest: str
    data: str
    digest: str
    signature: str
    public_key: str


def pack(
    kind: str, data: Mapping[str, Any], files: Mapping[str, bytes], *, installation: Mapping[str, str], at: datetime
) -> Packed:
    """Sign data and files (name → content) with the key of this installation."""
    text = written(data)
    contents = {DATA: text.encode(), **files}
    public_key = keys.public_key()
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "kind": kind,
        "installation": dict(installation),
        "made_at": at.astimezone(UTC).isoformat(),
        "files": [
            {"name": name, "size": len(content), "sha256": sha256(content)}
            for name, content in sorted(contents.items())
        ],
        "public_key": public_key,
    }
    digest = digest_of(manifest)
    signature = keys.sign(f"{PURPOSE}{digest}")
    manifest |= {"digest": digest, "signature": signature}
    return Packed(written(manifest), text, digest, signature, public_key)


def zipped(manifest: str, data: str, files: Mapping[str, bytes]) -> bytes:
    """The package as one file: the same parts, the same bytes."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {MANIFEST: manifest.encode(), DATA: data.encode(), **files}.items():
            member = zipfile.ZipInfo(name, MADE)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, part)
    return content.getvalue()
