"""From lines to tables: finds the heading rows, joins the parts of a table that runs over pages, drops repetitions.

Heading rows are one to three levels deep, may stand below titles, and may end in a row of column numbers.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from .columns import is_heading
from .legacy import legacy_font
from .lines import Grid, Line, Source
from .stream import Event, Noted, RowsRead, TableFound
from .tables import Note, Row, Unreadable

LEVELS = 3
CHUNK = 500
_HEAD = 40  # lines looked at before the header is decided
_HEADER_WITHIN = 20
_LABEL = 100  # characters; a heading is not longer
_COLUMN_NUMBER = re.compile(r"\(?(\d{1,2}|[A-Z])\)?(?:\s*=.*)?")
_YEAR = re.compile(r"(?:năm )?(?:19|20)\d\d", re.IGNORECASE)
_BULLET_OR_NUMBER = re.compile(r"\W*(?:\d+|[ivxIVX]+)\W*|-.*", re.DOTALL)
_SAYS_NOTHING = re.compile(r"\W*(?:\d*|trang \d+|(?:phụ lục|bảng|biểu)?\W*tiếp(?: theo)?)\W*", re.IGNORECASE)


@dataclass(frozen=True)
class Header:
    """Where the heading rows stand: lines[start:end]; the body begins at `body`, below a row of column numbers."""

    start: int
    end: int
    body: int


@dataclass
class _Open:
    """The table whose rows are coming in."""

    header: tuple[str, ...]
    repeated: frozenset[tuple[str, ...]]  # what a repetition of the header looks like
    last: int = 0  # number of the last row
    shift: int = 0  # added to the row numbers of a part that was joined
    joined: int = 0
    repetitions: int = 0
    wider: list[int] = field(default_factory=list)


def tables(grids: Iterable[Grid], source: Source) -> Iterator[Event]:
    """The events of all tables in the grids; raises `Unreadable` at the first limit that is passed."""
    limits = source.limits
    table: _Open | None = None
    found = total_rows = total_characters = 0
    for grid in grids:
        lines = (line for line in grid.lines if any(line.cells))
        head = list(islice(lines, _HEAD))
        if not head:
            continue
        width = max(len(line.cells) for line in head)
        if width > limits.columns:
            raise Unreadable("too-many-columns", {"limit": limits.columns})
        may_go_on = _may_go_on(table, grid, width)
        header = find_header(head, width, by_look=not may_go_on)
        labels = _labels(head[header.start : header.end], width) if header else ("",) * width
        if table and may_go_on and _same_or_none(labels, table, grid):
            table.joined += 1
            titles = enumerate(_spoken(grid.between), start=table.last + 1)
            opening = [Row(number, _padded([text], width), full_width=True) for number, text in titles]
            table.shift = table.last + len(opening)
            rest, after_break = head[header.body :] if header else head, True
            table.repetitions += header is not None
        else:
            if table:
                yield from _closing(table)
            found += 1
            if found > limits.tables:
                raise Unreadable("too-many-tables", {"limit": limits.tables})
            heading = [_padded(line.cells, width) for line in head[header.start : header.body]] if header else []
            header_rows = tuple(heading[: header.end - header.start]) if header else ()
            table = _Open(labels, frozenset(tuple(map(str.casefold, cells)) for cells in heading))
            opening, rest, after_break = [], head[header.body :] if header else head, False
            yield TableFound(found, grid.name, grid.page, header_rows, labels)
            for line in head[: header.start] if header else ():
                yield Noted(Note("title-row", {"text": " ".join(text for text in line.cells if text)}), of_table=True)
            if not header:
                yield Noted(Note("no-header"), of_table=True)
        rows = chain(opening, _rows(chain(rest, lines), table, after_break))
        first = True
        while chunk := tuple(islice(rows, CHUNK)):
            total_rows += len(chunk)
            total_characters += sum(len(text) for row in chunk for text in row.cells)
            _within_limits(chunk, total_rows, total_characters, source)
            if first and (encoding := legacy_font("\n".join(chain(labels, *(row.cells for row in chunk))))):
                raise Unreadable("legacy-font-encoding", {"encoding": encoding})
            first = False
            yield RowsRead(chunk, round(source.done, 3))
        for note in grid.notes:
            yield Noted(note, of_table=True)
    if table:
        yield from _closing(table)


def _may_go_on(table: _Open | None, grid: Grid, width: int) -> bool:
    """Whether the grid could be the rest of the table: as many columns, and not more than a title between the two."""
    return table is not None and grid.may_continue and len(table.header) == width and len(_spoken(grid.between)) <= 1


def _same_or_none(labels: Sequence[str], table: _Open, grid: Grid) -> bool:
    """No header of its own, or the same again; the same below a title begins a second table of the same kind."""
    return not any(labels) or (_folded(labels) == _folded(table.header) and not _spoken(grid.between))


def _spoken(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if not _SAYS_NOTHING.fullmatch(text)]


def _rows(lines: Iterable[Line], table: _Open, after_break: bool) -> Iterator[Row]:
    width = len(table.header)
    for line in lines:
        table.last = line.number + table.shift
        cells = _padded(line.cells, width)
        if tuple(map(str.casefold, cells)) in table.repeated:
            table.repetitions += 1
            after_break = True
            continue
        if len(cells) > width:
            table.wider.append(table.last)
        yield Row(table.last, cells, _is_full_width(line, width), tuple(sorted(line.carried)), after_break)
        after_break = False


def _closing(table: _Open) -> Iterator[Event]:
    if table.joined:
        yield Noted(Note("joined-tables", {"count": table.joined}), of_table=True)
    if table.repetitions:
        yield Noted(Note("repeated-header", {"count": table.repetitions}), of_table=True)
    if table.wider:
        yield Noted(Note("wider-rows", {"count": len(table.wider), "row": table.wider[0]}), of_table=True)


def _within_limits(chunk: Sequence[Row], rows: int, characters: int, source: Source) -> None:
    limits = source.limits
    if rows > limits.rows:
        raise Unreadable("too-many-rows", {"limit": limits.rows})
    if characters > limits.characters:
        raise Unreadable("too-much-text", {"limit": limits.characters})
    for row in chunk:
        if len(row.cells) > limits.columns:
            raise Unreadable("too-many-columns", {"limit": limits.columns})
        if any(len(text) > limits.cell for text in row.cells):
            raise Unreadable("cell-too-long", {"limit": limits.cell})


def find_header(head: Sequence[Line], width: int, *, by_look: bool = True) -> Header | None:
    """The heading rows among the first lines, or None where the table begins with its body.

    Without `by_look` only a mark in the file, a row of column numbers or known headings make a header: the first row
    of a table's second part may look like one.
    """
    start = _marked(head) or _above_column_numbers(head) or _known_headings(head)
    if start is None and by_look:
        start = _by_look(head, width)
    if start is None:
        return None
    first = start[0]
    end = max(start[1], first + 1)
    while end < len(head) and end - first < LEVELS and _is_lower_level(head[first:end], head[end]):
        end += 1
    body = end
    while body < len(head) and _are_column_numbers(head[body]):
        body += 1
    return Header(first, end, body)


Range = tuple[int, int]


def _marked(head: Sequence[Line]) -> Range | None:
    """Word marks the rows that it repeats on each page."""
    end = 0
    while end < len(head) and head[end].is_header and not _are_column_numbers(head[end]):
        end += 1
    return (0, end) if 0 < end <= LEVELS and max(len(line.filled) for line in head[:end]) > 1 else None


def _above_column_numbers(head: Sequence[Line]) -> Range | None:
    for end in range(1, min(len(head), _HEADER_WITHIN)):
        if _are_column_numbers(head[end]):
            start = end - 1
            while start and end - start < LEVELS and _is_lower_level(head[start - 1 : start], head[start]):
                start -= 1
            return (start, end) if len(head[start].filled) > 1 else None
    return None


def _known_headings(head: Sequence[Line]) -> Range | None:
    for number, line in enumerate(head[:_HEADER_WITHIN]):
        labels = [line.cells[column] for column in line.filled]
        known = sum(map(is_heading, labels))
        if known >= 2 and 2 * known >= sum(not _YEAR.fullmatch(label) for label in labels):
            return number, number + 1
    return None


def _by_look(head: Sequence[Line], width: int) -> Range | None:
    """The first line with several cells, if they look like labels and what stands below does not."""
    number = next((number for number, line in enumerate(head) if len(line.filled) > 1), None)
    if number is None or number > _HEADER_WITHIN:
        return None
    line, below = head[number], head[number + 1 :]
    labels = [line.cells[column] for column in line.filled]
    if len(labels) < 0.6 * width or len({label.casefold() for label in labels}) < len(labels):
        return None
    if not all(_is_label(label) for label in labels):
        return None
    for column in line.filled:
        values = [text for other in below if column < len(other.cells) and (text := other.cells[column])]
        if values and _are_no_labels(values, line.cells[column]):
            return number, number + 1
    return None


def _are_no_labels(values: Sequence[str], label: str) -> bool:
    """Numbers, dates and the like below a label, or texts much longer than it."""
    return not any(map(_is_label, values)) or sum(map(len, values)) > 3 * len(label) * len(values)


def _is_label(text: str) -> bool:
    has_letter = any(letter.isalpha() for letter in text)
    return bool(_YEAR.fullmatch(text)) or (has_letter and len(text) <= 60 and not _BULLET_OR_NUMBER.fullmatch(text))


def _is_lower_level(upper: Sequence[Line], line: Line) -> bool:
    """Whether the line is one more heading row below these."""
    last = upper[-1]
    if _are_column_numbers(line) or any(len(line.cells[column]) > _LABEL for column in line.filled):
        return False
    if not line.filled or any(_BULLET_OR_NUMBER.fullmatch(line.cells[column]) for column in line.filled):
        return False
    if line.carried:
        return True
    divided = {column for first, span in last.spans.items() for column in range(first, first + span)}
    if not divided:  # nothing is known about merged cells: a label with blanks to its right is divided below
        divided = {
            column
            for column in range(1, len(last.cells))
            if not last.cells[column] or (column + 1 < len(last.cells) and not last.cells[column + 1])
        }
    return len(last.filled) > 1 and len(line.filled) > 1 and divided.issuperset(line.filled)


def _are_column_numbers(line: Line) -> bool:
    """(1) (2) (3), or A B 1 2 3 = 1 + 2 as statistical forms have it."""
    marks = [_COLUMN_NUMBER.fullmatch(line.cells[column]) for column in line.filled]
    signs = [mark[1] for mark in marks if mark]
    if len(signs) < len(marks) or len(signs) < max(3, 0.6 * len(line.cells)):
        return False
    letters = [sign for sign in signs if not sign.isdecimal()]
    numbers = [int(sign) for sign in signs[len(letters) :] if sign.isdecimal()]
    return (
        len(letters) + len(numbers) == len(signs)
        and letters == [chr(ord("A") + place) for place in range(len(letters))]
        and numbers in (list(range(len(numbers))), list(range(1, len(numbers) + 1)))
    )


def _labels(levels: Sequence[Line], width: int) -> tuple[str, ...]:
    """One label per column: the levels above it, joined by " / ", each said once."""
    labels: list[list[str]] = [[] for _ in range(width)]
    for level, line in enumerate(levels):
        cells = [" ".join(text.split()) for text in _padded(line.cells, width)]
        for first, span in line.spans.items():
            for column in range(first + 1, min(first + span, width)):
                cells[column] = cells[first]
        if not line.spans and level + 1 < len(levels):
            for column in range(1, width):
                if not cells[column] and column in levels[level + 1].filled:
                    cells[column] = cells[column - 1]
        for column, text in enumerate(cells[:width]):
            if text and labels[column][-1:] != [text]:
                labels[column].append(text)
    return tuple(" / ".join(parts) for parts in labels)


def _is_full_width(line: Line, width: int) -> bool:
    if len(line.filled) not in (1, 2):
        return False
    for first, span in line.spans.items():
        covers = span >= width or (width > 2 and span == width - 1)
        if covers and line.cells[first] and all(column in (0, first) for column in line.filled):
            return True
    return False


def _padded(cells: Sequence[str], width: int) -> tuple[str, ...]:
    end = len(cells)
    while end > width and not cells[end - 1]:
        end -= 1
    return (*cells[:end], *[""] * (width - end))


def _folded(labels: Sequence[str]) -> list[str]:
    return [label.casefold() for label in labels]
