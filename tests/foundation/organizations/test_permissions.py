"""Every role against every deed and every view; what a list shows and what a single look allows agree."""

import pytest
from django.contrib.auth.models import AnonymousUser

from phusa.foundation import access
from phusa.foundation.access import Role
from phusa.foundation.access.models import User
from tests.builders.organizations import group, member, organization, person, user

pytestmark = pytest.mark.django_db

KEEPERS = {Role.ADMINISTRATOR, Role.OPERATOR}
IMPORTERS = KEEPERS | {Role.SPECIALIST, Role.HEAD, Role.DIRECTOR}
EXPECTED = {
    "organizations.create_organization": IMPORTERS,
    "organizations.add_alias": IMPORTERS,
    "organizations.edit_organization": KEEPERS,
    "organizations.record_succession": KEEPERS,
    "organizations.edit_group": KEEPERS,
    "organizations.edit_person": KEEPERS,
    "organizations.manage_accounts": KEEPERS,
    "organizations.read_accounts": KEEPERS | {Role.AUDITOR},
}


@pytest.mark.parametrize("role", Role.values)
def test_who_may_do_what(role):
    who = user("somebody", role)
    assert {name for name in EXPECTED if access.may(who, name)} == {
        name for name, roles in EXPECTED.items() if role in roles
    }


@pytest.mark.parametrize("name", EXPECTED)
def test_a_visitor_and_an_account_without_role_may_do_nothing(name):
    assert not access.may(AnonymousUser(), name)
    assert not access.may(user("nobody"), name)


@pytest.fixture
def rows():
    somebody = user("somebody", Role.CLERK)
    return {
        "organizations.view_organization": organization(),
        "organizations.view_group": group("Các sở"),
        "organizations.view_person": person(),
        "organizations.view_account": somebody,
        "organizations.view_membership": somebody.memberships.get(),
    }


@pytest.mark.parametrize("role", [*Role.values, ""])
def test_a_row_is_in_the_list_exactly_when_it_may_be_seen(role, rows):
    who = user("reader", role)
    for name, row in rows.items():
        listed = access.visible(who, name).filter(pk=row.pk).exists()
        assert listed == access.may(who, name, row)
        private = name in {"organizations.view_account", "organizations.view_membership"}
        assert listed == (not private or role in {*KEEPERS, Role.AUDITOR})


def test_everybody_sees_the_own_account_and_memberships():
    officer = user("officer", Role.OFFICER)
    member(officer, Role.CLERK, organization())
    assert list(access.visible(officer, "organizations.view_account")) == [officer]
    assert access.visible(officer, "organizations.view_membership").count() == 2


def test_a_visitor_and_a_closed_account_see_nothing(rows):
    closed = user("closed", Role.AUDITOR)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    for name in rows:
        assert not access.visible(AnonymousUser(), name).exists()
        assert not access.visible(User.objects.get(pk=closed.pk), name).exists()
