"""How an assignment reads on a page or in an export: its badge, its deadline, its agencies."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phusa.foundation.legal.queries import working_calendar
from phusa.foundation.ui.templatetags.ui import badge, deadline
from phusa.foundation.ui.vocabulary import Deadline, State, Timeliness, progress_state
from phusa.kernel.calendar import REST_DAYS, DayReason, WorkingCalendar
from phusa.planning.assignments.models import Assignment, Party, ProgressReport
from phusa.planning.assignments.rules import ONE_DAY, clock_of
from phusa.planning.assignments.vocabulary import Clock, ClockState, DeadlineState

UNCONFIRMED = gettext_lazy("not confirmed by the lead agency")
UNREPORTED = gettext_lazy("no report yet")
TIMELINESS = {
    ClockState.NONE: Timeliness.NONE,
    ClockState.STOPPED: Timeliness.NONE,
    ClockState.OPEN: Timeliness.ON_TIME,
    ClockState.DUE_SOON: Timeliness.SOON,
    ClockState.OVERDUE: Timeliness.LATE,
    ClockState.DONE_ON_TIME: Timeliness.ON_TIME,
    ClockState.DONE_LATE: Timeliness.LATE,
}


class Clocks:
    """The clocks of many assignments on one day: the calendar is read once, when first needed, and what closes on the
    same day is counted and drawn once.
    """

    def __init__(self) -> None:
        self._clocks: dict[Any, Clock] = {}
        self._states: dict[Any, State] = {}
        self._badges: dict[Any, SafeString] = {}
        self._deadlines: dict[Any, SafeString] = {}

    @cached_property
    def today(self) -> date:
        """The day of the installation."""
        return timezone.localdate()

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The working days of the installation."""
        return working_calendar()

    def of(self, assignment: Assignment) -> Clock:
        """Where the assignment stands."""
        key = (assignment.status, assignment.closes_on, assignment.completed_on)
        if key not in self._clocks:
            self._clocks[key] = clock_of(assignment, self.today, self.calendar)
        return self._clocks[key]

    def _look(self, assignment: Assignment) -> Any:
        """What the state depends on."""
        reported = assignment.status_at is not None
        return assignment.status, self.of(assignment).state, assignment.status_confirmed, reported

    def state(self, assignment: Assignment) -> State:
        """Its state, as exports write it."""
        look = self._look(assignment)
        if look not in self._states:
            self._states[look] = state_of(assignment, self.of(assignment))
        return self._states[look]

    def badge(self, assignment: Assignment) -> SafeString:
        """Its state as a badge."""
        look = self._look(assignment)
        if look not in self._badges:
            self._badges[look] = badge(self.state(assignment))
        return self._badges[look]

    def deadline(self, assignment: Assignment) -> Deadline:
        """Its deadline."""
        return deadline_of(assignment, self.of(assignment))

    def deadline_cell(self, assignment: Assignment) -> SafeString:
        """Its deadline as a cell of a list: many tasks of a document have the same."""
        key = (assignment.deadline_text, assignment.deadline_state, assignment.closes_on, self.of(assignment))
        if key not in self._deadlines:
            self._deadlines[key] = deadline(self.deadline(assignment))
        return self._deadlines[key]

    def term(self, assignment: Assignment) -> "Term | None":
        """The arithmetic behind it."""
        return term_of(assignment, self.of(assignment), self.today, self.calendar)


RUNNING = (ClockState.OPEN, ClockState.DUE_SOON)


def state_of(assignment: Assignment, clock: Clock) -> State:
    """The badge: status × clock, and whether anybody reported it and the lead agency stands by it."""
    state = progress_state(assignment.status, TIMELINESS[clock.state], confirmed=assignment.status_confirmed)
    if assignment.status_at is None:
        return replace(state, note=UNREPORTED)
    return state if assignment.status_confirmed else replace(state, note=UNCONFIRMED)


def report_state(report: ProgressReport) -> State:
    """The badge of a report by itself: its status, without a clock."""
    state = progress_state(report.status, confirmed=report.confirmed)
    return state if report.confirmed else replace(state, note=UNCONFIRMED)


def deadline_of(assignment: Assignment, clock: Clock) -> Deadline:
    """The deadline as written and as read, with the working days left or late while it runs."""
    days = signed_days(clock) if clock.state in (*RUNNING, ClockState.OVERDUE) else None
    return Deadline(
        as_written=assignment.deadline_text or _("no deadline stated"),
        due_on=assignment.closes_on,
        days=None if clock.state == ClockState.OVERDUE and not days else days,
        timeliness=TIMELINESS[clock.state],
        unread=assignment.deadline_state == DeadlineState.UNREAD,
    )


def signed_days(clock: Clock) -> int | None:
    """Working days left; negative when overdue or done late; None when nobody counts."""
    if clock.working_days is None:
        return None
    return clock.working_days if clock.state in RUNNING else -clock.working_days


def names_of(parties: list[Party]) -> list[str]:
    """The agencies as the document names them."""
    return [party.as_written for party in parties]


@dataclass(frozen=True)
class Term:
    """The arithmetic behind a clock: what moved the term, and what was not counted between two days."""

    moved_over: list[DayReason]  # days off between the day read and the day on which the term closes
    first: date | None = None  # the first day counted
    last: date | None = None  # the last day counted
    working_days: int = 0
    days_off: int = 0
    named_days: tuple[DayReason, ...] = ()  # those of the days off that are no ordinary week-end


def term_of(assignment: Assignment, clock: Clock, today: date, calendar: WorkingCalendar) -> Term | None:
    """How the clock of `today` was worked out; None where there is no day to count to."""
    if assignment.due_on is None or assignment.closes_on is None:
        return None
    moved = calendar.explain(assignment.due_on, assignment.closes_on)
    if clock.state in RUNNING:
        first, last = today + ONE_DAY, assignment.closes_on
    elif clock.state == ClockState.OVERDUE:
        first, last = assignment.closes_on + ONE_DAY, today
    elif clock.state == ClockState.DONE_LATE and assignment.completed_on:
        first, last = assignment.closes_on + ONE_DAY, assignment.completed_on
    else:
        return Term(moved)
    if last < first:
        return Term(moved)
    off = calendar.explain(first, last + timedelta(days=1))
    named = tuple(day for day in off if day.reason not in REST_DAYS.values())
    return Term(moved, first, last, clock.working_days or 0, len(off), named)
