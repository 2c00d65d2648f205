"""What is asked about."""

from django import forms
from django.utils.translation import gettext_lazy as _

from phusa.foundation.matching.records import LONGEST


class CheckForm(forms.Form):
    """A title, and as much of the text as there is."""

    title = forms.CharField(label=_("Title"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 2}))
    text = forms.CharField(
        label=_("Objectives, contents, products"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("With or without diacritics. Nothing is kept of what you paste here."),
    )
