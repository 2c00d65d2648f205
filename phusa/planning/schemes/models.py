"""Schemes and their versions, down to the pairing of tasks with solutions.

Wording belongs to the version and is frozen with it; progress hangs on the assignment, opinions and redlines on the
`lineage` that a row keeps over versions. Source: docs/decisions (versions freeze wording, lineage carries the rest).
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from phusa.foundation.records.models import Dated, Record, period_is_forward
from phusa.planning.schemes.vocabulary import (
    OPEN_STATES,
    BudgetSource,
    ObjectiveKind,
    SchemeKind,
    Stage,
    VersionState,
)

PROTECT, CASCADE = models.PROTECT, models.CASCADE


class Scheme(Record):
    """A scheme or plan through all its versions.

    Title, period and orientation repeat the version in force, or the first draft while none is.
    """

    authority = models.ForeignKey("organizations.Organization", on_delete=PROTECT, related_name="+")
    drafting = models.ForeignKey("organizations.Organization", on_delete=PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=SchemeKind.choices, default=SchemeKind.SCHEME)
    title = models.TextField(_("official title"))
    title_folded = models.TextField(editable=False)
    sort_key = models.CharField(max_length=300, editable=False, db_index=True)
    period_from = models.PositiveSmallIntegerField(_("from year"), null=True, blank=True)
    period_to = models.PositiveSmallIntegerField(_("to year"), null=True, blank=True)
    orientation = models.TextField(_("orientation"), blank=True)
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=PROTECT, related_name="following", verbose_name=_("previous scheme")
    )
    instrument = models.ForeignKey("instruments.Instrument", null=True, on_delete=PROTECT, related_name="+")

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(period_from__lte=F("period_to")), name="schemes_period_is_forward"),
            models.CheckConstraint(condition=~Q(previous=F("pk")), name="schemes_not_its_own_predecessor"),
        ]

    def __str__(self) -> str:
        return self.title


class SchemeTitle(Dated):
    """A title under which the scheme is or was known, and where it is called so."""

    scheme = models.ForeignKey(Scheme, on_delete=CASCADE, related_name="titles")
    text = models.TextField(_("title"))
    text_folded = models.TextField(editable=False)
    official = models.BooleanField(_("official"), default=False)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        ordering = ["-official", "pk"]
        constraints = [period_is_forward("schemes_title")]

    def __str__(self) -> str:
        return self.text


class SchemeVersion(Record):
    """One wording of a scheme. Once approved, `frozen` holds it and nothing of it changes."""

    scheme = models.ForeignKey(Scheme, on_delete=PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=VersionState.choices, default=VersionState.DRAFT)
    based_on = models.ForeignKey("self", null=True, on_delete=PROTECT, related_name="+")
    as_issued = models.BooleanField(default=False)  # copied from a paper already issued: rules only advise
    title = models.TextField(_("official title"))
    period_from = models.PositiveSmallIntegerField(_("from year"), null=True, blank=True)
    period_to = models.PositiveSmallIntegerField(_("to year"), null=True, blank=True)
    orientation = models.TextField(_("orientation"), blank=True)
    general_objective = models.TextField(_("general objective"), blank=True)
    submitted_at = models.DateTimeField(null=True)
    return_reason = models.TextField(blank=True)
    approved_on = models.DateField(null=True)
    instrument = models.ForeignKey("instruments.Instrument", null=True, on_delete=PROTECT, related_name="+")
    frozen = models.JSONField(null=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["scheme", "number"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="schemes_version_number"),
            models.UniqueConstraint(
                fields=["scheme"], condition=Q(state=VersionState.APPROVED), name="schemes_one_version_in_force"
            ),
            models.UniqueConstraint(
                fields=["scheme"], condition=Q(state__in=OPEN_STATES), name="schemes_one_version_being_drafted"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES) | (Q(frozen__isnull=False) & ~Q(digest="")),
                name="schemes_what_is_approved_is_frozen",
            ),
            models.CheckConstraint(condition=Q(period_from__lte=F("period_to")), name="schemes_version_period"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether the wording may still change."""
        return self.state in OPEN_STATES

    @property
    def stage(self) -> Stage:
        """The stage at which readiness is weighed."""
        if self.as_issued or not self.is_open:
            return Stage.AS_ISSUED
        return Stage.APPROVAL if self.state == VersionState.SUBMITTED else Stage.SUBMISSION


class Part(Record):
    """A row of a version; its `lineage` is the same in every version that keeps it."""

    version = models.ForeignKey(SchemeVersion, on_delete=CASCADE, related_name="%(class)ss")
    lineage = models.UUIDField(default=uuid.uuid4, editable=False)
    code = models.CharField(_("number"), max_length=40, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["version", "position", "pk"]


class Objective(Part):
    """An objective or a target; a target's value is kept as it is written."""

    kind = models.CharField(_("kind"), max_length=10, choices=ObjectiveKind.choices, default=ObjectiveKind.OBJECTIVE)
    text = models.TextField(_("text"))
    value_text = models.CharField(_("value to be reached"), max_length=300, blank=True)

    class Meta(Part.Meta):
        constraints = [models.UniqueConstraint(fields=["version", "lineage"], name="schemes_objective_lineage")]

    def __str__(self) -> str:
        return f"{self.code} {self.text}".strip()


class TaskGroup(Part):
    """A heading under which tasks and solutions stand."""

    version = models.ForeignKey(SchemeVersion, on_delete=CASCADE, related_name="groups")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=PROTECT, related_name="children")
    title = models.TextField(_("title"))

    class Meta(Part.Meta):
        constraints = [models.UniqueConstraint(fields=["version", "lineage"], name="schemes_group_lineage")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()


class Task(Part):
    """A task of a version: its terms and its progress are the assignment's."""

    group = models.ForeignKey(
        TaskGroup, null=True, blank=True, on_delete=PROTECT, related_name="tasks", verbose_name=_("group")
    )
    assignment = models.ForeignKey("assignments.Assignment", on_delete=PROTECT, related_name="scheme_tasks")
    focus = models.BooleanField(_("focus task"), default=False)
    paired_as_written = models.BooleanField(_("task and solution written as one"), default=False)

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(fields=["version", "lineage"], name="schemes_task_lineage"),
            models.UniqueConstraint(fields=["version", "assignment"], name="schemes_task_assignment"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.assignment.content}".strip()


class Solution(Part):
    """How something is to be reached; it serves tasks, many to many."""

    group = models.ForeignKey(
        TaskGroup, null=True, blank=True, on_delete=PROTECT, related_name="solutions", verbose_name=_("group")
    )
    text = models.TextField(_("text"))
    tasks = models.ManyToManyField(Task, blank=True, related_name="solutions")

    class Meta(Part.Meta):
        constraints = [models.UniqueConstraint(fields=["version", "lineage"], name="schemes_solution_lineage")]

    def __str__(self) -> str:
        return f"{self.code} {self.text}".strip()


class BudgetLine(Record):
    """An amount by source and year. What is stated of the whole and what is stated of a task are kept apart.

    Source or year may be missing, as papers often give only the totals of one or of the other.
    """

    version = models.ForeignKey(SchemeVersion, on_delete=CASCADE, related_name="budget_lines")
    task = models.ForeignKey(Task, null=True, blank=True, on_delete=CASCADE, related_name="budget_lines")
    source = models.CharField(_("source of money"), max_length=20, choices=BudgetSource.choices, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    amount = models.PositiveBigIntegerField(_("amount (dong)"))

    class Meta:
        ordering = ["version", F("year").asc(nulls_last=True), "source", "pk"]
        constraints = [
            models.UniqueConstraint(
                "version", Coalesce("task", 0), "source", Coalesce("year", 0), name="schemes_one_budget_line"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year or ''} {self.get_source_display()} {self.amount}".strip()


class PreviousResult(Record):
    """What was reached of a target of the earlier scheme, or the statement that no source was found."""

    version = models.ForeignKey(SchemeVersion, on_delete=CASCADE, related_name="previous_results")
    objective = models.ForeignKey(Objective, on_delete=PROTECT, related_name="+", verbose_name=_("earlier target"))
    value_text = models.CharField(_("value reached"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    no_source = models.BooleanField(_("no source found"), default=False)

    class Meta:
        ordering = ["version", "objective__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "objective"], name="schemes_one_previous_result"),
            models.CheckConstraint(
                condition=Q(no_source=True, value_text="") | Q(no_source=False) & ~Q(value_text="") & ~Q(source=""),
                name="schemes_result_has_a_source_or_none_was_found",
            ),
        ]

    def __str__(self) -> str:
        return str(self.objective)


class Ground(Record):
    """An instrument that the scheme rests on («Căn cứ …»)."""

    version = models.ForeignKey(SchemeVersion, on_delete=CASCADE, related_name="grounds")
    instrument = models.ForeignKey(
        "instruments.Instrument", on_delete=PROTECT, related_name="+", verbose_name=_("instrument")
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["version", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "instrument"], name="schemes_one_ground")]

    def __str__(self) -> str:
        return str(self.instrument)


class Waiver(Record):
    """A required line that a leader passed, with the reason that the submission prints."""

    version = models.ForeignKey(SchemeVersion, on_delete=CASCADE, related_name="waivers")
    rule = models.CharField(max_length=60)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["version", "at"]
        constraints = [models.UniqueConstraint(fields=["version", "rule"], name="schemes_one_waiver")]

    def __str__(self) -> str:
        return self.reason
