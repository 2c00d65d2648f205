"""Form fields written the way official papers write: days as 23/06/2021, money as 1.250.000.000 or «1,25 tỷ đồng», text
in the spelling in which it is stored.
"""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from phusa.kernel.dong import Dong, parse
from phusa.kernel.refusals import Refused
from phusa.kernel.text import normal, number


class DayInput(forms.DateInput):
    """A text field for a day: the browser's own date field would write it in the language of the operating system."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        usual = {"placeholder": "dd/mm/yyyy", "inputmode": "numeric", "autocomplete": "off", "class": "day-input"}
        super().__init__(usual | (attrs or {}), "%d/%m/%Y")


class DayField(forms.DateField):
    """A day as dd/mm/yyyy (yyyy-mm-dd is understood)."""

    widget = DayInput
    default_error_messages = {
        "invalid": _("Write the day as 23/06/2021."),
        "no_day": _("There is no such day. Write the day as 23/06/2021."),
    }

    def to_python(self, value: Any) -> Any:
        """Raises `ValidationError`; «31/02/2026» is written as it should be, and is no day."""
        try:
            return super().to_python(value)
        except ValidationError:
            written = str(value).strip()
            code = "no_day" if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", written) else "invalid"
            raise ValidationError(self.error_messages[code], code) from None


class DongInput(forms.TextInput):
    """A text field for an amount; a number is shown in groups of three, what was typed wrongly as it was typed."""

    def format_value(self, value: Any) -> str | None:
        """1250000000 becomes 1.250.000.000."""
        if isinstance(value, Dong):
            value = value.amount
        return number(value) if isinstance(value, int) else value or None


class DongField(forms.Field):
    """An amount of money, written in any way that `kernel.dong.parse` reads without guessing; the value is a `Dong`."""

    widget = DongInput

    def to_python(self, value: Any) -> Dong | None:
        """None for an empty field."""
        if value is None or not str(value).strip():
            return None
        try:
            return parse(str(value))
        except ValueError as unread:
            raise ValidationError(str(unread), code="invalid") from None


class Typed(forms.CharField):
    """Text that the browser does not cut off while it is pasted: what is too long comes back whole, with a sentence."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without `maxlength`."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class Line(Typed):
    """Text on one line, in the spelling in which it is stored."""

    def clean(self, value: Any) -> str:
        """Composed letters, single spaces."""
        return super().clean(normal(str(value or "")))


class Passage(Typed):
    """Text of several lines; each is stored as `Line` is."""

    def __init__(self, *, rows: int = 3, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def clean(self, value: Any) -> str:
        """Lines without spaces around them, at most one empty line between paragraphs."""
        lines = [normal(line) for line in str(value or "").splitlines()]
        kept = [line for n, line in enumerate(lines) if line or (n and lines[n - 1])]
        return super().clean("\n".join(kept).strip())


def refuse(form: forms.BaseForm, refused: Refused) -> None:
    """Show what the rules said above the form, with everything that was typed."""
    for refusal in refused.refusals:
        sentence = str(refusal.message)
        told = f"{sentence} ({refusal.source})" if refusal.source else sentence
        if refusal.link:
            told = format_html('{} <a href="{}" target="_blank">{}</a>', told, refusal.link, _("Open it"))
        form.add_error(None, told)
