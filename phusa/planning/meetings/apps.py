"""Application record of the package."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Meetings and working visits: delegations, statements, conclusions, and what follows from them."""

    name = "phusa.planning.meetings"
    label = "meetings"
    verbose_name = _("Meetings and conclusions")

    def ready(self) -> None:
        """Register permissions, workflow, reactions and navigation."""
        for module in ("permissions", "workflow", "wording", "reactions", "following_up", "figures", "web.navigation"):
            import_module(f"{self.name}.{module}")
