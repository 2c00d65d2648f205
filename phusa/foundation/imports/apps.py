"""Application record of the package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    """Tables out of Word, Excel, PDF, CSV and pasted text."""

    name = "phusa.foundation.imports"
    label = "imports"
    verbose_name = _("Imports")

    def ready(self) -> None:
        """Declare permissions, wording and the navigation line."""
        from phusa.foundation.imports import permissions, wording  # noqa: F401
        from phusa.foundation.imports.web import navigation  # noqa: F401
