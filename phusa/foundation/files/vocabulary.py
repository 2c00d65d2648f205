"""Degrees of secrecy."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Secrecy(models.TextChoices):
    """The degree that the paper carries; everything above «normal» is refused at the door.

    Source: Law on the protection of state secrets; practice brief, Secrecy.
    """

    NORMAL = "normal", _("Normal")
    CONFIDENTIAL = "confidential", _("Confidential (Mật)")
    SECRET = "secret", _("Secret (Tối mật)")
    TOP_SECRET = "top_secret", _("Top secret (Tuyệt mật)")
