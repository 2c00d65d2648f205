"""`phusa overlap`: which earlier projects does a proposal repeat?"""

import csv
import importlib.util
import json
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from phusa.config.cli import start_django

if TYPE_CHECKING:
    from phusa.foundation.matching.records import Record
    from phusa.foundation.matching.searching import Answer, Line
    from phusa.foundation.matching.store import Store

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("overlap")
def overlap() -> None:
    """Find earlier projects that a proposal repeats, in part or in whole."""


@overlap.command("load")
@click.argument("file", type=FILE)
@click.option("--collection", default="", help="Under what name the records are kept; the name of the file when empty.")
@click.option("--visibility", default="", help="Who may see them, where the records do not say: everyone when empty.")
def load(file: Path, collection: str, visibility: str) -> None:
    """Load FILE, records as JSON Lines or CSV (id, title, objectives, contents, products, text, place, period, field).

    Records that are there already are passed over, so that a load that was broken off goes on when it is called again.
    """
    begun = time.monotonic()
    with _open() as opened, _Bar() as bar:
        changed = opened.load(_records(file, collection or file.stem, visibility), bar)
    click.echo(f"{changed} records new or changed, {time.monotonic() - begun:.1f} s.")


@overlap.command("index")
def index() -> None:
    """Build the index again from the records that are kept, as after an update of the program. Can be broken off."""
    begun = time.monotonic()
    with _open(finished=False) as opened, _Bar() as bar:
        opened.rebuild(bar)
        number = sum(number for number, _ in opened.collections(list(opened.shelves().values())).values())
    click.echo(f"{number} records, {time.monotonic() - begun:.1f} s.")


@overlap.command("check")
@click.argument("what")
@click.option("--collection", help="The collection in which the record of this ID stands.")
@click.option("--visible", multiple=True, help="Search only what has this visibility; may be given several times.")
@click.option("--lines", default=10, show_default=True, help="How many earlier projects are shown.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def check(what: str, collection: str | None, visible: tuple[str, ...], lines: int, as_json: bool) -> None:
    """Compare WHAT with all that is kept: a text file (first line the title), a JSON file, or the ID of a record."""
    from phusa.foundation.matching.searching import search
    from phusa.foundation.matching.view import View

    with _open() as opened:
        own, record = _asked(opened, what, collection)
        view = View(opened, visible or None)
        begun = time.process_time()
        answer = search(view, record, lines=lines, without=own)
        spent = (time.process_time() - begun) * 1_000
        theirs = opened.records([line.document for line in answer.lines])
        searched = opened.collections(view.shelves)
    if as_json:
        click.echo(
            json.dumps([_plain(answer, line, theirs[line.document]) for line in answer.lines], ensure_ascii=False)
        )
        return
    click.echo(f"{record.title}\n")
    for number, line in enumerate(answer.lines, 1):
        _say(number, answer, line, theirs[line.document])
    if not answer.lines:
        click.echo("Nothing that is kept shares any telling wording with it.")
    if answer.read_to < len(record.whole.rstrip()) - 1:
        click.echo(f"Only the first {answer.read_to} characters were compared.")
    for name, (count, changed) in searched.items():
        click.echo(f"Searched: {name or 'without a name'}, {count} records, last changed {changed:%d/%m/%Y %H:%M} UTC.")
    click.echo(f"{spent:.1f} ms.")


@overlap.command("pairs")
@click.argument("collection")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--visible", multiple=True, help="Only what has this visibility; may be given several times.")
@click.option(
    "--dask", metavar="SCHEDULER", help="Let Dask's workers do it: an address, or «processes» of this machine."
)
@click.option("--shares", default=64, show_default=True, help="Into how many shares Dask's work is cut.")
def pairs(collection: str, out: Path, visible: tuple[str, ...], dask: str | None, shares: int) -> None:
    """Compare COLLECTION with itself and write every pair that repeats to OUT, as JSON Lines."""
    from phusa.foundation.matching.pairing import all_pairs, all_pairs_on_dask

    if dask and not importlib.util.find_spec("dask"):
        raise click.ClickException("Dask is not installed here: pip install phusa[dask]")
    with _open() as opened, _Bar() as bar, out.open("w", encoding="utf-8") as lines:
        found = (
            all_pairs_on_dask(_opening(), collection, visible or None, dask, shares)
            if dask
            else all_pairs(opened, collection, visible or None, bar)
        )
        number = 0
        for pair in found:
            lines.write(json.dumps(pair._asdict(), ensure_ascii=False) + "\n")
            number += 1
    click.echo(f"{number} pairs.")


@overlap.command("bench-engine")
@click.argument("records", type=FILE)
@click.argument("queries", type=FILE)
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def bench_engine(records: Path, queries: Path, out: Path) -> None:
    """The black box of the overlap harness: index RECORDS, answer QUERIES, write OUT."""
    from phusa.foundation.matching import harness

    with _Bar() as bar:
        meta = harness.run(records, queries, out, bar)
    click.echo(json.dumps(meta))


class _open:  # noqa: N801 (a context manager, used as a function)
    """The store of this installation; what a crash broke off is ended first."""

    def __init__(self, *, finished: bool = True) -> None:
        self.finished = finished

    def __enter__(self) -> "Store":
        start_django(installed=False)
        from phusa.foundation.matching.store import Stale

        self.store = _opening()()
        if self.finished:
            try:
                self.store.check()
            except Stale:
                raise click.ClickException(
                    "the index was made by another version of the program: phusa overlap index"
                ) from None
            if self.store.unfinished():
                click.echo("A load or an index was broken off; ending it.", err=True)
                with _Bar() as bar:
                    self.store.finish(bar)
        return self.store

    def __exit__(self, *failure: object) -> None:
        self.store.close()


def _opening() -> "Callable[[], Store]":
    """What opens the store, here or in another process."""
    from django.conf import settings

    from phusa.foundation.matching.opening import open_store

    database = {name: value for name, value in settings.DATABASES["default"].items() if isinstance(value, str)}
    return partial(open_store, database, Path(settings.PHUSA_HOME))


class _Bar:
    """Says on standard error how far long work has come."""

    def __init__(self) -> None:
        self.shown = sys.stderr.isatty()

    def __enter__(self) -> "_Bar":
        return self

    def __call__(self, what: str, done: int, total: int) -> None:
        of = f" of {total}" if total else ""
        if self.shown:
            click.echo(f"\r\033[K{what}: {done}{of}", err=True, nl=False)

    def __exit__(self, *failure: object) -> None:
        if self.shown:
            click.echo("", err=True)


def _records(file: Path, collection: str, visibility: str) -> Iterator["Record"]:
    from phusa.foundation.matching.records import Record

    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows: Any = csv.DictReader(opened) if file.suffix.lower() == ".csv" else _json_lines(opened)
        for number, row in enumerate(rows, 1):
            record = Record.of({"visibility": visibility or None, **row}, collection=collection)
            if not record.key:
                raise click.ClickException(f"record {number} has no id")
            yield record


def _json_lines(opened: Any) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(opened, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise click.ClickException(f"line {number} is no JSON: {error}") from None
        if not isinstance(row, dict):
            raise click.ClickException(f"line {number} is no JSON object")
        yield row


def _asked(opened: "Store", what: str, collection: str | None) -> tuple[int, "Record"]:
    from phusa.foundation.matching.records import Record

    file = Path(what)
    if file.is_file():
        text = file.read_text(encoding="utf-8-sig", errors="replace")
        if file.suffix.lower() == ".json":
            return 0, Record.of(json.loads(text))
        title, _, rest = text.strip().partition("\n")
        return 0, Record(key="", title=title.strip(), text=rest.strip())
    found = opened.record(what, collection)
    if found is None:
        raise click.ClickException(f"«{what}» is neither a file nor the ID of a record")
    return found


_SAID = {
    "duplicate": "DUPLICATE",
    "part": "OVERLAPS IN PART",
    "elsewhere": "SAME STUDY, OTHER PLACE OR SUBJECT",
    "related": "related",
    "none": "nothing considerable",
}


def _say(number: int, answer: "Answer", line: "Line", theirs: "Record") -> None:
    click.echo(f"{number}. {_SAID[line.verdict]}: {theirs.title}")
    about = " · ".join(filter(None, (theirs.collection, theirs.key, theirs.place, theirs.period)))
    more = f" · {line.alike} records of this title" if line.alike > 1 else ""
    click.echo(f"   {about}{more}")
    if line.verdict == "none":
        return
    reasons = ", ".join(f"{reason.feature.replace('_', ' ')} {reason.value:.2f}" for reason in line.reasons)
    click.echo(f"   because: {reasons}")
    for swap in answer.swaps(line, theirs)[:5]:
        click.echo(f"   replaced: «{swap.theirs}» → «{swap.ours}», {swap.times} times")
    for passage in answer.passages(line, theirs)[:8]:
        click.echo(f"   ours:   … {_short(answer.record.whole[passage.start : passage.end])} …")
        click.echo(f"   theirs: … {_short(theirs.whole[passage.there_start : passage.there_end])} …")
    click.echo("")


def _short(text: str, width: int = 160) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width // 2] + " […] " + line[-width // 2 :]


def _plain(answer: "Answer", line: "Line", theirs: "Record") -> dict[str, Any]:
    return {
        "collection": line.collection,
        "id": line.key,
        "title": theirs.title,
        "verdict": str(line.verdict),
        "reasons": {reason.feature: round(reason.value, 3) for reason in line.reasons},
        "alike": line.alike,
        "passages": [
            {
                "ours": [part._asdict() for part in answer.record.passages(passage.start, passage.end)],
                "theirs": [part._asdict() for part in theirs.passages(passage.there_start, passage.there_end)],
            }
            for passage in answer.passages(line, theirs)
        ],
        "replaced": [{"ours": s.ours, "theirs": s.theirs, "times": s.times} for s in answer.swaps(line, theirs)],
    }
