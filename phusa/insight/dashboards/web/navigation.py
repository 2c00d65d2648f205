"""The overview's line in the navigation."""

from django.utils.translation import gettext_lazy as _

from phusa.foundation.access.web import SIGNED_IN
from phusa.foundation.ui.registry import navigation
from phusa.foundation.ui.vocabulary import Section

navigation.add(Section.TODAY, _("Overview"), "dashboards:overview", "speedometer2", SIGNED_IN, order=10)
