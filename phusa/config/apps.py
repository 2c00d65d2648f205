"""Application record of the package; it stands last, so that every other package has started when it does."""

from django.apps import AppConfig
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phusa.kernel import refusals, workflow


class ConfigurationConfig(AppConfig):
    """How an installation is set up, started and served."""

    name = "phusa.config"
    label = "config"
    verbose_name = _("Configuration")

    def ready(self) -> None:
        """Give the kernel's sentences a translator, and close the workflows to further guards."""
        refusals.translate_with(gettext)
        workflow.freeze()
