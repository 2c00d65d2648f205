"""What is asked about the letter that an imported table of requests belongs to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phusa.foundation.organizations.web.fields import OrganizationField
from phusa.foundation.ui.forms import DayField


class TableOfRequestsForm(forms.Form):
    """Title, number and date of the letter; who is asked; whether it has gone out."""

    title = forms.CharField(label=_("What it is about"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    asked = OrganizationField(
        label=_("Who is asked"), help_text=_("The authority, or the unit that is to answer for it.")
    )
    number = forms.CharField(
        label=_("Number and symbol"),
        max_length=60,
        required=False,
        help_text=_("As the document system has given it: 15/SKHCN-KH"),
    )
    issued_on = DayField(label=_("Date of the letter"), required=False)
    sent_on = DayField(
        label=_("Sent on"), required=False, help_text=_("Empty: the table becomes a draft, seen by your side only.")
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
