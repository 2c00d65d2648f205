"""Application record of the package."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RequestsConfig(AppConfig):
    """Requests and recommendations between two authorities, their answers, and the packages that carry them."""

    name = "phusa.planning.requests"
    label = "requests"
    verbose_name = _("Requests and recommendations")

    def ready(self) -> None:
        """Register permissions, workflow, reactions, search and navigation."""
        for part in (
            "permissions",
            "workflow",
            "reactions",
            "wording",
            "search",
            "following_up",
            "importing.registration",
            "web.navigation",
        ):
            import_module(f"{self.name}.{part}")
