"""What must hold for a day that the office sets."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from phusa.kernel.calendar import WorkingCalendar
from phusa.kernel.refusals import Refusal


def name_is_given(name: str) -> Refusal | None:
    if name:
        return None
    return Refusal("day-without-name", _("Say what the day is called."))


def day_differs(day: date, working: bool, calendar_without_it: WorkingCalendar) -> Refusal | None:
    """A row that says what the calendar says anyway would only hide a later correction of the calendar."""
    if calendar_without_it.is_working(day) != working:
        return None
    return Refusal(
        "day-as-usual",
        _("The calendar already has this as a working day.")
        if working
        else _("The calendar already has this as a day off."),
    )
