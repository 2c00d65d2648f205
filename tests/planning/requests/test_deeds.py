"""From a draft to the last answer: what each deed changes, and what it refuses with a sentence."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from phusa.foundation.files.queries import files_of
from phusa.foundation.journal.models import Entry
from phusa.foundation.records.services import Conflict
from phusa.kernel.refusals import NotAllowed, Refused
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.queries import in_force
from phusa.planning.requests import services
from phusa.planning.requests.models import Answer, Forwarding, Item, Request
from phusa.planning.requests.rules import clock_of
from phusa.planning.requests.vocabulary import AnswerTerms, Due, ItemTerms, JointParty, Link, Outcome, Paper
from tests.builders import requests as build
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ON = date(2025, 6, 16)


def send(cast: Cast, request: Request, **more: Any) -> Request:
    values = {"sent_on": build.SENT_ON, "revision": request.revision, "at": build.AT, **more}
    return services.send_request(cast.specialist, request, **values)


# Writing and sending


def test_the_level_of_who_asks_says_whether_it_is_a_request_or_a_recommendation(cast: Cast):
    assert build.draft(cast).direction == "request"
    assert build.drafted_by_the_ministry(cast).direction == "recommendation"


def test_an_authority_does_not_ask_itself(cast: Cast):
    with pytest.raises(Refused, match="one authority"):
        build.draft(cast, asked_authority_id=cast.authority.pk)


def test_the_unit_that_is_asked_belongs_to_the_authority_that_is_asked(cast: Cast):
    with pytest.raises(Refused, match="does not belong to"):
        build.draft(cast, asked_unit_id=cast.finance.pk)


def test_items_are_numbered_in_their_order_and_anew_when_one_is_taken_out(cast: Cast):
    request = build.draft(cast, "Một", "Hai", "Ba")
    item = build.item(request, 2)
    services.remove_item(cast.specialist, item, revision=item.revision, at=build.AT)
    assert [(each.number, each.content) for each in request.items.all()] == [(1, "Một"), (2, "Ba")]


def test_the_last_item_is_not_taken_out(cast: Cast):
    item = build.item(build.draft(cast))
    with pytest.raises(Refused, match="at least one thing"):
        services.remove_item(cast.specialist, item, revision=item.revision, at=build.AT)


def test_what_was_sent_is_not_changed(cast: Cast):
    item = build.item(build.sent(cast))
    with pytest.raises(Refused, match="open only in the state"):
        services.edit_item(cast.specialist, item, ItemTerms("Khác"), revision=item.revision, at=build.AT)


def test_the_second_of_two_editors_is_told(cast: Cast):
    request = build.draft(cast)
    services.edit_request(cast.specialist, request, build.terms(cast), revision=request.revision, at=build.AT)
    with pytest.raises(Conflict):
        services.edit_request(cast.head, request, build.terms(cast), revision=request.revision, at=build.AT)


def test_a_letter_is_not_sent_in_the_future_nor_after_the_day_it_asks_for(cast: Cast):
    request = build.draft(cast, due=Due("letter", on=date(2025, 6, 10)))
    with pytest.raises(Refused, match="future"):
        send(cast, request, sent_on=date(2025, 6, 21))
    with pytest.raises(Refused, match="must not lie before"):
        send(cast, request, sent_on=date(2025, 6, 11))


def test_the_letter_is_an_instrument_with_its_number_and_date(cast: Cast):
    letter = send(cast, build.draft(cast), paper=Paper("15/SKHCN-KH", build.SENT_ON)).letter
    assert letter is not None
    assert (letter.number, letter.issued_on) == ("15/SKHCN-KH", build.SENT_ON)
    assert letter.issuer_name == "Sở Khoa học và Công nghệ"


def test_an_item_keeps_the_statement_that_it_was_made_of(cast: Cast):
    statement = Link("statement", build.sent(cast).uid, "Tỉnh đề nghị tiếp tục ký", "/meetings/1/")
    request = services.create_request(
        cast.specialist, build.terms(cast), [ItemTerms("Tiếp tục ký", statement=statement)], at=build.AT
    )
    assert build.fresh(request.items.get()).statement == statement


def test_a_withdrawn_request_takes_its_assignments_back_and_keeps_the_reason(cast: Cast):
    request = build.sent(cast)
    item = assigned(cast, build.item(request))
    services.withdraw_request(
        cast.specialist, request, revision=request.revision, reason="Đã giải quyết trong cuộc họp", at=build.AT
    )
    assert build.fresh(request).withdrawn_reason == "Đã giải quyết trong cuộc họp"
    assert Assignment.objects.get(pk=item.assignment_id).standing == "withdrawn"


def test_only_who_drafts_it_sends_it(cast: Cast):
    request = build.draft(cast)
    with pytest.raises(NotAllowed):
        services.send_request(cast.officer, request, revision=request.revision, sent_on=build.SENT_ON, at=build.AT)


# Units


def assigned(cast: Cast, item: Item, *parties: JointParty) -> Item:
    parties = parties or (
        JointParty(build.unit_of_the_ministry(cast).pk, "Thẩm định", True, "Nguyễn Văn An", "Chuyên viên", "024"),
        JointParty(cast.department.pk, "Cung cấp hồ sơ", contact="Trần Thị Bình"),
    )
    return services.assign_item(cast.specialist, item, parties, revision=item.revision, at=build.AT)


def test_a_joint_assignment_stands_in_the_queues_of_both_sides_with_a_contact_in_each(cast: Cast):
    unit = build.unit_of_the_ministry(cast)
    from phusa.foundation.access import Role
    from tests.builders import organizations

    officer = organizations.user("vu", Role.MINISTRY_OFFICER, unit)
    item = assigned(cast, build.item(build.sent(cast, due=Due("letter", on=date(2025, 7, 31)))))
    assignment = Assignment.objects.get(pk=item.assignment_id)
    assert assignment.closes_on == date(2025, 7, 31)
    assert [(party.organization, party.duty, party.focal) for party in assignment.parties.all()] == [
        (unit, "Thẩm định", True),
        (cast.department, "Cung cấp hồ sơ", False),
    ]
    for who in (cast.specialist, officer, cast.office_specialist):
        assert in_force(who).filter(pk=assignment.pk).exists()
    assert [(contact.side, contact.name) for contact in item.contacts.all()] == [
        (cast.ministry, "Nguyễn Văn An"),
        (cast.authority, "Trần Thị Bình"),
    ]
    assert build.fresh(item).unit == unit


def test_giving_it_out_anew_keeps_the_assignment_and_its_progress(cast: Cast):
    item = assigned(cast, build.item(build.sent(cast)))
    first = item.assignment_id
    item = assigned(cast, item, JointParty(cast.department.pk, "Làm lại", True))
    assert item.assignment_id == first
    assert [str(party) for party in Assignment.objects.get(pk=first).parties.all()] == ["Sở Khoa học và Công nghệ"]


def test_a_unit_of_a_third_body_takes_no_part(cast: Cast):
    from tests.builders import organizations

    stranger = organizations.organization("Sở của tỉnh khác")
    with pytest.raises(Refused, match="belongs neither"):
        assigned(cast, build.item(build.sent(cast)), JointParty(stranger.pk))


def test_an_item_is_handed_on_with_a_trace_within_the_side_that_is_asked(cast: Cast):
    unit, item = build.unit_of_the_ministry(cast), build.item(build.sent(cast))
    item = services.forward_item(
        cast.ministry_officer, item, unit, on=ON, reason="Đúng chức năng", revision=item.revision, at=build.AT
    )
    trace = Forwarding.objects.get()
    assert (item.unit, trace.to_unit, trace.reason, trace.by) == (unit, unit, "Đúng chức năng", cast.ministry_officer)
    with pytest.raises(Refused, match="already"):
        services.forward_item(cast.ministry_officer, item, unit, on=ON, reason="", revision=item.revision, at=build.AT)
    with pytest.raises(Refused, match="does not belong"):
        services.forward_item(
            cast.ministry_officer, item, cast.finance, on=ON, reason="", revision=item.revision, at=build.AT
        )


# Terms


def test_nothing_is_due_unless_a_letter_or_a_rule_says_so(cast: Cast):
    item = build.item(build.sent(cast))
    assert (item.closes_on, clock_of(item, ON).state) == (None, "none")


def test_a_rule_that_has_ended_is_not_applied(cast: Cast):
    rule = build.rule(20, valid_to=date(2025, 1, 1))
    item = build.item(build.sent(cast))
    with pytest.raises(Refused, match="Choose a rule"):
        services.set_due(cast.specialist, [item], Due("rule", rule_id=rule.pk), at=build.AT)


def test_a_rule_names_its_source_and_is_set_by_administrators(cast: Cast):
    source = build.rule().source
    values = {"name": "Trả lời trong 15 ngày", "days": 15, "counts": "working", "starts_from": "sent"}
    rule = services.add_rule(cast.administrator, source=source, at=build.AT, **values)
    assert rule.source == source
    with pytest.raises(NotAllowed):
        services.add_rule(cast.director, source=source, at=build.AT, **values)
    ended = services.end_rule(cast.administrator, rule, valid_to=ON, revision=rule.revision, at=build.AT)
    assert ended.valid_to == ON


def test_a_pause_has_a_reason_and_does_not_overlap_another(cast: Cast):
    item = build.item(build.sent(cast))

    def pause(reason: str) -> Item:
        row = build.item(item.request)
        return services.pause_item(
            cast.specialist, row, from_on=ON, to_on=ON + timedelta(days=3), reason=reason, revision=row.revision,
            at=build.AT,
        )  # fmt: skip

    with pytest.raises(Refused, match="Give the reason"):
        pause(" ")
    pause("Chờ hồ sơ")
    with pytest.raises(Refused, match="paused in that time already: «Chờ hồ sơ»"):
        pause("Chờ nữa")


# Answers


def test_the_request_is_answered_when_its_last_item_is(cast: Cast):
    request = build.sent(cast, "Một", "Hai")
    build.answer(cast, build.item(request, 1), "granted")
    assert build.fresh(request).state == "open"
    build.answer(cast, build.item(request, 2), "explained")
    assert build.fresh(request).state == "answered"


@pytest.mark.parametrize("outcome", ["in_progress", "passed_on"])
def test_an_answer_that_settles_nothing_lets_the_clock_run_on(cast: Cast, outcome: str):
    item = build.item(build.sent(cast, due=Due("letter", on=date(2025, 6, 17))))
    build.answer(cast, item, outcome)
    item = build.item(item.request)
    assert (item.outcome, item.settled_on, clock_of(item, date(2025, 6, 19)).state) == (outcome, None, "overdue")


def test_answers_are_added_and_the_last_one_stands(cast: Cast):
    item = build.item(build.sent(cast))
    build.answer(cast, item, "in_progress", on=date(2025, 6, 5))
    build.answer(cast, item, "partly", on=date(2025, 6, 12))
    assert [answer.outcome for answer in item.answers.all()] == ["in_progress", "partly"]
    assert build.fresh(item).outcome == Outcome.PARTLY


def test_who_writes_down_the_other_sides_answer_names_its_document_or_adds_the_file(cast: Cast):
    item = build.item(build.sent(cast, "Một", "Hai"))

    def answer(row: Item, paper: Paper, **more: Any) -> Answer:
        terms = AnswerTerms("granted", ON, cast.ministry.pk, text="Đồng ý", paper=paper)
        return services.record_answer(cast.specialist, row, terms, revision=row.revision, at=build.AT, **more)

    with pytest.raises(Refused, match="answer of the other side"):
        answer(item, Paper())
    made = answer(item, Paper("1234/BKHCN-KHTC", ON))
    assert made.instrument is not None
    assert (made.instrument.number, made.recorded_for) == ("1234/BKHCN-KHTC", cast.authority)
    file = ContentFile(b"%PDF-1.4\n", name="Công văn.pdf")
    second = answer(build.item(item.request, 2), Paper(), file=file, secrecy="normal")
    assert [each.name for each in files_of(second)] == ["Công văn.pdf"]


def test_an_answer_without_words_and_without_a_document_is_no_answer(cast: Cast):
    with pytest.raises(Refused, match="Write what the answer says"):
        build.answer(cast, build.item(build.sent(cast)), text=" ")


def test_nothing_is_answered_before_it_was_sent_or_in_the_future(cast: Cast):
    item = build.item(build.sent(cast))
    with pytest.raises(Refused, match="lies before that day"):
        build.answer(cast, item, on=date(2025, 6, 1))
    with pytest.raises(Refused, match="future"):
        build.answer(cast, item, on=timezone.localdate(build.AT) + timedelta(days=1))


def test_an_item_taken_up_again_does_not_count_the_days_since_its_answer(cast: Cast):
    request = build.sent(cast, due=Due("letter", on=date(2025, 6, 16)))
    build.answer(cast, build.item(request), on=date(2025, 6, 12))
    item = build.item(request)
    item = services.reopen_item(
        cast.specialist, item, on=date(2025, 6, 18), reason="Chưa nêu mức kinh phí", revision=item.revision, at=build.AT
    )
    assert (item.outcome, build.fresh(item.request).state) == ("in_progress", "open")
    assert build.fresh(item).closes_on == date(2025, 6, 19)
    assert [again.reason for again in item.reopenings.all()] == ["Chưa nêu mức kinh phí"]


def test_who_was_asked_does_not_take_an_item_up_again(cast: Cast):
    request = build.sent(cast)
    build.answer(cast, build.item(request))
    item = build.item(request)
    with pytest.raises(NotAllowed):
        services.reopen_item(cast.ministry_officer, item, on=ON, reason="x", revision=item.revision, at=build.AT)


def test_an_answered_item_is_neither_answered_nor_handed_on(cast: Cast):
    request = build.sent(cast, "Một", "Hai")
    build.answer(cast, build.item(request))
    with pytest.raises(Refused, match="Open it again"):
        build.answer(cast, build.item(request))


def test_every_deed_stands_in_the_history_of_the_request(cast: Cast):
    request = build.sent(cast)
    build.answer(cast, assigned(cast, build.item(request)))
    kinds = Entry.objects.filter(context_uid=request.uid).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["request.item_assigned", "request.item_answered"]
    own = Entry.objects.filter(subject_uid=request.uid).order_by("pk").values_list("kind", flat=True)
    assert list(own) == ["request.drafted", "request.sent", "request.answered"]
