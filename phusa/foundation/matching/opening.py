"""The store that goes with a database of the program."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from phusa.foundation.matching.store import Store


def open_store(database: Mapping[str, Any], home: Path) -> Store:
    """`database` as Django's settings describe it: PostgreSQL keeps the index inside, SQLite in a file under `home`."""
    if "postgresql" in database["ENGINE"]:
        from phusa.foundation.matching.postgres import PostgresStore

        names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
        return PostgresStore(**{option: database[name] for name, option in names.items() if database.get(name)})
    from phusa.foundation.matching.sqlite import SqliteStore

    return SqliteStore(home / "overlap.sqlite3")
