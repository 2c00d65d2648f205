"""What every table has: outside identifier, revision, validity in time, illustrative mark."""

from datetime import date, timedelta
from itertools import product
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from phusa.foundation.access.models import User
from phusa.foundation.organizations.models import Alias, Organization
from phusa.foundation.records.models import Installation, new_uid
from phusa.foundation.records.queries import installation
from phusa.foundation.records.services import Conflict, lock, save

pytestmark = pytest.mark.django_db

DAYS = [date(2025, 7, 1) + timedelta(number) for number in range(-3, 4)]
ENDS = [None, *DAYS[1:-1]]
PERIODS = [(start, end) for start, end in product(ENDS, ENDS) if not (start and end) or start < end]


def clerk(**values) -> User:
    return User.objects.create_user("clerk", full_name="Văn thư", **values)


def test_an_outside_identifier_is_ordered_by_time():
    earlier, later = new_uid(), new_uid()
    assert isinstance(earlier, UUID)
    assert earlier.version == 7
    assert earlier < later


def test_an_edit_is_kept_under_the_next_revision():
    with transaction.atomic():
        row = lock(User, clerk().uid, revision=1)
        row.full_name = "Nguyễn Thị Văn Thư"
        save(row, "full_name")
    row = User.objects.get()
    assert (row.full_name, row.revision) == ("Nguyễn Thị Văn Thư", 2)


def test_only_the_named_fields_are_kept():
    with transaction.atomic():
        row = lock(User, clerk().uid)
        row.full_name, row.language = "Trần Văn B", "en"
        save(row, "full_name")
    assert User.objects.get().language == "vi"


def test_the_second_of_two_editors_is_told_and_sees_the_row_as_it_stands():
    uid = clerk().uid
    with transaction.atomic():
        row = lock(User, uid, revision=1)
        row.full_name = "của người thứ nhất"
        save(row, "full_name")
    with pytest.raises(Conflict) as conflict, transaction.atomic():
        lock(User, uid, revision=1)
    assert conflict.value.current.full_name == "của người thứ nhất"
    assert conflict.value.current.revision == 2


def test_a_row_that_is_not_there_cannot_be_edited():
    with pytest.raises(User.DoesNotExist), transaction.atomic():
        lock(User, new_uid())


def test_a_row_holds_from_its_first_day_until_the_day_before_its_end():
    row = Alias(valid_from=date(2025, 7, 1), valid_to=date(2025, 7, 3))
    held = [day for day in DAYS if row.holds_on(day)]
    assert held == [date(2025, 7, 1), date(2025, 7, 2)]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_rows_as_of_a_day_are_those_that_hold_on_it(day: date):
    organization = Organization.objects.create(current_name="Sở Khoa học và Công nghệ", level="department", sort_key="")
    for start, end in PERIODS:
        Alias.objects.create(organization=organization, text=f"{start}/{end}", valid_from=start, valid_to=end)
    expected = {f"{start}/{end}" for start, end in PERIODS if (not start or start <= day) and (not end or day < end)}
    assert {row.text for row in Alias.objects.as_of(day)} == expected
    assert {row.text for row in Alias.objects.all() if row.holds_on(day)} == expected


@pytest.mark.parametrize(("start", "end"), [(DAYS[3], DAYS[3]), (DAYS[4], DAYS[2])])
def test_a_period_ends_after_it_begins(start: date, end: date):
    organization = Organization.objects.create(current_name="Sở Khoa học và Công nghệ", level="department", sort_key="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Alias.objects.create(organization=organization, text="KHCN", valid_from=start, valid_to=end)


def test_a_database_belongs_to_one_installation():
    assert installation() is None
    Installation.objects.create(pk=1, name="Phù Sa")
    assert installation() == Installation.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Installation.objects.create(pk=2, name="another")
