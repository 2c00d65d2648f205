"""Forms for indicators and reported figures; they read what was typed and decide nothing."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from phusa.foundation.instruments.web.fields import InstrumentField
from phusa.foundation.organizations.models import Organization
from phusa.foundation.organizations.web.fields import OrganizationField
from phusa.foundation.ui.forms import DayField, Typed
from phusa.planning.indicators import registry, rules
from phusa.planning.indicators.models import Indicator, ReportedFigure
from phusa.planning.indicators.queries import indicators_visible_to
from phusa.planning.indicators.vocabulary import (
    About,
    Audience,
    Basis,
    Claim,
    FigureTerms,
    IndicatorTerms,
    Measure,
    RollUp,
)


class OwnOrganization(forms.Form):
    """For which of their organisations the person records; not asked of those who have one alone."""

    organization: Any = forms.ModelChoiceField(label=_("Recorded for"), queryset=None, empty_label=None)

    def __init__(self, *args: Any, organizations: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["organization"]
        field.queryset = organizations  # type: ignore[attr-defined]
        first = organizations.first()
        field.initial = first
        self.order_fields([name for name in self.fields if name != "organization"])
        if organizations.count() < 2:
            del self.fields["organization"]
            self._only = first

    @property
    def chosen_organization(self) -> Organization:
        """The one that was chosen, or the only one."""
        chosen: Organization = self.cleaned_data["organization"] if "organization" in self.fields else self._only
        return chosen


class IndicatorForm(forms.Form):
    """What is measured."""

    name = Typed(label=_("What is measured"), max_length=200)
    measure = forms.ChoiceField(label=_("Sort of number"), choices=Measure.choices)
    unit = Typed(
        label=_("Unit"),
        max_length=60,
        help_text=_("The word behind the number: «mô hình», «đồng», «%», «%/năm»."),
    )
    roll_up = forms.ChoiceField(label=_("What may be added up"), choices=RollUp.choices, initial=RollUp.CUMULATIVE)
    itemised_by = forms.ChoiceField(
        label=_("Itemised by"),
        required=False,
        help_text=_("The records that such a figure counts or adds up."),
    )
    note = Typed(label=_("Note"), required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", _("nothing yet")), *((one.kind, one.label) for one in registry.itemisers())]
        self.fields["itemised_by"].choices = choices  # type: ignore[attr-defined]

    @property
    def terms(self) -> IndicatorTerms:
        """What was typed, for the deed."""
        return IndicatorTerms(**{name: self.cleaned_data[name] for name in IndicatorForm.base_fields})


class NewIndicatorForm(OwnOrganization, IndicatorForm):
    """A new indicator, and for whom it is kept."""


def values_of_indicator(indicator: Indicator) -> dict[str, Any]:
    """The form as the indicator stands."""
    return {name: getattr(indicator, name) for name in IndicatorForm.base_fields}


READING = "figure-reading"


class FigureForm(forms.Form):
    """What was said, by whom, on what basis, and where that can be looked up."""

    indicator: Any = forms.ModelChoiceField(
        label=_("Indicator"), queryset=None, to_field_name="uid", empty_label=_("choose")
    )
    as_said = Typed(
        label=_("As it was said"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "aria-describedby": READING}),
    )
    read_as = Typed(
        label=_("To be read as"),
        max_length=200,
        required=False,
        help_text=_("Only where the words alone do not tell: «trên 100 tỷ đồng» for «trên 100»."),
    )
    basis = forms.ChoiceField(
        label=_("Basis"), choices=Basis.choices, help_text=_("As the source states it; nothing is assumed.")
    )
    scope = Typed(
        label=_("Scope"),
        max_length=300,
        required=False,
        help_text=_("What the source counts in: a period, a place, a programme. Empty where it does not say."),
    )
    as_of = DayField(label=_("As of"), required=False, help_text=_("The day that the figure speaks of, if stated."))
    speaker = Typed(
        label=_("Who said it"), max_length=300, required=False, help_text=_("With the post, as the source names it.")
    )
    speaker_organization = OrganizationField(label=_("For which organisation"), required=False)
    said_in = forms.ChoiceField(label=_("Said in"), required=False)
    said_on = DayField(label=_("Said on"), required=False)
    about = forms.ChoiceField(label=_("About"), required=False)
    audience = forms.ChoiceField(label=_("Who may see it"), choices=Audience.choices, initial=Audience.OWN_SIDE)
    instrument = InstrumentField(
        label=_("Source: an instrument"), required=False, help_text=_("By its number: 4172/QĐ-UBND")
    )
    source_text = Typed(
        label=_("Source in words"), max_length=500, required=False, help_text=_("A press item, a recording, a page.")
    )
    source_url = forms.URLField(label=_("Source (address)"), max_length=500, required=False, assume_scheme="https")

    def __init__(self, *args: Any, user: Any, kept: Iterable[About] = (), **options: Any) -> None:
        """`kept` are records that may stay where they are named, whether or not the person may see them."""
        super().__init__(*args, **options)
        self._user = user
        self._kept = {_value(one): one for one in kept}
        indicator: Any = self.fields["indicator"]
        indicator.queryset = indicators_visible_to(user)
        asked = {"hx-get": reverse_lazy("indicators:reading"), "hx-target": f"#{READING}", "hx-swap": "outerHTML"}
        asked |= {"hx-include": "closest form", "hx-trigger": "input changed delay:300ms, change"}
        for name in ("indicator", "as_said", "read_as"):
            self.fields[name].widget.attrs |= asked
        self.fields["as_said"].help_text = format_html(
            '{}<br><span id="{}" role="status">{}</span>',
            _("In the words of the source: «trên 100 tỷ đồng», «hơn 50»."),
            READING,
            understood(user, *(self._current(name) for name in ("indicator", "as_said", "read_as"))),
        )
        offered = _offered(user)
        for name in ("about", "said_in"):
            self._offer(name, offered)

    def _current(self, name: str) -> Any:
        """What stands in a field: `BoundField` would fix its help text."""
        return self.data.get(name, "") if self.is_bound else self.get_initial_for_field(self.fields[name], name) or ""

    def _offer(self, name: str, offered: dict[str, list[About]]) -> None:
        """Records to choose from, the one that is meant already among them."""
        field: Any = self.fields[name]
        choices = {label: [(_value(one), one.title) for one in ones] for label, ones in offered.items() if ones}
        current = self._current(name)
        known = {value for ones in choices.values() for value, _title in ones}
        if current and current not in known and (meant := self._meant(current)):
            choices.setdefault("", []).append((current, meant.title or _("the record named before")))
        field.choices = [("", _("no record")), *choices.items()]
        if not choices and not current:
            del self.fields[name]

    def _meant(self, value: str) -> About | None:
        return resolve(self._user, value) or self._kept.get(value)

    def clean(self) -> dict[str, Any]:
        """Records become what they are called; raises nothing for one that nobody chose."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("about", "said_in"):
            chosen = cleaned.get(name)
            cleaned[name] = self._meant(chosen) if chosen else None
            if chosen and cleaned[name] is None:
                self.add_error(name, ValidationError(_("This record is not to be seen."), code="unknown"))
        return cleaned

    @property
    def terms(self) -> FigureTerms:
        """What was typed, for the deed."""
        typed = self.cleaned_data
        organization, instrument = typed["speaker_organization"], typed["instrument"]
        return FigureTerms(
            indicator_id=typed["indicator"].pk,
            as_said=typed["as_said"],
            read_as=typed["read_as"],
            scope=typed["scope"],
            basis=typed["basis"],
            as_of=typed["as_of"],
            said_on=typed["said_on"],
            speaker=typed["speaker"],
            speaker_organization_id=organization.pk if organization else None,
            instrument_id=instrument.pk if instrument else None,
            source_text=typed["source_text"],
            source_url=typed["source_url"],
            about=typed["about"],
            said_in=typed["said_in"],
            audience=typed["audience"],
        )


def understood(user: Any, indicator: Indicator | str, as_said: str, read_as: str) -> str:
    """What the program understands of words, or what it asks about them; the indicator itself or its uid."""
    if isinstance(indicator, Indicator):
        meant: Indicator | None = indicator
    else:
        uid = _uid(indicator)
        meant = indicators_visible_to(user).filter(uid=uid).first() if uid else None
    if meant is None or not as_said:
        return ""
    reading = rules.read(read_as or as_said, meant.measure, meant.unit)
    return rules.doubt(Claim(as_said, reading)) or rules.meaning(reading)


class NewFigureForm(OwnOrganization, FigureForm):
    """A figure that was reported, and for whom it is recorded."""


class CorrectionForm(FigureForm):
    """Another row in the place of the one that was recorded wrongly."""

    reason = Typed(label=_("Why it is corrected"), widget=forms.Textarea({"rows": 2}))

    def __init__(self, figure: ReportedFigure, *args: Any, **options: Any) -> None:
        named = ((figure.about_kind, figure.about_uid), (figure.said_in_kind, figure.said_in_uid))
        kept = [About(kind, uid) for kind, uid in named if uid]
        super().__init__(*args, kept=kept, initial=values_of_figure(figure), **options)


class WithdrawalForm(forms.Form):
    """Why a figure is taken out."""

    reason = Typed(label=_("Why it is withdrawn"), widget=forms.Textarea({"rows": 2}))


def values_of_figure(figure: ReportedFigure) -> dict[str, Any]:
    """The form as the figure stands."""
    same = ("as_said", "read_as", "scope", "basis", "as_of", "said_on", "speaker", "source_text", "source_url")
    return {
        **{name: getattr(figure, name) for name in same},
        "indicator": figure.indicator,
        "speaker_organization": figure.speaker_organization,
        "instrument": figure.instrument,
        "about": f"{figure.about_kind}:{figure.about_uid}" if figure.about_uid else "",
        "said_in": f"{figure.said_in_kind}:{figure.said_in_uid}" if figure.said_in_uid else "",
        "audience": figure.audience,
    }


def resolve(user: Any, value: str) -> About | None:
    """The record of «programme:uid», if the user may see it."""
    kind, _colon, written = value.partition(":")
    uid = _uid(written)
    return registry.found(user, [(kind, uid)]).get(uid) if uid else None


def _offered(user: Any) -> dict[str, list[About]]:
    return {str(subject.label): list(subject.offer(user)) for subject in registry.subjects()}


def _value(about: About) -> str:
    return f"{about.kind}:{about.uid}"


def _uid(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None
