"""Pages of meetings and of conclusions."""

import html
import re
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from phusa.planning.meetings import services
from phusa.planning.meetings.models import Conclusion, Meeting, Participant, Source, Statement
from phusa.planning.meetings.vocabulary import ConclusionState, MeetingState, StatementKind
from tests.builders import meetings as build
from tests.builders.meetings import AT
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_meeting_is_recorded_and_its_page_says_what_comes_next(cast: Cast) -> None:
    client = signed_in(cast.specialist)
    assert client.get(reverse("meetings:new")).status_code == 200
    typed = {
        "kind": "working_visit",
        "title": "Bộ trưởng làm việc với tỉnh",
        "held_on": "10/06/2020",
        "place": "Thái Bình",
        "chair_name": "",
        "chair_post": "",
        "drafting": cast.department.pk,
        "authority": cast.authority.pk,
    }
    response = client.post(reverse("meetings:new"), typed)
    meeting = Meeting.objects.get()
    assert response.headers["Location"] == meeting.get_absolute_url()
    assert meeting.state == MeetingState.HELD
    page = text_of(client, meeting.get_absolute_url())
    assert "10/06/2020" in page
    assert "Ghi lại ý kiến" in page


def test_the_whole_record_is_written_down_through_the_pages(cast: Cast) -> None:
    client, meeting = signed_in(cast.specialist), build.meeting(cast)
    uid = meeting.uid
    client.post(reverse("meetings:delegation_new", args=[uid]), {"organization": "Bộ KH&CN", "name": ""})
    side = meeting.delegations.get()
    source = {"kind": "press", "title": "Báo tỉnh", "url": "https://example.vn/1", "published_on": "", "instrument": ""}
    client.post(reverse("meetings:source_new", args=[uid]), source)
    source = Source.objects.get()
    people = {"name": "Chu Văn Khách", "post_as_said": "Bộ trưởng", "source": source.pk, "post": ""}
    client.post(reverse("meetings:participant_new", args=[uid, side.uid]), people)
    said = {
        "kind": "recommendation",
        "text": "Doanh nghiệp là trung tâm",
        "figure_text": "",
        "speaker": Participant.objects.get().pk,
        "delegation": "",
        "source": source.pk,
    }
    client.post(reverse("meetings:statement_new", args=[uid]), said)
    statement = Statement.objects.get()
    assert statement.delegation == side
    page = text_of(client, meeting.get_absolute_url())
    for words in ("Chu Văn Khách", "Bộ trưởng", "Doanh nghiệp là trung tâm", "Báo tỉnh", "Đề nghị"):
        assert words in page
    edit = reverse("meetings:statement_edit", args=[uid, statement.uid])
    client.post(edit, {**said, "text": "Doanh nghiệp đổi mới công nghệ là trung tâm", "revision": 1})
    assert "đổi mới công nghệ" in text_of(client, meeting.get_absolute_url())


def test_a_post_not_held_that_day_is_refused_beside_the_form_and_nothing_typed_is_lost(cast: Cast) -> None:
    meeting = build.visit(cast)
    side = meeting.delegations.get(organization=cast.authority)
    person = build.person("Phạm Văn Cũ", "Phó Chủ tịch", cast.authority, date(2010, 1, 1), date(2015, 1, 1))
    address = reverse("meetings:participant_new", args=[meeting.uid, side.uid])
    typed = {"name": "Phạm Văn Cũ", "post_as_said": "", "source": "", "post": person.posts.get().pk}
    response = signed_in(cast.specialist).post(address, typed)
    assert response.status_code == 422
    page = response.content.decode()
    assert "không giữ chức vụ" in page
    assert 'value="Phạm Văn Cũ"' in page


def test_a_conclusion_goes_from_draft_to_chair_to_notice_through_the_pages(cast: Cast) -> None:
    office, chair, meeting = signed_in(cast.office_specialist), signed_in(cast.chair), build.visit(cast)
    office.post(reverse("meetings:conclusion_new", args=[meeting.uid]), {"title": "Kết luận", "opening": ""})
    conclusion = Conclusion.objects.get()
    line = {
        "content": "Xây dựng cơ chế",
        "product": "Tờ trình",
        "deadline_text": "",
        "lead-TOTAL_FORMS": "1",
        "lead-INITIAL_FORMS": "0",
        "lead-0-name": "Sở Tài chính",
        "lead-0-duty": "",
        "coordinating-TOTAL_FORMS": "1",
        "coordinating-INITIAL_FORMS": "0",
        "coordinating-0-name": "Sở KH&CN",
        "coordinating-0-duty": "Cung cấp số liệu",
    }
    office.post(reverse("meetings:line_new", args=[conclusion.uid]), line)
    page = text_of(office, conclusion.get_absolute_url())
    assert "Các mục chưa có thời hạn" in page
    assert "Cung cấp số liệu" in page
    assert office.get(reverse("meetings:send", args=[conclusion.uid])).status_code == 200
    office.post(reverse("meetings:send", args=[conclusion.uid]))
    row = build.line(conclusion)
    chair.post(reverse("meetings:term", args=[conclusion.uid, row.uid]), {"term": "30/6/2025"})
    assert "30/06/2025" in text_of(chair, conclusion.get_absolute_url())
    question = chair.get(reverse("meetings:agree", args=[conclusion.uid])).content.decode()
    [revision] = re.findall(r'name="revision" value="(\d+)"', question)
    chair.post(reverse("meetings:agree", args=[conclusion.uid]), {"revision": revision})
    assert office.get(reverse("meetings:issue", args=[conclusion.uid])).status_code == 200
    typed = {"number": "45/TB-UBND", "issued_on": "05/03/2025", "signer_name": "Trần Văn Ký", "signer_post": ""}
    office.post(reverse("meetings:issue", args=[conclusion.uid]), typed)
    conclusion.refresh_from_db()
    assert conclusion.state == ConclusionState.ISSUED
    finance = signed_in(cast.officer)
    page = text_of(finance, conclusion.get_absolute_url())
    assert "Thông báo 45/TB-UBND" in page
    assert "Xây dựng cơ chế" in text_of(finance, reverse("assignments:my_work")) or "Xây dựng cơ chế" in text_of(
        finance, reverse("assignments:list")
    )


def test_a_line_edited_by_two_shows_both_wordings(cast: Cast) -> None:
    conclusion = build.draft(cast)
    line = build.line(conclusion)
    services.edit_line(
        cast.office_leader,
        line,
        revision=line.revision,
        terms=build.terms(build.lead(cast.finance), content="Của A"),
        at=AT,
    )
    address = reverse("meetings:line_edit", args=[conclusion.uid, line.uid])
    forms = {
        f"{role}-{name}_FORMS": n for role in ("lead", "coordinating") for name, n in (("TOTAL", 1), ("INITIAL", 0))
    }
    typed = {"content": "Của B", "product": "", "deadline_text": "", "lead-0-name": "Sở Tài chính", **forms}
    response = signed_in(cast.office_specialist).post(address, {**typed, "revision": 1})
    assert response.status_code == 409
    page = response.content.decode()
    assert "Của A" in page
    assert "Của B" in page


def test_an_agency_asks_and_the_chair_gives_a_new_term_through_the_pages(cast: Cast) -> None:
    conclusion = build.issued(cast)
    line, finance, chair = build.line(conclusion), signed_in(cast.officer), signed_in(cast.chair)
    place = [conclusion.uid, line.uid]
    typed = {"answer": "not_done", "percent": "", "narrative": "Chờ hướng dẫn của Bộ", "wanted_term": "31/12/2025"}
    assert finance.get(reverse("meetings:answer", args=place)).status_code == 200
    finance.post(reverse("meetings:answer", args=place), typed)
    assert "Chờ hướng dẫn của Bộ" in text_of(chair, reverse("assignments:my_work"))
    assert "Chờ hướng dẫn của Bộ" in text_of(chair, reverse("meetings:decide", args=place))
    decided = {"decision": "new_term", "new_term": "31/12/2025", "reason": "Có lý do"}
    chair.post(reverse("meetings:decide", args=place), decided)
    page = text_of(finance, conclusion.get_absolute_url())
    assert "31/12/2025" in page
    assert "Chờ hướng dẫn của Bộ" not in page


def test_an_assignment_is_made_of_a_statement_in_one_click_and_leads_back(cast: Cast) -> None:
    meeting = build.visit(cast)
    side = meeting.delegations.get(organization=cast.authority)
    statement = build.statement(
        cast, meeting, "Tỉnh bố trí quỹ đất", kind=StatementKind.COMMITMENT, delegation_id=side.pk
    )
    client = signed_in(cast.specialist)
    page = client.get(meeting.get_absolute_url()).content.decode()
    address = f"{reverse('meetings:assign')}?statement={statement.uid}"
    assert address in page
    form = client.get(address).content.decode()
    assert "Tỉnh bố trí quỹ đất" in form
    assert cast.authority.current_name in form
    forms = {
        f"{role}-{name}_FORMS": n for role in ("lead", "coordinating") for name, n in (("TOTAL", 1), ("INITIAL", 0))
    }
    typed = {"content": "Bố trí quỹ đất", "product": "", "deadline_text": "", "lead-0-name": "Sở Tài chính", **forms}
    assert client.post(address, typed).headers["Location"] == statement.get_absolute_url()
    made = statement.assigned.get().assignment
    assert made.origin_url == statement.get_absolute_url()
    assert "Bố trí quỹ đất" in text_of(client, meeting.get_absolute_url())
    assert "Bố trí quỹ đất" in text_of(signed_in(cast.officer), made.get_absolute_url())


def test_the_word_file_of_a_draft_is_marked_and_that_of_the_notice_says_what_was_issued(cast: Cast) -> None:
    conclusion = build.with_chair(cast)
    address = reverse("meetings:notice", args=[conclusion.uid])

    def read(client: Client) -> str:
        paper = Document(BytesIO(client.get(address).content))
        cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
        return "\n".join([*cells, *(paragraph.text for paragraph in paper.paragraphs)])

    assert "DỰ THẢO" in read(signed_in(cast.chair))
    services.issue(
        cast.office_leader,
        conclusion,
        number="45/TB-UBND",
        issued_on=build.ISSUED,
        signer_name="Trần Văn Ký",
        signer_post="CHÁNH VĂN PHÒNG",
        at=AT,
    )
    services.decide_line(
        cast.chair, build.line(conclusion), decision="new_term", reason="Gia hạn", new_term="31/12/2026", at=AT
    )
    paper = read(signed_in(cast.officer))
    assert "DỰ THẢO" not in paper
    for words in ("45", "Trần Văn Ký", "Xây dựng cơ chế hỗ trợ đổi mới công nghệ", "Sở Tài chính", "30/6/2025"):
        assert words in paper
    assert "31/12/2026" not in paper


def test_an_assignment_that_cannot_stand_is_shown_again_with_a_sentence_and_what_was_typed(cast: Cast) -> None:
    meeting = build.meeting(cast)
    statement = build.statement(cast, meeting, kind=StatementKind.COMMITMENT)
    typed = {
        "content": "Việc đã hứa",
        "deadline_text": "Quý I/2027",
        "lead-TOTAL_FORMS": "1",
        "lead-INITIAL_FORMS": "0",
        "lead-0-name": "Cục Không Ai Biết",
        "coordinating-TOTAL_FORMS": "0",
        "coordinating-INITIAL_FORMS": "0",
    }
    response = signed_in(cast.specialist).post(f"{reverse('meetings:assign')}?statement={statement.uid}", typed)
    assert response.status_code == 422
    assert "Cục Không Ai Biết" in response.content.decode()
    assert not statement.assigned.exists()


def test_what_several_ask_goes_into_one_request_and_nobody_asks_in_the_name_of_the_other_side(cast: Cast) -> None:
    meeting = build.visit(cast)
    ours = meeting.delegations.get(organization=cast.authority)
    theirs = meeting.delegations.get(organization=cast.ministry)
    said = [
        build.statement(cast, meeting, text, kind=StatementKind.PROPOSAL, delegation_id=side.pk)
        for text, side in (("Hỗ trợ kinh phí", ours), ("Ký chương trình mới", ours), ("Tỉnh góp đất", theirs))
    ]
    page = signed_in(cast.specialist).get(meeting.get_absolute_url()).content.decode()
    new = reverse("requests:new")
    assert f"{new}?statement={said[0].uid}&amp;statement={said[1].uid}" in page
    assert "Lập một văn bản cho cả 2 kiến nghị" in page
    assert f"{new}?statement={said[2].uid}" not in page
    form = signed_in(cast.specialist).get(f"{new}?statement={said[0].uid}").content.decode()
    assert "Kiến nghị, đề xuất tại: Làm việc về Chương trình phối hợp, ngày 03/03/2025" in form


def test_a_figure_that_was_said_becomes_a_reported_figure_with_what_is_known_of_it(cast: Cast) -> None:
    meeting = build.visit(cast)
    source = build.source(cast, meeting)
    speaker = Participant.objects.get(name="Chu Văn Khách")
    build.statement(cast, meeting, "Đã có 50 mô hình", figure_text="hơn 50", speaker_id=speaker.pk, source_id=source.pk)
    client = signed_in(cast.specialist)
    page = client.get(meeting.get_absolute_url()).content.decode()
    address = re.search(r'href="([^"]+)">Ghi thành số liệu báo cáo', page)
    assert address
    form = client.get(html.unescape(address[1])).content.decode()
    for known in ("hơn 50", "Chu Văn Khách", "03/03/2025", source.title, source.url, cast.ministry.current_name):
        assert f'value="{html.escape(known)}"' in form


def test_one_after_the_other_is_written_down_without_leaving_the_form(cast: Cast) -> None:
    client, meeting = signed_in(cast.specialist), build.visit(cast)
    address = reverse("meetings:statement_new", args=[meeting.uid])
    typed = {"kind": "result", "text": "Ba mươi nhiệm vụ", "figure_text": "", "delegation": "", "source": ""}
    assert client.post(address, {**typed, "another": "1"}).headers["Location"] == address
    assert client.post(address, typed).headers["Location"] == f"{meeting.get_absolute_url()}#statements"
    assert meeting.statements.count() == 2


def test_what_was_written_down_by_mistake_is_taken_out_where_it_is_edited(cast: Cast) -> None:
    client, meeting = signed_in(cast.specialist), build.visit(cast)
    statement = build.statement(cast, meeting)
    page = client.get(reverse("meetings:statement_edit", args=[meeting.uid, statement.uid])).content.decode()
    address = reverse("meetings:statement_remove", args=[meeting.uid, statement.uid])
    assert f'action="{address}"' in page
    client.post(address)
    assert not meeting.statements.exists()


def test_what_is_too_long_is_not_cut_off_by_the_browser_and_comes_back_whole(cast: Cast) -> None:
    client, meeting = signed_in(cast.specialist), build.meeting(cast)
    address, place = reverse("meetings:edit", args=[meeting.uid]), "Trụ sở " * 60
    assert "maxlength" not in client.get(address).content.decode()
    typed = {"kind": meeting.kind, "title": meeting.title, "held_on": "03/03/2025", "place": place, "revision": "1"}
    response = client.post(address, typed)
    assert response.status_code == 422
    page = response.content.decode()
    assert "tối đa 300 kí tự (hiện có 419)" in page
    assert place.strip() in page


def test_what_both_sides_agreed_to_do_together_stands_in_the_queue_of_both(cast: Cast) -> None:
    meeting = build.visit(cast)
    statement = build.statement(cast, meeting, "Lập tổ công tác chung", kind=StatementKind.AGREEMENT)
    terms = build.terms(
        build.lead(cast.ministry, focal=True), build.lead(cast.department), content="Tổ công tác", deadline_text=""
    )
    services.assign_from_statement(cast.specialist, statement, terms, at=AT)
    for user in (cast.specialist, cast.ministry_officer):
        page = text_of(signed_in(user), reverse("assignments:my_work"))
        assert "Nhiệm vụ phối hợp giao từ cuộc họp" in page
        assert "Tổ công tác" in page
    assert "Tổ công tác" not in text_of(signed_in(cast.officer), reverse("assignments:my_work"))
