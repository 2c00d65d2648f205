"""Excel 97–2003: the same reader, another container."""

from pathlib import Path

from .conftest import cells_of, only_table, read, xls


def test_an_old_workbook_is_read_like_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "annex.xls"
    path.write_bytes(xls([["TT", "Nhiệm vụ", "Thời hạn"], ["1", "Xây dựng Đề án", "6/2025"]]))
    assert read(path).media_type == "application/vnd.ms-excel"
    table = only_table(path)
    assert (table.name, table.header) == ("Biểu", ("TT", "Nhiệm vụ", "Thời hạn"))
    assert cells_of(table) == [["1", "Xây dựng Đề án", "6/2025"]]
