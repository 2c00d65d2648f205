"""What a reader hands over: tables with one label per column, rows of text, notes on what was met, and refusals.

Notes and refusals are codes with parameters; the sentence of each code stands here once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from phusa.kernel.refusals import Sentence


def gettext_noop(message: str) -> str:
    """Marks a sentence for the message catalogue; it is translated when shown (`Sentence`)."""
    return message


REFUSALS: Mapping[str, str] = {
    "cell-too-long": gettext_noop("A cell has more than %(limit)s characters."),
    "crashed": gettext_noop("The file could not be read: the reader broke off (%(detail)s)."),
    "damaged": gettext_noop("The file is damaged or incomplete."),
    "dtd": gettext_noop("The file declares a document type (DTD), which an Office file never does; it is not opened."),
    "empty": gettext_noop("The file is empty."),
    "encrypted": gettext_noop("The file is protected by a password. Save it without one, then try again."),
    "legacy-font-encoding": gettext_noop(
        "The text is written in the old %(encoding)s fonts. Convert it to Unicode, for instance with UniKey, "
        "then try again."
    ),
    "macro": gettext_noop("The file carries macros. Save it without macros (.docx or .xlsx), then try again."),
    "nested-tables": gettext_noop("Tables stand inside tables more than %(limit)s deep."),
    "old-word": gettext_noop("This is an old Word file (.doc). Open it in Word, save it as .docx, then try again."),
    "too-big": gettext_noop("The file has %(size)s MB; the limit is %(limit)s MB."),
    "too-heavy": gettext_noop("Reading the file takes more time or memory than allowed. Split it into smaller files."),
    "too-many-columns": gettext_noop("A table has more than %(limit)s columns."),
    "too-many-pages": gettext_noop("The file has more than %(limit)s pages."),
    "too-many-rows": gettext_noop("The file has more than %(limit)s rows."),
    "too-many-tables": gettext_noop("The file has more than %(limit)s tables."),
    "too-much-text": gettext_noop("The tables hold more than %(limit)s characters."),
    "unknown-encoding": gettext_noop("The letters of this text file cannot be told. Save it as UTF-8, then try again."),
    "unreadable-letters": gettext_noop(
        "The PDF does not say which letters its text is made of. Use the Word or Excel file it was made from."
    ),
    "unsupported": gettext_noop(
        "Tables are read from Word (.docx), Excel (.xlsx, .xls), PDF, CSV and pasted tables; "
        "this is another kind of file (%(kind)s)."
    ),
    "zip-bomb": gettext_noop("The file unpacks to far more than a document ever does; it is not opened."),
}

NOTES: Mapping[str, str] = {
    "encoding-guessed": gettext_noop("The letters were read as %(encoding)s. Look at a few rows before going on."),
    "footnote-marks": gettext_noop("%(count)s footnote marks were left out."),
    "hidden-sheet": gettext_noop("The hidden sheet “%(name)s” was not read."),
    "joined-lines": gettext_noop("%(count)s lines were joined to the cell they continue."),
    "joined-tables": gettext_noop("%(count)s further tables of the same shape were joined to this one."),
    "nested-table": gettext_noop("%(count)s tables inside a cell were read as text of that cell."),
    "no-header": gettext_noop("No row of headings was found."),
    "no-ruled-tables": gettext_noop(
        "The PDF has text but no table drawn with lines. Use the Word or Excel file it was made from."
    ),
    "no-table": gettext_noop("No table was found."),
    "pages-without-text": gettext_noop("Pages without text that can be read (pictures): %(pages)s."),
    "repeated-header": gettext_noop("The header was repeated %(count)s times; the repetitions were left out."),
    "scan": gettext_noop(
        "This is a picture of a document, without text that can be read. Use the Word or Excel file it was made from."
    ),
    "text-box": gettext_noop("Text boxes were left out."),
    "title-row": gettext_noop("Above the table: %(text)s"),
    "wider-rows": gettext_noop("%(count)s rows have more cells than the header, the first of them row %(row)s."),
    "wrong-extension": gettext_noop("The name ends in %(extension)s, but this is a %(kind)s file."),
}


@dataclass(frozen=True)
class Note:
    """Something a person should know about what was read. `code` is a key of NOTES."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(Sentence(NOTES[self.code], **self.params))


class Unreadable(Exception):
    """The file is refused. `code` is a key of REFUSALS."""

    def __init__(self, code: str, params: Mapping[str, str | int] | None = None) -> None:
        self.code = code
        self.params = dict(params or {})
        super().__init__(code, self.params)

    def __str__(self) -> str:
        return str(Sentence(REFUSALS[self.code], **self.params))


@dataclass(frozen=True)
class Limits:
    """How much of a file is accepted before it is refused."""

    file_bytes: int = 30 * 2**20
    unpacked_bytes: int = 300 * 2**20
    unpacked_ratio: int = 200
    members: int = 5_000
    pages: int = 1_000
    tables: int = 500
    nested: int = 3
    columns: int = 64
    rows: int = 50_000
    cell: int = 100_000
    characters: int = 40_000_000


@dataclass(frozen=True)
class Row:
    """One row below the header: at least as many cells as the table has columns, cleaned text, never None."""

    number: int  # of the sheet or of the record in a CSV; elsewhere counted from the top of the table
    cells: tuple[str, ...]
    full_width: bool = False  # one merged cell over all columns, or over all but a number in the first: a group heading
    carried: tuple[int, ...] = ()  # columns whose text comes from a cell merged down from above
    after_break: bool = False  # the first row after a page break or of a table that was joined to the one before


@dataclass(frozen=True)
class Table:
    """A table as found. `header` has one label per column, all empty where no heading row was found."""

    number: int
    name: str  # the sheet, or the heading above the table; empty where there is none
    page: int | None
    header_rows: tuple[tuple[str, ...], ...]
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Reading:
    """Everything read out of one file."""

    media_type: str
    tables: tuple[Table, ...]
    notes: tuple[Note, ...] = ()
    pages_without_text: tuple[int, ...] = ()

    @property
    def is_scan(self) -> bool:
        return any(note.code == "scan" for note in self.notes)
