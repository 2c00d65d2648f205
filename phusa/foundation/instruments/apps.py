"""Application record of the package."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InstrumentsConfig(AppConfig):
    """Laws, decisions, letters, press items."""

    name = "phusa.foundation.instruments"
    label = "instruments"
    verbose_name = _("Instruments")

    def ready(self) -> None:
        """Register permissions, wording and navigation."""
        for part in ("permissions", "wording", "web.navigation"):
            import_module(f"{self.name}.{part}")
