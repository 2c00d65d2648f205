"""Application record of the package."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    """What is measured, and the figures that were reported of it, each as it was said and with its source."""

    name = "phusa.planning.indicators"
    label = "indicators"
    verbose_name = _("Indicators and reported figures")

    def ready(self) -> None:
        """Register permissions, reactions, wording and navigation."""
        for part in ("permissions", "reactions", "wording", "web.navigation"):
            import_module(f"{self.name}.{part}")
