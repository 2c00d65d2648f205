"""How deeds on programmes read in the journal."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from phusa.foundation.journal.wording import change, label_of, on_day, reads
from phusa.planning.assignments.wording import change_of_parties
from phusa.planning.cooperation.vocabulary import REVIEW_PARTS, ResultKind

REASON: dict[str, Any] = {"reason": _("Reason")}
HEADING: dict[str, Any] = {
    "title": (_("Title"), change),
    "valid_from": (_("From"), change),
    "valid_to": (_("Until (not included)"), change),
    "orientation": (_("Orientation"), change),
    "source": (_("Source"), change),
}
TERMS: dict[str, Any] = {
    "code": (_("Code"), change),
    "name": (_("Name"), change),
    "place": (_("Place"), change),
    "host_text": (_("Host"), change),
    "support_approved": (_("Support approved"), change),
    "support_paid": (_("Support paid"), change),
    "products": (_("Products"), change),
    "source": (_("Source"), change),
}
CONTENT: dict[str, Any] = {
    "content": (_("Content"), change),
    "product": (_("Product"), change),
    "deadline": (_("Deadline"), change),
    "parties": (_("Parties"), change_of_parties),
}

reads("programme.created", _("Started the programme"), title=_("Title"), partner=_("Other side"))
reads("programme.edited", _("Edited the heading"), **HEADING)
reads("programme.clause_added", _("Added a clause"), text=_("Text"))
reads("programme.clause_edited", _("Edited a clause"), text=(_("Text"), change))
reads("programme.clause_removed", _("Took a clause out"), text=_("Text"))
reads("programme.signatories_set", _("Named the signatories"), signatories=(_("Signatories"), change))
reads("programme.ground_added", _("Named a ground"), instrument=_("Instrument"))
reads("programme.ground_removed", _("Took a ground out"), instrument=_("Instrument"))
reads(
    "programme.commitment_added",
    _("Recorded a commitment"),
    side=_("Side"),
    content=_("Content"),
    said_in=_("Said in"),
)
reads("programme.commitment_edited", _("Changed a commitment"), **CONTENT, **REASON)
reads("programme.commitment_withdrawn", _("Took a commitment back"), content=_("Content"), **REASON)
reads(
    "programme.signed",
    _("Recorded the signing"),
    signed_on=(_("Signed on"), on_day),
    instrument=_("Instrument"),
    issued=_("Commitments that bind from now on"),
    carried=_("Carried over"),
)
reads("programme.handed_over", _("Handed over to the next programme"), next=_("Next programme"))
reads("programme.ended", _("Ended the programme"), ended_on=(_("Ended on"), on_day), open=_("Still open"), **REASON)
reads("programme.renewal_started", _("Started the next programme"), title=_("Title"), carried=_("Carried over"))
reads("programme.discarded", _("Discarded the draft"), title=_("Title"))
reads("programme.project_added", _("Recorded a project"), project=_("Project"))
reads("programme.project_edited", _("Put a project right"), **TERMS)
reads("programme.project_removed", _("Took a project out"), project=_("Project"), **REASON)
reads("programme.result_added", _("Recorded a result"), kind=(_("Kind"), label_of(ResultKind)), result=_("Result"))
reads("programme.result_edited", _("Put a result right"), **TERMS)
reads("programme.result_removed", _("Took a result out"), result=_("Result"), **REASON)
reads("programme.plan_set", _("Recorded the plan of a year"), year=_("Year"), text=(_("Text"), change))
reads("programme.review_started", _("Began a review"))
reads(
    "programme.review_edited",
    _("Edited the review"),
    cut_off=(_("Figures as of"), change),
    **{name: (label, change) for name, label in REVIEW_PARTS.items()},
)
reads(
    "programme.review_adopted",
    _("Adopted the review"),
    review=_("Review"),
    adopted_on=(_("Adopted on"), on_day),
    digest=_("Digest of the wording"),
)
reads("programme.list_imported", _("Imported a list"), projects=_("Projects"), results=_("Results"))
reads("programme.import_undone", _("Took an imported list back"), taken_back=_("Taken back"))
reads("programme.meeting_linked", _("Linked a meeting"), held_on=(_("Held on"), on_day))
reads("programme.meeting_unlinked", _("Took the link to a meeting back"), held_on=(_("Held on"), on_day))
