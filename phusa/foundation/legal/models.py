"""Days on which the official calendar differs from the rule: swapped days, days off by decision, work on a Saturday."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phusa.foundation.records.models import Record


class CalendarDay(Record):
    """One day that an office has set: it overrides the week and the public holidays."""

    day = models.DateField(_("day"), unique=True)
    working = models.BooleanField(_("working day"))
    name = models.CharField(_("name"), max_length=200)
    source = models.CharField(_("source"), max_length=300, blank=True)  # the notice that sets it

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"

    def get_absolute_url(self) -> str:
        """The calendar of its year."""
        return f"{reverse('legal:calendar')}?year={self.day.year}"
