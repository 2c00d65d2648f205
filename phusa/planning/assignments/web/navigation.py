"""Lines of the navigation."""

from django.utils.translation import gettext_lazy as _

from phusa.foundation.access.web import SIGNED_IN
from phusa.foundation.ui.registry import navigation
from phusa.foundation.ui.vocabulary import Section

navigation.add(Section.TODAY, _("My work"), "assignments:my_work", "inbox", SIGNED_IN, order=20)
navigation.add(
    Section.PLANNING, _("Assigned tasks"), "assignments:list", "check2-square", "assignments.view_assignment", order=30
)
