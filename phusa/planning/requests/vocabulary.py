"""Words of requests: directions, states, outcomes, terms; and what a person or a package hands to the deeds.

Source of the words on screen: practice of provincial offices («Kiến nghị, đề xuất», «Bộ đề nghị»), docs/glossary.md.
"""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    """Who asks whom; said by the level of the authority that asks."""

    REQUEST = "request", _("Request")
    RECOMMENDATION = "recommendation", _("Recommendation of the ministry")


class RequestState(models.TextChoices):
    """Where the whole letter stands; each item has its outcome besides."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Waiting for an answer")
    ANSWERED = "answered", _("Every item answered")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Outcome(models.TextChoices):
    """What the other side has said of an item."""

    NONE = "none", _("No answer yet")
    IN_PROGRESS = "in_progress", _("Being worked on")
    PASSED_ON = "passed_on", _("Passed on to another body")
    GRANTED = "granted", _("Granted")
    PARTLY = "partly", _("Granted in part")
    EXPLAINED = "explained", _("Explained, kept as it was")


SETTLED = (Outcome.GRANTED, Outcome.PARTLY, Outcome.EXPLAINED)
SAID = tuple(outcome for outcome in Outcome if outcome != Outcome.NONE)  # what an answer can say


class DueBasis(models.TextChoices):
    """Where the term of an item comes from."""

    OPEN = "open", _("No term stated")
    LETTER = "letter", _("The letter names the day")
    RULE = "rule", _("A rule of the records")


class Counts(models.TextChoices):
    """Which days a rule counts."""

    WORKING = "working", _("Working days")
    CALENDAR = "calendar", _("Calendar days")


class StartsFrom(models.TextChoices):
    """The day from which a rule counts; that day itself is not counted."""

    SENT = "sent", _("The day it was sent")
    RECEIVED = "received", _("The day it was received")


class ClockState(models.TextChoices):
    """Where an item stands against its term on a day."""

    NONE = "none", _("No term stated")
    OPEN = "open", _("On time")
    DUE_SOON = "due_soon", _("Due soon")
    OVERDUE = "overdue", _("Overdue")
    STOPPED = "stopped", _("Paused, not counted")
    ANSWERED = "answered", _("Answered")
    ANSWERED_ON_TIME = "answered_on_time", _("Answered on time")
    ANSWERED_LATE = "answered_late", _("Answered late")


DUE_SOON_DAYS = 7  # calendar days before the term closes


class PackageKind(models.TextChoices):
    """What a signed package carries."""

    REQUEST = "request", _("A request")
    ANSWER = "answer", _("Answers")


class PackageState(models.TextChoices):
    """What became of a package."""

    SENT = "sent", _("Made to be sent")
    HELD = "held", _("Waiting for the key to be checked")
    TAKEN_IN = "taken_in", _("Taken in")


@dataclass(frozen=True)
class Due:
    """The term of an item: a day that the letter names, a rule (its key), or none."""

    basis: str = DueBasis.OPEN
    on: date | None = None
    rule_id: int | None = None


@dataclass(frozen=True)
class Link:
    """A record of another package that a request is about, or comes from: kind, uid, title and address."""

    kind: str
    uid: UUID
    title: str
    url: str


@dataclass(frozen=True)
class ItemTerms:
    """One thing that is asked: the matter, what exactly is asked, and the statement of a meeting that it comes from."""

    content: str
    asks: str = ""
    statement: Link | None = None


@dataclass(frozen=True)
class RequestTerms:
    """Heading of a request. A unit that is not named is the authority itself."""

    title: str
    asking_authority_id: int
    asked_authority_id: int
    asking_unit_id: int | None = None
    asked_unit_id: int | None = None
    grounds_text: str = ""
    ground_ids: tuple[int, ...] = ()
    about: Link | None = None


@dataclass(frozen=True)
class Paper:
    """A document by its number and date; the title is the request's own when nothing is said."""

    number: str = ""
    issued_on: date | None = None
    issuer: str = ""
    title: str = ""
    kind: str = "letter"


@dataclass(frozen=True)
class JointParty:
    """A unit of a joint assignment, its duty, and whom to call there."""

    unit_id: int
    duty: str = ""
    focal: bool = False
    contact: str = ""
    post: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class AnswerTerms:
    """What the other side says of an item, and the paper that says it."""

    outcome: str
    answered_on: date
    answered_by_id: int
    text: str = ""
    paper: Paper = field(default_factory=Paper)
