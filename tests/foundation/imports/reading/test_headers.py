"""Which rows are the header, which stand above it, which repeat it."""

import pytest

from phusa.foundation.imports.reading.headers import tables
from phusa.foundation.imports.reading.lines import Grid, Line, Source
from phusa.foundation.imports.reading.stream import collect
from phusa.foundation.imports.reading.tables import Limits, Reading, Table, Unreadable

from .conftest import cells_of, codes

HEADER = ["TT", "Tên nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"]
BODY = [["1", "Xây dựng Đề án", "Sở Tài chính", "6/2025"], ["2", "Ban hành Kế hoạch", "Sở Y tế", "2026"]]


def grid(*rows: list[str] | Line, **about: object) -> Grid:
    lines = (row if isinstance(row, Line) else Line(number, row) for number, row in enumerate(rows, start=1))
    return Grid(lines, **about)  # type: ignore[arg-type]


def reading(*grids: Grid, limits: Limits | None = None) -> Reading:
    return collect(tables(grids, Source(limits or Limits())))


def only(*grids: Grid) -> Table:
    (table,) = reading(*grids).tables
    return table


def test_the_header_is_the_row_of_known_headings() -> None:
    table = only(grid(HEADER, *BODY))
    assert table.header == tuple(HEADER)
    assert cells_of(table) == BODY
    assert [row.number for row in table.rows] == [2, 3]


def test_headings_nobody_knows_are_told_from_the_rows_below_by_their_look() -> None:
    table = only(grid(["Tỉnh", "Điểm"], ["Thái Bình", "38,15"], ["Hưng Yên", "41,2"]))
    assert table.header == ("Tỉnh", "Điểm")


def test_years_are_headings_too() -> None:
    table = only(grid(["nhom", "chi_tieu", "2026", "2027"], ["Hạ tầng", "Số trạm", "3", "4"]))
    assert table.header == ("nhom", "chi_tieu", "2026", "2027")


def test_a_table_without_headings_says_so_and_keeps_its_first_row() -> None:
    table = only(grid(*BODY))
    assert table.header == ("", "", "", "")
    assert codes(table.notes) == ["no-header"]
    assert cells_of(table) == BODY


def test_rows_above_the_header_become_notes() -> None:
    table = only(grid(["PHỤ LỤC II"], ["UBND TỈNH", "", "CỘNG HÒA"], HEADER, *BODY))
    assert table.header == tuple(HEADER)
    assert [(note.code, note.params["text"]) for note in table.notes] == [
        ("title-row", "PHỤ LỤC II"),
        ("title-row", "UBND TỈNH CỘNG HÒA"),
    ]


@pytest.mark.parametrize(
    "numbers",
    [["(1)", "(2)", "(3)", "(4)"], ["1", "2", "3", "4"], ["A", "B", "1", "2=1+3"], ["(1)", "(2)", "(3)", ""]],
)
def test_a_row_of_column_numbers_below_the_header_is_dropped(numbers: list[str]) -> None:
    assert cells_of(only(grid(HEADER, numbers, *BODY))) == BODY


def test_column_numbers_tell_the_header_above_them_even_if_nobody_knows_its_words() -> None:
    table = only(grid(["Xã", "Thôn", "Hộ"], ["(1)", "(2)", "(3)"], ["Minh Tân", "Đông", "Vũ"]))
    assert table.header == ("Xã", "Thôn", "Hộ")


def test_a_header_of_two_levels_gives_each_column_both_labels() -> None:
    upper = Line(1, ["TT", "Nhiệm vụ", "Cơ quan", "", "Thời hạn"], spans={2: 2})
    lower = Line(2, ["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn"], carried=frozenset({0, 1, 4}))
    table = only(grid(upper, lower, ["1", "Đề án", "Sở A", "Sở B", "2025"]))
    assert table.header == ("TT", "Nhiệm vụ", "Cơ quan / Chủ trì", "Cơ quan / Phối hợp", "Thời hạn")
    assert len(table.header_rows) == 2


def test_a_header_of_two_levels_is_seen_where_nothing_tells_of_merged_cells() -> None:
    upper, lower = ["TT", "Nhiệm vụ", "Cơ quan thực hiện", "", "Thời hạn"], ["", "", "Chủ trì", "Phối hợp", ""]
    table = only(grid(upper, lower, ["1", "Đề án", "Sở A", "Sở B", "2025"]))
    assert table.header[2:4] == ("Cơ quan thực hiện / Chủ trì", "Cơ quan thực hiện / Phối hợp")
    assert len(table.rows) == 1


def test_a_header_of_three_levels_is_read_whole() -> None:
    table = only(
        grid(
            Line(1, ["TT", "Nhiệm vụ", "Kinh phí", "", ""], spans={2: 3}),
            Line(2, ["TT", "Nhiệm vụ", "Tổng", "Trong đó", ""], spans={3: 2}, carried=frozenset({0, 1})),
            Line(3, ["TT", "Nhiệm vụ", "Tổng", "NSTW", "NSĐP"], carried=frozenset({0, 1, 2})),
            ["1", "Đề án", "5", "3", "2"],
        )
    )
    assert table.header[2:] == ("Kinh phí / Tổng", "Kinh phí / Trong đó / NSTW", "Kinh phí / Trong đó / NSĐP")


def test_the_first_task_is_not_taken_for_a_second_level() -> None:
    table = only(grid(["TT", "Nhiệm vụ", "Chủ trì", ""], ["", "Tiếp của trang trước", "", "x"], *BODY))
    assert len(table.header_rows) == 1


def test_a_header_repeated_in_the_body_is_dropped_with_a_note() -> None:
    table = only(grid(HEADER, BODY[0], [label.upper() for label in HEADER], BODY[1]))
    assert cells_of(table) == BODY
    assert [(note.code, note.params) for note in table.notes] == [("repeated-header", {"count": 1})]
    assert [row.after_break for row in table.rows] == [False, True]


def test_rows_of_totals_are_rows() -> None:
    table = only(grid(HEADER, *BODY, ["", "Tổng cộng", "", "12"]))
    assert table.rows[-1].cells == ("", "Tổng cộng", "", "12")


def test_a_table_goes_on_where_the_next_has_as_many_columns_and_no_header() -> None:
    table = only(grid(HEADER, BODY[0]), grid(BODY[1], may_continue=True))
    assert cells_of(table) == BODY
    assert [row.number for row in table.rows] == [2, 3]
    assert [row.after_break for row in table.rows] == [False, True]


def test_a_table_goes_on_where_the_next_repeats_its_header() -> None:
    table = only(grid(HEADER, BODY[0]), grid(HEADER, BODY[1], may_continue=True))
    assert cells_of(table) == BODY
    assert codes(table.notes) == ["joined-tables", "repeated-header"]


def test_a_title_between_the_parts_of_a_table_becomes_a_group_heading() -> None:
    table = only(grid(HEADER, BODY[0]), grid(BODY[1], may_continue=True, between=["II. Nhân lực", "17"]))
    assert [(row.number, row.cells[0], row.full_width) for row in table.rows] == [
        (2, "1", False),
        (3, "II. Nhân lực", True),
        (4, "2", False),
    ]


@pytest.mark.parametrize(
    "second",
    [
        grid(
            ["Chỉ tiêu", "Đơn vị tính", "2025", "2030"], ["GRDP", "%", "8", "9"], may_continue=True, between=["Biểu 2"]
        ),
        grid(HEADER, BODY[1], may_continue=True, between=["PHỤ LỤC III"]),
        grid(["TT", "Tên nhiệm vụ"], ["1", "Đề án"], may_continue=True),
        grid(HEADER, BODY[1]),
    ],
    ids=["another header", "the same below a title", "fewer columns", "another sheet"],
)
def test_another_table_stays_another_table(second: Grid) -> None:
    assert len(reading(grid(HEADER, BODY[0]), second).tables) == 2


def test_a_merged_cell_over_all_columns_is_a_group_heading() -> None:
    heading = Line(2, ["I. Thể chế", "", "", ""], spans={0: 4})
    table = only(grid(HEADER, heading, *BODY))
    assert [row.full_width for row in table.rows] == [True, False, False]


def test_a_merged_cell_over_all_but_the_number_is_a_group_heading_but_a_total_is_not() -> None:
    heading = Line(2, ["I", "Thể chế", "", ""], spans={1: 3})
    total = Line(3, ["Tổng cộng", "", "", "25"], spans={0: 3})
    table = only(grid(HEADER, heading, total))
    assert [row.full_width for row in table.rows] == [True, False]


def test_rows_with_more_cells_than_the_header_are_kept_and_noted() -> None:
    rows = [[str(number), "Nhiệm vụ", "Sở", "2025"] for number in range(60)]
    table = only(grid(HEADER, *rows, ["x", "Nhiệm vụ", "Sở", "2025", "thừa"]))
    assert table.rows[-1].cells[4] == "thừa"
    assert [(note.code, note.params) for note in table.notes] == [("wider-rows", {"count": 1, "row": 62})]


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(columns=3), "too-many-columns"),
        (Limits(rows=1), "too-many-rows"),
        (Limits(cell=12), "cell-too-long"),
        (Limits(characters=20), "too-much-text"),
        (Limits(tables=0), "too-many-tables"),
    ],
)
def test_each_limit_has_its_refusal(limits: Limits, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        reading(grid(HEADER, *BODY), limits=limits)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("encoding", "row"),
    [
        ("TCVN3", ["1", "X©y dùng kÕ ho¹ch thùc hiÖn nhiÖm vô cña tØnh", "Së", "2025"]),
        ("VNI", ["1", "Xaây döïng keá hoaïch thöïc hieän nhieäm vuï cuûa tænh", "Sôû", "2025"]),
    ],
)
def test_text_in_fonts_from_before_unicode_is_refused_and_named(encoding: str, row: list[str]) -> None:
    with pytest.raises(Unreadable) as refusal:
        reading(grid(row, row))
    assert (refusal.value.code, refusal.value.params) == ("legacy-font-encoding", {"encoding": encoding})
