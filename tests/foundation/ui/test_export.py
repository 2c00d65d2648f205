"""Exports: what was typed never becomes a formula, and what was a number stays one."""

import tracemalloc
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import load_workbook

from phusa.foundation.ui import export
from phusa.foundation.ui.export import Heading, csv_lines, json_lines, neutral, original, plain_value, xlsx_file
from phusa.kernel.dong import Dong

DANGEROUS = ["=1+1", "+84 903", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"http://x\")", "'=1"]  # fmt: skip


def sheet_of(headings: Sequence[Heading], rows: Iterable[Sequence[Any]], title: str = "Danh sách") -> list[list[Any]]:
    """What a workbook of these rows holds."""
    with xlsx_file(title, headings, rows) as file:
        return load_workbook(file).get_sheet_by_index(0).to_python()


TEXT, NUMBER = Heading("text", "Nội dung", "text"), Heading("number", "Số", "number")


@pytest.mark.parametrize("typed", DANGEROUS)
def test_text_that_could_open_a_formula_is_neutralised_in_csv(typed: str) -> None:
    lines = "".join(csv_lines([TEXT], [[typed]]))
    cell = lines.split("\r\n", 1)[1].strip('"')
    assert cell.startswith("'")
    assert not neutral(typed).startswith(export.FORMULA_OPENINGS)


@given(st.text())
def test_what_was_neutralised_reads_back_as_it_was_typed(typed: str) -> None:
    assert original(neutral(typed)) == typed


@pytest.mark.parametrize("typed", DANGEROUS)
def test_text_in_a_workbook_is_text_and_stays_as_typed(typed: str) -> None:
    with xlsx_file("Danh sách", [TEXT], [[typed]]) as file, zipfile.ZipFile(file) as archive:
        assert "<f>" not in archive.read("xl/worksheets/sheet1.xml").decode()
        if typed.startswith(export.FORMULA_OPENINGS):
            assert 'quotePrefix="1"' in archive.read("xl/styles.xml").decode()
    assert sheet_of([TEXT], [[typed]])[1][0].replace("_x000D_", "\r") == typed


def test_numbers_money_and_days_stay_numbers_and_days() -> None:
    row = [-5, Dong(1_250_000_000), Fraction(1, 4), date(2026, 11, 23), datetime(2026, 11, 23, 17, 30, tzinfo=UTC)]
    headings = [Heading(str(n), str(n), "number") for n in range(len(row))]
    values = sheet_of(headings, [row])[1]
    assert values[:4] == [-5, 1_250_000_000, 0.25, date(2026, 11, 23)]
    assert values[4].isoformat() == "2026-11-24T00:30:00"
    assert "".join(csv_lines(headings, [row])).splitlines()[1] == "-5,1250000000,0.25,23/11/2026,24/11/2026 00:30"


def test_a_number_longer_than_excel_can_hold_is_written_as_text_unchanged() -> None:
    values = sheet_of([NUMBER], [[12345678901234567]])
    assert values[1] == ["12345678901234567"]


def test_a_text_longer_than_a_cell_holds_is_cut_with_a_sign_never_dropped() -> None:
    (cell,) = sheet_of([TEXT], [["a" * 40_000]])[1]
    assert len(cell) == 32_767
    assert cell.endswith("a…")


@pytest.mark.parametrize("title", ["", "'x'", "a/b:c?*[d]\\", "Nhiệm vụ " * 9])
def test_any_title_names_a_sheet(title: str) -> None:
    assert sheet_of([TEXT], [["x"]], title) == [["Nội dung"], ["x"]]


def test_json_keeps_the_day_and_the_moment_with_its_zone() -> None:
    lines = "".join(json_lines([TEXT], [[datetime(2026, 11, 23, 17, 30, tzinfo=UTC)], [date(2026, 1, 2)], [None]]))
    assert '"2026-11-24T00:30:00+07:00"' in lines
    assert '"2026-01-02"' in lines
    assert "null" in lines


def test_several_values_of_a_cell_are_joined_with_semicolons() -> None:
    assert plain_value(["Sở Tài chính", "Sở Nội vụ"]) == "Sở Tài chính; Sở Nội vụ"


def test_a_workbook_of_many_rows_does_not_grow_in_memory() -> None:
    tracemalloc.start()
    xlsx_file("x", [TEXT] * 8, ([f"Nội dung {n}"] * 8 for n in range(2_000))).close()
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10_000_000


def test_an_export_begins_before_its_rows_are_read() -> None:
    def rows() -> Iterator[list[str]]:
        yield ["first"]
        raise AssertionError("the second row is not asked for")

    lines = csv_lines([TEXT], rows())
    assert next(lines) == "\ufeffNội dung\r\n"
    assert next(lines) == "first\r\n"
