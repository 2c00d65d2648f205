"""Deeds on organisations, groups, people and accounts.

Every deed checks its permission and every rule, changes the rows and writes the journal in one transaction. Edits take
the `revision` that the person saw and raise `Conflict` when another one stands there now.
"""

from phusa.foundation.organizations.services.accounts import (
    accept_invitation,
    create_user,
    deactivate_user,
    end_membership,
    grant_membership,
    invite,
    reactivate_user,
)
from phusa.foundation.organizations.services.groups import (
    add_member,
    create_group,
    edit_group,
    remove_member,
)
from phusa.foundation.organizations.services.organizations import (
    add_alias,
    correct_version,
    create_organization,
    create_organizations,
    end_organization,
    found_installation,
    recompute_current,
    record_succession,
    remove_alias,
    remove_succession,
    rename_organization,
)
from phusa.foundation.organizations.services.people import (
    appoint,
    create_person,
    edit_person,
    end_post,
)
from phusa.foundation.organizations.vocabulary import NewOrganization

__all__ = [
    "NewOrganization",
    "accept_invitation",
    "add_alias",
    "add_member",
    "appoint",
    "correct_version",
    "create_group",
    "create_organization",
    "create_organizations",
    "create_person",
    "create_user",
    "deactivate_user",
    "edit_group",
    "edit_person",
    "end_membership",
    "end_organization",
    "end_post",
    "found_installation",
    "grant_membership",
    "invite",
    "reactivate_user",
    "recompute_current",
    "record_succession",
    "remove_alias",
    "remove_member",
    "remove_succession",
    "rename_organization",
]
