"""Vietnamese text is stored in one spelling, found with or without diacritics and sorted as in a dictionary."""

import time
import unicodedata
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phusa.kernel.text import date_in_words, fold, format_date, normal, number, same_words, sort_key, words

vietnamese = st.text(alphabet="aàảãáạăằâấeếoồơớuưứyýdđiíbcghnt AĂÂĐÔƠƯ-/,.0123456789\u00a0\u0301\u0302\u0309\u200b")
any_text = st.one_of(st.text(), vietnamese, st.text(st.characters()))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Sở  Khoa học\u00a0và\tCông nghệ \n", "Sở Khoa học và Công nghệ"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Hường"), "Nguyễn Thị Hường"),
        ("Ê\u0301 ê\u0323 ơ\u0309", "Ế ệ ở"),
        ("e\u0301\u0302 o\u0323\u031b a\u0300\u0306", "ế ợ ằ"),
        ("Thái\u200b Bình\ufeff", "Thái Bình"),
        ("kế\u00ad hoạch\x00", "kế hoạch"),
        ("Ðề án, Ɖiều 1", "Đề án, Điều 1"),
        ("", ""),
        (" \u200b ", ""),
    ],
)
def test_a_text_is_stored_in_one_spelling(typed: str, stored: str) -> None:
    assert normal(typed) == stored


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Đường Điện Biên Phủ", "duong dien bien phu"),
        ("ĐẶNG THỊ ƯỚC", "dang thi uoc"),
        ("hoà bình", "hoa binh"),
        ("hòa bình", "hoa binh"),
        ("Thuỷ Nguyên", "thuy nguyen"),
        ("2021 – 2025", "2021 - 2025"),
        ("2021—2025", "2021-2025"),
        ("“Đề án” «mới»", '"de an" "moi"'),
        ("đồng chí ‘A’", "dong chi 'a'"),
        ("０３／２０２５", "03/2025"),
        ("ﬁ Ⅳ m²", "fi iv m2"),
        ("ðây", "day"),
    ],
)
def test_the_look_up_key_has_no_case_and_no_diacritics(text: str, key: str) -> None:
    assert fold(text) == key


def test_words_are_folded_and_without_punctuation() -> None:
    assert words("Nghị quyết số 03/NQ-CP (ngày 09/01/2025), «Điều 1»") == [
        *("nghi", "quyet", "so", "03", "nq", "cp", "ngay", "09", "01", "2025", "dieu", "1")
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hòa Bình", "HOÀ  BÌNH"),
        ("Thủy lợi", "Thuỷ lợi"),
        ("Khoẻ", "khỏe"),
        ("loà xoà", "lòa xòa"),
        ("UBND tỉnh.", "Ubnd - Tỉnh"),
        ("Đào tạo", unicodedata.normalize("NFD", "đào tạo")),
    ],
)
def test_words_are_the_same_whatever_the_case_and_the_place_of_the_tone(one: str, other: str) -> None:
    assert same_words(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("Hòa", "Hoa"), ("Hòa", "Hóa"), ("ban", "bàn"), ("a b", "ab"), ("đa", "da")]
)
def test_words_with_other_letters_or_tones_are_not_the_same(one: str, other: str) -> None:
    assert not same_words(one, other)


@pytest.mark.parametrize(
    "ordered",
    [
        "a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z",
        "ma mà mả mã má mạ",
        "ba|ba ba|ba bò|bà|bà ba|bả|bã|bá|bạ|bạ cây|bác|băng|bâng",
        "2|2 a|3|10|10 a|a2|a10|b",
        "Điều 2|Điều 10|Điều 10.2|Điều 10.10",
        "Sở Công Thương|Sở Giáo dục và Đào tạo|Sở Khoa học và Công nghệ|Sở Nội vụ|Sở Tài chính|Sở Y tế",
        "Dương|Đào|Đỗ|Em",
        "An Bình|An Bồi|An Cầu|Ân Thi",
        "zebra|λ|я",
    ],
)
def test_texts_stand_in_vietnamese_order(ordered: str) -> None:
    texts = ordered.split("|") if "|" in ordered else ordered.split()
    assert all(sort_key(one) < sort_key(other) for one, other in pairwise(texts))


@pytest.mark.parametrize(("one", "other"), [("hòa", "HOÀ"), ("An-Bình", "an bình"), ("Điều 03", "điều 3"), ("٣", "3")])
def test_what_does_not_count_in_the_order_gives_the_same_key(one: str, other: str) -> None:
    assert sort_key(one) == sort_key(other)


@given(any_text)
def test_storing_twice_changes_nothing(text: str) -> None:
    stored = normal(text)
    assert normal(stored) == stored
    assert unicodedata.is_normalized("NFC", stored)
    stored.encode()
    assert "\x00" not in stored


@given(any_text)
def test_keys_do_not_depend_on_how_the_text_came(text: str) -> None:
    assert fold(normal(text)) == fold(text) == fold(fold(text))
    assert sort_key(normal(text)) == sort_key(text)
    assert same_words(normal(text), text)


@given(any_text)
def test_decomposed_text_is_the_same_text(text: str) -> None:
    assert normal(unicodedata.normalize("NFD", normal(text))) == normal(text)


@given(vietnamese)
def test_the_look_up_key_of_vietnamese_is_plain_ascii(text: str) -> None:
    assert fold(text).isascii()
    assert fold(text.upper()) == fold(text)


@given(any_text, any_text)
def test_texts_of_the_same_words_have_the_same_keys(one: str, other: str) -> None:
    if same_words(one, other):
        assert sort_key(one) == sort_key(other)


@given(any_text)
def test_a_sort_key_is_made_of_digits_so_that_every_collation_orders_it_alike(text: str) -> None:
    key = sort_key(text)
    assert key == "" or (key.isascii() and key.isdecimal())


@given(st.lists(st.integers(0, 10**30), min_size=2))
def test_numbers_sort_by_value(numbers: list[int]) -> None:
    assert sorted(numbers, key=lambda value: sort_key(f"Điều {value}")) == sorted(numbers)


@given(vietnamese, vietnamese)
def test_what_is_added_behind_comes_after(text: str, more: str) -> None:
    assert sort_key(text) <= sort_key(f"{text} {more}")


def test_dates_and_numbers_are_written_as_official_papers_write_them() -> None:
    assert format_date(date(2025, 6, 5)) == "05/06/2025"
    assert date_in_words(date(2025, 2, 5)) == "ngày 05 tháng 02 năm 2025"
    assert date_in_words(date(2025, 3, 15)) == "ngày 15 tháng 3 năm 2025"
    assert number(1234567) == "1.234.567"
    assert number(-1000) == "-1.000"
    assert number(999) == "999"
    assert number(Decimal("1234.50")) == "1.234,50"


@pytest.mark.parametrize(
    "hostile",
    [
        "a" * 1_000_000,
        " \u00a0" * 500_000,
        "Đề án " * 170_000,
        "\u0301" * 1_000_000,
        "e" + "\u0301" * 500_000 + "\u0323" * 500_000,
        "\u0301\u0302" * 500_000,
        "9" * 1_000_000,
        "\u200b" * 1_000_000,
        "…" * 1_000_000,
    ],
    ids=["letters", "spaces", "words", "tones", "unsorted marks", "mixed marks", "digits", "unseen", "dots"],
)
def test_a_million_hostile_characters_take_a_moment(hostile: str) -> None:
    started = time.process_time()
    normal(hostile)
    fold(hostile)
    sort_key(hostile)
    assert time.process_time() - started < 5
