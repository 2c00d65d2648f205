"""The words of coordination programmes: states, clauses, projects, results, reviews. Source: docs/glossary.md."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

ORIGIN = "programme"  # what a commitment's assignment says it comes from


class ProgrammeState(models.TextChoices):
    """Where a programme stands. A renewed one has handed over to the programme of the next period."""

    DRAFT = "draft", _("Draft")
    IN_FORCE = "in_force", _("In force")
    ENDED = "ended", _("Ended")
    RENEWED = "renewed", _("Renewed")


SIGNED_STATES = (ProgrammeState.IN_FORCE, ProgrammeState.ENDED, ProgrammeState.RENEWED)


class ClauseKind(models.TextChoices):
    """What a numbered sentence of the programme is."""

    CONTENT = "content", _("Content of the coordination")
    RESPONSIBILITY = "responsibility", _("Responsibility of one side")


class ProjectState(models.TextChoices):
    """How far a linked project is, as its source says; the full life of projects is recorded elsewhere."""

    UNKNOWN = "unknown", _("Not stated")
    RUNNING = "running", _("Being carried out")
    FINISHED = "finished", _("Finished")
    STOPPED = "stopped", _("Stopped")


class ResultKind(models.TextChoices):
    """What came out of a project or of the programme."""

    MODEL = "model", _("Model")
    TECHNOLOGY = "technology", _("Technology transferred")
    BRAND = "brand", _("Brand")
    VARIETY = "variety", _("Plant or animal variety")
    OTHER = "other", _("Other result")


class ReviewKind(models.TextChoices):
    """Which review it is."""

    YEARLY = "yearly", _("Yearly review")
    FINAL = "final", _("Final review")


class ReviewState(models.TextChoices):
    """An adopted review never changes."""

    DRAFT = "draft", _("Draft")
    ADOPTED = "adopted", _("Adopted")


# The skeleton that every report of an office has, in this order.
REVIEW_PARTS = {
    "results": _("Results"),
    "shortcomings": _("Shortcomings and limits"),
    "causes": _("Causes"),
    "directions": _("Directions"),
    "recommendations": _("Recommendations"),
}


@dataclass(frozen=True)
class Heading:
    """What stands above the clauses of a programme; the period is half-open: `valid_to` is the first day outside it."""

    title: str
    valid_from: date | None = None
    valid_to: date | None = None
    orientation: str = ""
    source: str = ""


@dataclass(frozen=True)
class SignatoryTerms:
    """Who signed for which side, with the post of that day as the paper gives it."""

    side_id: int
    name: str
    post: str
    person_id: int | None = None


@dataclass(frozen=True)
class Promise:
    """Where a commitment was promised when that was not in the programme's own text: a statement of a meeting."""

    uid: str = ""
    title: str = ""
    url: str = ""


@dataclass(frozen=True)
class ProjectTerms:
    """What is known of a linked project; sums are whole dong, None where the source gives none."""

    name: str
    code: str = ""
    state: str = ProjectState.UNKNOWN
    host_text: str = ""
    host_id: int | None = None
    place: str = ""
    from_year: int | None = None
    to_year: int | None = None
    support_approved: int | None = None
    support_paid: int | None = None
    products: str = ""
    managing_text: str = ""
    managing_id: int | None = None
    tracking_text: str = ""
    tracking_id: int | None = None
    source: str = ""


@dataclass(frozen=True)
class ResultTerms:
    """What is known of a linked result."""

    kind: str
    name: str
    place: str = ""
    year: int | None = None
    project_id: int | None = None
    source: str = ""
