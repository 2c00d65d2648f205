"""Writing an imported table of tasks as a scheme, and taking it back. Called by the import target, inside its deed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.instruments.models import Instrument
from phusa.foundation.instruments.services import find_or_add_instrument
from phusa.foundation.journal.services import record
from phusa.foundation.organizations.models import Organization
from phusa.kernel.refusals import Refusal, Refused
from phusa.kernel.text import fold
from phusa.planning.assignments import services as assignments
from phusa.planning.assignments.models import Assignment, Party
from phusa.planning.assignments.vocabulary import Terms
from phusa.planning.schemes.models import Scheme, SchemeVersion, Solution, TaskGroup
from phusa.planning.schemes.services.deciding import approve_rows, discard_draft, withdraw_version
from phusa.planning.schemes.services.drafting import start_scheme
from phusa.planning.schemes.services.tasks import NewTask, add_task_rows
from phusa.planning.schemes.vocabulary import OPEN_STATES, Heading, VersionState

ImportedTask = tuple[list[list[str]], Terms, str]  # [code, title] of the groups from the outermost, terms, solution


@dataclass(frozen=True)
class Imported:
    """What came of it; (uid, revision) of the assignments in the order of the tasks given."""

    scheme: Scheme
    assignments: list[tuple[UUID, int]]
    unchanged: bool  # it was there already


def already_there(
    *, title: str, about: Mapping[str, Any], drafting_id: int, tasks: Callable[[], Sequence[ImportedTask]]
) -> Imported | None:
    """What an earlier import of the same table wrote; None when there is none (`tasks` are then not asked for).

    Raises `Refused` when the same paper (or title) is there with other tasks: what is approved changes by an amendment.
    """
    existing = _existing(title, about, drafting_id)
    if existing is None:
        return None
    found = list(Assignment.objects.filter(scheme_tasks__version=existing).order_by("scheme_tasks__position"))
    if [_told(terms) for _groups, terms, _solution in tasks()] == _told_of(found):
        return Imported(existing.scheme, [(each.uid, each.revision) for each in found], True)
    message = _("«%(title)s» is there already, with other tasks. Open an amendment of it, or take its import back.")
    raise Refused([Refusal("scheme-exists", message % {"title": existing.title})])


@transaction.atomic
def import_scheme(
    actor: Any,
    *,
    title: str,
    about: Mapping[str, Any],
    on: date,
    authority_id: int,
    drafting_id: int,
    tasks: Sequence[ImportedTask],
    at: datetime,
) -> Imported:
    """Write a table down as the first version of a scheme: in force when `about["in_force"]`, else a draft.

    The caller has asked `already_there` before.
    """
    access.require(actor, "schemes.create_scheme", Organization.objects.get(pk=drafting_id))
    refusals = []
    if not tasks:
        refusals.append(Refusal("no-tasks", _("No row of the table was read as a task.")))
    if about["in_force"] and not (about["number"] and about["issued_on"]):
        message = _("A plan in force has a number and a date. Give both, or import it as a draft.")
        refusals.append(Refusal("paper-not-identified", message))
    if refusals:
        raise Refused(refusals)
    version = start_scheme(
        drafting_id=drafting_id,
        authority_id=authority_id,
        kind=about["scheme_kind"],
        heading=Heading(title=title),
        at=at,
        as_issued=about["in_force"],
    )
    instrument = _instrument(actor, title, about, at) if about["number"] else None
    if instrument:
        version.instrument = instrument
        version.save(update_fields=["instrument"])
    made = _write_tasks(version, tasks, on=on, at=at)
    if about["in_force"]:
        approve_rows(version, instrument=instrument, approved_on=on, at=at)
    written = Assignment.objects.filter(scheme_tasks__version=version).values_list("pk", "uid", "revision")
    by_pk = {pk: (uid, revision) for pk, uid, revision in written}
    payload = {"tasks": len(tasks), "in_force": about["in_force"], "number": about["number"]}
    record("scheme.imported", version.scheme, actor, at=at, payload=payload)
    return Imported(version.scheme, [by_pk[pk] for pk in made.values()], False)


def _existing(title: str, about: Mapping[str, Any], drafting_id: int) -> SchemeVersion | None:
    """The version in force, or in draft, of the same paper; without a number, of the same title and drafter."""
    live = SchemeVersion.objects.filter(state__in=[VersionState.APPROVED, *OPEN_STATES], scheme__drafting=drafting_id)
    if about["number"]:
        live = live.filter(instrument__number=about["number"], instrument__issued_on=about["issued_on"] or None)
    else:
        live = live.filter(scheme__title_folded=fold(title))
    return live.select_related("scheme").order_by("-number").first()


def _told(terms: Terms) -> tuple[Any, ...]:
    parties = tuple(sorted((str(party.role), party.as_written) for party in terms.parties))
    return terms.code, terms.content, terms.product, terms.deadline_text, parties


def _told_of(found: Sequence[Assignment]) -> list[tuple[Any, ...]]:
    parties: dict[int, list[tuple[str, str]]] = {}
    for start in range(0, len(found), 500):
        part = [each.pk for each in found[start : start + 500]]
        for pk, role, text in Party.objects.filter(assignment__in=part).values_list("assignment", "role", "as_written"):
            parties.setdefault(pk, []).append((str(role), text))
    return [
        (each.code, each.content, each.product, each.deadline_text, tuple(sorted(parties.get(each.pk, []))))
        for each in found
    ]


def _instrument(actor: Any, title: str, about: Mapping[str, Any], at: datetime) -> Instrument:
    return find_or_add_instrument(
        actor,
        kind=about["kind"],
        number=about["number"],
        title=title,
        issuer_name=about["issuer"],
        issued_on=date.fromisoformat(about["issued_on"]) if about["issued_on"] else None,
        at=at,
    )


def _write_tasks(version: SchemeVersion, tasks: Sequence[ImportedTask], *, on: date, at: datetime) -> dict[int, int]:
    """Groups, tasks with their assignments, and solutions written beside tasks. Returns task id → assignment id."""
    groups: dict[tuple[tuple[str, str], ...], TaskGroup] = {}
    for path, _terms, _solution in tasks:
        parent = None
        for depth in range(1, len(path) + 1):
            key = tuple((code, text) for code, text in path[:depth])
            if key not in groups:
                code, text = path[depth - 1]
                groups[key] = TaskGroup.objects.create(
                    version=version, parent=parent, code=code, title=text, position=len(groups), created_at=at
                )
            parent = groups[key]
    separate = any(solution for _groups, _terms, solution in tasks)
    rows = add_task_rows(
        version,
        [
            NewTask(
                terms,
                group_id=groups[tuple((code, text) for code, text in path)].pk if path else None,
                paired_as_written=not separate,
            )
            for path, terms, _solution in tasks
        ],
        on=on,
        at=at,
    )
    for position, (row, (_path, _terms, text)) in enumerate(zip(rows, tasks, strict=True)):
        if text:
            solution = Solution.objects.create(
                version=version, group_id=row.group_id, text=text, position=position, created_at=at
            )
            solution.tasks.add(row)
    return {row.pk: row.assignment_id for row in rows}


@transaction.atomic
def withdraw_import(
    actor: Any, scheme: Scheme, *, withdrawn: QuerySet[Assignment], whole: bool, reason: str, at: datetime
) -> None:
    """Take imported tasks back; with all of them the version itself is withdrawn, or the draft discarded."""
    version = scheme.versions.get(number=1)
    if whole and version.is_open:
        discard_draft(actor, version, at=at)
        return
    count = assignments.withdraw(withdrawn, reason=reason, at=at)
    if whole:
        withdraw_version(version, at=at)
    record("scheme.import_undone", scheme, actor, at=at, payload={"tasks": count, "whole": whole})
