"""The working visit of 10 June 2020: everything that the two sources say of it, side by side, and nothing else."""

from collections import Counter
from datetime import date

import pytest
from django.test import Client

from phusa.demonstration import material
from phusa.foundation.access.models import User
from phusa.foundation.records.models import Record
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.queries import visible_to as assignments_visible_to
from phusa.planning.assignments.vocabulary import LeadKind, Standing
from phusa.planning.cooperation.models import Programme
from phusa.planning.cooperation.vocabulary import ProgrammeState, ResultKind
from phusa.planning.indicators.models import ReportedFigure
from phusa.planning.indicators.showing import Board, boards
from phusa.planning.indicators.vocabulary import Verdict
from phusa.planning.meetings.models import Meeting, Participant
from phusa.planning.meetings.queries import visible_to
from phusa.planning.meetings.rules import doubts_about
from phusa.planning.meetings.vocabulary import MeetingState, StatementKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

STATED = material.read("visit_2020")
PROVINCE, MINISTRY = (material.sources()[key]["what"] for key in ("S2", "6"))


def account(username: str) -> User:
    return User.objects.get(username=username)


def the_visit() -> Meeting:
    return Meeting.objects.get(title=STATED["meeting"]["title"])


def the_programme() -> Programme:
    return Programme.objects.get(title=STATED["programme"]["title"])


def shown(username: str = "chuyenvien") -> dict[str, Board]:
    """Boards of the programme by what itemises them."""
    found = boards(account(username), [the_programme().uid])
    return {board.indicator.itemised_by.removeprefix("cooperation."): board for board in found}


def said(kind: StatementKind) -> list[str]:
    return list(the_visit().statements.filter(kind=kind).values_list("text", flat=True))


# What was said


def test_every_kind_of_statement_is_there_with_its_number() -> None:
    assert Counter(the_visit().statements.values_list("kind", flat=True)) == {
        StatementKind.RESULT: 6,
        StatementKind.PROPOSAL: 5,
        StatementKind.JUDGEMENT: 2,
        StatementKind.FELL_SHORT: 1,
        StatementKind.RECOMMENDATION: 3,
        StatementKind.AGREEMENT: 1,
    }


def test_every_statement_names_its_source_and_a_result_its_figure_as_it_was_said() -> None:
    statements = the_visit().statements.select_related("source")
    assert {str(each.source) for each in statements} == {PROVINCE}
    figures = [each.figure_text for each in statements if each.kind == StatementKind.RESULT]
    assert figures == ["30", "trên 100 tỷ đồng", "hơn 50", "20", "6", "1"]


@pytest.mark.parametrize("words", ["giai đoạn tiếp theo", "sản phẩm thế mạnh", "khu, cụm công nghiệp", "kinh phí"])
def test_the_four_things_that_the_province_asks_are_proposals(words: str) -> None:
    [found] = [text for text in said(StatementKind.PROPOSAL) if words in text]
    assert found


def test_the_minister_judges_and_recommends_and_nobody_is_named_who_reported_the_results() -> None:
    of_the_minister = the_visit().statements.filter(speaker__name="Chu Ngọc Anh")
    kinds = {StatementKind.JUDGEMENT, StatementKind.FELL_SHORT, StatementKind.RECOMMENDATION}
    assert set(of_the_minister.values_list("kind", flat=True)) == kinds
    results = the_visit().statements.filter(kind=StatementKind.RESULT)
    assert not results.filter(speaker__isnull=False).exists()
    assert all("50-KL/TW" in text for text in said(StatementKind.RECOMMENDATION))


def test_the_answer_is_one_assignment_that_units_of_both_sides_lead_without_a_term() -> None:
    agreement = the_visit().statements.get(kind=StatementKind.AGREEMENT)
    assignment = agreement.assigned.get().assignment
    assert (assignment.standing, assignment.lead_kind) == (Standing.ISSUED, LeadKind.SEVERAL)
    assert [party.as_written for party in assignment.parties.all()] == [
        "các đơn vị trực thuộc Bộ Khoa học và Công nghệ",
        "các cơ quan của tỉnh Thái Bình",
    ]
    assert (assignment.deadline_text, assignment.product) == ("", "")
    for username in ("bo", "chuyenvien", "chutich", "kiemtoan"):
        assert assignments_visible_to(account(username)).filter(pk=assignment.pk).exists(), username


# Who was there


def test_the_posts_of_a_person_that_the_sources_name_differently_stand_side_by_side_and_are_marked() -> None:
    one = Participant.objects.get(name="Ngô Đông Hải")
    assert [(post.text, str(post.source)) for post in one.posts.all()] == [
        ("Phó Bí thư thường trực Tỉnh ủy", PROVINCE),
        ("Bí thư Tỉnh ủy", MINISTRY),
    ]


def test_only_of_that_person_the_sources_differ() -> None:
    everybody = list(Participant.objects.filter(delegation__meeting=the_visit()))
    found = doubts_about(everybody, date(2020, 6, 10))
    differ = [one.name for one in everybody if "posts-differ" in {doubt.code for doubt in found[one.pk]}]
    assert [one.name for one in everybody] == ["Chu Ngọc Anh", "Ngô Đông Hải", "Đặng Trọng Thăng"]
    assert differ == ["Ngô Đông Hải"]


# What was reported


def test_each_of_the_six_figures_is_reported_by_both_sources_as_each_of_them_says_it() -> None:
    reports = {kind: [report.figure.as_said for report in board.reports] for kind, board in shown().items()}
    assert reports == {
        "projects": ["30", "30"],
        "support": ["trên 100 tỷ đồng", "gần trăm tỷ đồng"],
        "model": ["hơn 50", "hơn 50"],
        "technology": ["20", "20"],
        "brand": ["6", "6"],
        "variety": ["1", "01"],
    }
    for board in shown().values():
        assert [report.figure.source for report in board.reports] == [PROVINCE, MINISTRY]


def test_the_money_is_a_contradiction_and_nothing_else_is() -> None:
    verdicts = {kind: [each.comparison.verdict for each in board.differences] for kind, board in shown().items()}
    assert verdicts.pop("support") == [Verdict.CONTRADICTION]
    assert {verdict for found in verdicts.values() for verdict in found} == {Verdict.SAME}


def test_of_fifty_models_none_is_itemised_and_of_the_varieties_the_one_that_is_named() -> None:
    found = shown()
    assert {kind: board.of for kind, board in found.items()} == {
        "projects": "0 / 30 nhiệm vụ",
        "support": "",
        "model": "0 / 50 mô hình",
        "technology": "0 / 20 công nghệ",
        "brand": "0 / 6 thương hiệu",
        "variety": "1 giống / 1 giống",
    }
    assert found["model"].itemised == ["Báo cáo «hơn 50», có danh mục 0: toàn bộ chưa có danh mục."]


def test_one_click_leads_from_the_fifty_models_to_the_list_which_is_empty() -> None:
    client = Client()
    client.force_login(account("chuyenvien"))
    models = shown()["model"]
    assert models.records is not None
    assert f'href="{models.records.url}"' in client.get(the_programme().get_absolute_url()).content.decode()
    listed = client.get(models.records.url)
    assert listed.status_code == 200
    assert "TBR225" not in listed.content.decode()


# The programme


def test_the_programme_is_in_force_without_a_day_of_signing_a_signatory_or_a_commitment() -> None:
    programme = the_programme()
    assert (programme.state, programme.signed_on, programme.instrument) == (ProgrammeState.IN_FORCE, None, None)
    assert (programme.valid_from, programme.valid_to) == (date(2012, 1, 1), date(2016, 1, 1))
    assert programme.orientation == "định hướng đến 2020"
    for rows in (programme.signatories, programme.commitments, programme.clauses, programme.projects, programme.plans):
        assert not rows.exists()


def test_its_page_says_that_its_period_is_over_and_that_no_end_is_recorded() -> None:
    client = Client()
    client.force_login(account("chuyenvien"))
    page = client.get(the_programme().get_absolute_url()).content.decode()
    assert "Đã hết giai đoạn, chưa ghi kết thúc" in page
    assert "Đang có hiệu lực" not in page


def test_tbr225_is_the_only_result_that_a_source_names() -> None:
    [result] = the_programme().results.all()
    assert (result.kind, result.name, result.year, result.project) == (
        ResultKind.VARIETY,
        "Giống lúa TBR225",
        None,
        None,
    )
    assert PROVINCE in result.source
    assert MINISTRY in result.source


def test_what_the_sources_do_not_say_of_the_visit_is_empty() -> None:
    visit = the_visit()
    assert (visit.held_on, visit.state) == (date(2020, 6, 10), MeetingState.HELD)
    assert (visit.place, visit.chair_name, visit.chair_post) == ("", "", "")
    assert not visit.papers.exists()
    assert not visit.conclusions.exists()
    assert all(source.published_on is None for source in visit.sources.all())


def test_both_sides_and_the_auditor_see_the_visit() -> None:
    for username in ("chuyenvien", "giamdoc", "chutich", "bo", "kiemtoan"):
        assert visible_to(account(username)).filter(pk=the_visit().pk).exists(), username


def test_nothing_of_the_visit_is_marked_as_invented() -> None:
    visit, programme = the_visit(), the_programme()
    figures = ReportedFigure.objects.filter(about_uid=programme.uid)
    assigned = Assignment.objects.filter(of_statement__statement__meeting=visit)
    rows: list[Record] = [visit, programme, *visit.statements.all(), *visit.sources.all(), *visit.delegations.all()]
    rows += [*programme.results.all(), *figures, *(figure.indicator for figure in figures), *assigned]
    assert len(figures) == 12
    assert not any(row.illustrative for row in rows)
