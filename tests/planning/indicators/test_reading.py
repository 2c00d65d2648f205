"""Figures are read as officials say them; what could be meant in two ways is kept and asked about."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phusa.kernel.dong import Dong, leading_number
from phusa.kernel.text import number
from phusa.planning.indicators.rules import read
from phusa.planning.indicators.vocabulary import Bound, Measure, Reading, ReadingState

COUNT, MONEY, PERCENT, QUANTITY = Measure.COUNT, Measure.MONEY, Measure.PERCENT, Measure.QUANTITY
BILLION = 10**9

READ = [
    # as said, measure, unit of the indicator, bound, low, high, unit as read
    ("trên 100 tỷ đồng", MONEY, "đồng", Bound.OVER, 100 * BILLION, None, "đồng"),
    ("gần trăm tỷ đồng", MONEY, "đồng", Bound.NEARLY, None, 100 * BILLION, "đồng"),
    ("gần một trăm tỉ", MONEY, "đồng", Bound.NEARLY, None, 100 * BILLION, "đồng"),
    ("2 tỷ 500 triệu đồng", MONEY, "đồng", Bound.EXACT, 2_500_000_000, 2_500_000_000, "đồng"),
    ("1,25 tỷ", MONEY, "đồng", Bound.EXACT, 1_250_000_000, 1_250_000_000, "đồng"),
    ("100-120 tỷ đồng", MONEY, "đồng", Bound.RANGE, 100 * BILLION, 120 * BILLION, "đồng"),
    ("từ 2 tỷ đến 3 tỷ đồng", MONEY, "đồng", Bound.RANGE, 2 * BILLION, 3 * BILLION, "đồng"),
    ("100 tỷ đồng trở lên", MONEY, "đồng", Bound.AT_LEAST, 100 * BILLION, None, "đồng"),
    ("more than 100 billion VND", MONEY, "đồng", Bound.OVER, 100 * BILLION, None, "đồng"),
    ("hơn 50", COUNT, "mô hình", Bound.OVER, 50, None, "mô hình"),
    ("Hơn 50 mô hình ứng dụng", COUNT, "mô hình", Bound.OVER, 50, None, "mô hình"),
    ("«20»", COUNT, "công nghệ", Bound.EXACT, 20, 20, "công nghệ"),
    ("01", COUNT, "giống lúa", Bound.EXACT, 1, 1, "giống lúa"),
    ("06 (sáu) thương hiệu", COUNT, "thương hiệu", Bound.EXACT, 6, 6, "thương hiệu"),
    ("hai mươi mốt", COUNT, "công nghệ", Bound.EXACT, 21, 21, "công nghệ"),
    ("một trăm linh năm", COUNT, "mô hình", Bound.EXACT, 105, 105, "mô hình"),
    ("12.500 người", COUNT, "người", Bound.EXACT, 12_500, 12_500, "người"),
    ("11-12 người", COUNT, "người", Bound.RANGE, 11, 12, "người"),
    ("11–12 người trên 1 vạn dân", COUNT, "người trên 1 vạn dân", Bound.RANGE, 11, 12, "người trên 1 vạn dân"),
    ("không quá 7", COUNT, "người", Bound.AT_MOST, None, 7, "người"),
    ("chưa đến 30", COUNT, "mô hình", Bound.UNDER, None, 30, "mô hình"),
    ("khoảng 45%", PERCENT, "%", Bound.ABOUT, 45, 45, "%"),
    ("đạt 4,5 phần trăm", PERCENT, "%", Bound.EXACT, Fraction(9, 2), Fraction(9, 2), "%"),
    ("tăng 15-17%/năm", PERCENT, "%/năm", Bound.RANGE, 15, 17, "%/năm"),
    ("20% mỗi năm", PERCENT, "%/năm", Bound.EXACT, 20, 20, "%/năm"),
    ("trên 13 tấn/ha/năm", QUANTITY, "tấn/ha/năm", Bound.OVER, 13, None, "tấn/ha/năm"),
]


@pytest.mark.parametrize(("said", "measure", "unit", "bound", "low", "high", "named"), READ)
def test_a_figure_is_read_with_its_bound_and_its_unit(said, measure, unit, bound, low, high, named) -> None:
    assert read(said, measure, unit) == Reading(ReadingState.READ, bound, low, high, named, measure == COUNT)


@pytest.mark.parametrize("said", ["trên 100", "100", "12.500.000"])
def test_an_amount_without_a_unit_is_not_taken_for_dong(said: str) -> None:
    assert read(said, MONEY, "đồng").state == ReadingState.UNIT_MISSING


def test_the_number_of_a_figure_without_a_unit_is_kept() -> None:
    assert read("trên 100", MONEY, "đồng").low == 100


@pytest.mark.parametrize(
    ("said", "measure", "unit", "named"),
    [
        ("trên 100 triệu USD", MONEY, "đồng", "usd"),
        ("183 chương trình, đề tài", COUNT, "nhiệm vụ", "chương trình, đề tài"),
        ("20%", PERCENT, "%/năm", "%"),
    ],
)
def test_a_figure_in_another_unit_says_which(said: str, measure: str, unit: str, named: str) -> None:
    reading = read(said, measure, unit)
    assert (reading.state, reading.unit) == (ReadingState.OTHER_UNIT, named)


@pytest.mark.parametrize(
    ("said", "measure"),
    [
        ("", COUNT),
        ("nhiều mô hình", COUNT),
        ("một số mô hình", COUNT),
        ("hàng trăm tỷ đồng", MONEY),
        ("khoảng trên 100 tỷ đồng", MONEY),
        ("1,250 tỷ", MONEY),  # 1,25 or 1.250
        ("20 công nghệ, 6 thương hiệu", COUNT),
        ("năm 2020", COUNT),
        ("06 (bảy)", COUNT),
        ("12-11 người", COUNT),
        ("hơn 11-12 người", COUNT),
        ("2,5", COUNT),
        ("hai nghìn năm trăm", COUNT),
    ],
)
def test_what_could_be_meant_in_two_ways_is_not_read(said: str, measure: str) -> None:
    assert read(said, measure, "đồng" if measure == MONEY else "mô hình").state == ReadingState.UNREAD


@given(st.integers(0, 10**7))
def test_a_number_is_read_as_it_is_written(count: int) -> None:
    assert read(f"hơn {number(count)} mô hình", COUNT, "mô hình").low == count


@given(st.integers(10**9, 10**15))
def test_an_amount_is_read_as_it_is_written(amount: int) -> None:
    assert read(Dong(amount).format("vi"), MONEY, "đồng").low == amount


@given(st.integers(1, 999))
def test_number_words_say_the_same_as_digits(count: int) -> None:
    assert read(f"gần {in_words(count)} tỷ đồng", MONEY, "đồng") == read(f"gần {count} tỷ đồng", MONEY, "đồng")


@given(st.text(max_size=60), st.sampled_from(Measure), st.sampled_from(["mô hình", "đồng", "%", "%/năm"]))
def test_nothing_that_is_typed_breaks_the_reading(said: str, measure: str, unit: str) -> None:
    reading = read(said, measure, unit)
    assert Reading.from_json(reading.as_json()) == reading


def test_the_number_at_the_head_of_a_text_stands_apart_from_what_follows() -> None:
    assert leading_number("2 tỷ 500 triệu đồng") == (2_500_000_000, True, "đồng")
    assert leading_number("20 trạm") == (20, False, "trạm")
    assert leading_number("trạm") is None


def in_words(count: int) -> str:
    ones = ("", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
    hundreds, rest = divmod(count, 100)
    tens, one = divmod(rest, 10)
    words = [f"{ones[hundreds]} trăm"] if hundreds else []
    if hundreds and one and not tens:
        words.append("linh")
    if tens == 1:
        words.append("mười")
    elif tens:
        words.append(f"{ones[tens]} mươi")
    return " ".join([*words, ones[one]]).strip()
