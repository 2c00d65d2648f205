"""The signing key of the installation, and the file outside the database that holds the heads of its seals.

Source: docs/decisions/0005.
"""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings


def _key_file() -> Path:
    return Path(settings.PHUSA_HOME) / "keys" / "journal.pem"


def heads_file() -> Path:
    """One JSON line a seal: copy it where the database's administrator cannot write (docs/operations)."""
    return Path(settings.PHUSA_HOME) / "seals.jsonl"


def _key() -> Ed25519PrivateKey:
    """The installation's key; made at first use, readable by its owner alone."""
    path = _key_file()
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = Ed25519PrivateKey.generate()
        pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_bytes(pem)
        with suppress(FileExistsError):  # the first of two processes wins, the other reads the winner's key
            os.link(draft, path)
        draft.unlink()
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path} is not an Ed25519 key.")
    return key


def sign(digest: str) -> str:
    """Signature in hex: of the hex digest of a seal, or of what stands behind the name of another purpose."""
    return _key().sign(digest.encode()).hex()


def public_key() -> str:
    """The other half of the key, in hex: what others verify with."""
    return _key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def verifies(digest: str, signature: str) -> bool:
    """Whether the installation's key signed the digest; without a key, nothing is ours."""
    if not _key_file().is_file():
        return False
    try:
        _key().public_key().verify(bytes.fromhex(signature), digest.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def export_heads(seals: Iterable[Any]) -> None:
    """Append the heads of these seals to the file outside the database."""
    lines = "".join(
        json.dumps(
            {
                "number": seal.number,
                "digest": seal.digest,
                "signature": seal.signature,
                "sealed_at": seal.sealed_at.isoformat(),
                "entries": len(seal.digests),
            }
        )
        + "\n"
        for seal in seals
    )
    path = heads_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":  # a crash cut the last line: the new ones must not be lost with it
                lines = "\n" + lines
        file.write(lines.encode())
        file.flush()
        os.fsync(file.fileno())


def exported_heads() -> dict[int, str]:
    """Seal number → digest, as first exported: a second line for the same seal does not count, nor does a torn one."""
    heads: dict[int, str] = {}
    if heads_file().is_file():
        for line in heads_file().read_bytes().splitlines():
            try:
                head = json.loads(line)
                heads.setdefault(int(head["number"]), str(head["digest"]))
            except (ValueError, TypeError, KeyError):
                continue
    return heads
