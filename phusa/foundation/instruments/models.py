"""Instruments as they were issued, and their relations."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phusa.foundation.instruments.vocabulary import Kind, RelationKind, Secrecy
from phusa.foundation.records.models import Record


class Instrument(Record):
    """A law, a decision, a letter, a press item: what it is called, who issued it, when."""

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    number = models.CharField(_("number"), max_length=60, blank=True)  # "03/NQ-CP"; a press item has none
    title = models.TextField(_("title"))
    issuer_name = models.CharField(_("issued by"), max_length=300, blank=True)  # as printed: it keeps the old name
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    effective_on = models.DateField(_("in effect from"), null=True, blank=True)
    degree_of_secrecy = models.CharField(
        _("degree of secrecy"), max_length=20, choices=Secrecy.choices, default=Secrecy.NORMAL
    )
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    folded = models.TextField(editable=False)  # number, title and issuer, folded for search
    sort_key = models.CharField(max_length=200, editable=False)  # of the title

    class Meta:
        ordering = [F("issued_on").desc(nulls_last=True), "-pk"]
        indexes = [
            models.Index(fields=["issued_on"], name="instruments_issued_on"),
            models.Index(fields=["number"], name="instruments_number"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "issued_on", "issuer_name"],
                condition=~Q(number=""),
                name="instruments_one_number_a_day_and_issuer",
            ),
            models.CheckConstraint(condition=Q(degree_of_secrecy="normal"), name="instruments_nothing_secret"),
        ]

    def __str__(self) -> str:
        return self.number or self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("instruments:page", args=[self.uid])

    @property
    def citation(self) -> str:
        """«Quyết định 4172/QĐ-UBND»; the title where there is no number."""
        return f"{self.get_kind_display()} {self.number}" if self.number else self.title


class InstrumentRelation(models.Model):
    """`instrument` implements, continues, replaces, amends or is based on `other`."""

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="relations")
    other = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="relations_of_others")
    kind = models.CharField(_("relation"), max_length=20, choices=RelationKind.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instrument", "other", "kind"], name="instruments_one_relation"),
            models.CheckConstraint(condition=~Q(instrument=F("other")), name="instruments_not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.get_kind_display()} {self.other}"
