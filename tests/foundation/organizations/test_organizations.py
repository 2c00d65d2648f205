"""The life of an organisation: added, renamed, corrected, ended, succeeded; every deed stands in the journal."""

from datetime import UTC, date, datetime, timedelta

import hypothesis
import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from phusa.foundation.journal.models import Entry
from phusa.foundation.journal.queries import history_of
from phusa.foundation.organizations import services
from phusa.foundation.organizations.models import Organization
from phusa.foundation.organizations.queries import name_as_of, names_as_of, with_spelling
from phusa.foundation.organizations.services import NewOrganization
from phusa.foundation.organizations.vocabulary import Level
from phusa.foundation.records.services import Conflict
from phusa.kernel.refusals import NotAllowed, Refused
from tests.builders.organizations import AT, organization, user, version

pytestmark = pytest.mark.django_db

DAY, END = date(2025, 3, 3), date(2025, 7, 1)


@pytest.fixture
def administrator():
    return user("administrator", "administrator")


def kinds(row) -> list[str]:
    return [entry.kind for entry in history_of(row)]


def codes(refused) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


# Adding


def test_organisations_are_added_in_bulk_each_with_its_entry(administrator, django_assert_max_num_queries):
    parent = organization(level=Level.PROVINCE)
    names = [
        NewOrganization(f"Sở  số {number}", f"S{number}", Level.DEPARTMENT, parent.pk, aliases=("một tên khác",))
        for number in range(30)
    ]
    with django_assert_max_num_queries(12):
        made = services.create_organizations(administrator, names, at=AT)
    assert [each.current_name for each in made] == [f"Sở số {number}" for number in range(30)]
    first = Organization.objects.get(pk=made[0].pk)
    assert (first.level, first.parent, first.active) == (Level.DEPARTMENT, parent, True)
    assert (first.versions.get().short_name, first.aliases.get().text) == ("S0", "một tên khác")
    assert Entry.objects.filter(kind="organization.created").count() == 30


def test_an_organisation_needs_a_name(administrator):
    with pytest.raises(Refused) as refused:
        services.create_organization(administrator, NewOrganization(" \u200b "), at=AT)
    assert codes(refused) == ["name-missing"]


def test_nothing_is_added_when_one_name_is_there_already_or_given_twice(administrator):
    province, other = organization(level=Level.PROVINCE), organization(level=Level.PROVINCE)
    organization("Sở Tài chính", parent=province)
    new = [
        NewOrganization("Sở Tài chính", parent_id=province.pk),
        NewOrganization("Sở Y tế", parent_id=province.pk),
        NewOrganization("Sở Y tế", parent_id=province.pk),
        NewOrganization("Sở Tài chính", parent_id=other.pk),
    ]
    with pytest.raises(Refused) as refused:
        services.create_organizations(administrator, new, at=AT)
    assert codes(refused) == ["organization-exists", "organization-exists"]
    assert not Organization.objects.filter(current_name="Sở Y tế").exists()


def test_the_same_name_under_another_authority_is_another_organisation(administrator):
    one, other = organization(level=Level.PROVINCE), organization(level=Level.PROVINCE)
    for parent in (one, other):
        services.create_organization(administrator, NewOrganization("Sở Tài chính", parent_id=parent.pk), at=AT)
    assert Organization.objects.filter(current_name="Sở Tài chính").count() == 2


def test_the_authority_of_an_installation_is_founded_once_without_anybody():
    first = services.found_installation("UBND tỉnh Thái Bình", at=AT)
    assert first == services.found_installation("UBND tỉnh Thái Bình", at=AT)
    assert first.level == Level.PROVINCE


# Names over time


def test_a_new_name_holds_from_its_day_and_the_old_one_until_then(administrator):
    ministry = organization("Bộ Khoa học và Công nghệ", level=Level.MINISTRY)
    services.rename_organization(administrator, ministry, on=DAY, name="Bộ KH, CN và Đổi mới", revision=1, at=AT)
    assert name_as_of(ministry, DAY - timedelta(days=1)) == "Bộ Khoa học và Công nghệ"
    assert name_as_of(ministry, DAY) == "Bộ KH, CN và Đổi mới"
    ministry.refresh_from_db()
    assert (ministry.current_name, ministry.revision) == ("Bộ KH, CN và Đổi mới", 2)
    entry = history_of(ministry)[0]
    assert (entry.kind, entry.payload["before"]) == ("organization.renamed", "Bộ Khoa học và Công nghệ")


def test_an_earlier_name_is_added_before_the_first(administrator):
    renamed = organization("Tên sau", begins=DAY)
    services.rename_organization(administrator, renamed, on=date(2020, 1, 1), name="Tên trước", at=AT)
    assert [(each.name, each.valid_from, each.valid_to) for each in renamed.versions.all()] == [
        ("Tên trước", date(2020, 1, 1), DAY),
        ("Tên sau", DAY, None),
    ]
    renamed.refresh_from_db()
    assert renamed.current_name == "Tên sau"


def test_a_name_between_two_names_ends_where_the_next_begins(administrator):
    renamed = organization("Tên một", ends=END)
    version(renamed, "Tên ba", begins=END)
    services.rename_organization(administrator, renamed, on=DAY, name="Tên hai", at=AT)
    assert [(each.name, each.valid_to) for each in renamed.versions.all()] == [
        ("Tên một", DAY),
        ("Tên hai", END),
        ("Tên ba", None),
    ]


def test_a_name_of_the_future_is_not_yet_the_current_one(administrator):
    renamed = organization("Tên nay")
    services.rename_organization(administrator, renamed, on=AT.date() + timedelta(days=30), name="Tên mai", at=AT)
    renamed.refresh_from_db()
    assert renamed.current_name == "Tên nay"
    services.recompute_current(at=AT + timedelta(days=31))
    renamed.refresh_from_db()
    assert renamed.current_name == "Tên mai"


def test_a_second_name_on_one_day_and_a_name_after_the_end_are_refused(administrator):
    ended = organization("Sở cũ", begins=DAY, ends=END)
    for on, code in ((DAY, "version-begins-that-day"), (END, "organization-ended")):
        with pytest.raises(Refused) as refused:
            services.rename_organization(administrator, ended, on=on, name="Tên khác", at=AT)
        assert codes(refused) == [code]


def test_an_organisation_does_not_stand_under_itself_or_its_own(administrator):
    top = organization(level=Level.PROVINCE)
    below = organization(parent=organization(parent=top))
    for parent in (top, below):
        with pytest.raises(Refused) as refused:
            services.rename_organization(administrator, top, on=DAY, name="Tên", parent_id=parent.pk, at=AT)
        assert codes(refused) == ["parent-below-itself"]


def test_a_mistake_in_a_name_is_corrected_and_its_period_stays(administrator):
    made = organization("Sở Taì chính")
    wrong = made.versions.get()
    services.correct_version(administrator, wrong, name="Sở Tài chính", level=Level.DEPARTMENT, revision=1, at=AT)
    made.refresh_from_db()
    assert (made.current_name, made.versions.count()) == ("Sở Tài chính", 1)
    assert kinds(made) == ["organization.corrected"]


def test_the_second_of_two_editors_is_told(administrator):
    made = organization("Sở Tài chính")
    services.rename_organization(administrator, made, on=DAY, name="Sở A", revision=1, at=AT)
    with pytest.raises(Conflict):
        services.rename_organization(administrator, made, on=END, name="Sở B", revision=1, at=AT)


def test_the_names_of_many_organisations_take_one_query(django_assert_num_queries):
    made = [organization(f"Sở {number}") for number in range(5)]
    with django_assert_num_queries(1):
        assert names_as_of([each.pk for each in made], DAY) == {each.pk: each.current_name for each in made}


def test_a_search_finds_former_names_and_aliases(administrator):
    made = organization("Sở Tài chính - Vật giá", "STCVG")
    services.rename_organization(administrator, made, on=DAY, name="Sở Tài chính", at=AT)
    services.add_alias(administrator, made, "Ty Tài chính", at=AT)
    for text in ("vat gia", "stcvg", "ty tai chinh"):
        assert list(with_spelling(Organization.objects.all(), text)) == [made]


class VersionsNeverOverlap(TestCase):
    @hypothesis.settings(max_examples=25)
    @given(
        days=st.lists(st.integers(-40, 40), max_size=6, unique=True), ends=st.one_of(st.none(), st.integers(-40, 40))
    )
    def test_whatever_is_renamed_and_ended_each_day_has_at_most_one_name(self, days, ends):
        actor = user("", "administrator")
        made = organization("Tên 0", begins=DAY)
        for number in days:
            try:
                services.rename_organization(actor, made, on=DAY + timedelta(days=number), name=f"Tên {number}", at=AT)
            except Refused:
                assert number == 0
        if ends is not None:
            try:
                services.end_organization(actor, made, on=DAY + timedelta(days=ends), at=AT)
            except Refused:
                assert ends <= max([0, *days])
        versions = list(made.versions.all())
        for number in range(-45, 46):
            assert sum(each.holds_on(DAY + timedelta(days=number)) for each in versions) <= 1


# Ending, succeeding


def test_an_ended_organisation_keeps_its_names_and_is_active_no_more(administrator):
    ended = organization("UBND huyện Đông Hưng", level=Level.DISTRICT)
    services.end_organization(administrator, ended, on=date(2025, 2, 1), revision=1, at=AT)
    ended.refresh_from_db()
    assert (ended.active, ended.current_name) == (False, "UBND huyện Đông Hưng")
    assert name_as_of(ended, date(2026, 1, 1)) == "UBND huyện Đông Hưng"
    with pytest.raises(Refused) as refused:
        services.end_organization(administrator, ended, on=END, at=AT)
    assert codes(refused) == ["cannot-end-then"]


def test_a_succession_stands_in_the_history_of_both(administrator):
    old, new = organization(), organization()
    services.record_succession(administrator, old, new, effective_on=END, scope="Toàn bộ hồ sơ", at=AT)
    assert kinds(old) == kinds(new) == ["organization.succeeded"]


def test_nobody_succeeds_himself_and_a_succession_is_recorded_once(administrator):
    old, new = organization(), organization()
    services.record_succession(administrator, old, new, effective_on=END, at=AT)
    for successor, code in ((old, "succeeds-itself"), (new, "succession-known")):
        with pytest.raises(Refused) as refused:
            services.record_succession(administrator, old, successor, effective_on=END, at=AT)
        assert codes(refused) == [code]


def test_a_succession_recorded_by_mistake_is_taken_back(administrator):
    old, new = organization(), organization()
    services.remove_succession(
        administrator, services.record_succession(administrator, old, new, effective_on=END, at=AT), at=AT
    )
    assert not old.successions_to.exists()
    assert kinds(old)[0] == "organization.succession_removed"


def test_an_alias_is_added_once_and_taken_off(administrator):
    made = organization()
    alias = services.add_alias(administrator, made, "Sở  KH&CN", at=AT)
    assert services.add_alias(administrator, made, "Sở KH&CN", at=AT) == alias
    services.remove_alias(administrator, alias, at=AT)
    assert kinds(made) == ["organization.alias_removed", "organization.alias_added"]


def test_recomputing_changes_nothing_when_nothing_begins_or_ends(administrator):
    organization()
    organization(ends=date(2020, 1, 1))
    assert services.recompute_current(at=datetime.now(UTC)) == 0


# What the database itself refuses


@pytest.mark.parametrize(
    "periods",
    [
        [(None, None), (DAY, None)],  # two without end
        [(None, DAY), (None, END)],  # two without beginning
        [(DAY, END), (DAY, None)],  # two that begin on one day
        [(END, DAY)],  # backwards
    ],
)
def test_versions_that_cannot_be_are_refused_by_the_database(periods):
    made = Organization.objects.create(current_name="Sở", level=Level.DEPARTMENT, sort_key="")
    *fine, (begins, ends) = periods
    for period in fine:
        version(made, "Sở", begins=period[0], ends=period[1])
    with pytest.raises(IntegrityError), transaction.atomic():
        version(made, "Sở", begins=begins, ends=ends)


def test_an_officer_renames_nothing():
    officer = user("officer", "officer")
    made = organization()
    with pytest.raises(NotAllowed):
        services.rename_organization(officer, made, on=DAY, name="Tên khác", at=AT)
    assert made.versions.count() == 1
