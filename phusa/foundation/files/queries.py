"""Sets of files."""

from django.db.models import QuerySet

from phusa.foundation.files.models import StoredFile
from phusa.foundation.records.models import Record


def files_of(owner: Record) -> QuerySet[StoredFile]:
    """The files that belong to a record, newest first. The caller has checked that the owner may be seen."""
    return StoredFile.objects.filter(owner_kind=owner._meta.label_lower, owner_uid=owner.uid)
