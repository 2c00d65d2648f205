"""The user."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from phusa.foundation.access.capacities import standing
from phusa.foundation.records.models import Record


class User(Record, AbstractUser):
    """Somebody who logs in. What they may do comes from memberships (organizations), never from Django's groups."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("full name"), max_length=150)
    language = models.CharField(_("language"), max_length=5, default="vi")
    theme = models.CharField(_("theme"), max_length=5, default="auto")  # light, dark, auto
    acting_membership = models.CharField(max_length=36, blank=True)  # uid of the membership chosen to act under

    REQUIRED_FIELDS = ["full_name"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """The name as it is written in the journal."""
        return str(self)

    def get_short_name(self) -> str:
        """The given name, which comes last in Vietnamese."""
        return self.full_name.split()[-1] if self.full_name else self.username

    @property
    def acting_label(self) -> str:
        """Role and organisation that the user's deeds are recorded under."""
        acting = standing(self).acting
        return acting.label if acting else ""
