"""The briefing: four pages at most, every figure with its source, frozen with a meeting, what changed since."""

import io
import re
from datetime import UTC, date, datetime

import pdfplumber
import pytest
from docx import Document

from phusa.foundation.access.models import User
from phusa.foundation.documents.pdf import program, to_pdf
from phusa.foundation.documents.word import to_word
from phusa.planning.assignments.models import Assignment
from phusa.planning.cooperation.briefing import Briefing, key_of, prepare
from phusa.planning.cooperation.models import Programme
from phusa.planning.cooperation.paper import paper_of
from phusa.planning.meetings.models import Picture
from phusa.planning.meetings.queries import pictures_for
from phusa.planning.meetings.services import freeze_picture
from tests.builders import cooperation as build
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db

AT = datetime(2025, 7, 1, 8, tzinfo=UTC)
TODAY = date(2025, 7, 1)
LETTERS = "ăâđêôơư ĂÂĐÊÔƠƯ áàảãạ ắằẳẵặ ấầẩẫậ éèẻẽẹ ếềểễệ íìỉĩị óòỏõọ ốồổỗộ ớờởỡợ úùủũụ ứừửữự ýỳỷỹỵ"


def full(cast: Cast) -> Programme:
    """A programme with more of everything than four pages hold."""
    programme = build.in_force(cast)
    long = " ".join(["Hỗ trợ doanh nghiệp đổi mới công nghệ, thiết bị trong sản xuất giống thủy sản"] * 6)
    for side in (cast.authority, cast.ministry):
        given = [
            build.terms(side, f"Cam kết số {n}: {long}", deadline_text="01/2025" if n % 2 else "12/2025")
            for n in range(40)
        ]
        build.promises(programme, side, *given)
    build.issue_commitments(programme, at=build.AT)
    for n in range(12):
        for source in ("Báo tỉnh", "Trang thông tin của Bộ"):
            build.reported(
                cast, programme, f"Chỉ tiêu số {n} về ứng dụng, chuyển giao", f"hơn {50 + n}", f"{source}. {long}"
            )
    visit = build.meeting(cast, programme)
    for n in range(10):
        build.statement(visit, "fell_short", f"Điểm {n}: {long}")
        build.statement(visit, "proposal", f"Đề xuất {n}: {long}")
    build.adopted(programme, shortcomings=long * 3, recommendations=long * 3)
    return programme


def read_back(briefing: Briefing) -> str:
    """The text of the Word file, tables with it."""
    document = Document(io.BytesIO(word(briefing)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def word(briefing: Briefing) -> bytes:
    return to_word(paper_of(briefing, issuer="Sở Khoa học và Công nghệ", superior="UBND tỉnh", on=TODAY))


def test_it_fits_on_four_pages_whatever_there_is(cast: Cast) -> None:
    if program() is None:
        pytest.skip("LibreOffice is not installed")
    programme = full(cast)
    meeting = programme.held_meetings.get().meeting
    pdf = to_pdf(word(prepare(cast.specialist, programme, today=TODAY, meeting=meeting)))
    assert pdf is not None
    with pdfplumber.open(io.BytesIO(pdf)) as pages:
        assert len(pages.pages) <= 4


def test_every_vietnamese_letter_is_intact_in_the_pdf(cast: Cast) -> None:
    if program() is None:
        pytest.skip("LibreOffice is not installed")
    programme = build.in_force(cast)
    build.adopted(programme, shortcomings=LETTERS)
    pdf = to_pdf(word(prepare(cast.specialist, programme, today=TODAY)))
    assert pdf is not None
    with pdfplumber.open(io.BytesIO(pdf)) as pages:
        text = " ".join(page.extract_text() or "" for page in pages.pages)
    assert set(LETTERS) - set(text) == set()


def test_long_lists_are_cut_to_the_most_pressing_and_say_how_many_more(cast: Cast) -> None:
    briefing = prepare(cast.specialist, full(cast), today=TODAY)
    ours, theirs = briefing.commitments
    assert ours.promised[0].late
    assert len(ours.promised) + ours.more == 41
    assert f"{theirs.more}" in read_back(briefing)


def test_every_figure_has_its_source_note(cast: Cast) -> None:
    programme = full(cast)
    build.project(programme, support_approved=3_000_000_000)
    briefing = prepare(cast.specialist, programme, today=TODAY)
    text = read_back(briefing)
    for figure in briefing.figures:
        told = [*figure.said, *([figure.records] if figure.records else [])]
        assert told
        for said in told:
            assert said.source
            assert re.search(re.escape(said.text) + r"\s*\[\d+\]", text), said.text
            assert said.source in text
    for counted in (*briefing.commitments, *briefing.requests):
        assert re.search(re.escape(counted.counts.text) + r"\s*\[\d+\]", text)


def test_figures_of_two_sources_stand_side_by_side_and_the_contradiction_is_named(cast: Cast) -> None:
    programme = build.in_force(cast)
    for said, source in (("trên 100 tỷ đồng", "Báo tỉnh"), ("gần trăm tỷ đồng", "Bộ")):
        build.reported(cast, programme, "Kinh phí Bộ hỗ trợ", said, source, measure="money", unit="đồng")
    [figure] = [each for each in prepare(cast.specialist, programme, today=TODAY).figures if each.said]
    assert [said.text for said in figure.said] == ["«trên 100 tỷ đồng»", "«gần trăm tỷ đồng»"]
    assert figure.contradictions


def test_proposals_are_those_of_the_visit_else_what_the_last_review_recommends(cast: Cast) -> None:
    programme = build.in_force(cast)
    build.adopted(programme, recommendations="Tiếp tục ký giai đoạn sau")
    visit = build.meeting(cast, programme)
    assert prepare(cast.specialist, programme, today=TODAY, meeting=visit).proposals[0].text.startswith("Tiếp tục")
    build.statement(visit, "proposal", "Hỗ trợ kinh phí các nhiệm vụ đã đề xuất")
    [said] = prepare(cast.specialist, programme, today=TODAY, meeting=visit).proposals
    assert said.text == "Hỗ trợ kinh phí các nhiệm vụ đã đề xuất"


def test_frozen_it_reads_as_it_was_and_the_next_one_says_what_changed(cast: Cast) -> None:
    programme = build.in_force(cast)
    first = build.meeting(cast, programme, "Làm việc lần một", held_on=date(2025, 3, 3))
    second = build.meeting(cast, programme, "Làm việc lần hai", held_on=date(2025, 6, 30))
    was = prepare(cast.specialist, programme, today=TODAY, meeting=first)
    picture = freeze_picture(cast.specialist, first, key_of(programme), was.as_json(), at=AT)
    assert Briefing.from_json(Picture.objects.get(pk=picture.pk).content) == was
    kept = programme.commitments.all()[0]
    Assignment.objects.filter(pk=kept.assignment_id).update(
        status="done", percent=100, completed_on=TODAY, status_at=AT
    )
    build.project(programme, support_approved=1_000_000_000)
    _none_yet, before = pictures_for(cast.specialist, second, key_of(programme))
    later = User.objects.get(pk=cast.specialist.pk)  # another request: what records add up to is kept for one
    now = prepare(later, programme, today=TODAY, meeting=second, before=before)
    assert "Làm việc lần một" in now.since
    told = " ".join(each.text for each in now.changes)
    assert "0 → 1" in told
    assert len(now.changes) == 3


def test_a_frozen_briefing_of_one_side_is_not_read_by_the_other(cast: Cast) -> None:
    programme = build.in_force(cast)
    visit = build.meeting(cast, programme)
    told = prepare(cast.specialist, programme, today=TODAY, meeting=visit).as_json()
    picture = freeze_picture(cast.specialist, visit, key_of(programme), told, at=AT)
    address = f"{programme.get_absolute_url()}briefing/?picture={picture.uid}"
    assert signed_in(cast.specialist).get(address).status_code == 200
    assert signed_in(cast.ministry_officer).get(address).status_code == 404


def test_the_page_freezes_it_and_the_word_file_says_the_same(cast: Cast) -> None:
    programme = build.in_force(cast)
    visit = build.meeting(cast, programme)
    browser = signed_in(cast.specialist)
    frozen = browser.post(f"{programme.get_absolute_url()}briefing/freeze/?meeting={visit.uid}", follow=True)
    assert frozen.status_code == 200
    picture = Picture.objects.get(key=key_of(programme))
    answer = browser.get(f"{programme.get_absolute_url()}briefing/word/?picture={picture.uid}")
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(answer.content)).paragraphs)
    assert programme.title in text
