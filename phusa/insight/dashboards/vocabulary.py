"""Whose assignments an overview is about."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What the figures count."""

    ALL = "all", _("Everything open to me")
    AGENCY = "agency", _("My agency")
