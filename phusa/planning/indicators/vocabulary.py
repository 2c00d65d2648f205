"""Words of reported figures: what was said, how it is read, on what basis, and how two of them stand to each other.

Source: docs/glossary.md; the working visit of 10 June 2020, of which one source
reports «trên 100 tỷ đồng» and another «gần trăm tỷ đồng».
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

DONG, PERCENT, PERCENT_A_YEAR = "đồng", "%", "%/năm"


class Measure(models.TextChoices):
    """What sort of number an indicator is."""

    COUNT = "count", _("A count")
    MONEY = "money", _("Money")
    PERCENT = "percent", _("A percentage")
    QUANTITY = "quantity", _("Another quantity")


class RollUp(models.TextChoices):
    """What may be done with figures of several places or years. Whoever adds up has to know it first."""

    EACH_YEAR = "each_year", _("Of one year alone: years may be added")
    CUMULATIVE = "cumulative", _("Since the beginning: the last one holds")
    LEVEL = "level", _("On a day: places may be added, years may not")
    NEVER = "never", _("A rate: never added")


class Bound(models.TextChoices):
    """How the number limits what is meant."""

    EXACT = "exact", _("exactly")
    OVER = "over", _("more than")
    AT_LEAST = "at_least", _("at least")
    UNDER = "under", _("less than")
    AT_MOST = "at_most", _("at most")
    NEARLY = "nearly", _("nearly")
    ABOUT = "about", _("about")
    RANGE = "range", _("from … to …")


class ReadingState(models.TextChoices):
    """What became of the words of a figure."""

    READ = "read", _("Read")
    UNIT_MISSING = "unit_missing", _("Unit not stated")
    OTHER_UNIT = "other_unit", _("Another unit")
    UNREAD = "unread", _("Not read: kept as said")


class Basis(models.TextChoices):
    """On what the figure rests."""

    NOT_STATED = "not_stated", _("not stated")
    APPROVED = "approved", _("approved")
    COMMITTED = "committed", _("committed")
    PAID = "paid", _("paid")
    COUNTED = "counted", _("counted")


class Audience(models.TextChoices):
    """Who may see a figure."""

    OWN_SIDE = "own_side", _("The side that recorded it")
    OPEN = "open", _("Everybody who holds a post")


class Verdict(models.TextChoices):
    """How two reports stand to each other."""

    CONTRADICTION = "contradiction", _("Contradiction")
    COMPATIBLE = "compatible", _("Compatible")
    SAME = "same", _("The same")
    NOT_COMPARABLE = "not_comparable", _("Not comparable")


class Listed(models.TextChoices):
    """How much of a reported figure stands in records."""

    NOTHING = "nothing", _("Nothing itemised")
    PARTLY = "partly", _("Partly itemised")
    ALL = "all", _("Itemised")
    MORE = "more", _("More records than reported")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words of a figure say; `low` and `high` are equal for an exact number and for «khoảng».

    `whole` says that only whole numbers can be meant. `bound` is empty where nothing was read.
    """

    state: str
    bound: str = ""
    low: Fraction | None = None
    high: Fraction | None = None
    unit: str = ""
    whole: bool = False

    @property
    def said(self) -> Fraction | None:
        """The number itself, whatever bound stands before it; of a range the lower one."""
        return self.high if self.low is None else self.low

    def as_json(self) -> dict[str, Any]:
        """For storage: exact in every database."""
        return {
            "state": str(self.state),
            "bound": str(self.bound),
            "low": None if self.low is None else str(self.low),
            "high": None if self.high is None else str(self.high),
            "unit": self.unit,
            "whole": self.whole,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        low, high = (None if stored[end] is None else Fraction(stored[end]) for end in ("low", "high"))
        return cls(stored["state"], stored["bound"], low, high, stored["unit"], stored["whole"])


@dataclass(frozen=True, slots=True)
class Claim:
    """What two reports are compared by. `on` is the day that the figure speaks of, else the day it was said."""

    as_said: str
    reading: Reading
    scope: str = ""
    basis: str = Basis.NOT_STATED
    on: date | None = None
    about: UUID | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two reports stand to each other, and the sentence that says why."""

    verdict: Verdict
    why: str


@dataclass(frozen=True, slots=True)
class About:
    """The record that a figure measures, or in which it was said: its kind («programme»), uid, title and address."""

    kind: str
    uid: UUID
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Itemised:
    """What records add up to: how many there are, where they are listed, and sums in the indicator's unit by basis.

    A count needs no sums.
    """

    count: int
    url: str
    totals: Mapping[str, int | Fraction] | None = None


@dataclass(frozen=True, slots=True)
class IndicatorTerms:
    """What an indicator measures. `itemised_by` names a provider of `registry`."""

    name: str
    measure: str = Measure.COUNT
    unit: str = ""
    roll_up: str = RollUp.CUMULATIVE
    note: str = ""
    itemised_by: str = ""


@dataclass(frozen=True, slots=True)
class FigureTerms:
    """What somebody reported. `read_as` says how words that cannot be read alone are to be read («trên 100 tỷ đồng» for
    «trên 100»); `speaker` is text, with the person or the organisation where they are known.
    """

    indicator_id: int
    as_said: str
    read_as: str = ""
    scope: str = ""
    basis: str = Basis.NOT_STATED
    as_of: date | None = None
    said_on: date | None = None
    speaker: str = ""
    speaker_person_id: int | None = None
    speaker_organization_id: int | None = None
    instrument_id: int | None = None
    source_text: str = ""
    source_url: str = ""
    about: About | None = None
    said_in: About | None = None
    audience: str = Audience.OWN_SIDE
