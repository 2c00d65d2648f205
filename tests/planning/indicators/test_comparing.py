"""Which difference between two reports is a contradiction, which is none, and what cannot be compared at all."""

from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from phusa.planning.indicators.rules import against_records, compare, meaning, read
from phusa.planning.indicators.vocabulary import Basis, Bound, Claim, Itemised, Listed, Measure, Reading, Verdict

DAY = date(2020, 6, 10)
SAME, COMPATIBLE = Verdict.SAME, Verdict.COMPATIBLE
CONTRADICTION, NOT_COMPARABLE = Verdict.CONTRADICTION, Verdict.NOT_COMPARABLE


def money(said: str, **more) -> Claim:
    return Claim(said, read(said, Measure.MONEY, "đồng"), on=DAY, **more)


def models(said: str, **more) -> Claim:
    return Claim(said, read(said, Measure.COUNT, "mô hình"), **({"on": DAY} | more))


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (money("trên 100 tỷ đồng"), money("gần trăm tỷ đồng"), CONTRADICTION),
        (money("trên 100 tỷ đồng"), money("hơn 100 tỷ"), SAME),
        (money("100-120 tỷ đồng"), money("gần trăm tỷ đồng"), CONTRADICTION),
        (money("100-120 tỷ đồng"), money("trên 110 tỷ đồng"), COMPATIBLE),
        (models("hơn 50"), models("53"), COMPATIBLE),
        (models("hơn 50"), models("hơn 50"), SAME),
        (models("hơn 50"), models("50"), CONTRADICTION),
        (models("ít nhất 50"), models("50"), COMPATIBLE),
        (models("hơn 50"), models("dưới 51"), CONTRADICTION),  # there is no whole number between
        (models("50"), models("53"), CONTRADICTION),
        (models("khoảng 50"), models("50"), COMPATIBLE),
        (models("khoảng 50"), models("gần 60"), COMPATIBLE),
        (models("khoảng 50"), models("53"), NOT_COMPARABLE),
        (models("khoảng 50"), models("khoảng 60"), NOT_COMPARABLE),
    ],
)
def test_two_reports_agree_or_contradict(one: Claim, other: Claim, verdict: Verdict) -> None:
    assert compare(one, other).verdict == verdict
    assert compare(other, one).verdict == verdict


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (models("53", scope="giai đoạn 2012–2015"), "states its scope («giai đoạn 2012–2015»), the other does not"),
        (models("53", basis=Basis.COUNTED), "states its basis («counted»), the other does not"),
        (models("53", on=date(2021, 6, 10)), "day differs: «10/06/2020», «10/06/2021»"),
        (models("53", on=None), "states its day («10/06/2020»), the other does not"),
        (models("53", about=UUID(int=1)), "two different records"),
        (models("nhiều"), "«nhiều» names no single number"),
        (models("30 tấn"), "«30 tấn» speaks of «tấn»"),
        (money("trên 100"), "«trên 100» names no unit"),
    ],
)
def test_reports_that_do_not_speak_of_the_same_thing_are_not_compared(other: Claim, reason: str) -> None:
    with override("en"):
        found = compare(models("hơn 50"), other)
    assert found.verdict == NOT_COMPARABLE
    assert reason in found.why


def test_a_scope_in_other_spelling_is_the_same_scope() -> None:
    one, other = models("50", scope="Giai đoạn 2012-2015"), models("50", scope="giai đoạn 2012–2015")
    assert compare(one, other).verdict == SAME


def test_the_reason_names_both_reports_and_what_they_mean() -> None:
    with override("en"):
        why = compare(money("trên 100 tỷ đồng"), money("gần trăm tỷ đồng")).why
    assert "«trên 100 tỷ đồng» says more than 100 billion VND" in why
    assert "«gần trăm tỷ đồng» says nearly 100 billion VND, so less than it" in why


def test_an_amount_that_is_no_round_number_is_shown_in_full() -> None:
    with override("vi"):
        assert "1.234.567.890 đồng" in meaning(read("trên 1.234.567.890 đồng", Measure.MONEY, "đồng"))


# As against trying every number: what two bounds allow together

BOUNDS = st.sampled_from([bound for bound in Bound if bound != Bound.ABOUT])
SMALL = st.integers(1, 12)


@st.composite
def claims(draw) -> Claim:
    bound, one, width = draw(BOUNDS), draw(SMALL), draw(st.integers(1, 4))
    low, high = Fraction(one), Fraction(one)
    if bound in {Bound.OVER, Bound.AT_LEAST}:
        high = None
    elif bound in {Bound.UNDER, Bound.AT_MOST, Bound.NEARLY}:
        low = None
    elif bound == Bound.RANGE:
        high = low + width
    return Claim("x", Reading("read", bound, low, high, "mô hình", whole=True))


def allows(claim: Claim, value: int) -> bool:
    low, high = claim.reading.low, claim.reading.high
    match claim.reading.bound:
        case Bound.OVER:
            return value > low
        case Bound.UNDER | Bound.NEARLY:
            return value < high
    return (low is None or value >= low) and (high is None or value <= high)


@given(claims(), claims())
def test_a_contradiction_is_when_no_number_makes_both_true(one: Claim, other: Claim) -> None:
    possible = any(allows(one, value) and allows(other, value) for value in range(-5, 40))
    verdict = compare(one, other).verdict
    assert (verdict == CONTRADICTION) == (not possible)
    assert verdict == compare(other, one).verdict
    assert (verdict == SAME) == (one.reading == other.reading)


# Against the records


@pytest.mark.parametrize(
    ("said", "count", "listed", "sentence"),
    [
        ("hơn 50", 0, Listed.NOTHING, "itemised 0: all of it is without a list"),
        ("hơn 50", 12, Listed.PARTLY, "itemised 12 mô hình: the remainder is without a list"),
        ("30", 12, Listed.PARTLY, "itemised 12 mô hình: 18 mô hình without a list"),
        ("50", 50, Listed.ALL, "itemised 50 mô hình."),
        ("hơn 50", 50, Listed.ALL, "itemised 50 mô hình."),
        ("hơn 50", 60, Listed.ALL, "itemised 60 mô hình."),
        ("50", 53, Listed.MORE, "the records hold more than was reported"),
        ("gần 50", 50, Listed.MORE, "the records hold more than was reported"),
        ("khoảng 50", 53, Listed.ALL, "itemised 53 mô hình."),
    ],
)
def test_a_report_says_how_much_of_it_stands_in_records(said: str, count: int, listed: Listed, sentence: str) -> None:
    with override("en"):
        found = against_records(models(said), Itemised(count, "/list/"))
    assert found.listed == listed
    assert sentence in found.why


SUMS = {Basis.APPROVED: 95 * 10**9, Basis.PAID: 81 * 10**9}


def test_an_amount_is_held_against_the_sum_on_its_own_basis() -> None:
    records = Itemised(30, "/list/", SUMS)
    paid = against_records(money("trên 100 tỷ đồng", basis=Basis.PAID), records)
    assert (paid.listed, paid.itemised) == (Listed.PARTLY, 81 * 10**9)


def test_an_amount_without_a_basis_is_held_against_no_sum() -> None:
    found = against_records(money("trên 100 tỷ đồng"), Itemised(30, "/list/", SUMS))
    assert (found.listed, found.itemised) == (None, None)


def test_a_number_without_a_unit_is_shown_in_no_unit() -> None:
    found = against_records(money("trên 100"), Itemised(0, "/list/", {}))
    assert (found.listed, found.said) == (Listed.NOTHING, None)


def test_a_figure_without_a_unit_is_asked_about_and_held_against_nothing() -> None:
    with override("en"):
        found = against_records(money("trên 100"), Itemised(30, "/list/", SUMS))
    assert found.listed is None
    assert "names no unit" in found.why
