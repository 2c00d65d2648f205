"""A form field in which an instrument is named by its number, as people do."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.renderers import BaseRenderer
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from phusa.foundation.instruments.models import Instrument
from phusa.kernel.text import fold, format_date

SUGGESTED = 300
_DAY = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")


class SuggestInput(forms.TextInput):
    """A text field that suggests what may be meant while one types; anything may be written."""

    def __init__(self, suggestions: Callable[[], Iterable[str]], attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self._suggestions = suggestions

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        """The field and, behind it, the list of suggestions."""
        list_id = f"{(attrs or {}).get('id', name)}-suggestions"
        field = super().render(name, value, {**(attrs or {}), "list": list_id}, renderer)
        options = format_html_join("", "<option>{}</option>", ((text,) for text in self._suggestions()))
        return format_html('{}<datalist id="{}">{}</datalist>', field, list_id, options)


class InstrumentField(forms.CharField):
    """«4172/QĐ-UBND», with the day where the number alone does not tell; the value is an `Instrument`, or None."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=SuggestInput(_suggestions), **options)

    def prepare_value(self, value: Any) -> Any:
        """An instrument is shown the way it is typed."""
        return named(value) if isinstance(value, Instrument) else value

    def clean(self, value: Any) -> Any:
        """Raises `ValidationError` when no instrument, or more than one, is meant."""
        text = super().clean(value)
        if not text:
            return None
        found = list(_meant_by(text)[:4])
        if not found:
            raise ValidationError(_("No instrument of this number is here: add it first."), code="unknown")
        if len(found) > 1:
            several = "; ".join(named(one) for one in found)
            raise ValidationError(
                _("Several instruments are meant: %(several)s. Write the day as well."),
                code="several",
                params={"several": several},
            )
        return found[0]


def named(instrument: Instrument) -> str:
    """«4172/QĐ-UBND (31/12/2016)»; the title where there is no number."""
    name = instrument.number or instrument.title
    return f"{name} ({format_date(instrument.issued_on)})" if instrument.issued_on else name


def _suggestions() -> list[str]:
    return [named(one) for one in Instrument.objects.only("number", "title", "issued_on")[:SUGGESTED]]


def _meant_by(text: str) -> Any:
    day = _DAY.search(text)
    bare = _DAY.sub("", text).replace("()", "").strip()
    rows = Instrument.objects.all()
    if day:
        try:
            rows = rows.filter(issued_on=date(int(day[3]), int(day[2]), int(day[1])))
        except ValueError:
            return rows.none()
    numbers = {word.strip("();,.") for word in bare.split()}
    exact = rows.filter(Q(number__in=numbers) | Q(title=bare))
    return exact if exact.exists() else rows.filter(folded__contains=fold(bare))
