"""What lower packages are told of programmes: a promise of a meeting becomes a commitment, a request is about one."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phusa.planning.assignments.showing import Clocks
from phusa.planning.cooperation.models import Commitment
from phusa.planning.cooperation.queries import visible_to
from phusa.planning.cooperation.vocabulary import ORIGIN, ProgrammeState
from phusa.planning.meetings.models import Delegation
from phusa.planning.meetings.registry import FollowUp, Made, provide_follow_up
from phusa.planning.meetings.vocabulary import StatementKind
from phusa.planning.requests.registry import provide_subjects
from phusa.planning.requests.vocabulary import Link

PROMISES = frozenset({StatementKind.COMMITMENT, StatementKind.AGREEMENT, StatementKind.PROPOSAL})


def made_of(uids: Iterable[UUID], user: Any) -> dict[UUID, list[Made]]:
    """Commitments by the statement in which they were promised, as far as the user may see their programme."""
    seen = Q() if user is None else Q(programme__in=visible_to(user).values("pk"))
    rows = Commitment.objects.filter(seen, promise_uid__in=list(uids), carried_from=None)
    clocks = Clocks()
    found: dict[UUID, list[Made]] = {}
    for row in rows.select_related("assignment"):
        if row.promise_uid:
            assignment = row.assignment
            made = Made(_("Commitment"), assignment.content, assignment.get_absolute_url(), clocks.state(assignment))
            found.setdefault(row.promise_uid, []).append(made)
    return found


provide_follow_up(
    FollowUp(
        kind=ORIGIN,
        label=_("Make it a commitment"),
        permission="cooperation.edit_programme",
        url_name="cooperation:promise",
        statements=PROMISES,
        made=made_of,
    )
)


def subject(user: Any, uid: UUID) -> Link | None:
    """The programme that a request is to be about."""
    programme = visible_to(user).filter(uid=uid).first()
    return Link(ORIGIN, uid, programme.title, programme.get_absolute_url()) if programme else None


def subject_at_meeting(user: Any, uid: UUID) -> Link | None:
    """The one programme that a meeting is linked to; else the one in force whose both sides sat there."""
    seen = visible_to(user)
    found = list(seen.filter(held_meetings__meeting__uid=uid)[:2])
    if not found:
        there = Delegation.objects.filter(meeting__uid=uid).values("organization")
        found = list(seen.filter(state=ProgrammeState.IN_FORCE, authority__in=there, partner__in=there)[:2])
    if len(found) != 1:
        return None
    return Link(ORIGIN, found[0].uid, found[0].title, found[0].get_absolute_url())


provide_subjects(ORIGIN, subject, subject_at_meeting)
