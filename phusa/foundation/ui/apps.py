"""Application record of the package."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Page shell, components and lists."""

    name = "phusa.foundation.ui"
    label = "ui"
    verbose_name = _("Pages")

    def ready(self) -> None:
        """Declare the permissions."""
        import_module("phusa.foundation.ui.permissions")
