"""The pages of organisations, groups, people and accounts: who opens them, what a form does, what they cost."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from python_calamine import CalamineWorkbook

from phusa.foundation.access.models import User
from phusa.foundation.organizations import services
from phusa.foundation.organizations.models import Group, Membership, Organization, Person
from phusa.foundation.organizations.vocabulary import Level
from tests.builders import organizations as build
from tests.cast import signed_in

pytestmark = pytest.mark.django_db

AT = build.AT


# Forms


def test_an_organisation_is_added_renamed_and_succeeded_through_the_pages(cast):
    browser = signed_in(cast.administrator)
    added = browser.post(
        "/organizations/new/",
        {
            "name": "Sở Nông nghiệp và Môi trường",
            "under": "UBND tỉnh",
            "valid_from": "01/03/2025",
            "aliases": "SNNMT\n",
        },
    )
    made = Organization.objects.get(current_name="Sở Nông nghiệp và Môi trường")
    assert added.headers["Location"] == made.get_absolute_url()
    assert (made.level, made.parent, made.aliases.get().text) == (Level.DEPARTMENT, cast.authority, "SNNMT")

    old = build.organization("Sở Nông nghiệp và Phát triển nông thôn", parent=cast.authority)
    browser.post(f"/organizations/{old.uid}/end/", {"on": "01/03/2025", "revision": 1})
    told = {"direction": "to", "other": "SNNMT", "effective_on": "01/03/2025"}
    browser.post(f"/organizations/{old.uid}/successions/", told)
    assert old.successions_to.get().successor == made

    page = browser.get(old.get_absolute_url()).content.decode()
    assert "đã chấm dứt" in page
    assert "được kế thừa bởi" in page
    assert made.current_name in page


def test_two_administrators_who_rename_at_once_both_keep_what_they_typed(cast):
    browser = signed_in(cast.administrator)
    typed = {"on": "01/03/2025", "current_name": "Sở A", "level": "department", "revision": 1}
    assert browser.post(f"/organizations/{cast.finance.uid}/rename/", typed).status_code == 302
    answer = browser.post(
        f"/organizations/{cast.finance.uid}/rename/", typed | {"current_name": "Sở B", "on": "02/03/2025"}
    )
    assert answer.status_code == 409
    assert "Sở A" in answer.content.decode()
    assert "Sở B" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Sở Kho học và Công nghệ", "Gần nhất: Sở Khoa học và Công nghệ"),
        ("Hợp tác xã", "Không có cơ quan, tổ chức nào tên như vậy."),
    ],
)
def test_an_organisation_that_is_not_known_is_not_guessed(typed, said, cast):
    answer = signed_in(cast.administrator).post("/organizations/new/", {"name": "Phòng A", "under": typed})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_what_a_rule_refuses_stands_above_the_form_with_what_was_typed(cast):
    answer = signed_in(cast.specialist).post("/organizations/new/", {"name": "Sở Tài chính", "under": "UBND tỉnh"})
    assert answer.status_code == 422
    assert "Đã có «Sở Tài chính»." in answer.content.decode()


def test_a_group_shows_its_members_as_of_a_day_under_the_names_of_that_day(cast):
    services.rename_organization(
        cast.administrator,
        cast.finance,
        on=date(2020, 1, 1),
        name="Sở Tài chính",
        level=Level.DEPARTMENT,
        parent_id=cast.authority.pk,
        at=AT,
    )
    first = cast.finance.versions.first()
    services.correct_version(
        cast.administrator, first, name="Sở Tài chính - Vật giá", level="department", parent_id=cast.authority.pk, at=AT
    )
    group = build.group("Các sở", level=Level.DEPARTMENT, parent=cast.authority)
    browser = signed_in(cast.officer)
    before = browser.get(f"/groups/{group.uid}/", {"on": "01/06/2019"})
    now = browser.get(f"/groups/{group.uid}/")
    assert "Sở Tài chính - Vật giá" in before.content.decode()
    assert "Sở Tài chính - Vật giá" not in now.content.decode()
    assert "23/06/2021" in browser.get(f"/groups/{group.uid}/", {"on": "23/06/2021"}).content.decode()
    assert browser.get(f"/groups/{group.uid}/", {"on": "ba mươi"}).status_code == 200


def test_a_group_is_made_and_its_members_listed_through_the_pages(cast):
    browser = signed_in(cast.administrator)
    typed = {"name": "Tổ công tác", "aliases": "tổ công tác\n", "rule_level": "", "under": ""}
    browser.post("/groups/new/", typed)
    group = Group.objects.get(name="Tổ công tác")
    browser.post(f"/groups/{group.uid}/members/", {"organization": "STC", "valid_from": "01/01/2025"})
    member = group.listed.get()
    browser.post(f"/groups/{group.uid}/members/{member.pk}/remove/", {"on": "01/07/2025"})
    member.refresh_from_db()
    assert (member.organization, member.valid_to) == (cast.finance, date(2025, 7, 1))
    assert browser.post(f"/groups/{group.uid}/edit/", typed | {"revision": 9}).status_code == 409


def test_a_person_gets_posts_through_the_pages(cast):
    browser = signed_in(cast.administrator)
    browser.post("/people/new/", {"full_name": "Trần Thị Bình", "account": "HEAD"})
    person = Person.objects.get()
    assert person.user == cast.head
    typed = {"organization": "Sở KH&CN", "title": "Trưởng phòng", "valid_from": "01/01/2021", "protocol_order": "50"}
    browser.post(f"/people/{person.uid}/posts/", typed)
    post = person.posts.get()
    browser.post(f"/posts/{post.uid}/end/", {"on": "01/01/2022", "revision": post.revision})
    page = browser.get(person.get_absolute_url()).content.decode()
    assert "01/01/2021 – 31/12/2021" in page
    edited = browser.post(f"/people/{person.uid}/edit/", {"full_name": "Trần Bình", "account": "ai đó", "revision": 1})
    assert "Không có tài khoản nào" in edited.content.decode()


# Accounts


def test_a_new_colleague_gets_a_code_and_sets_a_password_with_it(cast, client):
    typed = {"username": "binh.tran", "full_name": "Trần Bình", "organization": "Sở KH&CN", "role": "specialist"}
    shown = signed_in(cast.administrator).post("/users/new/", typed)
    [code] = re.findall(r"<code>([\d-]+)</code>", shown.content.decode())
    assert "no-store" in shown.headers["Cache-Control"]
    made = User.objects.get(username="binh.tran")
    assert made.memberships.get().organization == cast.department

    password = "một mật khẩu đủ dài 2025"
    given = {"username": "binh.tran", "code": code, "password": password, "again": password}
    assert "không giống nhau" in client.post("/invitation/", given | {"again": "khác"}).content.decode()
    assert client.post("/invitation/", given).headers["Location"] == "/accounts/login/"
    client.post("/accounts/login/", {"login": "binh.tran", "password": password})
    assert client.get(f"/users/{made.uid}/").status_code == 200  # one's own account


def test_an_account_whose_role_is_refused_is_not_made(cast):
    signed_in(cast.administrator).post(
        "/users/new/", {"username": "x", "full_name": "X", "organization": "Sở KH&CN", "role": "operator"}
    )
    assert not User.objects.filter(username="x").exists()


def test_a_role_is_given_and_ended_through_the_pages(cast):
    browser = signed_in(cast.administrator)
    browser.post(
        f"/users/{cast.officer.uid}/roles/", {"organization": "Sở KH&CN", "role": "head", "division": "Phòng A"}
    )
    role = cast.officer.memberships.get(role="head")
    Membership.objects.filter(pk=role.pk).update(valid_from=timezone.localdate() - timedelta(days=9))
    today = f"{timezone.localdate():%d/%m/%Y}"
    browser.post(f"/roles/{role.uid}/end/", {"on": today, "revision": role.revision})
    role.refresh_from_db()
    assert role.valid_to == timezone.localdate()


def test_a_closed_account_is_shown_as_closed_and_reopened(cast):
    browser = signed_in(cast.administrator)
    address = f"/users/{cast.officer.uid}/"
    browser.post(f"{address}close/", {"revision": cast.officer.revision})
    assert "đã khóa" in browser.get(address).content.decode()
    cast.officer.refresh_from_db()
    browser.post(f"{address}reopen/", {"revision": cast.officer.revision})
    cast.officer.refresh_from_db()
    assert cast.officer.is_active


def test_an_officer_sees_the_roles_of_nobody_on_an_organisations_page(cast):
    officer, auditor = signed_in(cast.officer), signed_in(cast.auditor)
    address = cast.department.get_absolute_url()
    assert cast.head.full_name in auditor.get(address).content.decode()
    assert cast.head.full_name not in officer.get(address).content.decode()


# Lists


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "bo khoa hoc"}, ["Bộ Khoa học và Công nghệ"]),
        ({"q": "stc"}, ["Sở Tài chính"]),
        ({"level": "commune"}, ["UBND xã An Bình"]),
        ({"state": "0"}, ["Sở cũ"]),
        ({"sort": "-name", "level": "department", "state": "1"}, ["Sở Tài chính", "Sở Khoa học và Công nghệ"]),
    ],
)
def test_organisations_are_searched_filtered_and_sorted(query, names, cast):
    build.organization("Sở cũ", ends=date(2020, 1, 1))
    listing = signed_in(cast.officer).get("/organizations/", query).context["listing"]
    assert [row.current_name for row in listing.rows] == names


def test_organisations_under_one_of_them_are_listed(cast):
    listing = signed_in(cast.officer).get("/organizations/", {"under": str(cast.authority.uid)}).context["listing"]
    assert {row.parent for row in listing.rows} == {cast.authority}


def test_a_list_is_exported_as_it_is_shown(cast):
    answer = signed_in(cast.auditor).get("/users/", {"export": "xlsx", "role": "chair"})
    [heading, line] = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    assert heading[:3] == ["Họ và tên", "Tên đăng nhập", "Vai trò hiện nay"]
    assert line[:3] == [cast.chair.full_name, "chair", "Chủ tịch UBND, UBND tỉnh"]


@pytest.mark.parametrize(
    "query",
    [{"organization": "commune"}, {"role": "officer", "q": "commune"}, {"state": "1", "q": "COMMUNE"}],
)
def test_accounts_are_found_by_role_organisation_and_name(query, cast):
    if "organization" in query:
        query = {"organization": str(cast.commune.uid)}
    listing = signed_in(cast.auditor).get("/users/", query).context["listing"]
    assert listing.rows == [cast.commune_officer]


def test_roles_held_today_are_told_from_former_ones(cast):
    build.member(cast.outsider, "clerk", cast.finance, ends=date(2020, 1, 1))
    browser = signed_in(cast.auditor)
    everybody = browser.get("/roles/").context["listing"]
    today = browser.get("/roles/", {"state": "1", "organization": str(cast.finance.uid)}).context["listing"]
    assert everybody.count == 15
    assert [row.user for row in today.rows] == [cast.officer]


def test_people_are_listed_with_the_posts_of_today(cast):
    somebody, former = build.person("Nguyễn Văn An"), build.person("Lê Bình")
    for who, begins, ends in ((somebody, date(2020, 1, 1), None), (former, None, date(2020, 1, 1))):
        services.appoint(cast.administrator, who, cast.finance, "Giám đốc", valid_from=begins, valid_to=ends, at=AT)
    browser = signed_in(cast.officer)
    assert "Giám đốc, Sở Tài chính" in browser.get("/people/", {"q": "van an"}).content.decode()
    listing = browser.get("/people/", {"organization": str(cast.finance.uid)}).context["listing"]
    assert listing.rows == [somebody]


def test_groups_are_found_by_every_spelling(cast):
    build.group("Các sở, ban, ngành", aliases=("các sở, ngành",))
    build.group("UBND cấp xã")
    listing = signed_in(cast.officer).get("/groups/", {"q": "so nganh"}).context["listing"]
    assert [row.name for row in listing.rows] == ["Các sở, ban, ngành"]


# Cost


@pytest.mark.parametrize(
    "address", ["/organizations/", "/groups/", "/people/", "/users/", "/roles/", "organization", "group", "account"]
)
def test_the_queries_of_a_page_do_not_grow_with_its_rows(address, cast, django_assert_max_num_queries):
    group = build.group("Các sở, ban, ngành", level=Level.DEPARTMENT, parent=cast.authority)
    services.appoint(cast.administrator, build.person(), cast.authority, "Chức vụ", valid_from=date(2020, 1, 1), at=AT)
    address = {
        "organization": cast.authority.get_absolute_url(),
        "group": group.get_absolute_url(),
        "account": f"/users/{cast.auditor.uid}/",
    }.get(address, address)
    browser = signed_in(cast.auditor)
    browser.get(address)
    with django_assert_max_num_queries(20) as few:
        browser.get(address)
    for number in range(30):
        agency = build.organization(f"Sở số {number}", parent=cast.authority)
        build.group(f"Nhóm {number}", level=Level.DEPARTMENT, parent=cast.authority)
        build.user(f"user{number}", "officer", cast.authority)
        somebody = build.person(f"Người {number}")
        services.appoint(cast.administrator, somebody, cast.authority, "Chức", valid_from=date(2020, 1, 1), at=AT)
        build.succession(agency, cast.authority, date(2020, 1, 1))
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert browser.get(address).status_code == 200


def test_no_migration_is_missing():
    call_command("makemigrations", "organizations", "instruments", "legal", check=True, dry_run=True, verbosity=0)
