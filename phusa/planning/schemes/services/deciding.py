"""Deciding: submitting, returning, approving, amending, and passing a required line."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.instruments.models import Instrument
from phusa.foundation.journal.services import record
from phusa.foundation.records.services import lock, save
from phusa.kernel.refusals import Refusal, Refused
from phusa.kernel.text import fold
from phusa.planning.assignments import services as assignments
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.vocabulary import Audience, Standing
from phusa.planning.schemes import rules
from phusa.planning.schemes.documents import digest_of, to_json, written_down
from phusa.planning.schemes.models import (
    Scheme,
    SchemeTitle,
    SchemeVersion,
    Solution,
    Task,
    TaskGroup,
    Waiver,
)
from phusa.planning.schemes.services.drafting import HEADING, SHOWN, origin_of, show_heading
from phusa.planning.schemes.vocabulary import VersionState, Weight
from phusa.planning.schemes.workflow import SCHEME


@transaction.atomic
def submit(actor: Any, version: SchemeVersion, *, at: datetime) -> SchemeVersion:
    """Hand the draft to the authority. Refused with every required line that does not hold."""
    access.require(actor, "schemes.submit_scheme", version.scheme)
    draft = lock(SchemeVersion, version.uid)
    draft.state = SCHEME.require("submit", draft, at)
    draft.submitted_at, draft.return_reason = at, ""
    save(draft, "state", "submitted_at", "return_reason")
    waived = {waiver.rule: waiver.reason for waiver in draft.waivers.all()}
    record("scheme.submitted", draft, actor, at=at, payload={"version": draft.number, "waived": waived})
    return draft


@transaction.atomic
def return_(actor: Any, version: SchemeVersion, *, reason: str, at: datetime) -> SchemeVersion:
    """Give a submitted draft back, with the reason; editing it makes it a draft again."""
    access.require(actor, "schemes.return_scheme", version.scheme)
    submitted = lock(SchemeVersion, version.uid)
    state = SCHEME.require("return", submitted, at)
    if not reason.strip():
        raise Refused([Refusal("return-without-reason", _("Say what has to be completed."))])
    submitted.state, submitted.return_reason = state, reason
    save(submitted, "state", "return_reason")
    payload = {"version": submitted.number, "reason": reason}
    record("scheme.returned", submitted, actor, at=at, payload=payload)
    return submitted


@transaction.atomic
def waive(actor: Any, version: SchemeVersion, *, rule: str, reason: str, at: datetime) -> Waiver:
    """Pass a required line, with the reason that the submission prints; said again, the reason is replaced."""
    access.require(actor, "schemes.waive_rule", version.scheme)
    draft = lock(SchemeVersion, version.uid)
    SCHEME.require("waive", draft, at)
    line = rules.RULE.get(rule)
    if line is None or line.weight(draft.scheme.kind, draft.stage) != Weight.REQUIRED:
        raise Refused([Refusal("rule-not-required", _("This line is not required, so there is nothing to pass."))])
    if not reason.strip():
        raise Refused([Refusal("waiver-without-reason", _("Give the reason; it is printed in the submission."))])
    waiver, _created = Waiver.objects.update_or_create(
        version=draft, rule=rule, defaults={"reason": reason, "by": actor, "at": at}
    )
    payload = {"version": draft.number, "rule": rule, "reason": reason}
    record("scheme.rule_waived", draft, actor, at=at, payload=payload)
    return waiver


@transaction.atomic
def approve(
    actor: Any,
    version: SchemeVersion,
    *,
    revision: int,
    approved_on: date,
    at: datetime,
    instrument: Instrument | None = None,
) -> SchemeVersion:
    """Approve a submitted version; the number of the instrument may follow (`identify_approval`).

    Raises `Conflict` when the version was returned and submitted anew since it was read.
    """
    access.require(actor, "schemes.approve_scheme", version.scheme)
    submitted = lock(SchemeVersion, version.uid, revision)
    SCHEME.require("approve", submitted, at)
    return _approved(actor, submitted, instrument, approved_on, at, on_paper=False)


@transaction.atomic
def record_approval(
    actor: Any, version: SchemeVersion, *, instrument: Instrument, at: datetime, approved_on: date | None = None
) -> SchemeVersion:
    """Record that a version was approved on paper: a fact, so no line of readiness forbids it."""
    access.require(actor, "schemes.record_approval", version)
    draft = lock(SchemeVersion, version.uid)
    SCHEME.require("record_approval", draft, at)
    missing = rules.paper_is_identified(instrument.number, instrument.issued_on)
    day = approved_on or instrument.issued_on
    if missing or day is None:
        raise Refused([missing] if missing else [])
    return _approved(actor, draft, instrument, day, at, on_paper=True)


@transaction.atomic
def identify_approval(actor: Any, version: SchemeVersion, *, instrument: Instrument, at: datetime) -> SchemeVersion:
    """Record number and date of the instrument after the approval, once."""
    access.require(actor, "schemes.record_approval", version)
    approved = lock(SchemeVersion, version.uid)
    if approved.state != VersionState.APPROVED or approved.instrument_id:
        message = _("Only an approved version without an instrument can be given one.")
        raise Refused([Refusal("approval-already-identified", message)])
    missing = rules.paper_is_identified(instrument.number, instrument.issued_on)
    if missing:
        raise Refused([missing])
    approved.instrument = instrument
    save(approved, "instrument")
    scheme = lock(Scheme, approved.scheme.uid)
    scheme.instrument = instrument
    save(scheme, "instrument")
    payload = {"version": approved.number, "instrument": str(instrument)}
    record("scheme.approval_identified", scheme, actor, at=at, payload=payload)
    return approved


def _approved(
    actor: Any,
    version: SchemeVersion,
    instrument: Instrument | None,
    approved_on: date,
    at: datetime,
    *,
    on_paper: bool,
) -> SchemeVersion:
    counts = approve_rows(version, instrument=instrument, approved_on=approved_on, at=at)
    payload = {
        "version": version.number,
        "approved_on": approved_on.isoformat(),
        "instrument": str(instrument) if instrument else "",
        "on_paper": on_paper,
        "digest": version.digest,
        **counts,
    }
    record("scheme.approved", version.scheme, actor, at=at, payload=payload)
    return version


@transaction.atomic
def approve_rows(
    version: SchemeVersion, *, instrument: Instrument | None, approved_on: date, at: datetime
) -> dict[str, int]:
    """Put a version in force: issue new assignments, absorb amended ones, put all in the order of the document,
    withdraw those it no longer names, freeze the wording, supersede the version before. Returns {issued, absorbed,
    withdrawn}.

    Checks no permission and writes no journal: the deed that calls this does both.
    """
    former = version.scheme.versions.select_for_update().filter(state=VersionState.APPROVED).first()
    absorbed = _absorb(version, at)
    of_version = Assignment.objects.filter(scheme_tasks__version=version)
    issued = assignments.issue(
        Assignment.objects.filter(pk__in=of_version.values("pk"), standing=Standing.DRAFT),
        audience=Audience.OPEN,
        at=at,
    )
    moved = version.tasks.exclude(assignment__position=F("position")).values_list("assignment", "position")
    assignments.rearrange(dict(moved))
    withdrawn = 0
    if former:
        gone = former.tasks.exclude(assignment__in=of_version.values("pk")).values("assignment")
        reason = _("No longer in version %(number)d of the scheme") % {"number": version.number}
        withdrawn = assignments.withdraw(Assignment.objects.filter(pk__in=gone), reason=reason, at=at)
        former.state = VersionState.SUPERSEDED
        save(former, "state")
    version.state, version.approved_on, version.instrument = VersionState.APPROVED, approved_on, instrument
    version.frozen = to_json(written_down(version))
    version.digest = digest_of(version.frozen)
    save(version, "state", "approved_on", "instrument", "frozen", "digest")
    _show_on_scheme(version, approved_on)
    return {"issued": issued, "absorbed": absorbed, "withdrawn": withdrawn}


def _absorb(version: SchemeVersion, at: datetime) -> int:
    """Write amended terms onto the live assignments, and let the tasks point to these again."""
    amended = list(
        version.tasks.filter(assignment__standing=Standing.DRAFT, assignment__replaces__isnull=False).select_related(
            "assignment"
        )
    )
    for task in amended:
        task.assignment = assignments.absorb(task.assignment, at=at)
    Task.objects.bulk_update(amended, ["assignment"], batch_size=500)
    return len(amended)


def _show_on_scheme(version: SchemeVersion, approved_on: date) -> None:
    """The scheme repeats the version in force; a new official title begins on the day of approval."""
    scheme = lock(Scheme, version.scheme.uid)
    show_heading(scheme, version)
    scheme.instrument = version.instrument
    save(scheme, *SHOWN, "instrument")
    assignments.retitle_origin(origin_of(scheme))
    version.scheme = scheme
    official = scheme.titles.filter(official=True, valid_to=None)
    if official.exclude(text=version.title).exists():
        official.filter(valid_from__gte=approved_on).delete()
        official.update(valid_to=approved_on)
        SchemeTitle.objects.create(
            scheme=scheme, text=version.title, text_folded=fold(version.title), official=True, valid_from=approved_on
        )


@transaction.atomic
def open_amendment(actor: Any, version: SchemeVersion, *, at: datetime) -> SchemeVersion:
    """Start a new draft from the version in force. Its tasks point to what is in force until they are edited."""
    access.require(actor, "schemes.edit_scheme", version.scheme)
    source = lock(SchemeVersion, version.uid)
    SCHEME.require("amend", source, at)
    draft = SchemeVersion.objects.create(
        scheme=source.scheme,
        number=source.scheme.versions.order_by("-number").values_list("number", flat=True)[0] + 1,
        based_on=source,
        created_at=at,
        illustrative=source.illustrative,
        **{name: getattr(source, name) for name in HEADING},
    )
    _copy_rows(source, draft, at)
    record("scheme.amendment_opened", draft, actor, at=at, payload={"version": draft.number})
    return draft


def _copy_rows(source: SchemeVersion, draft: SchemeVersion, at: datetime) -> None:
    """Every row of a version into another one, in bulk; lineages stay."""
    _copied(source.objectives.all(), draft, at)
    _copied(source.grounds.all(), draft, at)
    _copied(source.previous_results.all(), draft, at)
    groups = _copied(source.groups.all(), draft, at)
    children = [group for group in groups.values() if group.parent_id]
    for group in children:
        group.parent = groups[group.parent_id]
    TaskGroup.objects.bulk_update(children, ["parent"], batch_size=500)
    tasks = _copied(source.tasks.all(), draft, at, groups=groups)
    solutions = _copied(source.solutions.all(), draft, at, groups=groups)
    through = Solution.tasks.through
    through.objects.bulk_create(
        [
            through(solution=solutions[solution], task=tasks[task])
            for solution, task in through.objects.filter(solution__version=source).values_list("solution", "task")
        ],
        batch_size=500,
    )
    _copied(source.budget_lines.all(), draft, at, tasks=tasks)


def _copied(
    rows: Iterable[Any],
    draft: SchemeVersion,
    at: datetime,
    *,
    groups: dict[int, TaskGroup] | None = None,
    tasks: dict[int, Task] | None = None,
) -> dict[int, Any]:
    """Old key → new row."""
    copies: dict[int, Any] = {}
    for row in rows:
        model = type(row)
        kept = {
            field.attname: getattr(row, field.attname)
            for field in model._meta.concrete_fields
            if field.name not in ("id", "uid", "revision", "created_at", "version")
        }
        copy = model(version=draft, created_at=at, **kept)
        if groups is not None and row.group_id:
            copy.group = groups[row.group_id]
        if tasks is not None and row.task_id:
            copy.task = tasks[row.task_id]
        copies[row.pk] = copy
    if copies:
        model = type(next(iter(copies.values())))
        model._default_manager.bulk_create(copies.values(), batch_size=500)
    return copies


@transaction.atomic
def withdraw_version(version: SchemeVersion, *, at: datetime) -> SchemeVersion:
    """Take the version in force out of force for good, because it should never have come in (an import taken back).

    Checks no permission and writes no journal: the deed that calls this does both, and withdraws the assignments.
    """
    in_force = lock(SchemeVersion, version.uid)
    in_force.state = SCHEME.require("withdraw", in_force, at)
    save(in_force, "state")
    return in_force


@transaction.atomic
def discard_draft(actor: Any, version: SchemeVersion, *, at: datetime) -> None:
    """Throw away a draft that was never submitted; with the first draft the scheme itself goes.

    Refused once it has been submitted: what was submitted is kept. Draft assignments are withdrawn, nothing in force
    changes.
    """
    access.require(actor, "schemes.edit_scheme", version.scheme)
    draft = lock(SchemeVersion, version.uid)
    SCHEME.require("edit", draft, at)
    if draft.submitted_at:
        raise Refused([Refusal("draft-was-submitted", _("It has been submitted before, so it is kept."))])
    scheme = draft.scheme
    first = draft.based_on_id is None
    if first and scheme.following.exists():
        raise Refused([Refusal("scheme-is-previous", _("Another scheme names this one as its previous scheme."))])
    payload = {"scheme": str(scheme.uid), "version": draft.number, "document": to_json(written_down(draft))}
    record("scheme.draft_discarded", draft, actor, at=at, payload=payload)
    drafts = Assignment.objects.filter(scheme_tasks__version=draft, standing=Standing.DRAFT).values_list(
        "pk", flat=True
    )
    assignments.withdraw(Assignment.objects.filter(pk__in=list(drafts)), reason=_("The draft was discarded"), at=at)
    for rows in (draft.solutions, draft.tasks, draft.groups):
        rows.all().delete()
    draft.delete()
    if first:
        scheme.delete()
