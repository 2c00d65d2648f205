"""Sets of programmes and of what hangs on them: who may see which, and the counts that pages and figures need."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, JSONField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When, Window
from django.db.models.functions import Coalesce, JSONObject, RowNumber

from phusa.foundation import access
from phusa.foundation.access import LEADERS, OFFICE, Role
from phusa.planning.assignments.models import NEVER, Assignment
from phusa.planning.assignments.queries import clock_conditions
from phusa.planning.assignments.vocabulary import ClockState, Standing, Status
from phusa.planning.cooperation.models import (
    CarriedRequest,
    Commitment,
    HeldMeeting,
    LinkedProject,
    LinkedResult,
    Programme,
    Review,
)
from phusa.planning.cooperation.vocabulary import SIGNED_STATES, ReviewState
from phusa.planning.meetings.models import Meeting
from phusa.planning.meetings.queries import visible_to as meetings_visible_to
from phusa.planning.requests.models import Item, Request
from phusa.planning.requests.queries import clock_conditions as request_clocks
from phusa.planning.requests.queries import visible_to as requests_visible_to
from phusa.planning.requests.queries import waiting
from phusa.planning.requests.vocabulary import ClockState as RequestClock
from phusa.planning.requests.vocabulary import RequestState

READERS_OF_DRAFTS = frozenset(Role) - {Role.AUDITOR, Role.ADMINISTRATOR, Role.MINISTRY_OFFICER, Role.OPERATOR}
BINDING = (Standing.DRAFT, Standing.ISSUED)


# Who sees what


def visible_to(user: Any) -> QuerySet[Programme]:
    """What was signed is seen by everybody who holds a post. A draft is seen by the people of the organisation that
    keeps it, by office and leaders of its authority, by auditors, and by successors; never by the other side.
    """
    if not access.standing(user).capacities:
        return Programme.objects.none()
    return Programme.objects.filter(Q(state__in=SIGNED_STATES) | followed_from_inside(user))


def is_seen_by(user: Any, programme: Programme) -> bool:
    """Whether `visible_to` holds the programme, without asking the database."""
    standing = access.standing(user)
    if programme.state in SIGNED_STATES or standing.holds(Role.AUDITOR):
        return bool(standing.capacities)
    inside = programme.drafting_id in standing.reach(*READERS_OF_DRAFTS)
    return inside or programme.authority_id in standing.reach(*OFFICE, *LEADERS)


def followed_from_inside(user: Any, path: str = "") -> Q:
    """Programmes whose drafts the user may see; `path` leads to the programme."""
    standing = access.standing(user)
    if standing.holds(Role.AUDITOR):
        return Q(**{f"{path}pk__isnull": False})
    return Q(**{f"{path}drafting__in": standing.reach(*READERS_OF_DRAFTS)}) | Q(
        **{f"{path}authority__in": standing.reach(*OFFICE, *LEADERS)}
    )


def projects_visible_to(user: Any) -> QuerySet[LinkedProject]:
    """Projects of programmes that the user may see."""
    return LinkedProject.objects.filter(_of_what_is_seen(user))


def results_visible_to(user: Any) -> QuerySet[LinkedResult]:
    """Results of programmes that the user may see."""
    return LinkedResult.objects.filter(_of_what_is_seen(user))


def reviews_visible_to(user: Any) -> QuerySet[Review]:
    """Adopted reviews of programmes that the user may see; drafts as drafts of the programme are seen."""
    inside = followed_from_inside(user, "programme__")
    return Review.objects.filter(_of_what_is_seen(user) & (Q(state=ReviewState.ADOPTED) | inside))


def _of_what_is_seen(user: Any) -> Q:
    if not access.standing(user).capacities:
        return Q(pk__in=[])
    return Q(programme__state__in=SIGNED_STATES) | followed_from_inside(user, "programme__")


# Commitments


def foremost_commitments(programme: Programme, number: int) -> QuerySet[Commitment]:
    """Of each side the `number` most pressing commitments that are open; one query for both."""
    place = Window(RowNumber(), partition_by="side", order_by=(*in_turn_of("assignment__"), "position", "pk"))
    rows = commitments_of(programme).exclude(assignment__status=Status.DONE).annotate(place=place)
    return rows.filter(place__lte=number)


def commitments_of(programme: Programme) -> QuerySet[Commitment]:
    """What was promised and not taken back, the most pressing first."""
    rows = Commitment.objects.filter(programme=programme, assignment__standing__in=BINDING)
    return rows.select_related("assignment", "side", "plan", "carried_from__programme").order_by(
        *in_turn_of("assignment__"), "position", "pk"
    )


def in_turn_of(path: str) -> tuple[Any, ...]:
    """What is to be done first, by the day on which it closes; what is done last."""
    done = Case(When(**{f"{path}status": Status.DONE}, then=Value(1)), default=Value(0))
    return (done, Coalesce(f"{path}closes_on", Value(NEVER)))


@dataclass
class SideTally:
    """How many commitments of one side stand where."""

    side_id: int
    total: int = 0
    done: int = 0
    late: int = 0
    soon: int = 0
    undated: int = 0
    unconfirmed: int = 0

    @property
    def open(self) -> int:
        """Those that still have to be kept."""
        return self.total - self.done


def tallies_of(programme: Programme, today: date) -> dict[int, SideTally]:
    """Commitments by side, ours first; one query."""
    conditions = clock_conditions(today)
    rows = (
        Assignment.objects.filter(commitments__programme=programme, standing__in=BINDING)
        .order_by()
        .values_list("commitments__side")
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=Q(status=Status.DONE)),
            late=Count("pk", filter=conditions[ClockState.OVERDUE]),
            soon=Count("pk", filter=conditions[ClockState.DUE_SOON]),
            undated=Count("pk", filter=conditions[ClockState.NONE]),
            unconfirmed=Count("pk", filter=Q(status_confirmed=False)),
        )
    )
    found = {row[0]: SideTally(*row) for row in rows}
    return {side: found.get(side, SideTally(side)) for side in programme.sides}


def with_counts(programmes: QuerySet[Programme], today: date) -> QuerySet[Programme]:
    """Annotates `counts`: {promised, kept, late} commitments; and `project_count`."""
    counts = (
        Assignment.objects.filter(commitments__programme=OuterRef("pk"), standing__in=BINDING)
        .order_by()
        .values("commitments__programme")
        .annotate(
            counts=JSONObject(
                promised=Count("pk"),
                kept=Count("pk", filter=Q(status=Status.DONE)),
                late=Count("pk", filter=clock_conditions(today)[ClockState.OVERDUE]),
            )
        )
    )
    projects = LinkedProject.objects.filter(programme=OuterRef("pk")).order_by().values("programme")
    return programmes.annotate(
        counts=Subquery(counts.values("counts"), output_field=JSONField()),
        project_count=Coalesce(Subquery(projects.annotate(n=Count("pk")).values("n")), 0),
    )


# Projects and results


@dataclass(frozen=True)
class Support:
    """What the records of a programme add up to: sums of those projects whose sources give one, in dong."""

    projects: int
    approved: int
    approved_stated: int  # how many projects have a source for it
    paid: int
    paid_stated: int


def support_of(programme: Programme) -> Support:
    """Projects and money; one query."""
    sums = LinkedProject.objects.filter(programme=programme).aggregate(
        projects=Count("pk"),
        approved=Coalesce(Sum("support_approved"), 0),
        approved_stated=Count("support_approved"),
        paid=Coalesce(Sum("support_paid"), 0),
        paid_stated=Count("support_paid"),
    )
    return Support(**sums)


def results_by_kind(programme: Programme) -> dict[str, int]:
    """How many results of each kind are named; one query."""
    rows = LinkedResult.objects.filter(programme=programme).order_by().values_list("kind").annotate(n=Count("pk"))
    return dict(rows)


# Requests and meetings


def requests_about(programme: Programme, user: Any) -> QuerySet[Request]:
    """Requests about the programme that the user may see, those carried over from the programme before among them."""
    carried = CarriedRequest.objects.filter(programme=programme).values("request")
    return requests_visible_to(user).filter(Q(about_uid=programme.uid) | Q(pk__in=carried))


def every_item_about(programme: Programme, user: Any) -> QuerySet[Item]:
    """The items of those requests, drafts among them."""
    return Item.objects.filter(request__in=requests_about(programme, user).values("pk"))


def items_about(programme: Programme, user: Any) -> QuerySet[Item]:
    """The items of those requests that have been sent."""
    return every_item_about(programme, user).filter(request__state__in=(RequestState.OPEN, RequestState.ANSWERED))


def foremost_items(programme: Programme, user: Any, number: int) -> QuerySet[Item]:
    """Of each side the `number` items that it has waited for longest; one query for both."""
    oldest = ("request__sent_on", "number", "pk")
    place = Window(RowNumber(), partition_by="request__asking_authority", order_by=oldest)
    rows = items_about(programme, user).filter(waiting()).annotate(place=place)
    return rows.filter(place__lte=number).select_related("request").order_by(*oldest)


@dataclass(frozen=True)
class Asked:
    """Items asked in one direction: how many there are, wait, are overdue, are settled."""

    total: int = 0
    waiting: int = 0
    overdue: int = 0
    settled: int = 0


def asked_by_side(programme: Programme, user: Any, today: date) -> dict[int, Asked]:
    """Items by the authority that asks; one query."""
    rows = (
        items_about(programme, user)
        .order_by()
        .values_list("request__asking_authority")
        .annotate(
            total=Count("pk"),
            waiting=Count("pk", filter=waiting()),
            overdue=Count("pk", filter=waiting() & request_clocks(today)[RequestClock.OVERDUE]),
            settled=Count("pk", filter=Q(settled_on__isnull=False)),
        )
    )
    found = {row[0]: Asked(*row[1:]) for row in rows}
    return {side: found.get(side, Asked()) for side in programme.sides}


def meetings_of(programme: Programme, user: Any) -> QuerySet[Meeting]:
    """Meetings about the programme that the user may see, the latest first."""
    linked = HeldMeeting.objects.filter(programme=programme).values("meeting")
    return meetings_visible_to(user).filter(pk__in=linked).order_by("-held_on", "-pk")
