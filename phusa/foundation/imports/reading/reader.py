"""Reads a file in this process: what it is, which reader takes it, and the events of its tables.

For files of people we do not know use `sandbox`, which does the same in a child process with limits.
"""

from collections.abc import Iterator
from pathlib import Path

from phusa.foundation.files import kinds

from . import headers, sniff
from .lines import Grid, Source
from .stream import Began, Event, Finished, Noted, TableFound
from .tables import Limits, Note


def events(path: Path, name: str = "", limits: Limits | None = None) -> Iterator[Event]:
    """`name` is what the person called the file. Raises `Unreadable`, at the start or after some of the rows."""
    source = Source(limits or Limits())
    sniffed = sniff.sniff(path, name, source.limits)
    yield Began(sniffed.media_type)
    for note in sniffed.notes:
        yield Noted(note)
    found = False
    if sniffed.media_type in sniff.IMAGES:
        source.notes.append(Note("scan"))
    else:
        for event in headers.tables(_grids(path, sniffed.media_type, source), source):
            found = found or isinstance(event, TableFound)
            yield event
    if not found and not any(note.code in ("scan", "no-ruled-tables") for note in source.notes):
        source.notes.append(Note("no-table"))
    for note in source.notes:
        yield Noted(note)
    yield Finished(tuple(source.pages_without_text))


def _grids(path: Path, media_type: str, source: Source) -> Iterator[Grid]:
    # Each reader brings its library only when it is needed: the child starts in a tenth of the time.
    match media_type:
        case kinds.DOCX:
            from . import word

            return word.read(path, source)
        case kinds.XLSX | kinds.XLS:
            from . import sheets

            return sheets.read(path, source, media_type)
        case kinds.PDF:
            from . import pdf

            return pdf.read(path, source)
        case kinds.HTML:
            from . import markup

            return markup.read(path, source)
    from . import delimited

    return delimited.read(path, source)
