"""Meetings and statements as records in which figures are said."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from phusa.planning.indicators.registry import subject
from phusa.planning.indicators.vocabulary import About
from phusa.planning.meetings.queries import statements_visible_to, visible_to

OFFERED = 20


def meetings_found(user: Any, uids: Collection[UUID]) -> Mapping[UUID, About]:
    """Those of the meetings that the user may see."""
    return {row.uid: _meeting(row) for row in visible_to(user).filter(uid__in=uids)}


def meetings_offered(user: Any) -> Iterable[About]:
    """The latest meetings, to choose from."""
    return [_meeting(row) for row in visible_to(user).order_by("-held_on", "-pk")[:OFFERED]]


def statements_found(user: Any, uids: Collection[UUID]) -> Mapping[UUID, About]:
    """Those of the statements that the user may see."""
    rows = statements_visible_to(user).filter(uid__in=uids).select_related("meeting")
    return {row.uid: About("statement", row.uid, row.text, row.get_absolute_url()) for row in rows}


def _meeting(row: Any) -> About:
    return About("meeting", row.uid, row.title, row.get_absolute_url())


subject("meeting", label=_("Meeting"), find=meetings_found, offer=meetings_offered)
subject("statement", label=_("Statement"), find=statements_found)
