"""Indicators and reported figures for tests, by the deeds of the package."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from phusa.foundation.access.models import User
from phusa.foundation.organizations.models import Organization
from phusa.planning.indicators import services
from phusa.planning.indicators.models import Indicator, ReportedFigure
from phusa.planning.indicators.vocabulary import FigureTerms, IndicatorTerms, Measure
from tests.cast import Cast

AT = datetime(2025, 7, 1, 8, tzinfo=UTC)
SAID_ON = date(2020, 6, 10)
_number = count(1)


def indicator(
    keeper: Organization, name: str = "", *, measure: str = Measure.COUNT, unit: str = "mô hình", itemised_by: str = ""
) -> Indicator:
    """An indicator kept by the organisation's authority."""
    terms = IndicatorTerms(name or f"Chỉ số {next(_number)}", measure, unit, itemised_by=itemised_by)
    return services.add_indicator(recorder_of(keeper), terms, organization=keeper, at=AT)


def money(keeper: Organization, name: str = "Kinh phí Bộ hỗ trợ", **more: Any) -> Indicator:
    return indicator(keeper, name, measure=Measure.MONEY, unit="đồng", **more)


def terms(of: Indicator, as_said: str = "hơn 50", **changes: Any) -> FigureTerms:
    """A figure of a press item."""
    usual = FigureTerms(indicator_id=of.pk, as_said=as_said, said_on=SAID_ON, source_text="Báo tỉnh, tháng 6/2020")
    return replace(usual, **changes)


def figure(cast: Cast, of: Indicator, as_said: str = "hơn 50", **changes: Any) -> ReportedFigure:
    """Recorded by the Department's specialist."""
    return services.report_figure(cast.specialist, terms(of, as_said, **changes), organization=cast.department, at=AT)


def recorder_of(organization: Organization) -> User:
    return User.objects.filter(memberships__organization=organization, memberships__role="specialist").get()
