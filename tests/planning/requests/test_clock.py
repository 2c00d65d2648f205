"""The clock of an item: the fast arithmetic against a count day by day, and what it tells."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phusa.foundation.legal.models import CalendarDay
from phusa.foundation.legal.queries import working_calendar
from phusa.foundation.legal.services import set_day
from phusa.kernel.calendar import DayOverride, WorkingCalendar, vietnam
from phusa.planning.requests import services
from phusa.planning.requests.models import Item, Pause
from phusa.planning.requests.queries import clock_conditions
from phusa.planning.requests.rules import Stretch, Term, clock_of, closing_day
from phusa.planning.requests.vocabulary import ClockState, Counts, Due
from tests.builders import requests as build
from tests.cast import Cast

FIRST = date(2016, 1, 1)
ONE_DAY = timedelta(days=1)
days = st.integers(0, 3652).map(lambda n: FIRST + timedelta(days=n))


@st.composite
def stretches(draw: st.DrawFn) -> list[Stretch]:
    """Pauses anywhere in ten years, overlapping or not; at most one has no end."""
    found = [
        Stretch(first, first + timedelta(days=length), "")
        for first, length in draw(st.lists(st.tuples(days, st.integers(1, 200)), max_size=5))
    ]
    return found + [Stretch(first, None, "") for first in draw(st.lists(days, max_size=1))]


calendars = st.dictionaries(days, st.booleans(), max_size=60).map(
    lambda rows: vietnam({day: DayOverride(working, "Hoán đổi") for day, working in rows.items()})
)


def counted_slowly(
    start: date, wanted: int, counts: str, pauses: list[Stretch], calendar: WorkingCalendar
) -> date | None:
    """Walk from day to day, look at each, and stop at the last one that is needed."""

    def paused(day: date) -> bool:
        return any(pause.first <= day and (pause.end is None or day < pause.end) for pause in pauses)

    never = start + timedelta(days=6000)
    day, found = start, 0
    while found < wanted:
        day += ONE_DAY
        if day > never:
            return None
        found += (counts == Counts.CALENDAR or calendar.is_working(day)) and not paused(day)
    while paused(day) or not calendar.is_working(day):
        day += ONE_DAY
        if day > never:
            return None
    return day


@given(start=days, wanted=st.integers(1, 250), counts=st.sampled_from(Counts), pauses=stretches(), calendar=calendars)
def test_a_term_closes_on_the_day_that_a_count_day_by_day_finds(start, wanted, counts, pauses, calendar):
    assert closing_day(Term(start, wanted, counts), pauses, calendar) == counted_slowly(
        start, wanted, counts, pauses, calendar
    )


@given(start=days, length=st.integers(1, 400), pauses=stretches(), calendar=calendars)
def test_a_day_that_the_letter_names_is_pushed_back_by_the_days_that_pauses_cost(start, length, pauses, calendar):
    until = start + timedelta(days=length)
    wanted = calendar.between(start + ONE_DAY, calendar.next_working(until) + ONE_DAY)
    assert closing_day(Term(start, until=until), pauses, calendar) == counted_slowly(
        start, wanted, Counts.WORKING, pauses, calendar
    )


@given(start=days, length=st.integers(1, 400), calendar=calendars)
def test_without_a_pause_the_day_that_the_letter_names_holds_or_the_next_working_day(start, length, calendar):
    until = start + timedelta(days=length)
    assert closing_day(Term(start, until=until), [], calendar) == calendar.next_working(until)


@pytest.mark.django_db
def test_the_first_day_is_not_counted_and_days_off_are_told_by_name(cast: Cast):
    CalendarDay.objects.create(day=date(2025, 6, 5), working=False, name="Nghỉ bù", source="Thông báo thử")
    CalendarDay.objects.create(day=date(2025, 6, 7), working=True, name="Làm bù")
    item = build.item(build.sent(cast, due=build.by_rule(build.rule(10))))
    clock = clock_of(item, date(2025, 6, 13))
    assert item.closes_on == clock.closes_on == date(2025, 6, 16)
    assert (clock.starts_on, clock.days, clock.counted, clock.left) == (date(2025, 6, 2), 10, 9, 1)
    assert [(day.day, day.reason, day.source) for day in clock.named] == [
        (date(2025, 6, 5), "Nghỉ bù", "Thông báo thử")
    ]
    assert clock.weekends == 1
    assert clock.worked == (date(2025, 6, 7),)


@pytest.mark.django_db
def test_a_pause_without_an_end_stops_the_clock_and_its_end_lets_it_run(cast: Cast):
    item = build.item(build.sent(cast, due=build.by_rule(build.rule(10))))
    assert item.closes_on == date(2025, 6, 16)
    item = services.pause_item(
        cast.specialist, item, from_on=date(2025, 6, 9), to_on=None, reason="Chờ hồ sơ", revision=item.revision,
        at=build.AT,
    )  # fmt: skip
    assert (item.closes_on, clock_of(item, date(2025, 6, 20)).state) == (None, ClockState.STOPPED)
    item = services.resume_item(cast.specialist, item, to_on=date(2025, 6, 12), revision=item.revision, at=build.AT)
    clock = clock_of(item, date(2025, 6, 13))
    assert item.closes_on == date(2025, 6, 19)
    assert [(pause.reason, pause.cost) for pause in clock.pauses] == [("Chờ hồ sơ", 3)]


@pytest.mark.django_db
def test_a_pause_that_begins_after_the_term_had_closed_does_not_hide_the_delay(cast: Cast):
    item = build.item(build.sent(cast, due=build.by_rule(build.rule(5))))
    item = services.pause_item(
        cast.specialist, item, from_on=date(2025, 6, 17), to_on=None, reason="Chờ", revision=item.revision, at=build.AT
    )
    assert clock_of(item, date(2025, 6, 20)).state == ClockState.OVERDUE


@pytest.mark.django_db
def test_a_change_of_the_calendar_moves_the_terms_that_run(cast: Cast, django_capture_on_commit_callbacks):
    item = build.item(build.sent(cast, due=Due("letter", on=date(2025, 6, 27))))
    with django_capture_on_commit_callbacks(execute=True):
        set_day(cast.administrator, date(2025, 6, 27), working=False, name="Nghỉ", at=build.AT)
    assert build.fresh(item).closes_on == date(2025, 6, 30)


@pytest.mark.django_db
def test_every_item_is_in_exactly_one_state_of_the_clock_and_sql_and_rules_agree(cast: Cast):
    due = build.by_rule(build.rule(10))
    items = [build.item(build.sent(cast, due=each)) for each in (None, due, due, due, due)]
    build.answer(cast, items[1], on=date(2025, 6, 10))
    build.answer(cast, items[2], on=date(2025, 6, 18))
    Pause.objects.create(item=items[3], from_on=date(2025, 6, 3), reason="x", recorded_at=build.AT)
    services.drafting.set_clocks(Item.objects.all())
    build.answer(cast, build.item(build.sent(cast)), on=date(2025, 6, 10))
    calendar = working_calendar()
    for today in (date(2025, 6, 3), date(2025, 6, 12), date(2025, 6, 16), date(2025, 6, 17)):
        conditions = clock_conditions(today)
        for item in Item.objects.select_related("request", "rule").prefetch_related("pauses"):
            states = [state for state, which in conditions.items() if Item.objects.filter(which, pk=item.pk).exists()]
            assert states == [clock_of(item, today, calendar).state]


@pytest.mark.django_db
def test_a_rule_is_offered_for_its_authority_its_direction_and_its_time_only(cast: Cast):
    from phusa.planning.requests.queries import rules_for

    general = build.rule(20)
    build.rule(5, asked_authority=cast.authority)
    build.rule(6, direction="recommendation")
    build.rule(7, valid_to=date(2025, 1, 1))
    assert list(rules_for("request", cast.ministry.pk, date(2025, 6, 2))) == [general]
