"""Doubts about a row as sentences, each with the reading that is suggested; a deadline in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phusa.foundation.organizations.reading import DOUBTS as OF_AGENCIES
from phusa.kernel.text import format_date
from phusa.planning.assignments.vocabulary import Recurrence

DOUBTS = {
    **OF_AGENCIES,
    "cut-off": _("«%(text)s» looks cut off: kept as text; complete it by correcting the row."),
    "ambiguous-organization": _("Several organisations are called «%(text)s»: kept as text until one is chosen above."),
    "fragment-joined": _("It has no number and continues task %(number)s: joined to it."),
    "fragment-repeats": _("It has no number and repeats the end of task %(number)s: dropped."),
    "stray-tail": _("«%(text)s» repeats the end of the other agency cell: dropped."),
    "deadline-unread": _("«%(text)s» could not be read as a deadline: kept as written, without a date."),
    "deadline-before-paper": _("«%(text)s» ends before the paper was issued: kept as it is."),
    "duplicate": _("The same task with the same lead stands in row %(row)s: kept twice."),
    "no-lead": _("No lead agency is named: left open."),
    "no-content": _("The task has no text."),
}


def sentence_of(doubt: Mapping[str, Any]) -> str:
    """The sentence of a doubt in the language of the reader."""
    return str(DOUBTS[doubt["code"]]) % doubt["params"]


def deadline_as_read(due: Mapping[str, str]) -> str:
    """The day on which the clock is going to run out, how often it comes back, or from when it holds."""
    first, last = (format_date(date.fromisoformat(due[name])) if due[name] else "" for name in ("start", "end"))
    if due["recurrence"] != Recurrence.NONE:
        label = str(Recurrence(due["recurrence"]).label)
        return gettext("%(often)s, next on %(day)s") % {"often": label, "day": last} if last else label
    if last:
        return last
    return gettext("from %(day)s") % {"day": first} if first else ""
