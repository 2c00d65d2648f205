"""Who sees a file: whoever sees the record it belongs to."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from phusa.foundation import access
from phusa.foundation.files.models import StoredFile

_owners: dict[str, str] = {}  # model label of the owning record → its view permission


def owned_by(model_label: str, view_permission: str) -> None:
    """Register a kind of record that files belong to."""
    _owners[model_label] = view_permission


def visible_to(user: Any) -> QuerySet[StoredFile]:
    """Files of the records that the user may see."""
    clauses = [
        Q(owner_kind=label, owner_uid__in=access.visible(user, permission).values("uid"))
        for label, permission in _owners.items()
    ]
    return StoredFile.objects.filter(reduce(or_, clauses, Q(pk__in=[])))


access.scope("files.view_file", label=_("See a file"), rows=visible_to)
