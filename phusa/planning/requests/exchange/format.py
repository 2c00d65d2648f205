"""What a package is: a zip of readable letters, `data.json` and `manifest.json`, which lists the digest of each file
and is signed as a whole with the key of the installation that made it (Ed25519).

The public key lies in the package itself; that it belongs to who it says is for a person to check once, by telephone,
with its fingerprint.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from phusa.foundation.journal.models import canonical

FORMAT = "phusa-package"
VERSION = 1
MANIFEST, DATA, LETTER, LETTER_PDF = "manifest.json", "data.json", "letter.docx", "letter.pdf"
PURPOSE = "phusa-package-1:"  # a signature over a package is never one over a page of the journal
SIGNED = ("format", "version", "kind", "installation", "made_at", "files", "public_key")


def sha256(content: bytes) -> str:
    """In hex."""
    return hashlib.sha256(content).hexdigest()


def digest_of(manifest: Mapping[str, Any]) -> str:
    """The digest that is signed: of everything that the manifest says but digest and signature."""
    return sha256(canonical({name: manifest.get(name) for name in SIGNED}))


def fingerprint(public_key: str) -> str:
    """A public key in a form that can be read out over the telephone: eight groups of four."""
    short = sha256(bytes.fromhex(public_key))[:32].upper()
    return " ".join(short[start : start + 4] for start in range(0, 32, 4))


def is_signed_by(public_key: str, digest: str, signature: str) -> bool:
    """Whether this key signed the digest of a package."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), f"{PURPOSE}{digest}".encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def written(value: Any) -> str:
    """JSON as it is put into a package: readable, and the same for the same value."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
