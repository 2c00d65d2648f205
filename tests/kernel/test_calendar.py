"""Working days: Viet Nam's calendar, what an office changes in it, and the arithmetic against a count by hand."""

import time
from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phusa.kernel.calendar import DayOverride, WorkingCalendar, vietnam

START = date(2020, 1, 1)
TEN_YEARS = 3653
days = st.integers(0, TEN_YEARS - 1).map(lambda n: START + timedelta(days=n))
overrides = st.dictionaries(days, st.booleans().map(lambda working: DayOverride(working, "Quyết định")), max_size=200)
calendars = overrides.map(vietnam)


def off(name: str) -> DayOverride:
    return DayOverride(working=False, name=name, source="Thông báo")


def worked(name: str) -> DayOverride:
    return DayOverride(working=True, name=name, source="Thông báo")


def count_by_hand(calendar: WorkingCalendar, start: date, end: date) -> int:
    return sum(calendar.is_working(start + timedelta(days=n)) for n in range((end - start).days))


def test_saturdays_and_sundays_are_off() -> None:
    calendar = vietnam()
    assert calendar.is_working(date(2025, 6, 20))
    assert not calendar.is_working(date(2025, 6, 21))
    assert not calendar.is_working(date(2025, 6, 22))


@pytest.mark.parametrize(
    "day",
    [date(2025, 1, 1), date(2025, 1, 29), date(2025, 4, 7), date(2025, 4, 30), date(2025, 5, 1), date(2025, 9, 2)],
)
def test_public_holidays_of_viet_nam_are_off(day: date) -> None:
    assert not vietnam().is_working(day)


def test_a_saturday_worked_in_exchange_for_a_day_off_counts() -> None:
    calendar = vietnam()
    assert not calendar.is_working(date(2025, 5, 2))
    assert calendar.is_working(date(2025, 4, 26))
    assert not vietnam().is_working(date(2024, 4, 27))


def test_an_exchange_over_the_new_year_counts_in_the_year_of_the_saturday() -> None:
    assert vietnam().is_working(date(2014, 12, 27))


def test_the_office_can_take_a_day_off_and_work_a_saturday_instead() -> None:
    calendar = vietnam({date(2025, 6, 23): off("Nghỉ hoán đổi"), date(2025, 6, 28): worked("Làm bù")})
    assert not calendar.is_working(date(2025, 6, 23))
    assert calendar.is_working(date(2025, 6, 28))
    assert calendar.between(date(2025, 6, 23), date(2025, 6, 30)) == 5


def test_the_office_can_open_on_a_public_holiday() -> None:
    assert vietnam({date(2025, 9, 2): worked("Trực")}).is_working(date(2025, 9, 2))


def test_an_override_that_says_what_holds_anyway_counts_nothing_twice() -> None:
    usual = vietnam(
        {date(2025, 6, 21): off("Thứ Bảy"), date(2025, 6, 23): worked("Thứ Hai"), date(2025, 9, 2): off("Lễ")}
    )
    assert usual.between(date(2025, 1, 1), date(2026, 1, 1)) == vietnam().between(date(2025, 1, 1), date(2026, 1, 1))


def test_the_first_day_of_a_term_is_not_counted() -> None:
    assert vietnam().add(date(2025, 6, 19), 3) == date(2025, 6, 24)
    assert vietnam().add(date(2025, 6, 21), 1) == date(2025, 6, 23)


def test_a_term_over_tet_skips_the_whole_holiday() -> None:
    assert vietnam().add(date(2025, 1, 24), 1) == date(2025, 2, 3)


def test_a_term_can_be_counted_backwards() -> None:
    assert vietnam().add(date(2025, 6, 23), -1) == date(2025, 6, 20)
    assert vietnam().add(date(2025, 6, 22), -5) == date(2025, 6, 16)


def test_a_term_of_no_days_ends_on_the_day_or_the_next_working_day() -> None:
    assert vietnam().add(date(2025, 6, 20), 0) == date(2025, 6, 20)
    assert vietnam().add(date(2025, 6, 21), 0) == date(2025, 6, 23)


def test_a_term_that_ends_on_a_day_off_ends_on_the_next_working_day() -> None:
    assert vietnam().next_working(date(2025, 8, 30)) == date(2025, 9, 3)
    assert vietnam().next_working(date(2025, 9, 3)) == date(2025, 9, 3)


def test_a_term_due_on_a_saturday_is_not_late_before_tuesday() -> None:
    due = date(2025, 6, 21)
    late = [vietnam().late_by(due, due + timedelta(days=n)) for n in range(-1, 6)]
    assert late == [0, 0, 0, 0, 1, 2, 3]


def test_days_off_after_the_term_add_nothing_to_the_delay() -> None:
    assert vietnam().late_by(date(2025, 6, 20), date(2025, 6, 22)) == 0
    assert vietnam().late_by(date(2025, 1, 24), date(2025, 2, 3)) == 1


def test_the_days_that_did_not_count_are_named_with_their_source() -> None:
    calendar = vietnam({date(2025, 9, 3): off("Nghỉ hoán đổi")})
    reasons = calendar.explain(date(2025, 8, 29), date(2025, 9, 5))
    assert [(reason.day.day, str(reason.reason)) for reason in reasons] == [
        (30, "Saturday"),
        (31, "Sunday"),
        (1, "Quốc khánh"),
        (2, "Quốc khánh"),
        (3, "Nghỉ hoán đổi"),
    ]
    assert [reason.source for reason in reasons[-2:]][1] == "Thông báo"
    assert reasons[3].source.startswith("holidays ")


@pytest.mark.parametrize("year", [1, 1899, 1950, 2101, 2500, 9999])
def test_years_that_the_library_does_not_cover_have_their_weekends_and_overrides(year: int) -> None:
    first = date(year, 3, 1)
    day_off = vietnam().next_working(first)
    assert vietnam().between(first, first + timedelta(days=7)) == 5
    assert vietnam({day_off: off("Nghỉ")}).between(first, first + timedelta(days=7)) == 4


def test_a_term_without_sensible_end_is_neither_late_nor_slow() -> None:
    calendar = vietnam()
    assert calendar.late_by(date(9999, 12, 31), date(2025, 6, 23)) == 0
    assert calendar.between(date(2025, 6, 23), date(9999, 12, 31)) > 2_000_000


def test_the_calendar_of_a_year_is_asked_for_once_and_only_when_needed() -> None:
    asked: list[int] = []

    def published(year: int) -> Mapping[date, DayOverride]:
        asked.append(year)
        return {}

    calendar = WorkingCalendar(published, {})
    assert asked == []
    for _ in range(3):
        calendar.between(date(2020, 6, 1), date(2030, 1, 1))
        calendar.is_working(date(2025, 6, 23))
    assert asked == list(range(2020, 2031))


def test_counting_over_ten_years_does_not_walk_through_the_days() -> None:
    calendar = vietnam()
    calendar.between(START, START + timedelta(days=TEN_YEARS))
    before = time.process_time()
    for _ in range(1000):
        calendar.between(START, START + timedelta(days=TEN_YEARS))
    assert time.process_time() - before < 0.5


@given(calendars, days, days)
def test_between_agrees_with_a_count_by_hand_over_ten_years(calendar: WorkingCalendar, start: date, end: date) -> None:
    assert calendar.between(start, end) == count_by_hand(calendar, start, end)


@given(calendars, days, days)
def test_every_day_is_either_counted_or_explained(calendar: WorkingCalendar, start: date, end: date) -> None:
    explained = calendar.explain(start, end)
    assert calendar.between(start, end) + len(explained) == max(0, (end - start).days)
    assert [reason.day for reason in explained] == sorted(reason.day for reason in explained)
    assert not any(calendar.is_working(reason.day) for reason in explained)


@given(calendars, days, days, days)
def test_working_days_of_two_adjoining_windows_add_up(calendar: WorkingCalendar, a: date, b: date, c: date) -> None:
    a, b, c = sorted((a, b, c))
    assert calendar.between(a, b) + calendar.between(b, c) == calendar.between(a, c)


@given(calendars, days, st.integers(1, 300))
def test_the_nth_working_day_has_n_working_days_up_to_it(calendar: WorkingCalendar, day: date, n: int) -> None:
    one = timedelta(days=1)
    forward, backward = calendar.add(day, n), calendar.add(day, -n)
    assert calendar.is_working(forward)
    assert calendar.is_working(backward)
    assert calendar.between(day + one, forward + one) == n
    assert calendar.between(backward, day) == n


@given(calendars, days, st.integers(1, 300))
def test_going_forward_and_back_returns_to_the_working_day(calendar: WorkingCalendar, day: date, n: int) -> None:
    start = calendar.next_working(day)
    assert calendar.add(calendar.add(start, n), -n) == start


@given(calendars, days, st.integers(0, 60))
def test_a_deed_on_the_last_day_is_in_time_and_n_working_days_later_n_late(
    calendar: WorkingCalendar, due: date, n: int
) -> None:
    assert calendar.late_by(due, calendar.add(calendar.next_working(due), n)) == n
