"""How deeds on requests read in the journal."""

from django.utils.translation import gettext_lazy as _

from phusa.foundation.journal.wording import label_of, on_day, reads
from phusa.planning.requests.vocabulary import Counts, DueBasis, Outcome

ITEM = _("Item")
reads("request.drafted", _("Began to draft a request"))
reads("request.edited", _("Edited the draft"))
reads("request.item_added", _("Added an item to the draft"), item=ITEM)
reads("request.item_edited", _("Edited an item of the draft"), item=ITEM)
reads("request.item_removed", _("Took an item out of the draft"), item=ITEM)
reads("request.imported", _("Imported requests from a table"), items=_("Items"))
reads("request.import_undone", _("Took an import back"))
reads(
    "request.sent",
    _("Recorded that the request was sent"),
    number=_("Number"),
    sent_on=(_("Sent on"), on_day),
    items=_("Items"),
)
reads("request.withdrawn", _("Withdrew the request"), reason=_("Reason"))
reads(
    "request.due_set",
    _("Set the term for the answer"),
    numbers=_("Items"),
    basis=(_("Term"), label_of(DueBasis)),
    on=(_("Day"), on_day),
    closes_on=(_("Closes on"), on_day),
)
reads("request.item_assigned", _("Gave the item to units"), number=ITEM, units=_("Units"))
reads(
    "request.item_forwarded",
    _("Handed the item on"),
    number=ITEM,
    from_unit=_("From"),
    to_unit=_("To"),
    on=(_("Day"), on_day),
    reason=_("Reason"),
)
reads(
    "request.item_paused",
    _("Stopped the clock"),
    number=ITEM,
    from_on=(_("From"), on_day),
    to_on=(_("Runs again on"), on_day),
    reason=_("Reason"),
)
reads("request.item_resumed", _("Let the clock run again"), number=ITEM, on=(_("Day"), on_day))
reads(
    "request.item_answered",
    _("Recorded an answer"),
    number=ITEM,
    outcome=(_("Outcome"), label_of(Outcome)),
    on=(_("Answered on"), on_day),
    by=_("Answered by"),
    paper=_("Document"),
    text=_("Answer"),
)
reads("request.answered", _("Every item has been answered"))
reads("request.item_reopened", _("Took the item up again"), number=ITEM, on=(_("Day"), on_day), reason=_("Reason"))
reads("request.note_written", _("Wrote an internal note"))
reads(
    "request.rule_added",
    _("Added a rule for answering"),
    name=_("Name"),
    days=_("Days"),
    counts=(_("Which days count"), label_of(Counts)),
    source=_("Source"),
)
reads("request.rule_ended", _("Ended a rule for answering"), valid_to=(_("Day"), on_day))
reads("request.package_made", _("Made a signed package"), digest=_("Digest"))
reads(
    "request.package_held", _("Received a package signed with an unknown key"), fingerprint=_("Fingerprint of the key")
)
reads("request.package_taken_in", _("Took in a signed package"), digest=_("Digest"), answers=_("Answers"))
reads(
    "request.key_recorded",
    _("Recorded the key of another installation"),
    authority=_("Authority"),
    fingerprint=_("Fingerprint of the key"),
)
reads("request.key_ended", _("Ended the key of another installation"), fingerprint=_("Fingerprint of the key"))
