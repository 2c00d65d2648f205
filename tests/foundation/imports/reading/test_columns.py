"""Which column is which: guessed from the headings as Vietnamese annexes write them."""

from collections.abc import Sequence

import pytest

from phusa.foundation.imports.reading.columns import HEADINGS, Field, Found, guess, is_heading, missing

FIELDS = [Field(name, synonyms, required=name == "content") for name, synonyms in HEADINGS.items()]


def names(*header: str, rows: Sequence[Sequence[str]] = (), fields: Sequence[Field] = FIELDS) -> dict[int, str]:
    return {found.column: name for name, found in guess(header, rows, fields).items()}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("TT", "number"),
        ("STT", "number"),
        ("Số TT", "number"),
        ("No.", "number"),
        ("#", "number"),
        ("Nội dung nhiệm vụ", "content"),
        ("Tên nhiệm vụ", "content"),
        ("ten_nhiem_vu", "content"),
        ("NHIỆM VỤ, GIẢI PHÁP CỤ THỂ", "content"),
        ("Task", "content"),
        ("Cơ quan chủ trì", "lead"),
        ("Đơn vị chủ trì thực hiện", "lead"),
        ("Cơ quan, đơn vị chủ trì", "lead"),
        ("co_quan_chu_tri", "lead"),
        ("Cơ quan thực hiện / Chủ trì", "lead"),
        ("Lead agency", "lead"),
        ("Cơ quan phối hợp", "coordinating"),
        ("Cơ quan thực hiện / Phối hợp", "coordinating"),
        ("Các đơn vị phối hợp chính", "coordinating"),
        ("Coordinating agencies", "coordinating"),
        ("Sản phẩm/kết quả", "product"),
        ("ket_qua", "product"),
        ("Kết quả, sản phẩm đầu ra", "product"),
        ("Output", "product"),
        ("Thời gian hoàn thành", "deadline"),
        ("Thời hạn", "deadline"),
        ("Tiến độ thực hiện (tháng/năm)", "deadline"),
        ("Deadline", "deadline"),
        ("muc", "group"),
        ("Ghi chú", "notes"),
        ("Dự kiến kinh phí (triệu đồng)", "budget"),
        ("Đơn vị tính", "unit"),
        ("Lãnh đạo UBND tỉnh chỉ đạo", "leader"),
    ],
)
def test_a_heading_finds_its_field(heading: str, field: str) -> None:
    assert names(heading) == {0: field}


def test_every_column_of_an_annex_finds_its_own_field() -> None:
    header = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Kết quả", "Thời gian hoàn thành", "Ghi chú")
    expected = ["number", "content", "lead", "coordinating", "product", "deadline", "notes"]
    assert names(*header) == dict(enumerate(expected))


def test_the_nearer_of_two_headings_wins_and_no_column_is_taken_twice() -> None:
    fields = [Field("lead", HEADINGS["lead"]), Field("content", HEADINGS["content"])]
    found = guess(["Cơ quan thực hiện nhiệm vụ", "Cơ quan chủ trì"], [], fields)
    assert found["lead"].column == 1
    assert len({each.column for each in found.values()}) == len(found)


def test_each_guess_tells_its_score_and_its_reason() -> None:
    found = guess(["Thời gian hoàn thành", "Tên nhiệm vụ được giao", "Đơn vị, cơ quan chủ trì"], [], FIELDS)
    assert found["deadline"].reason == "same"
    assert found["content"].reason == "contains"
    assert found["lead"].reason == "similar"
    assert 1 >= found["deadline"].score > found["content"].score > 0


def test_cells_confirm_or_weaken_what_a_heading_says() -> None:
    date = Field("deadline", HEADINGS["deadline"], looks_like=lambda text: text.endswith("2025"))
    good, bad = ([[text]] * 3 for text in ("6/2025", "Sở Tài chính"))
    assert guess(["Thời gian"], good, [date])["deadline"].score == 1
    assert guess(["Thời gian"], bad, [date])["deadline"].score < 0.8


def test_a_column_without_a_heading_is_found_by_its_cells() -> None:
    date = Field("deadline", HEADINGS["deadline"], looks_like=lambda text: text.endswith("2025"))
    assert guess(["", ""], [["Đề án", "6/2025"]], [date]) == {"deadline": Found(1, 0.3, "cells")}


def test_cells_do_not_speak_against_a_heading_that_says_another_thing() -> None:
    date = Field("deadline", HEADINGS["deadline"], looks_like=lambda text: text.endswith("2025"))
    assert guess(["Ghi chú"], [["6/2025"]], [date]) == {}


def test_missing_required_fields_are_named() -> None:
    assert missing(guess(["Thời hạn"], [], FIELDS), FIELDS) == ["content"]
    assert missing(guess(["Nhiệm vụ"], [], FIELDS), FIELDS) == []


@pytest.mark.parametrize(
    "text", ["TT", "ten_nhiem_vu", "CƠ QUAN CHỦ TRÌ", "Cơ quan, đơn vị phối hợp thực hiện", "Nội dung công việc cụ thể"]
)
def test_a_heading_is_known_by_the_dictionary_or_by_what_it_is_made_of(text: str) -> None:
    assert is_heading(text)


@pytest.mark.parametrize("text", ["", "Bộ Nội vụ", "6/2025", "Các bộ, ngành, địa phương", "Xây dựng Đề án", "x" * 200])
def test_what_stands_in_a_cell_is_no_heading(text: str) -> None:
    assert not is_heading(text)
