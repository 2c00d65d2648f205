"""From draft to notice: the Office drafts, the chair corrects and agrees, and only what is issued binds."""

from datetime import date
from typing import Any

import pytest

from phusa.foundation import access
from phusa.foundation.access import Role
from phusa.foundation.records.services import Conflict
from phusa.kernel.refusals import NotAllowed, Refused
from phusa.planning.assignments import services as assignments
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.vocabulary import DeadlineState, Standing, Status
from phusa.planning.meetings import services
from phusa.planning.meetings.documents import digest_of
from phusa.planning.meetings.models import Referral
from phusa.planning.meetings.rules import lines_without_deadline
from phusa.planning.meetings.vocabulary import Answer, ConclusionState, Decision, StatementKind
from phusa.planning.meetings.web.work import waiting
from phusa.planning.meetings.workflow import CONCLUSION
from tests.builders import meetings as build
from tests.builders import organizations
from tests.builders.meetings import AT, ISSUED, fresh
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def codes(refused: Any) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def queue(user: Any) -> list[tuple[str, int]]:
    acting = access.standing(fresh(user)).acting
    assert acting
    return [(str(section.reason.heading), section.total) for section in waiting(fresh(user), acting)]


def test_every_step_leads_from_its_states_to_one() -> None:
    draft, laid, agreed, issued, withdrawn = ConclusionState
    assert {step.name: (set(step.from_), step.to) for step in CONCLUSION.steps} == {
        "edit": ({draft}, None),
        "send": ({draft}, laid),
        "correct": ({laid}, None),
        "agree": ({laid}, agreed),
        "return": ({laid}, draft),
        "issue": ({agreed}, issued),
        "record_issue": ({draft, laid}, issued),
        "withdraw": ({issued}, withdrawn),
    }


class TestDrafting:
    def test_a_line_has_lead_coordinating_agency_with_its_duty_product_and_deadline(self, cast: Cast) -> None:
        line = build.line(build.draft(cast))
        terms = assignments.terms_of(line.assignment)
        assert [(party.role, party.as_written, party.duty) for party in terms.parties] == [
            ("lead", "Sở Tài chính", ""),
            ("coordinating", "Sở Khoa học và Công nghệ", "Bố trí kinh phí"),
        ]
        assert (terms.product, terms.deadline_text) == ("Tờ trình", "30/6/2025")
        assert line.assignment.standing == Standing.DRAFT

    def test_a_deadline_that_nobody_wrote_stays_empty_and_the_line_is_listed_for_the_chair(self, cast: Cast) -> None:
        conclusion = build.draft(cast)
        second = build.line(conclusion, 2)
        assert second.assignment.deadline_state == DeadlineState.EMPTY
        assert list(lines_without_deadline(conclusion)) == [second]

    def test_lines_keep_their_numbers_in_order_when_one_is_moved_or_taken_out(self, cast: Cast) -> None:
        given = [build.terms(build.lead(cast.finance), content=text) for text in ("A", "B", "C")]
        conclusion = build.draft(cast, None, *given)
        services.move_line(cast.office_specialist, build.line(conclusion, 3), later=False, at=AT)
        services.remove_line(cast.office_specialist, build.line(conclusion, 1), at=AT)
        lines = [(line.number, line.assignment.code, line.assignment.content) for line in conclusion.lines.all()]
        assert lines == [(1, "1", "C"), (2, "2", "B")]
        assert Assignment.objects.get(content="A").standing == Standing.WITHDRAWN

    def test_a_meeting_has_one_conclusion_that_stands(self, cast: Cast) -> None:
        conclusion = build.draft(cast)
        with pytest.raises(Refused) as refused:
            services.start_conclusion(cast.office_specialist, conclusion.meeting, title="Kết luận khác", at=AT)
        assert codes(refused) == ["conclusion-there"]

    def test_a_meeting_that_was_not_held_has_no_conclusion(self, cast: Cast) -> None:
        planned = build.meeting(cast, held_on=date(2025, 4, 1))
        with pytest.raises(Refused) as refused:
            services.start_conclusion(cast.office_specialist, planned, title="Kết luận", at=AT)
        assert codes(refused) == ["meeting-not-held"]

    def test_the_second_of_two_editors_of_a_line_is_told(self, cast: Cast) -> None:
        line = build.line(build.draft(cast))
        terms = build.terms(build.lead(cast.finance), content="Của người trước")
        services.edit_line(cast.office_specialist, line, revision=1, terms=terms, at=AT)
        with pytest.raises(Conflict):
            services.edit_line(cast.office_leader, line, revision=1, terms=terms, at=AT)


class TestWithTheChair:
    def test_a_conclusion_without_a_line_is_not_sent(self, cast: Cast) -> None:
        empty = services.start_conclusion(cast.office_specialist, build.visit(cast), title="Kết luận", at=AT)
        with pytest.raises(Refused) as refused:
            services.send(cast.office_specialist, empty, at=AT)
        assert codes(refused) == ["conclusion-without-lines"]

    def test_what_lies_with_the_chair_is_corrected_by_the_chair_alone(self, cast: Cast) -> None:
        conclusion = build.with_chair(cast)
        line = build.line(conclusion)
        terms = build.terms(build.lead(cast.finance), content="Chủ tịch sửa")
        with pytest.raises(NotAllowed):
            services.edit_line(cast.office_specialist, line, revision=line.revision, terms=terms, at=AT)
        services.edit_line(cast.chair, line, revision=line.revision, terms=terms, at=AT)
        assert build.assignment(line).content == "Chủ tịch sửa"
        with pytest.raises(NotAllowed):
            services.edit_conclusion(
                cast.specialist, conclusion, revision=fresh(conclusion).revision, title="Khác", opening="", at=AT
            )

    def test_while_it_is_drafted_the_chair_does_not_write_in_it(self, cast: Cast) -> None:
        with pytest.raises(NotAllowed):
            services.add_line(cast.chair, build.draft(cast), build.terms(build.lead(cast.finance)), at=AT)

    def test_the_chair_sets_the_deadline_of_a_line_that_has_none(self, cast: Cast) -> None:
        conclusion = build.with_chair(cast)
        line = build.line(conclusion, 2)
        with pytest.raises(NotAllowed):
            services.set_term(cast.office_specialist, line, term="30/6/2025", at=AT)
        services.set_term(cast.chair, line, term="30/6/2025", at=AT)
        assert build.assignment(line).due_on == date(2025, 6, 30)
        assert not lines_without_deadline(conclusion).exists()
        with pytest.raises(Refused) as refused:
            services.set_term(cast.chair, line, term="31/7/2025", at=AT)
        assert codes(refused) == ["term-is-set"]

    def test_a_returned_draft_says_what_has_to_be_completed_until_it_is_sent_again(self, cast: Cast) -> None:
        conclusion = build.with_chair(cast)
        with pytest.raises(Refused) as refused:
            services.return_(cast.chair, conclusion, reason="", at=AT)
        assert codes(refused) == ["reason-missing"]
        returned = services.return_(cast.vice_chair, conclusion, reason="Nêu rõ sản phẩm", at=AT)
        assert (returned.state, returned.return_reason) == (ConclusionState.DRAFT, "Nêu rõ sản phẩm")
        assert services.send(cast.office_specialist, returned, at=AT).return_reason == ""

    def test_the_chair_agrees_to_the_wording_that_was_read_and_to_no_other(self, cast: Cast) -> None:
        conclusion = fresh(build.with_chair(cast))
        services.edit_conclusion(
            cast.vice_chair, conclusion, revision=conclusion.revision, title="Sửa", opening="", at=AT
        )
        with pytest.raises(Conflict):
            services.agree(cast.chair, conclusion, revision=conclusion.revision, at=AT)

    def test_a_line_that_nobody_leads_is_not_agreed_to(self, cast: Cast) -> None:
        conclusion = fresh(build.with_chair(cast, build.terms(build.coordinating(cast.finance))))
        with pytest.raises(Refused) as refused:
            services.agree(cast.chair, conclusion, revision=conclusion.revision, at=AT)
        assert codes(refused) == ["line-without-lead"]

    def test_a_ministry_concludes_its_own_meetings_by_its_leader(self, cast: Cast) -> None:
        unit = organizations.organization("Vụ Địa phương", parent=cast.ministry)
        drafter = organizations.user("vu", Role.SPECIALIST, unit)
        meeting = services.create_meeting(
            drafter, authority=cast.ministry, drafting=unit, terms=build.terms_of(chair_post="Bộ trưởng"), at=AT
        )
        draft = services.start_conclusion(drafter, meeting, title="Kết luận của Bộ trưởng", at=AT)
        services.add_line(drafter, draft, build.terms(build.lead(unit)), at=AT)
        laid = fresh(services.send(drafter, draft, at=AT))
        for somebody_else in (cast.chair, drafter):
            with pytest.raises(NotAllowed):
                services.agree(somebody_else, laid, revision=laid.revision, at=AT)
        assert queue(cast.ministry_leader) == [("Dự thảo kết luận chờ ý kiến đồng chí", 1)]
        assert (
            services.agree(cast.ministry_leader, laid, revision=laid.revision, at=AT).agreed_by == cast.ministry_leader
        )

    def test_each_finds_in_the_queue_what_waits_for_them(self, cast: Cast) -> None:
        conclusion = build.draft(cast)
        assert queue(cast.office_specialist) == [("Dự thảo kết luận cần hoàn thiện", 1)]
        assert queue(cast.chair) == []
        services.send(cast.office_specialist, conclusion, at=AT)
        assert queue(cast.office_specialist) == []
        assert queue(cast.chair) == queue(cast.vice_chair) == [("Dự thảo kết luận chờ ý kiến đồng chí", 1)]
        assert queue(cast.officer) == queue(cast.ministry_officer) == []
        services.agree(cast.chair, conclusion, revision=fresh(conclusion).revision, at=AT)
        assert queue(cast.chair) == []
        assert queue(cast.office_leader) == [("Kết luận đã được nhất trí, chờ ban hành", 1)]


class TestIssuing:
    def test_only_the_issued_conclusion_binds(self, cast: Cast) -> None:
        conclusion = build.agreed(cast)
        lines = Assignment.objects.filter(conclusion_line__conclusion=conclusion)
        assert {line.standing for line in lines} == {Standing.DRAFT}
        services.issue(
            cast.office_leader,
            conclusion,
            number="45/TB-UBND",
            issued_on=ISSUED,
            signer_name="",
            signer_post="",
            at=AT,
        )
        assert {line.standing for line in lines.all()} == {Standing.ISSUED}
        assert {line.terms_on for line in lines.all()} == {ISSUED}
        assert {line.origin_title for line in lines.all()} == {"Thông báo 45/TB-UBND: Kết luận của Chủ tịch"}

    def test_number_and_date_are_needed_and_the_date_is_that_of_the_meeting_or_later(self, cast: Cast) -> None:
        conclusion = build.agreed(cast)
        signer = {"signer_name": "", "signer_post": "", "at": AT}
        for number, day, code in (
            ("", ISSUED, "notice-without-number"),
            ("45/TB-UBND", None, "notice-without-number"),
            ("45/TB-UBND", date(2025, 3, 1), "notice-of-another-day"),
            ("45/TB-UBND", date(2025, 3, 11), "notice-of-another-day"),
        ):
            with pytest.raises(Refused) as refused:
                services.issue(cast.office_leader, conclusion, number=number, issued_on=day, **signer)
            assert codes(refused) == [code]
        assert fresh(conclusion).state == ConclusionState.AGREED

    def test_what_was_issued_on_paper_is_recorded_as_a_fact_from_where_it_stands(self, cast: Cast) -> None:
        signer = {"signer_name": "Trần Văn Ký", "signer_post": "Chánh Văn phòng"}
        conclusion = services.issue(
            cast.director, build.draft(cast), number="45/TB-UBND", issued_on=ISSUED, signed=build.pdf(), at=AT, **signer
        )
        assert conclusion.state == ConclusionState.ISSUED
        assert conclusion.signed_file.name == "bienban.pdf"

    def test_the_wording_is_frozen_with_its_digest_and_a_new_term_does_not_change_it(self, cast: Cast) -> None:
        conclusion = build.issued(cast)
        assert conclusion.digest == digest_of(conclusion.frozen)
        services.decide_line(
            cast.chair,
            build.line(conclusion),
            decision=Decision.NEW_TERM,
            reason="Chờ hướng dẫn",
            new_term="31/12/2025",
            at=AT,
        )
        kept = fresh(conclusion)
        assert kept.frozen["lines"][0]["deadline"] == "30/6/2025"
        assert kept.digest == digest_of(kept.frozen) == conclusion.digest

    def test_a_chair_does_not_issue_and_a_drafting_specialist_does_not_either(self, cast: Cast) -> None:
        conclusion = build.agreed(cast)
        for who in (cast.chair, cast.specialist, cast.clerk, cast.officer, cast.ministry_officer):
            with pytest.raises(NotAllowed):
                services.issue(who, conclusion, number="45", issued_on=ISSUED, signer_name="", signer_post="", at=AT)

    def test_a_notice_taken_back_withdraws_its_lines_and_makes_room_for_another(self, cast: Cast) -> None:
        conclusion = build.issued(cast)
        services.withdraw(cast.chair, conclusion, reason="Ban hành nhầm", at=AT)
        lines = Assignment.objects.filter(conclusion_line__conclusion=conclusion)
        assert {(line.standing, line.withdrawn_reason) for line in lines} == {(Standing.WITHDRAWN, "Ban hành nhầm")}
        services.start_conclusion(cast.office_specialist, conclusion.meeting, title="Kết luận", at=AT)


class TestAnswersOfAgencies:
    def test_done_and_in_progress_are_reports_with_the_word_of_the_agency(self, cast: Cast) -> None:
        line = build.line(build.issued(cast))
        services.answer_line(cast.officer, line, answer=Answer.IN_PROGRESS, narrative="Đang soạn", percent=40, at=AT)
        row = build.assignment(line)
        assert (row.status, row.percent, row.status_confirmed) == (Status.IN_PROGRESS, 40, True)
        services.answer_line(cast.officer, line, answer=Answer.DONE, narrative="Đã trình", at=AT)
        row = build.assignment(line)
        assert (row.status, row.percent) == (Status.DONE, 100)

    def test_what_is_not_done_needs_its_reason_and_asks_the_chair_once(self, cast: Cast) -> None:
        line = build.line(build.issued(cast))
        with pytest.raises(Refused) as refused:
            services.answer_line(cast.officer, line, answer=Answer.NOT_DONE, narrative=" ", at=AT)
        assert codes(refused) == ["reason-missing"]
        services.answer_line(cast.officer, line, answer=Answer.NOT_DONE, narrative="Chờ Bộ", at=AT)
        assert queue(cast.chair) == [("Cơ quan xin ý kiến đồng chí về một mục kết luận", 1)]
        with pytest.raises(Refused) as refused:
            services.answer_line(cast.officer, line, answer=Answer.NOT_DONE, narrative="Chờ nữa", at=AT)
        assert codes(refused) == ["chair-asked-already"]

    def test_who_does_not_answer_for_the_line_does_not_answer_it(self, cast: Cast) -> None:
        line = build.line(build.issued(cast))
        for who in (cast.specialist, cast.commune_officer, cast.ministry_officer, cast.office_specialist):
            with pytest.raises(NotAllowed):
                services.answer_line(who, line, answer=Answer.DONE, narrative="", at=AT)

    def test_a_draft_line_is_not_answered(self, cast: Cast) -> None:
        line = build.line(build.with_chair(cast), 2)
        with pytest.raises(NotAllowed):
            services.answer_line(cast.specialist, line, answer=Answer.DONE, narrative="", at=AT)

    def test_the_chair_waives_a_line_with_the_reason_and_it_binds_no_more(self, cast: Cast) -> None:
        line = build.line(build.issued(cast))
        services.answer_line(cast.officer, line, answer=Answer.NOT_DONE, narrative="Đã có quy định", at=AT)
        services.decide_line(cast.chair, line, decision=Decision.WAIVED, reason="Không còn cần thiết", at=AT)
        row = build.assignment(line)
        assert row.standing == Standing.WITHDRAWN
        assert "Không còn cần thiết" in row.withdrawn_reason
        referral = Referral.objects.get()
        assert (referral.decision, referral.decided_by) == (Decision.WAIVED, cast.chair)
        with pytest.raises(Refused) as refused:
            services.decide_line(cast.chair, line, decision=Decision.UPHELD, reason="Thôi", at=AT)
        assert codes(refused) == ["line-not-in-force"]

    def test_a_new_term_amends_the_assignment_with_a_trace_and_its_progress_stays(self, cast: Cast) -> None:
        line = build.line(build.issued(cast))
        services.answer_line(cast.officer, line, answer=Answer.IN_PROGRESS, narrative="Đang soạn", percent=40, at=AT)
        with pytest.raises(Refused) as refused:
            services.decide_line(cast.chair, line, decision=Decision.NEW_TERM, reason="Cho thêm", at=AT)
        assert codes(refused) == ["term-missing"]
        services.decide_line(
            cast.chair, line, decision=Decision.NEW_TERM, reason="Cho thêm", new_term="30/9/2025", at=AT
        )
        row = build.assignment(line)
        assert (row.due_on, row.percent) == (date(2025, 9, 30), 40)
        assert row.drafts.get().standing == Standing.ABSORBED

    def test_only_chair_and_vice_chair_decide(self, cast: Cast) -> None:
        line = build.line(build.issued(cast))
        for who in (cast.office_leader, cast.director, cast.officer, cast.ministry_officer):
            with pytest.raises(NotAllowed):
                services.decide_line(who, line, decision=Decision.WAIVED, reason="Thôi", at=AT)
        services.decide_line(cast.vice_chair, line, decision=Decision.UPHELD, reason="Tiếp tục", at=AT)

    def test_an_issued_line_without_a_deadline_gets_one_from_the_chair(self, cast: Cast) -> None:
        line = build.line(build.issued(cast), 2)
        with pytest.raises(NotAllowed):
            services.set_term(cast.office_leader, line, term="30/9/2025", at=AT)
        services.set_term(cast.chair, line, term="30/9/2025", at=AT)
        assert build.assignment(line).due_on == date(2025, 9, 30)


class TestAssignmentsFromStatements:
    def test_it_binds_at_once_and_leads_back_to_the_words(self, cast: Cast) -> None:
        said = build.statement(cast, build.visit(cast), "Bộ phối hợp", kind=StatementKind.AGREEMENT)
        made = services.assign_from_statement(cast.specialist, said, build.terms(build.lead(cast.ministry)), at=AT)
        assert made.standing == Standing.ISSUED
        assert made.origin_url == said.get_absolute_url()
        assert made.terms_on == said.meeting.held_on
        assert said.assigned.get().assignment == made

    def test_it_needs_a_lead(self, cast: Cast) -> None:
        said = build.statement(cast, build.visit(cast), kind=StatementKind.AGREEMENT)
        with pytest.raises(Refused) as refused:
            services.assign_from_statement(cast.specialist, said, build.terms(), at=AT)
        assert codes(refused) == ["assignment-without-lead"]
