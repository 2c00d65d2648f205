"""Kinds of instruments, and how one stands to another. Source: Decree 30/2020/NĐ-CP, art. 7, and office practice."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What sort of paper it is."""

    LAW = "law", _("Law")
    RESOLUTION = "resolution", _("Resolution")
    DECREE = "decree", _("Decree")
    DECISION = "decision", _("Decision")
    CIRCULAR = "circular", _("Circular")
    DIRECTIVE = "directive", _("Directive")
    CONCLUSION = "conclusion", _("Conclusion")
    PROGRAMME = "programme", _("Programme")
    PLAN = "plan", _("Plan")
    SCHEME = "scheme", _("Scheme")
    SUBMISSION = "submission", _("Submission")
    REPORT = "report", _("Report")
    NOTICE = "notice", _("Notice")
    MINUTES = "minutes", _("Minutes")
    LETTER = "letter", _("Official letter")
    PRESS = "press", _("Press item")
    OTHER = "other", _("Other instrument")


class RelationKind(models.TextChoices):
    """How the first instrument stands to the second: «50-KL/TW continues 20-NQ/TW»."""

    IMPLEMENTS = "implements", _("implements")
    CONTINUES = "continues", _("continues")
    REPLACES = "replaces", _("replaces")
    AMENDS = "amends", _("amends")
    BASED_ON = "based_on", _("is based on")

    @property
    def seen_from_the_other(self) -> str:
        """The same relation as the second instrument tells it: «is continued by»."""
        return str(_FROM_THE_OTHER[self])


_FROM_THE_OTHER = {
    RelationKind.IMPLEMENTS: _("is implemented by"),
    RelationKind.CONTINUES: _("is continued by"),
    RelationKind.REPLACES: _("is replaced by"),
    RelationKind.AMENDS: _("is amended by"),
    RelationKind.BASED_ON: _("is a ground of"),
}


class Secrecy(models.TextChoices):
    """The degree that is asked at the door; only what is not secret comes in."""

    NORMAL = "normal", _("Not secret")
    CONFIDENTIAL = "confidential", _("Confidential (Mật)")
    SECRET = "secret", _("Secret (Tối mật)")
    TOP_SECRET = "top_secret", _("Top secret (Tuyệt mật)")


@dataclass(frozen=True, slots=True)
class InstrumentTerms:
    """What an instrument says of itself."""

    kind: str
    title: str
    number: str = ""
    issuer_name: str = ""
    issued_on: date | None = None
    effective_on: date | None = None
    source_url: str = ""
    degree_of_secrecy: str = Secrecy.NORMAL
