"""The demonstration can be loaded on another day: something is always late, and something due soon."""

from datetime import date, timedelta

import pytest
from django.test import override_settings

from phusa.demonstration import loading
from phusa.planning.assignments.models import Assignment, ProgressReport
from phusa.planning.assignments.rules import clock_of
from phusa.planning.assignments.vocabulary import ClockState, Standing
from tests.demonstration.conftest import FAST, found


@pytest.mark.django_db
def test_it_can_be_loaded_as_of_another_day(tmp_path) -> None:
    day = date(2026, 2, 16)  # in the days of Tết
    with override_settings(PHUSA_HOME=tmp_path, PASSWORD_HASHERS=FAST):
        found()
        assert loading.load(today=day) is True
    issued = Assignment.objects.filter(standing=Standing.ISSUED, illustrative=True, parent=None)
    clocks = {clock_of(each, day).state for each in issued}
    assert {ClockState.OVERDUE, ClockState.DUE_SOON, ClockState.DONE_ON_TIME, ClockState.DONE_LATE} <= clocks
    assert all(report.reported_on < day - timedelta(days=1) for report in ProgressReport.objects.all())
