"""Application record of the package."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CooperationConfig(AppConfig):
    """Programmes between two authorities: commitments, projects and results, yearly plans, reviews, the briefing."""

    name = "phusa.planning.cooperation"
    label = "cooperation"
    verbose_name = _("Coordination programmes")

    def ready(self) -> None:
        """Register permissions, workflow, reactions, import targets and navigation."""
        parts = ("permissions", "workflow", "reactions", "wording", "figures", "importing.registration")
        for part in (*parts, "web.following", "web.work", "web.navigation"):
            import_module(f"{self.name}.{part}")
