"""Who sees the working calendar, and who sets its days."""

from django.utils.translation import gettext_lazy as _

from phusa.foundation import access
from phusa.foundation.access import Role
from phusa.foundation.legal import queries

access.scope("legal.view_calendar", label=_("See the working calendar"), rows=queries.visible_to)
access.permission(
    "legal.edit_calendar", label=_("Set days of the working calendar"), roles={Role.ADMINISTRATOR, Role.OPERATOR}
)
