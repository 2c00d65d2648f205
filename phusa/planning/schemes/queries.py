"""Sets of schemes and versions: who may see which, which version stands for a scheme, what a page needs at once."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    JSONField,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import JSONObject

from phusa.foundation import access
from phusa.foundation.access import LEADERS, OFFICE, Role
from phusa.foundation.instruments.models import Instrument
from phusa.kernel.text import fold, sort_key
from phusa.planning.assignments.models import Assignment, Party
from phusa.planning.assignments.queries import clock_conditions, reported
from phusa.planning.assignments.vocabulary import ClockState, LeadKind, PartyRole, Standing, Status
from phusa.planning.schemes.faults import TASK_FAULTS
from phusa.planning.schemes.models import Scheme, SchemeTitle, SchemeVersion, Solution, Task, TaskGroup
from phusa.planning.schemes.vocabulary import CLOSED_STATES, OPEN_STATES, VersionState

READERS_OF_DRAFTS = frozenset(Role) - {Role.AUDITOR, Role.ADMINISTRATOR, Role.MINISTRY_OFFICER, Role.OPERATOR}


def visible_to(user: Any) -> QuerySet[Scheme]:
    """Schemes that the user may see: everybody who holds a post sees what has been approved; what has not is seen by
    the people of the drafting organisation, by office and leaders of the authority, by auditors, and by successors.
    """
    if not access.standing(user).capacities:
        return Scheme.objects.none()
    closed = SchemeVersion.objects.filter(scheme=OuterRef("pk"), state__in=CLOSED_STATES)
    return Scheme.objects.filter(_followed_from_inside(user, "") | Q(Exists(closed)))


def versions_visible_to(user: Any) -> QuerySet[SchemeVersion]:
    """Versions that the user may see: an amendment is a draft until it is approved."""
    if not access.standing(user).capacities:
        return SchemeVersion.objects.none()
    return SchemeVersion.objects.filter(_followed_from_inside(user, "scheme__") | Q(state__in=CLOSED_STATES))


def _followed_from_inside(user: Any, path: str) -> Q:
    """Schemes whose drafts the user may see; `path` leads to the scheme."""
    standing = access.standing(user)
    if standing.holds(Role.AUDITOR):
        return Q(**{f"{path}pk__isnull": False})
    return Q(**{f"{path}drafting__in": standing.reach(*READERS_OF_DRAFTS)}) | Q(
        **{f"{path}authority__in": standing.reach(*OFFICE, *LEADERS)}
    )


def with_state(schemes: QuerySet[Scheme]) -> QuerySet[Scheme]:
    """Annotates `state`: that of the version in force, else of the latest one; and `amending`, whether a draft lies
    beside the version in force.
    """
    versions = SchemeVersion.objects.filter(scheme=OuterRef("pk"))
    in_force = versions.filter(state=VersionState.APPROVED)
    drafted = versions.filter(state__in=OPEN_STATES)
    return schemes.annotate(
        state=Case(
            When(Exists(in_force), then=Value(VersionState.APPROVED.value)),
            default=Subquery(versions.order_by("-number").values("state")[:1]),
        ),
        amending=Case(
            When(Exists(in_force) & Exists(drafted), then=Value(True)),
            default=Value(False),
        ),
    )


def with_progress(schemes: QuerySet[Scheme], today: date) -> QuerySet[Scheme]:
    """Annotates `progress`: {tasks, reported, done, late, next} of what is in force; `next` is the nearest day
    still ahead, ISO. One subquery a scheme, read from one index; None while nothing has been issued.
    """
    conditions = clock_conditions(today)
    ahead = conditions[ClockState.DUE_SOON] | conditions[ClockState.OPEN]
    issued = (
        Assignment.objects.filter(origin_uid=OuterRef("uid"), standing=Standing.ISSUED, parent=None)
        .order_by()
        .values("origin_uid")
        .annotate(
            progress=JSONObject(
                tasks=Count("pk"),
                reported=Count("pk", filter=reported()),
                done=Count("pk", filter=Q(status=Status.DONE)),
                late=Count("pk", filter=conditions[ClockState.OVERDUE]),
                next=Min("closes_on", filter=ahead),
            )
        )
    )
    return schemes.annotate(progress=Subquery(issued.values("progress"), output_field=JSONField()))


OF_TASK = (
    "uid",
    "lineage",
    "code",
    "focus",
    "paired_as_written",
    "illustrative",
    "version",
    "group__code",
    "group__title",
    "assignment__content",
    "assignment__product",
)
STANDING = (
    "uid",
    "standing",
    "deadline_text",
    "deadline_state",
    "due_on",
    "closes_on",
    "status",
    "percent",
    "status_confirmed",
    "status_at",
    "completed_on",
)


def tasks_of(version: SchemeVersion, *, solutions: bool = True, money: bool = True) -> QuerySet[Task]:
    """The tasks of a version with what a row of the matrix shows, and no more: four queries for a page.

    Each task has `serving` (solutions) and `amounts` (budget lines) unless the version is known to have none; its
    assignment has `named_parties`.
    """
    parties = Party.objects.only("assignment", "role", "as_written", "duty", "focal", "position").order_by("position")
    standing = [f"{path}__{name}" for path in ("assignment", "assignment__replaces") for name in STANDING]
    fetched: list[Any] = [Prefetch("assignment__parties", queryset=parties, to_attr="named_parties")]
    if solutions:
        serving = Solution.objects.only("code", "text", "position").order_by("position", "pk")
        fetched.append(Prefetch("solutions", queryset=serving, to_attr="serving"))
    if money:
        fetched.append(Prefetch("budget_lines", to_attr="amounts"))
    return (
        version.tasks.select_related("assignment", "assignment__replaces", "group")
        .only(*OF_TASK, *standing)
        .prefetch_related(*fetched)
        .order_by("position", "pk")
    )


def tasks_at_fault(tasks: QuerySet[Task], rule: str) -> QuerySet[Task]:
    """Those that break a rule of readiness."""
    return tasks.filter(TASK_FAULTS[rule])


def tasks_on_the_clock(tasks: QuerySet[Task], state: str, today: date) -> QuerySet[Task]:
    """Those whose assignment is in a state of the clock."""
    return tasks.filter(assignment__in=Assignment.objects.filter(clock_conditions(today)[ClockState(state)]))


def tasks_of_agency(tasks: QuerySet[Task], agency: str, role: str = "") -> QuerySet[Task]:
    """Those in which an agency has a part: `agency` is the uid of an organisation or group, or a name as written.

    `role` is lead (the only one), joint, leading (either), coordinating, or empty for any.
    """
    named = Q(organization=None, group=None, as_written=agency)
    try:
        uid = UUID(agency)
    except ValueError:
        pass
    else:
        named = Q(organization__uid=uid) | Q(group__uid=uid)
    parties = Party.objects.filter(named, **ROLES.get(role, {}))
    return tasks.filter(assignment__in=parties.values("assignment"))


ROLES: dict[str, dict[str, Any]] = {
    "lead": {"role": PartyRole.LEAD, "assignment__lead_kind": LeadKind.ONE},
    "joint": {"role": PartyRole.LEAD, "assignment__lead_kind__in": [LeadKind.SEVERAL, LeadKind.COLLECTIVE]},
    "leading": {"role": PartyRole.LEAD},
    "coordinating": {"role": PartyRole.COORDINATING},
}


@dataclass(frozen=True)
class Share:
    """What one agency carries in a version. `key` is what `tasks_of_agency` takes; `known` says whether it is one
    organisation (else a group, or a name as written). Late, due soon and done are counted where it leads.
    """

    key: str
    name: str
    known: bool
    lead: int
    joint: int
    coordinating: int
    late: int
    due_soon: int
    done: int | None  # None while nobody has reported on what it leads


def shares_of(version: SchemeVersion, today: date) -> list[Share]:
    """Who carries how much, in the order of their names. One query."""
    conditions = clock_conditions(today)
    of_version = Assignment.objects.filter(scheme_tasks__version=version)
    leading = Q(role=PartyRole.LEAD)

    def led(condition: Q) -> Count:
        inside = Q(assignment__in=of_version.filter(condition).values("pk"))
        return Count("assignment", distinct=True, filter=leading & inside)

    nameless = Q(organization=None, group=None)
    rows = (
        Party.objects.filter(assignment__scheme_tasks__version=version)
        .order_by()
        .values(
            "organization__uid",
            "organization__current_name",
            "group__uid",
            "group__name",
            text=Case(When(nameless, then=F("as_written")), default=Value(""), output_field=TextField()),
        )
        .annotate(
            lead=Count("assignment", distinct=True, filter=leading & Q(assignment__lead_kind=LeadKind.ONE)),
            joint=Count("assignment", distinct=True, filter=leading & ~Q(assignment__lead_kind=LeadKind.ONE)),
            coordinating=Count("assignment", distinct=True, filter=Q(role=PartyRole.COORDINATING)),
            late=led(conditions[ClockState.OVERDUE]),
            due_soon=led(conditions[ClockState.DUE_SOON]),
            done=led(Q(status=Status.DONE)),
            reported=led(reported()),
        )
    )
    shares = [
        Share(
            key=str(row["organization__uid"] or row["group__uid"] or row["text"]),
            name=row["organization__current_name"] or row["group__name"] or row["text"],
            known=row["organization__uid"] is not None,
            lead=row["lead"],
            joint=row["joint"],
            coordinating=row["coordinating"],
            late=row["late"],
            due_soon=row["due_soon"],
            done=row["done"] if row["reported"] else None,
        )
        for row in rows
    ]
    return sorted(shares, key=lambda share: sort_key(share.name))


def parties_named_in(version: SchemeVersion) -> list[tuple[str, str]]:
    """Key and name of every agency, group or name that has a part in a version, by name. One query."""
    rows = (
        Party.objects.filter(assignment__scheme_tasks__version=version)
        .order_by()
        .values_list(
            "organization__uid",
            "organization__current_name",
            "organization__sort_key",
            "group__uid",
            "group__name",
            "group__sort_key",
            Case(
                When(organization=None, group=None, then=F("as_written")), default=Value(""), output_field=TextField()
            ),
        )
        .distinct()
    )
    named = [
        (
            order or group_order or sort_key(written),
            str(organization or group or written),
            name or group_name or written,
        )
        for organization, name, order, group, group_name, group_order, written in rows
    ]
    return [(key, name) for _order, key, name in sorted(named)]


def titled(word: str) -> QuerySet[SchemeTitle]:
    """Titles that hold a folded word."""
    return SchemeTitle.objects.filter(text_folded__contains=word)


def groups_in_order(version: SchemeVersion) -> list[tuple[TaskGroup, int]]:
    """Groups with their depth (1 is the highest), parents before children. One query."""
    children: dict[int | None, list[TaskGroup]] = defaultdict(list)
    for group in version.groups.order_by("position", "pk"):
        children[group.parent_id].append(group)
    ordered: list[tuple[TaskGroup, int]] = []

    def walk(parent: int | None, depth: int) -> None:
        for group in children[parent]:
            ordered.append((group, depth))
            walk(group.pk, depth + 1)

    walk(None, 1)
    return ordered


def tasks_under(tasks: QuerySet[Task], version: SchemeVersion, uid: str) -> QuerySet[Task]:
    """Tasks that stand under a group of the version, directly or in a group below it."""
    within: set[int] = set()
    for group, _depth in groups_in_order(version):
        if str(group.uid) == uid or group.parent_id in within:
            within.add(group.pk)
    return tasks.filter(group__in=within)


def tasks_with_words(tasks: QuerySet[Task], typed: str) -> QuerySet[Task]:
    """Those that hold every word typed in number, content or product, with or without diacritics.

    A version holds some hundreds of tasks, so their texts are folded here.
    """
    wanted = fold(typed).split()
    texts = tasks.order_by().values_list("pk", "code", "assignment__content", "assignment__product")
    found = [pk for pk, *parts in texts if all(word in fold(" ".join(parts)) for word in wanted)]
    return tasks.filter(pk__in=found)


def solutions_without_task(version: SchemeVersion) -> QuerySet[Solution]:
    """Solutions that serve no task."""
    return version.solutions.filter(tasks=None).order_by("position", "pk")


def instrument_numbered(number: str, issued_on: date | None) -> Instrument | None:
    """The instrument that number and date name; without a date, the only one of that number."""
    found = Instrument.objects.filter(number__iexact=number)
    if issued_on:
        found = found.filter(issued_on=issued_on)
    known = list(found[:2])
    return known[0] if len(known) == 1 else None
