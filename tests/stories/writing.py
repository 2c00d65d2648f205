"""Many processes that write at once: run by `test_many_writers.py` in a process of its own.

    python -m tests.stories.writing WRITERS

Makes an installation in the empty database of its environment and lets WRITERS processes loose on it together: each
starts a scheme, writes and edits its task, adds a task to a draft that all of them share, and reports progress on an
assignment of its own and on one that five of them share. Meanwhile this process does what the scheduler does. Then it
looks whether every deed is there, and prints how many there are.
"""

import json
import os
import sys
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHARED = "Đề án viết chung"
AT_ONE_TABLE = 5  # so many writers report on one assignment
Deed = tuple[str, str]  # what the journal calls it, the uid of what it was done to


@dataclass(frozen=True)
class World:
    """What stands there before anybody writes."""

    cast: Any
    shared_draft: Any
    own: list[Any]  # an assignment for each writer
    shared: list[Any]  # and one for each five


def main(writers: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from phusa.config.startup import make_home
    from phusa.foundation.journal.models import Entry
    from tests.builders.importing import installed

    home = make_home()
    call_command("migrate", verbosity=0, interactive=False)
    installed()
    everybody = range(writers + 1)
    world = built(len(everybody))
    last = max(Entry.objects.values_list("pk", flat=True), default=0)
    keep(home, 0, write(0, world))  # alone, in this process: what that loads need not be loaded by every writer anew
    work_together(everybody[1:], world, home)
    deeds = [(kind, uid) for n in everybody for kind, uid in json.loads(report_of(home, n).read_text())]
    nothing_is_lost(everybody, world, deeds)
    in_the_journal = Entry.objects.filter(pk__gt=last).values_list("kind", "subject_uid")
    assert Counter((kind, str(uid)) for kind, uid in in_the_journal) == Counter(deeds), "the journal tells otherwise"
    the_outbox_is_empty()
    print(len(deeds), flush=True)  # noqa: T201 - read by the test


def built(writers: int) -> World:
    from tests.builders import assignments, schemes
    from tests.cast import assemble

    cast = assemble()
    tables = -(-writers // AT_ONE_TABLE)
    terms = [assignments.terms(schemes.lead(cast.department)) for _ in range(writers + tables)]
    rows = assignments.issued(cast.authority, cast.department, *terms)
    return World(cast, schemes.version(cast, SHARED), rows[:writers], rows[writers:])


# Writing


def work_together(writers: Sequence[int], world: World, home: Path) -> None:
    """Fork the writers, let them begin at one moment, and do the scheduler's work until the last has ended."""
    from django.db import connections

    from phusa.foundation.journal import tasks as journal

    connections.close_all()
    waits, starts = os.pipe()
    children = []
    for number in writers:
        process = os.fork()
        if not process:
            os.close(starts)
            os.read(waits, 1)
            live(number, world, home)
        children.append(process)
    os.close(starts)  # now everybody's read ends
    failed = 0
    for process in children:
        journal.replay()
        journal.seal()
        failed += os.waitpid(process, 0)[1] != 0
    assert not failed, f"{failed} of {len(writers)} writers failed"


def live(number: int, world: World, home: Path) -> None:
    """The rest of this process's life."""
    code = 1
    try:
        keep(home, number, write(number, world))
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def keep(home: Path, writer: int, deeds: list[Deed]) -> None:
    report_of(home, writer).write_text(json.dumps(deeds))


def report_of(home: Path, writer: int) -> Path:
    return home / f"writer-{writer}.json"


def write(number: int, world: World) -> list[Deed]:
    """What one writer does, each step on what the database says at that moment; the deeds done, in order."""
    from tests.builders.assignments import fresh

    actor, share = fresh(world.cast.specialist), f"Phần của người thứ {number}"
    done = [
        *own_scheme(actor, world.cast, number),
        ("scheme.task_added", added_task(actor, fresh(world.shared_draft), world.cast, share)),
        ("assignment.progress_reported", reported(actor, world.own[number], number)),
        ("assignment.progress_reported", reported(actor, world.shared[number // AT_ONE_TABLE], number)),
    ]
    return [(kind, str(row.uid)) for kind, row in done]


def own_scheme(actor: Any, cast: Any, number: int) -> Iterator[tuple[str, Any]]:
    from django.utils import timezone

    from phusa.planning.schemes import services
    from phusa.planning.schemes.vocabulary import Heading
    from tests.builders.assignments import fresh

    draft = services.create_scheme(
        actor,
        drafting=cast.department,
        authority=cast.authority,
        kind="plan",
        heading=Heading(f"Kế hoạch số {number}"),
        at=timezone.now(),
    )
    yield "scheme.created", draft.scheme
    task = added_task(actor, draft, cast, f"Việc {number}")
    yield "scheme.task_added", task
    new = told(cast, f"Việc {number} đã sửa")
    services.edit_task(actor, task, revision=task.revision, terms=new, at=timezone.now())
    yield "scheme.task_edited", task
    draft, heading = fresh(draft), Heading(f"Kế hoạch số {number} đã sửa", 2026, 2030)
    services.edit_scheme(actor, draft, revision=draft.revision, heading=heading, at=timezone.now())
    yield "scheme.edited", draft


def added_task(actor: Any, draft: Any, cast: Any, content: str) -> Any:
    from django.utils import timezone

    from phusa.planning.schemes import services

    return services.add_task(actor, draft, services.NewTask(told(cast, content)), at=timezone.now())


def told(cast: Any, content: str) -> Any:
    """The terms of a task."""
    from tests.builders.schemes import coordinating, lead, terms

    return terms(lead(cast.department), coordinating(cast.finance), content=content)


def reported(actor: Any, assignment: Any, number: int) -> Any:
    """Report as a person does: when somebody else was quicker, look at what they wrote, and say it again."""
    from django.utils import timezone

    from phusa.foundation.records.services import Conflict
    from phusa.planning.assignments.services import report_progress
    from tests.builders.assignments import fresh

    while True:
        row, now = fresh(assignment), timezone.now()
        said = {"status": "in_progress", "percent": 50, "narrative": f"Người thứ {number}"}
        try:
            report_progress(actor, row, revision=row.revision, on=timezone.localdate(now), at=now, **said)
        except Conflict:
            continue
        return row


# Looking


def nothing_is_lost(everybody: Sequence[int], world: World, deeds: list[Deed]) -> None:
    from phusa.planning.assignments.models import Assignment, ProgressReport
    from phusa.planning.schemes.models import Scheme, SchemeVersion, Task

    assert len(deeds) == 7 * len(everybody)
    written = Scheme.objects.exclude(title=SHARED)
    assert {scheme.title for scheme in written} == {f"Kế hoạch số {n} đã sửa" for n in everybody}
    assert written.count() == len(everybody)
    assert set(SchemeVersion.objects.exclude(scheme__title=SHARED).values_list("period_from", "period_to")) == {
        (2026, 2030)
    }
    own = Task.objects.filter(version__scheme__in=written)
    assert sorted(own.values_list("assignment__content", flat=True)) == sorted(f"Việc {n} đã sửa" for n in everybody)
    assert own.filter(assignment__parties__role="coordinating").count() == len(everybody)
    shared = Task.objects.filter(version=world.shared_draft).order_by("position")
    assert [task.position for task in shared] == list(everybody), "two tasks stand in one place"
    assert {task.assignment.content for task in shared} == {f"Phần của người thứ {n}" for n in everybody}
    for n, row in enumerate(world.own):
        told = Assignment.objects.get(pk=row.pk)
        assert (told.status, told.percent, told.narrative) == ("in_progress", 50, f"Người thứ {n}")
    for table, row in enumerate(world.shared):
        reports = ProgressReport.objects.filter(assignment=row)
        sitting = [n for n in everybody if n // AT_ONE_TABLE == table]
        assert {report.narrative for report in reports} == {f"Người thứ {n}" for n in sitting}
        assert reports.filter(superseded_by=None).count() == 1, "each report but the last is followed by another"
        assert Assignment.objects.get(pk=row.pk).revision == row.revision + len(sitting)


def the_outbox_is_empty() -> None:
    """Every reaction to every deed has been run, every entry is sealed, and the search box knows the last wording."""
    from phusa.foundation.journal import reactions, tasks
    from phusa.foundation.journal.models import Entry, ReactionMark
    from phusa.foundation.search.models import Indexed
    from phusa.planning.schemes.models import Scheme

    reactions.run_pending()
    assert not ReactionMark.objects.filter(done_at=None).exists(), "a reaction is left over"
    tasks.seal()
    assert not Entry.objects.filter(seal=None).exists(), "an entry is not sealed"
    titles = set(Scheme.objects.exclude(title=SHARED).values_list("title", flat=True))
    assert titles <= set(Indexed.objects.filter(kind="schemes.scheme").values_list("title", flat=True))


if __name__ == "__main__":
    main(int(sys.argv[1]))
