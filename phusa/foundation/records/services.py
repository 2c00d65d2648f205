"""Taking a row for an edit, and keeping it: the second of two editors is told, and nothing typed is lost."""

from typing import Any, TypeVar
from uuid import UUID

from phusa.foundation.records.models import Record

R = TypeVar("R", bound=Record)


class Conflict(Exception):
    """Somebody kept another revision in the meantime; `current` is the row as it stands now."""

    def __init__(self, current: Record) -> None:
        super().__init__(f"{current} has been changed in the meantime.")
        self.current = current


def lock(model: type[R], uid: UUID, revision: int | None = None) -> R:
    """The row, locked until the transaction ends.

    Raises `model.DoesNotExist`, and `Conflict` when `revision` is given and the row has another one.
    """
    row: R = model._default_manager.select_for_update().get(uid=uid)
    if revision is not None and row.revision != revision:
        raise Conflict(row)
    return row


def save(row: Record, *fields: str) -> None:
    """Keep the named fields of a locked row under the next revision."""
    row.revision += 1
    names: list[Any] = [*fields, "revision"]
    row.save(update_fields=names)
