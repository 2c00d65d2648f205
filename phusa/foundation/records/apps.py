"""Application record of the package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """What every table has."""

    name = "phusa.foundation.records"
    label = "records"
    verbose_name = _("What every record has")
