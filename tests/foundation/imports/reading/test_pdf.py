"""PDF files: tables drawn with lines, and what is said where there are none."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from phusa.foundation.imports.reading.tables import Limits, Unreadable
from tests.builders.annex import pdf_of

from .conftest import cells_of, codes, only_table, read

A4 = (595, 842)


def text(x: float, y: float, content: str) -> str:
    return f"BT /F 10 Tf {x} {y} Td <{content.encode('utf-16-be').hex()}> Tj ET"


def lines(*places: tuple[float, float, float, float]) -> list[str]:
    return [f"{x0} {y0} m {x1} {y1} l S" for x0, y0, x1, y1 in places]


def ruled(rows: Sequence[Sequence[str]], top: float = 800, *, open_below: bool = False) -> list[str]:
    """Three columns from x = 50; each row 20 high; without its lowest line where a page break cut the last row."""
    edges, bottom = (50, 100, 300, 500), top - 20 * len(rows)
    drawn = lines(*[(x, top, x, bottom) for x in edges])
    drawn += lines(*[(50, top - 20 * number, 500, top - 20 * number) for number in range(len(rows) + (not open_below))])
    for number, row in enumerate(rows):
        drawn += [text(x + 4, top - 20 * number - 14, cell) for x, cell in zip(edges, row, strict=False) if cell]
    return drawn


def pdf(tmp_path: Path, *pages: list[str], more: Sequence[bytes] = ()) -> Path:
    path = tmp_path / "annex.pdf"
    path.write_bytes(pdf_of(["\n".join(page) for page in pages], A4, more))
    return path


HEADER = ["TT", "Nhiệm vụ", "Thời hạn"]


def test_a_table_knows_its_page_and_its_rows(tmp_path: Path) -> None:
    path = pdf(tmp_path, [text(50, 700, "Nội dung của trang thứ nhất")], ruled([HEADER, ["1", "Đề án", "6/2025"]]))
    table = only_table(path)
    assert (table.page, table.header) == (2, tuple(HEADER))
    assert cells_of(table) == [["1", "Đề án", "6/2025"]]


def test_a_row_cut_by_a_page_break_stays_two_rows_even_if_it_was_left_open(tmp_path: Path) -> None:
    first = ruled([HEADER, ["1", "Đề án", "2025"], ["2", "Xây dựng quy định về", "2026"]], open_below=True)
    table = only_table(pdf(tmp_path, first, ruled([HEADER, ["", "sở hữu trí tuệ", ""], ["3", "Báo cáo", "2027"]])))
    assert cells_of(table) == [
        ["1", "Đề án", "2025"],
        ["2", "Xây dựng quy định về", "2026"],
        ["", "sở hữu trí tuệ", ""],
        ["3", "Báo cáo", "2027"],
    ]
    assert [row.after_break for row in table.rows] == [False, False, True, False]


def test_a_cell_merged_downwards_is_told_in_each_row(tmp_path: Path) -> None:
    drawn = ruled([HEADER, ["1", "Đề án", "2025"], ["2", "Kế hoạch", ""]])
    drawn = [line for line in drawn if line != "50 760 m 500 760 l S"] + lines((50, 760, 300, 760))
    table = only_table(pdf(tmp_path, drawn))
    assert [row.cells[2] for row in table.rows] == ["2025", "2025"]
    assert table.rows[1].carried == (2,)


def test_lines_of_a_cell_are_joined_by_a_blank_and_after_a_hyphen_by_nothing(tmp_path: Path) -> None:
    drawn = lines((50, 800, 500, 800), (50, 780, 500, 780), (50, 740, 500, 740))
    drawn += lines(*[(x, 800, x, 740) for x in (50, 100, 300, 500)])
    drawn += [text(x + 4, 786, label) for x, label in zip((50, 100, 300), HEADER, strict=True)]
    drawn += [text(54, 766, "1"), text(104, 766, "Xây dựng"), text(104, 752, "đề án")]
    drawn += [text(304, 766, "2025-"), text(304, 752, "2026")]
    assert cells_of(only_table(pdf(tmp_path, drawn))) == [["1", "Xây dựng đề án", "2025-2026"]]


def test_slanting_lines_of_a_picture_are_no_part_of_a_table(tmp_path: Path) -> None:
    logo = ["20 20 m 40 60 l 60 20 l h S", "300 20 m 320 60 340 60 360 20 c S"]
    assert len(only_table(pdf(tmp_path, ruled([HEADER, ["1", "Đề án", "6/2025"]]) + logo)).rows) == 1


def test_text_without_drawn_tables_is_said_to_have_none(tmp_path: Path) -> None:
    reading = read(pdf(tmp_path, [text(50, 800, "TT  Nhiệm vụ  Thời hạn"), text(50, 780, "1   Đề án   6/2025")]))
    assert reading.tables == ()
    assert codes(reading.notes) == ["no-ruled-tables"]


def test_a_scan_is_said_to_be_one(tmp_path: Path) -> None:
    reading = read(pdf(tmp_path, ["0.9 g 50 50 400 700 re f"], []))
    assert reading.is_scan
    assert (reading.tables, reading.pages_without_text) == ((), (1, 2))


def test_pages_that_are_pictures_are_named(tmp_path: Path) -> None:
    reading = read(pdf(tmp_path, ruled([HEADER, ["1", "Xây dựng Đề án", "6/2025"]]), [text(500, 20, "2")]))
    assert len(reading.tables) == 1
    assert not reading.is_scan
    assert [(note.code, note.params) for note in reading.notes] == [("pages-without-text", {"pages": "2"})]


def test_letters_that_the_file_does_not_name_are_refused(tmp_path: Path) -> None:
    # Numbers of glyphs instead of letters, as in fonts of Windows: "A" is 36, the blank is 3.
    glyphs = "".join(chr(ord(letter) - 29) for letter in "Xay dung de an chuyen doi so cua tinh")
    path = pdf(tmp_path, [text(50, 800, glyphs)])
    path.write_bytes(path.read_bytes().replace(b"/ToUnicode 5 0 R", b" " * 16))
    with pytest.raises(Unreadable) as refusal:
        read(path)
    assert refusal.value.code == "unreadable-letters"


def test_more_pages_than_allowed_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(pdf(tmp_path, [], [], []), limits=Limits(pages=2))
    assert refusal.value.code == "too-many-pages"


def test_a_pdf_with_a_password_is_refused(tmp_path: Path) -> None:
    path = pdf(tmp_path, [], more=[
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"00" * 32 + b"> /U <" + b"11" * 32 + b"> >>"
    ])  # fmt: skip
    locked = path.read_bytes().replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 8 0 R /ID [<00><00>]")
    path.write_bytes(locked)
    with pytest.raises(Unreadable) as refusal:
        read(path)
    assert refusal.value.code == "encrypted"


@pytest.mark.parametrize("keep", [0.05, 0.5])
def test_a_pdf_that_breaks_off_is_damaged_or_empty_but_never_an_error(tmp_path: Path, keep: float) -> None:
    path = pdf(tmp_path, ruled([HEADER, ["1", "Xây dựng Đề án", "6/2025"]]))
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)])
    with pytest.raises(Unreadable) as refusal:
        read(path)
    assert refusal.value.code == "damaged"
