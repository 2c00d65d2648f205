"""Small value objects that pages are made of: tones, states, deadlines, abilities, steps.

Source: the words of progress are those of provincial practice («trong hạn / quá hạn × đang thực hiện / hoàn thành»).
"""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Tone(models.TextChoices):
    """What a colour means; it never speaks without a word and an icon beside it."""

    NEUTRAL = "neutral", _("neutral")
    ACTION = "action", _("to act upon")
    SOON = "soon", _("due soon")
    LATE = "late", _("late")
    DONE = "done", _("done and verified")
    QUIET = "quiet", _("in the background")


class Theme(models.TextChoices):
    """The colours a person has chosen."""

    AUTO = "auto", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Section(models.TextChoices):
    """Headings of the navigation, in their order."""

    TODAY = "today", ""
    PLANNING = "planning", _("Planning")
    DELIVERY = "delivery", _("Delivery")
    OUTCOMES = "outcomes", _("Results")
    INSIGHT = "insight", _("Insight")
    ADMINISTRATION = "administration", _("Administration")


class Timeliness(models.TextChoices):
    """Where something stands against its deadline, counted in working days by whoever owns it."""

    NONE = "none", _("no deadline")
    ON_TIME = "on_time", _("on time")
    SOON = "soon", _("due soon")
    LATE = "late", _("overdue")


@dataclass(frozen=True, slots=True)
class State:
    """A badge: word, icon, tone. `str()` gives the words, which is what an export writes."""

    label: Text
    icon: str
    tone: Tone = Tone.NEUTRAL
    suffix: Text = ""  # «quá hạn» behind «đang thực hiện»
    note: Text = ""  # «chưa được cơ quan xác nhận»

    def __str__(self) -> str:
        words = str(self.label)
        if self.suffix:
            words = f"{words} · {self.suffix}"
        return f"{words} ({self.note})" if self.note else words


_PROGRESS = {
    "not_started": (_("Not started"), "circle"),
    "in_progress": (_("In progress"), "circle-half"),
    "done": (_("Done"), "check-circle-fill"),
    "paused": (_("Paused"), "pause-circle"),
}
_UNCONFIRMED = _("not yet confirmed by the agency")


def progress_state(status: str, timeliness: str = Timeliness.NONE, *, confirmed: bool = True) -> State:
    """The badge of a tracked thing. Green is kept for what is done, in time and confirmed.

    `status` is not_started, in_progress, done or paused (anything else raises `KeyError`).
    """
    label, icon = _PROGRESS[status]
    late, soon = timeliness == Timeliness.LATE, timeliness == Timeliness.SOON
    note = "" if confirmed else _UNCONFIRMED
    if status == "paused":
        return State(label, icon, Tone.QUIET, note=note)
    suffix: Text = "" if timeliness == Timeliness.NONE else Timeliness(timeliness).label
    if status == "done":
        suffix = Timeliness.ON_TIME.label if soon else suffix
        return State(label, icon, Tone.DONE if confirmed and not late else Tone.NEUTRAL, suffix, note)
    tone = Tone.LATE if late else Tone.SOON if soon else Tone.NEUTRAL
    return State(
        label, "exclamation-triangle-fill" if late else "hourglass-split" if soon else icon, tone, suffix, note
    )


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as a page shows it: the words of the document, the day read from them, and how far away it is.

    `days` are working days until `due_on`, negative when it has passed, None when nobody counts (no day, or done).
    `unread` says that the words could not be read as a day.
    """

    as_written: str = ""
    due_on: date | None = None
    days: int | None = None
    timeliness: str = Timeliness.NONE
    unread: bool = False

    @property
    def distance(self) -> str:
        """«còn 3 ngày làm việc», «quá hạn 2 ngày làm việc», or nothing."""
        if self.days is None:
            return ""
        if self.days == 0:
            return gettext("due today")
        if self.days < 0:
            return ngettext("%(n)d working day late", "%(n)d working days late", -self.days) % {"n": -self.days}
        return ngettext("%(n)d working day left", "%(n)d working days left", self.days) % {"n": self.days}

    def __str__(self) -> str:
        return f"{self.due_on:%d/%m/%Y}" if self.due_on else self.as_written


@dataclass(frozen=True, slots=True)
class Ability:
    """Something that can be done on this page: by me (with its address), or by whom."""

    label: Text
    allowed: bool
    url: str = ""
    who: Text = ""  # who can, when I cannot
    reason: Text = ""  # why nobody can now


@dataclass(frozen=True, slots=True)
class Tile:
    """A key figure; the number leads to the list it counts."""

    label: Text
    figure: object
    url: str = ""
    tone: Tone = Tone.NEUTRAL
    icon: str = ""
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of a record among several."""

    label: Text
    url: str
    active: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class WizardStep:
    """A step of a longer piece of work; `url` only where one may go back to it."""

    label: Text
    state: str  # done, current, ahead
    url: str = ""
