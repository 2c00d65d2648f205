"""The events in which a reading arrives, and how they travel as lines of JSON from the child to the parent."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from .tables import Note, Reading, Row, Table, Unreadable

Progress = Callable[[int, float], None]  # rows read so far; the share of the file read so far, 0 to 1


@dataclass(frozen=True)
class Began:
    media_type: str


@dataclass(frozen=True)
class TableFound:
    """A table begins; the rows and notes that follow are its own until the next one begins."""

    number: int
    name: str
    page: int | None
    header_rows: tuple[tuple[str, ...], ...]
    header: tuple[str, ...]


@dataclass(frozen=True)
class RowsRead:
    rows: tuple[Row, ...]
    done: float


@dataclass(frozen=True)
class Noted:
    note: Note
    of_table: bool = False


@dataclass(frozen=True)
class Finished:
    pages_without_text: tuple[int, ...] = ()


Event = Began | TableFound | RowsRead | Noted | Finished


def pack(event: Event) -> str:
    """One line of JSON, without a line break in it."""
    match event:
        case Began():
            parts: list[object] = ["began", event.media_type]
        case TableFound():
            parts = ["table", event.number, event.name, event.page, event.header_rows, event.header]
        case RowsRead():
            rows = [(row.number, row.cells, row.full_width, row.carried, row.after_break) for row in event.rows]
            parts = ["rows", rows, event.done]
        case Noted():
            parts = ["note", event.note.code, dict(event.note.params), event.of_table]
        case Finished():
            parts = ["finished", event.pages_without_text]
    return json.dumps(parts, ensure_ascii=True, separators=(",", ":"))


def pack_refusal(refusal: Unreadable) -> str:
    """The line that ends a reading instead of `Finished`."""
    return json.dumps(["unreadable", refusal.code, refusal.params])


def unpack(line: str | bytes) -> Event:
    """The event of a line. Raises `Unreadable` where the child says so."""
    kind, *parts = json.loads(line)
    match kind, parts:
        case "began", [media_type]:
            return Began(media_type)
        case "table", [number, name, page, header_rows, header]:
            return TableFound(number, name, page, tuple(map(tuple, header_rows)), tuple(header))
        case "rows", [rows, done]:
            return RowsRead(
                tuple(
                    Row(number, tuple(cells), full_width, tuple(carried), after_break)
                    for number, cells, full_width, carried, after_break in rows
                ),
                done,
            )
        case "note", [code, params, of_table]:
            return Noted(Note(code, params), of_table)
        case "finished", [pages]:
            return Finished(tuple(pages))
        case "unreadable", [code, params]:
            raise Unreadable(code, params)
    raise ValueError(f"not an event: {kind}")


def collect(events: Iterable[Event], progress: Progress | None = None) -> Reading:
    """All events as one `Reading`, held in memory."""
    media_type = ""
    pages_without_text: tuple[int, ...] = ()
    notes: list[Note] = []
    found: list[_Found] = []
    count = 0
    for event in events:
        match event:
            case Began():
                media_type = event.media_type
            case TableFound():
                found.append(_Found(event))
            case RowsRead():
                found[-1].rows += event.rows
                count += len(event.rows)
                if progress:
                    progress(count, event.done)
            case Noted():
                (found[-1].notes if event.of_table else notes).append(event.note)
            case Finished():
                pages_without_text = event.pages_without_text
    return Reading(media_type, tuple(each.table() for each in found), tuple(notes), pages_without_text)


@dataclass
class _Found:
    event: TableFound
    rows: list[Row] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def table(self) -> Table:
        event = self.event
        return Table(
            event.number,
            event.name,
            event.page,
            event.header_rows,
            event.header,
            tuple(self.rows),
            tuple(self.notes),
        )
