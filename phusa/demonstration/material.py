"""The material as its files state it (`material/*.toml`): facts with their sources, inventions marked as such.

Pure: nothing here knows the database.
"""

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

DIRECTORY = Path(__file__).parent / "material"
AUTHORITY = (
    "UBND tỉnh Hưng Yên"  # who the demonstration's installation serves: since 1 July 2025 it has Thái Bình's files
)
PASSWORD = "lua-chin-ven-song"  # noqa: S105 — of every invented log-in; printed where people can read it

Row = dict[str, Any]


@lru_cache
def read(name: str) -> Row:
    """One file, by its name without the ending."""
    return tomllib.loads((DIRECTORY / f"{name}.toml").read_text(encoding="utf-8"))


def sources() -> dict[str, Row]:
    """Sources by key."""
    return {source["key"]: source for source in read("sources")["source"]}


def sources_of(row: Row) -> str:
    """The sources of a row in words, as a record keeps them: «Báo Thái Bình, 23/6/2021 …»."""
    return "; ".join(sources()[key]["what"] for key in row["sources"])[:300]


def address_of(row: Row) -> str:
    """The first source of a row that has a whole address; nothing when none has."""
    addresses = (sources()[key]["address"] for key in row["sources"])
    return next((address for address in addresses if address.startswith("http")), "")


def organizations() -> Iterator[Row]:
    """Every organisation, those of the provinces' table written out; parents are named by `under`."""
    yield from read("central")["organization"]
    for province in read("provinces")["province"]:
        yield _committee(
            province["name"], province.get("kind", "tỉnh"), province.get("was"), province.get("renamed_on")
        )
        for name in province.get("takes_over", ()):
            yield _committee(name) | {"to": read("provinces")["merged_on"]}
    yield from read("province")["organization"]


def invented_organizations() -> list[Row]:
    """The agencies of the invented province and ministry; they stand since the accounts do."""
    since = read("accounts")["since"]
    return [{**row, "from": since} for row in read("partnership")["organization"]]


def successions() -> Iterator[Row]:
    """Who took over from whom, the provinces' table included."""
    yield from read("successions")["succession"]
    table = read("provinces")
    for province in table["province"]:
        for name in province.get("takes_over", ()):
            yield {
                "from": f"ubnd:{name}",
                "to": f"ubnd:{province['name']}",
                "on": table["merged_on"],
                "basis": table["basis"],
                "sources": table["sources"],
            }


def _committee(name: str, kind: str = "tỉnh", was: str = "", renamed_on: date | None = None) -> Row:
    place = f"{kind} {name}"
    row: Row = {
        "key": f"ubnd:{name}",
        "name": f"Ủy ban nhân dân {was or place}",
        "short": f"UBND {was or place}",
        "level": "province",
        "under": "chinh-phu",
        "aliases": [place],
    }
    if was:
        row["renamed_on"] = renamed_on
        row["renamed"] = {"name": f"Ủy ban nhân dân {place}", "short": f"UBND {place}"}
    return row
