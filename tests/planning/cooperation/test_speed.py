"""A big programme costs no more queries than a small one: 300 projects, 500 commitments, 1,000 requests."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phusa.planning.cooperation.models import Programme
from tests.builders import cooperation as build
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db
MOST = 20
READERS = ("specialist", "vice_chair", "officer", "ministry_officer", "auditor")
LISTS = ("commitments", "projects", "results", "requests")
VIEWS = ("", *(f"{each}/?size=100" for each in LISTS), "reviews/", "text/")


@pytest.fixture
def big(cast: Cast) -> Programme:
    return build.big(cast)


def test_no_page_of_a_big_programme_takes_more_than_twenty_queries(cast: Cast, big: Programme) -> None:
    taken = {}
    for reader in READERS:
        browser = signed_in(getattr(cast, reader))
        for view in VIEWS:
            address = f"{big.get_absolute_url()}{view}"
            browser.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert browser.get(address).status_code == 200
            taken[reader, view] = len(captured)
        address = f"{big.get_absolute_url()}briefing/"
        if browser.get(address).status_code == 200:  # it is printed by those who work on either side
            with CaptureQueriesContext(connection) as captured:
                browser.get(address)
            taken[reader, "briefing/"] = len(captured)
    assert {reader for reader, view in taken if view == "briefing/"} == {"specialist", "vice_chair", "ministry_officer"}
    assert {door: number for door, number in taken.items() if number > MOST} == {}


def test_the_list_of_programmes_counts_in_one_query(cast: Cast, big: Programme) -> None:
    browser = signed_in(cast.specialist)
    browser.get("/cooperation/")
    with CaptureQueriesContext(connection) as few:
        browser.get("/cooperation/")
    for _each in range(10):
        build.in_force(cast)
    with CaptureQueriesContext(connection) as many:
        browser.get("/cooperation/")
    assert len(many) == len(few) <= MOST
