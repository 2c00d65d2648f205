"""Application record of the package."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LegalConfig(AppConfig):
    """What the law says about days: the working calendar."""

    name = "phusa.foundation.legal"
    label = "legal"
    verbose_name = _("Working calendar")

    def ready(self) -> None:
        """Register permissions, wording and navigation."""
        for part in ("permissions", "wording", "web.navigation"):
            import_module(f"{self.name}.{part}")
