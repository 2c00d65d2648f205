"""Inserting thousands of rows at once, where `bulk_create` would prepare every value of every row by itself."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import DateField, Field, Model, UUIDField


def insert_rows(
    model: type[Model], rows: Iterable[Sequence[Any]], *, columns: Sequence[str], shared: Mapping[str, Any]
) -> None:
    """Insert rows that give `columns`; `shared` holds those that are the same in all, the rest takes its default.

    Columns are named by attribute (`authority_id`), values are of the field's own type and are not validated: the
    constraints of the table are. Runs in the caller's transaction.
    """
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    constant = {field.attname: shared.get(field.attname, field.get_default()) for field in fields}
    order = [field for field in fields if field.attname not in columns] + [
        next(field for field in fields if field.attname == name) for name in columns
    ]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in order)
    places = ", ".join(["%s"] * len(order))
    sql = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608
    head = tuple(
        field.get_db_prep_save(constant[field.attname], connection) for field in order if field.attname not in columns
    )
    given = [next(field for field in fields if field.attname == name) for name in columns]
    to_prepare = [(place, field) for place, field in enumerate(given) if isinstance(field, DateField | UUIDField)]
    with connection.cursor() as cursor:
        cursor.executemany(sql, [head + _prepared(row, to_prepare) for row in rows])


def _prepared(row: Sequence[Any], to_prepare: Iterable[tuple[int, "Field[Any, Any]"]]) -> tuple[Any, ...]:
    """Days and identifiers as the database takes them; numbers and texts are as they are."""
    values = list(row)
    for place, field in to_prepare:
        if values[place] is not None:
            values[place] = field.get_db_prep_save(values[place], connection)
    return tuple(values)
