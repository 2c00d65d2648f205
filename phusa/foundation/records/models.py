"""What every table has: an outside identifier, a revision that edits are checked against, validity in time.

Source: docs/decisions/0003 (one base for every record).
"""

from datetime import date
from typing import Any, Self

import uuid_utils.compat as uuid7
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


def new_uid() -> Any:
    """A version-7 UUID: unique everywhere, ordered by time, so that indexes stay compact."""
    return uuid7.uuid7()


class Record(models.Model):
    """A row that people know by its `uid` and edit against its `revision`."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    illustrative = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True


class DatedQuerySet(models.QuerySet[Any]):
    """Rows with a validity period."""

    def as_of(self, day: date) -> Self:
        """Rows valid on `day`; `valid_to` is the first day on which the row holds no more."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gt=day)
        )


class Dated(models.Model):
    """A row that holds in the half-open period [valid_from, valid_to); an empty end is open."""

    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        """Whether `day` lies in the period."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


def period_is_forward(table: str) -> models.CheckConstraint:
    """The constraint that a dated table ends after it begins; `table` makes the name unique."""
    return models.CheckConstraint(
        condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_from__lt=F("valid_to")),
        name=f"{table}_period_is_forward",
    )


class Installation(models.Model):
    """The one row that says which installation this database belongs to."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    name = models.CharField(max_length=200, blank=True)
    demonstration = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="records_one_installation")]

    def __str__(self) -> str:
        return self.name
