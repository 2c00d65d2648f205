"""Where an assignment stands against its deadline: one rule for a row, the same in SQL, and the figures made of it."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phusa.kernel.calendar import DayOverride, WorkingCalendar, vietnam
from phusa.planning.assignments import queries
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.queries import clock_conditions, counts_by_agency, figures, with_clock
from phusa.planning.assignments.rules import clock_of, progress_of_whole
from phusa.planning.assignments.showing import deadline_of, signed_days, state_of, term_of
from phusa.planning.assignments.vocabulary import ClockState, Status
from tests.builders import assignments as build
from tests.builders.assignments import coordinating, lead, terms
from tests.cast import Cast

TODAY = date(2025, 6, 2)  # a Monday
PLAIN = vietnam()
DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))


def standing_at(status: str, closes_on: date | None, completed_on: date | None = None) -> Assignment:
    return Assignment(
        status=status, due_on=closes_on, closes_on=closes_on, completed_on=completed_on, deadline_text="như trên"
    )


@pytest.mark.parametrize(
    ("status", "closes_on", "completed_on", "state", "days"),
    [
        ("not_started", None, None, ClockState.NONE, None),
        ("done", None, date(2025, 5, 5), ClockState.NONE, None),
        ("not_started", date(2025, 6, 2), None, ClockState.DUE_SOON, 0),  # today is the last day
        ("in_progress", date(2025, 6, 3), None, ClockState.DUE_SOON, 1),
        ("in_progress", date(2025, 6, 9), None, ClockState.DUE_SOON, 5),  # a week-end is not counted
        ("in_progress", date(2025, 7, 2), None, ClockState.DUE_SOON, 22),  # the thirtieth day
        ("in_progress", date(2025, 7, 3), None, ClockState.OPEN, 23),
        ("in_progress", date(2025, 5, 30), None, ClockState.OVERDUE, 1),  # a Friday; Monday is one day late
        ("not_started", date(2025, 4, 29), None, ClockState.OVERDUE, 21),  # 30 April, 1 and 2 May are days off
        ("paused", date(2025, 5, 30), None, ClockState.STOPPED, None),
        ("done", date(2025, 5, 30), date(2025, 5, 30), ClockState.DONE_ON_TIME, None),
        ("done", date(2025, 5, 30), date(2025, 6, 2), ClockState.DONE_LATE, 1),
    ],
)
def test_the_clock(
    status: str, closes_on: date | None, completed_on: date | None, state: ClockState, days: int | None
) -> None:
    clock = clock_of(standing_at(status, closes_on, completed_on), TODAY, PLAIN)
    assert (clock.state, clock.working_days) == (state, days)


def test_on_the_days_off_just_after_the_term_it_is_overdue_by_no_working_day() -> None:
    row = standing_at("in_progress", date(2025, 5, 30))
    clock = clock_of(row, date(2025, 6, 1), PLAIN)  # the Sunday after
    assert (clock.state, clock.working_days) == (ClockState.OVERDUE, 0)
    assert deadline_of(row, clock).distance == ""
    assert state_of(row, clock).tone == "late"


@given(DAYS, DAYS)
def test_days_left_shrink_to_nothing_and_then_days_late_grow(closes_on: date, today: date) -> None:
    closes_on = PLAIN.next_working(closes_on)
    row = standing_at("in_progress", closes_on)
    tomorrow = today + timedelta(days=1)
    now, then = (signed_days(clock_of(row, day, PLAIN)) for day in (today, tomorrow))
    assert now is not None
    assert then is not None
    assert now - then == PLAIN.is_working(tomorrow)


@given(DAYS, DAYS, st.booleans())
def test_the_arithmetic_that_is_shown_adds_up(due_on: date, today: date, swapped: bool) -> None:
    overrides = {due_on: DayOverride(False, "Nghỉ bù")} if swapped else {}
    calendar: WorkingCalendar = vietnam(overrides)
    row = standing_at("in_progress", due_on)
    row.closes_on = calendar.next_working(due_on)
    clock = clock_of(row, today, calendar)
    term = term_of(row, clock, today, calendar)
    assert term is not None
    assert len(term.moved_over) == (row.closes_on - due_on).days
    if term.first and term.last:
        assert (term.last - term.first).days + 1 == term.working_days + term.days_off
        assert abs(signed_days(clock) or 0) == term.working_days


@pytest.mark.django_db
@settings(max_examples=25)
@given(
    rows=st.lists(
        st.tuples(st.sampled_from(Status.values), st.none() | DAYS, DAYS, st.booleans()), min_size=1, max_size=12
    ),
    today=DAYS,
)
def test_the_clock_in_sql_is_the_clock_of_the_row(rows: list[tuple[str, date | None, date, bool]], today: date) -> None:
    made = _made(rows)
    by_key = dict(with_clock(Assignment.objects.filter(pk__in=made), today).values_list("pk", "clock"))
    for row in Assignment.objects.filter(pk__in=made):
        assert by_key[row.pk] == clock_of(row, today, PLAIN).state
    conditions = clock_conditions(today).values()
    assert sum(Assignment.objects.filter(condition, pk__in=made).count() for condition in conditions) == len(made)
    Assignment.objects.filter(pk__in=made).delete()


def _made(rows: list[tuple[str, date | None, date, bool]]) -> list[int]:
    from tests.builders import organizations

    authority = organizations.organization()
    drafts = build.issued(authority, authority, *(terms(deadline="") for _row in rows))
    for draft, (status, closes_on, completed_on, confirmed) in zip(drafts, rows, strict=True):
        done = status == Status.DONE
        Assignment.objects.filter(pk=draft.pk).update(
            status=status,
            percent=100 if done else 0,
            due_on=closes_on,
            closes_on=closes_on,
            completed_on=completed_on if done else None,
            status_confirmed=confirmed,
        )
    return [draft.pk for draft in drafts]


def test_figures_count_every_row_once(cast: Cast) -> None:
    group = build.group("Các sở, xã", cast.finance, cast.commune)
    rows = build.issued(
        cast.authority,
        cast.department,
        terms(lead(cast.finance), coordinating(cast.commune), deadline="1/3/2025"),
        terms(lead(cast.finance), lead(cast.commune), deadline="10/6/2025"),
        terms(lead(cast.finance), lead(cast.commune, focal=True), deadline="30/12/2025"),
        terms(lead(group), deadline="2/6/2025"),
        terms(lead(cast.commune), deadline="sớm"),
        terms(deadline=""),
    )
    Assignment.objects.filter(pk=rows[4].pk).update(status_confirmed=False)
    counted = figures(Assignment.objects.all(), TODAY)
    assert counted.whole.total == len(rows)
    assert counted.whole.table == {
        (Status.NOT_STARTED, ClockState.OVERDUE): 1,
        (Status.NOT_STARTED, ClockState.DUE_SOON): 2,
        (Status.NOT_STARTED, ClockState.OPEN): 1,
        (Status.NOT_STARTED, ClockState.NONE): 2,
    }
    assert (counted.whole.unread, counted.whole.undated, counted.whole.unconfirmed) == (1, 1, 1)
    tallies = {one.organization_id: one for one in counted.agencies}
    finance, commune = tallies[cast.finance.pk], tallies[cast.commune.pk]
    assert (finance.leads, finance.late, finance.due_soon) == (2, 1, 1)  # of joint leads the focal point answers
    assert (commune.leads, commune.late, commune.due_soon, commune.unconfirmed) == (3, 0, 1, 1)
    assert counted.agencies[0] is finance
    assert counted.agencies == counts_by_agency(Assignment.objects.all(), TODAY)


def test_what_an_agency_counts_is_what_the_list_shows_for_it(cast: Cast) -> None:
    group = build.group("Các sở, xã", cast.finance, cast.commune)
    build.issued(
        cast.authority,
        cast.department,
        *(terms(lead(cast.finance)) for _n in range(3)),
        terms(lead(cast.finance), lead(cast.commune)),
        terms(lead(cast.finance, focal=True), lead(cast.commune)),
        terms(lead(group), lead(cast.finance)),
    )
    for one in counts_by_agency(Assignment.objects.all(), TODAY):
        assert one.leads == Assignment.objects.filter(queries.answered_for_by([one.organization_id])).count()


def test_parts_are_not_counted_beside_their_whole(cast: Cast) -> None:
    from phusa.planning.assignments.services import open_collective

    whole = build.issued(
        cast.authority, cast.department, terms(lead(build.group("Các sở, xã", cast.finance, cast.commune)))
    )[0]
    open_collective(cast.office_specialist, whole, revision=whole.revision, at=build.AT)
    counted = figures(Assignment.objects.all(), TODAY)
    assert counted.whole.total == 1
    assert Counter({one.organization_id: one.leads for one in counted.agencies}) == {
        cast.finance.pk: 1,
        cast.commune.pk: 1,
    }
    assert figures(Assignment.objects.all(), TODAY, carried_out=True).whole.total == 2
    assert sum(queries.counts_by_status(Assignment.objects.all(), TODAY).values()) == 3


@given(st.lists(st.tuples(st.sampled_from(Status.values), st.integers(0, 100)), min_size=1))
def test_the_progress_of_a_whole_is_the_mean_of_its_parts(parts: list[tuple[str, int]]) -> None:
    rows = [Assignment(status=status, percent=100 if status == "done" else percent) for status, percent in parts]
    status, percent = progress_of_whole(rows)
    assert min(row.percent for row in rows) <= percent <= max(row.percent for row in rows)
    assert (status == Status.DONE) == all(row.status == Status.DONE for row in rows)
    assert (status == Status.NOT_STARTED) == all(row.status == Status.NOT_STARTED for row in rows)
    if status == Status.DONE:
        assert percent == 100
