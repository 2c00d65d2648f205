"""Readiness: what should hold, how much it weighs, and where it does not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from phusa.planning.assignments.vocabulary import PartyRole, PartyTerms
from phusa.planning.schemes import services
from phusa.planning.schemes.documents import document_of
from phusa.planning.schemes.models import BudgetLine, SchemeVersion
from phusa.planning.schemes.rules import RULES, SHOWN, nothing_required_is_missing, readiness
from phusa.planning.schemes.vocabulary import SchemeKind, Stage, Weight
from tests.builders import schemes as build
from tests.cast import Cast

pytestmark = pytest.mark.django_db

WEIGHTS = {
    # before submission, before approval, of a paper already issued
    "there-are-tasks":             {"scheme": "RRA", "plan": "RRA", "action_programme": "RRA", "annex": "RRA"},
    "focus-task-has-solution":     {"scheme": "RRA", "plan": "AAA", "action_programme": "RRA", "annex": "AAA"},
    "solution-serves-task":        {"scheme": "RRA", "plan": "AAA", "action_programme": "RRA", "annex": "AAA"},
    "task-has-accountable-lead":   {"scheme": "RRA", "plan": "RRA", "action_programme": "RRA", "annex": "RRA"},
    "coordinating-party-has-duty": {"scheme": "RRA", "plan": "AAA", "action_programme": "AAA", "annex": "AAO"},
    "lead-not-coordinating":       {"scheme": "RRA", "plan": "RRA", "action_programme": "RRA", "annex": "RRA"},
    "deadline-is-read":            {"scheme": "RRA", "plan": "RRA", "action_programme": "AAA", "annex": "RRA"},
    "product-is-named":            {"scheme": "RRA", "plan": "RRA", "action_programme": "AAA", "annex": "AAA"},
    "budget-sums-agree":           {"scheme": "RRA", "plan": "RRA", "action_programme": "RRA", "annex": "RRA"},
    "previous-results-present":    {"scheme": "RRA", "plan": "AAO", "action_programme": "AAO", "annex": "OOO"},
}  # fmt: skip


def test_a_rule_weighs_by_kind_of_paper_and_by_stage() -> None:
    letters = {Weight.REQUIRED: "R", Weight.ADVISED: "A", Weight.OFF: "O"}
    weights = {
        rule.code: {kind.value: "".join(letters[rule.weight(kind, stage)] for stage in Stage) for kind in SchemeKind}
        for rule in RULES
    }
    assert weights == WEIGHTS


def test_nothing_is_required_of_a_paper_that_is_already_issued() -> None:
    assert all(rule.weight(kind, Stage.AS_ISSUED) != Weight.REQUIRED for rule in RULES for kind in SchemeKind)


def test_a_draft_in_which_everything_holds_is_ready(cast: Cast) -> None:
    found = readiness(build.ready(cast))
    assert not found.findings
    assert found.checked == len(RULES)


Spoil = Callable[[Cast, SchemeVersion], Any]


def no_tasks(cast: Cast, version: SchemeVersion) -> None:
    version.solutions.all().delete()
    version.tasks.all().delete()


def focus_without_solution(cast: Cast, version: SchemeVersion) -> None:
    build.task(version, build.lead(cast.department), focus=True)


def solution_without_task(cast: Cast, version: SchemeVersion) -> None:
    build.solution(version)


def no_lead(cast: Cast, version: SchemeVersion) -> None:
    build.task(version)


def several_leads_without_a_focal_point(cast: Cast, version: SchemeVersion) -> None:
    build.task(version, build.lead(cast.department), build.lead(cast.finance))


def a_lead_that_nobody_knows(cast: Cast, version: SchemeVersion) -> None:
    build.task(version, PartyTerms(PartyRole.LEAD, None, None, "Ban Chỉ đạo"))


def coordinating_without_duty(cast: Cast, version: SchemeVersion) -> None:
    build.task(version, build.lead(cast.department), build.coordinating(cast.finance, ""))


def lead_named_again(cast: Cast, version: SchemeVersion) -> None:
    build.task(version, build.lead(cast.department), build.coordinating(cast.department))


def deadline_unread(cast: Cast, version: SchemeVersion) -> None:
    build.task(version, build.lead(cast.department), deadline_text="Khi có điều kiện")


def deadline_empty(cast: Cast, version: SchemeVersion) -> None:
    build.task(version, build.lead(cast.department), deadline_text="")


def no_product(cast: Cast, version: SchemeVersion) -> None:
    build.task(version, build.lead(cast.department), product="")


def sums_differ(cast: Cast, version: SchemeVersion) -> None:
    BudgetLine.objects.create(version=version, source="fund", amount=2)
    BudgetLine.objects.create(version=version, amount=3)


def nothing_said_of_an_earlier_target(cast: Cast, version: SchemeVersion) -> None:
    earlier = build.ready(cast)
    build.target(earlier)
    version.scheme.previous = build.approved(earlier).scheme
    version.scheme.save()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (no_tasks, "there-are-tasks"),
        (focus_without_solution, "focus-task-has-solution"),
        (solution_without_task, "solution-serves-task"),
        (no_lead, "task-has-accountable-lead"),
        (several_leads_without_a_focal_point, "task-has-accountable-lead"),
        (a_lead_that_nobody_knows, "task-has-accountable-lead"),
        (coordinating_without_duty, "coordinating-party-has-duty"),
        (lead_named_again, "lead-not-coordinating"),
        (deadline_unread, "deadline-is-read"),
        (deadline_empty, "deadline-is-read"),
        (no_product, "product-is-named"),
        (sums_differ, "budget-sums-agree"),
        (nothing_said_of_an_earlier_target, "previous-results-present"),
    ],
)
def test_a_fault_is_found_by_its_rule_alone(cast: Cast, spoil: Spoil, code: str) -> None:
    version = build.ready(cast)
    spoil(cast, version)
    found = readiness(version)
    assert [(finding.rule.code, finding.count, finding.stops) for finding in found.findings] == [(code, 1, True)]


def test_a_task_and_solution_written_as_one_item_count_as_paired(cast: Cast) -> None:
    version = build.ready(cast)
    services.add_task_rows(
        version,
        [services.NewTask(build.terms(build.lead(cast.department)), focus=True, paired_as_written=True)],
        on=build.ON,
        at=build.AT,
    )
    assert not readiness(version).findings


def test_a_collective_lead_answers_through_its_members_and_joint_leads_through_their_focal_point(cast: Cast) -> None:
    version = build.ready(cast)
    build.task(version, PartyTerms(PartyRole.LEAD, None, None, "Các sở, ngành", collective=True))
    build.task(version, build.lead(cast.department, focal=True), build.lead(cast.finance))
    assert not readiness(version).findings


def test_a_group_that_leads_is_not_to_be_named_again_among_those_who_coordinate(cast: Cast) -> None:
    from tests.builders import organizations

    version, group = build.ready(cast), organizations.group("các sở, ngành", level="department", parent=cast.authority)
    parties = [PartyTerms(role, None, group.pk, "các sở, ngành", "Góp ý") for role in PartyRole]
    build.task(version, *parties)
    assert [finding.rule.code for finding in readiness(version).findings] == ["lead-not-coordinating"]


def test_saying_that_no_source_was_found_answers_for_an_earlier_target(cast: Cast) -> None:
    version = build.ready(cast)
    nothing_said_of_an_earlier_target(cast, version)
    target = version.scheme.previous.versions.get().objectives.get()
    services.record_result(cast.specialist, version, target, no_source=True, at=build.AT)
    assert not readiness(version).findings


def test_an_imported_annex_shows_advice_and_never_a_wall_of_errors(cast: Cast) -> None:
    version = build.version(cast, kind=SchemeKind.ANNEX, as_issued=True)
    build.many_tasks(version, [cast.department, cast.finance], 30)
    found = readiness(version)
    assert found.findings
    assert not found.stopping
    assert not list(nothing_required_is_missing(version, build.AT))
    assert all(len(finding.rows) <= SHOWN for finding in found.findings)


def test_each_line_leads_to_its_row_and_the_rest_to_the_matrix(cast: Cast) -> None:
    version = build.version(cast)
    tasks = build.many_tasks(version, [cast.department, cast.finance], SHOWN + 2)
    [finding] = [one for one in readiness(version).findings if one.rule.code == "coordinating-party-has-duty"]
    assert [row.url for row in finding.rows] == [
        f"/schemes/{version.scheme.uid}/tasks/{task.lineage}/" for task in tasks[:SHOWN]
    ]
    assert finding.more == 2
    assert finding.more_url == f"/schemes/{version.scheme.uid}/1/matrix/?missing=coordinating-party-has-duty"


def test_a_required_line_that_a_leader_passed_no_longer_stops(cast: Cast) -> None:
    version = build.ready(cast)
    no_product(cast, version)
    services.waive(cast.director, version, rule="product-is-named", reason="Sản phẩm do Bộ quy định", at=build.AT)
    [finding] = readiness(version).findings
    assert not finding.stops
    assert finding.waiver
    assert (finding.waiver.reason, finding.waiver.by) == ("Sản phẩm do Bộ quy định", cast.director)


def test_a_refusal_names_the_rows_the_source_and_the_place(cast: Cast) -> None:
    version = build.ready(cast)
    no_product(cast, version)
    with translation.override("en"):
        [refusal] = nothing_required_is_missing(version, build.AT)
    assert refusal.code == "product-is-named"
    assert str(refusal.message) == "1 task names no product: 1 Xây dựng sàn giao dịch công nghệ"
    assert "six clears" in refusal.source
    assert refusal.link.endswith("/1/matrix/?missing=product-is-named")


@pytest.mark.parametrize("tasks", [3, 120])
def test_readiness_asks_three_queries_beside_the_document_whatever_the_rows(
    cast: Cast, django_assert_max_num_queries: Any, tasks: int
) -> None:
    version = build.version(cast)
    build.many_tasks(version, [cast.department, cast.finance], tasks)
    document = document_of(version)
    with django_assert_max_num_queries(3):
        readiness(version, document)
