"""The words of schemes: kinds, states, sources of money, how much a rule weighs. Source: docs/glossary.md."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class SchemeKind(models.TextChoices):
    """What kind of paper it is; a rule may weigh differently in each."""

    SCHEME = "scheme", _("Scheme")
    PLAN = "plan", _("Plan")
    ACTION_PROGRAMME = "action_programme", _("Action programme")
    ANNEX = "annex", _("Annex of an instrument")


class VersionState(models.TextChoices):
    """Where one version stands. What is approved never changes: an amendment is a new version."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned to be completed")
    APPROVED = "approved", _("Approved")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_STATES = (VersionState.DRAFT, VersionState.SUBMITTED, VersionState.RETURNED)
CLOSED_STATES = (VersionState.APPROVED, VersionState.SUPERSEDED, VersionState.WITHDRAWN)


class ObjectiveKind(models.TextChoices):
    """An objective says where to go, a target how much by when."""

    OBJECTIVE = "objective", _("Objective")
    TARGET = "target", _("Target")


class BudgetSource(models.TextChoices):
    """Where money comes from, as the budget law and the funds name it."""

    CENTRAL_BUDGET = "central_budget", _("State budget, central")
    LOCAL_BUDGET = "local_budget", _("State budget, local")
    FUND = "fund", _("Science and technology development fund")
    COUNTERPART = "counterpart", _("Counterpart funding of enterprises and organisations")
    OTHER = "other", _("Other lawful sources")


class Weight(models.TextChoices):
    """How much a rule of readiness weighs."""

    REQUIRED = "required", _("Required")
    ADVISED = "advised", _("Advised")
    OFF = "off", _("Off")


class Stage(models.TextChoices):
    """The moment at which readiness is asked."""

    SUBMISSION = "submission", _("Before it is submitted")
    APPROVAL = "approval", _("Before it is approved")
    AS_ISSUED = "as_issued", _("Copied from a paper already issued")


@dataclass(frozen=True)
class Heading:
    """The wording above the objectives: what a version is called, its period, orientation and general objective."""

    title: str
    period_from: int | None = None
    period_to: int | None = None
    orientation: str = ""
    general_objective: str = ""
