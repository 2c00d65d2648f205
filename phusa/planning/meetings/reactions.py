"""What follows deeds on meetings elsewhere: the search index."""

from django.db.models import Q

from phusa.foundation.journal.models import Entry
from phusa.foundation.journal.reactions import reaction
from phusa.foundation.search import services as index
from phusa.planning.meetings.models import Conclusion, Meeting
from phusa.planning.meetings.search import conclusions, meetings


@reaction(
    "meeting.created",
    "meeting.edited",
    "meeting.participant_added",
    "meeting.participant_removed",
    "meeting.delegation_removed",
    "meeting.statement_added",
    "meeting.statement_edited",
    "meeting.statement_removed",
    name="meetings.search",
)
def index_the_meeting(entry: Entry) -> None:
    """The meeting of the entry is found as it reads now."""
    uids = [uid for uid in (entry.subject_uid, entry.context_uid) if uid]
    found = Meeting.objects.filter(uid__in=uids).values_list("uid", flat=True)
    index.index(meetings(list(found)), at=entry.at)


@reaction(
    "conclusion.started",
    "conclusion.edited",
    "conclusion.issued",
    "conclusion.withdrawn",
    name="meetings.search_conclusions",
)
def index_the_conclusion(entry: Entry) -> None:
    """The conclusion of the entry's meeting is found as it reads now."""
    about = Q(uid=entry.subject_uid) | Q(meeting__dossier__uid__in=[entry.subject_uid, entry.context_uid])
    found = Conclusion.objects.filter(about).values_list("uid", flat=True)
    index.index(conclusions(list(found)), at=entry.at)
