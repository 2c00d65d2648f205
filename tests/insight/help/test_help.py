"""The page behind the question mark."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "job", "whom"),
    [
        ("vi", "Công việc chính, bốn bước", "Hỏi ai"),
        ("en", "The main job, in four steps", "Whom to ask"),
    ],
)
def test_help_explains_the_job_the_marks_and_whom_to_ask_and_leads_nowhere_outside(
    client: Client, language: str, job: str, whom: str
) -> None:
    client.post("/preferences/language/", {"language": language, "next": "/help/"})
    page = client.get("/help/").content.decode()
    assert job in page
    assert whom in page
    assert "mark-illustrative" in page
    assert not re.findall(r'(?:href|src)="(?:https?:)?//[^"]+"', page)


def test_the_question_mark_of_every_page_leads_to_it(client: Client) -> None:
    assert 'href="/help/"' in client.get("/accounts/login/").content.decode()


def test_the_log_in_page_leads_on_whoever_was_given_a_one_time_code(client: Client) -> None:
    assert 'href="/invitation/"' in client.get("/accounts/login/").content.decode()
