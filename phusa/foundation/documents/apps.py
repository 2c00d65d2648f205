"""Application record of the package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Official documents and reports as Word and PDF files."""

    name = "phusa.foundation.documents"
    label = "documents"
    verbose_name = _("Official papers")
