"""Accounts, one-time codes, and the memberships out of which every permission comes."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from phusa.foundation import access
from phusa.foundation.access import Role
from phusa.foundation.access.models import User
from phusa.foundation.journal.queries import history_of
from phusa.foundation.organizations import services
from phusa.foundation.organizations.models import Membership
from phusa.foundation.organizations.services.accounts import INVITATION_FAILURES, INVITATION_HOLDS
from phusa.kernel.refusals import NotAllowed, Refused
from tests.builders.organizations import AT, member, organization, succession, user

pytestmark = pytest.mark.django_db

PASSWORD = "một mật khẩu đủ dài 2025"
YESTERDAY, TODAY, TOMORROW = (timezone.localdate() + timedelta(days=days) for days in (-1, 0, 1))


@pytest.fixture
def administrator():
    return user("administrator", "administrator")


def again(who: User) -> User:
    """The user as the next request finds him."""
    return User.objects.get(pk=who.pk)


def codes(refused) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


# Capacities


def test_capacities_are_the_memberships_of_today_with_all_predecessors_in_reach(django_assert_num_queries):
    old, new, elsewhere = organization("Sở cũ"), organization("Sở mới"), organization("Nơi khác")
    succession(old, new, YESTERDAY)
    succession(elsewhere, new, TOMORROW)
    officer = user("officer", Role.SPECIALIST, new, begins=YESTERDAY)
    member(officer, Role.HEAD, old, ends=TODAY)
    member(officer, Role.DIRECTOR, old, begins=TOMORROW)
    with django_assert_num_queries(2):
        standing = access.standing(officer)
    [capacity] = standing.capacities
    assert (capacity.role, capacity.organization_id, capacity.organization_name) == (Role.SPECIALIST, new.pk, "Sở mới")
    assert capacity.reach == {new.pk, old.pk}
    assert capacity.membership_uid == str(officer.memberships.get(role=Role.SPECIALIST).uid)


def test_somebody_without_membership_stands_for_nothing(django_assert_num_queries):
    nobody = user("nobody")
    with django_assert_num_queries(1):
        assert access.standing(nobody).capacities == ()


def test_the_number_of_queries_does_not_depend_on_the_memberships(django_assert_num_queries):
    officer = user("officer")
    for _number in range(6):
        member(officer, Role.OFFICER, organization())
    with django_assert_num_queries(2):
        assert len(access.standing(officer).capacities) == 6


# Roles


def test_a_role_is_given_from_today_and_ends_on_its_day(administrator):
    officer, department = user("officer"), organization()
    membership = services.grant_membership(
        administrator,
        officer,
        organization_id=department.pk,
        role=Role.HEAD,
        division="Phòng Quản lý",
        at=timezone.now(),
    )
    assert membership.valid_from == TODAY
    assert access.standing(again(officer)).holds(Role.HEAD)
    membership.valid_from = YESTERDAY
    membership.save()
    services.end_membership(administrator, membership, on=TODAY, revision=1, at=timezone.now())
    assert not access.standing(again(officer)).capacities
    assert [entry.kind for entry in history_of(officer)] == ["membership.ended", "membership.granted"]


def test_a_role_given_by_mistake_today_is_taken_off(administrator):
    officer = user("officer")
    membership = services.grant_membership(
        administrator, officer, organization_id=organization().pk, role=Role.HEAD, at=timezone.now()
    )
    services.end_membership(administrator, membership, on=TODAY, at=timezone.now())
    assert not officer.memberships.exists()


def test_the_same_role_is_not_held_twice_at_once(administrator):
    officer, department = user("officer"), organization()
    give = {"organization_id": department.pk, "role": Role.HEAD, "at": AT}
    services.grant_membership(administrator, officer, valid_to=date(2025, 7, 1), **give)
    with pytest.raises(Refused) as refused:
        services.grant_membership(administrator, officer, valid_from=date(2025, 6, 30), **give)
    assert codes(refused) == ["role-held"]
    services.grant_membership(administrator, officer, valid_from=date(2025, 7, 1), **give)


@pytest.mark.parametrize(("first", "second"), [(Role.AUDITOR, Role.HEAD), (Role.HEAD, Role.AUDITOR)])
def test_an_auditor_holds_no_other_role(first, second, administrator):
    somebody = user("somebody", first, organization())
    with pytest.raises(Refused) as refused:
        services.grant_membership(administrator, somebody, organization_id=organization().pk, role=second, at=AT)
    assert codes(refused) == ["auditor-writes-nothing"]


def test_the_role_of_the_command_line_is_given_to_nobody(administrator):
    with pytest.raises(Refused) as refused:
        services.grant_membership(
            administrator, user("officer"), organization_id=organization().pk, role=Role.OPERATOR, at=AT
        )
    assert codes(refused) == ["role-not-given"]


def test_the_last_administrator_stays_until_another_is_named(administrator):
    only = administrator.memberships.get()
    for deed in (
        lambda: services.end_membership(administrator, only, on=TOMORROW, at=AT),
        lambda: services.deactivate_user(user("second", Role.ADMINISTRATOR, ends=TODAY), administrator, at=AT),
    ):
        with pytest.raises((Refused, NotAllowed)):
            deed()
    another = user("another", Role.ADMINISTRATOR)
    services.end_membership(again(administrator), only, on=TOMORROW, at=AT)
    services.deactivate_user(again(another), administrator, at=AT)


# Accounts


def test_an_account_without_password_opens_nothing_until_its_owner_sets_one(administrator, client):
    made = services.create_user(administrator, "an.nguyen", "Nguyễn Văn  An", at=AT)
    assert made.full_name == "Nguyễn Văn An"
    assert not made.has_usable_password()
    code = services.invite(administrator, made, at=AT)
    assert re.fullmatch(r"(\d{5}-){3}\d{5}", code)
    assert services.accept_invitation("AN.Nguyen", f" {code} ", PASSWORD, at=AT) == made
    assert again(made).check_password(PASSWORD)
    assert [entry.kind for entry in history_of(made)] == ["account.opened", "account.invited", "account.created"]


def test_a_code_is_used_once(administrator):
    made = services.create_user(administrator, "an", "Nguyễn Văn An", at=AT)
    code = services.invite(administrator, made, at=AT)
    services.accept_invitation("an", code, PASSWORD, at=AT)
    with pytest.raises(Refused):
        services.accept_invitation("an", code, PASSWORD + "!", at=AT)
    assert again(made).check_password(PASSWORD)


def test_a_code_holds_for_a_week_and_a_new_one_replaces_it(administrator):
    made = services.create_user(administrator, "an", "Nguyễn Văn An", at=AT)
    first = services.invite(administrator, made, at=AT)
    second = services.invite(administrator, made, at=AT)
    for code, at in ((first, AT), (second, AT + INVITATION_HOLDS)):
        with pytest.raises(Refused) as refused:
            services.accept_invitation("an", code, PASSWORD, at=at)
        assert codes(refused) == ["invitation-invalid"]
    services.accept_invitation("an", second, PASSWORD, at=AT + INVITATION_HOLDS - timedelta(seconds=1))


def test_five_wrong_codes_void_the_invitation(administrator):
    made = services.create_user(administrator, "an", "Nguyễn Văn An", at=AT)
    code = services.invite(administrator, made, at=AT)
    for _try in range(INVITATION_FAILURES):
        with pytest.raises(Refused):
            services.accept_invitation("an", "00000-00000-00000-00000", PASSWORD, at=AT)
    with pytest.raises(Refused):
        services.accept_invitation("an", code, PASSWORD, at=AT)


def test_nobody_learns_from_the_answer_which_accounts_exist(administrator):
    services.invite(administrator, services.create_user(administrator, "an", "Nguyễn Văn An", at=AT), at=AT)
    answers = []
    for username in ("an", "binh", "administrator"):
        with pytest.raises(Refused) as refused:
            services.accept_invitation(username, "12345-12345-12345-12345", PASSWORD, at=AT)
        answers.append(str(refused.value))
    assert len(set(answers)) == 1


def test_a_weak_password_is_refused_and_the_code_still_holds(administrator):
    made = services.create_user(administrator, "an", "Nguyễn Văn An", at=AT)
    code = services.invite(administrator, made, at=AT)
    with pytest.raises(Refused) as refused:
        services.accept_invitation("an", code, "123456", at=AT)
    assert "password-weak" in codes(refused)
    services.accept_invitation("an", code, PASSWORD, at=AT)


def test_the_code_is_not_kept_and_not_told_to_the_journal(administrator):
    made = services.create_user(administrator, "an", "Nguyễn Văn An", at=AT)
    code = services.invite(administrator, made, at=AT)
    assert code not in made.invitation.code_digest
    assert not any(code in str(entry.wording) for entry in history_of(made))


def test_a_user_name_is_taken_whatever_its_case(administrator):
    services.create_user(administrator, "an", "Nguyễn Văn An", at=AT)
    with pytest.raises(Refused) as refused:
        services.create_user(administrator, "AN", "", at=AT)
    assert codes(refused) == ["name-missing", "username-taken"]


def test_a_closed_account_opens_nothing_until_it_is_reopened(administrator, client):
    officer = user("officer", Role.HEAD)
    client.force_login(officer)
    services.deactivate_user(administrator, officer, revision=1, at=AT)
    assert not access.may(again(officer), "organizations.create_organization")
    assert not User.objects.get(pk=officer.pk).is_active
    services.reactivate_user(administrator, officer, revision=2, at=AT)
    assert access.may(again(officer), "organizations.create_organization")


def test_nobody_closes_his_own_account(administrator):
    user("another", Role.ADMINISTRATOR)
    with pytest.raises(Refused) as refused:
        services.deactivate_user(administrator, administrator, at=AT)
    assert codes(refused) == ["closes-itself"]


def test_memberships_are_a_deed_of_administrators_alone():
    head = user("head", Role.HEAD)
    with pytest.raises(NotAllowed):
        services.grant_membership(head, head, organization_id=organization().pk, role=Role.CHAIR, at=AT)
    assert Membership.objects.count() == 1
