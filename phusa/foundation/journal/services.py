"""Writing the journal: recording deeds, sealing what was recorded."""

import json
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from phusa.foundation.journal import keys, reactions
from phusa.foundation.journal.models import REDACTED, Entry, Seal
from phusa.foundation.records.models import Record

ENTRIES_A_SEAL = 2_000


class Identified(Protocol):
    """What is known by a uid: a record, or what stands for a record of a higher package."""

    @property
    def uid(self) -> UUID:
        """As in addresses and in exchange."""


def record(
    kind: str,
    subject: Record,
    actor: Any,
    *,
    at: datetime,
    payload: dict[str, Any] | None = None,
    schema: int = 1,
    context: Identified | None = None,
) -> Entry:
    """Write one deed into the journal, in the deed's own transaction.

    `context` is the record in whose history the deed shows too (the scheme of a task). After commit the reactions
    to `kind` run. Raises `RuntimeError` outside a transaction: a deed and its entry stand or fall together.
    """
    return record_all([(kind, subject, payload or {})], actor, at=at, schema=schema, context=context)[0]


def record_all(
    deeds: Iterable[tuple[str, Record | Entry, dict[str, Any]]],
    actor: Any,
    *,
    at: datetime,
    schema: int = 1,
    context: Identified | None = None,
) -> list[Entry]:
    """Write many deeds (kind, subject, payload) of one actor at one moment, in bulk."""
    if not connection.in_atomic_block:
        raise RuntimeError("A deed is recorded inside the transaction that does it.")
    entries = []
    for kind, subject, payload in deeds:
        wording = {
            "subject": str(subject)[:300],
            "actor": actor.get_full_name() if actor else "",
            "acting": actor.acting_label if actor else "",
            "payload": payload,
        }
        entry = Entry(
            kind=kind,
            schema=schema,
            subject_kind=subject._meta.label_lower,
            subject_uid=subject.uid,
            context_uid=context.uid if context else None,
            actor=actor,
            at=at,
            wording=_storable(json.loads(json.dumps(wording, cls=DjangoJSONEncoder))),
            salt=secrets.token_hex(16),
        )
        entry.wording_digest = entry.computed_wording_digest()
        entry.digest = entry.computed_digest()
        entries.append(entry)
    Entry.objects.bulk_create(entries, batch_size=1000)
    wanted = [entry.pk for entry in entries if reactions.wanted_for(entry.kind)]
    if wanted:
        transaction.on_commit(lambda: reactions.run_for(wanted), robust=True)
    return entries


def _storable(value: Any) -> Any:
    """What both databases give back as it was written, or the digest would not fit: a fraction becomes its text."""
    match value:
        case str():
            return value.replace("\0", "").encode(errors="replace").decode()
        case float():
            return repr(value)
        case dict():
            return {_storable(str(key)): _storable(inside) for key, inside in value.items()}
        case list():
            return [_storable(inside) for inside in value]
    return value


@transaction.atomic
def redact(entry: Entry, actor: Any, *, reason: str, at: datetime) -> Entry:
    """Take the wording of an entry out for good (personal data), and record that; its digest still verifies.

    The caller has checked that the actor may. Returns the entry that records the redaction; it shows in the history
    of the same record.
    """
    redacted = Entry.objects.select_for_update().get(pk=entry.pk)
    redacted.wording, redacted.salt = {}, ""
    redacted.save(update_fields=["wording", "salt"])
    subject = apps.get_model(redacted.subject_kind)._default_manager.filter(uid=redacted.subject_uid).first()
    return record_all([(REDACTED, redacted, {"reason": reason})], actor, at=at, context=subject)[0]


@transaction.atomic
def seal_entries(*, at: datetime) -> Seal | None:
    """Close a page: seal the entries not yet sealed (at most ENTRIES_A_SEAL) and sign it. None when all are sealed.

    After commit its head is appended to the file outside the database, with those that a crash kept from it.
    """
    if connection.vendor == "postgresql":  # of two that seal at once the second waits; SQLite has one writer anyway
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE journal_seal IN SHARE ROW EXCLUSIVE MODE")
    last = Seal.objects.order_by("-number").first()
    fresh = list(Entry.objects.filter(seal=None).order_by("pk").only("pk", "uid", "digest")[:ENTRIES_A_SEAL])
    if not fresh:
        return None
    seal = Seal(
        number=last.number + 1 if last else 1,
        sealed_at=at,
        digests=[[str(entry.uid), entry.digest] for entry in fresh],
        previous=last.digest if last else "",
    )
    seal.digest = seal.computed_digest()
    seal.signature = keys.sign(seal.digest)
    seal.save()
    for start in range(0, len(fresh), 500):
        Entry.objects.filter(pk__in=[entry.pk for entry in fresh[start : start + 500]]).update(seal=seal)
    transaction.on_commit(_export_heads)
    return seal


def _export_heads() -> None:
    keys.export_heads(Seal.objects.filter(number__gt=max(keys.exported_heads(), default=0)))
