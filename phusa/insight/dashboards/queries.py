"""What the overview shows, read from assignments, schemes and the journal; nothing is written."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from phusa.foundation import access
from phusa.foundation.access import Role
from phusa.foundation.journal.models import Entry
from phusa.foundation.organizations.models import Organization
from phusa.insight.dashboards.vocabulary import Scope
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.queries import (
    AgencyTally,
    Figures,
    as_assigned,
    as_carried_out,
    clock_conditions,
    figures,
    in_force,
    reported,
    taken_part_in_by,
)
from phusa.planning.assignments.vocabulary import ClockState, DeadlineState, LeadKind, Status
from phusa.planning.schemes import queries as schemes
from phusa.planning.schemes.models import Scheme

AGENCIES_SHOWN = 10
SOON_SHOWN = 8
SCHEMES_SHOWN = 8
CHANGES_SHOWN = 7
KEPT_FOR = 60  # seconds
CHANGES_LOOKED_THROUGH = 200  # of the newest deeds

STANDS_FOR_ITS_AGENCY = (Role.OFFICER, Role.MINISTRY_OFFICER)
HAS_AN_AGENCY = (*STANDS_FOR_ITS_AGENCY, Role.SPECIALIST, Role.HEAD, Role.DIRECTOR, Role.CLERK)


def scopes_of(user: Any) -> list[Scope]:
    """What the user may choose between; the first is what the overview begins with."""
    acting = access.standing(user).acting
    if acting is None or acting.role not in HAS_AN_AGENCY:
        return [Scope.ALL]
    return [Scope.AGENCY, Scope.ALL] if acting.role in STANDS_FOR_ITS_AGENCY else [Scope.ALL, Scope.AGENCY]


def counted(user: Any, scope: Scope) -> QuerySet[Assignment]:
    """The assignments in force that an overview in this scope is about."""
    rows = in_force(user)
    acting = access.standing(user).acting
    if scope == Scope.AGENCY and acting:
        return rows.filter(taken_part_in_by(acting.reach))
    return rows


def each_once(rows: QuerySet[Assignment], scope: Scope) -> QuerySet[Assignment]:
    """An agency is shown what it carries out, everybody else what has been assigned."""
    return as_carried_out(rows) if scope == Scope.AGENCY else as_assigned(rows)


@dataclass(frozen=True)
class DocumentCount:
    """How far the assignments of one document have come, and what they lack."""

    uid: UUID
    total: int
    reported: int
    done: int
    late: int
    unread: int  # deadlines that could not be read
    without_lead: int  # nobody answers for them

    @property
    def percent_done(self) -> int | None:
        """Of the assignments, those that are done; never rounded up, and None while nobody has reported on any."""
        return self.done * 100 // self.total if self.reported else None


@dataclass(frozen=True)
class Picture:
    """What an overview counts: the same for everybody who sees the same assignments."""

    figures: Figures
    documents: list[DocumentCount]  # those with most overdue
    number_of_documents: int
    due: list[int]  # keys of what closes soonest


def picture(user: Any, scope: Scope, today: date) -> Picture:
    """The counts of today. They are kept until the next deed in the journal or the next assignment, so that a page
    opened again costs two small queries; what changes without a deed (terms moved by a calendar) shows within a minute.
    """
    key = _stamp(user, scope, today)
    kept: Picture | None = cache.get(key)
    if kept is None:
        kept = _taken(counted(user, scope), scope, today)
        cache.set(key, kept, KEPT_FOR)
    return kept


def _stamp(user: Any, scope: Scope, today: date) -> str:
    """Differs when another day, deed, assignment or set of visible rows would give another picture."""
    standing = access.standing(user)
    seen = [(held.role, sorted(held.reach)) for held in (*standing.capacities, *filter(None, [standing.acting]))]
    newest = [model.objects.order_by("-pk").values_list("uid", flat=True).first() for model in (Entry, Assignment)]
    told = f"{seen} {scope} {today} {newest}"
    return f"overview:{hashlib.sha256(told.encode()).hexdigest()}"


def _taken(rows: QuerySet[Assignment], scope: Scope, today: date) -> Picture:
    clocks = clock_conditions(today)
    each = each_once(rows, scope).order_by()
    documents = [
        DocumentCount(*numbers)
        for numbers in each.values_list("origin_uid").annotate(
            total=Count("pk"),
            reported=Count("pk", filter=reported()),
            done=Count("pk", filter=Q(status=Status.DONE)),
            late=Count("pk", filter=clocks[ClockState.OVERDUE]),
            unread=Count("pk", filter=Q(deadline_state=DeadlineState.UNREAD)),
            without_lead=Count("pk", filter=Q(accountable=None) & ~Q(lead_kind=LeadKind.COLLECTIVE)),
        )
    ]
    documents.sort(key=lambda one: (-one.late, -one.total, str(one.uid)))
    due = each.filter(clocks[ClockState.DUE_SOON]).order_by("closes_on", "pk").values_list("pk", flat=True)
    return Picture(
        figures(rows, today, carried_out=scope == Scope.AGENCY),
        documents[:SCHEMES_SHOWN],
        len(documents),
        list(due[:SOON_SHOWN]),
    )


def named(tallies: list[AgencyTally]) -> list[tuple[Organization, AgencyTally]]:
    """The tallies with their agencies; one query."""
    keys = [tally.organization_id for tally in tallies]
    agencies = Organization.objects.only("uid", "current_name", "sort_key").in_bulk(keys)
    return [(agencies[tally.organization_id], tally) for tally in tallies]


def schemes_of(user: Any, documents: list[DocumentCount]) -> list[tuple[Scheme, DocumentCount]]:
    """The counts with the schemes that they are of; what is no scheme is left out. One query."""
    found = {row.uid: row for row in schemes.visible_to(user).filter(uid__in=[one.uid for one in documents])}
    return [(found[one.uid], one) for one in documents if one.uid in found]


def assignments_of(keys: list[int]) -> list[Assignment]:
    """The rows in the order of the keys."""
    found = Assignment.objects.select_related("accountable").in_bulk(keys)
    return [found[key] for key in keys]


def latest_changes(user: Any, rows: QuerySet[Assignment]) -> list[Entry]:
    """The newest deeds on assignments among `rows`, and on schemes and versions that the user may see; two queries."""
    newest = Entry.objects.order_by("-at", "-pk").values_list("pk", flat=True)[:CHANGES_LOOKED_THROUGH]
    versions = schemes.versions_visible_to(user)
    of_assignment = Exists(rows.filter(uid=OuterRef("subject_uid")))
    of_scheme = Exists(schemes.visible_to(user).filter(uid=OuterRef("subject_uid")))
    of_version = Exists(versions.filter(uid=OuterRef("subject_uid"))) | Exists(
        versions.filter(uid=OuterRef("context_uid"))
    )
    entries = Entry.objects.filter(pk__in=list(newest)).filter(
        Q(of_assignment, subject_kind="assignments.assignment")
        | Q(of_scheme, subject_kind="schemes.scheme")
        | Q(of_version, kind__startswith="scheme.")
    )
    return list(entries.select_related("actor", "seal").order_by("-at", "-pk")[:CHANGES_SHOWN])
