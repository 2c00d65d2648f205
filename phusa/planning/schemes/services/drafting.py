"""Drafting: starting a scheme, and every row of a version but its tasks."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.instruments.models import Instrument
from phusa.foundation.journal.services import record
from phusa.foundation.organizations.models import Organization
from phusa.foundation.records.services import lock, save
from phusa.kernel.refusals import Refusal, Refused
from phusa.kernel.text import fold, sort_key
from phusa.planning.assignments import services as assignments
from phusa.planning.assignments.vocabulary import Origin
from phusa.planning.schemes import rules
from phusa.planning.schemes.models import (
    BudgetLine,
    Ground,
    Objective,
    Part,
    PreviousResult,
    Scheme,
    SchemeTitle,
    SchemeVersion,
    Solution,
    Task,
    TaskGroup,
)
from phusa.planning.schemes.vocabulary import Heading
from phusa.planning.schemes.workflow import SCHEME

P = TypeVar("P", Objective, TaskGroup, Solution)

HEADING = ("title", "period_from", "period_to", "orientation", "general_objective")


# Starting


@transaction.atomic
def create_scheme(
    actor: Any,
    *,
    drafting: Organization,
    authority: Organization,
    kind: str,
    heading: Heading,
    at: datetime,
    previous: Scheme | None = None,
    as_issued: bool = False,
    illustrative: bool = False,
) -> SchemeVersion:
    """Start a scheme with its first draft. `as_issued`: it copies a paper already issued, so rules only advise."""
    access.require(actor, "schemes.create_scheme", drafting)
    version = start_scheme(
        drafting_id=drafting.pk,
        authority_id=authority.pk,
        kind=kind,
        heading=heading,
        at=at,
        previous_id=previous.pk if previous else None,
        as_issued=as_issued,
        illustrative=illustrative,
    )
    record("scheme.created", version.scheme, actor, at=at, payload={"title": heading.title, "as_issued": as_issued})
    return version


def start_scheme(
    *,
    drafting_id: int,
    authority_id: int,
    kind: str,
    heading: Heading,
    at: datetime,
    previous_id: int | None = None,
    as_issued: bool = False,
    illustrative: bool = False,
) -> SchemeVersion:
    """The rows of a new scheme and its first draft. Checks no permission and writes no journal: the deed does both."""
    scheme = Scheme(
        drafting_id=drafting_id,
        authority_id=authority_id,
        kind=kind,
        previous_id=previous_id,
        created_at=at,
        illustrative=illustrative,
    )
    show_heading(scheme, heading)
    scheme.save()
    SchemeTitle.objects.create(scheme=scheme, text=heading.title, text_folded=fold(heading.title), official=True)
    return SchemeVersion.objects.create(
        scheme=scheme,
        number=1,
        as_issued=as_issued,
        created_at=at,
        illustrative=illustrative,
        **{name: getattr(heading, name) for name in HEADING},
    )


def show_heading(scheme: Scheme, heading: Heading | SchemeVersion) -> None:
    """Set what a scheme repeats of the version that stands for it; not saved."""
    scheme.title = heading.title
    scheme.title_folded = fold(heading.title)
    scheme.sort_key = sort_key(heading.title)[:300]
    scheme.period_from, scheme.period_to = heading.period_from, heading.period_to
    scheme.orientation = heading.orientation


def origin_of(scheme: Scheme) -> Origin:
    """What an assignment says about where it comes from."""
    return Origin("scheme", scheme.uid, scheme.title, reverse("schemes:document", args=[scheme.uid]))


SHOWN = ("title", "title_folded", "sort_key", "period_from", "period_to", "orientation")


@transaction.atomic
def edit_scheme(actor: Any, version: SchemeVersion, *, revision: int, heading: Heading, at: datetime) -> SchemeVersion:
    """Edit the heading of a draft. The scheme shows it at once while nothing has been approved."""
    draft = draft_of(actor, version, at=at, revision=revision)
    before = {name: getattr(draft, name) for name in HEADING}
    for name in HEADING:
        setattr(draft, name, getattr(heading, name))
    save(draft, *HEADING)
    if draft.based_on_id is None:
        scheme = lock(Scheme, draft.scheme.uid)
        show_heading(scheme, draft)
        save(scheme, *SHOWN)
        assignments.retitle_origin(origin_of(scheme))
        scheme.titles.filter(official=True).update(text=draft.title, text_folded=fold(draft.title))
    after = {name: getattr(draft, name) for name in HEADING}
    record("scheme.edited", draft, actor, at=at, payload=differences(before, after))
    return draft


def draft_of(actor: Any, version: SchemeVersion, *, at: datetime, revision: int | None = None) -> SchemeVersion:
    """The version, locked and open for an edit by the actor; a returned one becomes a draft again.

    Raises `NotAllowed`, `Refused` when its wording may not change any more, and `Conflict` for another revision.
    """
    access.require(actor, "schemes.edit_scheme", version.scheme)
    draft = lock(SchemeVersion, version.uid, revision)
    state = SCHEME.require("edit", draft, at)
    if draft.state != state:
        draft.state = state
        draft.save(update_fields=["state"])
    return draft


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What an edit changed, as the journal keeps it: name → [was, is]."""
    return {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}


# Titles


@transaction.atomic
def add_title(
    actor: Any,
    scheme: Scheme,
    *,
    text: str,
    source: str,
    at: datetime,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> SchemeTitle:
    """Record another title under which the scheme is known; a fact about it, not a part of its wording."""
    access.require(actor, "schemes.edit_scheme", scheme)
    title = SchemeTitle.objects.create(
        scheme=scheme, text=text, text_folded=fold(text), source=source, valid_from=valid_from, valid_to=valid_to
    )
    record("scheme.title_added", scheme, actor, at=at, payload={"title": text, "source": source})
    return title


@transaction.atomic
def remove_title(actor: Any, title: SchemeTitle, *, at: datetime) -> None:
    """Take out a title recorded by mistake; the official one stays."""
    access.require(actor, "schemes.edit_scheme", title.scheme)
    if title.official:
        raise Refused([Refusal("official-title", _("The official title is changed in a draft of the scheme."))])
    record("scheme.title_removed", title.scheme, actor, at=at, payload={"title": title.text})
    title.delete()


# Objectives, groups, solutions


@transaction.atomic
def add_objective(
    actor: Any, version: SchemeVersion, *, kind: str, text: str, at: datetime, code: str = "", value_text: str = ""
) -> Objective:
    """Add an objective or a target at the end."""
    return _add(actor, version, Objective(kind=kind, text=text, code=code, value_text=value_text), at)


@transaction.atomic
def edit_objective(
    actor: Any, objective: Objective, *, revision: int, kind: str, text: str, code: str, value_text: str, at: datetime
) -> Objective:
    """Edit an objective of a draft."""
    return _edit(actor, objective, revision, at, kind=kind, text=text, code=code, value_text=value_text)


@transaction.atomic
def add_group(
    actor: Any, version: SchemeVersion, *, title: str, at: datetime, code: str = "", parent: TaskGroup | None = None
) -> TaskGroup:
    """Add a group at the end of its parent."""
    return _add(actor, version, TaskGroup(title=title, code=code, parent=parent), at)


@transaction.atomic
def edit_group(
    actor: Any, group: TaskGroup, *, revision: int, title: str, code: str, parent: TaskGroup | None, at: datetime
) -> TaskGroup:
    """Edit a group of a draft; it cannot be put under itself."""
    above = parent
    while above is not None:
        if above.pk == group.pk:
            raise Refused([Refusal("group-under-itself", _("A group cannot stand under itself."))])
        above = above.parent
    return _edit(actor, group, revision, at, title=title, code=code, parent=parent)


@transaction.atomic
def add_solution(
    actor: Any,
    version: SchemeVersion,
    *,
    text: str,
    at: datetime,
    code: str = "",
    group: TaskGroup | None = None,
    tasks: Iterable[Task] = (),
) -> Solution:
    """Add a solution at the end, paired with the tasks that it serves."""
    solution = _add(actor, version, Solution(text=text, code=code, group=group), at)
    solution.tasks.set(of_version(tasks, version))
    return solution


@transaction.atomic
def edit_solution(
    actor: Any,
    solution: Solution,
    *,
    revision: int,
    text: str,
    code: str,
    group: TaskGroup | None,
    tasks: Iterable[Task],
    at: datetime,
) -> Solution:
    """Edit a solution of a draft, and which tasks it serves."""
    edited = _edit(actor, solution, revision, at, text=text, code=code, group=group)
    edited.tasks.set(of_version(tasks, edited.version))
    return edited


@transaction.atomic
def pair(actor: Any, solution: Solution, task: Task, *, at: datetime) -> None:
    """Say that the solution serves the task."""
    draft = draft_of(actor, solution.version, at=at)
    solution.tasks.add(*of_version([task], draft))
    record("scheme.paired", solution, actor, at=at, payload={"task": str(task.uid)}, context=draft)


@transaction.atomic
def unpair(actor: Any, solution: Solution, task: Task, *, at: datetime) -> None:
    """Take the pairing back."""
    draft = draft_of(actor, solution.version, at=at)
    solution.tasks.remove(task)
    record("scheme.unpaired", solution, actor, at=at, payload={"task": str(task.uid)}, context=draft)


@transaction.atomic
def remove_part(actor: Any, part: Objective | TaskGroup | Solution, *, revision: int, at: datetime) -> None:
    """Take an objective, an empty group or a solution out of a draft."""
    draft = draft_of(actor, part.version, at=at)
    row = lock(type(part), part.uid, revision)
    if isinstance(row, TaskGroup) and (row.tasks.exists() or row.solutions.exists() or row.children.exists()):
        raise Refused([Refusal("group-not-empty", _("Move what stands in this group first."))])
    record(f"scheme.{NAME[type(part)]}_removed", row, actor, at=at, payload={"text": str(row)}, context=draft)
    row.delete()


@transaction.atomic
def move_part(actor: Any, part: Part, *, later: bool, at: datetime) -> None:
    """Exchange a row with its neighbour among the rows of its group (of its parent, for a group)."""
    draft = draft_of(actor, part.version, at=at)
    siblings = type(part)._default_manager.filter(version=draft)
    for above in ("group", "parent"):
        if hasattr(part, f"{above}_id"):
            siblings = siblings.filter(**{above: getattr(part, f"{above}_id")})
    rows = list(siblings.select_for_update().order_by("position", "pk"))
    place = next(n for n, row in enumerate(rows) if row.pk == part.pk)
    other = place + (1 if later else -1)
    if not 0 <= other < len(rows):
        return
    positions = _rising([row.position for row in rows])
    rows[place], rows[other] = rows[other], rows[place]
    for row, position in zip(rows, positions, strict=True):
        row.position = position
    type(part)._default_manager.bulk_update(rows, ["position"])
    record("scheme.part_moved", part, actor, at=at, payload={"later": later}, context=draft)


def _rising(positions: list[int]) -> list[int]:
    """The same places, made strictly rising where two rows shared one."""
    for n in range(1, len(positions)):
        positions[n] = max(positions[n], positions[n - 1] + 1)
    return positions


# Money, grounds, results of the previous period


@transaction.atomic
def set_budget(
    actor: Any,
    version: SchemeVersion,
    amounts: Mapping[tuple[str, int | None], int],
    *,
    at: datetime,
    task: Task | None = None,
) -> None:
    """Replace the amounts stated of the scheme, or of one task: (source, year) → dong; either may be missing."""
    draft = draft_of(actor, version, at=at)
    lines = {(line.source, line.year): line for line in draft.budget_lines.select_for_update().filter(task=task)}
    subject = task or draft
    for key, amount in amounts.items():
        line = lines.pop(key, None)
        source, year = key
        payload = {"source": source, "year": year, "amount": amount}
        if line is None:
            BudgetLine.objects.create(
                version=draft,
                task=task,
                source=source,
                year=year,
                amount=amount,
                created_at=at,
                illustrative=draft.illustrative,
            )
            record("scheme.budget_added", subject, actor, at=at, payload=payload, context=draft)
        elif line.amount != amount:
            payload["was"] = line.amount
            line.amount = amount
            save(line, "amount")
            record("scheme.budget_edited", subject, actor, at=at, payload=payload, context=draft)
    for (source, year), line in lines.items():
        payload = {"source": source, "year": year, "was": line.amount}
        record("scheme.budget_removed", subject, actor, at=at, payload=payload, context=draft)
        line.delete()


@transaction.atomic
def add_ground(actor: Any, version: SchemeVersion, instrument: Instrument, *, at: datetime) -> Ground:
    """Name an instrument that the scheme rests on; naming it twice changes nothing."""
    draft = draft_of(actor, version, at=at)
    known = draft.grounds.filter(instrument=instrument).first()
    if known:
        return known
    ground = Ground.objects.create(version=draft, instrument=instrument, position=end_of(draft, Ground), created_at=at)
    record("scheme.ground_added", ground, actor, at=at, context=draft)
    return ground


@transaction.atomic
def remove_ground(actor: Any, ground: Ground, *, at: datetime) -> None:
    """Take a ground out of a draft; the instrument stays in the register."""
    draft = draft_of(actor, ground.version, at=at)
    record("scheme.ground_removed", ground, actor, at=at, context=draft)
    ground.delete()


@transaction.atomic
def record_result(
    actor: Any,
    version: SchemeVersion,
    objective: Objective,
    *,
    at: datetime,
    value_text: str = "",
    source: str = "",
    no_source: bool = False,
) -> PreviousResult | None:
    """Say what was reached of a target of the previous scheme, or that no source was found; nothing given forgets it.

    Refuses a value without its source, and a target of another scheme.
    """
    draft = draft_of(actor, version, at=at)
    if not rules.earlier_targets(draft).filter(pk=objective.pk).exists():
        raise Refused([Refusal("not-an-earlier-target", _("This is not a target of the previous scheme."))])
    if value_text and not source and not no_source:
        raise Refused([Refusal("result-without-source", _("Name the source of the value."))])
    known = draft.previous_results.filter(objective__lineage=objective.lineage).first()
    if not (value_text or no_source):
        if known:
            said = {"value_text": known.value_text, "source": known.source, "no_source": known.no_source}
            record("scheme.result_removed", known, actor, at=at, payload=said, context=draft)
            known.delete()
        return None
    values = {
        "value_text": "" if no_source else value_text,
        "source": "" if no_source else source,
        "no_source": no_source,
    }
    if known and all(getattr(known, name) == value for name, value in values.items()):
        return known
    result = known or PreviousResult(version=draft, objective=objective, created_at=at, illustrative=draft.illustrative)
    for name, value in values.items():
        setattr(result, name, value)
    if known:
        save(result, *values)
    else:
        result.save()
    record("scheme.result_recorded", result, actor, at=at, payload=values, context=draft)
    return result


# What the deeds above share

NAME: dict[type[Any], str] = {Objective: "objective", TaskGroup: "group", Solution: "solution", Task: "task"}


def of_version(tasks: Iterable[Task], version: SchemeVersion) -> list[Task]:
    """The tasks, all of which must stand in the version."""
    chosen = list(tasks)
    if any(task.version_id != version.pk for task in chosen):
        raise ValueError("A task of another version cannot be paired.")
    return chosen


def end_of(version: SchemeVersion, model: type[Any]) -> int:
    """The position after the last row of a version."""
    last: int | None = model._default_manager.filter(version=version).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _add(actor: Any, version: SchemeVersion, row: P, at: datetime) -> P:
    draft = draft_of(actor, version, at=at)
    row.version, row.position = draft, end_of(draft, type(row))
    row.created_at, row.illustrative = at, draft.illustrative
    row.save()
    record(f"scheme.{NAME[type(row)]}_added", row, actor, at=at, payload={"text": str(row)}, context=draft)
    return row


def _edit(actor: Any, part: P, revision: int, at: datetime, **values: Any) -> P:
    draft = draft_of(actor, part.version, at=at)
    row = lock(type(part), part.uid, revision)
    before = {name: _plain(getattr(row, name)) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    save(row, *values)
    payload = differences(before, {name: _plain(value) for name, value in values.items()})
    record(f"scheme.{NAME[type(part)]}_edited", row, actor, at=at, payload=payload, context=draft)
    return row


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, TaskGroup) else value
