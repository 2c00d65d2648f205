"""How deeds on organisations, people and accounts read in the journal."""

from django.utils.translation import gettext_lazy as _

from phusa.foundation.access import Role
from phusa.foundation.journal.wording import label_of, on_day, reads

_ON = (_("From"), on_day)
_UNTIL = (_("Until"), on_day)

reads("organization.created", _("Added the organisation"), name=_("Name"), valid_from=_ON)
reads("organization.renamed", _("Renamed the organisation"), before=_("Name before"), name=_("Name"), on=_ON)
reads("organization.corrected", _("Corrected a name"), before=_("Name before"), name=_("Name"))
reads("organization.ended", _("Ended the organisation"), on=_ON)
reads("organization.alias_added", _("Added another spelling"), text=_("Spelling"))
reads("organization.alias_removed", _("Took a spelling off"), text=_("Spelling"))
reads(
    "organization.succeeded",
    _("Recorded a succession"),
    predecessor=_("Predecessor"),
    successor=_("Successor"),
    on=_ON,
)
reads(
    "organization.succession_removed",
    _("Took a succession back"),
    predecessor=_("Predecessor"),
    successor=_("Successor"),
)
reads("group.created", _("Made the group"), name=_("Name"))
reads("group.edited", _("Edited the group"), name=_("Name"))
reads("group.member_added", _("Listed an organisation"), organization=_("Organisation"), begins=_ON)
reads("group.member_removed", _("Took an organisation off the list"), organization=_("Organisation"), on=_ON)
reads("person.created", _("Added the person"), name=_("Name"))
reads("person.edited", _("Edited the person"), before=_("Name before"), name=_("Name"), account=_("Account"))
reads("post.began", _("Recorded a post"), title=_("Post"), organization=_("Organisation"), begins=_ON, ends=_UNTIL)
reads("post.ended", _("Ended a post"), title=_("Post"), on=_ON)
reads("account.created", _("Made the account"), username=_("User name"))
reads("account.invited", _("Gave a one-time code"))
reads("account.opened", _("Set a password with the one-time code"))
reads("account.closed", _("Closed the account"))
reads("account.reopened", _("Reopened the account"))
reads(
    "membership.granted",
    _("Gave a role"),
    role=(_("Role"), label_of(Role)),
    organization=_("Organisation"),
    begins=_ON,
    ends=_UNTIL,
)
reads("membership.ended", _("Ended a role"), role=(_("Role"), label_of(Role)), organization=_("Organisation"), on=_ON)
