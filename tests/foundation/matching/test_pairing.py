"""A collection against itself: every pair once, by one process or by many."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from phusa.foundation.matching.opening import open_store as opening
from phusa.foundation.matching.pairing import all_pairs, all_pairs_on_dask
from tests.foundation.matching.conftest import study


@pytest.fixture
def call(open_store):
    store = open_store()
    past = [study(number, collection="call") for number in range(40)]
    copies = [replace(study(number, collection="call"), key=f"again{number}") for number in (4, 17)]
    moved = replace(study(30, collection="call", place="Bến Tre"), key="moved30")
    store.load([*past, *copies, moved, *(study(number, collection="other") for number in range(40))])
    return store


def test_the_pairs_of_a_collection_come_out_once(call) -> None:
    found = {(frozenset((pair.key, pair.other)), pair.verdict) for pair in all_pairs(call, "call")}
    assert (frozenset(("p4", "again4")), "duplicate") in found
    assert (frozenset(("p17", "again17")), "duplicate") in found
    assert (frozenset(("p30", "moved30")), "elsewhere") in found
    assert len(found) == len(list(all_pairs(call, "call")))


def test_shares_find_together_what_one_finds_alone(call) -> None:
    shared = [pair for share in range(5) for pair in all_pairs(call, "call", share=share, shares=5)]
    assert sorted(shared) == sorted(all_pairs(call, "call"))


def test_dask_finds_the_same_pairs(call, tmp_path) -> None:
    pytest.importorskip("dask", reason="Dask is not installed (phusa[dask])")
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": "unused"}
    found = all_pairs_on_dask(partial(opening, database, Path(tmp_path)), "call", None, "processes", 3)
    assert sorted(found) == sorted(all_pairs(call, "call"))
