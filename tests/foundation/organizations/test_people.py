"""People hold posts, several at once, each with its period."""

from datetime import date

import pytest

from phusa.foundation.journal.queries import history_of
from phusa.foundation.organizations import services
from phusa.foundation.organizations.models import Person
from phusa.foundation.organizations.queries import posts_on
from phusa.foundation.records.services import Conflict
from phusa.kernel.refusals import Refused
from tests.builders.organizations import AT, organization, person, user

pytestmark = pytest.mark.django_db

DAY, END = date(2021, 6, 23), date(2025, 7, 1)


def codes(refused) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


@pytest.fixture
def administrator():
    return user("administrator", "administrator")


def test_one_person_holds_several_posts_at_once_shown_in_protocol_order(administrator):
    somebody = services.create_person(administrator, "Nguyễn Văn  An", at=AT)
    party, state = organization("Tỉnh ủy"), organization("Ủy ban nhân dân tỉnh")
    services.appoint(administrator, somebody, state, "Phó Chủ tịch", valid_from=DAY, protocol_order=30, at=AT)
    services.appoint(administrator, somebody, party, "Ủy viên Ban Thường vụ", valid_from=DAY, protocol_order=10, at=AT)
    assert [str(post.organization) for post in posts_on(DAY)] == ["Tỉnh ủy", "Ủy ban nhân dân tỉnh"]
    assert not posts_on(date(2020, 1, 1)).exists()
    assert [entry.kind for entry in history_of(somebody)] == ["post.began", "post.began", "person.created"]


def test_an_ended_post_is_held_until_the_day_before(administrator):
    post = services.appoint(administrator, person(), organization(), "Giám đốc", valid_from=DAY, at=AT)
    services.end_post(administrator, post, on=END, revision=1, at=AT)
    assert posts_on(date(2025, 6, 30)).exists()
    assert not posts_on(END).exists()
    with pytest.raises(Conflict):
        services.end_post(administrator, post, on=END, revision=1, at=AT)


def test_a_post_does_not_end_before_it_begins(administrator):
    post = services.appoint(administrator, person(), organization(), "Giám đốc", valid_from=END, at=AT)
    with pytest.raises(Refused) as ending:
        services.end_post(administrator, post, on=DAY, at=AT)
    with pytest.raises(Refused) as appointing:
        services.appoint(
            administrator, person("Lê Bình"), organization(), "Giám đốc", valid_from=END, valid_to=DAY, at=AT
        )
    assert codes(ending) == codes(appointing) == ["period-backwards"]


def test_people_are_listed_by_their_given_name(administrator):
    for name in ("Vũ Thị Ánh", "Nguyễn Văn Bình", "Đỗ An", "Bùi Văn Ân", "Trần An"):
        services.create_person(administrator, name, at=AT)
    assert [str(each) for each in Person.objects.all()] == [
        "Đỗ An",
        "Trần An",
        "Vũ Thị Ánh",
        "Bùi Văn Ân",
        "Nguyễn Văn Bình",
    ]


def test_a_misspelt_name_is_corrected(administrator):
    somebody = services.create_person(administrator, "Nguyễn Văn Ann", at=AT)
    services.edit_person(administrator, somebody, full_name="Nguyễn Văn An", revision=1, at=AT)
    somebody.refresh_from_db()
    assert (somebody.full_name, somebody.folded) == ("Nguyễn Văn An", "nguyen van an")


def test_an_account_belongs_to_one_person(administrator):
    account = user("an")
    services.create_person(administrator, "Nguyễn Văn An", user=account, at=AT)
    with pytest.raises(Refused) as refused:
        services.create_person(administrator, "Lê Bình", user=account, at=AT)
    assert codes(refused) == ["account-of-another"]


def test_of_a_post_without_any_day_nobody_says_when_it_was_held(administrator):
    post = services.appoint(administrator, person(), organization(), "Bí thư", at=AT)
    assert not post.holds_on(DAY)
    assert not posts_on(DAY).exists()


def test_a_body_that_has_ended_has_no_posts(administrator):
    services.appoint(administrator, person(), organization(ends=END), "Giám đốc", valid_from=DAY, at=AT)
    assert posts_on(DAY).exists()
    assert not posts_on(END).exists()
