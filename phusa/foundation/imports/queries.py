"""Sets of imports and of staged rows; for whom somebody imports."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet

from phusa.foundation import access
from phusa.foundation.imports.models import Batch, StagedRow
from phusa.foundation.imports.vocabulary import Outcome, State
from phusa.foundation.organizations.models import Organization
from phusa.foundation.organizations.vocabulary import Level


def earlier_import_of(batch: Batch) -> Batch | None:
    """An import of the same content as the same kind of record that is in force, by the same organisation."""
    if batch.file is None:
        return None
    return (
        Batch.objects.filter(
            target=batch.target, organization=batch.organization, file__sha256=batch.file.sha256, state=State.APPLIED
        )
        .exclude(pk=batch.pk)
        .first()
    )


def rows_to_read(batch: Batch) -> QuerySet[StagedRow]:
    """The rows of the chosen tables, in order."""
    return batch.rows.filter(table__in=batch.chosen).order_by("position")


def in_chunks(rows: QuerySet[StagedRow], size: int) -> Iterator[StagedRow]:
    """Rows in order, `size` at a time in memory; those already given may be written meanwhile."""
    after = -1
    while chunk := list(rows.filter(position__gt=after)[:size]):
        yield from chunk
        after = chunk[-1].position


def records_of(batch: Batch) -> QuerySet[StagedRow]:
    """Rows that become records of their own."""
    return rows_to_read(batch).filter(outcome=Outcome.RECORD)


def applied_rows(batch: Batch) -> QuerySet[StagedRow]:
    """Rows that have become records and have not been taken back."""
    return batch.rows.filter(undone=False).exclude(applied_uid=None)


def counts_of_views(batch: Batch, views: Mapping[str, tuple[Any, Q]]) -> dict[str, int]:
    """How many rows each part of the preview has."""
    counts = {name: Count("pk", filter=rows) for name, (_label, rows) in views.items()}
    found: dict[str, int] = rows_to_read(batch).order_by().aggregate(**counts)
    return found


_AUTHORITIES = (Level.CENTRAL, Level.MINISTRY, Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)


def authority_served_by(organization: Organization) -> Organization:
    """The authority that an organisation serves: itself where it is one, else the nearest above it, else itself."""
    above: Organization | None = organization
    for _step in range(5):
        if above is None:
            break
        if above.level in _AUTHORITIES:
            return above
        above = above.parent
    return organization


def organization_to_import_for(user: Any, permission: str) -> Organization | None:
    """The organisation for which the user imports what needs `permission`: the one they act for, if they may there."""
    stands = access.standing(user)
    for capacity in (stands.acting, *stands.capacities):
        if capacity is None:
            continue
        organization = Organization.objects.select_related("parent__parent").get(pk=capacity.organization_id)
        if access.may(user, permission, organization):
            return organization
    return None
