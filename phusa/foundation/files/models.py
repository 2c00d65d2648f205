"""Stored files."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from phusa.foundation.files.kinds import PDF
from phusa.foundation.files.vocabulary import Secrecy
from phusa.foundation.records.models import Record


class StoredFile(Record):
    """A file as it was given, never changed; it belongs to a record, and whoever sees the record sees the file."""

    name = models.CharField(_("name"), max_length=255)  # as given, without a path
    media_type = models.CharField(max_length=100)  # found in the content, never believed from the name
    size = models.PositiveBigIntegerField(_("size"))  # bytes
    sha256 = models.CharField(max_length=64, db_index=True)
    secrecy = models.CharField(_("degree of secrecy"), max_length=15, choices=Secrecy, default=Secrecy.NORMAL)
    content = models.FileField(upload_to="%Y/%m", max_length=200)
    owner_kind = models.CharField(max_length=80)  # model label, "imports.batch"
    owner_uid = models.UUIDField()
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("file")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["owner_kind", "owner_uid"], name="files_owner")]
        constraints = [
            models.CheckConstraint(condition=models.Q(secrecy=Secrecy.NORMAL), name="files_nothing_secret_inside")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_in_browser(self) -> bool:
        """Only a PDF is; everything else is downloaded."""
        return self.media_type == PDF
