"""What follows deeds elsewhere: terms close on another day once the calendar has changed."""

from phusa.foundation.journal.models import Entry
from phusa.foundation.journal.reactions import reaction
from phusa.planning.assignments.services import move_closing_days


@reaction("calendar.changed", name="assignments.closing_days")
def calendar_changed(entry: Entry) -> None:
    """Terms end on the next working day of the calendar as it is now."""
    move_closing_days()
