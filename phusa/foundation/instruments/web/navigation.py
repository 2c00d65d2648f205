"""The line of the navigation."""

from django.utils.translation import gettext_lazy as _

from phusa.foundation.access.web import SIGNED_IN
from phusa.foundation.ui.registry import navigation
from phusa.foundation.ui.vocabulary import Section

navigation.add(Section.PLANNING, _("Instruments"), "instruments:list", "file-earmark-text", SIGNED_IN, order=60)
