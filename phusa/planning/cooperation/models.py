"""Coordination programmes of two authorities, and the light records that hang on them.

A commitment is an assignment: it is issued when the programme is signed, and one that is still open when the programme
is renewed is linked from the next programme, never copied. Source: README.md of this package.
"""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from phusa.foundation.records.models import Dated, Record, period_is_forward
from phusa.foundation.ui.addresses import page_of
from phusa.planning.cooperation.vocabulary import (
    ClauseKind,
    ProgrammeState,
    ProjectState,
    ResultKind,
    ReviewKind,
    ReviewState,
)

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

PROTECT, CASCADE = models.PROTECT, models.CASCADE
ORGANIZATION = "organizations.Organization"


class Programme(Record, Dated):
    """What two authorities have agreed to do together in a period.

    `authority` is the side that keeps this record, by its organisation `drafting`; `partner` is the other side.
    """

    authority = models.ForeignKey(ORGANIZATION, on_delete=PROTECT, related_name="+", verbose_name=_("our side"))
    partner = models.ForeignKey(ORGANIZATION, on_delete=PROTECT, related_name="+", verbose_name=_("other side"))
    drafting = models.ForeignKey(ORGANIZATION, on_delete=PROTECT, related_name="+", verbose_name=_("kept by"))
    state = models.CharField(max_length=10, choices=ProgrammeState.choices, default=ProgrammeState.DRAFT)
    title = models.TextField(_("title"))
    title_folded = models.TextField(editable=False)
    sort_key = models.CharField(max_length=300, editable=False)
    orientation = models.TextField(_("orientation"), blank=True)
    from_papers = models.BooleanField(default=False)  # copied from what was signed before it was recorded here
    source = models.TextField(_("source"), blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    instrument = models.ForeignKey("instruments.Instrument", null=True, on_delete=PROTECT, related_name="+")
    ended_on = models.DateField(null=True)
    end_reason = models.TextField(blank=True)
    predecessor = models.OneToOneField("self", null=True, on_delete=PROTECT, related_name="successor")

    if TYPE_CHECKING:
        commitments: RelatedManager["Commitment"]
        projects: RelatedManager["LinkedProject"]
        results: RelatedManager["LinkedResult"]
        reviews: RelatedManager["Review"]
        plans: RelatedManager["YearPlan"]
        clauses: RelatedManager["Clause"]
        signatories: RelatedManager["Signatory"]
        grounds: RelatedManager["Ground"]

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            period_is_forward("cooperation_programme"),
            models.CheckConstraint(condition=~Q(authority=F("partner")), name="cooperation_two_sides"),
            models.CheckConstraint(
                condition=Q(predecessor__isnull=True) | ~Q(predecessor=F("pk")),
                name="cooperation_not_its_own_predecessor",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProgrammeState.ENDED) | Q(ended_on__isnull=False),
                name="cooperation_ended_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["sort_key", "id"], name="cooperation_by_title")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return page_of("cooperation:programme", self.uid)

    @property
    def sides(self) -> tuple[int, int]:
        """Keys of the two authorities, ours first."""
        return self.authority_id, self.partner_id


class Part(Record):
    """A row of a programme, in the order in which it was written."""

    programme = models.ForeignKey(Programme, on_delete=CASCADE, related_name="%(class)ss")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["programme", "position", "pk"]


class Signatory(Part):
    """Who signed for a side, with the post of that day as the paper gives it."""

    programme = models.ForeignKey(Programme, on_delete=CASCADE, related_name="signatories")
    side = models.ForeignKey(ORGANIZATION, on_delete=PROTECT, related_name="+", verbose_name=_("side"))
    person = models.ForeignKey("organizations.Person", null=True, on_delete=PROTECT, related_name="+")
    name = models.CharField(_("full name"), max_length=150)
    post = models.CharField(_("post at signing"), max_length=300)

    def __str__(self) -> str:
        return f"{self.post} {self.name}"


class Clause(Part):
    """A numbered sentence: what is done together, or what one side answers for."""

    kind = models.CharField(_("kind"), max_length=14, choices=ClauseKind.choices, default=ClauseKind.CONTENT)
    side = models.ForeignKey(ORGANIZATION, null=True, on_delete=PROTECT, related_name="+", verbose_name=_("side"))
    text = models.TextField(_("text"))

    class Meta(Part.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ClauseKind.CONTENT, side__isnull=True)
                | Q(kind=ClauseKind.RESPONSIBILITY, side__isnull=False),
                name="cooperation_a_responsibility_has_a_side",
            )
        ]

    def __str__(self) -> str:
        return self.text


class Ground(Part):
    """An instrument that the programme rests on («Căn cứ …»)."""

    instrument = models.ForeignKey("instruments.Instrument", on_delete=PROTECT, related_name="+")

    class Meta(Part.Meta):
        constraints = [models.UniqueConstraint(fields=["programme", "instrument"], name="cooperation_one_ground")]

    def __str__(self) -> str:
        return str(self.instrument)


class YearPlan(Record):
    """What the two sides set out to do in one year of the programme."""

    programme = models.ForeignKey(Programme, on_delete=CASCADE, related_name="plans")
    year = models.PositiveSmallIntegerField(_("year"))
    text = models.TextField(_("what is planned"))
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    instrument = models.ForeignKey(
        "instruments.Instrument", null=True, blank=True, on_delete=PROTECT, related_name="+", verbose_name=_("paper")
    )

    class Meta:
        ordering = ["programme", "year"]
        constraints = [models.UniqueConstraint(fields=["programme", "year"], name="cooperation_one_plan_a_year")]

    def __str__(self) -> str:
        return f"{self.year}"


class Commitment(Part):
    """What one side has promised: its terms and its progress are the assignment's.

    `carried_from` is the commitment of the programme before, which has the same assignment.
    """

    side = models.ForeignKey(ORGANIZATION, on_delete=PROTECT, related_name="+")
    assignment = models.ForeignKey("assignments.Assignment", on_delete=PROTECT, related_name="commitments")
    plan = models.ForeignKey(YearPlan, null=True, on_delete=PROTECT, related_name="commitments")
    carried_from = models.ForeignKey("self", null=True, on_delete=PROTECT, related_name="carried_to")
    promise_uid = models.UUIDField(null=True)
    promise_title = models.TextField(blank=True)
    promise_url = models.CharField(max_length=200, blank=True)

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(fields=["programme", "assignment"], name="cooperation_one_commitment_an_assignment")
        ]
        indexes = [models.Index(fields=["promise_uid"], name="cooperation_by_promise")]

    def __str__(self) -> str:
        return str(self.assignment)


class HeldMeeting(Record):
    """A meeting that was, or is going to be, about the programme."""

    programme = models.ForeignKey(Programme, on_delete=CASCADE, related_name="held_meetings")
    meeting = models.ForeignKey("meetings.Meeting", on_delete=PROTECT, related_name="+")

    class Meta:
        ordering = ["programme", "-meeting__held_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "meeting"], name="cooperation_one_link_a_meeting")]

    def __str__(self) -> str:
        return str(self.meeting)


class CarriedRequest(Record):
    """A request about the programme before that had not been answered when the next one was agreed."""

    programme = models.ForeignKey(Programme, on_delete=CASCADE, related_name="carried_requests")
    request = models.ForeignKey("requests.Request", on_delete=PROTECT, related_name="+")

    class Meta:
        ordering = ["programme", "pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "request"], name="cooperation_one_link_a_request")]

    def __str__(self) -> str:
        return str(self.request)


class LinkedProject(Record):
    """A project that the programme supports, as light a record as its sources allow.

    Sums are whole dong of the partner's support, not of the whole cost.
    """

    programme = models.ForeignKey(Programme, on_delete=PROTECT, related_name="projects")
    code = models.CharField(_("code"), max_length=60, blank=True)
    name = models.TextField(_("name"))
    state = models.CharField(_("state"), max_length=10, choices=ProjectState.choices, default=ProjectState.UNKNOWN)
    host_text = models.CharField(_("host"), max_length=300, blank=True)
    host = models.ForeignKey(ORGANIZATION, null=True, on_delete=PROTECT, related_name="+")
    place = models.CharField(_("place"), max_length=300, blank=True)
    from_year = models.PositiveSmallIntegerField(_("from year"), null=True, blank=True)
    to_year = models.PositiveSmallIntegerField(_("to year"), null=True, blank=True)
    support_approved = models.PositiveBigIntegerField(_("support approved (dong)"), null=True, blank=True)
    support_paid = models.PositiveBigIntegerField(_("support paid (dong)"), null=True, blank=True)
    products = models.TextField(_("products"), blank=True)
    managing_text = models.CharField(_("managing authority"), max_length=300, blank=True)
    managing = models.ForeignKey(ORGANIZATION, null=True, on_delete=PROTECT, related_name="+")
    tracking_text = models.CharField(_("tracking agency"), max_length=300, blank=True)
    tracking = models.ForeignKey(ORGANIZATION, null=True, on_delete=PROTECT, related_name="+")
    source = models.TextField(_("source"))
    folded = models.TextField(editable=False)
    sort_key = models.CharField(max_length=300, editable=False)

    class Meta:
        ordering = ["programme", "sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], condition=~Q(code=""), name="cooperation_one_project_a_code"
            ),
            models.CheckConstraint(condition=Q(from_year__lte=F("to_year")), name="cooperation_project_years"),
            models.CheckConstraint(condition=~Q(source=""), name="cooperation_project_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()

    def get_absolute_url(self) -> str:
        """Its page."""
        return page_of("cooperation:project", self.uid)


class LinkedResult(Record):
    """A model, a technology, a brand, a variety that came of the programme, named so that it can be counted once."""

    programme = models.ForeignKey(Programme, on_delete=PROTECT, related_name="results")
    kind = models.CharField(_("kind"), max_length=12, choices=ResultKind.choices)
    name = models.TextField(_("name"))
    place = models.CharField(_("place"), max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    project = models.ForeignKey(
        LinkedProject, null=True, blank=True, on_delete=PROTECT, related_name="results", verbose_name=_("project")
    )
    source = models.TextField(_("source"))
    folded = models.TextField(editable=False)
    sort_key = models.CharField(max_length=300, editable=False)

    class Meta:
        ordering = ["programme", "kind", "sort_key", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="cooperation_result_has_a_source"),
            models.UniqueConstraint(
                fields=["programme", "kind", "name", "place"], name="cooperation_a_result_is_counted_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return page_of("cooperation:result", self.uid)


class Review(Record):
    """A yearly or final review: five parts, a day up to which its figures are counted, frozen when it is adopted."""

    programme = models.ForeignKey(Programme, on_delete=PROTECT, related_name="reviews")
    kind = models.CharField(_("kind"), max_length=8, choices=ReviewKind.choices, default=ReviewKind.YEARLY)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    state = models.CharField(max_length=8, choices=ReviewState.choices, default=ReviewState.DRAFT)
    cut_off = models.DateField(_("figures as of"))
    results = models.TextField(_("results"), blank=True)
    shortcomings = models.TextField(_("shortcomings and limits"), blank=True)
    causes = models.TextField(_("causes"), blank=True)
    directions = models.TextField(_("directions"), blank=True)
    recommendations = models.TextField(_("recommendations"), blank=True)
    adopted_on = models.DateField(null=True)
    frozen = models.JSONField(null=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["programme", "-cut_off", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "year"],
                condition=Q(kind=ReviewKind.YEARLY),
                name="cooperation_one_review_a_year",
            ),
            models.UniqueConstraint(
                fields=["programme"], condition=Q(kind=ReviewKind.FINAL), name="cooperation_one_final_review"
            ),
            models.CheckConstraint(
                condition=Q(kind=ReviewKind.FINAL, year__isnull=True) | Q(kind=ReviewKind.YEARLY, year__isnull=False),
                name="cooperation_a_yearly_review_has_a_year",
            ),
            models.CheckConstraint(
                condition=Q(state=ReviewState.DRAFT)
                | Q(frozen__isnull=False, adopted_on__isnull=False) & ~Q(digest=""),
                name="cooperation_what_is_adopted_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year or ''}".strip()

    def get_absolute_url(self) -> str:
        """Its page."""
        return page_of("cooperation:review", self.uid)
