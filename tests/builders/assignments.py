"""Assignments for tests: written down and issued by the functions that documents use; nothing is recorded."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from phusa.foundation.organizations.models import Group, GroupMember, Organization
from phusa.kernel.text import sort_key
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.services import Origin, PartyTerms, Terms, draft_all, issue

AT = datetime(2025, 3, 10, 2, 0, tzinfo=UTC)  # a Monday morning in Viet Nam
ON = date(2025, 1, 9)  # the date of the document
PLAN = Origin("scheme", UUID(int=7), "Đề án thử nghiệm", "/schemes/00000000-0000-0000-0000-000000000007/")

_number = count(1)


def group(name: str, *members: Organization) -> Group:
    """A group that lists its members."""
    made = Group.objects.create(name=name, sort_key=sort_key(name))
    for member in members:
        GroupMember.objects.create(group=made, organization=member)
    return made


def lead(party: Organization | Group, *, focal: bool = False, duty: str = "") -> PartyTerms:
    return _party("lead", party, duty, focal)


def coordinating(party: Organization | Group, duty: str = "Cung cấp số liệu") -> PartyTerms:
    return _party("coordinating", party, duty, focal=False)


def _party(role: str, party: Organization | Group, duty: str, focal: bool) -> PartyTerms:
    if isinstance(party, Group):
        return PartyTerms(role, None, party.pk, party.name, duty, focal)
    return PartyTerms(role, party.pk, None, party.current_name, duty, focal)


def terms(*parties: PartyTerms, deadline: str = "31/12/2025", code: str = "", **more: Any) -> Terms:
    number = next(_number)
    values = {"content": f"Xây dựng mô hình thử nghiệm {number}", "product": "Báo cáo", **more}
    return Terms(code=code or f"{number}", deadline_text=deadline, parties=parties, **values)


def drafts(
    authority: Organization, drafting: Organization, *each: Terms, on: date = ON, origin: Origin = PLAN
) -> list[Assignment]:
    return draft_all(each, authority_id=authority.pk, drafting_id=drafting.pk, origin=origin, on=on, at=AT)


def issued(
    authority: Organization,
    drafting: Organization,
    *each: Terms,
    audience: str = "parties",
    on: date = ON,
    origin: Origin = PLAN,
) -> list[Assignment]:
    keys = [draft.pk for draft in drafts(authority, drafting, *each, on=on, origin=origin)]
    rows = Assignment.objects.filter(pk__in=keys)
    issue(rows, audience=audience, at=AT)
    by_key = rows.in_bulk()
    return [by_key[key] for key in keys]


def fresh(row: Any) -> Any:
    """The row as it stands in the database; a user as the next request knows them."""
    return type(row).objects.get(pk=row.pk)
