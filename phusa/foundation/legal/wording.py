"""How deeds on the calendar read in the journal."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from phusa.foundation.journal.wording import reads

reads(
    "calendar.changed",
    _("Changed the working calendar"),
    day=(_("Day"), lambda value: f"{date.fromisoformat(value):%d/%m/%Y}"),
    name=_("Name"),
    working=_("Working day"),
    removed=_("Back to the ordinary calendar"),
    source=_("Source"),
)
