"""How an item reads on a page or in an export: its badge and its term."""

from datetime import date
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from phusa.foundation.legal.queries import working_calendar
from phusa.foundation.ui.vocabulary import Deadline, State, Text, Timeliness, Tone
from phusa.kernel.calendar import WorkingCalendar
from phusa.planning.requests.models import Item
from phusa.planning.requests.rules import Clock, clock_of, left_until, state_of
from phusa.planning.requests.vocabulary import ClockState, Outcome, RequestState

TIMELINESS = {
    ClockState.OPEN: Timeliness.ON_TIME,
    ClockState.DUE_SOON: Timeliness.SOON,
    ClockState.OVERDUE: Timeliness.LATE,
    ClockState.ANSWERED_ON_TIME: Timeliness.ON_TIME,
    ClockState.ANSWERED_LATE: Timeliness.LATE,
}
ICONS = {
    Outcome.NONE: "circle",
    Outcome.IN_PROGRESS: "circle-half",
    Outcome.PASSED_ON: "arrow-right",
    Outcome.GRANTED: "check-circle-fill",
    Outcome.PARTLY: "check-circle",
    Outcome.EXPLAINED: "chat-left-text",
}
STATES = {
    RequestState.DRAFT: ("pencil", Tone.NEUTRAL),
    RequestState.OPEN: ("hourglass-split", Tone.ACTION),
    RequestState.ANSWERED: ("check-all", Tone.DONE),
    RequestState.WITHDRAWN: ("slash-circle", Tone.QUIET),
}


class Clocks:
    """The clocks of many items on one day: the calendar is read once, when first needed."""

    @cached_property
    def today(self) -> date:
        """The day of the installation."""
        return timezone.localdate()

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The working days of the installation."""
        return working_calendar()

    def badge(self, item: Item) -> State:
        """Its badge."""
        return badge_of(item, self.today)

    def deadline(self, item: Item) -> Deadline:
        """Its term."""
        return deadline_of(item, self.today, self.calendar)

    def of(self, item: Item) -> Clock:
        """Its clock, with the arithmetic."""
        return clock_of(item, self.today, self.calendar)


def state_of_request(state: str) -> State:
    """The badge of the whole request."""
    icon, tone = STATES[RequestState(state)]
    return State(RequestState(state).label, icon, tone)


def clock_state(item: Item, today: date) -> ClockState:
    """Where the item stands, from the columns that lists keep."""
    return state_of(item.closes_on, item.settled_on, today, stopped=item.paused_since is not None)


def badge_of(item: Item, today: date) -> State:
    """The badge of an item: what was said, and whether in time."""
    if item.request.state in (RequestState.DRAFT, RequestState.WITHDRAWN):
        return state_of_request(item.request.state)
    outcome, clock = Outcome(item.outcome), clock_state(item, today)
    timeliness = TIMELINESS.get(clock, Timeliness.NONE)
    suffix: Text = Timeliness(timeliness).label if timeliness != Timeliness.NONE else ""
    if clock == ClockState.STOPPED:
        return State(outcome.label, "pause-circle", Tone.QUIET, ClockState.STOPPED.label)
    if item.settled_on:
        granted = outcome == Outcome.GRANTED and timeliness != Timeliness.LATE
        return State(outcome.label, ICONS[outcome], Tone.DONE if granted else Tone.NEUTRAL, suffix)
    tone = {Timeliness.LATE: Tone.LATE, Timeliness.SOON: Tone.SOON}.get(Timeliness(timeliness), Tone.NEUTRAL)
    icon = {Tone.LATE: "exclamation-triangle-fill", Tone.SOON: "hourglass-split"}.get(tone, ICONS[outcome])
    return State(outcome.label, icon, tone, suffix)


def deadline_of(item: Item, today: date, calendar: WorkingCalendar) -> Deadline:
    """The day on which the term closes, and how far away it is while somebody waits."""
    if item.request.state == RequestState.DRAFT:
        return Deadline(as_written="" if item.due_on else _("no term stated"), due_on=item.due_on)
    clock = clock_state(item, today)
    running = item.settled_on is None and item.request.state == RequestState.OPEN
    days = left_until(item.closes_on, today, calendar) if running and item.closes_on else None
    unread = _("clock stopped") if clock == ClockState.STOPPED else _("no term stated")
    return Deadline(
        as_written="" if item.closes_on else unread,
        due_on=item.closes_on,
        days=None if clock == ClockState.OVERDUE and not days else days,
        timeliness=TIMELINESS.get(clock, Timeliness.NONE) if running else Timeliness.NONE,
    )
