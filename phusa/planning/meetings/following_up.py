"""What meetings themselves make of a statement: an assignment. Higher packages register theirs in the same way."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phusa.foundation import access
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.queries import with_clock
from phusa.planning.assignments.showing import state_of
from phusa.planning.assignments.vocabulary import Clock, ClockState
from phusa.planning.meetings.registry import FollowUp, Made, provide_follow_up
from phusa.planning.meetings.vocabulary import StatementKind


def assignments_made(uids: Iterable[UUID], user: Any) -> Mapping[UUID, list[Made]]:
    """Assignments that were made of the statements, as far as the user may see them. One query."""
    rows = Assignment.objects.all() if user is None else access.visible(user, "assignments.view_assignment")
    made = rows.filter(of_statement__statement__uid__in=list(uids)).select_related("of_statement__statement")
    found: dict[UUID, list[Made]] = defaultdict(list)
    clocked: Any = with_clock(made, timezone.localdate()).order_by("pk")
    for row in clocked:
        state = state_of(row, Clock(ClockState(row.clock)))
        found[row.of_statement.statement.uid].append(Made(_("Assignment"), row.content, row.get_absolute_url(), state))
    return found


provide_follow_up(
    FollowUp(
        kind="assignment",
        label=_("Make an assignment"),
        permission="meetings.edit_meeting",
        url_name="meetings:assign",
        statements=frozenset(
            {StatementKind.COMMITMENT, StatementKind.AGREEMENT, StatementKind.RECOMMENDATION, StatementKind.PROPOSAL}
        ),
        made=assignments_made,
    )
)
