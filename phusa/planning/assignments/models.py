"""Assignments: what somebody has to do by when, the parties, and the append-only reports of progress.

Source: docs/decisions (everything is an assignment). The terms of an issued assignment change only through an
amendment of its origin; its progress changes only through reports.
"""

from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Case, F, OrderBy, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from phusa.foundation.records.models import Record, new_uid
from phusa.foundation.ui.addresses import page_of
from phusa.planning.assignments.vocabulary import (
    OPEN_STATUSES,
    Audience,
    DeadlineState,
    LeadKind,
    Origin,
    PartyRole,
    Recurrence,
    Standing,
    Status,
)

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

ORGANIZATION = "organizations.Organization"
FIGURES = (
    "status",
    "closes_on",
    "completed_on",
    "status_confirmed",
    "status_at",
    "deadline_state",
    "lead_kind",
    "parent",
    "audience",
    "authority",
    "drafting",
    "follow_up",
)

NEVER = date(9999, 12, 31)


class Written(Value):
    """A constant of ours, written into the statement: SQLite finds no index over an expression by a parameter."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """The constant itself, a number or a quoted word."""
        return str(self.value) if isinstance(self.value, int) else f"'{self.value}'", ()


def in_turn(constant: type[Value] = Written) -> tuple[OrderBy, OrderBy]:
    """What is to be done comes first, by the day on which it closes; then the rest. What has no day comes last."""
    to_be_done = reduce(or_, (Q(status=constant(status.value)) for status in OPEN_STATUSES))
    return (
        OrderBy(Case(When(to_be_done, then=constant(0)), default=constant(1))),
        OrderBy(Coalesce("closes_on", constant(NEVER))),
    )


class Assignment(Record):
    """Something that an authority has somebody do.

    It carries its own authority, audience and origin, so that who may see it is decided without looking upwards.
    `due_on` is the day read from `deadline_text` as of `terms_on`; `closes_on` is that day or the next working day.
    Of a recurring assignment both belong to the earliest occurrence not yet reported done.
    """

    authority = models.ForeignKey(ORGANIZATION, on_delete=models.PROTECT, related_name="+", db_index=False)
    drafting = models.ForeignKey(ORGANIZATION, on_delete=models.PROTECT, related_name="+", db_index=False)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.DRAFT)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.PARTIES)
    issued_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)

    origin_kind = models.CharField(max_length=40)
    origin_uid = models.UUIDField()
    origin_title = models.TextField()
    origin_url = models.CharField(max_length=200)

    code = models.CharField(_("code"), max_length=40, blank=True)
    position = models.PositiveIntegerField(default=0)
    content = models.TextField(_("content"))
    product = models.TextField(_("product"), blank=True)

    deadline_text = models.TextField(_("deadline as written"), blank=True)
    deadline_state = models.CharField(max_length=6, choices=DeadlineState.choices, default=DeadlineState.EMPTY)
    terms_on = models.DateField()
    starts_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)
    recurrence = models.CharField(max_length=12, choices=Recurrence.choices, default=Recurrence.NONE)

    accountable = models.ForeignKey(ORGANIZATION, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    lead_kind = models.CharField(max_length=10, choices=LeadKind.choices, default=LeadKind.NONE)
    responsible_leader = models.ForeignKey(
        "organizations.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    handling_officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    follow_up = models.ForeignKey(ORGANIZATION, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    status = models.CharField(max_length=12, choices=Status.choices, default=Status.NOT_STARTED)
    percent = models.PositiveSmallIntegerField(default=0)
    narrative = models.TextField(blank=True)
    status_confirmed = models.BooleanField(default=True)
    status_at = models.DateTimeField(null=True)
    completed_on = models.DateField(null=True)

    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts", db_index=False)
    lineage = models.UUIDField(default=new_uid)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="drafts", db_index=False)

    if TYPE_CHECKING:
        parties: RelatedManager["Party"]
        reports: RelatedManager["ProgressReport"]
        parts: RelatedManager["Assignment"]

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="assignments_percent_up_to_100"),
            models.CheckConstraint(
                condition=~Q(status=Status.DONE) | Q(percent=100, completed_on__isnull=False),
                name="assignments_done_is_100_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True) | Q(due_on__isnull=False, closes_on__gte=F("due_on")),
                name="assignments_closes_on_or_after_due",
            ),
        ]
        indexes = [
            models.Index(fields=["parent"], condition=Q(parent__isnull=False), name="assignments_parts"),
            models.Index(fields=["replaces"], condition=Q(replaces__isnull=False), name="assignments_amendments"),
            models.Index(
                fields=["handling_officer"], condition=Q(handling_officer__isnull=False), name="assignments_handled"
            ),
            models.Index(
                fields=["accountable"], condition=Q(accountable__isnull=False), name="assignments_answered_for"
            ),
            # The usual order of lists, with what visibility asks for.
            models.Index(
                "standing",
                *in_turn(Value),
                "id",
                "parent",
                "audience",
                "authority",
                "drafting",
                "follow_up",
                name="assignments_in_turn",
            ),
            # These two hold every column that counts and visibility ask for: an overview by agency, and one by
            # document, never reads the wide rows.
            models.Index(fields=["standing", "accountable", *FIGURES, "origin_uid"], name="assignments_by_agency"),
            models.Index(fields=["standing", "origin_uid", *FIGURES, "accountable"], name="assignments_by_origin"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.content}".strip()

    @property
    def origin(self) -> Origin:
        """The document that it comes from, in whose history its deeds show too."""
        return Origin(self.origin_kind, self.origin_uid, self.origin_title, self.origin_url)

    @property
    def reported_percent(self) -> int | None:
        """How far it has come; None while nobody has reported."""
        return self.percent if self.status_at else None

    def get_absolute_url(self) -> str:
        """The assignment's page."""
        return page_of("assignments:assignment", self.uid)


class Roll(models.Model):
    """The members of a named group on a date, written down once for all assignments that name it as of that date."""

    group = models.ForeignKey("organizations.Group", on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField()
    organizations: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(ORGANIZATION, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "as_of"], name="assignments_one_roll_a_date")]

    def __str__(self) -> str:
        return f"{self.group} {self.as_of:%d/%m/%Y}"


class Party(models.Model):
    """An agency, a named group as of a date, or a name as written, with its role and its own duty."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="parties", db_index=False)
    role = models.CharField(max_length=12, choices=PartyRole.choices)
    organization = models.ForeignKey(
        ORGANIZATION, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    group = models.ForeignKey(
        "organizations.Group", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    group_as_of = models.DateField(null=True)
    roll = models.ForeignKey(Roll, null=True, on_delete=models.PROTECT, related_name="parties", db_index=False)
    as_written = models.TextField()
    duty = models.TextField(blank=True)
    focal = models.BooleanField(default=False)
    collective = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["assignment", "position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organization__isnull=True) | Q(group__isnull=True), name="assignments_party_is_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(group__isnull=True, group_as_of__isnull=True, roll__isnull=True)
                | Q(group__isnull=False, group_as_of__isnull=False, roll__isnull=False, collective=True),
                name="assignments_group_as_of_a_date",
            ),
        ]
        indexes = [
            models.Index(fields=["assignment", "role", "organization"], name="assignments_party_of"),
            models.Index(
                fields=["organization", "role", "assignment"],
                condition=Q(organization__isnull=False),
                name="assignments_party_org",
            ),
            models.Index(fields=["roll", "assignment"], condition=Q(roll__isnull=False), name="assignments_party_roll"),
        ]

    def __str__(self) -> str:
        return self.as_written


class ProgressReport(Record):
    """One report of progress; never changed. A later report of the same period supersedes it.

    `confirmed` says that the lead agency itself reported, or stood by what somebody else had reported.
    `period_due_on` is the occurrence of a recurring assignment that the report is about.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="reports")
    status = models.CharField(max_length=12, choices=Status.choices)
    percent = models.PositiveSmallIntegerField()
    narrative = models.TextField(blank=True)
    reported_on = models.DateField()  # the day the report speaks of
    period_due_on = models.DateField(null=True)
    reported_for = models.ForeignKey(ORGANIZATION, null=True, on_delete=models.PROTECT, related_name="+")
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed = models.BooleanField()
    recorded_at = models.DateTimeField()
    supersedes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="superseded_by")

    if TYPE_CHECKING:
        evidence: RelatedManager["Evidence"]

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="assignments_report_percent_up_to_100"),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} {self.percent}%"


class Evidence(models.Model):
    """A file that shows what a report says."""

    report = models.ForeignKey(ProgressReport, on_delete=models.PROTECT, related_name="evidence")
    file = models.OneToOneField("files.StoredFile", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.file)
