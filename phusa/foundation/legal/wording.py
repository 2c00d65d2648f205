"""How deeds on the calendar read in the journal."""

from django.utils.translation import gettext_lazy as _

from phusa.foundation.journal.wording import on_day, reads

reads(
    "calendar.changed",
    _("Changed the working calendar"),
    day=(_("Day"), on_day),
    name=_("Name"),
    working=_("Working day"),
    removed=_("Back to the ordinary calendar"),
    source=_("Source"),
)
