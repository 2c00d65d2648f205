"""Who reads the journal: of a record, whoever sees the record; the whole of it, auditors."""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from phusa.foundation import access
from phusa.foundation.access import Role
from phusa.foundation.access.permissions import declared

access.permission("audit.read_journal", label=_("Read the whole journal"), roles=[Role.AUDITOR])


def record_seen_by(user: Any, uid: Any) -> Model | None:
    """The record with this uid, of any kind, if the user may see it."""
    for line in declared().values():
        if line.rows:
            rows = line.rows(user)
            if any(field.name == "uid" for field in rows.model._meta.fields):
                row: Model | None = rows.filter(uid=uid).first()
                if row is not None:
                    return row
    return None
