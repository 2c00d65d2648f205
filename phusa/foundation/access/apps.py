"""Application record of the package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    """Who may do what, and who may see what."""

    name = "phusa.foundation.access"
    label = "access"
    verbose_name = _("Access")
