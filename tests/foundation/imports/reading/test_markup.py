"""Tables in HTML, as the clipboard and exported ".xls" files bring them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from phusa.foundation.imports.reading.tables import Unreadable

from .conftest import cells_of, codes, only_table, read

TextFile = Callable[[str | bytes], Path]


def test_a_table_pasted_from_word_as_html_is_read_with_its_merged_cells(text_file: TextFile) -> None:
    pasted = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>td {x: y}</style></head><body>
      <!--StartFragment--><table>
      <tr><td rowspan=2><p>TT</p></td><td rowspan=2>Nhiệm<br>vụ</td><td colspan=2>Cơ quan</td></tr>
      <tr><td>Chủ trì</td><td>Phối hợp</td></tr>
      <tr><td colspan=4><b>I. Thể chế</b></td></tr>
      <tr><td>1</td><td>Xây dựng
        Đề án</td><td rowspan=2>Sở&nbsp;A</td><td>Sở B</td></tr>
      <tr><td>2</td><td>Báo cáo</td><td></td></tr>
      </table><!--EndFragment--></body></html>"""
    table = only_table(text_file(pasted))
    assert table.header == ("TT", "Nhiệm vụ", "Cơ quan / Chủ trì", "Cơ quan / Phối hợp")
    assert [row.full_width for row in table.rows] == [True, False, False]
    assert cells_of(table)[1:] == [["1", "Xây dựng Đề án", "Sở A", "Sở B"], ["2", "Báo cáo", "Sở A", ""]]
    assert table.rows[2].carried == (2,)


def test_paragraphs_of_a_cell_are_lines_and_scripts_are_nothing(text_file: TextFile) -> None:
    table = only_table(
        text_file("<table><tr><th>TT<th>Nhiệm vụ<tr><td>1<td><p>Đề án</p><script>x()</script><p>Kế hoạch</p></table>")
    )
    assert table.header == ("TT", "Nhiệm vụ")
    assert table.rows[0].cells == ("1", "Đề án\nKế hoạch")


def test_several_tables_have_the_text_above_them_as_name(text_file: TextFile) -> None:
    one = "<table><tr><td>TT<td>Nhiệm vụ</tr><tr><td>1<td>a</tr></table>"
    reading = read(text_file(f"<div><p>Văn bản</p><p>Biểu 1</p>{one}<p>Biểu 2</p>{one}</div>"))
    assert [table.name for table in reading.tables] == ["Biểu 1", "Biểu 2"]


def test_an_xls_that_is_html_inside_is_read_with_a_note(tmp_path: Path) -> None:
    path = tmp_path / "export.xls"
    path.write_text("<table><tr><td>TT<td>Nhiệm vụ</tr><tr><td>1<td>a</tr></table>")
    reading = read(path)
    assert cells_of(reading.tables[0]) == [["1", "a"]]
    assert codes(reading.notes) == ["wrong-extension"]


@pytest.mark.parametrize("span", ["1000000", "-1", "x", ""])
def test_a_senseless_span_does_no_harm(text_file: TextFile, span: str) -> None:
    page = f'<table><tr><td>TT<td>Nhiệm vụ</tr><tr><td rowspan="{span}">1<td>a</tr><tr><td>b</tr></table>'
    assert only_table(text_file(page)).rows[0].cells == ("1", "a")


def test_tables_inside_tables_are_text_down_to_three_and_refused_below(text_file: TextFile) -> None:
    def nested(depth: int) -> Path:
        page = "trong cùng"
        for _ in range(depth):
            page = f"<table><tr><td>{page}</td></tr></table>"
        return text_file(f"<table><tr><td>TT<td>Nhiệm vụ</tr><tr><td>1<td>{page}</td></tr></table>")

    table = only_table(nested(3))
    assert table.rows[0].cells == ("1", "trong cùng")
    assert codes(table.notes) == ["nested-table"]
    with pytest.raises(Unreadable) as refusal:
        read(nested(10))
    assert refusal.value.code == "nested-tables"


def test_more_columns_than_allowed_are_refused(text_file: TextFile) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(text_file("<table>" + ("<tr>" + "<td>x" * 1_000) * 2 + "</table>"))
    assert refusal.value.code == "too-many-columns"
