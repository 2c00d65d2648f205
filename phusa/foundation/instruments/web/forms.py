"""Forms for instruments; they read what was typed and decide nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from phusa.foundation.instruments.models import Instrument
from phusa.foundation.instruments.vocabulary import InstrumentTerms, Kind, RelationKind, Secrecy
from phusa.foundation.instruments.web.fields import InstrumentField
from phusa.foundation.ui.forms import DayField


class InstrumentForm(forms.Form):
    """An instrument as it was issued."""

    degree_of_secrecy = forms.ChoiceField(
        label=_("Degree of secrecy"),
        choices=Secrecy.choices,
        initial=Secrecy.NORMAL,
        help_text=_("Papers marked Mật or above are not entered here."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    number = forms.CharField(
        label=_("Number and symbol"), max_length=60, required=False, help_text=_("As printed: 03/NQ-CP")
    )
    title = forms.CharField(label=_("Subject"), widget=forms.Textarea({"rows": 3}))
    issuer_name = forms.CharField(
        label=_("Issued by"), max_length=300, required=False, help_text=_("As printed; an old name stays.")
    )
    issued_on = DayField(label=_("Issued on"), required=False)
    effective_on = DayField(label=_("In effect from"), required=False)
    source_url = forms.URLField(label=_("Source (address)"), max_length=500, required=False, assume_scheme="https")

    @property
    def terms(self) -> InstrumentTerms:
        """What was typed, for the deed."""
        return InstrumentTerms(**self.cleaned_data)


def form_of(instrument: Instrument) -> InstrumentForm:
    """The form as the instrument stands."""
    return InstrumentForm(initial={name: getattr(instrument, name) for name in InstrumentForm.base_fields})


class RelationForm(forms.Form):
    """How this instrument stands to another."""

    kind = forms.ChoiceField(label=_("This instrument"), choices=RelationKind.choices)
    other = InstrumentField(label=_("Which instrument"), help_text=_("By its number: 4172/QĐ-UBND"))
