"""Indicators and the figures that stand, as the search index knows them."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from phusa.foundation.search.registry import register
from phusa.foundation.search.services import Line
from phusa.planning.indicators.models import Indicator, ReportedFigure

INDICATOR, FIGURE = "indicators.indicator", "indicators.reportedfigure"


def indicator_lines(uids: Iterable[UUID] | None = None) -> Iterator[Line]:
    """The indicators with these uids, or all."""
    rows = Indicator.objects.all() if uids is None else Indicator.objects.filter(uid__in=list(uids))
    for row in rows:
        yield Line(INDICATOR, row.uid, row.name, row.get_absolute_url(), row.note)


def figure_lines(uids: Iterable[UUID] | None = None) -> Iterator[Line]:
    """The figures with these uids, or all, without those that were corrected or withdrawn."""
    rows = ReportedFigure.objects.filter(superseded_by=None, withdrawn_at=None)
    rows = rows.select_related("indicator", "instrument")
    for row in rows if uids is None else rows.filter(uid__in=list(uids)):
        title = f"{row.indicator.name}: «{row.as_said}»"
        text = "\n".join(filter(None, (row.scope, row.speaker, row.source)))
        yield Line(FIGURE, row.uid, title, row.get_absolute_url(), text)


register(
    INDICATOR,
    label=_("Indicators"),
    icon="speedometer2",
    view_permission="indicators.view_indicator",
    lines=indicator_lines,
)
register(
    FIGURE,
    label=_("Reported figures"),
    icon="chat-left-text",
    view_permission="indicators.view_figure",
    lines=figure_lines,
)
