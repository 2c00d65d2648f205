"""The standing cast: one invented person for each part that somebody plays in the work of a province."""

from dataclasses import dataclass, fields

import pytest
from django.test import Client

from phusa.foundation.access import Role
from phusa.foundation.access.models import User
from phusa.foundation.organizations.models import Organization
from phusa.foundation.organizations.vocabulary import Level
from tests.builders import organizations as build

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True, slots=True)
class Cast:
    """Agencies and the people in them; `outsider` has an account and no membership."""

    authority: Organization
    department: Organization
    finance: Organization
    commune: Organization
    ministry: Organization

    specialist: User
    head: User
    director: User
    clerk: User
    office_specialist: User
    office_leader: User
    vice_chair: User
    chair: User
    officer: User
    commune_officer: User
    ministry_officer: User
    ministry_leader: User
    auditor: User
    administrator: User
    outsider: User

    def people(self) -> dict[str, User]:
        """Everybody by their part, in the order in which they are listed above."""
        everything = {field.name: getattr(self, field.name) for field in fields(self)}
        return {part: who for part, who in everything.items() if isinstance(who, User)}


def assemble() -> Cast:
    authority = build.organization("UBND tỉnh", level=Level.PROVINCE)
    department = build.organization("Sở Khoa học và Công nghệ", "Sở KH&CN", parent=authority)
    finance = build.organization("Sở Tài chính", "STC", parent=authority)
    commune = build.organization("UBND xã An Bình", level=Level.COMMUNE, parent=authority)
    ministry = build.organization("Bộ Khoa học và Công nghệ", "Bộ KH&CN", level=Level.MINISTRY)
    return Cast(
        authority=authority,
        department=department,
        finance=finance,
        commune=commune,
        ministry=ministry,
        specialist=build.user("specialist", Role.SPECIALIST, department),
        head=build.user("head", Role.HEAD, department),
        director=build.user("director", Role.DIRECTOR, department),
        clerk=build.user("clerk", Role.CLERK, department),
        office_specialist=build.user("office_specialist", Role.OFFICE_SPECIALIST, authority),
        office_leader=build.user("office_leader", Role.OFFICE_LEADER, authority),
        vice_chair=build.user("vice_chair", Role.VICE_CHAIR, authority),
        chair=build.user("chair", Role.CHAIR, authority),
        officer=build.user("officer", Role.OFFICER, finance),
        commune_officer=build.user("commune_officer", Role.OFFICER, commune),
        ministry_officer=build.user("ministry_officer", Role.MINISTRY_OFFICER, ministry),
        ministry_leader=build.user("ministry_leader", Role.MINISTRY_LEADER, ministry),
        auditor=build.user("auditor", Role.AUDITOR, authority),
        administrator=build.user("administrator", Role.ADMINISTRATOR, authority),
        outsider=build.user("outsider"),
    )


def signed_in(user: User) -> Client:
    """A browser in which this person has logged in."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()
