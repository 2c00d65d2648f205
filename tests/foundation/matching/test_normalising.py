"""Texts that read alike are read alike, and every syllable knows where it stood."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phusa.foundation.matching.normalising import code_of, pairs_of, read, read_many


def codes(text: str) -> list[int]:
    return read(text).codes.tolist()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Đắk Lắk", "dak lak"),
        ("hoà bình", "hòa bình"),
        ("NGHIÊN CỨU", "nghiên cứu"),
        (unicodedata.normalize("NFD", "xử lý nước thải"), "xử lý nước thải"),
        ("lú\u200ba, ngô", "lúa ngô"),
        ("1úa nếp", "lúa nếp"),
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh"),
        ("Sở KH&CN", "Sở khoa học và công nghệ"),
        ("ƯD CNTT", "ứng dụng công nghệ thông tin"),
        ("сó thể", "có thể"),  # the first letter is Cyrillic
        ("ＬÚＡ", "lúa"),
    ],
)
def test_spellings_of_the_same_words_are_one(one, other) -> None:
    assert codes(one) == codes(other)


@pytest.mark.parametrize(("one", "other"), [("2015", "2016"), ("lúa nếp", "nếp lúa"), ("ngô", "ngao"), ("10", "lo")])
def test_other_words_are_others(one, other) -> None:
    assert codes(one) != codes(other)


def test_a_syllable_knows_its_place_in_the_original_also_where_an_abbreviation_was_written_out() -> None:
    text = "Sở  KH&CN, ngô!"
    read_text = read(text)
    stood = [text[start:end] for start, end in zip(read_text.starts, read_text.ends, strict=True)]
    assert stood == ["Sở", "KH&CN", "KH&CN", "KH&CN", "KH&CN", "KH&CN", "ngô"]


@given(st.lists(st.text(max_size=60), max_size=8))
def test_many_texts_are_read_as_each_alone(texts) -> None:
    together, bounds = read_many(texts)
    assert len(bounds) == len(texts) + 1
    for n, text in enumerate(texts):
        assert together[bounds[n] : bounds[n + 1]].tolist() == codes(text)


@given(st.text(max_size=300))
def test_places_are_inside_the_text_and_in_order(text) -> None:
    read_text = read(text)
    assert (read_text.starts < read_text.ends).all()
    assert all(start >= 0 and end <= len(text) for start, end in zip(read_text.starts, read_text.ends, strict=True))
    assert read_text.starts.tolist() == sorted(read_text.starts.tolist())


def test_a_pair_is_not_the_same_the_other_way_round() -> None:
    there, back = pairs_of(read("lúa nếp lúa").codes).tolist()
    assert there != back
    assert code_of("Lúa") == code_of("lua")
