"""Words of assignments: standing, audience, status, clock; and the terms in which other packages hand them over.

Source of the words on screen: practice of provincial offices (docs/glossary.md); statuses and clocks are two things,
«đang thực hiện / hoàn thành» × «trong hạn / quá hạn».
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _


class Standing(models.TextChoices):
    """Whether an assignment binds anybody yet."""

    DRAFT = "draft", _("Draft")
    ISSUED = "issued", _("Issued")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ABSORBED = "absorbed", _("Taken up into the issued one")


class Audience(models.TextChoices):
    """Who may read an issued assignment."""

    INTERNAL = "internal", _("The issuing authority, the drafting and the following-up agency")
    PARTIES = "parties", _("Also every agency that takes part")
    OPEN = "open", _("Everybody who holds a post")


class PartyRole(models.TextChoices):
    """What an agency does in an assignment."""

    LEAD = "lead", _("Lead")
    COORDINATING = "coordinating", _("Coordinating")


class LeadKind(models.TextChoices):
    """How the lead is written."""

    ONE = "one", _("One lead agency")
    SEVERAL = "several", _("Several joint leads")
    COLLECTIVE = "collective", _("Collective lead")
    NONE = "none", _("No lead named")


class DeadlineState(models.TextChoices):
    """What became of the words in the deadline column."""

    READ = "read", _("Read")
    UNREAD = "unread", _("Not read: kept as written")
    EMPTY = "empty", _("No deadline written")


class Status(models.TextChoices):
    """How far the work is, in the words of the offices."""

    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    PAUSED = "paused", _("Paused")


class Recurrence(models.TextChoices):
    """How often a duty comes back; the values are those of `kernel.deadlines`."""

    NONE = "none", _("Once")
    CONTINUOUS = "continuous", _("Continuously")
    YEARLY = "yearly", _("Every year")
    HALF_YEARLY = "half_yearly", _("Every half-year")
    QUARTERLY = "quarterly", _("Every quarter")
    MONTHLY = "monthly", _("Every month")
    WEEKLY = "weekly", _("Every week")


RECURRING = tuple(each for each in Recurrence if each not in (Recurrence.NONE, Recurrence.CONTINUOUS))
OPEN_STATUSES = (Status.NOT_STARTED, Status.IN_PROGRESS)


class ClockState(models.TextChoices):
    """Where an assignment stands against its deadline on a day."""

    NONE = "none", _("No deadline stated")
    OPEN = "open", _("On time")
    DUE_SOON = "due_soon", _("Due soon")
    OVERDUE = "overdue", _("Overdue")
    STOPPED = "stopped", _("Paused, not counted")
    DONE_ON_TIME = "done_on_time", _("Done on time")
    DONE_LATE = "done_late", _("Done late")


DUE_SOON_DAYS = 30  # calendar days before the term closes


@dataclass(frozen=True)
class Clock:
    """`working_days` left (0 on the last day) when open or due soon, late when overdue or done late; else None."""

    state: ClockState
    working_days: int | None = None


@dataclass(frozen=True)
class PartyTerms:
    """One party as a document names it: an organisation, a named group as of the document's date, or text alone.

    `collective` marks text that names many without being a known group («địa phương được lựa chọn»).
    """

    role: str
    organization_id: int | None
    group_id: int | None
    as_written: str
    duty: str = ""
    focal: bool = False
    collective: bool = False


@dataclass(frozen=True)
class Terms:
    """What a document says of one assignment; `position` orders them within their origin."""

    code: str
    content: str
    product: str
    deadline_text: str
    parties: tuple[PartyTerms, ...]
    responsible_leader_id: int | None = None
    handling_officer_id: int | None = None
    follow_up_id: int | None = None
    position: int = 0


@dataclass(frozen=True)
class Origin:
    """The record that an assignment comes from: its kind («scheme»), uid, title and address."""

    kind: str
    uid: UUID
    title: str
    url: str
