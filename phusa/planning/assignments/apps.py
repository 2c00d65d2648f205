"""Application record of the package."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssignmentsConfig(AppConfig):
    """Who leads, who coordinates and with what duty, what is due when, and how far it has come."""

    name = "phusa.planning.assignments"
    label = "assignments"
    verbose_name = _("Assignments")

    def ready(self) -> None:
        """Register permissions, workflow, reactions and navigation."""
        for part in ("permissions", "workflow", "reactions", "tasks", "wording", "web.navigation"):
            import_module(f"{self.name}.{part}")
