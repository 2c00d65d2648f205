"""Shares: the boundary is decided by the wording of the rule, exactly."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phusa.kernel.shares import Share, at_least, make_a_whole, more_than, parse

TWO_THIRDS, THREE_QUARTERS, A_QUARTER = (Share(Fraction(*pair)) for pair in ((2, 3), (3, 4), (1, 4)))
shares = st.fractions(0, 1, max_denominator=1000).map(Share)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("30%", Fraction(3, 10)),
        ("33,3 %", Fraction(333, 1000)),
        ("33.3%", Fraction(333, 1000)),
        ("33,333%", Fraction(33333, 100000)),
        (" 1/3 ", Fraction(1, 3)),
        ("2 / 3", Fraction(2, 3)),
        ("0%", Fraction(0)),
        ("100 %", Fraction(1)),
    ],
)
def test_a_share_is_read_exactly(text: str, share: Fraction) -> None:
    assert parse(text) == Share(share)


@pytest.mark.parametrize("text", ["", "1", "0,5", "30", "1/0", "trên 3/4", "30 % và 5 %", "-5%", "1,2,3%", "1/3%"])
def test_what_is_no_share_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="is not a share; write 30 % or 1/3"):
        parse(text)


@pytest.mark.parametrize("text", ["101%", "4/3"])
def test_a_share_cannot_exceed_the_whole(text: str) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        parse(text)


def test_a_float_is_no_share() -> None:
    with pytest.raises(TypeError, match="not float"):
        Share(0.3)  # type: ignore[arg-type]


def test_at_least_two_thirds_of_nine_are_six() -> None:
    assert [at_least(n, 9, TWO_THIRDS) for n in (5, 6, 7)] == [False, True, True]
    assert [at_least(n, 7, TWO_THIRDS) for n in (4, 5)] == [False, True]


def test_more_than_three_quarters_of_eight_are_seven() -> None:
    assert [more_than(n, 8, THREE_QUARTERS) for n in (5, 6, 7)] == [False, False, True]


def test_two_of_eight_zeros_do_not_exceed_a_quarter_and_three_do() -> None:
    assert [more_than(n, 8, A_QUARTER) for n in (2, 3)] == [False, True]


@pytest.mark.parametrize(("n", "of"), [(0, 0), (1, 0), (0, -1), (-1, 3)])
def test_nobody_reaches_a_share_of_nothing(n: int, of: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        at_least(n, of, TWO_THIRDS)
    with pytest.raises(ValueError, match="no share"):
        more_than(n, of, TWO_THIRDS)


def test_three_thirds_make_a_whole_and_three_times_33_3_percent_do_not() -> None:
    assert make_a_whole([parse("1/3")] * 3)
    assert not make_a_whole([parse("33,3%")] * 3)
    assert not make_a_whole([])


@given(st.integers(0, 10_000), st.integers(1, 10_000), shares)
def test_the_wordings_agree_with_exact_division(n: int, of: int, share: Share) -> None:
    assert at_least(n, of, share) == (Fraction(n, of) >= share.fraction)
    assert more_than(n, of, share) == (Fraction(n, of) > share.fraction)


@given(shares)
def test_a_share_reads_back_as_written(share: Share) -> None:
    if share.fraction.denominator > 1:
        assert parse(str(share)) == share


@given(st.lists(st.integers(0, 1000), min_size=1).filter(any))
def test_the_parts_of_a_count_make_a_whole(counts: list[int]) -> None:
    assert make_a_whole(Share(Fraction(count, sum(counts))) for count in counts)
