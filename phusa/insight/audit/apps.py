"""Application record of the package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """The journal as pages."""

    name = "phusa.insight.audit"
    label = "audit"
    verbose_name = _("Audit")

    def ready(self) -> None:
        """Declare the permissions and hang the journal into the navigation."""
        from phusa.insight.audit import permissions  # noqa: F401
        from phusa.insight.audit.web import navigation  # noqa: F401
