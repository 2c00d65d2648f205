"""Application record of the package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """One search box over everything."""

    name = "phusa.foundation.search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Hang the search page into the shell; make findable what stands below."""
        from phusa.foundation.search import below, reactions  # noqa: F401
        from phusa.foundation.ui.registry import shell

        shell.search_url_name = "search:find"
