"""Fits the points of the overlap verdict on data of the overlap harness, and tells how they do on disguises left out.

    python -m bench.overlap DATA [DATA ...] [--per 100]

Each DATA is a directory that the harness generated (records, queries, qrels, topics); the index is kept beside them.
Fit on other seeds than those on which figures are reported.

The points are those of a logistic regression under the condition that none speaks against its meaning. With a kind of
disguise left out, they are fitted on all others and asked about that one only: so do disguises that nobody foresaw.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from phusa.foundation.matching import verdicts
from phusa.foundation.matching.records import Record
from phusa.foundation.matching.searching import search
from phusa.foundation.matching.sqlite import SqliteStore
from phusa.foundation.matching.verdicts import Verdict
from phusa.foundation.matching.view import View

AGAINST = {"other_place"}  # terms that may only take points away
LEAN = 0.4  # added to the base: a repetition that is missed is worse than one more look
STEPS = 2_000
REPEATS = {Verdict.DUPLICATE, Verdict.PART}

Points = dict[str, float]
Tables = dict[bool, tuple[Points, float]]  # for titles only, and not: points and base


class Row(NamedTuple):
    """A record beside a query: what was measured, and what is true."""

    query: str
    kind: str
    features: dict[str, float]
    grade: int  # 2 a duplicate, 1 to be seen, 0 neither
    same_topic: bool


class Asked(NamedTuple):
    kind: str
    derived: dict[str, int]  # what there is to be found, with its grade


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("data", type=Path, nargs="+")
    arguments.add_argument("--per", type=int, default=100, help="queries of each kind")
    given = arguments.parse_args()
    rows: list[Row] = []
    asked: list[Asked] = []
    for data in given.data:
        for one, beside in measured(data, given.per):
            asked.append(one)
            rows += beside
    print("as shipped:", said(counted(rows, asked)))
    tables = fitted(rows)
    for title_only, (points, base) in sorted(tables.items()):
        print(
            "TITLE" if title_only else "TEXT", {name: round(value, 1) for name, value in points.items()}, round(base, 1)
        )
    use(tables)
    print("fitted:", said(counted(rows, asked)))
    left_out: Counter[str] = Counter()
    for kind in sorted({one.kind for one in asked}):
        use(fitted([row for row in rows if row.kind != kind]))
        left_out += counted([row for row in rows if row.kind == kind], [one for one in asked if one.kind == kind])
    print("each kind left out in turn:", said(left_out))


def measured(data: Path, per: int) -> Iterator[tuple[Asked, list[Row]]]:
    """Every query of the harness, so many of a kind, beside the records that are shown with it."""
    path = data / "overlap.sqlite3"
    store = SqliteStore(path)
    if not store.collections(list(store.shelves().values())):
        store.load(Record.of(json.loads(line)) for line in lines_of(data / "records.jsonl"))
    view = View(store)
    topics = dict(line.rstrip("\n").split("\t") for line in lines_of(data / "topics.tsv"))
    number: Counter[str] = Counter()
    for query, truth in zip(lines_of(data / "queries.jsonl"), lines_of(data / "qrels.jsonl"), strict=True):
        true = json.loads(truth)
        kind, derived, topic = true["kind"], true["derived"], true["topic"]
        number[kind] += 1
        if kind == "cluster" or number[kind] > per:
            continue
        answer = search(view, Record.of(json.loads(query)), fold=False)
        yield (
            Asked(kind, derived),
            [
                Row(
                    *(true["id"], kind, line.features, derived.get(line.key, 0)),
                    same_topic=topic != "-" and topics[line.key] == topic,
                )
                for line in answer.lines
            ],
        )
    store.close()


def lines_of(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as lines:
        yield from lines


def fitted(rows: Sequence[Row]) -> Tables:
    """Points and base for texts and for bare titles."""
    tables: Tables = {}
    for title_only in (False, True):
        some = [row for row in rows if bool(row.features["title_only"]) == title_only]
        terms = [verdicts.terms(row.features) for row in some]
        names = list(terms[0])
        signs = np.array([-1.0 if name in AGAINST else 1.0 for name in names])
        values = np.array([[term[name] for name in names] for term in terms]) * signs
        repeated = np.array([row.grade > 0 and row.kind != "sametitle" for row in some], float)
        points, base = regression(values, repeated)
        tables[title_only] = dict(zip(names, (points * signs).tolist(), strict=True)), base + LEAN
    return tables


def regression(values: np.ndarray, truth: np.ndarray) -> tuple[np.ndarray, float]:
    """Logistic regression whose weights are not below zero, by gradient descent with momentum (Adam)."""
    scale = values.std(axis=0) + 1e-9
    values = np.hstack([values / scale, np.ones((len(values), 1))])
    weights, mean, square = (np.zeros(values.shape[1]) for _ in range(3))
    for step in range(1, STEPS + 1):
        slope = values.T @ (1 / (1 + np.exp(-values @ weights)) - truth) / len(truth)
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        pace = 0.05 if step < STEPS / 2 else 0.01
        weights -= pace * mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.99**step)) + 1e-9)
        weights[:-1] = np.maximum(weights[:-1], 0)
    return weights[:-1] / scale, float(weights[-1])


def use(tables: Tables) -> None:
    """Let the verdict stand on these points."""
    (verdicts.TEXT, verdicts.TEXT_BASE), (verdicts.TITLE, verdicts.TITLE_BASE) = tables[False], tables[True]


def counted(rows: Sequence[Row], asked: Sequence[Asked]) -> Counter[str]:
    """What the harness counts: lines rightly and wrongly called duplicates or worth an alert."""
    total: Counter[str] = Counter()
    for one in asked:
        total["duplicates"] += sum(grade == 2 for grade in one.derived.values())
        total["alerts"] += len(one.derived)
    for row in rows:
        verdict = verdicts.judge(row.features)[0]
        if verdict is Verdict.NONE:
            continue
        part_of_a_third = verdict is Verdict.PART and row.kind == "part30" and row.grade > 0
        if verdict in REPEATS and not part_of_a_third:
            total["duplicates right" if row.grade == 2 else "duplicates wrong"] += 1
        if row.grade or not row.same_topic:
            total["alerts right" if row.grade else "alerts wrong"] += 1
    return total


def said(total: Counter[str]) -> str:
    return ", ".join(
        f"{what} F1 {2 * right / (right + wrong + total[what]):.3f}"
        f" (precision {right / (right + wrong):.3f}, recall {right / total[what]:.3f})"
        for what in ("duplicates", "alerts")
        for right, wrong in [(total[f"{what} right"], total[f"{what} wrong"])]
    )


if __name__ == "__main__":
    main()
