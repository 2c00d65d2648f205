"""The store that goes with a database of the program."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from phusa.foundation.matching.store import Store
from phusa.foundation.matching.view import View

_one_at_a_time = threading.Lock()
_kept: dict[object, View] = {}


def open_store(database: Mapping[str, Any], home: Path) -> Store:
    """`database` as Django's settings describe it: PostgreSQL keeps the index inside, SQLite in a file under `home`."""
    if "postgresql" in database["ENGINE"]:
        from phusa.foundation.matching.postgres import PostgresStore

        names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
        return PostgresStore(**{option: database[name] for name, option in names.items() if database.get(name)})
    from phusa.foundation.matching.sqlite import SqliteStore

    return SqliteStore(home / "overlap.sqlite3")


@contextmanager
def kept_view(database: Mapping[str, Any], home: Path, visible: frozenset[str]) -> Iterator[View]:
    """A view whose counters this process keeps in memory: to read them takes as long as some searches, a connection
    half a millisecond. One asker at a time. What others changed is taken in, and an index made anew is noticed.

    Raises `Stale` for an index of another version.
    """
    key = (database["ENGINE"], str(database["NAME"]), home, visible)
    with _one_at_a_time:
        store = open_store(database, home)
        try:
            store.check()
            view = _kept.pop(key, None) or View(store, visible)
            view.over(store)
            yield view
            _kept[key] = view
        finally:
            store.close()
