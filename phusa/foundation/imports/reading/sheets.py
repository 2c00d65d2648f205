"""Excel workbooks (.xlsx, .xls): every visible sheet, formulas by the values they were saved with.

Whole numbers are written without ".0", dates as ISO; dates that the sheet shows as month and year as "06/2025", for a
day would be invented; shares that it shows as per cent with their sign.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import python_calamine as calamine

from phusa.foundation.files.kinds import XLSX

from .formats import Cell, Formats, Shown
from .lines import Grid, Line, Source, cleaned
from .tables import Note, Unreadable

Value = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


def read(path: Path, source: Source, media_type: str) -> Iterator[Grid]:
    try:
        with calamine.CalamineWorkbook.from_path(path) as workbook:
            sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]
            visible = [sheet.name for sheet in sheets if sheet.visible == calamine.SheetVisibleEnum.Visible]
            source.notes += [Note("hidden-sheet", {"name": each.name}) for each in sheets if each.name not in visible]
            formats = Formats(path) if media_type == XLSX else None
            for place, name in enumerate(visible):
                shown = formats.of(name) if formats else {}
                yield Grid(_lines(workbook.get_sheet_by_name(name), shown, source, place, len(visible)), name=name)
    except calamine.PasswordError as error:
        raise Unreadable("encrypted") from error
    except calamine.CalamineError as error:
        raise Unreadable("damaged") from error


def _lines(
    sheet: calamine.CalamineSheet, shown: Mapping[Cell, Shown], source: Source, place: int, sheets: int
) -> Iterator[Line]:
    """The rows of the sheet from its first used column on; merged cells are told, those merged downwards repeated."""
    left = sheet.start[1] if sheet.start else 0
    merged = _merged(sheet, left)
    reaching_down: list[tuple[int, int, int, str]] = []  # last row, first and last column, text
    for row, values in enumerate(sheet.iter_rows()):
        cells = [
            written(value, shown.get((row, column))) if value != "" else ""
            for column, value in enumerate(values, start=left)
        ]
        spans: dict[int, int] = {}
        carried: set[int] = set()
        reaching_down = [each for each in reaching_down if each[0] >= row]
        for _, first, last, text in reaching_down:
            cells[first] = text
            carried.update(range(first, last + 1))
            if last > first:
                spans[first] = last - first + 1
        for bottom, first, last in merged.get(row, ()):
            if first >= len(cells):
                continue
            if last > first:
                spans[first] = last - first + 1
            if bottom > row:
                reaching_down.append((bottom, first, last, cells[first]))
        while cells and not cells[-1]:
            cells.pop()
        source.done = (place + row / sheet.total_height) / sheets
        yield Line(row + 1, cells, spans, frozenset(carried))


def _merged(sheet: calamine.CalamineSheet, left: int) -> Mapping[int, list[tuple[int, int, int]]]:
    """By first row: last row, first and last column."""
    found: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for (top, first), (bottom, last) in sheet.merged_cell_ranges or ():
        if first >= left:
            found[top].append((bottom, first - left, last - left))
    return found


def written(value: Value, shown: Shown | None = None) -> str:
    """The value as text, as the sheet shows it in `shown`."""
    match value:
        case str():
            return cleaned(value)
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float() if shown is Shown.PERCENT:
            return f"{_plain(Decimal(repr(value)) * 100)}%"
        case float():
            return _plain(Decimal(repr(value)))
        case datetime.date() if shown is Shown.MONTH:
            return f"{value:%m/%Y}"
        case datetime.date() if shown is Shown.YEAR:
            return f"{value:%Y}"
        case datetime.datetime() if value.time() != datetime.time():
            return value.isoformat(sep=" ", timespec="minutes")
        case datetime.datetime():
            return value.date().isoformat()
        case datetime.date():
            return value.isoformat()
    return str(value)


def _plain(number: Decimal) -> str:
    """No exponent, no zeros at the end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
