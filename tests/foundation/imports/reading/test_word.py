"""Word files as people really make them: merged cells, tracked changes, lists, tables over several pages."""

from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from phusa.foundation.imports.reading.tables import Limits, Unreadable

from .conftest import W, cell, cells_of, codes, only_table, paragraph, read, row, table

Word = Callable[..., Path]

HEADER = row("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn")
LIST = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr></w:pPr>'


def numbering(format_: str, text: str, start: int = 1) -> str:
    return (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:start w:val="{start}"/>'
        f'<w:numFmt w:val="{format_}"/><w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
        f'<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>'
    )


def test_the_paragraph_above_a_table_is_its_name_with_the_number_of_the_annex(word: Word) -> None:
    above = (paragraph("Phụ lục II"), paragraph("DANH MỤC NHIỆM VỤ"), paragraph("(Kèm theo Nghị quyết số 03/NQ-CP)"))
    assert only_table(word(*above, table(HEADER, row("1", "a", "b", "c")))).name == "Phụ lục II. DANH MỤC NHIỆM VỤ"


def test_a_table_without_a_paragraph_above_has_no_name(word: Word) -> None:
    assert only_table(word(table(HEADER, row("1", "a", "b", "c")))).name == ""


def test_a_cell_merged_downwards_stands_in_every_row_it_covers_and_is_told(word: Word) -> None:
    begin, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    found = only_table(
        word(
            table(
                HEADER,
                row("1", "Đề án", cell("Sở Tài chính", properties=begin), "2025"),
                row("2", "Kế hoạch", cell("", properties=go_on), "2026"),
                row("3", "Báo cáo", "Sở Y tế", "2027"),
            )
        )
    )
    assert [each.cells[2] for each in found.rows] == ["Sở Tài chính", "Sở Tài chính", "Sở Y tế"]
    assert [each.carried for each in found.rows] == [(), (2,), ()]


def test_borders_a_hair_apart_make_no_further_column(word: Word) -> None:
    # Word's grid has five columns, because the second border is moved by 15 twentieths of a point in one row.
    wide, narrow = '<w:gridSpan w:val="2"/>', ""
    found = only_table(
        word(
            table(
                row("TT", cell("Nhiệm vụ", properties=wide), "Chủ trì", "Thời hạn"),
                row("1", cell("Đề án", properties=wide), "Sở A", "2025"),
                row("2", cell("Kế hoạch", properties=narrow), cell("Sở B", properties=wide), "2026"),
                widths=(600, 5000, 15, 2000, 1000),
            )
        )
    )
    assert found.header == ("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn")
    assert cells_of(found) == [["1", "Đề án", "Sở A", "2025"], ["2", "Kế hoạch", "Sở B", "2026"]]


def test_rows_that_leave_out_columns_keep_the_others_in_place(word: Word) -> None:
    found = only_table(word(table(HEADER, row("1", "a", "b", "c"), row("d", properties='<w:gridBefore w:val="3"/>'))))
    assert found.rows[1].cells == ("", "", "", "d")


def test_old_files_merge_to_the_right_without_a_span(word: Word) -> None:
    merged = [cell("I. Thể chế", properties='<w:hMerge w:val="restart"/>')]
    merged += [cell("", properties="<w:hMerge/>")] * 3
    assert only_table(word(table(HEADER, row(*merged), row("1", "a", "b", "c")))).rows[0].full_width


def test_rows_that_word_repeats_on_each_page_are_the_header(word: Word) -> None:
    header = row("A1", "B1", "C1", properties="<w:tblHeader/>")
    found = only_table(word(table(header, row("x", "y", "z"))))
    assert found.header == ("A1", "B1", "C1")


def test_deleted_text_and_rows_are_gone_and_inserted_ones_are_there(word: Word) -> None:
    changed = (
        "<w:p><w:r><w:t>Xây dựng </w:t></w:r><w:del><w:r><w:delText>Kế hoạch</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>Đề án</w:t></w:r></w:ins><w:moveFrom><w:r><w:t> cũ</w:t></w:r></w:moveFrom></w:p>"
    )
    found = only_table(
        word(
            table(
                HEADER,
                row("1", cell(changed), "Sở A", "2025"),
                row("2", "bỏ", "Sở B", "2025", properties="<w:del/>"),
                row("3", "mới", "Sở C", "2025", properties="<w:ins/>"),
            )
        )
    )
    assert [each.cells[:2] for each in found.rows] == [("1", "Xây dựng Đề án"), ("3", "mới")]


def test_hidden_text_and_field_codes_are_not_read_but_their_results_are(word: Word) -> None:
    text = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        "<w:hyperlink><w:r><w:t>Nghị định</w:t></w:r></w:hyperlink></w:p>"
    )
    assert only_table(word(table(HEADER, row("1", cell(text), "b", "c")))).rows[0].cells[1] == "Nghị định"


def test_paragraphs_and_soft_breaks_of_a_cell_are_lines_of_its_text(word: Word) -> None:
    text = "<w:p><w:r><w:t>Sở Y tế</w:t><w:br/><w:t>Sở Tài chính</w:t></w:r></w:p><w:p/>" + paragraph("Sở  Tư pháp ")
    found = only_table(word(table(HEADER, row("1", "a", cell(text), "c"))))
    assert found.rows[0].cells[2] == "Sở Y tế\nSở Tài chính\nSở Tư pháp"


def test_letters_typed_in_parts_are_composed(word: Word) -> None:
    assert (
        only_table(word(table(HEADER, row("1", "Hoa\u0300n thie\u0323\u0302n", "b", "c")))).rows[0].cells[1]
        == "Hoàn thiện"
    )


def test_marks_of_footnotes_are_left_out_and_counted(word: Word) -> None:
    text = '<w:p><w:r><w:t>Đề án</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    found = only_table(word(table(HEADER, row("1", cell(text), "b", "c"))))
    assert found.rows[0].cells[1] == "Đề án"
    assert [(note.code, note.params) for note in found.notes] == [("footnote-marks", {"count": 1})]


@pytest.mark.parametrize(
    ("format_", "text", "numbers"),
    [
        ("decimal", "%1.", ["4.", "5."]),
        ("upperRoman", "%1", ["IV", "V"]),
        ("lowerLetter", "%1)", ["d)", "e)"]),
        ("decimalZero", "%1", ["04", "05"]),
        ("bullet", "•", ["-", "-"]),
        ("none", "", ["", ""]),
    ],
)
def test_numbers_that_word_counts_itself_are_read(word: Word, format_: str, text: str, numbers: list[str]) -> None:
    numbered = [row(cell(f"<w:p>{LIST}</w:p>"), "Đề án", "Sở A", "2025") for _ in numbers]
    found = only_table(word(table(HEADER, *numbered), numbering=numbering(format_, text, start=4)))
    assert [each.cells[0] for each in found.rows] == numbers


def test_numbers_may_come_from_the_style_of_the_paragraph(word: Word) -> None:
    styles = f'<w:styles xmlns:w="{W}"><w:style w:styleId="So">{LIST}</w:style></w:styles>'
    styled = '<w:p><w:pPr><w:pStyle w:val="So"/></w:pPr></w:p>'
    body = table(HEADER, *[row(cell(styled), "Đề án", "Sở A", "2025")] * 2)
    found = only_table(word(body, numbering=numbering("decimal", "%1."), styles=styles))
    assert [each.cells[0] for each in found.rows] == ["1.", "2."]


def test_content_controls_around_rows_and_cells_are_seen_through(word: Word) -> None:
    inner = f"<w:sdt><w:sdtContent>{cell('Sở A')}</w:sdtContent></w:sdt>"
    wrapped = f"<w:tr>{cell('1')}{cell('Đề án')}{inner}{cell('2025')}</w:tr>"
    found = only_table(word(table(HEADER, f"<w:sdt><w:sdtContent>{wrapped}</w:sdtContent></w:sdt>")))
    assert cells_of(found) == [["1", "Đề án", "Sở A", "2025"]]


def test_a_table_inside_a_cell_is_text_of_the_cell(word: Word) -> None:
    inner = table(row("a", "b"), row("c", "d")) + "<w:p/>"
    found = only_table(word(table(HEADER, row("1", cell(inner), "Sở A", "2025"))))
    assert found.rows[0].cells[1] == "a b\nc d"
    assert [(note.code, note.params) for note in found.notes] == [("nested-table", {"count": 1})]


def nested(depth: int) -> str:
    content = paragraph("trong cùng")
    for _ in range(depth):
        content = table(row(cell(content))) + "<w:p/>"
    return content


def test_three_tables_inside_each_other_are_read_and_ten_are_refused(word: Word) -> None:
    assert only_table(word(table(HEADER, row("1", cell(nested(3)), "b", "c")))).rows[0].cells[1] == "trong cùng"
    with pytest.raises(Unreadable) as refusal:
        read(word(table(HEADER, row("1", cell(nested(10)), "b", "c"))))
    assert refusal.value.code == "nested-tables"


def test_nesting_beyond_what_a_parser_bears_is_a_damaged_file(word: Word) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(word("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000))
    assert refusal.value.code == "damaged"


def test_text_boxes_are_left_out_with_a_note(word: Word) -> None:
    box = f"<w:p><w:r><w:pict><w:txbxContent>{table(row('x', 'y'))}</w:txbxContent></w:pict></w:r></w:p>"
    reading = read(word(box, table(HEADER, row("1", "a", "b", "c"))))
    assert len(reading.tables) == 1
    assert codes(reading.notes) == ["text-box"]


def test_a_document_without_a_table_says_so(word: Word) -> None:
    reading = read(word(paragraph("Kính gửi: Sở Khoa học và Công nghệ")))
    assert reading.tables == ()
    assert codes(reading.notes) == ["no-table"]


def test_the_strict_form_of_word_files_is_read(word: Word) -> None:
    path = word(table(HEADER, row("1", "a", "b", "c")), namespace="http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert cells_of(only_table(path)) == [["1", "a", "b", "c"]]


def test_more_columns_than_allowed_are_refused(word: Word) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(word(table(row(*map(str, range(1_000))))))
    assert (refusal.value.code, refusal.value.params) == ("too-many-columns", {"limit": 64})


def test_a_file_made_by_another_program_reads_alike(tmp_path: Path) -> None:
    document = docx.Document()
    made = document.add_table(rows=2, cols=3)
    for column, text in enumerate(("TT", "Nhiệm vụ", "Thời hạn")):
        made.cell(0, column).text = text
        made.cell(1, column).text = f"ô {column}"
    document.save(str(tmp_path / "made.docx"))
    found = only_table(tmp_path / "made.docx")
    assert found.header == ("TT", "Nhiệm vụ", "Thời hạn")
    assert cells_of(found) == [["ô 0", "ô 1", "ô 2"]]


def test_the_limit_of_rows_stops_the_reading_before_the_rest_is_looked_at(word: Word) -> None:
    path = word(table(HEADER, *[row(str(number), "a", "b", "c") for number in range(2_000)]))
    with pytest.raises(Unreadable) as refusal:
        read(path, limits=Limits(rows=100))
    assert refusal.value.code == "too-many-rows"
