"""The whole import by keyboard alone, and what axe says of every page of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from phusa.foundation.access import Role
from phusa.foundation.access.models import User
from phusa.foundation.imports import services
from phusa.foundation.imports.models import Batch
from phusa.foundation.organizations.models import Membership, Organization
from phusa.planning.assignments.models import Assignment
from tests.builders.importing import HEAD, ROWS, applied, installed, previewed, started, table

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "mot-mat-khau-dai"
PHONE = {"width": 390, "height": 844}
MOST_TABS = 90


@pytest.fixture
def lan(transactional_db: None) -> User:
    _actor, authority = installed()
    user = User.objects.create_user("lan", password=PASSWORD, full_name="Nguyễn Thị Lan", language="en", theme="light")
    Membership.objects.create(user=user, organization=authority, role=Role.SPECIALIST)
    return user


@pytest.fixture
def authority(lan: User) -> Organization:
    return Organization.objects.get(memberships__user=lan)


@pytest.fixture
def signed_in(page: Page, live_server: Any, lan: User) -> Page:
    page.goto(f"{live_server.url}/accounts/login/?next=/imports/")
    page.fill("[name=login]", lan.username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/imports/")
    return page


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what the selector names has the focus."""
    for _step in range(MOST_TABS):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {selector} on {page.url}")


def enter(page: Page) -> None:
    """Press Enter on what has the focus, and be on the page to which it leads."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_whole_import_is_done_by_keyboard(signed_in: Page, tmp_path: Path) -> None:
    path = tmp_path / "annex.csv"
    path.write_text("\n".join([HEAD, *ROWS]))
    page = signed_in
    page.on("filechooser", lambda _chooser: None)  # asked for before the key is pressed, or the browser opens its own
    tab_to(page, "a[href$='/imports/new/tasks/']")
    enter(page)
    tab_to(page, "input[type=file]")
    with page.expect_file_chooser() as asked:
        page.keyboard.press("Enter")
    asked.value.set_files(path)
    tab_to(page, "[name=secrecy]")
    page.keyboard.press("ArrowDown")
    for name, text in {"title": "Kế hoạch gõ phím", "number": "7/KH-UBND", "issued_on": "09/01/2025"}.items():
        tab_to(page, f"[name={name}]")
        page.keyboard.insert_text(text)
    tab_to(page, ".import-new button.btn-primary")
    enter(page)
    tab_to(page, ".import-columns button.btn-primary")
    enter(page)
    expect(page.locator(".import-rows")).to_be_visible()
    tab_to(page, ".tabs a[href*='view=doubts']")
    enter(page)
    tab_to(page, ".import-decision select")
    tab_to(page, ".import-decision input[type=checkbox]")
    page.keyboard.press("Space")
    tab_to(page, ".import-tools-end button")
    enter(page)
    tab_to(page, ".import-edit a")
    enter(page)
    tab_to(page, "[name=deadline]")
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("Quý II/2026")
    tab_to(page, ".import-row-page button.btn-primary")
    enter(page)
    tab_to(page, ".import-apply button")
    enter(page)
    expect(page.locator("main h2#report")).to_have_text("4 tasks")
    assert Assignment.objects.filter(origin_title="Kế hoạch gõ phím").count() == 4
    tab_to(page, ".page-actions a[href$='/undo/']")
    enter(page)
    tab_to(page, ".btn-danger")
    enter(page)
    expect(page.locator(".page-badges")).to_contain_text("Undone")


def test_the_page_that_waits_for_the_worker_goes_on_by_itself(
    signed_in: Page, live_server: Any, lan: User, authority: Organization
) -> None:
    batch = started(lan, authority, number="8/KH")
    Batch.objects.filter(pk=batch.pk).update(state="reading", done=40, total=100)
    signed_in.goto(f"{live_server.url}/imports/{batch.uid}/")
    expect(signed_in.locator("#job-import")).to_be_visible()
    Batch.objects.filter(pk=batch.pk).update(state="received", done=0)
    services.read_file(Batch.objects.get(pk=batch.pk))
    expect(signed_in.locator(".import-columns button.btn-primary")).to_be_visible(timeout=15_000)


def steps_of_an_import(lan: User, authority: Organization) -> list[str]:
    """One import at each step; the addresses of all their pages."""
    batches: list[Batch] = []
    waiting = started(lan, authority, number="1/KH")
    Batch.objects.filter(pk=waiting.pk).update(state="reading", done=40, total=100)
    columns = started(lan, authority, number="2/KH")
    services.read_file(columns)
    preview = previewed(lan, authority, number="3/KH")
    done = applied(lan, authority, number="4/KH")
    refused = started(lan, authority, number="5/KH")
    Batch.objects.filter(pk=refused.pk).update(state="refused", problem=["macro", {}])
    kept = started(lan, authority, table(), number="6/KH")
    Batch.objects.filter(pk=kept.pk).update(state="kept", notes=[["scan", {}]])
    batches += [waiting, columns, preview, done, refused, kept]
    more = [f"/imports/{preview.uid}/?view=doubts", f"/imports/{preview.uid}/rows/4/", f"/imports/{done.uid}/undo/"]
    return ["/imports/", "/imports/new/tasks/", *(f"/imports/{batch.uid}/" for batch in batches), *more]


@pytest.mark.parametrize(("language", "theme"), [("vi", "light"), ("vi", "dark"), ("en", "light"), ("en", "dark")])
def test_axe_finds_nothing_on_any_page_of_an_import(
    signed_in: Page,
    live_server: Any,
    lan: User,
    authority: Organization,
    no_axe_violations: Callable[[Page], None],
    language: str,
    theme: str,
) -> None:
    lan.language, lan.theme = language, theme
    lan.save()
    for address in steps_of_an_import(lan, authority):
        signed_in.goto(live_server.url + address)
        no_axe_violations(signed_in)
    signed_in.goto(f"{live_server.url}/imports/new/tasks/")
    signed_in.click(".import-new button.btn-primary")
    expect(signed_in.locator(".form-errors")).to_be_visible()
    no_axe_violations(signed_in)


def test_no_page_of_an_import_is_wider_than_a_phone(
    signed_in: Page, live_server: Any, lan: User, authority: Organization
) -> None:
    signed_in.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for address in steps_of_an_import(lan, authority):
        signed_in.goto(live_server.url + address)
        assert signed_in.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address


def test_a_file_that_is_too_large_is_told_before_it_is_sent(signed_in: Page, live_server: Any, tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(31 << 20)
    signed_in.goto(f"{live_server.url}/imports/new/tasks/")
    signed_in.set_input_files("input[type=file]", path)
    expect(signed_in.locator("[data-file-chosen]")).to_contain_text("larger than 30 MB")
    assert signed_in.evaluate("document.querySelector('input[type=file]').files.length") == 0
