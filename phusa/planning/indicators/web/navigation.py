"""The line of the navigation."""

from django.utils.translation import gettext_lazy as _

from phusa.foundation.ui.registry import navigation
from phusa.foundation.ui.vocabulary import Section

navigation.add(
    Section.PLANNING,
    _("Reported figures"),
    "indicators:figures",
    "chat-left-text",
    "indicators.view_figure",
    order=50,
)
