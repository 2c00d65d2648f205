"""CSV, TSV and pasted text in the encodings and habits of real offices."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phusa.foundation.imports.reading.delimited import find_delimiter
from phusa.foundation.imports.reading.lines import cleaned
from phusa.foundation.imports.reading.tables import Unreadable
from phusa.kernel.text import normal

from .conftest import cells_of, codes, only_table, read

TextFile = Callable[[str | bytes], Path]

CONTENT = "TT,Nhiệm vụ,Cơ quan chủ trì\n1,Xây dựng Đề án chuyển đổi số,Sở Thông tin và Truyền thông\n"
ROWS = [["1", "Xây dựng Đề án chuyển đổi số", "Sở Thông tin và Truyền thông"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_character_between_the_cells_is_found(text_file: TextFile, delimiter: str) -> None:
    rows = [["TT", "Nhiệm vụ", "Cơ quan"], ["1", "Hạ tầng, nhân lực; dữ liệu", "Sở A"], ["2", "Báo cáo", ""]]
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(rows)
    assert cells_of(only_table(text_file(written.getvalue()))) == rows[1:]


def test_prose_is_one_column_whatever_commas_it_has(text_file: TextFile) -> None:
    prose = "Kính gửi: các sở, ngành.\nĐể triển khai,\nSở đề nghị quý cơ quan\nphối hợp, báo cáo, gửi.\nTrân trọng.\n"
    assert find_delimiter(prose) == ""
    assert [row.cells for row in only_table(text_file(prose)).rows] == [(line,) for line in prose.splitlines()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_in_each_of_its_forms(text_file: TextFile, encoding: str) -> None:
    path = text_file(CONTENT.encode(encoding))
    assert cells_of(only_table(path)) == ROWS
    assert codes(read(path).notes) == []


def test_windows_1258_is_read_and_said_to_be_a_guess(text_file: TextFile) -> None:
    reading = read(text_file(in_windows_1258(CONTENT)))
    assert cells_of(reading.tables[0]) == ROWS
    assert [(note.code, note.params) for note in reading.notes] == [("encoding-guessed", {"encoding": "cp1258"})]


def in_windows_1258(text: str) -> bytes:
    """Base letter composed, tone as a mark after it, as Windows writes Vietnamese."""
    import unicodedata

    tones = "\u0300\u0301\u0303\u0309\u0323"
    pieces = []
    for letter in text:
        marks = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in marks if mark in tones)
        base = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in tones))
        pieces.append(base + tone)
    return "".join(pieces).encode("cp1258")


@pytest.mark.parametrize(
    ("encoding", "line"),
    [
        ("cp1252", "Étude déjà approuvée à Genève et à Besançon,société privée"),
        ("cp1251", "Разработка программы развития,институт"),
        ("gb18030", "制定科技发展计划方案,研究所"),
        ("shift_jis", "科学技術の発展計画を策定する,研究所"),
    ],
)
def test_another_old_encoding_is_guessed_and_said_to_be_a_guess(text_file: TextFile, encoding: str, line: str) -> None:
    reading = read(text_file(f"{line}\n".encode(encoding) * 20))
    assert reading.tables[0].rows[0].cells == tuple(line.split(","))
    assert [(note.code, note.params) for note in reading.notes] == [("encoding-guessed", {"encoding": encoding})]


@pytest.mark.parametrize(
    ("font", "text"),
    [
        ("TCVN3", "TT,NhiÖm vô,C¬ quan\n1,X©y dùng kÕ ho¹ch ph¸t triÓn cña tØnh,Së\n"),
        ("VNI", "TT,Nhieäm vuï,Cô quan\n1,Xaây döïng keá hoaïch phaùt trieån cuûa tænh,Sôû\n"),
    ],
)
@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_fonts_from_before_unicode_are_named_and_refused(
    text_file: TextFile, font: str, text: str, encoding: str
) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(text_file(text.encode(encoding)))
    assert (refusal.value.code, refusal.value.params) == ("legacy-font-encoding", {"encoding": font})


def test_text_cut_in_the_middle_of_a_letter_is_damaged(text_file: TextFile) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(text_file(CONTENT.encode("utf-16")[:-1]))
    assert refusal.value.code == "damaged"


def test_unicode_that_lost_a_byte_is_damaged_and_not_guessed_to_be_something_else(text_file: TextFile) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(text_file(CONTENT.encode().replace("ề".encode(), "ề".encode()[:-1], 1)))
    assert refusal.value.code == "damaged"


def test_line_breaks_and_quotation_marks_inside_quoted_cells_are_kept(text_file: TextFile) -> None:
    table = only_table(text_file('TT,Nhiệm vụ,Cơ quan\n1,"Đề án ""Chuyển đổi số""\n- giai đoạn 1","Sở A,\nSở B"\n'))
    assert cells_of(table) == [["1", 'Đề án "Chuyển đổi số"\n- giai đoạn 1', "Sở A,\nSở B"]]


def test_a_table_pasted_from_excel_keeps_its_cells_of_several_lines(text_file: TextFile) -> None:
    table = only_table(text_file('TT\tNhiệm vụ\tCơ quan\r\n1\t"Đề án\nKế hoạch"\tSở A\r\n2\tBáo cáo\t\r\n'))
    assert cells_of(table) == [["1", "Đề án\nKế hoạch", "Sở A"], ["2", "Báo cáo", ""]]


def test_a_table_pasted_from_word_has_its_broken_cells_joined(text_file: TextFile) -> None:
    pasted = (
        "TT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn\n"
        "I. Thể chế\n"
        '1\t"Chuyển đổi số" cấp tỉnh\n- hạ tầng\n- dữ liệu\tSở A\nSở B\t2025\n'
        "2\tBáo cáo\tSở C\t2026\n"
    )
    table = only_table(text_file(pasted))
    assert cells_of(table) == [
        ["I. Thể chế", "", "", ""],
        ["1", '"Chuyển đổi số" cấp tỉnh\n- hạ tầng\n- dữ liệu', "Sở A\nSở B", "2025"],
        ["2", "Báo cáo", "Sở C", "2026"],
    ]
    assert [(note.code, note.params) for note in table.notes] == [("joined-lines", {"count": 3})]


def test_rows_that_only_lack_their_last_tabs_are_not_joined(text_file: TextFile) -> None:
    table = only_table(
        text_file("TT\tNhiệm vụ\tCơ quan\tThời hạn\n1\tĐề án\tSở A\n2\tBáo cáo\n3\tKế hoạch\tSở B\t2025\n")
    )
    assert [row.cells[0] for row in table.rows] == ["1", "2", "3"]


def test_an_endless_quoted_cell_is_refused(text_file: TextFile) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(text_file('TT,Nhiệm vụ\n1,"' + "dài, " * 30_000))
    assert refusal.value.code == "cell-too-long"


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\n\x0b\x0c\x85\u2028\u2029"), max_size=40))
def test_a_cell_of_one_line_is_cleaned_as_the_kernel_cleans_text(text: str) -> None:
    assert cleaned(text) == normal(text)


@given(st.text(max_size=60))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)
