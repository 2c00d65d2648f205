"""How deeds on meetings and conclusions read in the journal."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from phusa.foundation.journal.wording import change, label_of, on_day, reads
from phusa.planning.assignments.wording import change_of_parties
from phusa.planning.meetings.vocabulary import Decision, MeetingKind, SourceKind, StatementKind


def _kind(value: Any) -> str:
    """The kinds of meetings are told in words, those of statements by their value."""
    labels = {**dict(MeetingKind.choices), **dict(StatementKind.choices)}
    return " → ".join(str(labels.get(one, one)) for one in value)


reads("meeting.created", _("Recorded the meeting"), held_on=(_("Held on"), on_day), place=_("Place"))
reads(
    "meeting.edited",
    _("Put the record of the meeting right"),
    kind=(_("Kind"), _kind),
    title=(_("Title"), change),
    held_on=(_("Held on"), change),
    place=(_("Place"), change),
    chair_name=(_("Chair"), change),
    chair_post=(_("Post of the chair that day"), change),
)
reads("meeting.held", _("Recorded that the meeting was held"))
reads("meeting.cancelled", _("Cancelled the meeting"), reason=_("Reason"))
reads("meeting.delegation_added", _("Named a delegation"))
reads("meeting.delegation_removed", _("Took a delegation out"))
reads("meeting.participant_added", _("Named a participant"), post=_("Post"), source=_("Source"))
reads("meeting.post_added", _("Recorded the post that another source gives"), post=_("Post"), source=_("Source"))
reads("meeting.participant_removed", _("Took a participant out"))
reads("meeting.source_added", _("Named a source"), source_kind=(_("Kind"), label_of(SourceKind)))
reads("meeting.source_removed", _("Took a source out"))
reads("meeting.paper_added", _("Added a paper"))
reads("meeting.statement_added", _("Wrote down what was said"), statement_kind=(_("Kind"), label_of(StatementKind)))
reads(
    "meeting.statement_edited",
    _("Put right what was written down"),
    kind=(_("Kind"), _kind),
    text=(_("Text"), change),
    figure_text=(_("Figure, as it was said"), change),
    delegation=(_("Side"), change),
    speaker=(_("Speaker"), change),
    source=(_("Source"), change),
)
reads("meeting.statement_removed", _("Took out what had been written down"), text=_("Text"))
reads("meeting.assigned", _("Made an assignment of a statement"), statement=_("Statement"))
reads("meeting.picture_frozen", _("Froze a picture with the meeting"), digest=_("Digest"))
reads("conclusion.started", _("Began the conclusion"), title=_("Title"))
reads("conclusion.edited", _("Edited the conclusion"), title=(_("Title"), change), opening=(_("Opening"), change))
reads("conclusion.line_added", _("Added a line"), number=_("Line number"))
reads(
    "conclusion.line_edited",
    _("Edited a line"),
    number=_("Line number"),
    content=(_("Content"), change),
    product=(_("Product"), change),
    deadline=(_("Deadline"), change),
    parties=(_("Parties"), change_of_parties),
)
reads("conclusion.line_removed", _("Took a line out"), number=_("Line number"), content=_("Content"))
reads("conclusion.line_moved", _("Moved a line"), number=_("Line number"))
reads("conclusion.sent", _("Sent the conclusion to the chair"))
reads("conclusion.returned", _("Returned the conclusion to be completed"), reason=_("Reason"))
reads("conclusion.agreed", _("Agreed to the conclusion"))
reads(
    "conclusion.issued",
    _("Issued the conclusion"),
    instrument=_("Instrument"),
    signer=_("Signed by"),
    on_paper=_("Signed on paper"),
    issued=_("Tasks issued"),
    digest=_("Digest of the wording"),
)
reads("conclusion.withdrawn", _("Took the conclusion back"), reason=_("Reason"))
reads(
    "line.referred",
    _("Asked the chair about a line"),
    number=_("Line number"),
    reason=_("Reason"),
    wanted_term=_("Term asked for"),
)
reads(
    "line.decided",
    _("Decided on a line"),
    number=_("Line number"),
    decision=(_("Decision"), label_of(Decision)),
    reason=_("Reason"),
    deadline=_("Deadline"),
)
reads("line.term_set", _("Set the deadline of a line"), number=_("Line number"), deadline=_("Deadline"))
