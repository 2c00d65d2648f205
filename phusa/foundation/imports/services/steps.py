"""The long steps of an import: who has it in hand, signs of life, and what happens when a process dies.

A process takes a batch in hand before it works on it, and every write of rows asks whether it still holds it. So two
processes never work on one batch, and one that comes back after it was given up for dead changes nothing any more.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from phusa.foundation.imports.models import Batch, StagedRow
from phusa.foundation.imports.vocabulary import WORKING, State
from phusa.foundation.records.models import new_uid
from phusa.foundation.records.services import lock, save

CHUNK = 500  # rows written at once
ABANDONED_AFTER = timedelta(seconds=45)  # without a sign of life
MOST_ATTEMPTS = 3

_BEFORE = {State.READING: (State.RECEIVED, State.READING)}
_BACK_TO = {State.READING: State.REFUSED, State.STAGING: State.COLUMNS, State.APPLYING: State.PREVIEW}


class Overtaken(Exception):
    """Another process has the batch in hand."""


@contextmanager
def in_hand(batch: Batch, step: State) -> Iterator[bool]:
    """Hold the batch for a step; False when it does not stand there, or another process is at it.

    A step that breaks off lets go, so that it can be begun again at once. `batch` is as it stands afterwards.
    """
    if not _taken(batch, step):
        batch.refresh_from_db()
        yield False
        return
    try:
        yield True
    except Overtaken:
        pass
    except BaseException:
        Batch.objects.filter(pk=batch.pk, hand=batch.hand).update(hand=None)
        raise
    batch.refresh_from_db()


def _taken(batch: Batch, step: State) -> bool:
    now = timezone.now()
    with transaction.atomic():
        row = lock(Batch, batch.uid)
        busy = row.hand is not None and row.alive_at is not None and row.alive_at > now - ABANDONED_AFTER
        if busy or row.state not in _BEFORE.get(step, (step,)):
            return False
        row.state, row.hand, row.attempts = step, new_uid(), row.attempts + 1
        row.done, row.total, row.alive_at = 0, 0, now
        save(row, "state", "hand", "attempts", "done", "total", "alive_at")
    batch.refresh_from_db()
    return True


@contextmanager
def holding(batch: Batch, **changes: Any) -> Iterator[None]:
    """A transaction that begins with a sign of life (and `changes` of the batch); raises `Overtaken`."""
    with transaction.atomic():
        held = Batch.objects.filter(pk=batch.pk, hand=batch.hand)
        if not held.update(alive_at=timezone.now(), **changes):
            raise Overtaken
        yield


def leave(batch: Batch, state: State, **found: Any) -> None:
    """End the step: where the batch stands now, and what was found."""
    with holding(batch, state=state, hand=None, attempts=0, revision=F("revision") + 1, **found):
        pass


def send_on(batch: Batch, step: State, *fields: str, at: datetime) -> None:
    """A person sends a locked batch on to a step that a worker does; `fields` are saved with it."""
    batch.state, batch.hand, batch.attempts = step, None, 0
    batch.done, batch.total, batch.alive_at = 0, 0, at
    save(batch, "state", "hand", "attempts", "done", "total", "alive_at", *fields)


def take_up(batch: Batch, *, at: datetime) -> bool:
    """Take an abandoned batch from the process that is gone; False when it has shown life since, or is at rest."""
    lost = Batch.objects.filter(pk=batch.pk, state__in=WORKING, alive_at__lt=at - ABANDONED_AFTER)
    return bool(lost.update(hand=None, alive_at=at))


def give_up(batch: Batch) -> bool:
    """Lead a batch back to a person when its step has broken off again and again; False while it may be tried."""
    if batch.attempts < MOST_ATTEMPTS:
        return False
    where = Batch.objects.filter(pk=batch.pk, state=batch.state, hand=None)
    where.update(state=_BACK_TO[State(batch.state)], problem=["broke-off", {}], attempts=0, revision=F("revision") + 1)
    return True


def update_rows(rows: Sequence[StagedRow], *names: str) -> None:
    """Write the named fields of many whole rows; takes a fraction of the time of `bulk_update`."""
    StagedRow.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["batch", "position"], update_fields=names
    )
