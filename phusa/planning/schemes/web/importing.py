"""What is asked about the document that an imported table of tasks comes from."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phusa.foundation.instruments.vocabulary import Kind
from phusa.foundation.ui.forms import DayField
from phusa.planning.schemes.vocabulary import SchemeKind


class DocumentForm(forms.Form):
    """Title, number and date of the paper; whether it is in force."""

    title = forms.CharField(
        label=_("Title of the plan"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("As the paper calls it."),
    )
    scheme_kind = forms.ChoiceField(label=_("What it is"), choices=SchemeKind.choices, initial=SchemeKind.ANNEX)
    kind = forms.ChoiceField(label=_("Kind of instrument"), choices=Kind.choices, initial=Kind.PLAN)
    number = forms.CharField(label=_("Number and symbol"), max_length=60, required=False, help_text=_("03/NQ-CP"))
    issued_on = DayField(
        label=_("Issued on"),
        required=False,
        help_text=_("Agencies are recognised, and deadlines read, as of this day."),
    )
    issuer = forms.CharField(label=_("Issued by"), max_length=300, required=False)
    in_force = forms.TypedChoiceField(
        label=_("State of the paper"),
        choices=[("1", _("Issued: its tasks bind")), ("", _("Draft: to be worked on"))],
        coerce=bool,
        empty_value=False,
        required=False,
        initial="1",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """A paper in force has a number and a date."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("in_force"):
            if not cleaned.get("number"):
                self.add_error("number", _("A paper in force has a number. Give it, or import the table as a draft."))
            if not cleaned.get("issued_on") and "issued_on" not in self.errors:
                self.add_error("issued_on", _("A paper in force has a date. Give it, or import the table as a draft."))
        return cleaned
