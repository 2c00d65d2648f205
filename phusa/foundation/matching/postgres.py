"""The store inside PostgreSQL, in the database of the program."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg

from phusa.foundation.matching.store import Store

_WRITER, _MERGER = 0x0E7A_0001, 0x0E7A_0002  # names of advisory locks


class PostgresStore(Store):
    """A commit returns when the server has it on disk."""

    serial = "bigint generated always as identity primary key"
    bytes_type = "bytea"

    def __init__(self, conninfo: str = "", **options: Any) -> None:
        self.connection = psycopg.connect(conninfo, autocommit=True, **options)
        self.prepare()

    def execute(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        cursor = self.connection.execute(sql.replace("?", "%s"), values or None)
        return cursor.fetchall() if cursor.description else []

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        statement = f"copy {table} ({','.join(columns)}) from stdin"
        with self.connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)

    def by_number(self, sql: str, numbers: Sequence[int], after: str = "") -> list[tuple[Any, ...]]:
        if not numbers:
            return []
        statement = f"{sql.removesuffix(' in')} = any(%s){after}"
        cursor = self.connection.execute(statement, (list(numbers),), binary=True)
        return cursor.fetchall() if cursor.description else []

    @contextmanager
    def reading(self) -> Iterator[None]:
        self.connection.execute("begin isolation level repeatable read read only")
        try:
            yield
        finally:
            self.connection.execute("commit")

    @contextmanager
    def writing(self) -> Iterator[None]:
        with self.connection.transaction():
            self.execute("select pg_advisory_xact_lock(?)", (_WRITER,))
            yield

    @contextmanager
    def merging(self) -> Iterator[bool]:
        ((mine,),) = self.execute("select pg_try_advisory_lock(?)", (_MERGER,))
        try:
            yield mine
        finally:
            if mine:
                self.execute("select pg_advisory_unlock(?)", (_MERGER,))

    def changes(self) -> object:
        return None

    def close(self) -> None:
        self.connection.close()
