"""Application record of the package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OverlapConfig(AppConfig):
    """Whether a proposal was done already: the overlap engine as a page."""

    name = "phusa.delivery.overlap"
    label = "overlap"
    verbose_name = _("Overlap")

    def ready(self) -> None:
        """Hang the page into the navigation."""
        from phusa.delivery.overlap.web import navigation  # noqa: F401
