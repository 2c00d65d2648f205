"""A big programme costs no more queries than a small one: 300 projects, 500 commitments, 1,000 requests."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phusa.planning.cooperation.briefing import key_of, prepare
from phusa.planning.cooperation.models import Programme
from phusa.planning.meetings.services import freeze_picture, hold_meeting
from tests.builders import cooperation as build
from tests.builders.meetings import delegation
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db
AT = datetime(2025, 7, 1, 8, tzinfo=UTC)
MOST = 20
READERS = ("specialist", "vice_chair", "officer", "ministry_officer", "auditor")
PRINTERS = ("specialist", "vice_chair", "ministry_officer")
LISTS = ("commitments", "projects", "results", "requests")
VIEWS = ("", *(f"{each}/?size=100" for each in LISTS), "reviews/", "text/")


@pytest.fixture
def big(cast: Cast) -> Programme:
    return build.big(cast)


def test_no_page_of_a_big_programme_takes_more_than_twenty_queries(cast: Cast, big: Programme) -> None:
    first, second = (
        build.meeting(cast, big, title, held_on=day)
        for title, day in (("Làm việc lần một", date(2025, 3, 3)), ("Làm việc lần hai", date(2025, 6, 30)))
    )
    delegation(cast, second, cast.ministry)
    hold_meeting(cast.specialist, second, at=AT)
    for n in range(10):
        build.statement(second, "fell_short", f"Tồn tại {n}")
    told = prepare(cast.specialist, big, today=date(2025, 3, 3), meeting=first).as_json()
    freeze_picture(cast.specialist, first, key_of(big), told, at=AT)
    printed = ("briefing/", f"briefing/?meeting={second.uid}")
    taken = {}
    for reader in READERS:
        browser = signed_in(getattr(cast, reader))
        prints = browser.get(f"{big.get_absolute_url()}briefing/").status_code == 200  # who works on either side
        assert prints == (reader in PRINTERS)
        for view in (*VIEWS, *(printed if prints else ())):
            address = f"{big.get_absolute_url()}{view}"
            browser.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert browser.get(address).status_code == 200
            taken[reader, view] = len(captured)
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
