"""How deeds on assignments read in the journal."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from phusa.foundation.journal.wording import label_of, on_day, reads
from phusa.planning.assignments.vocabulary import Status


def change_of_parties(value: Any) -> str:
    """Both lists of parties by name and duty: «was → is»."""
    before, after = (
        "; ".join(f"{party['name']}: {party['duty']}" if party["duty"] else party["name"] for party in parties)
        for parties in value
    )
    return f"{before or '—'} → {after or '—'}"


def _percent(value: Any) -> str:
    return f"{value}%"


reads(
    "assignment.progress_reported",
    _("Reported progress"),
    status=(_("Status"), label_of(Status)),
    percent=(_("Progress"), _percent),
    on=(_("As of the day"), on_day),
    confirmed=_("With the lead agency's word"),
)
reads(
    "assignment.progress_confirmed",
    _("Confirmed the status for the lead agency"),
    status=(_("Status"), label_of(Status)),
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
