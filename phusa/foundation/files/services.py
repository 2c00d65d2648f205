"""Keeping a file."""

import hashlib
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from uuid import uuid4

from django.core.files.base import File
from django.db import transaction

from phusa.foundation.files import rules
from phusa.foundation.files.models import StoredFile
from phusa.foundation.files.sniffing import media_type_of
from phusa.foundation.journal.services import record
from phusa.foundation.records.models import Record
from phusa.kernel.refusals import Refused


def clean_name(name: str) -> str:
    """The last part of a path of any system, without control characters, at most 255 characters."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(char for char in last if char.isprintable()).strip()[-255:] or "file"


@transaction.atomic
def store_file(actor: Any, given: File[bytes], *, secrecy: str, owner: Record, at: datetime) -> StoredFile:
    """Keep an uploaded file as a part of `owner`; the deed that calls this has checked that the actor may.

    Raises `Refused` with every reason at once: secret, empty, too large, of a kind that is not kept.
    """
    refusals = [rules.nothing_secret(secrecy), rules.not_empty(given.size), rules.not_too_large(given.size)]
    media_type = ""
    if not any(refusals):
        media_type = media_type_of(given)
        refusals.append(rules.of_a_known_kind(media_type))
    found = [refusal for refusal in refusals if refusal]
    if found:
        raise Refused(found)
    digest = hashlib.sha256()
    given.seek(0)
    for chunk in given.chunks():
        digest.update(chunk)
    given.seek(0)
    stored = StoredFile(
        name=clean_name(given.name or ""),
        media_type=media_type,
        size=given.size,
        sha256=digest.hexdigest(),
        secrecy=secrecy,
        owner_kind=owner._meta.label_lower,
        owner_uid=owner.uid,
        stored_by=actor,
        created_at=at,
    )
    stored.content.save(uuid4().hex, given, save=False)
    stored.save()
    record("file.stored", stored, actor, at=at, payload={"size": stored.size, "sha256": stored.sha256}, context=owner)
    return stored
