"""Who sees instruments, and who enters them."""

from django.utils.translation import gettext_lazy as _

from phusa.foundation import access
from phusa.foundation.access import Role
from phusa.foundation.files.permissions import owned_by
from phusa.foundation.instruments import queries

_ENTERS = {
    Role.SPECIALIST,
    Role.HEAD,
    Role.DIRECTOR,
    Role.CLERK,
    Role.OFFICE_SPECIALIST,
    Role.OFFICE_LEADER,
    Role.ADMINISTRATOR,  # who records a succession names its legal basis
    Role.OPERATOR,
}

access.scope("instruments.view_instrument", label=_("See instruments"), rows=queries.visible_to)
access.permission("instruments.add_instrument", label=_("Add an instrument"), roles=_ENTERS)
access.permission("instruments.edit_instrument", label=_("Edit an instrument, its relations and files"), roles=_ENTERS)
owned_by("instruments.instrument", "instruments.view_instrument")
