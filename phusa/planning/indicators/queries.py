"""Sets of indicators and reported figures: who may see which."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from phusa.foundation import access
from phusa.foundation.access import Role
from phusa.foundation.organizations.queries import sides_of
from phusa.planning.indicators.models import Indicator, ReportedFigure
from phusa.planning.indicators.vocabulary import Audience

READERS = tuple(role for role in Role if role != Role.ADMINISTRATOR)


def indicators_visible_to(user: Any) -> QuerySet[Indicator]:
    """Whoever holds a post sees what is measured."""
    rows = Indicator.objects.all()
    return rows if access.standing(user).capacities else rows.none()


def visible_to(user: Any) -> QuerySet[ReportedFigure]:
    """Open figures, for whoever holds a post; the others for the side that recorded them, its auditors included."""
    rows = ReportedFigure.objects.all()
    if not access.standing(user).capacities:
        return rows.none()
    return rows.filter(Q(audience=Audience.OPEN) | Q(authority__in=sides_of(user, *READERS)))


def standing_figures(user: Any) -> QuerySet[ReportedFigure]:
    """What the user may see of what is neither corrected nor withdrawn, with all that a page says of it."""
    return (
        visible_to(user)
        .filter(superseded_by=None, withdrawn_at=None)
        .select_related("indicator", "instrument", "keeper", "speaker_person", "speaker_organization")
    )


def connected_with(uids: Iterable[UUID]) -> Q:
    """Figures about one of these records, or said in it."""
    wanted = list(uids)
    return Q(about_uid__in=wanted) | Q(said_in_uid__in=wanted)
