"""A file as it is given on a page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from phusa.foundation.files.vocabulary import Secrecy


class FileForm(forms.Form):
    """A file and its degree of secrecy."""

    file = forms.FileField(label=_("File"))
    secrecy = forms.ChoiceField(
        label=_("Degree of secrecy of the file"),
        choices=[("", _("choose")), *Secrecy.choices],
        help_text=_("Papers marked Mật or above must not enter this system."),
    )
