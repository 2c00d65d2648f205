"""What must hold for organisations, groups and memberships; who has taken over from whom.

Sources: Resolution 190/2025/QH15, art. 4 (the successor takes rights, duties and pending work; documents keep the
issuing name); Law 72/2025/QH15 (two tiers of local authority).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from phusa.foundation.access.vocabulary import Role
from phusa.foundation.organizations.models import Membership, Organization, OrganizationVersion
from phusa.kernel.periods import Period
from phusa.kernel.refusals import Refusal, Refused
from phusa.kernel.text import format_date

Edge = tuple[int, int, date]  # predecessor, successor, in effect from


def forbid(*found: Refusal | None) -> None:
    """Raise `Refused` with every refusal there is; nothing happens when there is none."""
    refusals = [refusal for refusal in found if refusal]
    if refusals:
        raise Refused(refusals)


def closure(ids: Iterable[int], edges: Iterable[Edge], on: date, *, backwards: bool = True) -> set[int]:
    """The ids and all that leads to them by successions in effect on `on` (or that they lead to). Cycles are safe."""
    steps: dict[int, list[int]] = defaultdict(list)
    for predecessor, successor, effective_on in edges:
        if effective_on <= on:
            origin, target = (successor, predecessor) if backwards else (predecessor, successor)
            steps[origin].append(target)
    reached = set(ids)
    waiting = list(reached)
    while waiting:
        for other in steps[waiting.pop()]:
            if other not in reached:
                reached.add(other)
                waiting.append(other)
    return reached


def ancestors(organization_id: int, parents: Mapping[int, int | None]) -> list[int]:
    """Those it stands under, the nearest first. Cycles are safe."""
    chain: list[int] = []
    above = parents.get(organization_id)
    while above is not None and above not in chain and above != organization_id:
        chain.append(above)
        above = parents.get(above)
    return chain


def below(ids: Iterable[int], parents: Mapping[int, int | None]) -> set[int]:
    """The ids and all that stand under them. Cycles are safe."""
    children: dict[int, list[int]] = defaultdict(list)
    for id_, parent in parents.items():
        if parent is not None:
            children[parent].append(id_)
    found = set(ids)
    waiting = list(found)
    while waiting:
        for child in children[waiting.pop()]:
            if child not in found:
                found.add(child)
                waiting.append(child)
    return found


def current_version(versions: Iterable[OrganizationVersion], today: date) -> OrganizationVersion:
    """The version that holds today; else the last that held; else the first that will."""
    ordered = sorted(versions, key=lambda version: version.valid_from or date.min)
    begun = [version for version in ordered if (version.valid_from or date.min) <= today]
    return begun[-1] if begun else ordered[0]


def name_is_given(name: str) -> Refusal | None:
    if name:
        return None
    return Refusal("name-missing", _("A name is needed."))


def parent_is_another(organization_id: int, parent_id: int | None, parents: Mapping[int, int | None]) -> Refusal | None:
    """An organisation stands neither under itself nor under one of its own."""
    if parent_id is None or (parent_id != organization_id and organization_id not in ancestors(parent_id, parents)):
        return None
    return Refusal("parent-below-itself", _("An organisation cannot stand under itself."))


def no_version_begins_that_day(versions: Iterable[OrganizationVersion], on: date) -> Refusal | None:
    if all(version.valid_from != on for version in versions):
        return None
    return Refusal(
        "version-begins-that-day",
        _("A name already begins on %(day)s: correct that one instead.") % {"day": format_date(on)},
    )


def exists_around(versions: Iterable[OrganizationVersion], on: date) -> Refusal | None:
    """A new name may begin inside the life of the organisation, or before it; not after its end."""
    ends = [version.valid_to for version in versions]
    if None in ends or on < max(end for end in ends if end):
        return None
    return Refusal("organization-ended", _("The organisation had ended by %(day)s.") % {"day": format_date(on)})


def has_an_open_version(versions: Iterable[OrganizationVersion], on: date) -> Refusal | None:
    """Only what exists on the day before can end on the day."""
    last = next((version for version in versions if version.valid_to is None), None)
    if last and (last.valid_from is None or last.valid_from < on):
        return None
    return Refusal("cannot-end-then", _("The organisation cannot end on %(day)s.") % {"day": format_date(on)})


def period_goes_forward(start: date | None, end: date | None) -> Refusal | None:
    if start is None or end is None or start < end:
        return None
    return Refusal("period-backwards", _("The end must come after the beginning."))


def successor_is_another(predecessor: Organization, successor: Organization) -> Refusal | None:
    if predecessor.pk != successor.pk:
        return None
    return Refusal("succeeds-itself", _("An organisation cannot succeed itself."))


def role_can_be_given(role: str) -> Refusal | None:
    """The command line's role belongs to the installation, not to a person."""
    if role in Role.values and role != Role.OPERATOR:
        return None
    return Refusal("role-not-given", _("This role is not given to people."))


def role_is_not_held_already(
    held: Iterable[Membership], role: str, organization_id: int, period: Period
) -> Refusal | None:
    for membership in held:
        same = membership.role == role and membership.organization_id == organization_id
        if same and period.overlaps(Period(membership.valid_from, membership.valid_to)):
            return Refusal("role-held", _("The account already holds this role there in that time."))
    return None


def auditor_does_nothing_else(held: Iterable[Membership], role: str, period: Period) -> Refusal | None:
    """An auditor reads everything and writes nothing, so the account holds no other role at the same time."""
    for membership in held:
        apart = (membership.role == Role.AUDITOR) == (role == Role.AUDITOR)
        if not apart and period.overlaps(Period(membership.valid_from, membership.valid_to)):
            return Refusal(
                "auditor-writes-nothing",
                _("An auditor reads everything and writes nothing: the account cannot hold another role as well."),
            )
    return None
