"""The store in a SQLite file of its own, beside the database."""

import fcntl
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from phusa.foundation.matching.store import Store

_STEPS = (16, 64, 256, 1024)  # lengths of lists of numbers, so that few statements are compiled


class SqliteStore(Store):
    """Every transaction ends with one fsync (write-ahead log, synchronous=FULL)."""

    serial = "integer primary key autoincrement"
    bytes_type = "blob"

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self.database = sqlite3.connect(path, timeout=60, isolation_level=None, cached_statements=64)
        for pragma in ("journal_mode = wal", "synchronous = full", "cache_size = -8000", "temp_store = memory"):
            self.database.execute(f"pragma {pragma}")
        self.prepare()

    def execute(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self.database.execute(sql, values).fetchall()

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        marks = ",".join("?" * len(columns))
        self.database.executemany(f"insert into {table} ({','.join(columns)}) values ({marks})", rows)  # noqa: S608

    def by_number(self, sql: str, numbers: Sequence[int], after: str = "") -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = []
        begin = 0
        while begin < len(numbers):
            left = len(numbers) - begin
            step = next((step for step in _STEPS if step >= left), _STEPS[-1])
            some = list(numbers[begin : begin + step])
            some += [some[0]] * (step - len(some))
            rows += self.database.execute(f"{sql} ({','.join('?' * step)}){after}", some).fetchall()
            begin += step
        return rows

    @contextmanager
    def reading(self) -> Iterator[None]:
        self.database.execute("begin")
        try:
            yield
        finally:
            self.database.execute("commit")

    @contextmanager
    def writing(self) -> Iterator[None]:
        self.database.execute("begin immediate")
        try:
            yield
        except BaseException:
            self.database.execute("rollback")
            raise
        self.database.execute("commit")

    @contextmanager
    def merging(self) -> Iterator[bool]:
        with self.path.with_suffix(".merging").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True

    def changes(self) -> object:
        return self.database.execute("pragma data_version").fetchone()[0], self.database.total_changes

    def close(self) -> None:
        self.database.close()
