"""Which cells of an .xlsx sheet are shown as a month, a year or per cent: what is stored would say more, or less.

«6/2025» typed into a cell is stored as 1 June 2025; read as a date, it would be a deadline that nobody set.
"""

import posixpath
import re
from collections.abc import Mapping
from enum import Enum
from pathlib import Path

from .office import Parts, children, opened, tag_of, value_of

Cell = tuple[int, int]  # row and column, from 0


class Shown(Enum):
    MONTH = "month"
    YEAR = "year"
    PERCENT = "percent"


_BUILT_IN = {"9": Shown.PERCENT, "10": Shown.PERCENT, "17": Shown.MONTH}
_NOT_CODE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class Formats:
    """The formats of one workbook; a sheet is looked through only if the workbook has such a format at all."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with opened(path) as parts:
            self.styles = _styles(parts)
            self.sheets = _sheets(parts) if self.styles else {}

    def of(self, sheet: str) -> Mapping[Cell, Shown]:
        if sheet not in self.sheets:
            return {}
        found: dict[Cell, Shown] = {}
        with opened(self.path) as parts, parts.archive.open(self.sheets[sheet]) as file:
            for event, cell in parts.events(file, ["c", "row"]):
                if event == "start":
                    continue
                if tag_of(cell) == "row":
                    cell.clear()
                    continue
                shown = self.styles.get(cell.get("s", ""))
                place = _REFERENCE.fullmatch(cell.get("r", ""))
                if shown and place:
                    found[int(place[2]) - 1, _column(place[1])] = shown
        return found


def shown_as(code: str) -> Shown | None:
    """What a number format makes of a value: `mmm-yy` shows a month, `0.0%` a share."""
    first = _NOT_CODE.sub("", code).partition(";")[0].lower()
    if "%" in first:
        return Shown.PERCENT
    if "y" not in first or any(sign in first for sign in "dhs"):
        return None
    return Shown.MONTH if "m" in first else Shown.YEAR


def _styles(parts: Parts) -> dict[str, Shown]:
    root = parts.root("xl/styles.xml")
    own = {value_of(each, "numFmtId"): value_of(each, "formatCode") or "" for each in children(root, "numFmts")}
    styles: dict[str, Shown] = {}
    for number, each in enumerate(children(root, "cellXfs")):
        format_id = value_of(each, "numFmtId") or ""
        shown = shown_as(own[format_id]) if format_id in own else _BUILT_IN.get(format_id)
        if shown:
            styles[str(number)] = shown
    return styles


def _sheets(parts: Parts) -> dict[str, str]:
    relations = children(parts.root("xl/_rels/workbook.xml.rels"))
    targets = {value_of(each, "Id"): value_of(each, "Target") or "" for each in relations}
    found: dict[str, str] = {}
    for sheet in children(parts.root("xl/workbook.xml"), "sheets"):
        target = targets.get(value_of(sheet, "id"), "")
        member = posixpath.normpath(posixpath.join("xl", target)).lstrip("/")
        if member in parts.names:
            found[value_of(sheet, "name") or ""] = member
    return found


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
