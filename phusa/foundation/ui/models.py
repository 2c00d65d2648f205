"""What a person keeps about lists."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from phusa.foundation.records.models import Record


class SavedView(Record):
    """Filters, order and columns of a list under a name; belongs to one person."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    listing = models.CharField(max_length=80)
    label = models.CharField(_("name of the view"), max_length=80)
    query = models.TextField(blank=True)

    class Meta:
        ordering = ["label"]
        constraints = [models.UniqueConstraint(fields=["user", "listing", "label"], name="ui_one_view_of_a_name")]

    def __str__(self) -> str:
        return self.label


class ColumnChoice(models.Model):
    """The columns that a person wants to see in a list."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    listing = models.CharField(max_length=80)
    columns: models.JSONField[Any, Any] = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "listing"], name="ui_one_choice_of_columns")]

    def __str__(self) -> str:
        return f"{self.listing}: {', '.join(self.columns)}"
