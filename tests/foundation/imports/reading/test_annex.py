"""The annex of Resolution 03/NQ-CP as CSV, Word, Excel and PDF: the same rows, whichever file a person has."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from phusa.foundation.imports.reading.columns import HEADINGS, Field, guess
from phusa.foundation.imports.reading.sandbox import read_guarded
from phusa.foundation.imports.reading.tables import Row, Table
from tests.builders import annex

from .conftest import only_table

FIELDS = [Field(name, HEADINGS[name]) for name in ("number", "content", "lead", "coordinating", "product", "deadline")]
WRITERS: dict[str, Callable[[Sequence[Sequence[str]], Path], Path]] = {
    "docx": annex.write_docx,
    "xlsx": annex.write_xlsx,
    "pdf": annex.write_pdf,
}
# The traps of the real annex, small: a fragment with a stray cell, an empty deadline, a group of one task.
SAMPLE = [
    ["I. Hoàn thiện thể chế", "1.", "Xây dựng Nghị định về sandbox", "Bộ Tư pháp", "", "Nghị định", "6/2025"],
    [
        "I. Hoàn thiện thể chế",
        "2.",
        "Nâng cấp hạ tầng; (4) mở",
        "Bộ Công an, Bộ Nông",
        "Bộ Tài chính",
        "",
        "Quý II/2025",
    ],
    ["I. Hoàn thiện thể chế", "", "dữ liệu cho người dân.", "", "nghiệp và phát triển nông thôn", "", ""],
    ["II. Nhân lực", "3.", "Đề án huy động hạ tầng", "Các bộ, ngành, địa phương", "", "Đề án", ""],
]


@pytest.fixture(scope="session")
def real_rows(cases: Path) -> list[list[str]]:
    with (cases / "annex_tasks_nq03_2025.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def with_group(table: Table) -> list[list[str]]:
    rows, group = [], ""
    for row in table.rows:
        if row.full_width:
            group = row.cells[0]
        else:
            rows.append([group, *row.cells])
    return rows


@pytest.mark.parametrize("kind", WRITERS)
def test_an_annex_reads_alike_from_word_excel_and_pdf(tmp_path: Path, kind: str) -> None:
    table = only_table(WRITERS[kind](SAMPLE, tmp_path / f"annex.{kind}"))
    assert table.header == annex.HEADER
    assert with_group(table) == SAMPLE


@pytest.mark.parametrize("kind", WRITERS)
def test_the_143_rows_of_the_real_annex_read_alike_from_word_excel_and_pdf(
    tmp_path: Path, real_rows: list[list[str]], kind: str
) -> None:
    (table,) = read_guarded(WRITERS[kind](real_rows, tmp_path / f"annex.{kind}")).tables
    assert table.header == annex.HEADER
    assert [row.full_width for row in table.rows].count(True) == 7
    assert len(real_rows) == 143
    assert with_group(table) == [[" ".join(text.split()) for text in row] for row in real_rows]
    assert {name: found.column for name, found in guess(table.header, [], FIELDS).items()} == {
        field.name: column for column, field in enumerate(FIELDS)
    }


def test_the_143_rows_of_the_real_annex_read_from_the_csv_as_it_is(cases: Path, real_rows: list[list[str]]) -> None:
    table = only_table(cases / "annex_tasks_nq03_2025.csv")
    assert [list(row.cells) for row in table.rows] == [[" ".join(text.split()) for text in row] for row in real_rows]
    fields = [Field("group", HEADINGS["group"]), *FIELDS]
    assert [found.column for found in guess(table.header, [], fields).values()] == list(range(7))


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_what_a_page_break_left_of_a_row_is_marked_as_standing_after_a_break(tmp_path: Path, kind: str) -> None:
    table = only_table(WRITERS[kind](SAMPLE, tmp_path / f"annex.{kind}"))
    fragment: Row = next(row for row in table.rows if not row.cells[0])
    assert fragment.after_break
    assert [row.after_break for row in table.rows].count(True) == 1
