"""Sets of requests and items: who may see which, where each stands against its term, what lies with whom."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from phusa.foundation import access
from phusa.foundation.access import DRAFTERS, LEADERS, OFFICE, Role
from phusa.foundation.organizations.models import Organization
from phusa.foundation.organizations.queries import sides_of
from phusa.foundation.organizations.vocabulary import Level
from phusa.planning.requests.models import Answer, ClockRule, Item, Note, Package, PartnerKey, Request
from phusa.planning.requests.vocabulary import DUE_SOON_DAYS, ClockState, RequestState

SIDES = tuple(role for role in Role if role not in (Role.ADMINISTRATOR, Role.OPERATOR))  # who stands on a side
AUTHORITIES = (Level.PROVINCE, Level.MINISTRY, Level.CENTRAL)
OF_A_UNIT = (*DRAFTERS, Role.CLERK, Role.OFFICER, Role.MINISTRY_OFFICER)
OF_AN_OFFICE = (*OFFICE, *LEADERS, Role.MINISTRY_OFFICER)


def visible_to(user: Any) -> QuerySet[Request]:
    """Requests that the user may see.

    What has been sent is seen by the people of both sides, and by auditors. A draft is seen by the unit that drafts,
    by office and leaders of its authority, and by auditors of that side.
    """
    standing = access.standing(user)
    if not standing.capacities:
        return Request.objects.none()
    sides = sides_of(user, *SIDES)
    sent = Q(sent_at__isnull=False)
    drafts = Q(asking_unit__in=standing.reach(*OF_A_UNIT)) | Q(asking_authority__in=standing.reach(*OF_AN_OFFICE))
    if standing.holds(Role.AUDITOR):
        drafts |= Q(asking_authority__in=sides)
    else:
        sent &= Q(asking_authority__in=sides) | Q(asked_authority__in=sides)
    return Request.objects.filter(sent | Q(sent_at=None) & drafts)


def items_visible_to(user: Any) -> QuerySet[Item]:
    """The items of those requests."""
    return Item.objects.filter(request__in=visible_to(user))


def answers_visible_to(user: Any) -> QuerySet[Answer]:
    """The answers to those items."""
    return Answer.objects.filter(item__request__in=visible_to(user))


def notes_visible_to(user: Any) -> QuerySet[Note]:
    """Internal notes of the user's own side, on requests that the user may see; nobody else's, whatever the role."""
    return Note.objects.filter(side__in=sides_of(user, *SIDES), request__in=visible_to(user))


def packages_visible_to(user: Any) -> QuerySet[Package]:
    """Packages that the user's own side made or took in."""
    of_request = Q(request__in=visible_to(user)) | Q(request=None)
    return Package.objects.filter(of_request, side__in=sides_of(user, *SIDES))


def keys_visible_to(user: Any) -> QuerySet[PartnerKey]:
    """The keys that the user's own side has checked."""
    return PartnerKey.objects.filter(side__in=sides_of(user, *SIDES))


def rules_visible_to(user: Any) -> QuerySet[ClockRule]:
    """Whoever holds a post sees the rules that terms are counted by."""
    return ClockRule.objects.all() if access.standing(user).capacities else ClockRule.objects.none()


def organizations_drafted_for(user: Any, *roles: Role) -> QuerySet[Organization]:
    """For whom the user may write a request, predecessors left out."""
    return Organization.objects.filter(pk__in=access.standing(user).own(*roles)).order_by("sort_key", "pk")


def rules_for(direction: str, asked_authority_id: int, on: date) -> QuerySet[ClockRule]:
    """The rules that may be applied to a request sent on that day."""
    of_authority = Q(asked_authority=None) | Q(asked_authority=asked_authority_id)
    return ClockRule.objects.as_of(on).filter(of_authority, direction__in=["", direction])


def clock_conditions(today: date) -> dict[ClockState, Q]:
    """What each state of the clock means on `today`; every item is in exactly one of them."""
    soon = today + timedelta(days=DUE_SOON_DAYS)
    running, settled = Q(settled_on=None), Q(settled_on__isnull=False)
    return {
        ClockState.NONE: running & Q(closes_on=None, paused_since=None),
        ClockState.STOPPED: running & Q(closes_on=None, paused_since__isnull=False),
        ClockState.OVERDUE: running & Q(closes_on__lt=today),
        ClockState.DUE_SOON: running & Q(closes_on__gte=today, closes_on__lte=soon),
        ClockState.OPEN: running & Q(closes_on__gt=soon),
        ClockState.ANSWERED: settled & Q(closes_on=None),
        ClockState.ANSWERED_ON_TIME: settled & Q(closes_on__isnull=False) & _settled_in_time(),
        ClockState.ANSWERED_LATE: settled & Q(closes_on__isnull=False) & ~_settled_in_time(),
    }


def _settled_in_time() -> Q:
    return Q(settled_on__lte=F("closes_on"))


def waiting() -> Q:
    """Items that somebody waits for."""
    return Q(request__state=RequestState.OPEN, settled_on=None)


def asked_of(sides: Iterable[int]) -> Q:
    """Items that are asked of these authorities."""
    return Q(request__asked_authority__in=sides)


def asked_by(sides: Iterable[int]) -> Q:
    """Items that these authorities ask."""
    return Q(request__asking_authority__in=sides)


def about(uid: UUID) -> QuerySet[Request]:
    """Requests about one record of another package (a programme): the caller narrows them to what may be seen."""
    return Request.objects.filter(about_uid=uid)


def made_of(statement_uids: Iterable[UUID]) -> QuerySet[Item]:
    """Items that were made from these statements."""
    return Item.objects.filter(statement_uid__in=list(statement_uids)).select_related("request")


def tally(items: QuerySet[Item], today: date) -> dict[str, int]:
    """How many of these items wait, are overdue, are answered; one query."""
    clocks = clock_conditions(today)
    counted: dict[str, int] = items.order_by().aggregate(
        asked=Count("pk"),
        waiting=Count("pk", filter=waiting()),
        overdue=Count("pk", filter=waiting() & clocks[ClockState.OVERDUE]),
        settled=Count("pk", filter=Q(settled_on__isnull=False)),
    )
    return counted
