"""Sets of assignments: who may see which, where each stands against its deadline, counts for overviews."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from phusa.foundation import access
from phusa.foundation.access import LEADERS, OFFICE, Role
from phusa.foundation.access.models import User
from phusa.foundation.organizations.models import Membership, Person, Post
from phusa.foundation.organizations.queries import heirs
from phusa.planning.assignments.models import Assignment, Party, Roll
from phusa.planning.assignments.vocabulary import (
    DUE_SOON_DAYS,
    OPEN_STATUSES,
    Audience,
    ClockState,
    DeadlineState,
    LeadKind,
    PartyRole,
    Standing,
    Status,
)

READERS = frozenset(Role) - {Role.AUDITOR, Role.ADMINISTRATOR, Role.MINISTRY_OFFICER, Role.OPERATOR}
DO_NOT_HANDLE = (Role.CLERK, Role.AUDITOR, Role.ADMINISTRATOR)


def visible_to(user: Any) -> QuerySet[Assignment]:
    """Assignments that the user may see, each once.

    An auditor sees all. A draft is seen by the people of the drafting agency and by office and leaders of the
    authority. One that has been issued (and perhaps withdrawn) is seen by the authority, the drafting and the
    following-up agency; by the parties, members of groups included, unless its audience is internal; and by whoever
    holds a post when it is open. A ministry officer stands for a party only, an administrator for nobody. Successors
    stand for their predecessors.
    """
    standing = access.standing(user)
    if standing.holds(Role.AUDITOR):
        return Assignment.objects.all()
    if not standing.capacities:
        return Assignment.objects.none()
    drafts = Q(drafting__in=standing.reach(*READERS)) | Q(authority__in=standing.reach(*OFFICE, *LEADERS))
    issued = _open_to(standing)
    return Assignment.objects.filter(
        Q(standing=Standing.ISSUED) & issued
        | Q(standing__in=(Standing.DRAFT, Standing.ABSORBED)) & drafts
        | Q(standing=Standing.WITHDRAWN, issued_at__isnull=False) & issued
        | Q(standing=Standing.WITHDRAWN, issued_at__isnull=True) & drafts
    )


def in_force(user: Any) -> QuerySet[Assignment]:
    """The issued ones among those that the user may see: what lists and overviews begin with."""
    standing = access.standing(user)
    issued = Assignment.objects.filter(standing=Standing.ISSUED)
    if standing.holds(Role.AUDITOR):
        return issued
    return issued.filter(_open_to(standing)) if standing.capacities else Assignment.objects.none()


def _open_to(standing: access.Standing) -> Q:
    """What has been issued, for people with this standing."""
    reach = standing.reach(*READERS)
    return (
        Q(authority__in=reach)
        | Q(audience=Audience.OPEN)
        | Q(drafting__in=reach)
        | Q(follow_up__in=reach)
        | Q(audience=Audience.PARTIES, pk__in=_taken_part_in_by(standing.reach(*READERS, Role.MINISTRY_OFFICER)))
    )


def _taken_part_in_by(organizations: Iterable[int]) -> QuerySet[Any]:
    """Keys of the assignments in which one of the organisations is a party, by itself or as member of a group."""
    rolls = Roll.organizations.through.objects.filter(organization__in=organizations).values("roll")
    return Party.objects.filter(Q(organization__in=organizations) | Q(roll__in=rolls)).values("assignment")


def led_by(organizations: Iterable[int]) -> Q:
    """Assignments of which one of the organisations is a lead, alone or jointly."""
    return Q(pk__in=_with_party(organizations, PartyRole.LEAD))


def answered_for_by(organizations: Iterable[int]) -> Q:
    """Assignments on which the word of one of the organisations settles the status: alone, as focal point of joint
    leads, or jointly while none is named.
    """
    return Q(accountable__in=organizations) | Q(accountable=None) & led_by(organizations)


def coordinated_by(organizations: Iterable[int]) -> Q:
    """Assignments in which one of the organisations coordinates, by itself or as member of a group."""
    return Q(pk__in=_with_party(organizations, PartyRole.COORDINATING, members=True))


def taken_part_in_by(organizations: Iterable[int]) -> Q:
    """Assignments in which one of the organisations leads, coordinates, or is a member of a group that does."""
    return Q(pk__in=_taken_part_in_by(organizations))


def led_jointly_by(organizations: Iterable[int], today: date) -> Q:
    """Assignments in force that one of the organisations leads with others and that are still to be done, but for those
    that a clock or a report has already called up for whoever answers for them.
    """
    clocks = clock_conditions(today)
    called_up = clocks[ClockState.OVERDUE] | clocks[ClockState.DUE_SOON] | Q(status_confirmed=False)
    jointly = Q(lead_kind=LeadKind.SEVERAL, standing=Standing.ISSUED, status__in=OPEN_STATUSES)
    return jointly & led_by(organizations) & ~(answered_for_by(organizations) & called_up)


def opened() -> Q:
    """Collective assignments that have been opened into parts."""
    parts = Assignment.objects.filter(standing=Standing.ISSUED, parent__isnull=False)
    return Q(pk__in=parts.values("parent"))


def can_be_opened() -> Q:
    """Collective assignments not opened yet whose members are known."""
    with_members = Party.objects.filter(role=PartyRole.LEAD, roll__isnull=False)
    return Q(lead_kind=LeadKind.COLLECTIVE, parent=None, pk__in=with_members.values("assignment")) & ~opened()


def _with_party(organizations: Iterable[int], role: str, *, members: bool = False) -> QuerySet[Any]:
    named = Q(organization__in=organizations)
    if members:
        rolls = Roll.organizations.through.objects.filter(organization__in=organizations).values("roll")
        named |= Q(roll__in=rolls)
    return Party.objects.filter(named, role=role).values("assignment")


def clock_conditions(today: date) -> dict[ClockState, Q]:
    """What each state of the clock means on `today`; every assignment is in exactly one of them."""
    soon = today + timedelta(days=DUE_SOON_DAYS)
    running = Q(status__in=OPEN_STATUSES)
    dated = Q(closes_on__isnull=False)
    return {
        ClockState.NONE: Q(closes_on=None),
        ClockState.OVERDUE: running & Q(closes_on__lt=today),
        ClockState.DUE_SOON: running & Q(closes_on__gte=today, closes_on__lte=soon),
        ClockState.OPEN: running & Q(closes_on__gt=soon),
        ClockState.STOPPED: dated & Q(status=Status.PAUSED),
        ClockState.DONE_ON_TIME: dated & Q(status=Status.DONE, completed_on__lte=F("closes_on")),
        ClockState.DONE_LATE: dated & Q(status=Status.DONE, completed_on__gt=F("closes_on")),
    }


def reported() -> Q:
    """Somebody has said how far it has come, be it that nothing has begun."""
    return Q(status_at__isnull=False)


def reported_percent(path: str = "") -> Case:
    """To order by how far it has come, what nobody has reported on apart; `path` leads to the assignment."""
    return Case(When(**{f"{path}status_at__isnull": False}, then=F(f"{path}percent")))


def with_clock(assignments: QuerySet[Assignment], today: date) -> QuerySet[Assignment]:
    """The rows with their clock on `today` as `clock`, to filter and order by."""
    states = [When(condition, then=Value(state.value)) for state, condition in clock_conditions(today).items()]
    return assignments.annotate(clock=Case(*states, output_field=CharField()))


@dataclass
class Tally:
    """How many assignments stand where."""

    total: int = 0
    table: dict[tuple[Status, ClockState], int] = field(default_factory=dict)  # cells that are empty are left out
    unconfirmed: int = 0
    unread: int = 0  # deadlines that could not be read
    undated: int = 0  # deadlines that nobody wrote
    reported: int = 0

    def in_clock(self, *states: ClockState) -> int:
        """How many the clock shows in one of the states."""
        return sum(number for (_status, clock), number in self.table.items() if clock in states)

    def in_status(self, status: Status) -> int:
        """How many are in the status."""
        return sum(number for (each, _clock), number in self.table.items() if each == status)

    def add(self, other: "Tally", times: int = 1) -> None:
        """Count `other` in (`times=-1`: out)."""
        self.total += times * other.total
        self.unconfirmed += times * other.unconfirmed
        self.unread += times * other.unread
        self.undated += times * other.undated
        self.reported += times * other.reported
        for cell, number in other.table.items():
            self.table[cell] = self.table.get(cell, 0) + times * number


@dataclass
class AgencyTally:
    """What one agency answers for, alone, as focal point or jointly; its parts of opened collectives included."""

    organization_id: int
    leads: int = 0
    late: int = 0
    due_soon: int = 0
    done: int = 0
    unconfirmed: int = 0
    reported: int = 0


@dataclass(frozen=True)
class Figures:
    """Counts on a day: `whole` counts every assignment once, `agencies` those who answer for one."""

    whole: Tally
    agencies: list[AgencyTally]


def as_assigned(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """What documents assign: an opened collective once, whatever its parts."""
    return assignments.filter(parent=None)


def as_carried_out(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """What agencies have to do: the parts of an opened collective in its place."""
    return assignments.exclude(opened())


def figures(assignments: QuerySet[Assignment], today: date, *, carried_out: bool = False) -> Figures:
    """Counts by status and clock, as assigned or as carried out, and by agency; four queries whatever the rows."""
    by_agency = _tallies(assignments, today)
    whole = Tally()
    for tally in by_agency.values():
        whole.add(tally)
    if Assignment.objects.filter(parent__isnull=False).exists():
        left_out = assignments.filter(opened()) if carried_out else assignments.filter(parent__isnull=False)
        for tally in _tallies(left_out, today).values():
            whole.add(tally, times=-1)
    return Figures(whole, _agencies(assignments, by_agency, today))


def counts_by_status(assignments: QuerySet[Assignment], today: date) -> dict[tuple[Status, ClockState], int]:
    """How many of these rows stand in each status and state of the clock."""
    whole = Tally()
    for tally in _tallies(assignments, today).values():
        whole.add(tally)
    return whole.table


def counts_by_agency(assignments: QuerySet[Assignment], today: date) -> list[AgencyTally]:
    """What each agency answers for, the one with most overdue first."""
    return _agencies(assignments, _tallies(assignments, today), today)


def _tallies(assignments: QuerySet[Assignment], today: date) -> dict[int | None, Tally]:
    """Counts by accountable agency (None where none alone is), read from one index."""
    soon = today + timedelta(days=DUE_SOON_DAYS)
    rows = (
        assignments.order_by()
        .values_list("accountable", "status")
        .annotate(
            total=Count("pk"),
            past=Count("pk", filter=Q(closes_on__lt=today)),
            near=Count("pk", filter=Q(closes_on__gte=today, closes_on__lte=soon)),
            without=Count("pk", filter=Q(closes_on=None)),
            done_late=Count("pk", filter=Q(completed_on__gt=F("closes_on"))),
            unconfirmed=Count("pk", filter=Q(status_confirmed=False)),
            unread=Count("pk", filter=Q(deadline_state=DeadlineState.UNREAD)),
            undated=Count("pk", filter=Q(deadline_state=DeadlineState.EMPTY)),
            reported=Count("pk", filter=reported()),
        )
    )
    tallies: dict[int | None, Tally] = {}
    for agency, status, total, past, near, without, done_late, unconfirmed, unread, undated, told in rows:
        dated = total - without
        if status == Status.DONE:
            cells = {ClockState.DONE_LATE: done_late, ClockState.DONE_ON_TIME: dated - done_late}
        elif status == Status.PAUSED:
            cells = {ClockState.STOPPED: dated}
        else:
            cells = {
                ClockState.OVERDUE: past,
                ClockState.DUE_SOON: near,
                ClockState.OPEN: dated - past - near,
            }
        tally = tallies.setdefault(agency, Tally())
        tally.total += total
        tally.unconfirmed += unconfirmed
        tally.unread += unread
        tally.undated += undated
        tally.reported += told
        for clock, number in (*cells.items(), (ClockState.NONE, without)):
            if number:
                tally.table[Status(status), clock] = number
    return tallies


def _agencies(
    assignments: QuerySet[Assignment], by_agency: Mapping[int | None, Tally], today: date
) -> list[AgencyTally]:
    """Tallies of accountable agencies, to which joint leads without a focal point are added: each counts it."""
    agencies = {
        key: AgencyTally(
            key,
            tally.total,
            tally.in_clock(ClockState.OVERDUE),
            tally.in_clock(ClockState.DUE_SOON),
            tally.in_status(Status.DONE),
            tally.unconfirmed,
            tally.reported,
        )
        for key, tally in by_agency.items()
        if key is not None
    }
    conditions = clock_conditions(today)
    joint = (
        as_carried_out(assignments)
        .filter(accountable=None, parties__role=PartyRole.LEAD, parties__organization__isnull=False)
        .order_by()
        .values_list("parties__organization")
        .annotate(
            leads=Count("pk"),
            late=Count("pk", filter=conditions[ClockState.OVERDUE]),
            due_soon=Count("pk", filter=conditions[ClockState.DUE_SOON]),
            done=Count("pk", filter=Q(status=Status.DONE)),
            unconfirmed=Count("pk", filter=Q(status_confirmed=False)),
            reported=Count("pk", filter=reported()),
        )
    )
    for key, leads, late, due_soon, done, unconfirmed, told in joint:
        agency = agencies.setdefault(key, AgencyTally(key))
        agency.leads += leads
        agency.late += late
        agency.due_soon += due_soon
        agency.done += done
        agency.unconfirmed += unconfirmed
        agency.reported += told
    return sorted(agencies.values(), key=lambda one: (-one.late, -one.due_soon, -one.leads, one.organization_id))


def handling_officers(assignment: Assignment, today: date) -> QuerySet[User]:
    """People who may be named to handle it: those who work in a lead agency, or in its successor, on that day."""
    leads = Party.objects.filter(assignment=assignment, role=PartyRole.LEAD, organization__isnull=False)
    agencies = heirs(leads.values_list("organization", flat=True), today)
    held = Membership.objects.as_of(today).filter(organization__in=agencies).exclude(role__in=DO_NOT_HANDLE)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("full_name", "pk")


def responsible_leaders(assignment: Assignment, today: date) -> QuerySet[Person]:
    """People who hold a post today in the authority or in a lead agency, and whoever is named already."""
    leads = [party.organization_id for party in assignment.parties.all() if party.role == PartyRole.LEAD]
    agencies = heirs([assignment.authority_id, *(lead for lead in leads if lead)], today)
    posts = Post.objects.as_of(today).filter(organization__in=agencies)
    return Person.objects.filter(Q(pk__in=posts.values("person")) | Q(pk=assignment.responsible_leader_id))
