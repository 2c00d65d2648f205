"""What the demonstration puts into the database, and that it is put there once."""

import csv
from collections import Counter
from datetime import date
from time import perf_counter

import pytest
from django.apps import apps
from django.test import override_settings
from django.utils import timezone, translation

from phusa.demonstration import loading, material
from phusa.foundation import access
from phusa.foundation.access import Role
from phusa.foundation.access.models import User
from phusa.foundation.instruments.models import Instrument
from phusa.foundation.journal.models import Entry, Seal
from phusa.foundation.journal.queries import verify
from phusa.foundation.organizations.models import Membership, Organization, Person, Post
from phusa.foundation.organizations.queries import Directory, members, posts_on
from phusa.foundation.organizations.reading import read_parties
from phusa.foundation.records.models import Record
from phusa.foundation.search.models import Indexed
from phusa.foundation.ui.registry import DemonstrationLogIn
from phusa.planning.assignments.models import Assignment, ProgressReport
from phusa.planning.assignments.rules import clock_of
from phusa.planning.assignments.vocabulary import ClockState, Standing
from phusa.planning.schemes.models import Scheme
from phusa.planning.schemes.vocabulary import VersionState
from tests.demonstration.conftest import FAST

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def organization(key: str) -> Organization:
    row = next(row for row in material.organizations() if row["key"] == key)
    return Organization.objects.get(current_name=row["name"])


def account(username: str) -> User:
    return User.objects.get(username=username)


def scheme(name: str) -> Scheme:
    return Scheme.objects.get(title=material.read(name)["title"])


# Loading


def test_a_second_load_changes_nothing_and_is_quick() -> None:
    before = {model: model._default_manager.count() for model in apps.get_models()}
    started = perf_counter()
    assert loading.load() is False
    assert perf_counter() - started < 0.3
    assert {model: model._default_manager.count() for model in apps.get_models()} == before


def test_the_journal_is_written_sealed_and_whole() -> None:
    assert Entry.objects.count() > 500
    assert not Entry.objects.filter(seal=None).exists()
    assert Seal.objects.exists()
    found = verify()
    assert (found.problem, found.unsealed, found.unexported) == (None, 0, 0)


def test_every_scheme_and_every_issued_task_is_found_by_the_search() -> None:
    indexed = set(Indexed.objects.values_list("object_uid", flat=True))
    assert set(Scheme.objects.values_list("uid", flat=True)) <= indexed
    issued = Assignment.objects.filter(standing=Standing.ISSUED, parent=None)
    assert set(issued.values_list("uid", flat=True)) <= indexed


# Facts


def test_the_scheme_of_2016_2020_is_in_force_with_its_eight_targets_and_no_money() -> None:
    version = scheme("scheme_2016_2020").versions.get()
    assert version.state == VersionState.APPROVED
    assert str(version.instrument) == str(Instrument.objects.get(number="4172/QĐ-UBND"))
    assert version.approved_on == date(2016, 12, 31)
    assert [target.value_text for target in version.objectives.all()] == [
        f"{target['value']} (kiểu: {target['type']})" for target in material.read("scheme_2016_2020")["target"]
    ]
    assert version.objectives.count() == 8
    assert not version.budget_lines.exists()


def test_its_tasks_name_the_lead_and_the_coordinating_of_article_2_and_neither_product_nor_deadline() -> None:
    tasks = [task.assignment for task in scheme("scheme_2016_2020").versions.get().tasks.all()]
    assert len(tasks) == 3
    for task in tasks:
        assert [party.as_written for party in task.parties.all()] == [
            "Sở Khoa học và Công nghệ",
            "các sở, ban, ngành",
            "UBND huyện, thành phố",
            "cá nhân, đơn vị liên quan",
        ]
        assert (task.product, task.deadline_text, task.due_on) == ("", "", None)
        assert not task.reports.exists()


def test_the_scheme_of_2021_2025_is_a_draft_of_five_groups_written_as_one() -> None:
    version = scheme("scheme_2021_2025").versions.get()
    assert version.state == VersionState.DRAFT
    assert version.scheme.instrument is None
    assert [group.title for group in version.groups.all()] == [task.assignment.content for task in version.tasks.all()]
    assert version.groups.count() == 5
    assert all(task.paired_as_written for task in version.tasks.all())
    assert not version.budget_lines.exists()
    assert not version.objectives.exists()


def test_for_each_earlier_target_it_says_that_no_source_was_found() -> None:
    results = scheme("scheme_2021_2025").versions.get().previous_results.all()
    assert len(results) == 8
    assert all(result.no_source and result.value_text == "" for result in results)


def test_a_title_by_which_the_draft_is_also_known_has_its_source() -> None:
    titles = scheme("scheme_2021_2025").titles.filter(official=False)
    assert len(titles) == 2
    assert all(title.source for title in titles)


def test_a_post_has_its_source_and_no_day_that_the_source_does_not_state() -> None:
    posts = Post.objects.filter(illustrative=False)
    assert len(posts) == sum(len(person["post"]) for person in material.read("office_holders")["person"])
    assert all(post.source for post in posts)
    dated = {post.person.full_name for post in posts if post.valid_from or post.valid_to}
    assert dated == {"Nguyễn Khắc Thận", "Chu Ngọc Anh"}


def test_nobody_of_another_time_is_said_to_hold_a_post_today(loaded: date) -> None:
    assert {post.illustrative for post in posts_on(loaded)} == {True}


def test_two_sources_that_give_one_person_two_posts_are_both_kept() -> None:
    titles = Post.objects.filter(person__full_name="Ngô Đông Hải").values_list("title", flat=True)
    assert set(titles) == {"Phó Bí thư Thường trực Tỉnh ủy", "Bí thư Tỉnh ủy"}


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("UBND tỉnh Thái Bình", "ubnd-thai-binh", "ubnd-hung-yen"),
        ("Sở KH&CN tỉnh Thái Bình", "so-khcn-thai-binh", "so-khcn-hung-yen"),
        ("Bộ Khoa học và Công nghệ", "bo-khcn", "bo-khcn"),
        ("Thừa Thiên Huế", None, None),
    ],
)
def test_a_name_is_read_as_of_the_day(text: str, before: str | None, after: str | None) -> None:
    for day, key in ((BEFORE, before), (AFTER, after)):
        assert Directory(day).find(text).organization_id == (organization(key).pk if key else None)


def test_the_ministry_of_information_is_read_as_its_successors_after_march_2025() -> None:
    ministry = organization("bo-thong-tin-va-truyen-thong")
    assert Directory(date(2025, 1, 9)).find("Bộ TT&TT").organization_id == ministry.pk
    later = Directory(date(2025, 4, 1)).find("Bộ TT&TT")
    assert later.not_valid_then
    assert organization("bo-khcn").pk in {later.organization_id, *(near.organization_id for near in later.near)}


def test_the_groups_have_the_members_of_their_day() -> None:
    groups = {group.name: group for group in apps.get_model("organizations", "Group").objects.all()}
    places = groups["Các địa phương"]
    assert len(members(places, date(2025, 1, 9))) == 63
    assert len(members(places, AFTER)) == 34
    districts = groups["UBND huyện, thành phố thuộc tỉnh Thái Bình"]
    assert len(members(districts, BEFORE)) == 8
    assert members(districts, AFTER) == []
    everybody = groups["Các bộ, ngành, địa phương"]
    assert set(members(places, AFTER)) < set(members(everybody, AFTER))


def test_a_government_annex_of_january_2025_finds_its_agencies(cases) -> None:
    directory = Directory(date(2025, 1, 9))
    with (cases / "annex_tasks_nq03_2025.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    unknown = {
        party.text
        for row in rows
        for column in ("co_quan_chu_tri", "co_quan_phoi_hop")
        for party in read_parties(row[column], directory)
        if not (party.organization_id or party.collective)
    }
    assert unknown == {"Bộ", "nghiệp và phát triển nông thôn"}  # both cut off by a page


# Succession


def test_the_department_of_the_new_province_drafts_what_its_predecessor_began() -> None:
    draft = scheme("scheme_2021_2025").versions.get()
    assert access.may(account("chuyenvien"), "schemes.edit_scheme", draft.scheme)
    assert not access.may(account("canbo"), "schemes.edit_scheme", draft.scheme)


def test_the_chair_of_the_new_province_sees_the_draft_and_another_department_does_not() -> None:
    draft = scheme("scheme_2021_2025")
    assert access.may(account("chutich"), "schemes.view_scheme", draft)
    assert access.may(account("kiemtoan"), "schemes.view_scheme", draft)
    assert not access.may(account("canbo"), "schemes.view_scheme", draft)
    assert not access.may(account("bo"), "schemes.view_scheme", draft)


# Inventions


def test_everything_that_the_invented_people_and_papers_brought_is_marked() -> None:
    invented = Scheme.objects.filter(drafting=organization("so-khcn-hung-yen"))
    assert {each.illustrative for each in invented} == {True}
    for one in invented:
        for version in one.versions.all():
            parts = [version, *version.objectives.all(), *version.groups.all(), *version.tasks.all()]
            parts += [*version.solutions.all(), *version.budget_lines.all()]
            assert all(part.illustrative for part in parts)
            assert all(task.assignment.illustrative for task in version.tasks.all())
    assert not Assignment.objects.filter(illustrative=False, origin_uid__in=invented.values("uid")).exists()
    for agency in Organization.objects.filter(illustrative=True):
        assert not Assignment.objects.filter(illustrative=False, parties__organization=agency).exists()
    assert not ProgressReport.objects.filter(illustrative=False).exists()
    users = User.objects.exclude(username="phusa")
    assert not users.filter(illustrative=False).exists()
    assert not Membership.objects.filter(user__in=users, illustrative=False).exists()
    assert not Person.objects.filter(user__isnull=False, illustrative=False).exists()


def test_no_fact_is_marked_as_invented() -> None:
    invented = Organization.objects.filter(illustrative=True)
    assert set(invented.values_list("current_name", flat=True)) == {
        row["name"] for row in material.invented_organizations()
    }
    papers = Instrument.objects.filter(illustrative=True)
    assert all("(minh họa)" in paper.number for paper in papers)
    for name in ("scheme_2016_2020", "scheme_2021_2025"):
        one = scheme(name)
        rows: list[Record] = [one, *one.versions.all()]
        rows += [task.assignment for version in one.versions.all() for task in version.tasks.all()]
        assert not any(row.illustrative for row in rows)


def test_no_account_is_an_office_holder() -> None:
    holders = Person.objects.filter(illustrative=False)
    assert len(holders) == len(material.read("office_holders")["person"])
    assert not holders.filter(user__isnull=False).exists()
    assert not User.objects.filter(full_name__in=holders.values("full_name")).exists()


def test_something_is_late_something_due_soon_something_done_and_something_waits_for_confirmation(
    loaded: date,
) -> None:
    issued = Assignment.objects.filter(standing=Standing.ISSUED, illustrative=True)
    clocks = Counter(clock_of(each, loaded).state for each in issued.filter(parent=None))
    assert clocks[ClockState.OVERDUE] >= 5
    assert clocks[ClockState.DUE_SOON] >= 5
    assert clocks[ClockState.DONE_ON_TIME] >= 5
    assert clocks[ClockState.DONE_LATE] >= 2
    assert clocks[ClockState.STOPPED] == 1
    assert clocks[ClockState.NONE] >= 2
    assert issued.filter(status_confirmed=False).count() == 2


def test_the_collective_leads_are_opened_and_some_members_are_done() -> None:
    for code, of in (("III.8", 15), ("V.1", 7)):
        whole = Assignment.objects.get(code=code, parent=None, illustrative=True, standing=Standing.ISSUED)
        assert whole.parts.count() == of
        assert 0 < whole.parts.filter(status="done").count() < of


def test_the_plan_was_amended_once_and_its_first_wording_is_kept() -> None:
    first, second = scheme("plan").versions.order_by("number")
    assert (first.state, second.state) == (VersionState.SUPERSEDED, VersionState.APPROVED)
    assert first.digest != second.digest


def test_a_proposal_waits_for_the_leaders() -> None:
    waiting = scheme("proposal").versions.get()
    assert waiting.state == VersionState.SUBMITTED
    assert access.may(account("phochutich"), "schemes.approve_scheme", waiting)


def test_the_invented_deeds_stand_in_the_journal_in_the_order_of_their_days() -> None:
    moments = list(Entry.objects.filter(actor__illustrative=True).order_by("pk").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] <= timezone.now()


# Who can log in


def test_there_is_one_log_in_for_every_role_that_people_hold() -> None:
    held = {
        membership["role"]
        for row in material.read("accounts")["account"]
        if row.get("log_in")
        for membership in row["memberships"]
    }
    assert held == set(Role) - {Role.OPERATOR}
    for listed in loading.accounts():
        assert access.standing(account(listed.username)).capacities, listed.username


def test_the_command_line_names_each_role_as_the_pages_do_and_in_english() -> None:
    with translation.override("en"):
        printed = {each.username: each.role_in_both for each in loading.accounts()}
    assert printed["chuyenvien"] == "Chuyên viên (Specialist)"


def test_the_log_in_page_prints_those_who_can_log_in_and_nobody_else() -> None:
    printed = list(loading.log_ins())
    assert all(isinstance(each, DemonstrationLogIn) for each in printed)
    assert {each.username for each in printed} == {each.username for each in loading.accounts()}
    with override_settings(PASSWORD_HASHERS=FAST):
        for user in User.objects.all():
            listed = user.username in {each.username for each in printed}
            assert user.check_password(loading.PASSWORD) is listed, user.username


def test_the_password_is_one_that_the_program_would_accept() -> None:
    from django.contrib.auth.password_validation import validate_password

    for user in User.objects.exclude(username="phusa"):
        validate_password(loading.PASSWORD, user)
