"""What can be made of a statement of a meeting: a request of the province, a recommendation of the ministry."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from phusa.planning.meetings.registry import FollowUp, Made, provide_follow_up
from phusa.planning.meetings.vocabulary import StatementKind
from phusa.planning.requests.models import Item
from phusa.planning.requests.queries import made_of, visible_to
from phusa.planning.requests.showing import Clocks
from phusa.planning.requests.vocabulary import Direction


def items_made(direction: Direction, uids: Iterable[UUID], user: Any) -> Mapping[UUID, list[Made]]:
    """Items that were made of the statements, as far as the user may see them (all, for None)."""
    rows = made_of(uids).filter(request__direction=direction)
    if user is not None:
        rows = rows.filter(request__in=visible_to(user))
    clocks = Clocks()
    found: dict[UUID, list[Made]] = defaultdict(list)
    for row in rows.order_by("pk"):
        if row.statement_uid:
            found[row.statement_uid].append(_made(row, direction, clocks))
    return found


def _made(row: Item, direction: Direction, clocks: Clocks) -> Made:
    return Made(direction.label, row.content, row.get_absolute_url(), clocks.badge(row))


def requests_made(uids: Iterable[UUID], user: Any) -> Mapping[UUID, list[Made]]:
    """Requests of the province."""
    return items_made(Direction.REQUEST, uids, user)


def recommendations_made(uids: Iterable[UUID], user: Any) -> Mapping[UUID, list[Made]]:
    """Recommendations of the ministry."""
    return items_made(Direction.RECOMMENDATION, uids, user)


provide_follow_up(
    FollowUp(
        kind="request",
        label=_("Make a request"),
        permission="requests.create_request",
        url_name="requests:new",
        statements=frozenset({StatementKind.PROPOSAL}),
        made=requests_made,
        own_words=True,
        together=_("Make one request of these %(count)d"),
    )
)
provide_follow_up(
    FollowUp(
        kind="recommendation",
        label=_("Make a recommendation"),
        permission="requests.create_request",
        url_name="requests:new",
        statements=frozenset({StatementKind.RECOMMENDATION}),
        made=recommendations_made,
        own_words=True,
        together=_("Make one recommendation of these %(count)d"),
    )
)
