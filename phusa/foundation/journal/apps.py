"""Application record of the package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    """Who did what, when, on whose behalf."""

    name = "phusa.foundation.journal"
    label = "journal"
    verbose_name = _("Journal")
