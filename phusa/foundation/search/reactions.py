"""What follows deeds on organisations, people and instruments: they are found as they read now."""

from phusa.foundation.journal.models import Entry
from phusa.foundation.journal.reactions import reaction
from phusa.foundation.search.below import LINES
from phusa.foundation.search.services import index


@reaction(
    "organization.created",
    "organization.renamed",
    "organization.corrected",
    "organization.ended",
    "organization.alias_added",
    "organization.alias_removed",
    "person.created",
    "person.edited",
    "post.began",
    "post.ended",
    "instrument.added",
    "instrument.edited",
    name="search.below",
)
def reads_differently(entry: Entry) -> None:
    """The record of the entry, or the person whose post it is, is indexed anew."""
    if entry.subject_kind == "organizations.post":
        kind, uid = "organizations.person", entry.context_uid
    else:
        kind, uid = entry.subject_kind, entry.subject_uid
    index(LINES[kind]([uid] if uid else []), at=entry.at)
