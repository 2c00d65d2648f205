"""Meetings and working visits: who was there, what was said, what the chair concluded, and what was frozen with them.

Source: docs/decisions (everything is an assignment): a line of a conclusion keeps its place here, its terms and its
progress are the assignment's.
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phusa.foundation.records.models import Record
from phusa.foundation.ui.addresses import page_of
from phusa.planning.meetings.vocabulary import (
    OPEN_STATES,
    ConclusionState,
    Decision,
    MeetingKind,
    MeetingState,
    SourceKind,
    StatementKind,
)

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

PROTECT, CASCADE = models.PROTECT, models.CASCADE
ORGANIZATION, PERSON = "organizations.Organization", "organizations.Person"


class Meeting(Record):
    """A meeting or working visit. `drafting` keeps the record for the `authority`."""

    authority = models.ForeignKey(ORGANIZATION, on_delete=PROTECT, related_name="+")
    drafting = models.ForeignKey(ORGANIZATION, on_delete=PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=MeetingKind.choices)
    title = models.TextField(_("title"))
    title_folded = models.TextField(editable=False)
    sort_key = models.CharField(max_length=300, editable=False)
    held_on = models.DateField(_("held on"), db_index=True)
    place = models.CharField(_("place"), max_length=300, blank=True)
    chair = models.ForeignKey(PERSON, null=True, on_delete=PROTECT, related_name="+")
    chair_name = models.CharField(_("chair"), max_length=150, blank=True)
    chair_post = models.CharField(_("post of the chair that day"), max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED)
    cancelled_reason = models.TextField(blank=True)

    if TYPE_CHECKING:
        delegations: RelatedManager["Delegation"]
        sources: RelatedManager["Source"]
        papers: RelatedManager["Paper"]
        statements: RelatedManager["Statement"]
        dossier: "Dossier"
        conclusions: RelatedManager["Conclusion"]
        pictures: RelatedManager["Picture"]

    class Meta:
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return page_of("meetings:meeting", self.uid)


class Dossier(Record):
    """The inside of a meeting: how its conclusion is drafted, and how what follows from it is carried out.

    Deeds that belong to one side stand in its history: it is seen by those who see drafts, and by nobody else, also
    after the conclusion was issued.
    """

    meeting = models.OneToOneField(Meeting, on_delete=CASCADE, related_name="dossier")

    def __str__(self) -> str:
        return str(self.meeting)

    def get_absolute_url(self) -> str:
        """The page of the meeting."""
        return self.meeting.get_absolute_url()


class Delegation(Record):
    """A side of the meeting: an organisation with the people who came for it."""

    meeting = models.ForeignKey(Meeting, on_delete=CASCADE, related_name="delegations")
    organization = models.ForeignKey(ORGANIZATION, on_delete=PROTECT, related_name="+")
    name = models.CharField(_("name of the delegation"), max_length=300)
    position = models.PositiveSmallIntegerField(default=0)

    if TYPE_CHECKING:
        participants: RelatedManager["Participant"]

    class Meta:
        ordering = ["meeting", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "organization"], name="meetings_one_delegation_of_each")
        ]

    def __str__(self) -> str:
        return self.name


class Source(Record):
    """What tells of the meeting: its minutes, a notice, a press item, an audio file, a letter."""

    meeting = models.ForeignKey(Meeting, on_delete=CASCADE, related_name="sources")
    kind = models.CharField(_("kind"), max_length=10, choices=SourceKind.choices)
    title = models.TextField(_("title"))
    published_on = models.DateField(_("of the day"), null=True, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    instrument = models.ForeignKey("instruments.Instrument", null=True, on_delete=PROTECT, related_name="+")
    file = models.OneToOneField("files.StoredFile", null=True, on_delete=PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["meeting", "position", "pk"]

    def __str__(self) -> str:
        return self.title


class Participant(Record):
    """Somebody who was there, in protocol order. What each source calls them stands in `posts`."""

    delegation = models.ForeignKey(Delegation, on_delete=CASCADE, related_name="participants")
    person = models.ForeignKey(PERSON, null=True, on_delete=PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=150)
    position = models.PositiveSmallIntegerField(default=0)

    if TYPE_CHECKING:
        posts: RelatedManager["PostAsSaid"]

    class Meta:
        ordering = ["delegation", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["delegation", "name"], name="meetings_one_participant_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class PostAsSaid(models.Model):
    """The post under which one source names a participant; `post` where it was picked from the records."""

    participant = models.ForeignKey(Participant, on_delete=CASCADE, related_name="posts")
    text = models.CharField(_("post"), max_length=300)
    source = models.ForeignKey(Source, null=True, on_delete=PROTECT, related_name="+")
    post = models.ForeignKey("organizations.Post", null=True, on_delete=PROTECT, related_name="+")

    class Meta:
        ordering = ["participant", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "source", "text"], name="meetings_one_post_of_a_source"),
            models.UniqueConstraint(
                fields=["participant", "text"],
                condition=Q(source__isnull=True),
                name="meetings_one_post_without_a_source",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Paper(Record):
    """A paper of the meeting. With a `side` it is that authority's own and never leaves it."""

    meeting = models.ForeignKey(Meeting, on_delete=CASCADE, related_name="papers")
    title = models.CharField(_("title"), max_length=300)
    side = models.ForeignKey(ORGANIZATION, null=True, on_delete=PROTECT, related_name="+")
    file = models.OneToOneField("files.StoredFile", null=True, on_delete=PROTECT, related_name="+")

    class Meta:
        ordering = ["meeting", "pk"]

    def __str__(self) -> str:
        return self.title


class Statement(Record):
    """Something that was said at the meeting, by whom, for which side, and where it stands."""

    meeting = models.ForeignKey(Meeting, on_delete=CASCADE, related_name="statements")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=15, choices=StatementKind.choices)
    delegation = models.ForeignKey(Delegation, null=True, on_delete=PROTECT, related_name="statements")
    speaker = models.ForeignKey(Participant, null=True, on_delete=PROTECT, related_name="statements")
    text = models.TextField(_("text"))
    figure_text = models.CharField(_("figure, as it was said"), max_length=300, blank=True)
    source = models.ForeignKey(Source, null=True, on_delete=PROTECT, related_name="statements")

    if TYPE_CHECKING:
        assigned: RelatedManager["Assigned"]

    class Meta:
        ordering = ["meeting", "number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="meetings_statement_number")]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """Its place on the page of the meeting."""
        return f"{page_of('meetings:meeting', self.meeting.uid)}#{self.uid}"


class Assigned(models.Model):
    """An assignment that was made of a statement."""

    statement = models.ForeignKey(Statement, on_delete=PROTECT, related_name="assigned")
    assignment = models.OneToOneField("assignments.Assignment", on_delete=PROTECT, related_name="of_statement")

    def __str__(self) -> str:
        return str(self.assignment)


class Conclusion(Record):
    """The notice of what the chair concluded. Once issued, `frozen` holds its wording and nothing of that changes."""

    meeting = models.ForeignKey(Meeting, on_delete=PROTECT, related_name="conclusions")
    title = models.TextField(_("title"))
    opening = models.TextField(_("what was assessed, in general"), blank=True)
    state = models.CharField(max_length=10, choices=ConclusionState.choices, default=ConclusionState.DRAFT)
    sent_at = models.DateTimeField(null=True)
    return_reason = models.TextField(blank=True)
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=PROTECT, related_name="+")
    instrument = models.ForeignKey("instruments.Instrument", null=True, on_delete=PROTECT, related_name="+")
    signer_name = models.CharField(_("signed by"), max_length=150, blank=True)
    signer_post = models.CharField(_("post of the signer"), max_length=300, blank=True)
    signed_file = models.OneToOneField("files.StoredFile", null=True, on_delete=PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)
    frozen = models.JSONField(null=True)
    digest = models.CharField(max_length=64, blank=True)

    if TYPE_CHECKING:
        lines: RelatedManager["Line"]

    class Meta:
        ordering = ["-meeting__held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"],
                condition=~Q(state=ConclusionState.WITHDRAWN),
                name="meetings_one_conclusion_of_a_meeting",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES) | Q(frozen__isnull=False, instrument__isnull=False) & ~Q(digest=""),
                name="meetings_what_is_issued_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return page_of("meetings:conclusion", self.uid)

    @property
    def is_open(self) -> bool:
        """Whether its wording may still change."""
        return self.state in OPEN_STATES


class Line(Record):
    """A numbered line of a conclusion: its terms and its progress are the assignment's."""

    conclusion = models.ForeignKey(Conclusion, on_delete=CASCADE, related_name="lines")
    assignment = models.OneToOneField("assignments.Assignment", on_delete=PROTECT, related_name="conclusion_line")
    position = models.PositiveSmallIntegerField(default=0)

    if TYPE_CHECKING:
        referrals: RelatedManager["Referral"]

    class Meta:
        ordering = ["conclusion", "position", "pk"]

    def __str__(self) -> str:
        return f"{self.number}. {self.assignment.content}"

    @property
    def number(self) -> int:
        """Its number in the notice."""
        return self.position + 1


class Referral(Record):
    """An agency says why a line is not done and asks the chair; the chair decides."""

    line = models.ForeignKey(Line, on_delete=PROTECT, related_name="referrals")
    reason = models.TextField(_("why it is not done"))
    wanted_term = models.TextField(_("term asked for"), blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+")
    asked_for = models.ForeignKey(ORGANIZATION, on_delete=PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    decision_text = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["line", "-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["line"], condition=Q(decision=""), name="meetings_one_open_referral"),
        ]

    def __str__(self) -> str:
        return self.reason

    def get_absolute_url(self) -> str:
        """The page on which the chair decides."""
        return reverse("meetings:decide", args=[self.line.conclusion.uid, self.line.uid])


class Picture(Record):
    """What was known when a picture was frozen for the meeting: added, never changed. `key` says of what."""

    meeting = models.ForeignKey(Meeting, on_delete=PROTECT, related_name="pictures")
    key = models.CharField(max_length=120)
    number = models.PositiveSmallIntegerField(default=1)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=PROTECT, related_name="+")
    frozen_at = models.DateTimeField()

    class Meta:
        ordering = ["meeting", "key", "-number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "key", "number"], name="meetings_picture_number")]

    def __str__(self) -> str:
        return f"{self.key} {self.number}"
