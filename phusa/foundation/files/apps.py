"""Application record of the package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    """Files that people give the program."""

    name = "phusa.foundation.files"
    label = "files"
    verbose_name = _("Files")

    def ready(self) -> None:
        """Declare the permissions."""
        from phusa.foundation.files import permissions  # noqa: F401
