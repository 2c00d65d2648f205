"""Meetings and conclusions as the search index knows them.

A conclusion is a record of its own in the index, so that nobody finds a draft whom it does not concern; the line of a
meeting holds nothing of it.
"""

from collections.abc import Iterable, Iterator
from uuid import UUID

from phusa.foundation.search.services import Line
from phusa.planning.meetings.models import Conclusion, Meeting, Participant

Uids = Iterable[UUID] | None


def meetings(uids: Uids) -> Iterator[Line]:
    """Title and place, who was there, what was said."""
    rows = Meeting.objects.all() if uids is None else Meeting.objects.filter(uid__in=list(uids))
    for row in rows:
        people = Participant.objects.filter(delegation__meeting=row).values_list("name", flat=True)
        texts = [row.place, row.chair_name, *people, *row.statements.values_list("text", flat=True)]
        text = "\n".join(filter(None, texts))
        yield Line("meetings.meeting", row.uid, row.title, row.get_absolute_url(), text)


def conclusions(uids: Uids) -> Iterator[Line]:
    """Title, number and opening; the lines are found as assignments."""
    rows = Conclusion.objects.select_related("instrument")
    for row in rows if uids is None else rows.filter(uid__in=list(uids)):
        number = row.instrument.number if row.instrument else ""
        text = "\n".join(filter(None, [number, row.opening]))
        yield Line("meetings.conclusion", row.uid, row.title, row.get_absolute_url(), text)
