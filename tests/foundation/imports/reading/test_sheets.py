"""Excel workbooks: what the sheet shows is what is read."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from phusa.foundation.imports.reading.formats import Shown, shown_as
from phusa.foundation.imports.reading.tables import Unreadable

from .conftest import cells_of, codes, only_table, read

Write = Callable[[Callable[[Workbook, Worksheet], None]], Path]
HEADER = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn")


@pytest.fixture
def workbook(tmp_path: Path) -> Write:
    def write(fill: Callable[[Workbook, Worksheet], None]) -> Path:
        path = tmp_path / "annex.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet("Phụ lục")
            sheet.write_row(0, 0, HEADER)
            fill(book, sheet)
        return path

    return write


def test_a_table_has_the_name_of_its_sheet_and_the_row_numbers_that_excel_shows(workbook: Write) -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(3, 0, ["1", "Đề án", "Sở A", "2025"])

    table = only_table(workbook(fill))
    assert (table.name, table.rows[0].number) == ("Phụ lục", 4)


def test_numbers_dates_and_truth_values_are_written_as_a_person_would(workbook: Write) -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        day, moment = datetime.date(2025, 6, 30), datetime.datetime(2025, 6, 30, 14, 5)  # noqa: DTZ001 - Excel has no zone
        sheet.write_row(1, 0, [5, 0.1, 12345678901, True])
        sheet.write_datetime(2, 0, day, book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_datetime(2, 1, moment, book.add_format({"num_format": "dd/mm/yyyy hh:mm"}))
        sheet.write(2, 2, 2.50)
        sheet.write_string(2, 3, "0012")

    assert cells_of(only_table(workbook(fill))) == [
        ["5", "0.1", "12345678901", "TRUE"],
        ["2025-06-30", "2025-06-30 14:05", "2.5", "0012"],
    ]


def test_a_date_shown_as_month_and_year_is_read_so_and_no_day_is_invented(workbook: Write) -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        june = datetime.date(2025, 6, 1)
        for column, shown in enumerate(("mm/yyyy", "mmm-yy", "yyyy", "dd/mm/yyyy")):
            sheet.write_datetime(1, column, june, book.add_format({"num_format": shown}))

    assert cells_of(only_table(workbook(fill))) == [["06/2025", "06/2025", "2025", "2025-06-01"]]


def test_a_share_shown_as_per_cent_keeps_its_sign_and_all_its_digits(workbook: Write) -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        share = book.add_format({"num_format": "0%"})
        sheet.write_row(1, 0, ["1", "Tỷ lệ"])
        sheet.write(1, 2, 0.125, share)
        sheet.write(1, 3, "trên 50", share)

    assert cells_of(only_table(workbook(fill))) == [["1", "Tỷ lệ", "12.5%", "trên 50"]]


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("mmm-yy", Shown.MONTH),
        ('"Tháng "m"/"yyyy', Shown.MONTH),
        ("[$-42A]mmmm yyyy;@", Shown.MONTH),
        ("yyyy", Shown.YEAR),
        ("0.00%", Shown.PERCENT),
        ("dd/mm/yyyy", None),
        ("mm:ss", None),
        ("General", None),
        ('0 "%"', None),
    ],
)
def test_a_number_format_says_what_is_shown(code: str, shown: Shown | None) -> None:
    assert shown_as(code) == shown


def test_formulas_are_read_by_the_values_they_were_saved_with(workbook: Write) -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_formula(1, 0, "=1+1", None, 2)
        sheet.write_formula(1, 1, '=HYPERLINK("http://example.org","x")', None, "Đề án")
        sheet.write_string(1, 2, '=cmd|" /C calc"!A0')
        sheet.write(1, 3, "2025")

    assert cells_of(only_table(workbook(fill))) == [["2", "Đề án", '=cmd|" /C calc"!A0', "2025"]]


def test_merged_cells_are_headings_spans_and_repetitions(workbook: Write) -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.merge_range(1, 0, 1, 3, "I. Thể chế")
        sheet.write_row(2, 0, ["1", "Đề án"])
        sheet.write_row(3, 0, ["2", "Kế hoạch"])
        sheet.merge_range(2, 2, 3, 2, "Sở A")

    heading, first, second = only_table(workbook(fill)).rows
    assert heading.full_width
    assert (first.cells[2], first.carried) == ("Sở A", ())
    assert (second.cells[2], second.carried) == ("Sở A", (2,))


def test_a_table_may_begin_anywhere_on_the_sheet(tmp_path: Path) -> None:
    path = tmp_path / "annex.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(4, 2, HEADER)
        sheet.merge_range(5, 2, 5, 5, "I. Thể chế")
        sheet.write_row(6, 2, ["1", "Đề án", "Sở A", "2025"])
    table = only_table(path)
    assert table.header == HEADER
    assert [(row.number, row.full_width) for row in table.rows] == [(6, True), (7, False)]


def test_each_sheet_is_a_table_and_a_hidden_one_is_noted(workbook: Write) -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(1, 0, ["1", "Đề án", "Sở A", "2025"])
        book.add_worksheet("Trống")
        other = book.add_worksheet("Phụ lục 2")
        other.write_row(0, 0, HEADER)
        other.write_row(1, 0, ["2", "Kế hoạch", "Sở B", "2026"])
        hidden = book.add_worksheet("Danh mục")
        hidden.write(0, 0, "x")
        hidden.hide()
        book.add_chartsheet("Đồ thị").set_chart(chart_of(book))

    def chart_of(book: Workbook) -> object:
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "='Phụ lục'!$A$2:$A$2"})
        return chart

    reading = read(workbook(fill))
    assert [table.name for table in reading.tables] == ["Phụ lục", "Phụ lục 2"]
    assert [(note.code, note.params) for note in reading.notes] == [("hidden-sheet", {"name": "Danh mục"})]


def test_styled_but_empty_columns_are_no_columns(workbook: Write) -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        yellow = book.add_format({"bg_color": "yellow"})
        sheet.write_row(1, 0, ["1", "Đề án", "Sở A", "2025"])
        for column in range(4, 300):
            sheet.write_blank(1, column, None, yellow)

    assert only_table(workbook(fill)).header == HEADER


def test_a_thousand_columns_are_refused(workbook: Write) -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(1, 0, range(1_000))

    with pytest.raises(Unreadable) as refusal:
        read(workbook(fill))
    assert refusal.value.code == "too-many-columns"


def test_an_empty_workbook_says_that_there_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet()
    assert codes(read(path).notes) == ["no-table"]
