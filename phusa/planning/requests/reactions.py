"""What follows deeds: the search index, and terms that close on another day once the calendar has changed."""

from uuid import UUID

from phusa.foundation.journal.models import Entry
from phusa.foundation.journal.reactions import reaction
from phusa.foundation.search import services as search
from phusa.planning.requests.search import lines_of
from phusa.planning.requests.services import move_closing_days


@reaction("calendar.changed", name="requests.closing_days")
def calendar_changed(entry: Entry) -> None:
    """Terms end on the days of the calendar as it is now."""
    move_closing_days()


@reaction(
    "request.drafted",
    "request.edited",
    "request.item_added",
    "request.item_edited",
    "request.item_removed",
    "request.imported",
    "request.sent",
    "request.item_answered",
    "request.package_taken_in",
    name="requests.search",
)
def index_for_search(entry: Entry) -> None:
    """Put the request of the entry into the search index anew."""
    uids: list[UUID] = [uid for uid in (entry.context_uid, entry.subject_uid) if uid]
    search.index(lines_of(uids), at=entry.at)
