"""Look-up by any name, as of a date: the names of a day are read once, whatever is asked of them."""

from datetime import date

import pytest

from phusa.foundation.organizations.directory import Quality
from phusa.foundation.organizations.queries import Directory
from phusa.foundation.organizations.vocabulary import Level
from tests.builders.organizations import group, organization, succession, version

pytestmark = pytest.mark.django_db

BEFORE, MERGER, AFTER = date(2025, 1, 9), date(2025, 3, 1), date(2025, 6, 1)
SCIENCE, COMMUNICATION = "Bộ Khoa học và Công nghệ", "Bộ Thông tin và Truyền thông"


@pytest.fixture
def ministries():
    science = organization(
        SCIENCE, "Bộ KH&CN", level=Level.MINISTRY, english_name="Ministry of Science and Technology", aliases=("MOST",)
    )
    communication = organization(COMMUNICATION, level=Level.MINISTRY, ends=MERGER)
    succession(communication, science, MERGER)
    return science, communication


@pytest.mark.parametrize(
    ("text", "quality"),
    [
        (SCIENCE, Quality.EXACT),
        ("Bộ KH&CN", Quality.ALIAS),
        ("MOST", Quality.ALIAS),
        ("Ministry of Science and Technology", Quality.ALIAS),
        ("bo khoa hoc va cong nghe", Quality.FOLDED),
        ("Bộ Khoa học, Công nghệ", Quality.FOLDED),
        ("BỘ KHCN", Quality.FOLDED),
    ],
)
def test_a_name_is_found_exactly_then_by_alias_then_folded(text, quality, ministries):
    match = Directory(BEFORE).find(text)
    assert (match.quality, match.organization_id, match.name) == (quality, ministries[0].pk, SCIENCE)
    assert not match.not_valid_then


def test_a_misspelt_name_is_only_near_and_never_taken_for_the_agency(ministries):
    match = Directory(BEFORE).find("Bộ Kho học và Công nghẹ")
    assert match.quality == Quality.NEAR
    assert match.organization_id is None
    assert match.near[0].organization_id == ministries[0].pk


def test_what_resembles_nothing_is_not_found(ministries):
    assert Directory(BEFORE).find("Hợp tác xã nông nghiệp").quality == Quality.NONE
    assert Directory(BEFORE).find("").quality == Quality.NONE


def test_a_merged_ministry_is_itself_before_and_its_successor_afterwards(ministries):
    science, communication = ministries
    before, after = Directory(BEFORE).find(COMMUNICATION), Directory(AFTER).find(COMMUNICATION)
    assert (before.organization_id, before.not_valid_then) == (communication.pk, False)
    assert (after.organization_id, after.name, after.not_valid_then) == (science.pk, SCIENCE, True)


def test_the_merger_counts_from_its_very_day(ministries):
    assert Directory(MERGER).find(COMMUNICATION).not_valid_then
    assert not Directory(date(2025, 2, 28)).find(COMMUNICATION).not_valid_then


def test_a_former_name_leads_to_the_name_of_the_day():
    renamed = organization("Sở Khoa học, Công nghệ và Môi trường", ends=date(2003, 1, 1))
    version(renamed, "Sở Khoa học và Công nghệ", begins=date(2003, 1, 1))
    match = Directory(date(2010, 1, 1)).find("Sở KHCN và Môi trường")
    assert (match.organization_id, match.name, match.not_valid_then) == (renamed.pk, "Sở Khoa học và Công nghệ", True)


def test_an_agency_that_does_not_exist_yet_leads_to_its_predecessor():
    old, new = organization("Sở Nông nghiệp", ends=MERGER), organization("Sở Nông nghiệp và Môi trường", begins=MERGER)
    succession(old, new, MERGER)
    match = Directory(BEFORE).find("Sở Nông nghiệp và Môi trường")
    assert (match.organization_id, match.not_valid_then) == (old.pk, True)


def test_an_agency_split_in_two_leaves_the_choice_to_a_person():
    old = organization("Sở Lao động - Thương binh và Xã hội", ends=MERGER)
    heirs = [organization("Sở Nội vụ"), organization("Sở Y tế")]
    for heir in heirs:
        succession(old, heir, MERGER)
    match = Directory(AFTER).find("Sở LĐTBXH")
    assert match.organization_id is None
    assert {candidate.organization_id for candidate in match.near} == {heir.pk for heir in heirs}


def test_an_ended_agency_without_successor_is_still_known_by_its_name():
    gone = organization("Ban Dân tộc", ends=MERGER)
    match = Directory(AFTER).find("Ban Dân tộc")
    assert (match.organization_id, match.not_valid_then) == (gone.pk, True)


@pytest.fixture
def provinces():
    made = {}
    for place in ("Thái Bình", "Hưng Yên"):
        committee = organization(f"Ủy ban nhân dân tỉnh {place}", level=Level.PROVINCE)
        finance = organization("Sở Tài chính", level=Level.DEPARTMENT, parent=committee)
        police = organization(f"Công an tỉnh {place}", level=Level.DEPARTMENT, parent=committee)
        made[place] = committee, finance, police
    return made


def test_two_agencies_of_one_name_are_told_apart_by_the_authority_whose_paper_it_is(provinces):
    committee, finance, police = provinces["Hưng Yên"]
    alone = Directory(AFTER).find("Sở Tài chính")
    assert (alone.organization_id, alone.ambiguous, len(alone.near)) == (None, True, 2)
    ours = Directory(AFTER, committee.pk)
    assert ours.find("Sở Tài chính").organization_id == finance.pk
    assert ours.find("Công an tỉnh").organization_id == police.pk
    assert ours.find("UBND tỉnh").organization_id == committee.pk


def test_an_agency_is_also_found_with_the_name_of_its_province(provinces):
    names = Directory(AFTER)
    for place, (_committee, finance, police) in provinces.items():
        assert names.find(f"Sở Tài chính tỉnh {place}").organization_id == finance.pk
        assert names.find(f"Công an tỉnh {place}").organization_id == police.pk


def test_groups_are_found_by_their_spellings():
    made = group("Các sở, ban, ngành", aliases=("các sở, ngành",))
    for text in ("Các sở, ban, ngành", "Các sở, ngành", "các sở ngành"):
        assert Directory(AFTER).find(text).group_id == made.pk


def test_the_directory_takes_four_queries_whatever_the_number_of_organisations(
    ministries, provinces, django_assert_num_queries
):
    with django_assert_num_queries(4):
        names = Directory(AFTER)
        for text in (SCIENCE, COMMUNICATION, "Sở Tài chính", "ai đó"):
            names.find(text)
