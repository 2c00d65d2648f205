"""Deadlines as officials write them («Quý II/2025», «trước ngày 15/12 hằng năm») read into days and recurrence.

What is read and how is listed in ``docs/reference/deadlines.md``. The text is the source and the reading never a guess:
an expression that has two readings, or a part that is not understood, stays unread with its text kept.

To teach another spelling, add a row to ``_STRETCHES`` (when), ``_KINDS`` (in, until, before, from) or ``_REPEATS`` (how
often). The patterns see folded text: small letters, no diacritics, one kind of dash.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, StrEnum, auto
from itertools import pairwise
from typing import NamedTuple

from phusa.kernel.text import fold


class State(StrEnum):
    READ = "read"
    UNREAD = "unread"
    EMPTY = "empty"


class Recurrence(StrEnum):
    NONE = "none"
    CONTINUOUS = "continuous"
    YEARLY = "yearly"
    HALF_YEARLY = "half_yearly"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class DueDay:
    """The day named in each period of a recurrence: «trước ngày 15/12 hằng năm» is month 12, day 15, before.

    ``month`` counts from the first month of the period, so «ngày 05 tháng đầu quý sau» is month 4 of a quarter.
    ``day`` None is the month's last day; where a month lacks the day, its last day stands for it. In a weekly
    recurrence ``month`` is 0 and ``day`` the day of the week (Monday is 1). ``before``: the last day on which it can
    be done is the day before the one named.
    """

    month: int
    day: int | None
    before: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """``start`` and ``end`` are the first and the last day (inclusive); None where the text names none.

    Of a recurrence they are the bounds, and ``due`` is the day in each period; without ``due`` it is the period's last
    day. ``as_written`` is the text exactly as it came.
    """

    as_written: str
    state: State
    start: date | None = None
    end: date | None = None
    recurrence: Recurrence = Recurrence.NONE
    due: DueDay | None = None


def read(text: str | None, *, on: date | None = None) -> Deadline:
    """Read one deadline; never raises. Days are always written day before month.

    «trước ngày X» ends the day before X, as the words say. «X; xong, chậm nhất, không muộn hơn, đến, đến hết X» end on
    X, and so does «trước 17 giờ ngày X», which leaves part of that day. «2025 và những năm tiếp theo» starts in 2025
    and is due in every year from then on; it has no end.

    ``on`` is the date of the document. An expression without a year («Quý II», «trước 15/6») is read only with it, in
    the same year: officials leave the year out when it is the one the paper is written in. When the end would then lie
    before ``on``, something else was meant, and the expression stays unread.
    """
    as_written = text or ""
    written = _tidy(fold(as_written))
    if not re.search(r"[^\W_]", written):
        return Deadline(as_written, State.EMPTY)
    terms = None
    if len(written) <= _LONGEST:
        terms = _terms_of_recurrence(written) or _terms_of_one(written, None)
        if terms is None and on is not None:
            terms = _terms_of_one(written, on)
    if terms is None:
        return Deadline(as_written, State.UNREAD)
    return Deadline(as_written, State.READ, terms.start, terms.end, terms.recurrence, terms.due)


def occurrences(deadline: Deadline, since: date, until: date) -> list[date]:
    """The due days of a recurring deadline in [since, until), earliest first; none of what is done once or always.

    Between the deadline's start and end a period counts when its due day lies there too; «ngày 05 tháng sau» also
    counts when only the period itself lies there (the report on December, due in January).
    """
    if deadline.recurrence not in _MONTHS_OF_PERIOD or until <= since:
        return []
    first = _number_of_period(deadline.recurrence, since) - 1  # a due day may lie just outside of its period
    last = _number_of_period(deadline.recurrence, until) + 1
    days = (_due_day(deadline, number) for number in range(first, last + 1))
    return [day for day in days if day is not None and since <= day < until]


# --- Reading: a deadline is a kind and a stretch («trước» + «quý II/2025»), or a repetition with its due day and bounds

_LONGEST = 200  # letters of one deadline; a pasted page is none, and reading one would take long
_LEAP_YEAR = 2024  # in which every day that returns each year can be found

_DAY = timedelta(days=1)
_YEARS = range(1900, 2100)


class _Terms(NamedTuple):
    start: date | None
    end: date | None
    recurrence: Recurrence = Recurrence.NONE
    due: DueDay | None = None


class _Unit(Enum):
    DAY = auto()
    MONTH = auto()
    QUARTER = auto()
    PART_OF_YEAR = auto()
    YEAR = auto()


class _Stretch(NamedTuple):
    """Days of the calendar that one expression names, and the unit in which it names them."""

    first: date
    last: date
    unit: _Unit


class _Kind(Enum):
    IN = auto()
    UNTIL = auto()
    BEFORE = auto()
    FROM = auto()


def _tidy(folded: str) -> str:
    text = folded.strip(" .,;:/").removeprefix("- ").removeprefix("+ ")
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip(" .,;:/")
    text = re.sub(r" ?/ ?", "/", text)
    text = re.sub(r" ?([,;]) ?", r"\1 ", text)
    text = re.sub(r" - ?|- ", " - ", text)
    text = re.sub(r"\b(trong|cuoi|het) nam$", r"\1 nam nay", text)
    return _LEAD_IN.sub("", text)


_LEAD_IN = re.compile(
    r"^(?:(?:thoi gian|thoi han|han(?! chot| cuoi))(?: thuc hien| hoan thanh)?(?: la)?(?: ?: ?| ))?"
    r"(?:(?:phai |can )?(?:hoan thanh|hoan tat|thuc hien|trien khai)(?: xong)?(?: ?: ?| )|xong )?"
)


# When: a stretch of the calendar. A row is pattern, unit, and how the first and the last day follow from the match; the
# year may be left to the context.


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _one_day(match: re.Match[str], year: int) -> tuple[date, date]:
    day = date(year, int(match["month"]), int(match["day"]))
    return day, day


def _one_month(match: re.Match[str], year: int) -> tuple[date, date]:
    return _months(year, int(match["month"]), int(match["month"]))


def _one_quarter(match: re.Match[str], year: int) -> tuple[date, date]:
    last = 3 * _QUARTERS[match["quarter"]]
    return _months(year, last - 2, last)


def _months_at_one_end(match: re.Match[str], year: int) -> tuple[date, date]:
    count = 6 if match["count"] == "nua" else int(match["count"])
    return _months(year, 1, count) if match["end"] == "dau" else _months(year, 13 - count, 12)


def _one_year(_: re.Match[str], year: int) -> tuple[date, date]:
    return _months(year, 1, 12)


_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4} | {"01": 1, "02": 2, "03": 3, "04": 4}
_QUARTERS |= {"mot": 1, "nhat": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4}

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_OF_YEAR = rf"(?:(?:[/.-]| - |,? nam | ){_YEAR})"
_OF_THE_YEAR = rf"(?:cua )?(?:nam(?: nay)?[ /]?)?{_YEAR}?"
_MONTH = r"(?P<month>\d\d?)"
_FirstAndLast = Callable[[re.Match[str], int], tuple[date, date]]
_STRETCHES: tuple[tuple[re.Pattern[str], _Unit, _FirstAndLast], ...] = tuple(
    (re.compile(pattern, re.ASCII), unit, days)
    for pattern, unit, days in (
        (rf"(?:ngay )?(?P<day>\d\d?)(?P<sep>[/.-]){_MONTH}(?P=sep){_YEAR}", _Unit.DAY, _one_day),
        (rf"(?:ngay )?(?P<day>\d\d?)(?:/| thang ){_MONTH}(?:(?:/|,? nam ){_YEAR})?", _Unit.DAY, _one_day),
        (rf"{_YEAR}-{_MONTH}-(?P<day>\d\d)(?:[ t]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?", _Unit.DAY, _one_day),
        (rf"thang {_MONTH}{_OF_YEAR}?", _Unit.MONTH, _one_month),
        (rf"(?:t\.? ?)?{_MONTH}(?:/|-| - ){_YEAR}", _Unit.MONTH, _one_month),
        (rf"q(?:u[yi])?[. ]*(?P<quarter>{'|'.join(_QUARTERS)}){_OF_YEAR}?", _Unit.QUARTER, _one_quarter),
        # «sáu» is not read: without diacritics it cannot be told from «sau tháng đầu năm», after the first month
        (rf"(?P<count>0?[369]) thang (?P<end>dau|cuoi) {_OF_THE_YEAR}", _Unit.PART_OF_YEAR, _months_at_one_end),
        (rf"(?P<count>nua) (?P<end>dau|cuoi) {_OF_THE_YEAR}", _Unit.PART_OF_YEAR, _months_at_one_end),
        (rf"(?:nam )?{_YEAR}(?:\.0)?", _Unit.YEAR, _one_year),  # a spreadsheet makes 2025.0 of a year
        (r"nam nay", _Unit.YEAR, _one_year),
    )
)


def _stretch(text: str, year: int | None) -> _Stretch | None:
    """The stretch that ``text`` names as a whole; ``year`` stands in where it names none."""
    for pattern, unit, days in _STRETCHES:
        match = pattern.fullmatch(text)
        if match is None:
            continue
        written = match.groupdict().get("year")
        if written is None and year is None:
            continue
        try:
            return _Stretch(*days(match, int(written or year or 0)), unit)
        except ValueError:  # there is no such day or month
            continue
    return None


def _stretches(parts: list[str], year: int | None) -> list[_Stretch] | None:
    """Several stretches that share what is written once: «tháng 6, 7/2025», «quý I và II/2025», «01 - 15/6/2025».

    The unit word comes from the first part, the year (and of a bare day the month) from the last. A year that only an
    earlier part has would be a guess for the last.
    """
    *earlier, last = parts
    unit_word = re.match(r"(?:ngay|thang|qu[yi]|nam) |", parts[0])
    word = unit_word[0] if unit_word else ""
    alone = _stretch(last, year)
    closing = _stretch(word + last, year) or alone
    if closing is None or (year is not None and any(_stretch(part, None) for part in earlier)):
        return None
    if alone not in {None, closing} and _stretch(parts[0], None):  # «quý 1/2025 đến 2/2026»: quarter or month?
        return None
    found = []
    for part in earlier:
        spelled = part
        if closing.unit is _Unit.DAY and re.fullmatch(r"(?:ngay )?\d\d?", part, re.ASCII):
            spelled = f"{part}/{closing.first.month}"
        stretch = _stretch(spelled, closing.first.year) or _stretch(word + part, closing.first.year)
        if stretch is None:
            return None
        found.append(stretch)
    return [*found, closing]


def _range(text: str, year: int | None) -> _Stretch | None:
    text = re.sub(r"^(?:giai doan|cac) (?:tu )?", "", text)
    for separator in (" den ", " - ", "-"):
        if text.count(separator) != 1:
            continue
        opening, closing = text.split(separator)
        ends = _stretches([opening, re.sub(r"^(?:het|cuoi) ", "", closing)], year)
        if ends is None or ends[1].first < ends[0].first:
            continue
        # «12/2025-2026» may be the two Decembers; «từ 12/2025 đến 2026» may not
        if separator == " den " or ends[0].unit is ends[1].unit:
            return _Stretch(ends[0].first, ends[1].last, ends[1].unit)
    return None


def _list(text: str, year: int | None) -> _Stretch | None:
    """«Năm 2025, 2026»: neighbours make one stretch; what lies apart is due more than once and is not one deadline."""
    parts = re.split(r",? va | ?[,;+&] ?", text.removeprefix("cac "))
    found = _stretches(parts, year) if len(parts) > 1 else None
    if found is None or found[-1].unit is _Unit.DAY:
        return None
    for one, following in pairwise(found):
        if one.unit is not following.unit or one.last + _DAY != following.first:
            return None
    return _Stretch(found[0].first, found[-1].last, found[0].unit)


# In, until, before, from: every row is tried, with what follows the match as its stretch.

_HOUR = r"(?:0?[1-9]|1\d|2[0-4]) ?(?:h|g|gio|:)(?: ?\d\d)?(?: phut)?"
_KINDS = tuple(
    (re.compile(pattern, re.ASCII), kind)
    for pattern, kind in (
        (rf"(?:truoc|cham nhat(?: la)?|den)(?: vao)?(?: luc)? {_HOUR},? (?=ngay )", _Kind.UNTIL),
        (r"(?:den |cham nhat )?truoc ", _Kind.BEFORE),
        (r"(?:cham|muon|tre) nhat(?: la)?(?: vao| trong)?(?: den)?(?: het)?(?: cuoi)? ", _Kind.UNTIL),
        (r"khong (?:muon|cham|qua|tre|vuot)(?: qua)?(?: hon)?(?: het)?(?: cuoi)? ", _Kind.UNTIL),
        (r"han (?:chot|cuoi)(?: cung)?(?: la)?(?: ?:)? ", _Kind.UNTIL),
        (r"(?:tu nay |cho )?(?:den|toi)(?: het)?(?: cuoi)? ", _Kind.UNTIL),
        (r"(?:trong |vao )?(?:het|cuoi) ", _Kind.UNTIL),
        (r"(?:bat dau )?(?:ke )?tu ", _Kind.FROM),
        (r"(?:ngay )?(?:trong|vao) ", _Kind.IN),
        (r"", _Kind.IN),
    )
)


def _kinds(text: str) -> Iterator[tuple[_Kind, str]]:
    for pattern, kind in _KINDS:
        match = pattern.match(text)
        if match:
            yield kind, text[match.end() :]


def _limit(text: str, year: int | None) -> tuple[_Kind, _Stretch] | None:
    for kind, rest in _kinds(text):
        stretch = _stretch(rest.removesuffix(" tro di") if kind is _Kind.FROM else rest, year)
        if stretch is not None:
            return kind, stretch
        if kind in {_Kind.IN, _Kind.FROM}:  # «từ tháng 6 đến tháng 9/2025» is the months from June to September
            stretch = _range(rest, year) or (_list(rest, year) if kind is _Kind.IN else None)
            if stretch is not None:
                return _Kind.IN, stretch
    return None


def _bounds(kind: _Kind, stretch: _Stretch) -> _Terms:
    match kind:
        case _Kind.IN if stretch.first == stretch.last:
            return _Terms(None, stretch.last)  # one day is when it is due, not when it starts
        case _Kind.IN:
            return _Terms(stretch.first, stretch.last)
        case _Kind.UNTIL:
            return _Terms(None, stretch.last)
        case _Kind.BEFORE:
            return _Terms(None, stretch.first - _DAY)
        case _Kind.FROM:
            return _Terms(stretch.first, None)


def _terms_of_one(text: str, on: date | None) -> _Terms | None:
    if on is not None and on.year not in _YEARS:
        return None
    limit = _limit(text, on.year if on else None)
    if limit is None:
        return None
    terms = _bounds(*limit)
    if on is not None and (terms.end or limit[1].last) < on:
        return None
    return terms


# How often. ``_EACH`` are the ways to say that something returns with a period.

_EACH = (
    r"(?:dinh ky )?(?:hang|moi|tung) {period}(?: (?:mot|0?1) lan)?"
    r"|(?:dinh ky )?(?<!\d ){period}(?:/lan|[/ ](?:mot|0?1) lan)"
    r"|(?:mot|0?1) lan(?:/| moi | hang ){period}"
    r"|dinh ky {period}(?=$|[,;(]| [-(])"
)
_REPEATS = {
    Recurrence.CONTINUOUS: r"(?:(?:nhiem vu|cong viec) )?thuong xuyen(?:,? (?:va )?(?:lien tuc|lau dai))?|lien tuc",
    Recurrence.WEEKLY: _EACH.format(period="tuan"),
    Recurrence.QUARTERLY: _EACH.format(period="(?:qu[yi]|0?3 thang)"),
    Recurrence.HALF_YEARLY: _EACH.format(period="(?:0?6 thang|nua nam)"),
    Recurrence.MONTHLY: _EACH.format(period="(?:(?:0?1|mot) )?thang"),
    Recurrence.YEARLY: _EACH.format(period="(?:(?:(?:0?1|mot) )?nam|12 thang)"),
}
_REPEAT = re.compile(rf"\b(?:{'|'.join(f'(?P<{name}>{pattern})' for name, pattern in _REPEATS.items())})\b", re.ASCII)
_AND_ONWARDS = re.compile(r"(.*[^\s,]),? va (?:nhung|cac) nam (?:tiep theo|ke tiep|tiep sau|sau)")


def _terms_of_recurrence(text: str) -> _Terms | None:
    """Bounds of a recurrence have their year written: the one of the document would cut off what repeats."""
    onwards = _AND_ONWARDS.fullmatch(text)
    if onwards is not None:
        limit = _limit(onwards[1], None)
        if limit is None or limit[1].unit is not _Unit.YEAR or limit[0] not in {_Kind.IN, _Kind.FROM}:
            return None
        return _Terms(limit[1].first, None, Recurrence.YEARLY)
    found = list(_REPEAT.finditer(text))
    if len(found) != 1 or found[0].lastgroup is None:
        return None
    terms = _Terms(None, None, Recurrence(found[0].lastgroup))
    for part in (text[: found[0].start()], text[found[0].end() :]):
        part = part.strip(" ,;:()-").removesuffix(" cua").removesuffix(" vao")
        if not part:
            continue
        more = _with_bounds(terms, part) or _with_due_day(terms, part)
        if more is None:
            return None
        terms = more
    return terms


def _with_bounds(terms: _Terms, part: str) -> _Terms | None:
    limit = _limit(part, None)
    if limit is None or terms.start or terms.end:
        return None
    kind, stretch = limit
    if kind is _Kind.BEFORE or (kind is _Kind.IN and stretch.unit is _Unit.DAY):
        return None  # a due day with a year does not repeat
    first, last = stretch.first, stretch.last
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if kind is _Kind.IN and months <= _MONTHS_OF_PERIOD.get(terms.recurrence, 0):
        return None  # neither does what has only one period to be done in
    start, end, *_ = _bounds(kind, stretch)
    return terms._replace(start=start, end=end)


def _with_due_day(terms: _Terms, part: str) -> _Terms | None:
    if terms.due is not None:
        return None
    if terms.recurrence in {Recurrence.YEARLY, Recurrence.HALF_YEARLY}:
        return _with_day_of_year(terms, part)
    due_days = _DUE_DAYS.get(terms.recurrence)
    if due_days is None:
        return None
    pattern, due_day = due_days
    for kind, rest in _kinds(part):
        match = pattern.fullmatch(rest)
        if match and kind is not _Kind.FROM and not (kind is _Kind.IN and rest.isdecimal()):
            month, day = due_day(match)
            if day is None or 1 <= day <= 31:
                return terms._replace(due=DueDay(month, day, before=kind is _Kind.BEFORE))
    return None


def _with_day_of_year(terms: _Terms, part: str) -> _Terms | None:
    """«trước ngày 15/12», «quý IV»; and «trước 15/6 và 15/12», which makes a yearly recurrence half-yearly."""
    days = [_day_of_year(date_of_year) for date_of_year in part.split(" va ")]
    match days:
        case [DueDay() as due] if terms.recurrence is Recurrence.YEARLY:
            return terms._replace(due=due)
        case [DueDay() as one, DueDay() as other]:
            if other.month - one.month != 6 or (one.day, one.before) != (other.day, other.before or one.before):
                return None
            return terms._replace(recurrence=Recurrence.HALF_YEARLY, due=one)
    return None


def _day_of_year(text: str) -> DueDay | None:
    limit = None if _limit(text, None) else _limit(text, _LEAP_YEAR)  # a day with its own year does not return
    if limit is None or limit[0] is _Kind.FROM:
        return None
    kind, stretch = limit
    if kind is _Kind.BEFORE:
        return DueDay(stretch.first.month, stretch.first.day, before=True)
    month, day = stretch.last.month, stretch.last.day
    return DueDay(month, day if stretch.unit is _Unit.DAY else None)


def _day_of_quarter(match: re.Match[str]) -> tuple[int, int | None]:
    month = {"dau": 1, "giua": 2, "cuoi": 3}[match["which"]]
    return month + (3 if match["following"] else 0), int(match["day"])


def _day_of_month(match: re.Match[str]) -> tuple[int, int | None]:
    return 2 if match["following"] else 1, int(match["day"]) if match["day"] else None


def _day_of_week(match: re.Match[str]) -> tuple[int, int | None]:
    return 0, _WEEKDAYS[match["weekday"]]


_WEEKDAYS = {"thu 2": 1, "thu hai": 1, "thu 3": 2, "thu ba": 2, "thu 4": 3, "thu tu": 3, "thu 5": 4, "thu nam": 4}
_WEEKDAYS |= {"thu 6": 5, "thu sau": 5, "thu 7": 6, "thu bay": 6, "chu nhat": 7}

_FOLLOWING = r"(?P<following> (?:sau|tiep theo|ke tiep|lien ke))?"
_MonthAndDay = Callable[[re.Match[str]], tuple[int, int | None]]
_DUE_DAYS: dict[Recurrence, tuple[re.Pattern[str], _MonthAndDay]] = {
    Recurrence.QUARTERLY: (
        re.compile(
            rf"(?:ngay )?(?P<day>\d\d?)(?: cua)? thang (?P<which>dau|giua|cuoi)(?: cua)?(?: qu[yi])?{_FOLLOWING}",
            re.ASCII,
        ),
        _day_of_quarter,
    ),
    Recurrence.MONTHLY: (
        re.compile(rf"(?:ngay )?(?:(?P<day>\d\d?)|cuoi(?: cung)?)(?:(?: cua)? thang{_FOLLOWING})?", re.ASCII),
        _day_of_month,
    ),
    Recurrence.WEEKLY: (re.compile(rf"(?:ngay |sang |chieu )?(?P<weekday>{'|'.join(_WEEKDAYS)})"), _day_of_week),
}


# --- Occurrences: periods are numbered, so that the next one is the next number ---------------------------------------

_MONTHS_OF_PERIOD = {  # in one period; 0 is a week
    Recurrence.YEARLY: 12,
    Recurrence.HALF_YEARLY: 6,
    Recurrence.QUARTERLY: 3,
    Recurrence.MONTHLY: 1,
    Recurrence.WEEKLY: 0,
}


def _number_of_period(recurrence: Recurrence, day: date) -> int:
    months = _MONTHS_OF_PERIOD[recurrence]
    return (day.year * 12 + day.month - 1) // months if months else (day.toordinal() - 1) // 7


def _due_day(deadline: Deadline, number: int) -> date | None:
    """The due day of one period; None when the deadline's bounds leave it out, or no calendar has it."""
    try:
        last, due = _last_day(deadline, number), _named_day(deadline, number)
    except (ValueError, OverflowError):  # before the year 1 or after 9999
        return None
    if deadline.start is not None and (last < deadline.start or due < deadline.start):
        return None
    if deadline.end is not None and last > deadline.end and due > deadline.end:
        return None
    return due


def _last_day(deadline: Deadline, number: int) -> date:
    months = _MONTHS_OF_PERIOD[deadline.recurrence]
    return _in_month((number + 1) * months - 1, None) if months else date.fromordinal(number * 7 + 7)


def _named_day(deadline: Deadline, number: int) -> date:
    due, months = deadline.due, _MONTHS_OF_PERIOD[deadline.recurrence]
    if due is None:
        return _last_day(deadline, number)
    if not months:
        return date.fromordinal(number * 7 + (due.day or 7) - due.before)
    month = number * months + due.month - 1
    if not due.before or due.day is None:
        return _in_month(month, due.day)
    return _in_month(month, due.day - 1) if due.day > 1 else _in_month(month - 1, None)


def _in_month(month: int, day: int | None) -> date:
    """``month`` counts from January of the year 0; a missing ``day``, or one the month lacks, is its last."""
    year, zero_based = divmod(month, 12)
    last = monthrange(year, zero_based + 1)[1]
    return date(year, zero_based + 1, min(day or last, last))
