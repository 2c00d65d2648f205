"""What must hold for indicators and reported figures, how a figure is read, how two of them are compared."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from phusa.kernel.refusals import Refusal
from phusa.kernel.text import fold
from phusa.planning.indicators.models import Indicator, ReportedFigure
from phusa.planning.indicators.rules.comparing import Standing, against_records, compare, doubt, meaning, shown
from phusa.planning.indicators.rules.reading import read
from phusa.planning.indicators.vocabulary import DONG, PERCENT, PERCENT_A_YEAR, FigureTerms, IndicatorTerms, Measure

__all__ = [
    "Standing",
    "against_records",
    "compare",
    "doubt",
    "figure_can_be_kept",
    "indicator_can_be_kept",
    "it_still_stands",
    "meaning",
    "read",
    "reason_is_given",
    "shown",
]

_UNITS_OF_PERCENTAGES = (PERCENT, PERCENT_A_YEAR)


def indicator_can_be_kept(terms: IndicatorTerms, twin: Indicator | None, reported: bool) -> Iterator[Refusal]:
    """`twin` is another indicator of the authority with this name; `reported` says that figures are there already."""
    if not terms.name:
        yield Refusal("name-missing", _("Write what is measured."))
    if not terms.unit:
        yield Refusal("unit-missing", _("Write in what it is measured: «mô hình», «đồng», «%»."))
    if terms.measure == Measure.MONEY and terms.unit != DONG:
        yield Refusal("unit-of-money", _("Money is measured in «đồng»; «tỷ đồng» is read from the figures."))
    if terms.measure == Measure.PERCENT and terms.unit not in _UNITS_OF_PERCENTAGES:
        yield Refusal("unit-of-percentage", _("A percentage is measured in «%» or «%/năm»."))
    if twin is not None:
        yield Refusal(
            "indicator-known",
            _("«%(name)s» is there already.") % {"name": twin.name},
            link=twin.get_absolute_url(),
        )
    if reported:
        yield Refusal(
            "indicator-in-use",
            _("Figures have been reported of it: sort of number and unit stay. Add another indicator instead."),
        )


def figure_can_be_kept(terms: FigureTerms, today: date) -> Iterator[Refusal]:
    """A figure has words, and a source; it is not of the future."""
    if not terms.as_said:
        yield Refusal("nothing-said", _("Write the figure as it was said."))
    if terms.instrument_id is None and not terms.source_text:
        yield Refusal("source-missing", _("A figure has a source: an instrument, or what it was read or heard in."))
    if terms.said_on and terms.said_on > today:
        yield Refusal("said-in-the-future", _("It cannot have been said after today."))


def it_still_stands(figure: ReportedFigure, superseded: bool) -> Refusal | None:
    """What was corrected or withdrawn is history."""
    if figure.withdrawn_at:
        return Refusal("withdrawn", _("The figure has been withdrawn."))
    if superseded:
        return Refusal("superseded", _("The figure has been corrected already."), link=figure.get_absolute_url())
    return None


def reason_is_given(reason: str) -> Refusal | None:
    return None if fold(reason) else Refusal("reason-missing", _("Say why."))
