"""A big programme costs no more queries than a small one: 300 projects, 500 commitments, 1,000 requests."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phusa.planning.cooperation.models import Programme
from phusa.planning.cooperation.services.linking import write_projects, write_results
from phusa.planning.cooperation.vocabulary import ProjectTerms, ResultTerms
from phusa.planning.requests.models import Item, Request
from phusa.planning.requests.vocabulary import Direction, RequestState
from tests.builders import cooperation as build
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db
MOST = 20
READERS = ("specialist", "vice_chair", "officer", "ministry_officer", "auditor")
LISTS = ("commitments", "projects", "results", "requests")
VIEWS = ("", *(f"{each}/?size=100" for each in LISTS), "reviews/", "text/")
AT = datetime(2025, 3, 3, 8, tzinfo=UTC)


@pytest.fixture
def big(cast: Cast) -> Programme:
    programme = build.in_force(cast)
    for side in (cast.authority, cast.ministry):
        given = [build.terms(side, f"Cam kết {n}", deadline_text=f"{n % 12 + 1}/2025") for n in range(249)]
        build.promises(programme, side, *given)
    build.issue_commitments(programme, at=AT)
    write_projects(programme, [ProjectTerms(f"Dự án {n}", f"D{n}", source="Sổ") for n in range(300)], at=AT)
    write_results(programme, [ResultTerms("model", f"Mô hình {n}", source="Sổ") for n in range(300)], at=AT)
    asked = [
        Request(
            direction=Direction.REQUEST,
            asking_authority=cast.authority,
            asking_unit=cast.department,
            asked_authority=cast.ministry,
            title=f"Kiến nghị {n}",
            folded=f"kien nghi {n}",
            about_kind="programme",
            about_uid=programme.uid,
            state=RequestState.OPEN,
            sent_on=date(2024, 1, 1) + timedelta(days=n % 300),
            sent_at=AT,
        )
        for n in range(1000)
    ]
    Request.objects.bulk_create(asked)
    Item.objects.bulk_create(
        Item(request=request, number=1, content=request.title, folded=request.folded) for request in asked
    )
    for kind, said in (("model", "hơn 50"), ("brand", "6"), ("variety", "01"), ("technology", "20")):
        build.reported(cast, programme, kind, said, itemised_by=f"cooperation.{kind}")
    return programme


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
