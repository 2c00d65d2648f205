"""What was kept stays kept, whoever dies; and the answers do not tell by which road the records came."""

import os
import random
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phusa.foundation.matching import store as storing
from phusa.foundation.matching.searching import search
from phusa.foundation.matching.sqlite import SqliteStore
from phusa.foundation.matching.store import Stale, Store
from phusa.foundation.matching.view import View
from tests.foundation.matching.conftest import ROOT, study

QUESTIONS = [replace(study(number), key="new", collection="") for number in (2, 5, 9, 14, 21)]


def told(store: Store, visible=None):
    view = View(store, visible)
    return [
        [(line.key, line.verdict, line.points, line.alike, tuple(line.runs)) for line in search(view, question).lines]
        for question in QUESTIONS
    ]


def road_makes_no_difference(opened: Store, fresh: Store) -> None:
    """Add, change, remove, load and merge in turns: the answers are those of a store that got the same at once."""
    chance = random.Random(1)
    there = {}
    view = View(opened)
    for turn in range(60):
        number = chance.randrange(25)
        record = study(number, place=chance.choice(("Sơn La", "Cà Mau")), visibility=chance.choice(("everyone", "own")))
        deed = chance.choice(("put", "put", "remove", "load", "merge"))
        if deed == "remove":
            opened.remove("past", record.key)
            there.pop(record.key, None)
        elif deed == "merge":
            opened.merge()
        else:
            (opened.put if deed == "put" else lambda one: opened.load([one]))(record)
            there[record.key] = record
        search(view, QUESTIONS[turn % 5])
    fresh.load(there.values())
    for visible in (None, {"everyone"}, {"own"}):
        assert told(opened, visible) == told(fresh, visible)
    assert [search(view, q).lines for q in QUESTIONS] == [search(View(opened), q).lines for q in QUESTIONS]


def test_the_road_makes_no_difference(open_store, tmp_path) -> None:
    road_makes_no_difference(open_store(), SqliteStore(tmp_path / "fresh.sqlite3"))


@pytest.mark.database
def test_postgresql_answers_as_sqlite_does(open_postgres, tmp_path) -> None:
    road_makes_no_difference(open_postgres(), SqliteStore(tmp_path / "fresh.sqlite3"))


@settings(max_examples=15)
@given(st.lists(st.tuples(st.sampled_from(("put", "remove", "merge")), st.integers(0, 6)), max_size=14))
def test_any_row_of_deeds_ends_as_if_it_were_one(tmp_path_factory, deeds) -> None:
    directory = tmp_path_factory.mktemp("deeds")
    opened, fresh = SqliteStore(directory / "a.sqlite3"), SqliteStore(directory / "b.sqlite3")
    there = {}
    for deed, number in deeds:
        if deed == "put":
            there[f"p{number}"] = study(number)
            opened.put(study(number))
        elif deed == "remove":
            there.pop(f"p{number}", None)
            opened.remove("past", f"p{number}")
        else:
            opened.merge()
    fresh.load(there.values())
    assert told(opened) == told(fresh)
    opened.close()
    fresh.close()


def test_what_one_worker_adds_the_next_search_of_another_finds(open_store) -> None:
    writer, reader = open_store(), open_store()
    view = View(reader)
    assert search(view, QUESTIONS[0]).lines == []
    writer.put(study(2))
    assert [line.key for line in search(view, QUESTIONS[0]).lines] == ["p2"]
    writer.put(study(2, place="Đà Nẵng"))
    assert reader.record("p2")[1].place == "Đà Nẵng"
    writer.remove("past", "p2")
    assert search(view, QUESTIONS[0]).lines == []


def test_nothing_is_written_for_a_record_that_did_not_change(open_store) -> None:
    store = open_store()
    assert store.put(study(1)) == 1
    before = store.revision()
    assert store.put(study(1)) == 0
    assert store.revision() == before
    assert store.load([study(1)]) == 0


def test_many_additions_are_merged_and_still_found(open_store, monkeypatch) -> None:
    monkeypatch.setattr(storing, "PENDING_AT_MOST", 5)
    store = open_store()
    view = View(store)
    for number in range(30):
        store.put(study(number))
        question = replace(study(number), key="new")
        assert search(view, question).lines[0].key == f"p{number}"
    assert len(store.pending()) <= 6


def test_an_index_of_another_version_says_so_and_is_built_again(open_store) -> None:
    store = open_store()
    store.load(study(number) for number in range(30))
    expected = told(store)
    store.execute("update overlap_setting set value = '(0, 0)' where name = 'built'")
    with pytest.raises(Stale):
        store.check()
    store.rebuild()
    store.check()
    assert told(store) == expected


def test_a_search_during_a_merge_sees_one_moment(open_store) -> None:
    store = open_store()
    store.load(study(number) for number in range(30))
    expected = told(store)
    answers = []

    def ask() -> None:
        other = SqliteStore(store.path)
        answers.extend(told(other) for _ in range(6))
        other.close()

    asking = threading.Thread(target=ask)
    asking.start()
    for number in range(100, 106):
        store.put(study(number))
        store.remove("past", f"p{number}")
        store.merge()
    asking.join()
    keys = [[[line[0] for line in lines] for lines in answer] for answer in answers]
    assert all(lines[0] == e[0][0] for answer in keys for lines, e in zip(answer, expected, strict=True))


CHILD = """
import sys
from pathlib import Path
from phusa.foundation.matching import store as storing
from phusa.foundation.matching.sqlite import SqliteStore
from tests.foundation.matching.conftest import study
storing.RUN = 40
store = SqliteStore(Path(sys.argv[1]))
if sys.argv[2] == "adds":
    for number in range(1_000):
        store.put(study(number))
        print(number, flush=True)
else:
    store.load((study(n) for n in range(400)), lambda what, done, total: print(what, done, flush=True))
"""


def killed(path: Path, what: str, at: str) -> list[str]:
    """Run the child until it says `at`, then kill it as the kernel does; all that it had said by then."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path), what], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    said = []
    for line in child.stdout:
        said.append(line.strip())
        if line.strip() == at:
            os.kill(child.pid, signal.SIGKILL)  # the pipe keeps what it said until it died
    child.wait()
    child.stdout.close()
    assert child.returncode == -signal.SIGKILL
    return said


@pytest.mark.parametrize("at", ["3", "57", "180"])
def test_every_addition_that_was_acknowledged_outlives_a_kill(tmp_path, at) -> None:
    path = tmp_path / "overlap.sqlite3"
    acknowledged = len(killed(path, "adds", at))
    store, fresh = SqliteStore(path), SqliteStore(tmp_path / "fresh.sqlite3")
    kept = store.execute("select count(*) from overlap_document")[0][0]
    assert acknowledged <= kept <= acknowledged + 1
    fresh.load(study(number) for number in range(kept))
    assert told(store) == told(fresh)
    store.close()
    fresh.close()


@pytest.mark.parametrize("at", ["read 40", "read 200", "merge 1", "merge 30", "merge 64"])
def test_a_load_that_was_killed_is_ended_by_the_next_start_and_goes_on(tmp_path, at) -> None:
    path = tmp_path / "overlap.sqlite3"
    killed(path, "load", at)
    store, fresh = SqliteStore(path), SqliteStore(tmp_path / "fresh.sqlite3")
    store.finish()
    assert not store.unfinished()
    kept = store.execute("select count(*) from overlap_document")[0][0]
    assert kept >= 40
    fresh.load(study(number) for number in range(kept))
    assert told(store) == told(fresh)
    store.load(study(number) for number in range(400))
    fresh.load(study(number) for number in range(400))
    assert told(store) == told(fresh)
    store.close()
    fresh.close()
