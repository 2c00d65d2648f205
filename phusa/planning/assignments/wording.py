"""How deeds on assignments read in the journal."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from phusa.foundation.journal.wording import reads
from phusa.planning.assignments.vocabulary import Status


def _status(value: Any) -> str:
    return str(Status(value).label)


def _percent(value: Any) -> str:
    return f"{value}%"


def _day(value: Any) -> str:
    return f"{date.fromisoformat(value):%d/%m/%Y}"


reads(
    "assignment.progress_reported",
    _("Reported progress"),
    status=(_("Status"), _status),
    percent=(_("Progress"), _percent),
    on=(_("As of the day"), _day),
    confirmed=_("With the lead agency's word"),
)
reads(
    "assignment.progress_confirmed",
    _("Confirmed the status for the lead agency"),
    status=(_("Status"), _status),
    percent=(_("Progress"), _percent),
)
reads("assignment.evidence_attached", _("Added a file to the report"), file=_("File"))
reads(
    "assignment.handling_set",
    _("Arranged who handles it"),
    responsible_leader=_("Responsible leader"),
    handling_officer=_("Handling officer"),
    follow_up=_("Agency that follows up"),
)
reads("assignment.collective_opened", _("Opened it into one part for each member"), members=_("Members"))
