"""Who sees which assignments: the query against an oracle that asks one row and one person at a time."""

from datetime import date
from functools import cache
from itertools import product

import pytest
from django.utils import timezone

from phusa.foundation import access
from phusa.foundation.access import Role
from phusa.foundation.access.models import User
from phusa.foundation.organizations.models import GroupMember, Membership, Succession
from phusa.planning.assignments.models import Assignment, Party
from phusa.planning.assignments.queries import in_force, visible_to
from phusa.planning.assignments.services import absorb, copy_for_amendment, set_terms, withdraw
from tests.builders import assignments as build
from tests.builders import organizations
from tests.builders.assignments import AT, ON, coordinating, fresh, lead, terms
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(cast: Cast) -> dict[str, User]:
    """The cast; the people of agencies that took over from others; people in several capacities."""
    everybody = cast.people()
    heir = organizations.organization("Sở Tài chính mới")
    organizations.succession(cast.finance, heir, date(2025, 3, 1))
    grandchild = organizations.organization("Sở Tài chính và Kế hoạch")
    organizations.succession(heir, grandchild, date(2025, 7, 1))
    later = organizations.organization("Sở kế thừa sau này")
    organizations.succession(cast.finance, later, date(2999, 1, 1))
    new_province = organizations.organization("UBND tỉnh mới", level="province")
    organizations.succession(cast.authority, new_province, date(2025, 7, 1))
    successors = {
        "officer of the successor": (Role.OFFICER, heir),
        "officer of the successor's successor": (Role.OFFICER, grandchild),
        "officer of who will succeed": (Role.OFFICER, later),
        "clerk of the successor": (Role.CLERK, heir),
        "chair of the new province": (Role.CHAIR, new_province),
        "specialist in the new province": (Role.SPECIALIST, new_province),
        "head elsewhere": (Role.HEAD, organizations.organization("Sở khác")),
    }
    for name, (role, agency) in successors.items():
        everybody[name] = organizations.user(f"p{len(everybody)}", role, agency)
    twice = organizations.user("twice", Role.OFFICER, cast.commune)
    organizations.member(twice, Role.MINISTRY_OFFICER, cast.ministry)
    organizations.member(twice, Role.ADMINISTRATOR, cast.authority)
    former = organizations.user("former", Role.SPECIALIST, cast.department, ends=date(2025, 1, 1))
    return {**everybody, "in several capacities": twice, "no longer in office": former}


@pytest.fixture
def assignments(cast: Cast) -> None:
    """Every standing × audience × way of taking part, and amendments of issued ones."""
    group = build.group("Các sở, xã", cast.finance, cast.commune)
    GroupMember.objects.create(group=group, organization=cast.ministry, valid_from=date(2025, 6, 1))
    elsewhere = organizations.organization("Tỉnh khác", level="province")
    other = organizations.organization("Sở của tỉnh khác", parent=elsewhere)
    ways = [
        (lead(cast.finance),),
        (lead(cast.finance), lead(cast.commune)),
        (lead(other), coordinating(cast.commune)),
        (lead(group),),
        (lead(other), coordinating(group), coordinating(cast.finance)),
        (lead(cast.ministry), coordinating(other)),
        (),
    ]
    owners = [(cast.authority, cast.department), (elsewhere, other), (elsewhere, cast.department)]
    for (authority, drafting), on in product(owners, (ON, date(2025, 9, 1))):
        each = [terms(*parties) for parties in ways]
        build.drafts(authority, drafting, *each, on=on)
        dropped = build.drafts(authority, drafting, *each, on=on)
        withdraw(Assignment.objects.filter(pk__in=[row.pk for row in dropped]), reason="Thử", at=AT)
        for audience in ("internal", "parties", "open"):
            followed = [terms(*parties, follow_up_id=cast.commune.pk) for parties in ways]
            live = build.issued(authority, drafting, *each, *followed, audience=audience, on=on)
            set_terms(copy_for_amendment(live[0], at=AT), terms(lead(cast.commune)), on=on, at=AT)
            absorb(copy_for_amendment(live[1], at=AT), at=AT)
            gone = build.issued(authority, drafting, *each, audience=audience, on=on)
            withdraw(Assignment.objects.filter(pk__in=[row.pk for row in gone]), reason="Thử", at=AT)


class Oracle:
    """The rule as the package's README words it, asked one row and one person at a time."""

    def __init__(self, user: User) -> None:
        today = timezone.localdate()
        self.held = [
            (Role(held.role), self.predecessors(held.organization_id, today))
            for held in Membership.objects.filter(user=user)
            if held.holds_on(today)
        ]

    @staticmethod
    def predecessors(agency: int, today: date) -> set[int]:
        found, edges = {agency}, Succession.objects.filter(effective_on__lte=today)
        while more := {e.predecessor_id for e in edges if e.successor_id in found} - found:
            found |= more
        return found

    def sees(self, row: Assignment) -> bool:
        if any(role == Role.AUDITOR for role, _agencies in self.held):
            return True
        if row.issued_at is None:
            return any(self._sees_draft(role, agencies, row) for role, agencies in self.held)
        if row.audience == "open" and self.held:
            return True
        return any(self._sees_issued(role, agencies, row) for role, agencies in self.held)

    @staticmethod
    def _sees_draft(role: Role, agencies: set[int], row: Assignment) -> bool:
        if role in (Role.ADMINISTRATOR, Role.MINISTRY_OFFICER):
            return False
        leads_the_authority = role in (
            Role.OFFICE_SPECIALIST,
            Role.OFFICE_LEADER,
            Role.VICE_CHAIR,
            Role.CHAIR,
            Role.MINISTRY_LEADER,
        )
        return row.drafting_id in agencies or (leads_the_authority and row.authority_id in agencies)

    def _sees_issued(self, role: Role, agencies: set[int], row: Assignment) -> bool:
        if role == Role.ADMINISTRATOR:
            return False
        if row.audience == "parties" and self.parties(row) & agencies:
            return True
        if role == Role.MINISTRY_OFFICER:
            return False
        return bool({row.authority_id, row.drafting_id, row.follow_up_id} & agencies)

    @staticmethod
    @cache
    def parties(row: Assignment) -> set[int]:
        agencies = set()
        for party in Party.objects.filter(assignment=row):
            if party.organization_id:
                agencies.add(party.organization_id)
            for member in GroupMember.objects.filter(group=party.group_id) if party.group_id else ():
                if member.holds_on(party.group_as_of):
                    agencies.add(member.organization_id)
        return agencies


@pytest.mark.usefixtures("assignments")
def test_everybody_sees_what_the_rule_says_and_nothing_else(people: dict[str, User]) -> None:
    rows = list(Assignment.objects.all())
    Oracle.parties.cache_clear()
    assert len(rows) > 400
    seen_by = {}
    for name, user in people.items():
        oracle = Oracle(user)
        expected = {row.pk for row in rows if oracle.sees(row)}
        seen = list(visible_to(fresh(user)).values_list("pk", flat=True))
        assert len(seen) == len(set(seen)), f"{name} sees a row twice"
        assert set(seen) == expected, name
        assert set(in_force(fresh(user)).values_list("pk", flat=True)) == {
            row.pk for row in rows if row.pk in expected and row.standing == "issued"
        }, name
        seen_by[name] = len(seen)
    assert seen_by["auditor"] == len(rows)
    assert seen_by["outsider"] == seen_by["no longer in office"] == 0
    assert 0 < seen_by["administrator"] < seen_by["head elsewhere"] + 1 <= seen_by["officer"] < seen_by["chair"]
    assert seen_by["officer of who will succeed"] == seen_by["head elsewhere"]


@pytest.mark.usefixtures("assignments")
def test_a_row_is_in_the_list_exactly_when_a_single_look_is_allowed(people: dict[str, User]) -> None:
    rows = list(Assignment.objects.all()[::11])
    for name, user in people.items():
        user = fresh(user)
        listed = set(visible_to(user).values_list("pk", flat=True))
        for row in rows:
            assert access.may(user, "assignments.view_assignment", row) == (row.pk in listed), f"{name}, {row}"


def test_a_member_of_a_group_is_one_on_the_date_of_the_document(cast: Cast) -> None:
    group = build.group("Các đơn vị", cast.finance)
    GroupMember.objects.filter(group=group).update(valid_to=date(2025, 6, 1))
    before, after = (
        build.issued(cast.authority, cast.department, terms(lead(group)), on=on)[0] for on in (ON, date(2025, 9, 1))
    )
    assert list(visible_to(cast.officer)) == [before]
    assert after in visible_to(cast.chair)


def test_who_is_not_signed_in_sees_nothing(cast: Cast) -> None:
    from django.contrib.auth.models import AnonymousUser

    build.issued(cast.authority, cast.department, terms(lead(cast.finance)), audience="open")
    assert not visible_to(AnonymousUser()).exists()
    assert not in_force(AnonymousUser()).exists()
