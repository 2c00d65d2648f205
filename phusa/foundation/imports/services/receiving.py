"""Giving a file, and reading its raw rows in a child process."""

import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.files.services import store_file
from phusa.foundation.imports.models import Batch, StagedRow
from phusa.foundation.imports.reading.columns import Found, guess
from phusa.foundation.imports.reading.sandbox import read_stream
from phusa.foundation.imports.reading.stream import Event, Noted, RowsRead, TableFound
from phusa.foundation.imports.reading.tables import Unreadable
from phusa.foundation.imports.registry import target_of
from phusa.foundation.imports.services.steps import CHUNK, holding, in_hand, leave
from phusa.foundation.imports.vocabulary import State
from phusa.foundation.journal.services import record
from phusa.foundation.organizations.models import Organization
from phusa.foundation.ui.export import original
from phusa.kernel.refusals import Refusal, Refused

SAMPLE = 5
Progress = Callable[[int], None]


@transaction.atomic
def start_import(
    actor: Any,
    *,
    target: str,
    title: str,
    about: Mapping[str, Any],
    given: File[bytes] | None,
    pasted: str = "",
    secrecy: str,
    organization: Organization,
    authority: Organization,
    at: datetime,
) -> Batch:
    """Take a file (or a pasted table) in and keep it; reading it is a later step. Raises `Refused`."""
    access.require(actor, target_of(target).permission, organization)
    batch = Batch(
        target=target,
        title=title,
        about=dict(about),
        organization=organization,
        authority=authority,
        started_by=actor,
        alive_at=at,
        created_at=at,
    )
    access.require(actor, "imports.import_table", batch)
    if given is None:
        if not pasted.strip():
            raise Refused([Refusal("nothing-given", _("Choose a file, or paste a table."))])
        ending = "html" if "<table" in pasted.lower() else "tsv"
        name = _("pasted table")
        given = ContentFile(pasted.encode(), name=f"{name}.{ending}")
    batch.save()
    try:
        batch.file = store_file(actor, given, secrecy=secrecy, owner=batch, at=at)
    except Refused as refused:
        raise Refused(_in_the_words_of_the_reader(refused.refusals, given)) from None
    batch.save(update_fields=["file"])
    record("import.started", batch, actor, at=at, payload={"file": batch.file.name, "target": target})
    return batch


def _in_the_words_of_the_reader(refusals: Sequence[Refusal], given: File[Any]) -> list[Refusal]:
    """What is not kept because nobody knows what it is, the reader may know better: damaged, macros, a password."""
    said = []
    for refusal in refusals:
        if refusal.code == "unknown-kind":
            try:
                with _on_disk(given) as path, closing(read_stream(path, name=given.name or "")) as events:
                    next(events, None)
            except Unreadable as unreadable:
                refusal = Refusal(unreadable.code, str(unreadable))
        said.append(refusal)
    return said


def read_file(batch: Batch, *, progress: Progress = lambda rows: None) -> None:
    """Read the kept file in a child process and stage its raw rows; ends in *columns*, *kept* or *refused*."""
    with in_hand(batch, State.READING) as mine:
        if not mine:
            return
        with holding(batch):
            batch.rows.all().delete()
        reading = _Reading(batch, progress)
        try:
            for event in _events(batch):
                reading.take(event)
        except Unreadable as refusal:
            with holding(batch):
                batch.rows.all().delete()
                leave(batch, State.REFUSED, problem=[refusal.code, refusal.params], tables=reading.tables)
            return
        reading.keep()
        found = {"tables": reading.tables, "notes": reading.notes, "problem": None}
        if reading.tables:
            chosen, mapping = _guessed(batch.target, reading.tables)
            leave(batch, State.COLUMNS, **found, chosen=chosen, mapping=mapping)
        else:
            leave(batch, State.KEPT, **found)


class _Reading:
    """What has been read so far; rows are kept in chunks."""

    def __init__(self, batch: Batch, progress: Progress) -> None:
        self.batch, self.progress = batch, progress
        self.tables: list[dict[str, Any]] = []
        self.notes: list[list[Any]] = []
        self.position, self.share = 0, 0.0
        self.waiting: list[StagedRow] = []

    def take(self, event: Event) -> None:
        match event:
            case TableFound():
                self.tables.append(
                    {
                        "number": event.number,
                        "name": event.name,
                        "page": event.page,
                        "header": list(event.header),
                        "rows": 0,
                        "sample": [],
                        "notes": [],
                    }
                )
            case RowsRead():
                self._stage(event, self.tables[-1])
            case Noted():
                notes = self.tables[-1]["notes"] if event.of_table else self.notes
                notes.append([event.note.code, dict(event.note.params)])

    def _stage(self, event: RowsRead, table: dict[str, Any]) -> None:
        for row in event.rows:
            cells = [original(cell) for cell in row.cells]
            self.waiting.append(
                StagedRow(
                    batch=self.batch,
                    position=self.position,
                    table=table["number"],
                    number=row.number,
                    cells=cells,
                    full_width=row.full_width,
                    carried=list(row.carried),
                    after_break=row.after_break,
                )
            )
            self.position += 1
            if len(table["sample"]) < SAMPLE and not row.full_width:
                table["sample"].append([cell[:200] for cell in cells])
        table["rows"] += len(event.rows)
        self.share = event.done
        if len(self.waiting) >= CHUNK:
            self.keep()

    def keep(self) -> None:
        with holding(
            self.batch, done=self.position, total=round(self.position / self.share) if self.share else self.position
        ):
            StagedRow.objects.bulk_create(self.waiting)
        self.waiting.clear()
        self.progress(self.position)


def _events(batch: Batch) -> Generator[Event, None, None]:
    assert batch.file is not None
    with _on_disk(batch.file.content) as path:
        yield from read_stream(path, name=batch.file.name)


@contextmanager
def _on_disk(given: File[Any]) -> Iterator[Path]:
    """A copy with a path: an upload may be in memory, and a storage may have no paths of its own."""
    with tempfile.TemporaryDirectory(prefix="phusa-import-") as folder:
        path = Path(folder) / "file"
        with path.open("wb") as copy:
            for chunk in given.chunks():
                copy.write(chunk)
        yield path


def _guessed(target: str, tables: list[dict[str, Any]]) -> tuple[list[int], dict[str, dict[str, int]]]:
    """The tables that are likely meant, and the columns of every table.

    Meant is the one whose headings fit best, and each other one whose headings name all that it names of what the
    target needs most. A table of another kind stays unchosen.
    """
    columns = target_of(target).columns
    fields = [column.field for column in columns]
    telling = {column.field.name for column in columns if column.telling}
    guesses = {table["number"]: guess(table["header"], table["sample"], fields) for table in tables}

    def told(table: dict[str, Any]) -> frozenset[str]:
        return frozenset(name for name, each in guesses[table["number"]].items() if _by_heading(each)) & telling

    def worth(table: dict[str, Any]) -> tuple[int, float, int]:
        found = guesses[table["number"]]
        return (len(told(table)), sum(each.score for each in found.values()), table["rows"])

    best = max(tables, key=worth)
    chosen = [t["number"] for t in tables if t is best or (told(t) and told(t) >= told(best))]
    mapping = {str(number): {name: each.column for name, each in found.items()} for number, found in guesses.items()}
    return chosen, mapping


def _by_heading(found: Found) -> bool:
    return found.reason in ("same", "contains")
