"""The working calendar as the office has set it."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from phusa.foundation.legal.models import CalendarDay
from phusa.kernel.calendar import DayOverride, WorkingCalendar, vietnam

_Row = tuple[date, bool, str, str]


def visible_to(user: Any) -> QuerySet[CalendarDay]:
    """Whoever is signed in sees the days that the office has set."""
    rows = CalendarDay.objects.all()
    return rows if user.is_authenticated and user.is_active else rows.none()


def working_calendar() -> WorkingCalendar:
    """The calendar of Viet Nam with the days of the office above it.

    One small query; the calendar is made anew only when a row differs. A process asks the rows themselves, not a mark
    of change: several processes, and transactions taken back, then need no rule of their own.
    """
    return _made_of(tuple(CalendarDay.objects.order_by("day").values_list("day", "working", "name", "source")))


@lru_cache(maxsize=4)
def _made_of(rows: tuple[_Row, ...]) -> WorkingCalendar:
    return vietnam({day: DayOverride(working, name, source) for day, working, name, source in rows})
