"""What must hold before a deed, and what is worked out from an assignment: its lead, its deadline, its clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phusa.foundation.legal.queries import working_calendar
from phusa.kernel import deadlines
from phusa.kernel.calendar import WorkingCalendar
from phusa.kernel.refusals import Refusal
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.vocabulary import (
    DUE_SOON_DAYS,
    RECURRING,
    Clock,
    ClockState,
    DeadlineState,
    LeadKind,
    PartyRole,
    PartyTerms,
    Recurrence,
    Standing,
    Status,
)

ONE_DAY = timedelta(days=1)
LONGEST_PERIOD = timedelta(days=800)  # a yearly duty comes back within this time


def lead_kind_of(parties: Sequence[PartyTerms]) -> LeadKind:
    """How the lead is written: a collective among several leads makes it collective."""
    leads = [party for party in parties if party.role == PartyRole.LEAD]
    if any(lead.group_id is not None or lead.collective for lead in leads):
        return LeadKind.COLLECTIVE
    if not leads:
        return LeadKind.NONE
    return LeadKind.ONE if len(leads) == 1 else LeadKind.SEVERAL


def accountable_of(parties: Sequence[PartyTerms]) -> int | None:
    """The single lead, or the focal point of several; None for a collective or while no focal point is named."""
    leads = [party for party in parties if party.role == PartyRole.LEAD]
    if lead_kind_of(parties) == LeadKind.COLLECTIVE:
        return None
    if len(leads) > 1:
        leads = [lead for lead in leads if lead.focal]
    return leads[0].organization_id if len(leads) == 1 else None


class DeadlineReader:
    """Deadline texts as columns of an assignment, each text read once and each day moved once."""

    def __init__(self, calendar: WorkingCalendar, on: date) -> None:
        self.calendar = calendar
        self.on = on
        self._read: dict[str, dict[str, Any]] = {}

    def columns(self, text: str) -> dict[str, Any]:
        """`deadline_state`, `terms_on`, `starts_on`, `due_on`, `closes_on` and `recurrence` of the text."""
        if text not in self._read:
            self._read[text] = self._columns(text)
        return self._read[text]

    def _columns(self, text: str) -> dict[str, Any]:
        reading = deadlines.read(text, on=self.on)
        recurrence = Recurrence(reading.recurrence)
        due_on = next_occurrence(reading, self.on) if recurrence in RECURRING else reading.end
        return {
            "deadline_state": DeadlineState(reading.state),
            "terms_on": self.on,
            "starts_on": reading.start,
            "due_on": due_on,
            "closes_on": self.calendar.next_working(due_on) if due_on else None,
            "recurrence": recurrence,
        }


def next_occurrence(reading: deadlines.Deadline, since: date) -> date | None:
    """The first due day of a recurring deadline on or after `since`; None when it has come to its end."""
    horizon = min(since, date.max - LONGEST_PERIOD) + LONGEST_PERIOD
    return next(iter(deadlines.occurrences(reading, since, horizon)), None)


def due_after(assignment: Assignment, day: date) -> tuple[date, date] | None:
    """`due_on` and `closes_on` of the first occurrence of a recurring assignment after `day`."""
    following = next_occurrence(deadlines.read(assignment.deadline_text, on=assignment.terms_on), day + ONE_DAY)
    return (following, working_calendar().next_working(following)) if following else None


def clock_of(assignment: Assignment, today: date, calendar: WorkingCalendar | None = None) -> Clock:
    """Where the assignment stands against its deadline on `today`, in working days of the installation's calendar."""
    closes_on = assignment.closes_on
    if closes_on is None:
        return Clock(ClockState.NONE)
    calendar = calendar or working_calendar()
    if assignment.status == Status.DONE and assignment.completed_on:
        if assignment.completed_on <= closes_on:
            return Clock(ClockState.DONE_ON_TIME)
        return Clock(ClockState.DONE_LATE, calendar.late_by(closes_on, assignment.completed_on))
    if assignment.status == Status.PAUSED:
        return Clock(ClockState.STOPPED)
    if today > closes_on:
        return Clock(ClockState.OVERDUE, calendar.late_by(closes_on, today))
    left = calendar.between(today + ONE_DAY, closes_on + ONE_DAY)
    soon = closes_on <= today + timedelta(days=DUE_SOON_DAYS)
    return Clock(ClockState.DUE_SOON if soon else ClockState.OPEN, left)


@dataclass(frozen=True)
class Intended:
    """What somebody wants to report of an assignment: the record that the table of progress is asked about.

    `on` is the day of which the report speaks; for a finished assignment, the day on which it was finished.
    """

    assignment: Assignment
    status: str
    percent: int
    narrative: str
    on: date


def it_is_not_opened_into_parts(intended: Intended, at: datetime) -> Refusal | None:
    """The progress of an opened collective follows from its members' reports."""
    if not intended.assignment.parts.exists():
        return None
    return Refusal(
        "opened-into-parts",
        _("Each member reports on its own part; the progress of the whole follows from them."),
        link=intended.assignment.get_absolute_url(),
    )


def percent_is_between_0_and_100(intended: Intended, at: datetime) -> Refusal | None:
    """A share of the work is a whole number of percent."""
    if 0 <= intended.percent <= 100:
        return None
    return Refusal("percent-out-of-range", _("Progress is a whole number from 0 to 100 percent."))


def done_means_100(intended: Intended, at: datetime) -> Refusal | None:
    """What is done is done wholly."""
    if intended.percent == 100:
        return None
    return Refusal(
        "done-below-100", _("“Done” means 100 percent: put 100, or choose “In progress” and say what is missing.")
    )


def not_started_means_0(intended: Intended, at: datetime) -> Refusal | None:
    """Where there is progress, the work has begun."""
    if intended.percent == 0:
        return None
    return Refusal("begun-above-0", _("“Not started” means 0 percent: where there is progress, choose “In progress”."))


def a_step_back_is_explained(intended: Intended, at: datetime) -> Refusal | None:
    """Less than was reported before, or no longer done, needs a sentence that says why."""
    reopened = intended.assignment.status == Status.DONE != intended.status
    if not (reopened or intended.percent < intended.assignment.percent) or intended.narrative.strip():
        return None
    return Refusal(
        "step-back-unexplained",
        _("This is less than was reported before (%(percent)d%%): say in the narrative why.")
        % {"percent": intended.assignment.percent},
    )


def a_pause_has_a_reason(intended: Intended, at: datetime) -> Refusal | None:
    """A pause stops the clock, so it is explained."""
    if intended.narrative.strip():
        return None
    return Refusal("pause-without-reason", _("Say in the narrative why the work is paused and who decided it."))


def report_is_not_of_the_future(intended: Intended, at: datetime) -> Refusal | None:
    """A report speaks of today or of an earlier day."""
    if intended.on <= timezone.localdate(at):
        return None
    return Refusal("report-of-the-future", _("The date of the report lies in the future."))


def progress_of_whole(parts: Sequence[Assignment]) -> tuple[Status, int]:
    """Status and percent of an opened collective: the mean of its members, done when all are, never rounded up."""
    statuses = {part.status for part in parts}
    percent = sum(part.percent for part in parts) // len(parts)
    if len(statuses) == 1:
        return Status(statuses.pop()), percent
    if statuses == {Status.DONE, Status.PAUSED}:
        return Status.PAUSED, percent
    return Status.IN_PROGRESS, percent


def it_binds(assignment: Assignment) -> Refusal | None:
    """Who handles it is arranged while it is in force."""
    if assignment.standing == Standing.ISSUED:
        return None
    return Refusal("not-in-force", _("The assignment is not in force: it has not been issued, or has been withdrawn."))


def its_lead_is_collective(assignment: Assignment) -> Refusal | None:
    """Only what many lead together is opened into parts."""
    if assignment.lead_kind == LeadKind.COLLECTIVE and assignment.parent_id is None:
        return None
    return Refusal("not-collective", _("Only an assignment with a collective lead is opened into parts."))
