"""The tasks of a draft. Terms and progress are the assignment's: a draft writes on copies of what is in force."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from phusa.foundation.journal.services import record
from phusa.foundation.records.services import lock, save
from phusa.planning.assignments import services as assignments
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.services.inserting import insert_rows
from phusa.planning.assignments.vocabulary import Standing, Terms
from phusa.planning.schemes.models import SchemeVersion, Solution, Task, TaskGroup
from phusa.planning.schemes.services.drafting import differences, draft_of, end_of, origin_of


@dataclass(frozen=True)
class NewTask:
    """A task to be written down: its terms, and where it stands. `terms.position` is set from its place."""

    terms: Terms
    group_id: int | None = None
    focus: bool = False
    paired_as_written: bool = False


def day_of(version: SchemeVersion, at: datetime) -> date:
    """The day as of which deadlines and groups of a draft are read: that of its paper, else today."""
    if version.instrument and version.instrument.issued_on:
        return version.instrument.issued_on
    return timezone.localdate(at)


@transaction.atomic
def add_task_rows(
    version: SchemeVersion, tasks: Sequence[NewTask], *, on: date, at: datetime, illustrative: bool = False
) -> list[Task]:
    """Write down tasks in bulk at the end of a version, with their draft assignments; returns them in the order given.

    Checks no permission and writes no journal: the deed that calls this does both. Deadlines are read as of `on`.
    """
    scheme = version.scheme
    start = end_of(version, Task)
    drafts = assignments.draft_all(
        [replace(task.terms, position=start + n) for n, task in enumerate(tasks)],
        authority_id=scheme.authority_id,
        drafting_id=scheme.drafting_id,
        origin=origin_of(scheme),
        on=on,
        at=at,
        illustrative=illustrative,
    )
    rows = [
        Task(
            version=version,
            lineage=uuid4(),
            group_id=task.group_id,
            assignment=draft,
            code=task.terms.code,
            focus=task.focus,
            paired_as_written=task.paired_as_written,
            position=start + n,
            created_at=at,
            illustrative=illustrative,
        )
        for n, (task, draft) in enumerate(zip(tasks, drafts, strict=True))
    ]
    own = ("uid", "lineage", "group_id", "assignment_id", "code", "focus", "paired_as_written", "position")
    insert_rows(
        Task,
        [tuple(getattr(row, name) for name in own) for row in rows],
        columns=own,
        shared={"version_id": version.pk, "created_at": at, "illustrative": illustrative},
    )
    written = (
        Task.objects.filter(version=version, position__gte=start).order_by("position").values_list("pk", flat=True)
    )
    for row, pk in zip(rows, written, strict=True):
        row.pk = pk
        row._state.adding = False
    return rows


@transaction.atomic
def add_task(
    actor: Any, version: SchemeVersion, task: NewTask, *, at: datetime, solutions: Iterable[Solution] = ()
) -> Task:
    """Add a task at the end of a draft, paired with the solutions that serve it."""
    draft = draft_of(actor, version, at=at)
    [row] = add_task_rows(draft, [task], on=day_of(draft, at), at=at, illustrative=draft.illustrative)
    row.solutions.set(_of_version(solutions, draft))
    payload = {"code": task.terms.code, "content": task.terms.content, "assignment": str(row.assignment.uid)}
    record("scheme.task_added", row, actor, at=at, payload=payload, context=draft)
    return row


@transaction.atomic
def edit_task(
    actor: Any,
    task: Task,
    *,
    revision: int,
    terms: Terms,
    at: datetime,
    group: TaskGroup | None = None,
    focus: bool = False,
    paired_as_written: bool = False,
    solutions: Iterable[Solution] = (),
) -> Task:
    """Edit a task of a draft. A task that is in force goes on unchanged until the draft is approved: the edit makes
    a copy of it, and only when its terms differ.
    """
    draft = draft_of(actor, task.version, at=at)
    row = lock(Task, task.uid, revision)
    assignment = Assignment.objects.select_for_update().get(pk=row.assignment_id)
    old = assignments.terms_of(assignment)
    new = replace(terms, position=old.position)
    before = {"focus": row.focus, "paired_as_written": row.paired_as_written, "group": row.group_id}
    if new != old:
        if assignment.standing != Standing.DRAFT:
            assignment = assignments.copy_for_amendment(assignment, at=at)
        assignments.set_terms(assignment, new, on=day_of(draft, at), at=at)
        row.assignment = assignment
    row.code, row.group, row.focus, row.paired_as_written = new.code, group, focus, paired_as_written
    save(row, "assignment", "code", "group", "focus", "paired_as_written")
    row.solutions.set(_of_version(solutions, draft))
    after = {"focus": focus, "paired_as_written": paired_as_written, "group": group.pk if group else None}
    payload = differences(before, after) | differences(assignments.told(old), assignments.told(new))
    record("scheme.task_edited", row, actor, at=at, payload=payload, context=draft)
    return row


@transaction.atomic
def remove_task(actor: Any, task: Task, *, revision: int, at: datetime) -> None:
    """Take a task out of a draft. One that is in force is withdrawn when the draft is approved, not before."""
    draft = draft_of(actor, task.version, at=at)
    row = lock(Task, task.uid, revision)
    payload = {"code": row.code, "content": row.assignment.content}
    record("scheme.task_removed", row, actor, at=at, payload=payload, context=draft)
    assignments.withdraw(
        Assignment.objects.filter(pk=row.assignment_id, standing=Standing.DRAFT),
        reason=_("Taken out of the draft"),
        at=at,
    )
    row.delete()


def _of_version(solutions: Iterable[Solution], version: SchemeVersion) -> list[Solution]:
    chosen = list(solutions)
    if any(solution.version_id != version.pk for solution in chosen):
        raise ValueError("A solution of another version cannot be paired.")
    return chosen
