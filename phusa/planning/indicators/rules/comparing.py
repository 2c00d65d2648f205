"""How two reports of a figure stand to each other, and how a report stands to the records; each with the reason.

Nothing is decided for anybody: «khoảng» leaves open how near, and two days, scopes or bases are two things.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from phusa.kernel.dong import Dong
from phusa.kernel.text import format_date, number, same_words
from phusa.planning.indicators.vocabulary import (
    DONG,
    PERCENT,
    PERCENT_A_YEAR,
    Basis,
    Bound,
    Claim,
    Comparison,
    Itemised,
    Listed,
    Reading,
    ReadingState,
    Verdict,
)


def compare(one: Claim, other: Claim) -> Comparison:
    """The verdict on two reports, and why; the order of the two does not matter to the verdict."""
    obstacles = list(_obstacles(one, other))
    if obstacles:
        return Comparison(Verdict.NOT_COMPARABLE, " ".join(obstacles))
    first, second = meaning(one.reading), meaning(other.reading)
    if one.reading == other.reading:
        return Comparison(Verdict.SAME, _("Both say %(meaning)s.") % {"meaning": first})
    both = {"one": one.as_said, "first": first, "other": other.as_said, "second": second}
    if Bound.ABOUT in (one.reading.bound, other.reading.bound):
        return _with_about(one, other, both)
    if _ends_of_both(one.reading, other.reading).empty:
        why = _("«%(one)s» says %(first)s, «%(other)s» says %(second)s: both cannot be true.")
        return Comparison(Verdict.CONTRADICTION, why % both)
    why = _("«%(one)s» says %(first)s, «%(other)s» says %(second)s: both can be true.")
    return Comparison(Verdict.COMPATIBLE, why % both)


def _with_about(one: Claim, other: Claim, both: dict[str, str]) -> Comparison:
    """«khoảng 45» fits whatever 45 itself fits; beside anything else it stays open."""
    if one.reading.bound == other.reading.bound:
        fits = False
    else:
        about, bounded = (one, other) if one.reading.bound == Bound.ABOUT else (other, one)
        fits = _ends(bounded.reading).hold(about.reading.said or Fraction(0))
    if fits:
        why = _("«%(one)s» says %(first)s, «%(other)s» says %(second)s: both can be true.")
        return Comparison(Verdict.COMPATIBLE, why % both)
    why = _("«%(one)s» says %(first)s, «%(other)s» says %(second)s: how near «about» is, nobody has said.")
    return Comparison(Verdict.NOT_COMPARABLE, why % both)


def _obstacles(one: Claim, other: Claim) -> Iterator[str]:
    """Why two reports do not speak of the same thing, or not in a way that can be compared."""
    for claim in (one, other):
        if claim.reading.state != ReadingState.READ:
            yield doubt(claim)
    if one.about != other.about:
        yield _("They are about two different records.")
    if one.reading.state == other.reading.state == ReadingState.READ and one.reading.unit != other.reading.unit:
        units = {"one": one.reading.unit, "other": other.reading.unit}
        yield _("One speaks of «%(one)s», the other of «%(other)s».") % units
    if not same_words(one.scope, other.scope):
        yield _two(_("scope"), one.scope, other.scope)
    if one.basis != other.basis:
        yield _two(_("basis"), *(_basis(claim.basis) for claim in (one, other)))
    if one.on != other.on:
        yield _two(_("day"), *(format_date(claim.on) if claim.on else "" for claim in (one, other)))


def _two(what: str, one: str, other: str) -> str:
    if one and other:
        return _("Their %(what)s differs: «%(one)s», «%(other)s».") % {"what": what, "one": one, "other": other}
    return _("One states its %(what)s («%(stated)s»), the other does not.") % {"what": what, "stated": one or other}


def _basis(basis: str) -> str:
    return "" if basis == Basis.NOT_STATED else str(Basis(basis).label)


def doubt(claim: Claim) -> str:
    """What the program asks about words that it could not read alone; empty when they were read."""
    words = {"said": claim.as_said, "unit": claim.reading.unit}
    match claim.reading.state:
        case ReadingState.UNIT_MISSING:
            return _("«%(said)s» names no unit: say how it is to be read, for example with «tỷ đồng» or «%%».") % words
        case ReadingState.OTHER_UNIT:
            return _("«%(said)s» speaks of «%(unit)s», which is not the unit of the indicator.") % words
        case ReadingState.UNREAD:
            return _("«%(said)s» names no single number: it is kept as it was said.") % words
    return ""


# In words


def meaning(reading: Reading) -> str:
    """«more than 100 tỷ đồng»: the reading in words; empty when nothing was read."""
    if not reading.bound:
        return ""
    low, high = (shown(end, reading.unit) if end is not None else "" for end in (reading.low, reading.high))
    match reading.bound:
        case Bound.OVER:
            return _("more than %(amount)s") % {"amount": low}
        case Bound.AT_LEAST:
            return _("at least %(amount)s") % {"amount": low}
        case Bound.UNDER:
            return _("less than %(amount)s") % {"amount": high}
        case Bound.AT_MOST:
            return _("at most %(amount)s") % {"amount": high}
        case Bound.NEARLY:
            return _("nearly %(amount)s, so less than it") % {"amount": high}
        case Bound.ABOUT:
            return _("about %(amount)s") % {"amount": low}
        case Bound.RANGE:
            return _("from %(low)s to %(high)s") % {"low": shown(reading.low or Fraction(0), ""), "high": high}
    return _("exactly %(amount)s") % {"amount": low}


def shown(value: Fraction | int, unit: str) -> str:
    """«1,25 tỷ đồng», «15%», «50 mô hình»: never rounded, an amount of money in billions only where that is exact."""
    value = Fraction(value)
    if unit == DONG and value.denominator == 1:
        money, language = Dong(value.numerator), get_language() or "vi"
        scale = 10**7 if abs(money.amount) >= 10**9 else 10**4 if abs(money.amount) >= 10**6 else 1
        return money.short(language) if money.amount % scale == 0 else money.format(language)
    written = number(value.numerator if value.denominator == 1 else Decimal(value.numerator) / value.denominator)
    return f"{written}{'' if unit in {PERCENT, PERCENT_A_YEAR} else ' '}{unit}".strip()


# Against the records


@dataclass(frozen=True, slots=True)
class Standing:
    """How much of a report stands in records: itemised and said, in the unit of the indicator, and a sentence.

    `listed` and `itemised` are None where the records give no single number to hold against the report.
    """

    listed: Listed | None
    itemised: Fraction | None
    said: Fraction | None
    why: str


def against_records(claim: Claim, records: Itemised) -> Standing:
    """Reported n, itemised k, and whether a remainder has no list.

    A count is held against the number of records, an amount against the sum on the same basis; an amount whose basis
    was not stated against none.
    """
    reading = claim.reading
    itemised = _itemised(claim, records)
    if records.count == 0:
        why = _("Reported «%(said)s», itemised 0: all of it is without a list.") % {"said": claim.as_said}
        return Standing(Listed.NOTHING, Fraction(0), reading.said if reading.state == ReadingState.READ else None, why)
    if itemised is None or reading.state != ReadingState.READ or reading.said is None:
        why = doubt(claim) or _("No basis is stated, or none that the records have: the sums stand beside it.")
        return Standing(None, None, reading.said, why)
    parts = {"said": claim.as_said, "itemised": shown(itemised, reading.unit)}
    if not _can_hold(reading, itemised):
        return Standing(
            Listed.MORE,
            itemised,
            reading.said,
            _("Reported «%(said)s», itemised %(itemised)s: the records hold more than was reported.") % parts,
        )
    if itemised < reading.said:
        why = _("Reported «%(said)s», itemised %(itemised)s: the remainder is without a list.") % parts
        if reading.bound == Bound.EXACT:
            parts["rest"] = shown(reading.said - itemised, reading.unit)
            why = _("Reported «%(said)s», itemised %(itemised)s: %(rest)s without a list.") % parts
        return Standing(Listed.PARTLY, itemised, reading.said, why)
    why = _("Reported «%(said)s», itemised %(itemised)s.") % parts
    return Standing(Listed.ALL, itemised, reading.said, why)


def _itemised(claim: Claim, records: Itemised) -> Fraction | None:
    if records.totals is None:
        return Fraction(records.count)
    total = records.totals.get(claim.basis)
    return None if total is None else Fraction(total)


def _can_hold(reading: Reading, itemised: Fraction) -> bool:
    """Whether records of this many can be a part, or the whole, of what was reported."""
    if reading.bound == Bound.ABOUT:
        return True
    ends = _ends(reading)
    return ends.high is None or itemised < ends.high or (itemised == ends.high and not ends.high_open)


# Limits


@dataclass(frozen=True, slots=True)
class _Ends:
    """What a number lies between; an open end does not belong to it. Of whole numbers no end is open."""

    low: Fraction | None
    low_open: bool
    high: Fraction | None
    high_open: bool

    @property
    def empty(self) -> bool:
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    def hold(self, value: Fraction) -> bool:
        return not _narrowed(self, _Ends(value, False, value, False)).empty


def _ends(reading: Reading) -> _Ends:
    low, high = reading.low, reading.high
    low_open, high_open = reading.bound == Bound.OVER, reading.bound in {Bound.UNDER, Bound.NEARLY}
    if reading.whole:
        if low is not None:
            low = Fraction(floor(low) + 1 if low_open else ceil(low))
        if high is not None:
            high = Fraction(ceil(high) - 1 if high_open else floor(high))
        low_open = high_open = False
    return _Ends(low, low_open, high, high_open)


def _ends_of_both(one: Reading, other: Reading) -> _Ends:
    return _narrowed(_ends(one), _ends(other))


def _narrowed(one: _Ends, other: _Ends) -> _Ends:
    lows = [(ends.low, ends.low_open) for ends in (one, other) if ends.low is not None]
    highs = [(ends.high, not ends.high_open) for ends in (one, other) if ends.high is not None]
    low, low_open = max(lows) if lows else (None, False)
    high, high_closed = min(highs) if highs else (None, True)
    return _Ends(low, low_open, high, not high_closed)
