"""Deeds on figures: kept as said, with a source, for one side or for all; a correction is a new row."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from phusa.foundation import access
from phusa.foundation.access import Role
from phusa.foundation.journal.models import Entry
from phusa.foundation.journal.queries import history_of
from phusa.foundation.organizations.queries import authority_of
from phusa.foundation.organizations.vocabulary import Level
from phusa.foundation.search.queries import found
from phusa.kernel.refusals import NotAllowed, Refused
from phusa.planning.indicators import services
from phusa.planning.indicators.models import ReportedFigure
from phusa.planning.indicators.queries import standing_figures, visible_to
from phusa.planning.indicators.showing import boards
from phusa.planning.indicators.vocabulary import (
    Audience,
    FigureTerms,
    IndicatorTerms,
    Measure,
    ReadingState,
    Verdict,
)
from tests.builders import indicators as build
from tests.builders import organizations
from tests.builders.indicators import AT
from tests.cast import Cast
from tests.planning.indicators.conftest import about

pytestmark = pytest.mark.django_db


def codes(refused: Any) -> set[str]:
    return {refusal.code for refusal in refused.value.refusals}


# Recording


def test_a_figure_is_kept_exactly_as_it_was_said(cast: Cast) -> None:
    made = build.figure(cast, build.money(cast.department), "trên 100 tỷ đồng")
    assert made.as_said == "trên 100 tỷ đồng"
    assert (made.read.bound, made.read.low) == ("over", 100 * 10**9)
    assert made.authority == cast.authority


def test_a_figure_that_cannot_be_read_is_recorded_all_the_same(cast: Cast) -> None:
    made = build.figure(cast, build.money(cast.department), "trên 100")
    assert (made.as_said, made.reading_state) == ("trên 100", ReadingState.UNIT_MISSING)


def test_who_knows_how_words_are_to_be_read_says_so_beside_them(cast: Cast) -> None:
    made = build.figure(cast, build.money(cast.department), "trên 100", read_as="trên 100 tỷ đồng")
    assert (made.as_said, made.read.low) == ("trên 100", 100 * 10**9)


def test_a_figure_without_a_source_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        build.figure(cast, build.indicator(cast.department), "  ", source_text=" ", said_on=date(2030, 1, 1))
    assert codes(refused) == {"nothing-said", "source-missing", "said-in-the-future"}


def test_the_table_itself_holds_no_figure_without_a_source(cast: Cast) -> None:
    made = build.figure(cast, build.indicator(cast.department))
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportedFigure.objects.filter(pk=made.pk).update(source_text="")


def test_nobody_records_for_an_organisation_that_they_do_not_work_for(cast: Cast) -> None:
    terms = build.terms(build.indicator(cast.department))
    for who, organization in ((cast.specialist, cast.finance), (cast.clerk, cast.department)):
        with pytest.raises(NotAllowed):
            services.report_figure(who, terms, organization=organization, at=AT)


# Correcting and withdrawing


def correct(cast: Cast, figure: ReportedFigure, who: Any = None, **changes: Any) -> ReportedFigure:
    terms = replace(build.terms(figure.indicator, figure.as_said), **changes)
    return services.correct_figure(who or cast.head, figure, terms, reason="Ghi nhầm", at=AT)


def test_a_correction_is_a_new_row_and_the_old_one_stays_readable(cast: Cast) -> None:
    figure = build.figure(cast, build.indicator(cast.department), "hơn 15")
    made = correct(cast, figure, as_said="hơn 50")
    assert list(standing_figures(cast.specialist)) == [made]
    assert ReportedFigure.objects.get(pk=figure.pk).as_said == "hơn 15"
    assert made.supersedes == figure


def test_of_two_who_correct_the_same_figure_the_second_is_told(cast: Cast) -> None:
    figure = build.figure(cast, build.indicator(cast.department))
    correct(cast, figure, as_said="hơn 51")
    with pytest.raises(Refused) as refused:
        correct(cast, figure, as_said="hơn 52")
    assert codes(refused) == {"superseded"}


def test_what_is_withdrawn_keeps_its_reason_and_stands_nowhere(cast: Cast) -> None:
    figure = build.figure(cast, build.indicator(cast.department))
    withdrawn = services.withdraw_figure(cast.head, figure, reason="Không ai nói", at=AT)
    assert withdrawn.withdrawn_reason == "Không ai nói"
    assert not standing_figures(cast.specialist).exists()
    with pytest.raises(Refused) as refused:
        correct(cast, figure, as_said="hơn 52")
    assert codes(refused) == {"withdrawn"}


def test_a_correction_says_why(cast: Cast) -> None:
    figure = build.figure(cast, build.indicator(cast.department))
    with pytest.raises(Refused) as refused:
        services.withdraw_figure(cast.head, figure, reason=" ", at=AT)
    assert codes(refused) == {"reason-missing"}


# Sides


@pytest.mark.parametrize("audience", Audience)
def test_a_row_is_in_the_list_exactly_when_a_single_look_is_allowed(cast: Cast, audience: str) -> None:
    figure = build.figure(cast, build.indicator(cast.department), audience=audience)
    for who in cast.people().values():
        assert access.may(who, "indicators.view_figure", figure) == visible_to(who).filter(pk=figure.pk).exists()


def test_what_one_side_keeps_for_itself_the_other_never_sees(cast: Cast) -> None:
    indicator = build.indicator(cast.department)
    ours = build.figure(cast, indicator, "gần 50", audience=Audience.OWN_SIDE)
    theirs = services.report_figure(
        cast.ministry_officer, build.terms(indicator, "hơn 60"), organization=cast.ministry, at=AT
    )
    province = [cast.specialist, cast.clerk, cast.officer, cast.commune_officer, cast.chair, cast.auditor]
    for who in province:
        assert list(visible_to(who)) == [ours]
    assert list(visible_to(cast.ministry_officer)) == [theirs]
    assert not visible_to(cast.administrator).exists()


def test_a_government_above_both_sides_makes_them_no_common_side(cast: Cast) -> None:
    government = organizations.organization("Chính phủ", level=Level.CENTRAL)
    for one in (cast.authority, cast.ministry):
        one.parent = government
        one.save()
    assert authority_of(type(cast.department).objects.get(pk=cast.department.pk)).pk == cast.authority.pk
    figure = build.figure(cast, build.indicator(cast.department))
    assert not visible_to(cast.ministry_officer).filter(pk=figure.pk).exists()


def test_only_the_side_that_recorded_a_figure_corrects_it(cast: Cast) -> None:
    figure = build.figure(cast, build.indicator(cast.department), audience=Audience.OPEN)
    with pytest.raises(NotAllowed):
        correct(cast, figure, cast.ministry_officer, as_said="hơn 1")
    assert correct(cast, figure, cast.office_specialist, as_said="hơn 51").authority == cast.authority


def test_deeds_on_a_sides_own_figure_do_not_show_in_the_history_of_what_it_is_about(cast: Cast, records: Any) -> None:
    indicator, subject = build.indicator(cast.department), about(cast.commune)
    build.figure(cast, indicator, audience=Audience.OWN_SIDE, about=subject)
    assert not history_of(cast.commune).exists()
    shown = build.figure(cast, indicator, audience=Audience.OPEN, about=subject)
    assert [entry.subject_uid for entry in history_of(cast.commune)] == [shown.uid]


def test_the_search_box_finds_figures_that_stand_and_only_for_those_who_may_see_them(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        figure = build.figure(cast, build.indicator(cast.department, "Mô hình"), "hơn 15")
        made = correct(cast, figure, as_said="hơn 50")
    assert [hit.title for hit in found(cast.officer, "hon 50")] == ["Mô hình: «hơn 50»"]
    assert not found(cast.officer, "hon 15").exists()
    assert not found(cast.ministry_officer, "hon 50").exists()
    with django_capture_on_commit_callbacks(execute=True):
        services.withdraw_figure(cast.head, made, reason="Nhầm", at=AT)
    assert not found(cast.officer, "hon 50").exists()


def test_every_deed_stands_in_the_journal(cast: Cast) -> None:
    figure = build.figure(cast, build.indicator(cast.department), "hơn 15")
    services.withdraw_figure(cast.head, correct(cast, figure, as_said="hơn 50"), reason="Nhầm", at=AT)
    kinds = list(Entry.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["indicator.added", "figure.reported", "figure.corrected", "figure.withdrawn"]


# Indicators


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (IndicatorTerms(" ", unit="mô hình"), "name-missing"),
        (IndicatorTerms("Mô hình"), "unit-missing"),
        (IndicatorTerms("Kinh phí", Measure.MONEY, "tỷ đồng"), "unit-of-money"),
        (IndicatorTerms("Tỷ lệ", Measure.PERCENT, "phần"), "unit-of-percentage"),
        (IndicatorTerms("Đã có", unit="mô hình"), "indicator-known"),
    ],
)
def test_an_indicator_says_what_it_measures_and_in_what(cast: Cast, terms: IndicatorTerms, code: str) -> None:
    build.indicator(cast.department, "Đã có")
    with pytest.raises(Refused) as refused:
        services.add_indicator(cast.specialist, terms, organization=cast.department, at=AT)
    assert codes(refused) == {code}


def test_the_unit_stays_once_figures_have_been_reported(cast: Cast) -> None:
    indicator = build.indicator(cast.department, "Mô hình")
    changed = IndicatorTerms("Mô hình ứng dụng", unit="điểm")
    build.figure(cast, indicator)
    with pytest.raises(Refused) as refused:
        services.edit_indicator(cast.specialist, indicator, changed, at=AT)
    assert codes(refused) == {"indicator-in-use"}
    renamed = services.edit_indicator(cast.specialist, indicator, replace(changed, unit="mô hình"), at=AT)
    assert renamed.name == "Mô hình ứng dụng"


def test_an_indicator_of_the_same_name_is_not_made_twice(cast: Cast) -> None:
    terms = IndicatorTerms("Mô hình", unit="mô hình")
    one, other = (
        services.find_or_add_indicator(cast.specialist, terms, organization=cast.department, at=AT) for _ in "ab"
    )
    assert one == other


# Side by side


def visit(cast: Cast, count: int) -> None:
    """Two sources of one visit about the commune, which has `count` models in records."""
    money = build.money(cast.department, itemised_by="test.support")
    models = build.indicator(cast.department, "Mô hình", itemised_by="test.models")
    for source, support in (("Báo tỉnh", "trên 100 tỷ đồng"), ("Trang tin của Bộ", "gần trăm tỷ đồng")):
        for indicator, said in ((money, support), (models, "hơn 50")):
            build.figure(cast, indicator, said, source_text=source, about=about(cast.commune))


def test_two_sources_of_one_visit_stand_side_by_side_and_the_contradiction_is_marked(
    cast: Cast, records: dict[Any, int]
) -> None:
    records[cast.commune.uid] = 0
    visit(cast, 0)
    support, models = boards(cast.specialist, [cast.commune.uid])
    assert [report.figure.source for report in support.reports] == ["Báo tỉnh", "Trang tin của Bộ"]
    assert [one.comparison.verdict for one in support.differences] == [Verdict.CONTRADICTION]
    assert [one.comparison.verdict for one in models.differences] == [Verdict.SAME]
    assert not models.contradictions


@pytest.mark.parametrize(("count", "of"), [(0, "0 / 50 mô hình"), (50, "50 mô hình / 50 mô hình")])
def test_a_board_says_how_many_of_the_reported_are_itemised(
    cast: Cast, records: dict[Any, int], count: int, of: str
) -> None:
    records[cast.commune.uid] = count
    visit(cast, count)
    _support, models = boards(cast.specialist, [cast.commune.uid])
    assert models.of == of
    assert models.records is not None
    assert models.records.url == f"/list/?of={cast.commune.uid}"


def test_sums_stand_beside_a_figure_by_their_basis(cast: Cast, records: dict[Any, int]) -> None:
    records[cast.commune.uid] = 30
    visit(cast, 30)
    support, _models = boards(cast.specialist, [cast.commune.uid])
    with override("en"):
        assert support.sums == [("approved", "95 billion VND"), ("paid", "81 billion VND")]


def test_what_the_other_side_keeps_for_itself_is_on_no_board(cast: Cast, records: dict[Any, int]) -> None:
    records[cast.commune.uid] = 0
    visit(cast, 0)
    assert boards(cast.ministry_officer, [cast.commune.uid]) == []


def test_many_figures_cost_no_more_queries_than_few(cast: Cast, records: dict[Any, int]) -> None:
    records[cast.commune.uid] = 3
    visit(cast, 3)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            for board in boards(cast.specialist, [cast.commune.uid]):
                assert [str(report.figure.source) for report in board.reports]
        return len(captured)

    queries()
    few = queries()
    for number in range(20):
        indicator = build.indicator(cast.department, itemised_by="test.models")
        build.figure(cast, indicator, f"{number}", about=about(cast.commune))
    assert queries() == few


def test_a_figure_said_in_a_record_is_on_its_board_too(cast: Cast, records: dict[Any, int]) -> None:
    build.figure(cast, build.indicator(cast.department), said_in=about(cast.finance))
    assert len(boards(cast.specialist, [cast.finance.uid])) == 1


def test_terms_need_no_more_than_words_and_a_source(cast: Cast) -> None:
    terms = FigureTerms(build.indicator(cast.department).pk, "hơn 50", source_text="Biên bản")
    made = services.report_figure(cast.specialist, terms, organization=cast.department, at=AT)
    assert (made.basis, made.audience) == ("not_stated", Audience.OWN_SIDE)


def test_an_auditor_of_the_province_corrects_nothing(cast: Cast) -> None:
    figure = build.figure(cast, build.indicator(cast.department))
    assert Role.AUDITOR in access.standing(cast.auditor).roles
    assert not access.may(cast.auditor, "indicators.correct_figure", figure)
