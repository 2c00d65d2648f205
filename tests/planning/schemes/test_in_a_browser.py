"""Writing a task with the keyboard alone, while deadlines and names are read."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from phusa.planning.schemes.models import Task
from tests.builders import schemes as build
from tests.cast import Cast, assemble, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


@pytest.fixture
def desk(page: Page, live_server: Any, cast: Cast) -> Page:
    """The form of a new task, in front of the specialist."""
    cast.specialist.language = "en"
    cast.specialist.save()
    version = build.version(cast)
    cookie = signed_in(cast.specialist).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto(f"{live_server.url}/schemes/{version.scheme.uid}/tasks/new/")
    return page


def test_a_task_is_written_with_the_keyboard_and_its_deadline_and_parties_are_read_meanwhile(desk: Page) -> None:
    desk.locator("#id_content").focus()
    desk.keyboard.type("Xây dựng sàn giao dịch công nghệ")
    desk.keyboard.press("Tab")
    desk.keyboard.type("Sàn giao dịch")
    desk.keyboard.press("Tab")
    desk.keyboard.type("Quý II/2026")
    expect(desk.locator("#deadline-reading")).to_contain_text("30/06/2026")
    desk.locator("#id_lead-0-name").focus()
    desk.keyboard.type("so khoa hoc va cong nghe")
    desk.keyboard.press("Tab")
    expect(desk.locator(".party-reading").first).to_contain_text("Sở Khoa học và Công nghệ")
    desk.locator("#id_content").focus()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.locator("#messages")).to_contain_text("Its deadline is read as 30/06/2026.")
    task = Task.objects.get()
    assert task.assignment.content == "Xây dựng sàn giao dịch công nghệ"
    assert task.assignment.accountable.current_name == "Sở Khoa học và Công nghệ"


def test_enter_in_a_field_saves_and_does_not_ask_for_more_rows(desk: Page) -> None:
    desk.locator("#id_content").fill("Việc")
    desk.locator("#id_lead-0-name").fill("Sở Tài chính")
    desk.locator("#id_lead-0-name").press("Enter")
    expect(desk.locator("#messages")).to_contain_text("The task has been added.")
