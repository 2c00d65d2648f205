"""How deeds on indicators and figures read in the journal."""

from django.utils.translation import gettext_lazy as _

from phusa.foundation.journal.wording import change, reads

reads("indicator.added", _("Added an indicator"), unit=_("Unit"))
reads("indicator.edited", _("Edited an indicator"), name=(_("Name"), change), unit=_("Unit"))
reads("figure.reported", _("Recorded a reported figure"), as_said=_("As said"), indicator=_("Indicator"))
reads("figure.corrected", _("Corrected a reported figure"), as_said=(_("As said"), change), reason=_("Reason"))
reads("figure.withdrawn", _("Withdrew a reported figure"), as_said=_("As said"), reason=_("Reason"))
