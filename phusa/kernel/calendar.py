"""Working days on a calendar that an office can edit: Tết, public holidays, swapped days.

Source of the days off in Viet Nam: the ``holidays`` library; rows of the office override it. Counting follows the
Civil Code 2015, art. 147–148, in its common reading (UNVERIFIED wording): the first day is not counted; a term that
ends on a day off ends at the end of the next working day.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version
from types import MappingProxyType

from phusa.kernel.refusals import Sentence

ONE_DAY = timedelta(days=1)
REST_DAYS = {5: Sentence("Saturday"), 6: Sentence("Sunday")}


@dataclass(frozen=True, slots=True)
class DayOverride:
    """What holds on one day against the ordinary week: worked or off, what the day is called, and by which text."""

    working: bool
    name: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class DayReason:
    """A day that did not count: what it is called (a string, or a lazy one), and the text that makes it so."""

    day: date
    reason: object
    source: str = ""


class WorkingCalendar:
    """Which days are worked, and terms counted on them.

    Three layers, the later wins: the ordinary week, Monday to Friday; what ``published(year)`` says of single days
    of that year; the ``overrides`` of the office. ``published`` is asked once per year, when a day of that year is
    first needed. A calendar does not change: when the overrides do, make a new one.
    """

    def __init__(
        self, published: Callable[[int], Mapping[date, DayOverride]], overrides: Mapping[date, DayOverride]
    ) -> None:
        self._published = published
        self._overrides: dict[int, dict[date, DayOverride]] = {}
        for day, override in overrides.items():
            self._overrides.setdefault(day.year, {})[day] = override
        self._years: dict[int, _Year] = {}

    def is_working(self, day: date) -> bool:
        special = self._year(day.year).special.get(day)
        return day.weekday() not in REST_DAYS if special is None else special.working

    def next_working(self, day: date) -> date:
        """The day itself when it is worked, else the first worked day after it: where a term that ends on it ends."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def add(self, day: date, n: int) -> date:
        """The ``n``-th working day after ``day``; for a negative ``n``, the ``-n``-th before it.

        ``day`` itself is never counted (Civil Code 2015, art. 147, common reading): three working days after a
        Thursday end on Tuesday. For ``n = 0``, ``next_working(day)``, so that the answer is always a working day.
        Raises ``OverflowError`` beyond the years 1–9999.
        """
        if n == 0:
            return self.next_working(day)
        step = ONE_DAY if n > 0 else -ONE_DAY
        for _ in range(abs(n)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days lie in [start, end); 0 when ``end`` is not after ``start``."""
        if end <= start:
            return 0
        weeks, rest = divmod((end - start).days, 7)
        count = weeks * (7 - len(REST_DAYS)) + sum((start.weekday() + n) % 7 not in REST_DAYS for n in range(rest))
        for number in range(start.year, end.year + 1):
            year = self._year(number)
            count += _within(year.worked, start, end) - _within(year.off, start, end)
        return count

    def late_by(self, due: date, on: date) -> int:
        """How many working days ``on`` is past the term, 0 when it is not.

        A ``due`` on a day off moves to the next working day first (art. 148); every working day after that, ``on``
        included, is one day late. On the days off just after the term the answer is still 0, although it is past.
        """
        if on <= due:
            return 0
        return self.between(self.next_working(due) + ONE_DAY, on + ONE_DAY)

    def explain(self, start: date, end: date) -> list[DayReason]:
        """The days in [start, end) that ``between`` did not count, in order, each with its name and source."""
        reasons: list[DayReason] = []
        for offset in range((end - start).days):
            day = start + timedelta(days=offset)
            special = self._year(day.year).special.get(day)
            if special is None and day.weekday() in REST_DAYS:
                reasons.append(DayReason(day, REST_DAYS[day.weekday()]))
            elif special is not None and not special.working:
                reasons.append(DayReason(day, special.name, special.source))
        return reasons

    def _year(self, number: int) -> "_Year":
        if number not in self._years:
            special = {**self._published(number), **self._overrides.get(number, {})}
            self._years[number] = _Year(
                special,
                off=sorted(day for day, it in special.items() if not it.working and day.weekday() not in REST_DAYS),
                worked=sorted(day for day, it in special.items() if it.working and day.weekday() in REST_DAYS),
            )
        return self._years[number]


@dataclass(frozen=True, slots=True)
class _Year:
    """The special days of one year, and those among them that differ from the ordinary week, in order."""

    special: Mapping[date, DayOverride]
    off: Sequence[date]
    worked: Sequence[date]


def _within(days: Sequence[date], start: date, end: date) -> int:
    return bisect_left(days, end) - bisect_left(days, start)


def vietnam(overrides: Mapping[date, DayOverride] = MappingProxyType({})) -> WorkingCalendar:
    """The calendar of Viet Nam: public holidays, days in lieu and swapped Saturdays, with the rows of an office above.

    The names of days are Vietnamese, the language of the law. In years that the library does not cover only
    Saturdays, Sundays and the overrides are off.
    """
    return WorkingCalendar(_published_in_viet_nam, overrides)


@cache
def _published_in_viet_nam(year: int) -> Mapping[date, DayOverride]:
    from holidays import country_holidays  # takes most of a second: not before the first day is asked for

    if year not in _covered_by_the_library():
        return MappingProxyType({})
    published = country_holidays("VN", years=year, language="vi")
    source = f"holidays {version('holidays')}"
    days = {day: DayOverride(False, name, source) for day, name in published.items()}
    # The library names every Saturday worked in exchange that it knows, whatever the year.
    swapped = (day for day in published.weekend_workdays if day.year == year)
    return MappingProxyType(days | {day: DayOverride(True, "Ngày làm việc bù", source) for day in swapped})


@cache
def _covered_by_the_library() -> range:
    from holidays import country_holidays

    library = country_holidays("VN")
    return range(library.start_year, library.end_year + 1)
