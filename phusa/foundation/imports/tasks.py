"""Background steps of an import. Each can be begun again: after a crash the scheduler takes abandoned ones up."""

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from phusa.foundation.imports import services
from phusa.foundation.imports.models import Batch
from phusa.foundation.imports.vocabulary import WORKING, State

log = logging.getLogger(__name__)


def go_on(batch: Batch) -> None:
    """Hand the step at which the batch stands to a worker, once the running transaction is committed."""
    uid = str(batch.uid)
    transaction.on_commit(lambda: work.enqueue(uid))


@task()
def work(uid: str) -> None:
    """Do the step at which the batch stands; nothing when it is at rest, or in another worker's hand."""
    batch = Batch.objects.get(uid=UUID(uid))
    match batch.state:
        case State.RECEIVED | State.READING:
            services.read_file(batch)
        case State.STAGING:
            services.stage_rows(batch)
        case State.APPLYING:
            services.apply_rows(batch, at=timezone.now())


def take_up_abandoned(at: datetime | None = None) -> int:
    """Begin again the steps whose worker has died; returns how many. What dies each time goes back to a person."""
    now = at or timezone.now()
    begun = 0
    for batch in Batch.objects.filter(state__in=WORKING, alive_at__lt=now - services.ABANDONED_AFTER):
        if not services.take_up(batch, at=now):
            continue
        if services.give_up(batch):
            log.error("import %s broke off again and again while %s", batch.uid, batch.state)
        else:
            work.enqueue(str(batch.uid))
            begun += 1
    return begun
