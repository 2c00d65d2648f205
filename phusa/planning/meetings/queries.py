"""Sets of meetings, statements, papers and conclusions: who may see which; pictures of earlier meetings."""

from typing import Any

from django.db.models import Q, QuerySet, Subquery

from phusa.foundation import access
from phusa.foundation.access import LEADERS, OFFICE, Role
from phusa.foundation.organizations.queries import sides_of
from phusa.planning.meetings.models import (
    Conclusion,
    Delegation,
    Dossier,
    Line,
    Meeting,
    Paper,
    Picture,
    Source,
    Statement,
)
from phusa.planning.meetings.vocabulary import MeetingState

READERS = frozenset(Role) - {Role.AUDITOR, Role.ADMINISTRATOR, Role.OPERATOR}
READERS_OF_DRAFTS = READERS - {Role.MINISTRY_OFFICER}


def visible_to(user: Any) -> QuerySet[Meeting]:
    """Meetings that the user may see: those of one's own side, whether planned or held; those of another side that a
    delegation of one's own took part in, once they have been held; all, for an auditor and for the command line.
    """
    standing = access.standing(user)
    if standing.holds(Role.AUDITOR, Role.OPERATOR):
        return Meeting.objects.all()
    sides = sides_of(user, *READERS)
    if not sides:
        return Meeting.objects.none()
    guests = Delegation.objects.filter(organization__in=sides).values("meeting")
    return Meeting.objects.filter(
        Q(authority__in=sides) | Q(drafting__in=sides) | Q(state=MeetingState.HELD, pk__in=guests)
    )


def statements_visible_to(user: Any) -> QuerySet[Statement]:
    """What was said at the meetings that the user may see."""
    return Statement.objects.filter(meeting__in=visible_to(user).values("pk"))


def sources_visible_to(user: Any) -> QuerySet[Source]:
    """What tells of the meetings that the user may see."""
    return Source.objects.filter(meeting__in=visible_to(user).values("pk"))


def papers_visible_to(user: Any) -> QuerySet[Paper]:
    """Papers of the meetings that the user may see; those of one side, by people of that side alone, and auditors."""
    rows = Paper.objects.filter(meeting__in=visible_to(user).values("pk"))
    if access.standing(user).holds(Role.AUDITOR):
        return rows
    return rows.filter(Q(side=None) | Q(side__in=sides_of(user, *READERS)))


def dossiers_visible_to(user: Any) -> QuerySet[Dossier]:
    """The inside of meetings: for the organisation that drafts, for office and leaders of the authority, for auditors,
    and for successors of these.
    """
    standing = access.standing(user)
    if standing.holds(Role.AUDITOR):
        return Dossier.objects.all()
    return Dossier.objects.filter(_inside(standing))


def conclusions_visible_to(user: Any) -> QuerySet[Conclusion]:
    """Conclusions that the user may see: one that was issued, by whoever sees the meeting or takes part in a line; a
    draft, by those who see the inside of the meeting.
    """
    standing = access.standing(user)
    if standing.holds(Role.AUDITOR):
        return Conclusion.objects.all()
    if not standing.capacities:
        return Conclusion.objects.none()
    lines = access.visible(user, "assignments.view_assignment")
    concerned = Line.objects.filter(assignment__in=lines.values("pk")).values("conclusion")
    outside = Q(meeting__in=visible_to(user).values("pk")) | Q(pk__in=concerned)
    return Conclusion.objects.filter(_inside(standing) | Q(issued_at__isnull=False) & outside)


def _inside(standing: access.Standing) -> Q:
    """Of a meeting that the drafting organisation, or the office and the leaders of the authority, see from inside."""
    return Q(meeting__drafting__in=standing.reach(*READERS_OF_DRAFTS)) | Q(
        meeting__authority__in=standing.reach(*OFFICE, *LEADERS)
    )


def pictures_for(user: Any, meeting: Meeting, key: str) -> tuple[list[Picture], Picture | None]:
    """Pictures frozen under the key for the meeting, the newest first, and the last one of an earlier meeting of the
    same authority: of meetings that the user sees from inside. One query.
    """
    inside = dossiers_visible_to(user).values("meeting")
    seen = Picture.objects.filter(key=key, meeting__in=inside).order_by("-meeting__held_on", "-meeting", "-number")
    before = Q(meeting__held_on__lt=meeting.held_on) | Q(meeting__held_on=meeting.held_on, meeting__lt=meeting.pk)
    earlier = seen.filter(before, meeting__authority=meeting.authority_id).values("pk")[:1]
    found = list(seen.filter(Q(meeting=meeting) | Q(pk=Subquery(earlier))).select_related("meeting"))
    own = [picture for picture in found if picture.meeting_id == meeting.pk]
    return own, next((picture for picture in found if picture.meeting_id != meeting.pk), None)
