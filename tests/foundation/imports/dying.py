"""A worker that is killed again and again: run by `test_killed_workers.py` in a process of its own.

    python -m tests.foundation.imports.dying ROWS EVERY

Makes an installation in the empty database of its environment. Then, for one statement to the database after the other,
imports a table of ROWS tasks with a worker that is killed (SIGKILL) after that statement, looks at what is left, takes
the abandoned import up with a later clock, and lets a worker that lives go on to the end. EVERY: how many statements
lie between two deaths. Prints the step of each death, and the statement.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

ROWS, EVERY = int(sys.argv[1]), int(sys.argv[2])
STEPS = ("reading", "staging", "applying")


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from phusa.config.startup import make_home
    from tests.builders.importing import applied, installed

    make_home()
    call_command("migrate", verbosity=0, interactive=False)
    actor, authority = installed()
    applied(actor, authority)  # once in this process: what it loads need not be loaded by every worker anew
    for step in STEPS:
        death = 1
        while imported_with_a_death(step, death, actor, authority):
            death += EVERY


def imported_with_a_death(step: str, death: int, actor: Any, authority: Any) -> bool:
    """Import with a worker that dies in `step` after so many statements; False when the step has fewer."""
    from django.utils import timezone

    from phusa.foundation.imports import services, tasks
    from phusa.foundation.imports.models import Batch
    from phusa.planning.assignments.models import Assignment
    from phusa.planning.schemes.models import Scheme
    from tests.builders.importing import started, table

    lines = [f"{n};Việc số {n} của kế hoạch {step} {death};Sở Thử số {n % 40};;;12/2026" for n in range(1, ROWS + 1)]
    batch = started(actor, authority, table(lines), number=f"{death}/{step}", title=f"Kế hoạch {step} {death}")
    before = Assignment.objects.count(), Scheme.objects.count()
    tasks.go_on(batch)
    died = False
    for at_work, sent_on in (
        ("reading", lambda row: confirm(actor, row)),
        ("staging", lambda row: services.request_apply(actor, row, at=timezone.now())),
        ("applying", None),
    ):
        if at_work == step:
            killed = killed_after(death)
            batch.refresh_from_db()
            died = killed and batch.at_work  # or killed in what follows the step
            if died:
                print(step, death, flush=True)  # noqa: T201 - read by the test
                assert (Assignment.objects.count(), Scheme.objects.count()) == before, "something is half-applied"
                assert tasks.take_up_abandoned(at=timezone.now() + timedelta(minutes=5)) == 1
        worked_off()
        batch = Batch.objects.get(pk=batch.pk)
        if sent_on:
            tasks.go_on(sent_on(batch))
    positions = list(batch.rows.order_by("position").values_list("position", flat=True))
    assert batch.state == "applied", f"ends at {batch.state}, {batch.problem}"
    assert positions == list(range(ROWS)), "rows are doubled or missing"
    assert Assignment.objects.count() - before[0] == ROWS
    assert batch.counts["tasks"] == ROWS
    return died


def confirm(actor: Any, batch: Any) -> Any:
    from django.utils import timezone

    from phusa.foundation.imports import services

    given = {"chosen": batch.chosen, "mapping": batch.mapping, "revision": batch.revision}
    return services.confirm_columns(actor, batch, **given, at=timezone.now())


def worked_off() -> None:
    """A worker that lives does all that waits."""
    assert in_a_process(lambda: run_worker(())) == 0


def killed_after(statements: int) -> bool:
    """A worker does all that waits, and dies after so many statements about an import; False when there are fewer."""
    from django.db import connection

    left = statements

    def count(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        nonlocal left
        result = execute(sql, *rest)
        left -= "django_tasks" not in sql
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return in_a_process(lambda: run_worker([connection.execute_wrapper(count)])) == -signal.SIGKILL


def run_worker(wrappers: Iterable[Any]) -> None:
    from contextlib import ExitStack

    from django.core.management import call_command

    with ExitStack() as stack:
        for wrapper in wrappers:
            stack.enter_context(wrapper)
        call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False, verbosity=0)


def in_a_process(work: Callable[[], None]) -> int:
    """The exit code of a process of its own that does the work; negative for the signal that killed it."""
    from django.db import connections

    connections.close_all()
    process = os.fork()
    if not process:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


if __name__ == "__main__":
    main()
