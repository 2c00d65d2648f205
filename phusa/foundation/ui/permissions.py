"""Who may open the gallery of components in an installation that is in use."""

from django.utils.translation import gettext_lazy as _

from phusa.foundation import access
from phusa.foundation.access import Role

access.permission("ui.view_gallery", label=_("See the gallery of page components"), roles={Role.ADMINISTRATOR})
