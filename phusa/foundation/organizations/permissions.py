"""Who may do what with organisations, people and accounts."""

from django.utils.translation import gettext_lazy as _

from phusa.foundation import access
from phusa.foundation.access import Role
from phusa.foundation.organizations import queries

_KEEPERS = {Role.ADMINISTRATOR, Role.OPERATOR}
_IMPORTERS = {*_KEEPERS, Role.SPECIALIST, Role.HEAD, Role.DIRECTOR}  # an import meets agencies that nobody knows

access.provide_capacities(queries.capacities_of)

access.scope("organizations.view_organization", label=_("See organisations"), rows=queries.visible_to)
access.scope("organizations.view_group", label=_("See groups of organisations"), rows=queries.groups_visible_to)
access.scope("organizations.view_person", label=_("See people and their posts"), rows=queries.people_visible_to)
access.scope("organizations.view_account", label=_("See accounts"), rows=queries.accounts_visible_to)
access.scope("organizations.view_membership", label=_("See memberships"), rows=queries.memberships_visible_to)

access.permission("organizations.create_organization", label=_("Add an organisation"), roles=_IMPORTERS)
access.permission("organizations.add_alias", label=_("Add another spelling of an organisation"), roles=_IMPORTERS)
access.permission("organizations.edit_organization", label=_("Rename or end an organisation"), roles=_KEEPERS)
access.permission("organizations.record_succession", label=_("Record who succeeds an organisation"), roles=_KEEPERS)
access.permission("organizations.edit_group", label=_("Edit groups of organisations"), roles=_KEEPERS)
access.permission("organizations.edit_person", label=_("Edit people and their posts"), roles=_KEEPERS)
access.permission("organizations.manage_accounts", label=_("Manage accounts and roles"), roles=_KEEPERS)
access.permission("organizations.read_accounts", label=_("See all accounts and roles"), roles={*_KEEPERS, Role.AUDITOR})
