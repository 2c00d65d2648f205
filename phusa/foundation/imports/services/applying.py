"""Writing what the preview shows, and taking it back."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.imports import queries, rules
from phusa.foundation.imports.models import Batch, StagedRow
from phusa.foundation.imports.registry import target_of
from phusa.foundation.imports.services.steps import holding, in_hand, leave, send_on
from phusa.foundation.imports.vocabulary import Outcome, State
from phusa.foundation.journal.services import record
from phusa.foundation.records.services import lock, save
from phusa.kernel.refusals import NotAllowed, Refusal, Refused

_BECAME = "UPDATE imports_stagedrow SET applied_uid = %s, applied_revision = %s WHERE id = %s"


@transaction.atomic
def request_apply(actor: Any, batch: Batch, *, at: datetime) -> Batch:
    """A person says yes: the rows are going to be written by `apply_rows`."""
    access.require(actor, target_of(batch.target).permission, batch.organization)
    access.require(actor, "imports.import_table", batch)
    batch = lock(Batch, batch.uid)
    rules.require(rules.it_stands_at(batch, State.PREVIEW))
    batch.applied_by, batch.problem = actor, None
    send_on(batch, State.APPLYING, "applied_by", "problem", at=at)
    return batch


def apply_rows(batch: Batch, *, at: datetime) -> None:
    """Write every row in one transaction: after a crash there is nothing half-applied, and it can be begun again.

    A `Refused` of the target leads back to *preview* with the reasons on the batch.
    """
    with in_hand(batch, State.APPLYING) as mine:
        if not mine:
            return
        try:
            with _collector_paused(), holding(batch):
                _write(batch, at)
        except (Refused, NotAllowed) as refused:
            found = refused.refusals if isinstance(refused, Refused) else [refused]
            sentences = [str(each.message) for each in found]
            leave(batch, State.PREVIEW, problem=["refused", {"sentences": sentences}])


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Thousands of rows are made and kept: looking through them for cycles takes half of the time, for nothing."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _write(batch: Batch, at: datetime) -> None:
    actor = batch.applied_by
    records = queries.records_of(batch)
    staged = list(records.defer("cells", "carried", "doubts", "decision"))  # what is written stands in the reading
    applied = target_of(batch.target).apply(batch, actor, staged, at=at)
    _keep_what_became_of(staged, applied.written)
    records.update(applied_kind=applied.kind, outcome=Outcome.UNCHANGED if applied.unchanged else Outcome.RECORD)
    leave(
        batch,
        State.APPLIED,
        applied_at=at,
        problem=None,
        counts={**batch.counts, **applied.counts, "unchanged": len(staged) if applied.unchanged else 0},
        result_kind=applied.record._meta.label_lower,
        result_uid=applied.record.uid,
        result_url=applied.url,
    )
    payload = {"records": len(staged), "file": batch.file.name if batch.file else ""}
    record("import.applied", batch, actor, at=at, payload=payload, context=applied.record)


def _keep_what_became_of(staged: Sequence[StagedRow], written: Sequence[tuple[UUID, int]]) -> None:
    """The record of each row, and the revision in which it was written."""
    uids = StagedRow._meta.get_field("applied_uid")
    changes = [
        (uids.get_db_prep_save(uid, connection), revision, row.pk)
        for row, (uid, revision) in zip(staged, written, strict=True)
    ]
    with connection.cursor() as cursor:  # a fifth of the time of `bulk_update`, or of writing whole rows anew
        cursor.executemany(_BECAME, changes)


@transaction.atomic
def undo_import(actor: Any, batch: Batch, *, revision: int, at: datetime) -> tuple[int, int]:
    """Take an applied import back, but for the rows that somebody has worked on since; (taken back, left)."""
    target = target_of(batch.target)
    access.require(actor, target.permission, batch.organization)
    access.require(actor, "imports.import_table", batch)
    batch = lock(Batch, batch.uid, revision)
    rules.require(rules.it_stands_at(batch, State.APPLIED), rules.it_wrote_something(batch))
    changed = frozenset(each.row.pk for each in target.changed_since(batch))
    going = queries.applied_rows(batch).exclude(pk__in=changed)
    taken = going.count()
    if not taken:
        raise Refused([Refusal("all-changed", _("Every row has been worked on since; nothing can be taken back."))])
    target.undo(batch, actor, spare=changed, at=at)
    going.update(undone=True)
    if not changed:
        batch.state = State.UNDONE
    save(batch, "state")
    record("import.undone", batch, actor, at=at, payload={"rows": taken, "spared": len(changed)})
    return taken, len(changed)
