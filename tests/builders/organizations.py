"""Organisations, people and accounts for tests. Every call makes one; nothing is checked, nothing is recorded."""

from datetime import UTC, date, datetime
from itertools import count

from django.utils import timezone

from phusa.foundation.access import Role
from phusa.foundation.access.models import User
from phusa.foundation.organizations.models import (
    Alias,
    Group,
    Membership,
    Organization,
    OrganizationVersion,
    Person,
    Succession,
)
from phusa.foundation.organizations.vocabulary import Level
from phusa.kernel.text import fold, sort_key

AT = datetime(2025, 3, 3, 8, tzinfo=UTC)
_number = count(1)


def organization(
    name: str = "",
    short_name: str = "",
    *,
    level: str = Level.DEPARTMENT,
    parent: Organization | None = None,
    begins: date | None = None,
    ends: date | None = None,
    english_name: str = "",
    aliases: tuple[str, ...] = (),
) -> Organization:
    """An organisation with one version, which holds from `begins` to `ends`."""
    name = name or f"Cơ quan số {next(_number)}"
    today = timezone.localdate()
    made = Organization.objects.create(
        current_name=name,
        current_short_name=short_name,
        level=level,
        parent=parent,
        active=(begins is None or begins <= today) and (ends is None or today < ends),
        sort_key=sort_key(name)[:300],
    )
    version(made, name, short_name, level=level, parent=parent, begins=begins, ends=ends, english_name=english_name)
    for text in aliases:
        Alias.objects.create(organization=made, text=text, folded=fold(text))
    return made


def version(
    of: Organization,
    name: str,
    short_name: str = "",
    *,
    level: str = "",
    parent: Organization | None = None,
    begins: date | None = None,
    ends: date | None = None,
    english_name: str = "",
) -> OrganizationVersion:
    """One more name of the organisation, for a period."""
    return OrganizationVersion.objects.create(
        organization=of,
        name=name,
        short_name=short_name,
        english_name=english_name,
        level=level or of.level,
        parent=parent,
        valid_from=begins,
        valid_to=ends,
        folded=fold(f"{name} | {short_name} | {english_name}"),
    )


def succession(predecessor: Organization, successor: Organization, on: date) -> Succession:
    return Succession.objects.create(predecessor=predecessor, successor=successor, effective_on=on)


def group(name: str, *, level: str = "", parent: Organization | None = None, aliases: tuple[str, ...] = ()) -> Group:
    return Group.objects.create(
        name=name, rule_level=level, rule_parent=parent, aliases=list(aliases), sort_key=sort_key(name)[:200]
    )


def user(
    username: str = "",
    role: str | Role | None = None,
    at: Organization | None = None,
    *,
    begins: date | None = None,
    ends: date | None = None,
) -> User:
    """An account; with a role, also the membership that carries it."""
    username = username or f"account{next(_number)}"
    made = User.objects.create_user(username, full_name=f"Người dùng {username}")
    if role:
        member(made, role, at or organization(), begins=begins, ends=ends)
    return made


def member(
    who: User, role: str | Role, at: Organization, *, begins: date | None = None, ends: date | None = None
) -> Membership:
    return Membership.objects.create(user=who, role=role, organization=at, valid_from=begins, valid_to=ends)


def person(full_name: str = "Nguyễn Văn An", *, account: User | None = None) -> Person:
    words = full_name.split()
    return Person.objects.create(
        full_name=full_name,
        user=account,
        folded=fold(full_name),
        sort_key=sort_key(" ".join([words[-1], *words[:-1]])),
    )
