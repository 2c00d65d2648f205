"""Lines of the navigation."""

from django.utils.translation import gettext_lazy as _

from phusa.foundation.access.web import SIGNED_IN
from phusa.foundation.ui.registry import navigation, shell
from phusa.foundation.ui.vocabulary import Section

_HERE = Section.ADMINISTRATION
navigation.add(_HERE, _("Organisations"), "organizations:list", "bank", SIGNED_IN, order=10)
navigation.add(_HERE, _("Groups"), "organizations:groups", "collection", SIGNED_IN, order=20)
navigation.add(_HERE, _("People and posts"), "organizations:people", "people", SIGNED_IN, order=30)
navigation.add(_HERE, _("Accounts"), "organizations:accounts", "person-gear", "organizations.read_accounts", order=40)
shell.invitation_url_name = "organizations:invitation"
