"""One function answers who may do what: deny by default, an unknown name raises, the list and the single look agree."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override

from phusa.foundation import access
from phusa.foundation.access import Role
from phusa.foundation.access.models import User
from phusa.kernel.refusals import NotAllowed
from tests.foundation.access.conftest import DEPARTMENT, FINANCE, PREDECESSOR, Person, capacity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("table")]


def test_a_permission_that_nobody_declared_raises(person: Person):
    with pytest.raises(KeyError, match=r"schemes\.fly"):
        access.may(person("an"), "schemes.fly")
    with pytest.raises(KeyError):
        access.require(person("ba"), "schemes.fly")


def test_a_permission_is_declared_once():
    access.permission("tests.act", label="Act", roles=[Role.HEAD])
    with pytest.raises(ValueError, match=r"tests\.act"):
        access.permission("tests.act", label="Act", roles=[Role.CHAIR])


@pytest.mark.parametrize("role", Role)
def test_a_deed_is_open_to_the_roles_that_are_named_and_to_no_other(person: Person, role: Role):
    access.permission("tests.act", label="Act", roles=[Role.HEAD, Role.DIRECTOR])
    assert access.may(person("an", capacity(role)), "tests.act") == (role in {Role.HEAD, Role.DIRECTOR})


def test_one_of_several_capacities_is_enough(person: Person):
    access.permission("tests.act", label="Act", roles=[Role.HEAD])
    assert access.may(person("an", capacity(Role.OFFICER), capacity(Role.HEAD, FINANCE)), "tests.act")


def test_a_deed_on_a_record_needs_the_role_and_the_condition(person: Person):
    access.permission("tests.act", label="Act", roles=[Role.HEAD], when=lambda user, record: record == user)
    head, officer = person("an", capacity(Role.HEAD)), person("ba", capacity(Role.OFFICER))
    assert access.may(head, "tests.act", head)
    assert not access.may(head, "tests.act", officer)
    assert not access.may(officer, "tests.act", officer)


def test_nobody_without_a_membership_a_stranger_or_somebody_switched_off_may_do_anything(person: Person):
    access.permission("tests.act", label="Act", roles=list(Role))
    assert not access.may(person("outsider"), "tests.act")
    assert not access.may(AnonymousUser(), "tests.act")
    assert not access.may(person("gone", capacity(Role.HEAD), is_active=False), "tests.act")


def test_no_superuser_stands_above_the_table(person: Person):
    access.permission("tests.act", label="Act", roles=[Role.HEAD])
    assert not access.may(person("root", is_superuser=True), "tests.act")


def test_a_refusal_says_what_was_asked_for_and_who_can(person: Person):
    access.permission("tests.act", label="Approve the scheme", roles=[Role.CHAIR, Role.VICE_CHAIR, Role.OPERATOR])
    with override("vi"), pytest.raises(NotAllowed) as refused:
        access.require(person("an", capacity(Role.OFFICER)), "tests.act")
    assert refused.value.permission == "tests.act"
    assert str(refused.value.message) == "Approve the scheme"
    with override("vi"):
        assert [str(who) for who in refused.value.who_can] == ["Phó Chủ tịch UBND", "Chủ tịch UBND"]


def test_who_may_is_let_through(person: Person):
    access.permission("tests.act", label="Act", roles=[Role.HEAD])
    assert access.require(person("an", capacity(Role.HEAD)), "tests.act") is None


def test_what_a_list_shows_is_what_a_single_look_allows(person: Person):
    access.scope("tests.view_user", label="See", rows=lambda user: User.objects.exclude(username__startswith="secret"))
    user = person("an", capacity(Role.OFFICER))
    for row in (person("ba"), person("secret"), user):
        assert access.may(user, "tests.view_user", row) == (row in access.visible(user, "tests.view_user"))
    assert not access.may(user, "tests.view_user", User.objects.get(username="secret"))


def test_a_page_of_a_view_permission_opens_to_whoever_holds_a_role(person: Person):
    access.scope("tests.view_user", label="See", rows=lambda user: User.objects.all())
    assert access.may(person("an", capacity(Role.AUDITOR)), "tests.view_user")
    assert not access.may(person("outsider"), "tests.view_user")


def test_the_rows_of_a_deed_cannot_be_asked_for(person: Person):
    access.permission("tests.act", label="Act", roles=[Role.HEAD])
    with pytest.raises(KeyError, match="not a view permission"):
        access.visible(person("an"), "tests.act")


def test_a_person_reaches_the_predecessors_of_their_organisations(person: Person):
    standing = access.standing(
        person("an", capacity(Role.HEAD, reach=(PREDECESSOR,)), capacity(Role.OFFICER, FINANCE, reach=()))
    )
    assert standing.reach() == {DEPARTMENT, PREDECESSOR, FINANCE}
    assert standing.reach(Role.HEAD) == {DEPARTMENT, PREDECESSOR}
    assert standing.own() == {DEPARTMENT, FINANCE}
    assert standing.own(Role.HEAD) == {DEPARTMENT}
    assert standing.reach(Role.CHAIR) == frozenset()
    assert standing.holds(Role.CHAIR, Role.OFFICER)
    assert not standing.holds(Role.CHAIR)


def test_a_person_acts_under_the_membership_that_they_chose_or_else_the_first(person: Person):
    both = capacity(Role.HEAD, uid="one"), capacity(Role.OFFICER, FINANCE, uid="two")
    assert access.standing(person("an", *both)).acting == both[0]
    chosen = person("ba", *both, acting_membership="two")
    assert access.standing(chosen).acting == both[1]
    with override("en"):
        assert chosen.acting_label == "Officer of a department or commune · Cơ quan 2"
    assert access.standing(person("co", *both, acting_membership="ended long ago")).acting == both[0]
    assert person("outsider").acting_label == ""


def test_memberships_are_read_once_for_a_user_object(person: Person, monkeypatch):
    asked = []
    monkeypatch.setattr(access.capacities, "_provider", lambda user: asked.append(user) or ())
    user = person("an")
    access.standing(user)
    access.standing(user)
    assert len(asked) == 1


def test_a_person_is_called_by_their_full_name_and_their_given_name():
    user = User(username="an", full_name="Nguyễn Thị Hoài An")
    assert (str(user), user.get_full_name(), user.get_short_name()) == (user.full_name, user.full_name, "An")
    assert (str(User(username="an")), User(username="an").get_short_name()) == ("an", "an")
