"""The page's line in the navigation."""

from django.utils.translation import gettext_lazy as _

from phusa.foundation.ui.registry import navigation
from phusa.foundation.ui.vocabulary import Section

navigation.add(Section.DELIVERY, _("Check for overlap"), "overlap:check", "copy", order=80)
