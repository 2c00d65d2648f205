"""The words of meetings: kinds, statements, sources, states. Source: practice of provincial offices."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class MeetingKind(models.TextChoices):
    """What sort of meeting it is."""

    WORKING_VISIT = "working_visit", _("Working visit")
    COMMITTEE = "committee", _("Meeting of the People's Committee")
    YEARLY_REVIEW = "yearly_review", _("Yearly review")
    OTHER = "other", _("Other meeting")


class MeetingState(models.TextChoices):
    """Whether it has taken place."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Has been held")
    CANCELLED = "cancelled", _("Cancelled")


class SourceKind(models.TextChoices):
    """What tells that something was said."""

    MINUTES = "minutes", _("Minutes of the meeting")
    NOTICE = "notice", _("Conclusion notice")
    PRESS = "press", _("Press item on the meeting")
    AUDIO = "audio", _("Audio file")
    LETTER = "letter", _("Letter")


class StatementKind(models.TextChoices):
    """What sort of thing was said."""

    RESULT = "result", _("Result")
    JUDGEMENT = "judgement", _("Judgement")
    FELL_SHORT = "fell_short", _("What fell short")
    PROPOSAL = "proposal", _("Proposal")
    RECOMMENDATION = "recommendation", _("Recommendation")
    COMMITMENT = "commitment", _("Commitment")
    AGREEMENT = "agreement", _("Agreement")


class ConclusionState(models.TextChoices):
    """Where a conclusion notice stands; only the issued one binds."""

    DRAFT = "draft", _("Being drafted")
    WITH_CHAIR = "with_chair", _("With the chair")
    AGREED = "agreed", _("Agreed by the chair, to be issued")
    ISSUED = "issued", _("Issued")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_STATES = (ConclusionState.DRAFT, ConclusionState.WITH_CHAIR, ConclusionState.AGREED)


class Answer(models.TextChoices):
    """What the agency that answers for a line says of it."""

    DONE = "done", _("Done")
    IN_PROGRESS = "in_progress", _("In progress")
    NOT_DONE = "not_done", _("Not done, asks the chair")


class Decision(models.TextChoices):
    """What the chair says to an agency that asks."""

    WAIVED = "waived", _("Waived")
    NEW_TERM = "new_term", _("A new term")
    UPHELD = "upheld", _("To be done as it stands")


@dataclass(frozen=True)
class MeetingTerms:
    """What a meeting says of itself; `chair_name` and `chair_post` as of that day."""

    kind: str
    title: str
    held_on: date
    place: str = ""
    chair_name: str = ""
    chair_post: str = ""


@dataclass(frozen=True)
class Said:
    """What was said: the words of a statement, and who said them where."""

    kind: str
    text: str
    figure_text: str = ""
    delegation_id: int | None = None
    speaker_id: int | None = None
    source_id: int | None = None
