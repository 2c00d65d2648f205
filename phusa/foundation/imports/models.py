"""Imports: a batch is one file on its way into the records, its rows staged one by one."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phusa.foundation.files.models import StoredFile
from phusa.foundation.imports.vocabulary import WORKING, Outcome, State
from phusa.foundation.organizations.models import Organization
from phusa.foundation.records.models import Record


class Batch(Record):
    """One file (or pasted table), what it is about, how far it is, and what came of it."""

    target = models.CharField(max_length=40)  # name of a registered target, "tasks"
    title = models.TextField(_("title"))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.RECEIVED)
    authority = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey(  # whose import it is
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("on behalf of")
    )
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    about = models.JSONField(default=dict)  # what the target asks of the document: kind, number, date, …
    tables = models.JSONField(default=list)  # [{number, name, page, header, rows, sample, notes}]
    chosen = models.JSONField(default=list)  # numbers of the tables to be imported
    mapping = models.JSONField(default=dict)  # number of the table → {field: column}
    decisions = models.JSONField(default=dict)  # of the whole batch: {"organizations": {folded name: {…}}}
    notes = models.JSONField(default=list)  # [[code, params]] of the reading
    problem = models.JSONField(null=True)  # [code, params] of the refusal
    done = models.PositiveIntegerField(default=0)  # rows, of the step at work
    total = models.PositiveIntegerField(default=0)  # 0 when it cannot be known
    hand = models.UUIDField(null=True)  # whose hand it is in: a worker that finds another one there lets go
    attempts = models.PositiveSmallIntegerField(default=0)  # how often the step at work has been begun
    alive_at = models.DateTimeField(null=True)  # last sign of the process at work
    counts = models.JSONField(default=dict)  # figures of the preview, then of the report
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True)
    result_kind = models.CharField(max_length=80, blank=True)
    result_uid = models.UUIDField(null=True)
    result_url = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("import")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "alive_at"], name="imports_at_work")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the step at which the import stands."""
        return reverse("imports:batch", args=[self.uid])

    @property
    def percent(self) -> int | None:
        """How far the step at work is, 0–100; None when it cannot be known."""
        return min(100, self.done * 100 // self.total) if self.total else None

    @property
    def at_work(self) -> bool:
        """Whether a worker has the batch in hand, or is going to have it."""
        return self.state in WORKING

    @property
    def records(self) -> int:
        """How many records it makes; 0 while its rows have not been read."""
        return int(self.counts.get("records", 0))

    def columns_of(self, table: int) -> dict[str, int]:
        """Field → column of one of the chosen tables."""
        return dict(self.mapping.get(str(table), {}))


class StagedRow(models.Model):
    """A row as it stands in the file, as it is read, the doubts about it, and what a person decided."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()  # over all tables of the file, from 0
    table = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()  # in its table, as a person would count
    cells = models.JSONField()
    full_width = models.BooleanField(default=False)
    carried = models.JSONField(default=list)
    after_break = models.BooleanField(default=False)  # the first row on a page, or of a table that goes on
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reading = models.JSONField(default=dict)
    doubts = models.JSONField(default=list)  # [{code, params, field}]
    doubtful = models.BooleanField(default=False)  # at least one doubt that nobody has answered
    decision = models.JSONField(default=dict)  # {"outcome": …, "fields": {field: corrected text}, "seen": true}
    applied_kind = models.CharField(max_length=80, blank=True)
    applied_uid = models.UUIDField(null=True)
    applied_revision = models.PositiveIntegerField(null=True)
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["batch", "position"]
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="imports_one_row_a_place")]
        indexes = [models.Index(fields=["batch", "doubtful", "position"], name="imports_doubts")]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.position}"
