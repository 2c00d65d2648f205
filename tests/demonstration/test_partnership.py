"""The invented programme: the whole chain from the signing to the briefing, every row of it marked."""

from datetime import date

import pytest
from django.test import Client

from phusa.demonstration import material
from phusa.foundation.access.models import User
from phusa.foundation.instruments.models import Instrument
from phusa.foundation.organizations.models import Group, Organization
from phusa.foundation.organizations.queries import members
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.queries import visible_to as assignments_visible_to
from phusa.planning.assignments.rules import clock_of
from phusa.planning.assignments.vocabulary import ClockState, Status
from phusa.planning.cooperation.briefing import key_of, prepare
from phusa.planning.cooperation.models import Programme
from phusa.planning.cooperation.vocabulary import ProgrammeState, ResultKind, ReviewState
from phusa.planning.indicators.showing import Board, boards
from phusa.planning.meetings.models import Meeting
from phusa.planning.meetings.queries import pictures_for
from phusa.planning.meetings.vocabulary import ConclusionState, MeetingState
from phusa.planning.requests.models import Item, Note, Request
from phusa.planning.requests.queries import notes_visible_to, visible_to
from phusa.planning.requests.vocabulary import Outcome, RequestState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

STATED = material.read("partnership")
PROVINCE, MINISTRY = "cvbaiboi", "cvchautho"


def account(username: str) -> User:
    return User.objects.get(username=username)


def the_programme() -> Programme:
    return Programme.objects.get(title=STATED["title"])


def shown() -> dict[str, Board]:
    found = boards(account(PROVINCE), [the_programme().uid])
    return {board.indicator.name.removesuffix(" (minh họa)"): board for board in found}


def asked(part: str) -> Request:
    return Request.objects.get(title__contains=part)


def test_it_is_in_force_with_signatories_and_promises_of_both_sides() -> None:
    programme = the_programme()
    assert programme.state == ProgrammeState.IN_FORCE
    assert {each.side_id for each in programme.signatories.all()} == set(programme.sides)
    assert {each.side_id for each in programme.commitments.all()} == set(programme.sides)
    assert programme.commitments.exclude(promise_uid=None).count() == 1
    assert programme.plans.count() == 1


def test_on_both_sides_something_is_done_and_something_late(loaded: date) -> None:
    programme = the_programme()
    for side in programme.sides:
        promised = Assignment.objects.filter(commitments__programme=programme, commitments__side=side)
        assert promised.filter(status=Status.DONE).exists()
        assert ClockState.OVERDUE in {clock_of(each, loaded).state for each in promised}


def test_of_fifty_models_fifty_are_itemised_and_one_click_leads_to_them() -> None:
    models = shown()["Mô hình trong chương trình phối hợp"]
    assert models.of == "50 mô hình / 50 mô hình"
    assert models.records is not None
    client = Client()
    client.force_login(account(PROVINCE))
    assert f'href="{models.records.url}"' in client.get(the_programme().get_absolute_url()).content.decode()
    assert client.get(models.records.url).status_code == 200
    assert the_programme().results.filter(kind=ResultKind.MODEL).count() == 50


def test_thirty_projects_have_money_and_two_of_them_none_that_was_paid() -> None:
    projects = the_programme().projects.all()
    assert (projects.count(), projects.filter(support_approved=None).count()) == (30, 0)
    assert projects.filter(support_paid=None).count() == 2
    assert shown()["Dự án được hỗ trợ trong chương trình phối hợp"].of == "30 dự án / 30 dự án"
    assert shown()["Kinh phí Bộ hỗ trợ, đã phê duyệt"].of == "97 tỷ đồng / 97 tỷ đồng"


def test_one_request_is_answered_one_was_paused_and_one_waits_long_without_a_term(loaded: date) -> None:
    assert asked("sản phẩm thế mạnh").state == RequestState.ANSWERED
    assert set(asked("sản phẩm thế mạnh").items.values_list("outcome", flat=True)) == {Outcome.GRANTED, Outcome.PARTLY}
    paused = asked("khu công nghiệp công nghệ cao").items.get()
    assert paused.pauses.count() == 1
    assert paused.closes_on is not None
    assert paused.due_on is not None
    assert paused.closes_on > paused.due_on
    waiting = asked("cấp kinh phí").items.get()
    assert (waiting.outcome, waiting.closes_on) == (Outcome.NONE, None)
    sent_on = asked("cấp kinh phí").sent_on
    assert sent_on is not None
    assert (loaded - sent_on).days > 180


def test_both_sides_see_the_joint_assignment_and_another_province_does_not() -> None:
    joint = Item.objects.get(contacts__isnull=False, contacts__position=0).assignment
    assert joint is not None
    for username in (PROVINCE, MINISTRY):
        assert assignments_visible_to(account(username)).filter(pk=joint.pk).exists(), username
    assert not assignments_visible_to(account("chuyenvien")).filter(pk=joint.pk).exists()
    assert not visible_to(account("chuyenvien")).exists()


def test_the_note_of_the_province_is_not_the_ministrys_to_read() -> None:
    assert Note.objects.count() == 1
    assert notes_visible_to(account(PROVINCE)).exists()
    assert not notes_visible_to(account(MINISTRY)).exists()


def test_the_review_was_adopted_and_its_conclusion_issued_with_a_line_that_has_no_term() -> None:
    review = the_programme().reviews.get()
    assert review.state == ReviewState.ADOPTED
    assert review.frozen["projects"]["count"] == 30
    conclusion = Meeting.objects.get(title=STATED["meeting"]["title"]).conclusions.get()
    assert conclusion.state == ConclusionState.ISSUED
    assert [bool(line.assignment.deadline_text) for line in conclusion.lines.all()] == [True, False]


def test_the_briefing_was_frozen_and_the_next_visit_is_compared_with_it(loaded: date) -> None:
    coming = Meeting.objects.get(title=STATED["next_meeting"]["title"])
    assert coming.state == MeetingState.PLANNED
    _none_yet, before = pictures_for(account(PROVINCE), coming, key_of(the_programme()))
    assert before is not None
    assert before.meeting.title == STATED["meeting"]["title"]
    programme = the_programme()
    printed = prepare(account(PROVINCE), programme, today=loaded, meeting=coming, before=before)
    assert [change.text for change in printed.changes]
    assert "không thay đổi" not in printed.changes[0].text


def test_every_row_is_marked() -> None:
    programme = the_programme()
    meetings = Meeting.objects.filter(authority=programme.authority)
    rows = [programme, *programme.projects.all(), *programme.results.all(), *programme.reviews.all()]
    rows += [*programme.commitments.all(), *meetings, *Request.objects.filter(about_uid=programme.uid)]
    assert all(row.illustrative for row in rows)
    assert Assignment.objects.filter(authority__in=programme.sides).count() > 8
    assert not Assignment.objects.filter(authority__in=programme.sides, illustrative=False).exists()
    assert not Instrument.objects.filter(number__contains="(minh họa)", illustrative=False).exists()


def test_no_group_of_real_agencies_takes_the_invented_ones_in(loaded: date) -> None:
    invented = set(Organization.objects.filter(illustrative=True))
    assert len(invented) == len(STATED["organization"])
    for group in Group.objects.all():
        assert not invented & set(members(group, loaded)), group
