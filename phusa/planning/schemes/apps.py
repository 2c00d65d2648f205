"""Application record of the package."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchemesConfig(AppConfig):
    """Schemes and plans: versions, objectives, tasks paired with solutions, readiness, approval."""

    name = "phusa.planning.schemes"
    label = "schemes"
    verbose_name = _("Schemes and plans")

    def ready(self) -> None:
        """Register permissions, workflow, reactions and navigation."""
        for module in ("permissions", "workflow", "reactions", "wording", "importing.registration", "web.navigation"):
            import_module(f"{self.name}.{module}")
