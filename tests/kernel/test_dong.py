"""Money: whole dong, exact, read as officials write it and never shown as more than it is."""

import operator
import unicodedata
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from phusa.kernel.dong import Dong, parse
from phusa.kernel.refusals import Sentence

amounts = st.integers(-(10**15), 10**15).map(Dong)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,25 tỷ đồng", 1_250_000_000),
        ("1,25 tỉ", 1_250_000_000),
        ("12.500.000", 12_500_000),
        ("12.500.000 đ", 12_500_000),
        ("12.500.000,00 đồng", 12_500_000),
        ("12 500 000 VNĐ", 12_500_000),
        ("12\u00a0500\u00a0000 ₫", 12_500_000),
        ("1.250 triệu đồng", 1_250_000_000),
        ("500 nghìn", 500_000),
        ("500 ngàn đồng", 500_000),
        ("5 tr.đ", 5_000_000),
        ("5 trđ", 5_000_000),
        ("1,5 nghìn tỷ đồng", 1_500_000_000_000),
        ("752.370 tỷ đồng", 752_370_000_000_000),
        ("2 tỷ 500 triệu đồng", 2_500_000_000),
        ("1250 tỷ", 1_250_000_000_000),
        ("1.250", 1250),
        ("0,125 tỷ", 125_000_000),
        ("0.125 tỷ", 125_000_000),
        ("1.25 tỷ", 1_250_000_000),
        ("1.250,5 triệu", 1_250_500_000),
        ("1,250.5 triệu", 1_250_500_000),
        ("12500000.0", 12_500_000),
        ("1,250,000 VND", 1_250_000),
        ("VND 1,250,000", 1_250_000),
        ("1.25 billion VND", 1_250_000_000),
        ("1,250 million VND", 1_250_000_000),
        ("2 trillion dong", 2_000_000_000_000),
        ("-5.000.000 đồng", -5_000_000),
        ("−5 triệu", -5_000_000),
        ("  3 TỶ  đồng.", 3_000_000_000),
        (unicodedata.normalize("NFD", "3 tỷ đồng"), 3_000_000_000),
        ("10 đồng Việt Nam", 10),
        ("0", 0),
    ],
)
def test_an_amount_is_read_as_officials_write_it(text: str, amount: int) -> None:
    assert parse(text) == Dong(amount)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "No amount is given."),
        ("  ", "No amount is given."),
        ("trên 100 tỷ", "«trên 100 tỷ» gives a bound («trên»), not an amount."),
        ("Gần 100 tỷ đồng", "«Gần 100 tỷ đồng» gives a bound («gần»), not an amount."),
        ("không quá 5 triệu", "«không quá 5 triệu» gives a bound («không quá»), not an amount."),
        ("> 5 triệu", "«> 5 triệu» gives a bound («>»), not an amount."),
        ("about 5 million VND", "«about 5 million VND» gives a bound («about»), not an amount."),
        ("10-12 tỷ", "«10-12 tỷ» is not one amount in dong."),
        ("18,9 tỷ USD", "«18,9 tỷ USD» is not one amount in dong."),
        ("5 tỷ đồng/năm", "«5 tỷ đồng/năm» is not one amount in dong."),
        ("năm tỷ đồng", "«năm tỷ đồng» is not one amount in dong."),
        ("500 triệu 2 tỷ", "«500 triệu 2 tỷ» is not one amount in dong."),
        ("1 tỷ 2500 triệu", "«1 tỷ 2500 triệu» is not one amount in dong."),
        ("9" * 5000, "This text is too long to be an amount."),
        ("1 000" + " 000" * 15 + " x", "x» is not one amount in dong."),
        ("2025 500 000", "«2025 500 000» is not one amount in dong."),
        ("2 tỷ 500", "«2 tỷ 500»: the last number has no unit; write it out."),
        ("1,250 tỷ", "«1,250 tỷ»: 1,250 can be read in two ways; leave the sign out or use a smaller unit."),
        ("1,250", "«1,250»: 1,250 can be read in two ways; leave the sign out or use a smaller unit."),
        (
            "1.250 billion VND",
            "«1.250 billion VND»: 1.250 can be read in two ways; leave the sign out or use a smaller unit.",
        ),
        ("12.50.000", "«12.50.000»: the thousands in 12.50.000 are not in threes."),
        ("1250.000.000", "«1250.000.000»: the thousands in 1250.000.000 are not in threes."),
        ("12500.000", "«12500.000»: the thousands in 12500.000 are not in threes."),
        ("12 500.000", "«12 500.000»: the thousands in 12 500.000 are not in threes."),
        ("1.250,000.5", "«1.250,000.5»: the thousands in 1.250,000.5 are not in threes."),
        ("1,25 đồng", "«1,25 đồng» is not a whole number of dong."),
        ("1,2345 nghìn", "«1,2345 nghìn» is not a whole number of dong."),
    ],
)
def test_what_is_not_one_certain_amount_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse(text)
    assert str(caught.value).endswith(sentence)


@pytest.mark.parametrize(
    ("amount", "exact", "short", "english", "short_english"),
    [
        (1_250_000_000, "1.250.000.000 đồng", "1,25 tỷ đồng", "1,250,000,000 VND", "1.25 billion VND"),
        (1_999_999_999, "1.999.999.999 đồng", "1,99 tỷ đồng", "1,999,999,999 VND", "1.99 billion VND"),
        (999_999_999, "999.999.999 đồng", "999,99 triệu đồng", "999,999,999 VND", "999.99 million VND"),
        (-1_509_999_999, "-1.509.999.999 đồng", "-1,5 tỷ đồng", "-1,509,999,999 VND", "-1.5 billion VND"),
        (1_250 * 10**9, "1.250.000.000.000 đồng", "1.250 tỷ đồng", "1,250,000,000,000 VND", "1,250 billion VND"),
        (500_001, "500.001 đồng", "500.001 đồng", "500,001 VND", "500,001 VND"),
        (0, "0 đồng", "0 đồng", "0 VND", "0 VND"),
    ],
)
def test_an_amount_is_shown_exactly_and_in_short(
    amount: int, exact: str, short: str, english: str, short_english: str
) -> None:
    dong = Dong(amount)
    assert (dong.format(), dong.short()) == (exact, short)
    assert (dong.format("en"), dong.short("en")) == (english, short_english)
    assert str(dong) == exact


@pytest.mark.parametrize("not_whole", [1.0, 0.5, True, "5", Fraction(5), None])
def test_only_a_whole_int_makes_dong(not_whole: Any) -> None:
    with pytest.raises(TypeError, match="Dong takes a whole int"):
        Dong(not_whole)


@pytest.mark.parametrize("other", [1.0, 1, Fraction(1), "1"])
def test_dong_adds_to_and_compares_with_dong_only(other: Any) -> None:
    for deed in (operator.add, operator.sub, operator.lt):
        with pytest.raises(TypeError):
            deed(Dong(1), other)
        with pytest.raises(TypeError):
            deed(other, Dong(1))
    assert Dong(1) != other


@pytest.mark.parametrize("factor", [0.5, 2.0, True, Dong(2), "2"])
def test_dong_is_never_multiplied_by_a_float_or_by_dong(factor: Any) -> None:
    with pytest.raises(TypeError):
        Dong(10) * factor
    with pytest.raises(TypeError):
        factor * Dong(10)


def test_a_dong_that_cannot_be_split_is_refused() -> None:
    assert Dong(9) * Fraction(1, 3) == Fraction(1, 3) * Dong(9) == Dong(3)
    with pytest.raises(ValueError, match="1/3 of 10 đồng is not a whole number of dong"):
        Dong(10) * Fraction(1, 3)


def test_no_money_is_false_and_a_debt_is_not() -> None:
    assert not Dong(0)
    assert Dong(-1)
    assert abs(Dong(-1)) == Dong(1)
    assert int(Dong(5)) == 5


@given(st.lists(amounts))
def test_a_sum_of_dong_is_the_dong_of_the_sum(many: list[Dong]) -> None:
    assert sum(many, Dong(0)) == Dong(sum(one.amount for one in many))
    if many:
        assert sum(many) == sum(many, Dong(0))


@given(amounts, amounts)
def test_dong_behaves_as_the_ints_beneath(a: Dong, b: Dong) -> None:
    assert (a + b) - b == a
    assert a - b == a + (-b)
    assert (a < b) == (a.amount < b.amount)
    assert (a == b) == (hash(a) == hash(b)) or a != b


@given(amounts, st.integers(1, 1000), st.integers(1, 1000))
def test_a_share_of_an_amount_is_exact_or_refused(dong: Dong, above: int, below: int) -> None:
    share = Fraction(above, below)
    try:
        part = dong * share
    except ValueError:
        assert (dong.amount * above) % below
    else:
        assert part.amount == dong.amount * share


@given(amounts)
def test_the_exact_form_reads_back_as_the_same_amount(dong: Dong) -> None:
    assert parse(dong.format()) == dong


@given(amounts)
def test_the_exact_english_form_reads_back_unless_it_is_ambiguous_in_vietnamese(dong: Dong) -> None:
    assume(abs(dong.amount) < 1000 or abs(dong.amount) >= 1_000_000)
    assert parse(dong.format("en")) == dong


@given(amounts, st.sampled_from(["vi", "en"]))
def test_the_short_form_is_never_more_than_the_amount_and_within_a_hundredth_of_the_unit(
    dong: Dong, language: str
) -> None:
    assume(language == "vi" or not 1000 <= abs(dong.amount) < 1_000_000)
    shown = parse(dong.short(language))
    missing = abs(dong).amount - abs(shown).amount
    unit = 10**9 if abs(dong.amount) >= 10**9 else 10**6
    assert 0 <= missing < unit // 100
    assert shown.amount * dong.amount >= 0


@given(st.text() | st.from_regex(r"[0-9.,]{1,9} ?(tỷ|triệu|million)?", fullmatch=True))
def test_any_text_is_read_or_refused_with_a_sentence_about_it(text: str) -> None:
    try:
        parse(text)
    except ValueError as refused:
        (sentence,) = refused.args
        assert isinstance(sentence, Sentence)
