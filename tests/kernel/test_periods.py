"""Half-open periods, compared with plain sets of days."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phusa.kernel.periods import Period

DAYS = [date(2025, 6, 20) + timedelta(days=n) for n in range(24)]
ends = st.none() | st.sampled_from(DAYS[2:-2])


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start, end = draw(ends), draw(ends)
    if start is not None and end is not None and end < start:
        start, end = end, start
    return Period(start, end)


def days(period: Period) -> set[date]:
    """The days of the window that the period holds, counted one by one."""
    return {day for day in DAYS if day in period}


def test_the_first_day_belongs_to_a_period_and_the_end_does_not() -> None:
    period = Period(date(2025, 3, 1), date(2025, 7, 1))
    assert period.contains(date(2025, 3, 1))
    assert period.contains(date(2025, 6, 30))
    assert not period.contains(date(2025, 7, 1))


def test_a_period_without_ends_holds_every_day() -> None:
    assert Period().contains(date.min)
    assert Period().contains(date.max)


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Period(date(2025, 7, 1), date(2025, 6, 30))


def test_the_province_before_and_after_the_merger_do_not_overlap() -> None:
    merger = date(2025, 7, 1)
    assert not Period(None, merger).overlaps(Period(merger, None))
    assert Period().gaps([Period(merger, None), Period(None, merger)]) == []


def test_an_unfilled_post_shows_as_a_gap() -> None:
    year = Period(date(2025, 1, 1), date(2026, 1, 1))
    first, second = Period(None, date(2025, 3, 1)), Period(date(2025, 5, 1), date(2025, 12, 1))
    assert year.gaps([second, first]) == [
        Period(date(2025, 3, 1), date(2025, 5, 1)),
        Period(date(2025, 12, 1), date(2026, 1, 1)),
    ]


@given(periods(), periods())
def test_the_intersection_holds_exactly_the_days_of_both(one: Period, other: Period) -> None:
    assert days(one.intersect(other)) == days(one) & days(other)
    assert days(one.intersect(other)) == days(other.intersect(one))


@given(periods(), periods())
def test_periods_overlap_when_they_share_a_day(one: Period, other: Period) -> None:
    assert one.overlaps(other) == bool(days(one) & days(other))


@given(periods())
def test_a_period_is_empty_when_it_holds_no_day(period: Period) -> None:
    assert period.is_empty == (not days(period))


@given(periods(), st.lists(periods(), max_size=5))
def test_gaps_are_exactly_the_days_that_nothing_covers(period: Period, covering: list[Period]) -> None:
    gaps = period.gaps(covering)
    assert set().union(*(days(gap) for gap in gaps)) == days(period) - set().union(*(days(c) for c in covering))
    assert not any(gap.is_empty for gap in gaps)
    for earlier, later in pairwise(gaps):
        assert earlier.end is not None
        assert later.start is not None
        assert earlier.end < later.start
