"""Writing a list as XLSX, CSV or JSON, row by row. What a person could have typed never becomes a formula.

Source: formulas in cells make spreadsheets run foreign code; OWASP "CSV Injection" names the six openings.
"""

import csv
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext

from phusa.kernel.dong import Dong

FORMULA_OPENINGS = ("=", "+", "-", "@", "\t", "\r")
_CELL_LIMIT = 32_767  # characters in a cell of Excel
_BYTE_ORDER_MARK = "\ufeff"

Value = str | int | float | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of an export: its key (JSON), its label (first row) and what it holds."""

    key: str
    label: str
    kind: str


def plain_value(value: Any) -> Value:
    """A value as it stands in an export: money in whole dong, several things with semicolons, moments in local time."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case datetime():
            return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
        case date():
            return value
        case Dong():
            return value.amount
        case Decimal() | Fraction():
            return float(value)
        case list() | tuple() | set() | frozenset():
            return "; ".join(str(part) for part in value)
    return str(value)


def neutral(text: str) -> str:
    """Text that a spreadsheet will not read as a formula: an apostrophe before what could open one."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_OPENINGS) else text


def original(text: str) -> str:
    """The text that `neutral` was given: what reads an export back takes the apostrophe away."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(FORMULA_OPENINGS) else text


def as_text(value: Value) -> str:
    """A value as CSV writes it: numbers bare, days as dd/mm/yyyy, text neutralised."""
    match value:
        case None:
            return ""
        case bool():
            return gettext("yes") if value else gettext("no")
        case datetime():
            return f"{value:%d/%m/%Y %H:%M}"
        case date():
            return f"{value:%d/%m/%Y}"
        case str():
            return neutral(value)
    return str(value)


class _Line:
    """What `csv.writer` writes to: hands each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(headings: Sequence[Heading], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The file, line by line; begins with a byte order mark so that Excel reads the Vietnamese."""
    writer = csv.writer(_Line())
    yield _BYTE_ORDER_MARK + writer.writerow([neutral(heading.label) for heading in headings])
    for row in rows:
        yield writer.writerow([as_text(plain_value(value)) for value in row])


def json_lines(headings: Sequence[Heading], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """`{"columns": [{key, label, kind}…], "rows": [{key: value}…]}`, row by row; days in ISO form."""
    columns = [{"key": h.key, "label": h.label, "kind": h.kind} for h in headings]
    yield f'{{"columns": {json.dumps(columns, ensure_ascii=False)}, "rows": ['
    between = "\n"
    for row in rows:
        values = {h.key: _json_value(value) for h, value in zip(headings, row, strict=True)}
        yield between + json.dumps(values, ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def _json_value(value: Any) -> Value:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value).isoformat()
    plain = plain_value(value)
    return plain.isoformat() if isinstance(plain, date) else plain


def xlsx_file(title: str, headings: Sequence[Heading], rows: Iterable[Sequence[Any]]) -> IO[bytes]:
    """A temporary file with one sheet, at its beginning; memory stays constant whatever the rows."""
    import xlsxwriter  # loaded when somebody exports, not when the program starts

    file = tempfile.TemporaryFile()  # noqa: SIM115 — the answer closes it when it has been sent
    book = xlsxwriter.Workbook(
        file,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    formats = {
        "date": book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"}),
        "datetime": book.add_format({"num_format": "dd/mm/yyyy hh:mm", "valign": "top"}),
        "fraction": book.add_format({"valign": "top"}),
        "whole": book.add_format({"num_format": "#,##0", "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        # Excel's own mark for "this is text": the value stays as it is, and stays text when the cell is edited
        "quoted": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
    }
    sheet = book.add_worksheet(_sheet_name(title))
    sheet.freeze_panes(1, 0)
    for number, heading in enumerate(headings):
        sheet.set_column(number, number, {"text": 42, "link": 42, "status": 24}.get(heading.kind, 16))
    for number, heading in enumerate(headings):
        sheet.write_string(0, number, heading.label, formats["head"])
    last = 0
    for last, row in enumerate(rows, start=1):
        for number, value in enumerate(row):
            _write(sheet, last, number, plain_value(value), formats)
    if headings:
        sheet.autofilter(0, 0, last, len(headings) - 1)
    book.close()
    file.seek(0)
    return file


def _write(sheet: Any, row: int, column: int, value: Value, formats: dict[str, Any]) -> None:
    match value:
        case None | "":
            return
        case bool():
            sheet.write_string(row, column, as_text(value), formats["text"])
        case datetime():
            sheet.write_datetime(row, column, value, formats["datetime"])
        case date():
            sheet.write_datetime(row, column, value, formats["date"])
        case int():
            # Excel keeps fifteen digits; a longer number would be changed, so it is written as text
            if abs(value) < 10**15:
                sheet.write_number(row, column, value, formats["whole"])
            else:
                sheet.write_string(row, column, str(value), formats["text"])
        case float():
            sheet.write_number(row, column, value, formats["fraction"])
        case str():
            text = value if len(value) <= _CELL_LIMIT else value[: _CELL_LIMIT - 1] + "…"
            sheet.write_string(row, column, text, formats["quoted" if text.startswith(FORMULA_OPENINGS) else "text"])


def _sheet_name(title: str) -> str:
    """At most 31 characters, without those that Excel forbids."""
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in title).strip("' ")[:31] or "1"
