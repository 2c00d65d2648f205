"""Organisations as of a day: their names, under whom they stood, who took over from whom, who acts for them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, TypeVar

from django.db.models import CharField, F, Model, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from phusa.foundation.access import Capacity, Role, standing
from phusa.foundation.access.models import User
from phusa.foundation.organizations import rules
from phusa.foundation.organizations.directory import KnownGroup, KnownName, Names
from phusa.foundation.organizations.models import (
    Alias,
    Group,
    GroupMember,
    Membership,
    Organization,
    OrganizationVersion,
    Person,
    Post,
    Succession,
)
from phusa.foundation.organizations.vocabulary import Level

M = TypeVar("M", bound=Model)


# Who sees what


def visible_to(user: Any) -> QuerySet[Organization]:
    """Whoever is signed in sees every organisation."""
    return _signed_in(user, Organization.objects.all())


def groups_visible_to(user: Any) -> QuerySet[Group]:
    """Whoever is signed in sees every group."""
    return _signed_in(user, Group.objects.all())


def people_visible_to(user: Any) -> QuerySet[Person]:
    """Official posts are public: whoever is signed in sees who holds them."""
    return _signed_in(user, Person.objects.all())


def accounts_visible_to(user: Any) -> QuerySet[User]:
    """Administrators and auditors see every account, everybody their own."""
    return _signed_in(user, User.objects.all() if _sees_accounts(user) else User.objects.filter(pk=user.pk))


def memberships_visible_to(user: Any) -> QuerySet[Membership]:
    """Administrators and auditors see every membership, everybody their own."""
    rows = Membership.objects.all()
    return _signed_in(user, rows if _sees_accounts(user) else rows.filter(user=user.pk))


def _signed_in(user: Any, rows: QuerySet[M]) -> QuerySet[M]:
    return rows if user.is_authenticated and user.is_active else rows.none()


def _sees_accounts(user: Any) -> bool:
    return standing(user).holds(Role.ADMINISTRATOR, Role.AUDITOR, Role.OPERATOR)


# Names


def name_as_of(organization: Organization, day: date) -> str:
    """What it was called on that day; outside its life, the name nearest in time."""
    return names_as_of([organization.pk], day).get(organization.pk, organization.current_name)


def names_as_of(organization_ids: Iterable[int], day: date) -> dict[int, str]:
    """Name by organisation, in one query; see `name_as_of`."""
    versions: dict[int, list[OrganizationVersion]] = defaultdict(list)
    for version in OrganizationVersion.objects.filter(organization__in=set(organization_ids)):
        versions[version.organization_id].append(version)
    return {id_: rules.current_version(its, day).name for id_, its in versions.items()}


def with_spelling(rows: QuerySet[Organization], text: str) -> QuerySet[Organization]:
    """Those that carry the folded text in a name of any time or in an alias."""
    return rows.filter(
        Q(pk__in=OrganizationVersion.objects.filter(folded__contains=text).values("organization"))
        | Q(pk__in=Alias.objects.filter(folded__contains=text).values("organization"))
    )


# Succession


def reach(organization_ids: Iterable[int], on: date) -> set[int]:
    """The organisations and all that they have taken over from by that day, through any number of steps. One query."""
    return rules.closure(organization_ids, _successions(), on)


def heirs(organization_ids: Iterable[int], on: date) -> set[int]:
    """The organisations and all that have taken over from them by that day. One query."""
    return rules.closure(organization_ids, _successions(), on, backwards=False)


def standing_today(organizations: Iterable[Organization]) -> dict[int, list[Organization]]:
    """Who stands in the place of each today: itself while it lasts, then all that took over from it, through any number
    of steps, by name; nobody where it ended without heirs. No query while all last, else two.
    """
    given = {one.pk: one for one in organizations}
    ended = [pk for pk, one in given.items() if not one.active]
    found = {pk: [one] for pk, one in given.items() if one.active}
    if ended:
        edges, today = _successions(), timezone.localdate()
        after = {pk: rules.closure([pk], edges, today, backwards=False) for pk in ended}
        lasting = list(Organization.objects.filter(pk__in=set().union(*after.values()), active=True))
        found |= {pk: [one for one in lasting if one.pk in after[pk]] for pk in ended}
    return found


def _successions() -> list[rules.Edge]:
    return list(Succession.objects.order_by().values_list("predecessor_id", "successor_id", "effective_on"))


def capacities_of(user: User) -> list[Capacity]:
    """What the user's memberships give today, the longest held first; two queries at most."""
    today = timezone.localdate()
    held = list(
        Membership.objects.as_of(today)
        .filter(user=user.pk)
        .select_related("organization")
        .order_by(F("valid_from").asc(nulls_first=True), "pk")
    )
    if not held:
        return []
    edges = user._edges = _successions()  # type: ignore[attr-defined]  # for the sides, in the same request
    return [
        Capacity(
            role=Role(membership.role),
            organization_id=membership.organization_id,
            organization_name=membership.organization.current_name,
            reach=frozenset(rules.closure([membership.organization_id], edges, today)),
            membership_uid=str(membership.uid),
        )
        for membership in held
    ]


# Sides


def within(authority_ids: Iterable[int], on: date) -> set[int]:
    """The authorities and all that stood under them that day, at any depth. One query."""
    versions = OrganizationVersion.objects.as_of(on).order_by().values_list("organization_id", "parent_id")
    return rules.below(authority_ids, dict(versions))


_HEADS_OF_A_SIDE = (Level.CENTRAL, Level.MINISTRY, Level.PROVINCE)


def authority_of(organization: Organization) -> Organization:
    """The authority on whose side an organisation stands: the province's People's Committee, the ministry.

    What has neither above it heads a side of its own. The Government stands above both sides and is neither.
    """
    while organization.level not in _HEADS_OF_A_SIDE and organization.parent is not None:
        organization = organization.parent
    return organization


def sides_of(user: Any, *roles: Role) -> frozenset[int]:
    """The organisations on whose side the user stands today by one of the roles (any, when none is named).

    A side is an authority with its organisations, the ministry with its units. Whoever works in a department stands on
    the side of its People's Committee, and of what that has taken over from. One query, as a rule, whatever roles are
    asked for; kept on the user for the length of the request.
    """
    chains: _Chains | None = getattr(user, "_chains", None)
    if chains is None:
        ids_of_all = standing(user).reach()
        chains = user._chains = _Chains(_parents_of(ids_of_all), getattr(user, "_edges", []))
    if roles not in chains.sides:
        ids = set(standing(user).reach(*roles))
        for id_ in list(ids):
            ids |= set(rules.ancestors(id_, chains.parents))
        chains.sides[roles] = frozenset(rules.closure(ids, chains.edges, timezone.localdate()))
    return chains.sides[roles]


@dataclass
class _Chains:
    """What stands above the organisations of a user, who took over from whom, and the sides worked out of these."""

    parents: dict[int, int | None]
    edges: list[rules.Edge]
    sides: dict[tuple[Role, ...], frozenset[int]] = field(default_factory=dict)


def _parents_of(organization_ids: Iterable[int]) -> dict[int, int | None]:
    """Whom each of them stands under, and those in turn; a query for three levels, which are seldom more."""
    parents: dict[int, int | None] = {}
    fresh = set(organization_ids)
    while fresh:
        rows = Organization.objects.filter(pk__in=fresh).order_by()
        for chain in rows.values_list("pk", "parent", "parent__parent", "parent__parent__parent"):
            parents |= {below: above for below, above in pairwise(chain) if below}
        fresh = {parent for parent in parents.values() if parent} - parents.keys()
    return parents


def to_choose_from() -> list[tuple[str, str]]:
    """Every organisation as an option of a filter: its uid and its name of today, in the order of the names.

    The uid is read as text: to make hundreds of them into UUIDs and back takes longer than the query.
    """
    rows = Organization.objects.order_by("sort_key", "pk").annotate(as_text=Cast("uid", CharField()))
    return [(_with_hyphens(uid), name) for uid, name in rows.values_list("as_text", "current_name")]


def _with_hyphens(uid: str) -> str:
    """As it stands in addresses; SQLite keeps it without."""
    return uid if len(uid) > 32 else f"{uid[:8]}-{uid[8:12]}-{uid[12:16]}-{uid[16:20]}-{uid[20:]}"


# Groups


def members(group: Group, on: date) -> list[Organization]:
    """Who belonged to the group on that day: those its rule takes in and those listed, in the order of their names.

    A rule takes in no invented organisation: papers give tasks to «các địa phương», and none of these is invented.
    """
    return members_of([group], on)[group.pk]


def members_of(groups: Iterable[Group], on: date) -> dict[int, list[Organization]]:
    """Members by group, three queries whatever the number of groups."""
    groups = list(groups)
    listed: dict[int, set[int]] = defaultdict(set)
    for group_id, organization_id in (
        GroupMember.objects.as_of(on).filter(group__in=groups).values_list("group_id", "organization_id")
    ):
        listed[group_id].add(organization_id)
    standing_then = list(
        OrganizationVersion.objects.as_of(on)
        .order_by()
        .values_list("organization_id", "level", "parent_id", "organization__illustrative")
    )
    parents = {id_: parent_id for id_, _level, parent_id, _invented in standing_then}
    for group in groups:
        if group.rule_level or group.rule_parent_id:
            listed[group.pk] |= {
                id_
                for id_, level, _parent, invented in standing_then
                if not invented
                and (not group.rule_level or level == group.rule_level)
                and (not group.rule_parent_id or group.rule_parent_id in rules.ancestors(id_, parents))
            }
        listed[group.pk] &= parents.keys()  # who is listed but has ended is no member
    wanted = set().union(*listed.values()) if listed else set()
    organizations = list(Organization.objects.filter(pk__in=wanted))
    return {group.pk: [one for one in organizations if one.pk in listed[group.pk]] for group in groups}


# Posts


def posts_on(day: date) -> QuerySet[Post]:
    """Posts held that day, in protocol order."""
    return Post.objects.as_of(day).select_related("person", "organization")


# Look-up


@dataclass(frozen=True, slots=True)
class _Version:
    name: str
    short_name: str
    english_name: str
    level: str
    parent_id: int | None
    start: date
    end: date

    def holds_on(self, day: date) -> bool:
        return self.start <= day < self.end


class Directory(Names):
    """All names as of a day, read in four queries.

    `authority_id` is the authority whose papers are read: where several organisations are written alike («Sở Tài
    chính»), those under it are meant.
    """

    def __init__(self, on: date, authority_id: int | None = None) -> None:
        super().__init__(on, _known_names(on), _known_groups(), authority_id)


def _known_groups() -> list[KnownGroup]:
    return [
        KnownGroup(id_, name, spelling, parent_id)
        for id_, name, aliases, parent_id in Group.objects.order_by("pk").values_list(
            "pk", "name", "aliases", "rule_parent_id"
        )
        for spelling in (name, *aliases)
    ]


def _known_names(on: date) -> Iterator[KnownName]:
    versions: dict[int, list[_Version]] = defaultdict(list)
    rows = OrganizationVersion.objects.order_by("organization_id", F("valid_from").asc(nulls_first=True)).values_list(
        "organization_id", "name", "short_name", "english_name", "level", "parent_id", "valid_from", "valid_to"
    )
    for id_, name, short, english, level, parent_id, start, end in rows:
        versions[id_].append(_Version(name, short, english, level, parent_id, start or date.min, end or date.max))
    aliases: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    for alias in Alias.objects.order_by("organization_id", "pk"):
        aliases[alias.organization_id].append((alias.text, alias.holds_on(on)))
    then = {id_: version for id_, its in versions.items() for version in its if version.holds_on(on)}
    parents = {id_: version.parent_id for id_, version in then.items()}
    edges = _successions()
    for id_, its in versions.items():
        held = then.get(id_)
        instead: tuple[int, ...] = ()
        if held is None:
            later = min(version.start for version in its) > on
            others = rules.closure([id_], edges, date.max if later else on, backwards=later)
            instead = tuple(sorted(other for other in others if other in then))
        above = rules.ancestors(id_, parents)
        authority_ids = frozenset((id_, *above))
        name = held.name if held else its[-1].name
        for version in its:
            holds = version is held
            yield KnownName(id_, name, version.name, False, holds, instead, authority_ids)
            others_spellings = {
                version.short_name,
                version.english_name,
                *_with_and_without_place(version, then, above),
            }
            for spelling in others_spellings - {"", version.name}:
                yield KnownName(id_, name, spelling, True, holds, instead, authority_ids)
        for text, alias_holds in aliases[id_]:
            yield KnownName(id_, name, text, True, alias_holds and held is not None, instead, authority_ids)


_PLACE = re.compile(r"\s((?:tỉnh|thành phố)\s+)([A-ZĐÀ-Ỹ].*)$")


def _with_and_without_place(version: _Version, then: Mapping[int, _Version], above: Iterable[int]) -> Iterator[str]:
    """«Sở Tài chính» of Thái Bình is also written «Sở Tài chính tỉnh Thái Bình», and the other way round."""
    if version.level in {Level.COMMUNE, Level.DISTRICT, Level.MINISTRY, Level.CENTRAL}:
        return
    own = _PLACE.search(version.name)
    if version.level == Level.PROVINCE:
        if own:
            yield version.name[: own.start(2)].strip()  # «Ủy ban nhân dân tỉnh»
        return
    province = next((then[id_] for id_ in above if id_ in then and then[id_].level == Level.PROVINCE), None)
    place = _PLACE.search(province.name) if province else None
    if place is None:
        return
    kind, bare_place = place[1].strip(), place[2]
    name = version.name.removesuffix(bare_place).strip()  # «Công an tỉnh»
    short = name.removesuffix(kind).strip()  # «Công an»; for a department, its usual name
    if name.endswith(kind):
        yield from (name, f"{short} {kind} {bare_place}")
        if version.level == Level.DEPARTMENT and short.startswith("Sở "):
            yield short
    else:
        yield from (name, f"{name} {kind} {bare_place}", f"{name} {bare_place}", f"{name} {kind}")
