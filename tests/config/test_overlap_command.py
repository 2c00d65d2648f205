"""`phusa overlap`: load, check, pairs and the black box, as a person types them."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.foundation.matching.conftest import ROOT, study


@pytest.fixture
def run(tmp_path):
    def call(*words: str, code: int = 0) -> str:
        here = {"PHUSA_HOME": str(tmp_path / "home"), "PHUSA_DATABASE_URL": "", "PHUSA_ENVIRONMENT": "development"}
        done = subprocess.run(
            [sys.executable, "-m", "phusa", "overlap", *map(str, words)],
            cwd=ROOT,
            env={**os.environ, **here, "DJANGO_SETTINGS_MODULE": "phusa.config.settings"},
            capture_output=True,
            text=True,
        )
        assert done.returncode == code, done.stderr
        return done.stdout + done.stderr

    return call


def written(path: Path, numbers: range) -> Path:
    rows = [{"id": r.key, "title": r.title, "text": f"{r.objectives} {r.contents}"} for r in map(study, numbers)]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_an_index_of_another_version_is_built_again_by_the_command_that_it_asks_for(run, tmp_path) -> None:
    run("load", written(tmp_path / "past.jsonl", range(30)))
    with closing(sqlite3.connect(tmp_path / "home" / "overlap.sqlite3", isolation_level=None)) as index:
        index.execute("update overlap_setting set value = '(0, 0)' where name = 'built'")
    proposal = tmp_path / "proposal.txt"
    proposal.write_text(f"{study(7).title}\n{study(7).objectives}", encoding="utf-8")
    assert "phusa overlap index" in run("check", proposal, code=1)
    run("index")
    assert study(7).title in run("check", proposal)


def test_what_was_loaded_is_found_by_its_text_and_shown_with_its_passages(run, tmp_path) -> None:
    assert "30 records" in run("load", written(tmp_path / "past.jsonl", range(30)))
    assert "0 records" in run("load", tmp_path / "past.jsonl")
    proposal = tmp_path / "proposal.txt"
    proposal.write_text(f"{study(4).title}\n{study(4).objectives}\n{study(4).contents}", encoding="utf-8")
    said = run("check", proposal)
    assert "1. DUPLICATE" in said
    assert "because:" in said
    assert "theirs:" in said
    assert "Searched: past, 30 records" in said
    found = json.loads(run("check", "p4", "--json"))
    assert "p4" not in {line["id"] for line in found}
    run("index")
    assert "1. DUPLICATE" in run("check", proposal)


def test_a_table_is_loaded_and_compared_with_itself(run, tmp_path) -> None:
    table = tmp_path / "call.csv"
    rows = [f'{n},"{study(n).title}","{study(n).contents}"' for n in range(20)]
    table.write_text("\n".join(["id,title,text", *rows, rows[3].replace("3,", "again,", 1)]), encoding="utf-8")
    run("load", table)
    run("pairs", "call", tmp_path / "pairs.jsonl")
    pairs = [json.loads(line) for line in (tmp_path / "pairs.jsonl").read_text().splitlines()]
    assert ({"3", "again"}, "duplicate") in [({pair["key"], pair["other"]}, pair["verdict"]) for pair in pairs]


def test_what_cannot_be_read_is_a_sentence(run, tmp_path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"id": "1", "title": "x"}\n{broken', encoding="utf-8")
    assert "line 2 is no JSON" in run("load", broken, code=1)
    assert "neither a file nor the ID" in run("check", "nobody", code=1)


def test_the_black_box_writes_what_the_harness_reads(run, tmp_path) -> None:
    records, queries = written(tmp_path / "records.jsonl", range(30)), written(tmp_path / "queries.jsonl", range(5))
    run("bench-engine", records, queries, tmp_path / "out.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert lines[0]["results"][0][0] == lines[0]["id"]
    assert lines[0]["labels"][lines[0]["id"]] == "duplicate"
    assert lines[0]["spans"][lines[0]["id"]]
    assert lines[-1]["meta"]["records_per_cpu_s"] > 0
