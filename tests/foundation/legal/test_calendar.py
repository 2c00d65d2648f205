"""The working calendar: the law's days, and those that the office sets above them."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from phusa.foundation import access
from phusa.foundation.access import Role
from phusa.foundation.journal.models import Entry
from phusa.foundation.legal import services
from phusa.foundation.legal.models import CalendarDay
from phusa.foundation.legal.queries import working_calendar
from phusa.foundation.records.services import Conflict
from phusa.kernel.refusals import NotAllowed, Refused
from tests.builders.organizations import user

pytestmark = pytest.mark.django_db

AT = datetime(2025, 3, 3, 8, tzinfo=UTC)
MONDAY, SATURDAY, NATIONAL_DAY = date(2025, 3, 10), date(2025, 3, 15), date(2025, 9, 2)


@pytest.fixture
def administrator():
    return user("administrator", Role.ADMINISTRATOR)


def test_without_rows_the_calendar_is_that_of_the_law():
    calendar = working_calendar()
    assert calendar.is_working(MONDAY)
    assert not calendar.is_working(SATURDAY)
    assert not calendar.is_working(NATIONAL_DAY)


def test_a_day_that_the_office_sets_overrides_week_and_holiday(administrator):
    services.set_day(administrator, MONDAY, working=False, name="Nghỉ bù", source="Thông báo của UBND tỉnh", at=AT)
    services.set_day(administrator, SATURDAY, working=True, name="Làm bù", at=AT)
    calendar = working_calendar()
    assert not calendar.is_working(MONDAY)
    assert calendar.is_working(SATURDAY)
    assert calendar.explain(MONDAY, date(2025, 3, 11))[0].source == "Thông báo của UBND tỉnh"


def test_a_day_taken_off_is_what_the_law_makes_it(administrator):
    row = services.set_day(administrator, MONDAY, working=False, name="Nghỉ bù", at=AT)
    services.remove_day(administrator, row, revision=1, at=AT)
    assert working_calendar().is_working(MONDAY)


def test_a_day_set_again_is_changed_and_its_revision_is_checked(administrator):
    services.set_day(administrator, MONDAY, working=False, name="Nghỉ bù", at=AT)
    row = services.set_day(administrator, MONDAY, working=False, name="Nghỉ Tết bù", revision=1, at=AT)
    assert (row.name, row.revision, CalendarDay.objects.count()) == ("Nghỉ Tết bù", 2, 1)
    with pytest.raises(Conflict):
        services.set_day(administrator, MONDAY, working=False, name="Khác", revision=1, at=AT)


@pytest.mark.parametrize(
    ("day", "working", "name", "code"),
    [
        (MONDAY, True, "Ngày làm việc", "day-as-usual"),
        (SATURDAY, False, "Thứ bảy", "day-as-usual"),
        (NATIONAL_DAY, False, "Quốc khánh", "day-as-usual"),
        (MONDAY, False, "  ", "day-without-name"),
    ],
)
def test_a_row_says_something_that_the_calendar_does_not(day, working, name, code, administrator):
    with pytest.raises(Refused) as refused:
        services.set_day(administrator, day, working=working, name=name, at=AT)
    assert [refusal.code for refusal in refused.value.refusals] == [code]


def test_every_change_is_told_to_the_journal_under_one_kind(administrator):
    row = services.set_day(administrator, MONDAY, working=False, name="Nghỉ bù", at=AT)
    services.remove_day(administrator, row, at=AT)
    entries = list(Entry.objects.filter(kind="calendar.changed").order_by("pk"))
    assert [entry.payload["day"] for entry in entries] == ["2025-03-10", "2025-03-10"]
    assert entries[1].payload["removed"]


def test_the_calendar_costs_one_query_and_is_kept_while_the_rows_stay_the_same(
    django_assert_num_queries, administrator
):
    services.set_day(administrator, MONDAY, working=False, name="Nghỉ bù", at=AT)
    with django_assert_num_queries(2):
        assert working_calendar() is working_calendar()


@pytest.mark.django_db(transaction=True)
def test_a_change_taken_back_is_not_remembered_though_the_next_row_looks_the_same():
    administrator = user("administrator", Role.ADMINISTRATOR)

    with transaction.atomic():
        services.set_day(administrator, MONDAY, working=False, name="Nghỉ", at=AT)
        assert not working_calendar().is_working(MONDAY)
        transaction.set_rollback(True)
    services.set_day(administrator, date(2025, 3, 11), working=False, name="Nghỉ", at=AT)
    assert working_calendar().is_working(MONDAY)


def test_a_change_made_by_another_process_is_seen(administrator):
    working_calendar()
    CalendarDay.objects.create(day=MONDAY, working=False, name="Nghỉ bù")  # no deed of this process
    assert not working_calendar().is_working(MONDAY)


@pytest.mark.parametrize("role", Role.values)
def test_the_calendar_is_set_by_administrators_alone(role):
    who = user("somebody", role)
    keeps = role in {Role.ADMINISTRATOR, Role.OPERATOR}
    assert access.may(who, "legal.edit_calendar") == keeps
    if not keeps:
        with pytest.raises(NotAllowed):
            services.set_day(who, MONDAY, working=False, name="Nghỉ", at=AT)
    row = CalendarDay.objects.create(day=MONDAY, working=False, name="Nghỉ bù")
    assert access.may(who, "legal.view_calendar", row)
    assert access.visible(who, "legal.view_calendar").filter(pk=row.pk).exists()
