"""A form field in which an organisation is named in any way that the directory understands."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phusa.foundation.instruments.web.fields import SuggestInput
from phusa.foundation.organizations.models import Organization
from phusa.foundation.organizations.queries import Directory

SUGGESTED = 500


class OrganizationField(forms.CharField):
    """«Sở KH&CN»; the value is an `Organization`, or None. Nothing is guessed: what only resembles is suggested."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=SuggestInput(_suggestions), **options)

    def prepare_value(self, value: Any) -> Any:
        """An organisation is shown by its name."""
        return value.current_name if isinstance(value, Organization) else value

    def clean(self, value: Any) -> Any:
        """Raises `ValidationError` when the text names no organisation, or several."""
        text = super().clean(value)
        if not text:
            return None
        exact = Organization.objects.filter(current_name=text)[:2]
        if len(exact) == 1:
            return exact[0]
        match = Directory(timezone.localdate()).find(text)
        if match.organization_id:
            return Organization.objects.get(pk=match.organization_id)
        near = "; ".join(candidate.name for candidate in match.near)
        if match.ambiguous:
            raise ValidationError(_("Several organisations are called so: %(near)s."), "several", {"near": near})
        if near:
            raise ValidationError(_("No organisation is called so. Nearest: %(near)s."), "unknown", {"near": near})
        raise ValidationError(_("No organisation is called so."), "unknown")


def _suggestions() -> list[str]:
    return list(Organization.objects.filter(active=True).values_list("current_name", flat=True)[:SUGGESTED])
