"""What must hold before a deed, and the clock of an item: from when, which days count, when the term closes.

The first day is not counted and a term that would end on a day off ends on the next working day, as on every clock of
the program (kernel.calendar). How many days there are stands in rows (`ClockRule`) with the text they come from.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phusa.foundation.legal.queries import working_calendar
from phusa.kernel.calendar import REST_DAYS, DayReason, WorkingCalendar
from phusa.kernel.refusals import Refusal
from phusa.planning.requests.models import Item, Request
from phusa.planning.requests.vocabulary import (
    DUE_SOON_DAYS,
    ClockState,
    Counts,
    DueBasis,
    RequestState,
    StartsFrom,
)

ONE_DAY = timedelta(days=1)


# The arithmetic


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days [first, end) that do not count; without an end, all from `first` on."""

    first: date
    end: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Term:
    """`days` after `start`, of those that count; or with `until`, all days to that one, which pauses push back."""

    start: date
    days: int = 0
    counts: str = Counts.WORKING
    until: date | None = None


def closing_day(term: Term, pauses: Iterable[Stretch], calendar: WorkingCalendar) -> date | None:
    """The last day of the term; None while a pause without an end keeps the clock from reaching it.

    The n-th day after the start that counts. Pauses push the end back by the days that they cost, and each push may
    run into the next pause: the end is the first day at which the sum holds.
    """
    closed, standing_still = _merged(pauses)
    days = _days_of(term, calendar)
    end = _after(term.start, days, term.counts, calendar)
    while True:
        lost = sum(_counted(term, max(pause.first, term.start + ONE_DAY), pause.end, end, calendar) for pause in closed)
        pushed = _after(term.start, days + lost, term.counts, calendar)
        if pushed == end:
            break
        end = pushed
    end = _resting(end, closed, calendar)
    return None if standing_still and standing_still <= end else end


def _days_of(term: Term, calendar: WorkingCalendar) -> int:
    """How many days the term has; for a day that the letter names, those that count up to it."""
    if term.until is None:
        return term.days
    return calendar.between(term.start + ONE_DAY, calendar.next_working(term.until) + ONE_DAY)


def _after(start: date, days: int, counts: str, calendar: WorkingCalendar) -> date:
    return calendar.add(start, days) if counts == Counts.WORKING else start + timedelta(days=days)


def _counted(term: Term, first: date, end: date | None, upto: date, calendar: WorkingCalendar) -> int:
    """How many days of [first, end) would have counted, none after `upto`."""
    last = min(end, upto + ONE_DAY) if end else upto + ONE_DAY
    if term.counts == Counts.WORKING:
        return calendar.between(first, last)
    return max(0, (last - first).days)


def _resting(day: date, pauses: Sequence[Stretch], calendar: WorkingCalendar) -> date:
    """A term ends on a working day that lies in no pause."""
    while True:
        moved = calendar.next_working(day)
        inside = next((pause.end for pause in pauses if pause.end and pause.first <= moved < pause.end), None)
        if inside is None:
            return moved
        day = inside


def _merged(pauses: Iterable[Stretch]) -> tuple[list[Stretch], date | None]:
    """Closed pauses without overlap, in order; and the first day of one without an end."""
    rows = sorted(pauses, key=lambda pause: pause.first)
    standing_still = min((pause.first for pause in rows if pause.end is None), default=None)
    merged: list[Stretch] = []
    for pause in rows:
        if pause.end is None:
            continue
        if merged and pause.first <= (merged[-1].end or pause.first):
            before = merged.pop()
            merged.append(Stretch(before.first, max(before.end or pause.end, pause.end), before.reason))
        else:
            merged.append(pause)
    return merged, standing_still


# The clock of an item


@dataclass(frozen=True)
class Clock:
    """Where an item stands on a day, and how that was worked out.

    `left` are working days until the term closes, negative when it is late; `waited` those since the start. `counted`
    of `days` have passed; `weekends`, `named` (holidays and swapped days), `worked` (Saturdays and Sundays that were
    worked) and `pauses` tell of the days between the start and `upto` that were treated otherwise than the week says.
    """

    state: str
    starts_on: date | None = None
    closes_on: date | None = None
    left: int | None = None
    waited: int = 0
    counts: str = Counts.WORKING
    days: int | None = None
    counted: int = 0
    upto: date | None = None
    weekends: int = 0
    named: tuple[DayReason, ...] = ()
    worked: tuple[date, ...] = ()
    pauses: tuple["Paused", ...] = field(default=())

    @property
    def running(self) -> bool:
        """Whether somebody waits for an answer with a term."""
        return self.state in (ClockState.OPEN, ClockState.DUE_SOON, ClockState.OVERDUE)


@dataclass(frozen=True)
class Paused:
    """A pause as the arithmetic tells it: how many days that would have counted did not."""

    first: date
    end: date | None
    reason: str
    cost: int


def term_of(item: Item) -> Term | None:
    """The term of an item of a request that has been sent; None where none is stated."""
    request = item.request
    if item.due_basis == DueBasis.OPEN or request.sent_on is None:
        return None
    if item.due_basis == DueBasis.LETTER:
        return Term(request.sent_on, until=item.due_on)
    assert item.rule is not None
    received = item.rule.starts_from == StartsFrom.RECEIVED
    start = request.received_on if received else request.sent_on
    return Term(start, item.rule.days, item.rule.counts) if start else None


def stretches_of(item: Item) -> list[Stretch]:
    """Its pauses."""
    return [Stretch(pause.from_on, pause.to_on, pause.reason) for pause in item.pauses.all()]


def state_of(
    closes_on: date | None, settled_on: date | None, today: date, *, stopped: bool, settled: bool = False
) -> ClockState:
    """The state alone; `queries.clock_conditions` says the same in SQL."""
    if settled or settled_on:
        if closes_on is None or settled_on is None:
            return ClockState.ANSWERED
        return ClockState.ANSWERED_ON_TIME if settled_on <= closes_on else ClockState.ANSWERED_LATE
    if closes_on is None:
        return ClockState.STOPPED if stopped else ClockState.NONE
    if closes_on < today:
        return ClockState.OVERDUE
    return ClockState.DUE_SOON if closes_on <= today + timedelta(days=DUE_SOON_DAYS) else ClockState.OPEN


def clock_of(item: Item, today: date, calendar: WorkingCalendar | None = None) -> Clock:
    """The clock of an item with its arithmetic, as of `today` or of the day on which it was answered."""
    calendar = calendar or working_calendar()
    start = item.request.sent_on
    if start is None:
        return Clock(ClockState.NONE)
    upto = item.settled_on or today
    waited = calendar.between(start + ONE_DAY, upto + ONE_DAY)
    term = term_of(item)
    if term is None:
        state = state_of(None, item.settled_on, today, stopped=item.paused_since is not None)
        return Clock(state, starts_on=start, waited=waited, upto=upto)
    pauses = stretches_of(item)
    closes_on = closing_day(term, pauses, calendar)
    state = state_of(closes_on, item.settled_on, today, stopped=closes_on is None)
    first, end = term.start + ONE_DAY, upto + ONE_DAY
    merged, standing_still = _merged(pauses)
    every = [*merged, *([Stretch(standing_still, None, _reason_of(pauses))] if standing_still else [])]
    paused = tuple(
        Paused(pause.first, pause.end, pause.reason, _counted(term, max(pause.first, first), pause.end, upto, calendar))
        for pause in every
        if pause.first <= upto and (pause.end is None or pause.end > first)
    )
    whole = calendar.between(first, end) if term.counts == Counts.WORKING else max(0, (end - first).days)
    working = term.counts == Counts.WORKING
    off = calendar.explain(first, end) if working else []
    days = [first + timedelta(days=n) for n in range(max(0, (end - first).days))] if working else []
    return Clock(
        state=state,
        starts_on=term.start,
        closes_on=closes_on,
        left=left_until(closes_on, upto, calendar) if closes_on else None,
        waited=waited,
        counts=term.counts,
        days=_days_of(term, calendar),
        counted=whole - sum(pause.cost for pause in paused),
        upto=upto,
        weekends=sum(day.reason in REST_DAYS.values() for day in off),
        named=tuple(day for day in off if day.reason not in REST_DAYS.values()),
        worked=tuple(day for day in days if day.weekday() in REST_DAYS and calendar.is_working(day)),
        pauses=paused,
    )


def left_until(closes_on: date, day: date, calendar: WorkingCalendar) -> int:
    """Working days from `day` until the term closes, negative when it is past."""
    if day > closes_on:
        return -calendar.late_by(closes_on, day)
    return calendar.between(day + ONE_DAY, closes_on + ONE_DAY)


def _reason_of(pauses: Iterable[Stretch]) -> str:
    return next(pause.reason for pause in pauses if pause.end is None)


# What must hold


def it_has_a_title(request: Request, at: datetime) -> Refusal | None:
    """A letter says what it is about."""
    return None if request.title.strip() else Refusal("request-without-title", _("Say what the request is about."))


def it_asks_something(request: Request, at: datetime) -> Refusal | None:
    """A request has at least one item, and each item says something."""
    contents = list(request.items.values_list("number", "content"))
    if not contents:
        return Refusal("request-without-items", _("Write down at least one thing that is asked."))
    empty = [str(number) for number, content in contents if not content.strip()]
    if empty:
        return Refusal("item-without-content", _("Items without a text: %(items)s.") % {"items": ", ".join(empty)})
    return None


def authorities_differ(asking_id: int, asked_id: int) -> Refusal | None:
    """An authority does not ask itself."""
    if asking_id != asked_id:
        return None
    return Refusal("asks-itself", _("The body that asks and the body that is asked belong to one authority."))


def day_is_not_ahead(day: date, at: datetime, code: str) -> Refusal | None:
    """What is recorded has happened."""
    if day <= timezone.localdate(at):
        return None
    return Refusal(code, _("The day %(day)s lies in the future.") % {"day": f"{day:%d/%m/%Y}"})


def day_is_after_sending(request: Request, day: date, code: str) -> Refusal | None:
    """Nothing is answered, forwarded or paused before it was sent."""
    if request.sent_on is None or day >= request.sent_on:
        return None
    message = _("The request was sent on %(sent)s; %(day)s lies before that day.")
    return Refusal(code, message % {"sent": f"{request.sent_on:%d/%m/%Y}", "day": f"{day:%d/%m/%Y}"})


def it_is_open(item: Item) -> Refusal | None:
    """Work goes on while the request has been sent and the item is not settled."""
    if item.request.state == RequestState.OPEN and item.settled_on is None:
        return None
    if item.request.state == RequestState.DRAFT:
        return Refusal("not-sent", _("The request has not been sent yet."))
    if item.request.state == RequestState.WITHDRAWN:
        return Refusal("request-withdrawn", _("The request has been withdrawn."), link=item.get_absolute_url())
    message = _("Item %(number)d of «%(title)s» has been answered. Open it again first, with the reason.")
    told = {"number": item.number, "title": item.request.title}
    return Refusal("item-settled", message % told, link=item.get_absolute_url())


def pauses_do_not_overlap(item: Item, first: date, end: date | None) -> Refusal | None:
    """A day is paused once."""
    for pause in item.pauses.all():
        if (pause.to_on is None or first < pause.to_on) and (end is None or pause.from_on < end):
            message = _("The clock is paused in that time already: «%(reason)s».")
            return Refusal("pauses-overlap", message % {"reason": pause.reason})
    return None


def reason_is_given(reason: str, code: str) -> Refusal | None:
    """What others will ask about has a reason."""
    return None if reason.strip() else Refusal(code, _("Give the reason."))


def answer_says_something(outcome: str, text: str, has_paper: bool) -> Refusal | None:
    """An answer has a text or a paper; what is explained and kept says why."""
    if text.strip() or has_paper:
        return None
    return Refusal("answer-without-words", _("Write what the answer says, or name the document that says it."))


def paper_of_the_other_side_is_named(own_side: bool, has_paper: bool) -> Refusal | None:
    """Whoever writes down the other side's answer names the document, the file or the package it came in."""
    if own_side or has_paper:
        return None
    return Refusal(
        "answer-without-paper",
        _("This is the answer of the other side: name its document by number and date, or add the file."),
    )
