"""Reporting how far an assignment has come, standing by what others reported, and showing it with files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from phusa.foundation import access
from phusa.foundation.access.permissions import refusal_of
from phusa.foundation.files.services import store_file
from phusa.foundation.journal.services import record
from phusa.foundation.records.services import lock, save
from phusa.kernel.refusals import Refusal, Refused
from phusa.planning.assignments.models import Assignment, Evidence, ProgressReport
from phusa.planning.assignments.permissions import Voice, voice_of
from phusa.planning.assignments.rules import Intended, due_after, progress_of_whole
from phusa.planning.assignments.vocabulary import RECURRING, Standing, Status
from phusa.planning.assignments.workflow import PROGRESS, step_to

OF_PROGRESS = ("status", "percent", "narrative", "status_confirmed", "status_at", "completed_on")


@dataclass(frozen=True)
class GivenFile:
    """A file given as evidence, and the degree of secrecy that the giver states."""

    file: "File[Any]"
    secrecy: str


@transaction.atomic
def report_progress(
    actor: Any,
    assignment: Assignment,
    *,
    revision: int,
    status: str,
    percent: int,
    narrative: str,
    on: date,
    at: datetime,
    evidence: Iterable[GivenFile] = (),
) -> ProgressReport:
    """Add a report that supersedes the last one of the period, and put the assignment where it says.

    `on` is the day the report speaks of; of a finished assignment, the day on which it was finished. The report is
    confirmed when the actor speaks for the agency that answers for the assignment. A recurring one that is reported
    done by that agency moves on to its next occurrence. Raises `NotAllowed`, `Conflict`, `Refused`.
    """
    _require(actor, "assignments.report_progress", assignment)
    row = lock(Assignment, assignment.uid, revision)
    intended = Intended(row, status, percent, narrative.strip(), on)
    step = step_to(row.status, status)
    if step is None:
        raise Refused([Refusal("status-unknown", _("There is no such status."))])
    PROGRESS.require(step, intended, at)
    voice = _voice(actor, row)
    report = _add(row, intended, actor, voice.organization_id, confirmed=voice.confirmed, at=at)
    for given in evidence:
        _attach(actor, row, report, given, at)
    record(
        "assignment.progress_reported",
        row,
        actor,
        at=at,
        payload={"status": status, "percent": percent, "confirmed": voice.confirmed, "on": on},
        context=row.origin,
    )
    return report


@transaction.atomic
def confirm_progress(actor: Any, assignment: Assignment, *, revision: int, at: datetime) -> ProgressReport:
    """Stand, for the lead agency, by what somebody else has reported last."""
    _require(actor, "assignments.confirm_progress", assignment)
    row = lock(Assignment, assignment.uid, revision)
    last = row.reports.filter(superseded_by=None, period_due_on=_period(row)).first()
    if last is None or row.status_confirmed:
        raise Refused([Refusal("nothing-to-confirm", _("There is no report that waits for the lead agency's word."))])
    intended = Intended(row, last.status, last.percent, last.narrative, last.reported_on)
    report = _add(row, intended, actor, _voice(actor, row).organization_id, confirmed=True, at=at)
    record(
        "assignment.progress_confirmed",
        row,
        actor,
        at=at,
        payload={"status": last.status, "percent": last.percent},
        context=row.origin,
    )
    return report


@transaction.atomic
def attach_evidence(actor: Any, report: ProgressReport, given: GivenFile, *, at: datetime) -> Evidence:
    """Add a file to a report of one's own agency that has not been superseded."""
    row = lock(Assignment, report.assignment.uid)
    _require(actor, "assignments.report_progress", row)
    if row.standing != Standing.ISSUED:
        raise Refused([Refusal("withdrawn", _("The assignment has been withdrawn; nothing more is reported on it."))])
    voice = _voice(actor, row)
    if report.reported_for_id != voice.organization_id:
        raise Refused([Refusal("report-of-others", _("Files are added to the reports of one's own agency."))])
    evidence = _attach(actor, row, report, given, at)
    record("assignment.evidence_attached", row, actor, at=at, payload={"file": str(evidence.file)}, context=row.origin)
    return evidence


def _require(actor: Any, permission: str, assignment: Assignment) -> None:
    """Nobody does anything to what they may not see."""
    access.require(actor, "assignments.view_assignment", assignment)
    access.require(actor, permission, assignment)


def _voice(actor: Any, row: Assignment) -> Voice:
    """Asked of the locked row: since the page was made, the parties may have changed."""
    voice = voice_of(actor, row)
    if voice is None:
        raise refusal_of("assignments.report_progress")
    return voice


def _period(row: Assignment) -> date | None:
    return row.due_on if row.recurrence in RECURRING else None


def _add(
    row: Assignment, intended: Intended, actor: Any, speaking_for: int, *, confirmed: bool, at: datetime
) -> ProgressReport:
    period = _period(row)
    report = ProgressReport.objects.create(
        assignment=row,
        status=intended.status,
        percent=intended.percent,
        narrative=intended.narrative,
        reported_on=intended.on,
        period_due_on=period,
        reported_for_id=speaking_for,
        reported_by=actor,
        confirmed=confirmed,
        recorded_at=at,
        created_at=at,
        illustrative=row.illustrative,
        supersedes=row.reports.filter(superseded_by=None, period_due_on=period).first(),
    )
    row.status, row.percent, row.narrative = intended.status, intended.percent, intended.narrative
    row.status_confirmed, row.status_at = confirmed, at
    row.completed_on = intended.on if intended.status == Status.DONE else None
    rolled = confirmed and intended.status == Status.DONE and roll_on(row)
    save(row, *OF_PROGRESS, *(("due_on", "closes_on") if rolled else ()))
    if row.parent_id:
        derive_progress(Assignment.objects.select_for_update().get(pk=row.parent_id))
    return report


def _attach(actor: Any, row: Assignment, report: ProgressReport, given: GivenFile, at: datetime) -> Evidence:
    stored = store_file(actor, given.file, secrecy=given.secrecy, owner=row, at=at)
    return Evidence.objects.create(report=report, file=stored)


def roll_on(row: Assignment) -> bool:
    """Move a recurring assignment whose period is done to the next occurrence, unsaved; False when there is none."""
    following = due_after(row, row.due_on) if row.recurrence in RECURRING and row.due_on else None
    if following is None:
        return False
    row.due_on, row.closes_on = following
    row.status, row.percent, row.narrative, row.completed_on = Status.NOT_STARTED, 0, "", None
    return True


def derive_progress(whole: Assignment) -> None:
    """Put a locked collective where its parts, as they stand, have brought it."""
    parts = list(whole.parts.filter(standing=Standing.ISSUED))
    if not parts:
        return
    whole.status, whole.percent = progress_of_whole(parts)
    whole.narrative = ""
    whole.status_confirmed = all(part.status_confirmed for part in parts)
    whole.status_at = max((part.status_at for part in parts if part.status_at), default=None)
    done = whole.status == Status.DONE
    whole.completed_on = max((part.completed_on for part in parts if part.completed_on), default=None) if done else None
    due = [part for part in parts if part.due_on]
    if whole.recurrence in RECURRING and due:
        earliest = min(due, key=lambda part: part.due_on or date.max)
        whole.due_on, whole.closes_on = earliest.due_on, earliest.closes_on
    save(whole, *OF_PROGRESS, "due_on", "closes_on")
