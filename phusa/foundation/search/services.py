"""Keeping the index up to date; called by the reactions of the packages whose records are found."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from phusa.foundation.search.models import Indexed
from phusa.foundation.search.vocabulary import MOST_TEXT, Line, searchable

__all__ = ["Line", "clear", "forget", "index"]


@transaction.atomic
def index(lines: Iterable[Line], *, at: datetime) -> int:
    """Put these records into the index, or anew; returns how many. The last line of a record counts."""
    rows = {
        line.uid: Indexed(
            kind=line.kind,
            object_uid=line.uid,
            title=line.title[:500],
            text=line.text,
            folded=" ".join(dict.fromkeys(searchable(f"{line.title} {line.text}")))[:MOST_TEXT].strip(),
            title_folded=" ".join(searchable(line.title))[:500],
            url=line.url,
            changed_at=at,
        )
        for line in lines
    }
    Indexed.objects.bulk_create(
        rows.values(),
        batch_size=500,
        update_conflicts=True,
        unique_fields=["object_uid"],
        update_fields=["kind", "title", "text", "folded", "title_folded", "url", "changed_at"],
    )
    return len(rows)


def forget(uids: Iterable[UUID]) -> None:
    """Take records out of the index."""
    Indexed.objects.filter(object_uid__in=list(uids)).delete()


def clear(kind: str) -> None:
    """Take every record of a kind out of the index, before it is built anew."""
    Indexed.objects.filter(kind=kind).delete()
