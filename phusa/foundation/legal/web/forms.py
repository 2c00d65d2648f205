"""Forms of the calendar; they read what was typed and decide nothing."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phusa.foundation.ui.forms import DayField

YEARS_BACK, YEARS_AHEAD = 10, 5


class DayForm(forms.Form):
    """A day that differs from the ordinary calendar."""

    day = DayField(label=_("Day"))
    working = forms.TypedChoiceField(
        label=_("On this day"),
        choices=[("False", _("nobody works")), ("True", _("people work"))],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
        initial="False",
    )
    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("As people will read it: Nghỉ bù Quốc khánh"))
    source = forms.CharField(label=_("Source"), max_length=300, required=False, help_text=_("The notice that says so."))


class YearForm(forms.Form):
    """The year that is shown."""

    year = forms.TypedChoiceField(
        label=_("Year"), coerce=int, required=False, widget=forms.Select({"class": "form-select"})
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        today = timezone.localdate().year
        years = range(today + YEARS_AHEAD, today - YEARS_BACK - 1, -1)
        self.fields["year"].choices = [(str(year), str(year)) for year in years]  # type: ignore[attr-defined]
