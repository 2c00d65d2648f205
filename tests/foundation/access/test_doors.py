"""The door of every page: a view that does not say what opens it stays shut."""

import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from phusa.foundation import access
from phusa.foundation.access import Role
from phusa.foundation.access.web import EVERYONE, SIGNED_IN, account_urls, opens
from tests.cast import BACKEND
from tests.foundation.access.conftest import Person, capacity

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__), pytest.mark.usefixtures("table")]


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("inside")


def copy(to: str):
    return opens(to)(lambda request: HttpResponse("inside"))


urlpatterns = [
    path("unmarked/", page),
    path("everyone/", copy(EVERYONE)),
    path("signed-in/", copy(SIGNED_IN)),
    path("heads/", copy("tests.act")),
    path("undeclared/", copy("tests.undeclared")),
    path("accounts/", include(account_urls)),
    path("", include("phusa.foundation.ui.web.urls")),
]
handler403 = "phusa.foundation.ui.web.errors.forbidden"


@pytest.fixture(autouse=True)
def deed(table) -> None:
    access.permission("tests.act", label="Act", roles=[Role.HEAD])


def test_a_view_that_says_nothing_stays_shut_even_for_the_administrator(client, person: Person):
    client.force_login(person("an", capacity(Role.ADMINISTRATOR)), backend=BACKEND)
    with pytest.raises(ImproperlyConfigured, match="does not say what opens it"):
        client.get("/unmarked/")


def test_a_view_that_names_an_undeclared_permission_stays_shut(client, person: Person):
    client.force_login(person("an", capacity(Role.ADMINISTRATOR)), backend=BACKEND)
    with pytest.raises(KeyError):
        client.get("/undeclared/")


EXPECTED = """
address       visitor  outsider  officer  head
/everyone/    200      200       200      200
/signed-in/   log in   200       200      200
/heads/       log in   403       403      200
"""


def expected() -> list[tuple[str, str, str]]:
    heading, *rows = [re.split(r"\s{2,}", line.strip()) for line in EXPECTED.strip().splitlines()]
    return [(row[0], who, answer) for row in rows for who, answer in zip(heading[1:], row[1:], strict=True)]


@pytest.mark.parametrize(("address", "who", "answer"), expected())
def test_a_door_opens_as_its_mark_says(client, person: Person, address: str, who: str, answer: str):
    people = {"outsider": (), "officer": (capacity(Role.OFFICER),), "head": (capacity(Role.HEAD),)}
    if who in people:
        client.force_login(person(who, *people[who]), backend=BACKEND)
    response = client.get(address)
    if answer == "log in":
        assert response.headers["Location"] == f"/accounts/login/?next={address}"
    else:
        assert response.status_code == int(answer)
        assert (b"inside" in response.content) == (answer == "200")


def test_who_is_refused_reads_who_can(client, person: Person):
    client.force_login(person("an", capacity(Role.OFFICER)), backend=BACKEND)
    assert "Trưởng phòng" in client.get("/heads/").content.decode()


def test_a_visitor_who_sends_a_form_is_asked_to_log_in_and_comes_to_the_first_page(client):
    response = client.post("/heads/", {"typed": "text"})
    assert response.headers["Location"] == "/accounts/login/?next=/"


def test_a_fragment_asked_for_after_the_session_has_ended_brings_the_whole_page_to_log_in(client):
    response = client.get(
        "/heads/?fragment", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/a/?b=1"}
    )
    assert response.headers["HX-Redirect"] == "/accounts/login/?next=/a/%3Fb%3D1"
