"""Application record of the package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardsConfig(AppConfig):
    """The overview: what stands where, what is late, what changed."""

    name = "phusa.insight.dashboards"
    label = "dashboards"
    verbose_name = _("Overview")

    def ready(self) -> None:
        """Hang the overview into the navigation."""
        from phusa.insight.dashboards.web import navigation  # noqa: F401
