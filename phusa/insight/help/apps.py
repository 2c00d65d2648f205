"""Application record of the package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HelpConfig(AppConfig):
    """The main job, the marks, whom to ask."""

    name = "phusa.insight.help"
    label = "help"
    verbose_name = _("Help")

    def ready(self) -> None:
        """Hang the page behind the question mark."""
        from phusa.foundation.ui.registry import shell

        shell.help_url_name = "help:help"
