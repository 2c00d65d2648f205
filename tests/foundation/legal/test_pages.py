"""The pages of the working calendar: who opens them, what they show, what a form does."""

from datetime import date

import pytest

from phusa.foundation.legal import services
from phusa.foundation.legal.models import CalendarDay
from phusa.foundation.legal.queries import working_calendar
from tests.builders.organizations import AT
from tests.cast import signed_in

pytestmark = pytest.mark.django_db

MONDAY, SATURDAY = date(2025, 3, 10), date(2025, 3, 15)


@pytest.fixture
def day(cast) -> CalendarDay:
    return services.set_day(cast.administrator, MONDAY, working=False, name="Nghỉ bù", source="Thông báo", at=AT)


def test_the_year_shows_the_days_of_the_law_and_those_of_the_office(cast, day):
    services.set_day(cast.administrator, SATURDAY, working=True, name="Làm bù", at=AT)
    page = signed_in(cast.officer).get("/calendar/", {"year": "2025"})
    shown = {one.day: (one.working, bool(one.own)) for one in page.context["days"]}
    assert shown[MONDAY] == (False, True)
    assert shown[SATURDAY] == (True, True)
    assert shown[date(2025, 9, 2)] == (False, False)
    assert shown[date(2025, 4, 26)] == (True, False)  # worked in exchange for Friday, 2 May 2025
    assert date(2025, 3, 8) not in shown  # an ordinary Saturday
    assert list(shown) == sorted(shown)


def test_the_page_counts_the_working_days_of_the_year(cast, day):
    page = signed_in(cast.officer).get("/calendar/", {"year": "2025"})
    counted = sum(working_calendar().is_working(date.fromordinal(number)) for number in range(739252, 739252 + 365))
    assert date.fromordinal(739252) == date(2025, 1, 1)
    assert page.context["worked"] == counted


def test_a_year_that_is_none_shows_this_one(cast):
    assert signed_in(cast.officer).get("/calendar/", {"year": "abc"}).status_code == 200


def test_a_day_is_set_changed_and_taken_off_through_the_pages(cast):
    browser = signed_in(cast.administrator)
    browser.post("/calendar/days/new/", {"day": "10/03/2025", "working": "False", "name": "Nghỉ bù"})
    row = CalendarDay.objects.get()
    address = f"/calendar/days/{row.uid}/"
    browser.post(address, {"working": "False", "name": "Nghỉ Tết bù", "revision": 1})
    row.refresh_from_db()
    assert (row.day, row.name, row.revision) == (MONDAY, "Nghỉ Tết bù", 2)
    assert browser.post(address, {"working": "False", "name": "Khác", "revision": 1}).status_code == 409
    browser.post(f"{address}remove/", {"revision": 2})
    assert not CalendarDay.objects.exists()


def test_a_day_that_the_calendar_has_already_is_refused_in_the_form(cast):
    typed = {"day": "15/03/2025", "working": "False", "name": "Thứ bảy"}
    answer = signed_in(cast.administrator).post("/calendar/days/new/", typed)
    assert answer.status_code == 422
    assert "vốn là ngày nghỉ" in answer.content.decode()


def test_the_days_of_the_office_are_listed_and_filtered(cast, day):
    services.set_day(cast.administrator, SATURDAY, working=True, name="Làm bù", at=AT)
    browser = signed_in(cast.officer)
    assert [row.day for row in browser.get("/calendar/days/").context["listing"].rows] == [SATURDAY, MONDAY]
    assert [row.day for row in browser.get("/calendar/days/", {"working": "True"}).context["listing"].rows] == [
        SATURDAY
    ]
    assert browser.get("/calendar/days/", {"since": "12/03/2025"}).context["listing"].count == 1
