"""What meetings themselves make of a statement: an assignment. Higher packages register theirs in the same way."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from phusa.foundation import access
from phusa.planning.assignments.showing import Clocks
from phusa.planning.meetings.models import Assigned
from phusa.planning.meetings.registry import FollowUp, Made, provide_follow_up
from phusa.planning.meetings.vocabulary import StatementKind


def assignments_made(uids: Iterable[UUID], user: Any) -> Mapping[UUID, list[Made]]:
    """Assignments that were made of the statements, as far as the user may see them."""
    rows = Assigned.objects.filter(statement__uid__in=list(uids)).select_related("statement", "assignment")
    if user is not None:
        seen = access.visible(user, "assignments.view_assignment")
        rows = rows.filter(assignment__in=seen.values("pk"))
    clocks, found = Clocks(), defaultdict(list)
    for row in rows.order_by("pk"):
        made = Made(
            _("Assignment"), row.assignment.content, row.assignment.get_absolute_url(), clocks.state(row.assignment)
        )
        found[row.statement.uid].append(made)
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
