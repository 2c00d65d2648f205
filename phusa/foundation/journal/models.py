"""The append-only record of deeds, its seals, and the marks of reactions done. Source: docs/decisions/0005."""

import hashlib
import json
from datetime import UTC
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from phusa.foundation.records.models import new_uid

REDACTED = "entry.redacted"  # the deed that takes the wording of an entry out


def canonical(value: Any) -> bytes:
    """The one way a JSON value is written before it is digested: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


class Seal(models.Model):
    """A closed page of the journal: the digests of its entries, chained to the page before and signed."""

    number = models.PositiveIntegerField(unique=True)
    sealed_at = models.DateTimeField()
    digests = models.JSONField()  # [[entry uid, entry digest], …] in the order in which they were sealed
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"seal {self.number}"

    def computed_digest(self) -> str:
        """SHA-256 over number, time, previous digest and the list of entry digests."""
        body = [self.number, self.sealed_at.astimezone(UTC).isoformat(), self.previous, self.digests]
        return hashlib.sha256(canonical(body)).hexdigest()


class Entry(models.Model):
    """One deed, never changed; its `wording` may be redacted (emptied, with its salt) and the digest still verifies."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    kind = models.CharField(max_length=80)  # "scheme.submitted"
    schema = models.PositiveSmallIntegerField(default=1)
    subject_kind = models.CharField(max_length=80)  # model label, "schemes.scheme"
    subject_uid = models.UUIDField(db_index=True)
    context_uid = models.UUIDField(null=True, db_index=True)  # the record in whose history the deed shows too
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    wording = models.JSONField()  # {subject, actor, acting, payload}: what may hold personal data
    salt = models.CharField(max_length=32)
    wording_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    seal = models.ForeignKey(Seal, null=True, on_delete=models.PROTECT, related_name="entries")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["kind"], name="journal_kind"),
            models.Index(fields=["-at", "-id"], name="journal_newest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_uid}"

    @property
    def payload(self) -> dict[str, Any]:
        """What the deed carried; its shape belongs to (kind, schema)."""
        value: dict[str, Any] = self.wording.get("payload", {})
        return value

    @property
    def redacted(self) -> bool:
        """Whether the wording has been taken out, with its salt."""
        return not self.salt and not self.wording

    def computed_wording_digest(self) -> str:
        """Salted, so that a redacted wording cannot be guessed back from what remains."""
        return hashlib.sha256(self.salt.encode() + canonical(self.wording)).hexdigest()

    def computed_digest(self) -> str:
        """SHA-256 over everything but the wording itself, which stands in by its own digest."""
        body = [
            str(self.uid),
            self.kind,
            self.schema,
            self.subject_kind,
            str(self.subject_uid),
            str(self.context_uid or ""),
            self.actor_id,
            self.at.astimezone(UTC).isoformat(),
            self.wording_digest,
        ]
        return hashlib.sha256(canonical(body)).hexdigest()


class ReactionMark(models.Model):
    """How far one reaction to one entry has come."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="reaction_marks")
    reaction = models.CharField(max_length=80)
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "reaction"], name="journal_one_mark_a_reaction")]

    def __str__(self) -> str:
        return f"{self.reaction} of {self.entry_id}"
