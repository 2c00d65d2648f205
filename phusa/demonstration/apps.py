"""Application record of the package."""

from django.apps import AppConfig
from django.conf import settings


class DemonstrationConfig(AppConfig):
    """Thái Bình from its sources, and an invented plan that makes the screens live."""

    name = "phusa.demonstration"
    label = "demonstration"

    def ready(self) -> None:
        """Print the invented log-ins on the log-in page, in a demonstration only."""
        if settings.PHUSA_DEMONSTRATION:
            from phusa.demonstration.loading import log_ins
            from phusa.foundation.ui.registry import shell

            shell.demonstration_log_ins = log_ins
