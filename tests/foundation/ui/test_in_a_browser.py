"""What people meet in a browser: axe finds nothing, the keyboard reaches everything, typed text survives."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from phusa.foundation.access.models import User
from tests.foundation.ui.conftest import add_people

pytestmark = [pytest.mark.urls("tests.foundation.ui.pages"), pytest.mark.django_db(transaction=True)]
PASSWORD = "mot-mat-khau-dai"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def reader(transactional_db: None) -> User:
    return User.objects.create_user("mau", password=PASSWORD, full_name="Nguyễn Thị Mẫu", language="vi", theme="light")


@pytest.fixture
def signed_in(page: Page, live_server: Any, reader: User) -> Page:
    page.goto(f"{live_server.url}/accounts/login/?next=/people/")
    page.fill("[name=login]", reader.username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/people/")
    return page


@pytest.mark.parametrize(("language", "theme"), [("vi", "light"), ("en", "dark")])
def test_axe_finds_nothing_on_the_pages_of_the_shell(
    signed_in: Page,
    live_server: Any,
    reader: User,
    no_axe_violations: Callable[[Page], None],
    language: str,
    theme: str,
) -> None:
    reader.language, reader.theme = language, theme
    reader.save()
    add_people(30)
    for address in ("/gallery/", "/people/?language=en&sort=-joined", "/accounts/password/", "/refused/"):
        signed_in.goto(live_server.url + address)
        no_axe_violations(signed_in)
    for menu in signed_in.locator("details.menu > summary").all():
        menu.click()
        no_axe_violations(signed_in)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_of_a_visitor(
    page: Page, context: BrowserContext, live_server: Any, no_axe_violations: Callable[[Page], None], theme: str
) -> None:
    context.add_cookies([{"name": "phusa_theme", "value": theme, "url": live_server.url}])
    for address in ("/accounts/login/", "/no-such-page/"):
        page.goto(live_server.url + address)
        no_axe_violations(page)


@pytest.mark.parametrize("address", ["/gallery/", "/people/?language=en", "/accounts/password/"])
def test_nothing_is_wider_than_a_phone(signed_in: Page, live_server: Any, address: str) -> None:
    add_people(30)
    signed_in.set_viewport_size(PHONE)  # type: ignore[arg-type]
    signed_in.goto(live_server.url + address)
    assert signed_in.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_navigation_of_a_phone_opens_and_closes_without_a_script(
    new_context: Callable[..., BrowserContext], live_server: Any, reader: User
) -> None:
    page = new_context(viewport=PHONE, java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/accounts/login/?next=/people/")
    page.fill("[name=login]", reader.username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    expect(page.locator("#navigation")).to_be_hidden()
    page.click(".navigation-open")
    expect(page.locator("#navigation")).to_be_visible()
    page.click(".navigation-close")
    expect(page.locator("#navigation")).to_be_hidden()


def test_a_list_is_filtered_ordered_and_paged_without_a_script(
    new_context: Callable[..., BrowserContext], live_server: Any, reader: User
) -> None:
    add_people(60)
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/people/")
    page.select_option("select[name=language]", "en")
    page.click(".filter-go button")
    page.click("#sort-joined")
    page.click("#page-2")
    assert "language=en" in page.url
    assert "sort=joined" in page.url
    assert "page=2" in page.url


def test_a_filter_works_by_itself_and_what_it_found_is_announced(signed_in: Page, live_server: Any) -> None:
    add_people(60)
    signed_in.goto(f"{live_server.url}/people/")
    signed_in.select_option("select[name=language]", "vi")
    expect(signed_in.locator("#announcement")).to_contain_text("21 dòng")
    assert "language=vi" in signed_in.url
    signed_in.go_back()
    expect(signed_in.locator(".list-count")).to_contain_text("61 dòng")


def test_the_keyboard_reaches_the_content_the_search_of_the_list_and_every_row(
    signed_in: Page, live_server: Any
) -> None:
    add_people(5)
    signed_in.goto(f"{live_server.url}/people/")
    signed_in.keyboard.press("Tab")
    expect(signed_in.locator(".skip")).to_be_focused()
    signed_in.keyboard.press("Enter")
    expect(signed_in.locator("main")).to_be_focused()
    rows = signed_in.locator("[data-row-link]")
    rows.first.focus()
    signed_in.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    signed_in.keyboard.press("End")
    expect(rows.last).to_be_focused()
    signed_in.keyboard.press("ArrowDown")
    expect(rows.last).to_be_focused()
    signed_in.keyboard.press("Home")
    expect(rows.first).to_be_focused()


def test_escape_closes_a_menu_and_returns_to_its_button(signed_in: Page) -> None:
    button = signed_in.locator(".topbar-end details:last-child > summary")
    button.focus()
    signed_in.keyboard.press("Enter")
    expect(signed_in.locator(".menu-person")).to_be_visible()
    signed_in.keyboard.press("Tab")
    signed_in.keyboard.press("Escape")
    expect(signed_in.locator(".menu-person")).to_be_hidden()
    expect(button).to_be_focused()


# Typed work

FORM = "form[data-draft='gallery-empty']"
TEXT = "Một đoạn văn dài."


def leave(page: Page, address: str) -> list[str]:
    """Go elsewhere, agreeing to whatever the browser asks; the kinds of its questions."""
    asked: list[str] = []

    def agree(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.once("dialog", agree)
    page.goto(address)
    return asked


def test_leaving_a_changed_form_asks_and_its_text_is_there_on_return(signed_in: Page, live_server: Any) -> None:
    signed_in.goto(f"{live_server.url}/gallery/")
    signed_in.locator(f"{FORM} textarea").press_sequentially(TEXT)
    assert leave(signed_in, f"{live_server.url}/people/") == ["beforeunload"]
    signed_in.goto(f"{live_server.url}/gallery/")
    expect(signed_in.locator(f"{FORM} textarea")).to_have_value(TEXT)
    expect(signed_in.locator(f"{FORM} [data-draft-notice]")).to_be_visible()


def test_a_draft_goes_when_its_form_has_been_saved_and_stays_when_it_was_refused(
    signed_in: Page, live_server: Any
) -> None:
    def kept() -> int:
        return int(signed_in.evaluate("Object.keys(localStorage).filter(key => key.startsWith('phusa:')).length"))

    signed_in.goto(f"{live_server.url}/gallery/")
    signed_in.locator(f"{FORM} textarea").press_sequentially(TEXT)
    for address, remaining in (("/refused/", 1), ("/people/", 0)):
        signed_in.goto(f"{live_server.url}/gallery/")
        signed_in.locator(FORM).evaluate("(form, address) => { form.action = address; form.method = 'get'; }", address)
        signed_in.click(f"{FORM} .btn-primary")
        signed_in.wait_for_url(f"**{address}*")
        assert kept() == remaining


def test_the_draft_of_one_person_is_not_shown_to_the_next(
    signed_in: Page, live_server: Any, reader: User, other_person: User
) -> None:
    signed_in.goto(f"{live_server.url}/gallery/")
    signed_in.locator(f"{FORM} textarea").press_sequentially(TEXT)
    signed_in.context.clear_cookies()
    leave(signed_in, f"{live_server.url}/accounts/login/?next=/gallery/")
    signed_in.fill("[name=login]", other_person.username)
    signed_in.fill("[name=password]", PASSWORD)
    signed_in.press("[name=password]", "Enter")
    signed_in.wait_for_url("**/gallery/")
    expect(signed_in.locator(f"{FORM} textarea")).to_have_value("")


@pytest.fixture
def other_person(transactional_db: None) -> User:
    return User.objects.create_user("thu", password=PASSWORD, full_name="Trần Văn Thử")


def test_the_theme_of_the_device_is_followed_when_the_reader_says_so(
    new_context: Callable[..., BrowserContext], live_server: Any, transactional_db: None
) -> None:
    page = new_context(color_scheme="dark").new_page()
    page.goto(f"{live_server.url}/accounts/login/")
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
