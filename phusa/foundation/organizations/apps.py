"""Application record of the package."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    """Agencies, their names over time, people and what they stand for."""

    name = "phusa.foundation.organizations"
    label = "organizations"
    verbose_name = _("Organisations")

    def ready(self) -> None:
        """Register permissions, wording and navigation."""
        for part in ("permissions", "wording", "web.navigation"):
            import_module(f"{self.name}.{part}")
