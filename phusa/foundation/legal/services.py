"""Deeds on the working calendar. What depends on it follows the journal's `calendar.changed`."""

from datetime import date, datetime

from django.db import transaction

from phusa.foundation import access
from phusa.foundation.access.models import User
from phusa.foundation.journal.services import record
from phusa.foundation.legal import rules
from phusa.foundation.legal.models import CalendarDay
from phusa.foundation.records.services import lock, save
from phusa.kernel.calendar import DayOverride, vietnam
from phusa.kernel.refusals import Refused
from phusa.kernel.text import normal


@transaction.atomic
def set_day(
    actor: User,
    day: date,
    *,
    working: bool,
    name: str,
    source: str = "",
    revision: int | None = None,
    at: datetime,
) -> CalendarDay:
    """From now on the office works, or does not, on that day; a row for the day is changed, else made.

    Refuses what the ordinary calendar says already. After commit every closing day is computed anew by those who keep
    one (journal kind `calendar.changed`).
    """
    access.require(actor, "legal.edit_calendar")
    name, source = normal(name), normal(source)
    others = CalendarDay.objects.exclude(day=day)
    ordinary = vietnam({row.day: DayOverride(row.working, row.name, row.source) for row in others})
    refusals = [found for found in (rules.name_is_given(name), rules.day_differs(day, working, ordinary)) if found]
    if refusals:
        raise Refused(refusals)
    row = CalendarDay.objects.filter(day=day).first()
    if row is None:
        row = CalendarDay.objects.create(day=day, working=working, name=name, source=source, created_at=at)
    else:
        row = lock(CalendarDay, row.uid, revision)
        row.working, row.name, row.source = working, name, source
        save(row, "working", "name", "source")
    told = {"day": day, "working": working, "name": name, "source": source}
    record("calendar.changed", row, actor, at=at, payload=told)
    return row


@transaction.atomic
def remove_day(actor: User, row: CalendarDay, *, revision: int | None = None, at: datetime) -> None:
    """The day is again what the week and the public holidays make it."""
    access.require(actor, "legal.edit_calendar", row)
    row = lock(CalendarDay, row.uid, revision)
    record("calendar.changed", row, actor, at=at, payload={"day": row.day, "removed": True, "name": row.name})
    row.delete()
