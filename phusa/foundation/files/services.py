"""Keeping a file, and removing one whose deed came to nothing."""

import hashlib
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.db import transaction

from phusa.foundation.files import rules
from phusa.foundation.files.models import StoredFile
from phusa.foundation.files.sniffing import media_type_of
from phusa.foundation.journal.services import record
from phusa.foundation.records.models import Record
from phusa.kernel.refusals import Refused

UNSETTLED = "unsettled"  # the folder that has a note of each file whose deed has not been committed yet
BROKEN_OFF_AFTER = timedelta(days=1)  # no deed takes so long


def clean_name(name: str) -> str:
    """The last part of a path of any system, without control characters, at most 255 characters."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(char for char in last if char.isprintable()).strip()[-255:] or "file"


@transaction.atomic
def store_file(actor: Any, given: File[bytes], *, secrecy: str, owner: Record, at: datetime) -> StoredFile:
    """Keep an uploaded file as a part of `owner`; the deed that calls this has checked that the actor may.

    The file is written at once, with a note beside it that goes when the deed is committed: by the notes left over,
    `sweep` finds the files of deeds that were rolled back or killed.

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
    storage = stored.content.storage
    place = stored.content.field.generate_filename(stored, uuid4().hex)
    note = storage.save(_note_of(place), ContentFile(b""))
    stored.content.name = storage.save(place, given)
    stored.save()
    transaction.on_commit(lambda: storage.delete(note), robust=True)
    record("file.stored", stored, actor, at=at, payload={"size": stored.size, "sha256": stored.sha256}, context=owner)
    return stored


def sweep(*, at: datetime) -> int:
    """Remove the files of deeds that came to nothing a day ago or earlier; returns how many.

    Only a file with a note is looked at: one that a backup has and this database does not know is left alone.
    """
    storage = StoredFile._meta.get_field("content").storage
    swept = 0
    for name in storage.listdir(UNSETTLED)[1] if storage.exists(UNSETTLED) else ():
        note = f"{UNSETTLED}/{name}"
        if storage.get_modified_time(note) > at - BROKEN_OFF_AFTER:
            continue
        place = name.replace("-", "/")
        if not StoredFile.objects.filter(content=place).exists() and storage.exists(place):
            storage.delete(place)
            swept += 1
        storage.delete(note)
    return swept


def _note_of(place: str) -> str:
    return f"{UNSETTLED}/{place.replace('/', '-')}"
