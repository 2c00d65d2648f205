"""Who belonged to a group on a day."""

from datetime import date

import pytest

from phusa.foundation.organizations import services
from phusa.foundation.organizations.models import GroupMember
from phusa.foundation.organizations.queries import members, members_of
from phusa.foundation.organizations.vocabulary import Level
from phusa.kernel.refusals import Refused
from tests.builders.organizations import AT, group, organization, user

pytestmark = pytest.mark.django_db

DAY, END = date(2025, 3, 3), date(2025, 7, 1)


def codes(refused) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


@pytest.fixture
def province():
    return organization("Ủy ban nhân dân tỉnh", level=Level.PROVINCE)


def test_a_group_by_rule_takes_in_all_of_a_level_under_an_authority(province):
    inside = [organization("Sở Y tế", parent=province), organization("Sở Nội vụ", parent=province)]
    organization("Sở Y tế của tỉnh khác", parent=organization(level=Level.PROVINCE))
    organization("Tỉnh đoàn", level=Level.ASSOCIATION, parent=province)
    sectors = group("Các sở", level=Level.DEPARTMENT, parent=province)
    assert members(sectors, DAY) == [inside[1], inside[0]]  # in the order of their names


def test_communes_belong_to_the_province_also_while_a_district_stands_between(province):
    district = organization("UBND huyện", level=Level.DISTRICT, parent=province, ends=END)
    commune = organization("UBND xã", level=Level.COMMUNE, parent=district)
    assert members(group("UBND cấp xã", level=Level.COMMUNE, parent=province), DAY) == [commune]


def test_a_group_has_the_members_of_its_day(province):
    district = organization("UBND huyện", level=Level.DISTRICT, parent=province, ends=END)
    districts = group("UBND các huyện", level=Level.DISTRICT, parent=province)
    assert members(districts, DAY) == [district]
    assert members(districts, END) == []


def test_listed_members_hold_for_their_period_and_only_while_they_exist(province):
    police, gone = organization("Công an tỉnh"), organization("Ban Dân tộc", ends=END)
    sectors = group("Các sở, ngành", level=Level.DEPARTMENT, parent=province)
    GroupMember.objects.create(group=sectors, organization=police, valid_from=DAY, valid_to=END)
    GroupMember.objects.create(group=sectors, organization=gone)
    assert members(sectors, DAY) == [gone, police]
    assert members(sectors, END) == []


def test_a_group_without_rule_has_only_what_is_listed():
    organization()
    assert members(group("Tổ công tác"), DAY) == []


def test_the_members_of_many_groups_take_three_queries(province, django_assert_num_queries):
    organization("Sở Y tế", parent=province)
    groups = [group(f"Nhóm {number}", level=Level.DEPARTMENT, parent=province) for number in range(5)]
    with django_assert_num_queries(3):
        found = members_of(groups, DAY)
    assert all(len(found[each.pk]) == 1 for each in groups)


# Deeds


@pytest.fixture
def administrator():
    return user("administrator", "administrator")


def test_an_organisation_is_listed_once_at_a_time(administrator):
    made, listed = group("Tổ công tác"), organization()
    member = services.add_member(administrator, made, listed, valid_from=DAY, at=AT)
    with pytest.raises(Refused) as refused:
        services.add_member(administrator, made, listed, valid_from=END, at=AT)
    assert codes(refused) == ["listed-already"]
    services.remove_member(administrator, member, on=END, at=AT)
    services.add_member(administrator, made, listed, valid_from=END, at=AT)
    assert members(made, DAY) == members(made, END) == [listed]


def test_a_member_taken_off_before_its_day_was_never_listed(administrator):
    made = group("Tổ công tác")
    member = services.add_member(administrator, made, organization(), valid_from=END, at=AT)
    services.remove_member(administrator, member, on=DAY, at=AT)
    assert not made.listed.exists()


def test_two_groups_do_not_share_a_name(administrator):
    services.create_group(administrator, "Các sở, ngành", aliases=["các sở", "", "các sở"], at=AT)
    with pytest.raises(Refused) as refused:
        services.create_group(administrator, "Các sở,  ngành", at=AT)
    assert codes(refused) == ["group-exists"]


def test_an_edited_group_keeps_its_spellings_tidy(administrator):
    made = services.create_group(administrator, "Các sở", at=AT)
    services.edit_group(administrator, made, name="Các sở, ngành", aliases=[" các  sở ", "các sở"], revision=1, at=AT)
    made.refresh_from_db()
    assert (made.name, made.aliases, made.revision) == ("Các sở, ngành", ["các sở"], 2)
