"""What happens by the clock: one line a job. A job is safe to run twice, and a failing one does not stop the others."""

import logging
import signal
import time
from collections.abc import Callable
from types import FrameType

from django.core.management import call_command
from django.db import close_old_connections, connection

from phusa.foundation.files import tasks as files
from phusa.foundation.imports import tasks as imports
from phusa.foundation.journal import tasks as journal
from phusa.foundation.organizations import tasks as organizations

log = logging.getLogger(__name__)


def count_what_there_is() -> None:
    """Let the database see how many rows there are of what: SQLite never looks by itself, and takes wrong indexes."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


JOBS: tuple[tuple[str, int, Callable[[], object]], ...] = (  # name, seconds between two runs, job
    ("replay reactions", 60, journal.replay),
    ("take up abandoned imports", 30, imports.take_up_abandoned),
    ("seal the journal", 300, journal.seal),
    ("count what there is", 3600, count_what_there_is),
    ("names of today", 3600, organizations.names_of_today),
    ("sweep files of deeds that came to nothing", 3600, files.sweep),
    ("clear sessions", 86_400, lambda: call_command("clearsessions")),
    ("clear finished tasks", 86_400, lambda: call_command("prune_db_task_results", verbosity=0)),
)


def run_forever() -> None:
    """Run every job when it is due, until SIGTERM."""
    stopping = False

    def stop(signum: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    due = {name: 0.0 for name, _, _ in JOBS}
    while not stopping:
        for name, seconds, job in JOBS:
            if time.monotonic() >= due[name]:
                due[name] = time.monotonic() + seconds
                close_old_connections()
                try:
                    job()
                except Exception:
                    log.exception("scheduled job «%s» failed", name)
        time.sleep(1)
