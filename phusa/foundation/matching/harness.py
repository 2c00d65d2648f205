"""The black box of the overlap harness: records and queries in, one line of answers for each query out.

Protocol: `id`, `results` (best first), `ms`, `cpu_ms`, `spans` in the query's text, `labels`; one line `meta`.
"""

import json
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from phusa.foundation.matching.records import Record
from phusa.foundation.matching.searching import search
from phusa.foundation.matching.sqlite import SqliteStore
from phusa.foundation.matching.store import Progress
from phusa.foundation.matching.view import View

_ADDED = 200  # records that are added one by one to time it


def run(records: Path, queries: Path, out: Path, progress: Progress = lambda *_: None) -> dict[str, object]:
    """Build an index, answer the queries, write what the harness reads; the figures of the line `meta`."""
    with TemporaryDirectory(prefix="phusa-overlap-") as directory:
        store = SqliteStore(Path(directory, "overlap.sqlite3"))
        begun, begun_cpu = time.monotonic(), time.process_time()
        number = store.load(_records(records), progress)
        built, built_cpu = time.monotonic() - begun, time.process_time() - begun_cpu
        store.close()
        store = SqliteStore(store.path)
        before = _private()
        view = View(store)
        with out.open("w", encoding="utf-8") as answers:
            for record in _records(queries):
                answers.write(json.dumps(_answer(view, record), ensure_ascii=False) + "\n")
            meta = {
                "engine": "phusa",
                "build_s": round(built, 2),
                "build_cpu_s": round(built_cpu, 2),
                "records_per_cpu_s": round(number / built_cpu),
                "private_mb": round(_private() - before, 1),
                "index_mb": round(sum(path.stat().st_size for path in Path(directory).iterdir()) / 1e6, 1),
                **_adding(store, view, records),
            }
            answers.write(json.dumps({"meta": meta}) + "\n")
        store.close()
    return meta


def _records(path: Path) -> Iterator[Record]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield Record.of(json.loads(line))


def _answer(view: View, record: Record) -> dict[str, object]:
    begun, begun_cpu = time.perf_counter(), time.process_time()
    answer = search(view, record, fold=False)
    text = len(record.title) + 1
    spans = {
        line.key: [[max(0, start - text), end - text] for start, end in answer.query_passages(line) if end > text]
        for line in answer.lines
    }
    labels = {line.key: str(line.verdict) for line in answer.lines}
    cpu, wall = time.process_time() - begun_cpu, time.perf_counter() - begun
    return {
        "id": record.key,
        "results": [[line.key, round(line.points, 4)] for line in answer.lines],
        "ms": round(wall * 1_000, 3),
        "cpu_ms": round(cpu * 1_000, 3),
        "spans": spans,
        "labels": labels,
    }


def _adding(store: SqliteStore, view: View, records: Path) -> dict[str, float]:
    """The cost of a durable addition that the next search sees; one fsync each (SQLite's log)."""
    some = islice(_records(records), _ADDED)
    new = [Record(f"added-{record.key}", record.title, text=record.text) for record in some]
    begun, begun_cpu = time.perf_counter(), time.process_time()
    for record in new:
        store.put(record)
        with store.reading():
            view.refresh()
    cpu, wall = time.process_time() - begun_cpu, time.perf_counter() - begun
    return {
        "add_cpu_ms": round(cpu / len(new) * 1_000, 3),
        "add_ms": round(wall / len(new) * 1_000, 3),
        "add_fsyncs": 1,
    }


def _private() -> float:
    """Megabytes that this process holds alone (USS), where Linux tells."""
    smaps = Path("/proc/self/smaps_rollup")
    if not smaps.exists():
        return 0.0
    lines = smaps.read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1_000
