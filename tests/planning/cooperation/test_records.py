"""Projects and results, plans and reviews; what they add up to beside what was reported."""

from datetime import UTC, date, datetime

import pytest

from phusa.kernel.refusals import Refused
from phusa.planning.cooperation import services
from phusa.planning.cooperation.figures import projects, results_of, support
from phusa.planning.cooperation.queries import support_of, tallies_of
from phusa.planning.cooperation.vocabulary import REVIEW_PARTS, ProjectTerms, ResultKind, ResultTerms
from phusa.planning.indicators.showing import boards
from phusa.planning.indicators.vocabulary import Basis
from tests.builders import cooperation as build
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db

AT = datetime(2025, 7, 1, 8, tzinfo=UTC)
TODAY = date(2025, 7, 1)
PARTS = {name: f"Phần {name}" for name in REVIEW_PARTS}


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {refusal.code for refusal in refused.value.refusals}


def test_a_project_without_a_source_or_with_a_code_taken_is_not_recorded(cast: Cast) -> None:
    programme = build.in_force(cast)
    build.project(programme, code="ĐA-01")
    with pytest.raises(Refused) as refused:
        services.add_project(cast.specialist, programme, ProjectTerms(name="Khác", code="ĐA-01"), at=AT)
    assert codes(refused) == {"project-code-taken", "without-source"}


def test_a_result_is_named_once_in_one_place(cast: Cast) -> None:
    programme = build.in_force(cast)
    terms = ResultTerms(kind="variety", name="TBR225", source="Báo tỉnh")
    services.add_result(cast.specialist, programme, terms, at=AT)
    with pytest.raises(Refused) as refused:
        services.add_result(cast.specialist, programme, terms, at=AT)
    assert codes(refused) == {"result-counted-twice"}


def test_a_project_that_results_name_is_not_taken_out(cast: Cast) -> None:
    programme = build.in_force(cast)
    project = build.project(programme)
    build.result(programme, project_id=project.pk)
    with pytest.raises(Refused) as refused:
        services.remove_project(cast.specialist, project, revision=1, reason="Nhầm", at=AT)
    assert codes(refused) == {"project-has-results"}


def test_a_sum_that_no_source_gives_is_not_counted_as_nothing(cast: Cast) -> None:
    programme = build.in_force(cast)
    build.project(programme, support_approved=2_000_000_000)
    build.project(programme)
    found = support_of(programme)
    assert (found.projects, found.approved, found.approved_stated, found.paid_stated) == (2, 2_000_000_000, 1, 0)


def test_commitments_are_counted_side_by_side(cast: Cast) -> None:
    programme = build.in_force(cast)
    build.promise(programme, cast.ministry, deadline_text="01/2025")
    counted = tallies_of(programme, TODAY)
    assert list(counted) == [cast.authority.pk, cast.ministry.pk]
    assert counted[cast.ministry.pk].total == 2
    assert counted[cast.ministry.pk].late == 1


# Reported figures


def test_fifty_models_without_a_list_are_0_of_50(cast: Cast) -> None:
    programme = build.in_force(cast)
    build.reported(cast, programme, "Mô hình", "hơn 50", itemised_by="cooperation.model")
    [board] = boards(cast.specialist, [programme.uid])
    assert board.records is not None
    assert board.records.count == 0
    assert board.of.startswith("0 / ")


def test_from_the_figure_one_click_leads_to_the_list(cast: Cast) -> None:
    programme = build.in_force(cast)
    build.reported(cast, programme, "Mô hình", "2", itemised_by="cooperation.model")
    for _each in range(2):
        build.result(programme)
    [board] = boards(cast.specialist, [programme.uid])
    assert board.records is not None
    assert board.records.count == 2
    page = signed_in(cast.specialist).get(board.records.url)
    assert page.context["listing"].count == 2


def test_projects_and_support_answer_for_figures_as_far_as_the_reader_sees_them(cast: Cast) -> None:
    programme, draft = build.in_force(cast), build.ready(cast)
    build.project(programme, support_approved=5, support_paid=3)
    build.project(programme)
    uids = [programme.uid, draft.uid]
    assert {uid: each.count for uid, each in projects(cast.ministry_officer, uids).items()} == {programme.uid: 2}
    assert support(cast.ministry_officer, uids)[programme.uid].totals == {Basis.APPROVED: 5, Basis.PAID: 3}
    assert support(cast.specialist, uids)[draft.uid].count == 0
    brands = results_of(ResultKind.BRAND)(cast.specialist, [programme.uid])
    assert brands[programme.uid].count == 0


# Plans, reviews


def test_a_year_has_one_plan_inside_the_period(cast: Cast) -> None:
    programme = build.in_force(cast)
    plan = services.set_plan(cast.specialist, programme, year=2025, text="Mười việc", at=AT)
    for year, code in ((2025, "plan-of-the-year-exists"), (2030, "plan-outside-the-period")):
        with pytest.raises(Refused) as refused:
            services.set_plan(cast.specialist, programme, year=year, text="Khác", at=AT)
        assert codes(refused) == {code}
    again = services.set_plan(
        cast.specialist, programme, year=2025, text="Chín việc", plan=plan, revision=plan.revision, at=AT
    )
    assert again.text == "Chín việc"


def test_a_review_is_adopted_with_all_five_parts_and_figures_of_a_day_that_has_been(cast: Cast) -> None:
    programme = build.in_force(cast)
    review = services.start_review(
        cast.specialist, programme, kind="yearly", year=2025, cut_off=date(2025, 12, 31), parts={}, at=AT
    )
    with pytest.raises(Refused) as refused:
        services.adopt_review(cast.director, review, revision=1, adopted_on=TODAY, at=AT)
    assert codes(refused) == {"review-part-empty", "review-of-the-future"}
    services.edit_review(cast.specialist, review, revision=1, cut_off=date(2025, 6, 30), parts=PARTS, at=AT)
    adopted = services.adopt_review(cast.director, review, revision=2, adopted_on=TODAY, at=AT)
    assert adopted.state == "adopted"
    assert adopted.frozen is not None
    assert adopted.frozen["parts"] == PARTS


def test_a_review_is_adopted_after_its_figures_and_not_in_the_future(cast: Cast) -> None:
    review = build.review(build.in_force(cast))
    for day in (date(2024, 12, 30), date(2025, 7, 2)):
        with pytest.raises(Refused) as refused:
            services.adopt_review(cast.director, review, revision=1, adopted_on=day, at=AT)
        assert codes(refused) == {"review-adopted-another-day"}


def test_figures_of_a_year_are_not_counted_up_to_a_day_before_it(cast: Cast) -> None:
    programme = build.in_force(cast)
    with pytest.raises(Refused) as refused:
        services.start_review(
            cast.specialist, programme, kind="yearly", year=2026, cut_off=date(2025, 12, 31), parts={}, at=AT
        )
    assert codes(refused) == {"review-before-its-year"}


def test_an_adopted_review_says_what_was_known_then(cast: Cast) -> None:
    programme = build.in_force(cast)
    review = build.review(programme)
    adopted = services.adopt_review(cast.director, review, revision=1, adopted_on=TODAY, at=AT)
    build.project(programme)
    page = signed_in(cast.specialist).get(adopted.get_absolute_url())
    assert page.context["figures"]["projects"]["count"] == 0
    with pytest.raises(Refused):
        services.edit_review(cast.specialist, adopted, revision=2, cut_off=TODAY, parts=PARTS, at=AT)


def test_a_year_is_reviewed_once(cast: Cast) -> None:
    programme = build.in_force(cast)
    build.review(programme)
    with pytest.raises(Refused) as refused:
        services.start_review(cast.specialist, programme, kind="yearly", year=2024, cut_off=TODAY, parts=PARTS, at=AT)
    assert codes(refused) == {"review-exists"}
