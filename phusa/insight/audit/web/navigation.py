"""The journal's line in the navigation."""

from django.utils.translation import gettext_lazy as _

from phusa.foundation.ui.registry import navigation
from phusa.foundation.ui.vocabulary import Section

navigation.add(Section.ADMINISTRATION, _("Journal"), "audit:journal", "journal-check", "audit.read_journal", order=90)
