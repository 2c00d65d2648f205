"""Papers: the parts of an official document, sources counted once, the same bytes, every letter in the PDF."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from unicodedata import normalize

import pdfplumber
import pytest
from docx import Document
from docx.shared import Mm
from docx.table import Table as WordTable

from phusa.foundation.documents import pdf
from phusa.foundation.documents.vocabulary import (
    Column,
    Heading,
    Items,
    OfficialDocument,
    Paragraph,
    Report,
    Run,
    Signature,
    Table,
)
from phusa.foundation.documents.word import to_word

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
LETTERS = [normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES] + ["đ"]

NOTICE = OfficialDocument(
    superior="",
    issuer="Ủy ban nhân dân tỉnh",
    notation="TB-UBND",
    number="7",
    issued_on=date(2021, 6, 5),
    place="Thái Bình",
    kind="Thông báo",
    subject="Kết luận tại cuộc họp",
    grounds=("Căn cứ Luật Khoa học và công nghệ", "Theo đề nghị của Giám đốc Sở"),
    body=(
        Heading("I. Kết quả"),
        Paragraph(("Hỗ trợ ", Run("trên 100 tỷ đồng", source="Báo, 11/6/2020"), ".")),
        Items((("Có ", Run("hơn 50", source="Báo, 11/6/2020"), " mô hình"), "Một giống lúa"), numbered=True),
        Table((Column("TT", 1, "center"), Column("Việc", 8)), ("Nhóm một", ("1", "Xây dựng mô hình"))),
    ),
    signature=Signature(("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Nguyễn Văn A"),
    recipients=("Như trên",),
    archive="VT, KGVX",
)
LETTER = OfficialDocument(
    issuer="Ủy ban nhân dân tỉnh",
    notation="UBND-KGVX",
    place="Thái Bình",
    subject="đề nghị hỗ trợ",
    to=("Bộ Khoa học và Công nghệ", "Bộ Tài chính"),
    body=(Paragraph("Một.\nHai."),),
)


def lines(word: bytes) -> list[str]:
    """Every line of the paper from top to bottom, those of tables too."""

    def read(container) -> Iterator[str]:
        for block in container.iter_inner_content():
            if isinstance(block, WordTable):
                for row in block.rows:
                    for cell in dict.fromkeys(row.cells):
                        yield from read(cell)
            elif block.text:
                yield block.text

    return list(read(Document(BytesIO(word))))


def test_an_official_document_has_its_parts_in_their_order() -> None:
    assert lines(to_word(NOTICE)) == [
        "ỦY BAN NHÂN DÂN TỈNH",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 07/TB-UBND",
        "Thái Bình, ngày 05 tháng 6 năm 2021",
        "THÔNG BÁO",
        "Kết luận tại cuộc họp",
        "Căn cứ Luật Khoa học và công nghệ;",
        "Theo đề nghị của Giám đốc Sở.",
        "I. Kết quả",
        "Hỗ trợ trên 100 tỷ đồng [1].",
        "1. Có hơn 50 [1] mô hình",
        "2. Một giống lúa",
        "TT",
        "Việc",
        "Nhóm một",
        "1",
        "Xây dựng mô hình",
        "Nguồn:",
        "[1] Báo, 11/6/2020",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT, KGVX.",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Nguyễn Văn A",
    ]


def test_a_letter_carries_its_subject_under_the_number_and_leaves_open_what_is_not_known() -> None:
    read = lines(to_word(LETTER))
    assert read[3] == "Số:       /UBND-KGVX"
    assert read[4] == "V/v đề nghị hỗ trợ"
    assert read[5] == "Thái Bình, ngày      tháng      năm      "
    assert read[6:] == ["Kính gửi:\t- Bộ Khoa học và Công nghệ;", "\t- Bộ Tài chính.", "Một.", "Hai."]


def test_the_page_has_the_size_the_margins_and_the_type_of_the_decree() -> None:
    document = Document(BytesIO(to_word(NOTICE)))
    section = document.sections[0]
    assert [round(each / Mm(1)) for each in (section.page_width, section.page_height)] == [210, 297]
    margins = section.top_margin, section.bottom_margin, section.left_margin, section.right_margin
    assert [round(each / Mm(1)) for each in margins] == [20, 20, 30, 15]
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml


def test_a_report_has_neither_number_nor_nation() -> None:
    report = Report(
        title="Tóm tắt",
        stated="Số liệu chốt đến ngày 30/6/2020",
        mark="Minh hoạ",
        body=(Paragraph("Nội dung"),),
    )
    assert lines(to_word(report)) == ["MINH HOẠ", "Tóm tắt", "Số liệu chốt đến ngày 30/6/2020", "Nội dung"]


def test_the_same_paper_is_the_same_file() -> None:
    assert to_word(NOTICE) == to_word(NOTICE)


def test_what_a_word_file_cannot_hold_is_left_out_and_letters_are_composed() -> None:
    broken = Report(title="Kết\x00 luận\x1f", body=(Paragraph(normalize("NFD", "Tiếng Việt") + "\ud800"),))
    assert lines(to_word(broken)) == ["Kết luận", "Tiếng Việt"]


def test_what_looks_like_markup_stays_text() -> None:
    assert lines(to_word(Report(title="<w:br/>&amp;", body=(Paragraph("{{ x }}"),)))) == ["<w:br/>&amp;", "{{ x }}"]


def test_a_table_repeats_its_heading_and_breaks_no_row() -> None:
    rows = [(str(place), "việc") for place in range(100)]
    report = Report(title="Danh mục", body=(Table((Column("TT"), Column("Việc", 9)), rows),))
    table = Document(BytesIO(to_word(report))).tables[0]
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert all("w:cantSplit" in row._tr.xml for row in table.rows)


def test_without_libreoffice_there_is_no_pdf(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert pdf.program() is None
    assert pdf.to_pdf(to_word(LETTER)) is None


def test_a_program_that_does_not_end_in_time_is_ended_and_gives_no_pdf(monkeypatch, tmp_path) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexec tail -f /dev/null\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert pdf.to_pdf(b"", seconds=0.2) is None


@pytest.mark.skipif(pdf.program() is None, reason="LibreOffice is not installed")
def test_every_vietnamese_letter_is_intact_in_the_pdf() -> None:
    both = [*LETTERS, *(letter.upper() for letter in LETTERS)]
    paragraphs = tuple(Paragraph(tuple(Run(f"{letter} ", **style) for letter in both)) for style in STYLES)
    made = pdf.to_pdf(to_word(Report(title="Chữ cái", body=paragraphs)))
    assert made is not None
    with pdfplumber.open(BytesIO(made)) as read:
        text = "".join(page.extract_text() for page in read.pages)
    found = normalize("NFC", text)
    assert [letter for letter in both if found.count(letter) < len(STYLES)] == []


STYLES = ({}, {"bold": True}, {"italic": True}, {"bold": True, "italic": True})
