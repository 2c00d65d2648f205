"""A filter by one of many options, light enough for every request."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError


class OfferedField(forms.Field):
    """One of the options that a request offers: pairs of value and label, both text, taken as they are.

    Django's own choices are copied and looked through several times a request; agencies come by the hundred.
    """

    def __init__(self, *, offered: Sequence[tuple[str, str]] = (), empty_label: Any = "", **options: Any) -> None:
        super().__init__(**options)
        self.offered, self.empty_label = offered, empty_label

    @property
    def options(self) -> list[tuple[str, str]]:
        """What can be chosen, with nothing as the first."""
        return [("", str(self.empty_label)), *self.offered]

    def validate(self, value: Any) -> None:
        """Only what was offered."""
        super().validate(value)
        if value and value not in dict(self.offered):
            message = forms.ChoiceField.default_error_messages["invalid_choice"]
            raise ValidationError(message, code="invalid_choice", params={"value": value})


class OfferedFilter(django_filters.Filter):
    """Filters by one of the options that a request offers; a filter set puts them into `extra["offered"]`."""

    field_class = OfferedField
