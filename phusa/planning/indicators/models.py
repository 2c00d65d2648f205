"""Indicators, and what was reported of them. A reported figure never changes: a correction is a new row."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from phusa.foundation.records.models import Record
from phusa.foundation.ui.addresses import page_of
from phusa.planning.indicators.vocabulary import (
    Audience,
    Basis,
    Claim,
    Measure,
    Reading,
    ReadingState,
    RollUp,
)

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

ORGANIZATION = "organizations.Organization"


class Indicator(Record):
    """What is measured: its unit, and what may be added to what."""

    authority = models.ForeignKey(ORGANIZATION, on_delete=models.PROTECT, related_name="+", verbose_name=_("authority"))
    name = models.CharField(_("name"), max_length=200)
    measure = models.CharField(_("sort of number"), max_length=10, choices=Measure.choices, default=Measure.COUNT)
    unit = models.CharField(_("unit"), max_length=60)
    roll_up = models.CharField(_("roll-up"), max_length=12, choices=RollUp.choices, default=RollUp.CUMULATIVE)
    note = models.TextField(_("note"), blank=True)
    itemised_by = models.CharField(_("itemised by"), max_length=60, blank=True)
    folded = models.CharField(max_length=200, editable=False)
    sort_key = models.CharField(max_length=200, editable=False)

    if TYPE_CHECKING:
        figures: RelatedManager["ReportedFigure"]

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "name"], name="indicators_one_name_an_authority"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return page_of("indicators:indicator", self.uid)


class ReportedFigure(Record):
    """A figure exactly as somebody said it. `reading` is what the program understood at that moment (`Reading`)."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="figures")
    authority = models.ForeignKey(ORGANIZATION, on_delete=models.PROTECT, related_name="+")
    keeper = models.ForeignKey(ORGANIZATION, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(_("who may see it"), max_length=10, choices=Audience.choices, default=Audience.OWN_SIDE)

    as_said = models.CharField(_("as said"), max_length=200)
    read_as = models.CharField(_("to be read as"), max_length=200, blank=True)
    reading = models.JSONField()
    reading_state = models.CharField(max_length=14, choices=ReadingState.choices)
    scope = models.CharField(_("scope"), max_length=300, blank=True)
    basis = models.CharField(_("basis"), max_length=12, choices=Basis.choices, default=Basis.NOT_STATED)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    said_on = models.DateField(_("said on"), null=True, blank=True)

    speaker = models.CharField(_("who said it"), max_length=300, blank=True)
    speaker_person = models.ForeignKey(
        "organizations.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    speaker_organization = models.ForeignKey(
        ORGANIZATION, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    instrument = models.ForeignKey(
        "instruments.Instrument", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source_text = models.CharField(_("source"), max_length=500, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)

    about_kind = models.CharField(max_length=40, blank=True)
    about_uid = models.UUIDField(null=True)
    said_in_kind = models.CharField(max_length=40, blank=True)
    said_in_uid = models.UUIDField(null=True)

    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supersedes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="superseded_by")
    correction_reason = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)
    folded = models.TextField(editable=False)

    class Meta:
        ordering = [F("said_on").desc(nulls_last=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(instrument__isnull=False) | ~Q(source_text=""), name="indicators_figure_has_a_source"
            ),
            models.CheckConstraint(
                condition=Q(about_kind="", about_uid__isnull=True) | ~Q(about_kind="") & Q(about_uid__isnull=False),
                name="indicators_about_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(said_in_kind="", said_in_uid__isnull=True)
                | ~Q(said_in_kind="") & Q(said_in_uid__isnull=False),
                name="indicators_said_in_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["about_uid"], condition=Q(about_uid__isnull=False), name="indicators_about"),
            models.Index(fields=["said_in_uid"], condition=Q(said_in_uid__isnull=False), name="indicators_said_in"),
        ]

    def __str__(self) -> str:
        return f"«{self.as_said}»"

    def get_absolute_url(self) -> str:
        """Its page."""
        return page_of("indicators:figure", self.uid)

    @property
    def read(self) -> Reading:
        """What was understood."""
        return Reading.from_json(self.reading)

    @property
    def claim(self) -> Claim:
        """What it is compared by."""
        return Claim(
            as_said=self.as_said,
            reading=self.read,
            scope=self.scope,
            basis=self.basis,
            on=self.as_of or self.said_on,
            about=self.about_uid,
        )

    @property
    def source(self) -> str:
        """The source in one line, as a note under the figure says it."""
        if self.instrument is None:
            return self.source_text
        named = f"{self.instrument.citation}"
        return f"{named}, {self.source_text}" if self.source_text else named
