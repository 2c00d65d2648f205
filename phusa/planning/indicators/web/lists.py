"""The lists of reported figures and of indicators: columns, filters, search."""

from datetime import date
from typing import Any

import django_filters as filters
from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from phusa.foundation.ui.listing import Column, Listing
from phusa.foundation.ui.templatetags.ui import badge
from phusa.foundation.ui.vocabulary import State, Tone
from phusa.planning.indicators import rules
from phusa.planning.indicators.models import Indicator, ReportedFigure
from phusa.planning.indicators.vocabulary import Audience, Basis, Measure, ReadingState, RollUp


def speaker(figure: ReportedFigure) -> str:
    """Person, words of the source, organisation, as far as they are known."""
    known = (figure.speaker_person, figure.speaker, figure.speaker_organization)
    return ", ".join(str(one) for one in known if one)


def state_of(figure: ReportedFigure) -> State:
    """What became of the words, as a badge."""
    state = ReadingState(figure.reading_state)
    if state == ReadingState.READ:
        return State(state.label, "check", Tone.QUIET)
    return State(state.label, "question-circle", Tone.SOON)


def _understood(figure: ReportedFigure) -> str:
    return rules.doubt(figure.claim) or rules.meaning(figure.read)


def _as_understood(figure: ReportedFigure) -> str:
    return badge(state_of(figure)) if rules.doubt(figure.claim) else rules.meaning(figure.read)


def _day(figure: ReportedFigure) -> date | None:
    return figure.as_of or figure.said_on


class FigureFilter(filters.FilterSet):
    """Filters of the list of figures."""

    indicator = filters.ModelMultipleChoiceFilter(
        label=_("Indicator"), queryset=Indicator.objects.all(), to_field_name="uid"
    )
    reading = filters.MultipleChoiceFilter(label=_("Reading"), field_name="reading_state", choices=ReadingState.choices)
    basis = filters.MultipleChoiceFilter(label=_("Basis"), choices=Basis.choices)
    audience = filters.ChoiceFilter(label=_("Who may see it"), choices=Audience.choices, empty_label=_("all"))
    said_in = filters.ChoiceFilter(label=_("Said in the year"), empty_label=_("all"), field_name="said_on__year")

    class Meta:
        model = ReportedFigure
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        span = ReportedFigure.objects.aggregate(first=Min("said_on"), last=Max("said_on"))
        years = range(span["last"].year, span["first"].year - 1, -1) if span["first"] else ()
        self.filters["said_in"].extra["choices"] = [(str(year), str(year)) for year in years]


FIGURES = Listing(
    "indicators.figures",
    columns=(
        Column(
            "as_said",
            _("As said"),
            lambda one: f"«{one.as_said}»",
            kind="link",
            link=ReportedFigure.get_absolute_url,
            fixed=True,
        ),
        Column("indicator", _("Indicator"), lambda one: one.indicator.name, sort="indicator__sort_key"),
        Column("understood", _("Understood as"), _understood, show=_as_understood),
        Column("basis", _("Basis"), lambda one: one.get_basis_display(), sort="basis"),
        Column("scope", _("Scope"), lambda one: one.scope),
        Column("on", _("Day"), _day, kind="date", sort=Coalesce("as_of", "said_on")),
        Column("speaker", _("Who said it"), speaker),
        Column("source", _("Source"), lambda one: one.source),
        Column("reading", _("Reading"), state_of, kind="status", sort="reading_state", usual=False),
        Column("keeper", _("Recorded for"), lambda one: one.keeper.current_name, sort="keeper__sort_key", usual=False),
    ),
    filters=FigureFilter,
    search=("folded",),
    order="-on",
    empty=_("No figure has been recorded yet."),
)


class IndicatorFilter(filters.FilterSet):
    """Filters of the list of indicators."""

    measure = filters.MultipleChoiceFilter(label=_("Sort of number"), choices=Measure.choices)
    roll_up = filters.MultipleChoiceFilter(label=_("What may be added up"), choices=RollUp.choices)

    class Meta:
        model = Indicator
        fields: list[str] = []


INDICATORS = Listing(
    "indicators.indicators",
    columns=(
        Column(
            "name",
            _("Indicator"),
            lambda one: one.name,
            kind="link",
            link=Indicator.get_absolute_url,
            sort="sort_key",
            fixed=True,
        ),
        Column("unit", _("Unit"), lambda one: one.unit, kind="code", sort="unit"),
        Column("measure", _("Sort of number"), lambda one: one.get_measure_display(), sort="measure"),
        Column("roll_up", _("What may be added up"), lambda one: one.get_roll_up_display(), sort="roll_up"),
        Column("figures", _("Reported figures"), lambda one: one.reported, kind="number", sort="reported"),
    ),
    filters=IndicatorFilter,
    search=("folded",),
    order="name",
    empty=_("No indicator has been added yet."),
)


def counting(figures: Any) -> Any:
    """The annotation that counts those of an indicator's figures that are among `figures`."""
    return Count("figures", filter=Q(figures__in=figures))
