"""Numbers that Word counts itself: «1.», «a)», «II.» in front of a paragraph are not in its text.

The number column of an annex is often such a list; a task whose number is lost looks like a piece of the one before.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from lxml import etree

from .office import Parts, child, children, tag_of, value_of

_PLACE = re.compile(r"%([1-9])")
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
)


@dataclass(frozen=True)
class _Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass
class _List:
    """One `abstractNum`: its levels, and how far it has been counted."""

    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the numbered paragraphs of a document; `label` must see them in their order."""

    def __init__(self, parts: Parts) -> None:
        elements = children(parts.root("word/numbering.xml"))
        shapes = (each for each in elements if tag_of(each) == "abstractNum")
        lists = {value_of(each, "abstractNumId"): _List(_levels(each)) for each in shapes}
        self._lists: dict[str, _List] = {}
        self._restarts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        for each in elements:
            number = value_of(each, "numId")
            used = lists.get(value_of(child(each, "abstractNumId")))
            if tag_of(each) == "num" and number and used:
                self._lists[number] = used
                for override in (other for other in each if tag_of(other) == "lvlOverride"):
                    start = value_of(child(override, "startOverride"))
                    if start is not None:
                        self._restarts[number][_whole(value_of(override, "ilvl"))] = _whole(start)
        self._styles = _styles(parts)

    def label(self, paragraph: etree._Element) -> str:
        """What Word shows before the paragraph, such as "1."; empty where nothing is counted."""
        properties = child(paragraph, "pPr")
        number, level = _number_of(properties)
        if number is None:
            number, styled = self._styles.get(value_of(child(properties, "pStyle")) or "", (None, None))
            level = level if level is not None else styled
        used = self._lists.get(number or "")
        level = level or 0
        if used is None or level not in used.levels:
            return ""
        restart = self._restarts[number or ""].pop(level, None)
        if restart is not None:
            used.counts[level] = restart
        else:
            used.counts[level] = used.counts.get(level, used.levels[level].start - 1) + 1
        for deeper in [each for each in used.counts if each > level]:
            del used.counts[deeper]
        return _shown(used, level)


def _levels(element: etree._Element) -> dict[int, _Level]:
    return {
        _whole(value_of(level, "ilvl")): _Level(
            value_of(child(level, "numFmt")) or "decimal",
            value_of(child(level, "lvlText")) or "",
            _whole(value_of(child(level, "start")), 1),
        )
        for level in element
        if tag_of(level) == "lvl"
    }


def _styles(parts: Parts) -> dict[str, tuple[str | None, int | None]]:
    found: dict[str, tuple[str | None, int | None]] = {}
    for style in children(parts.root("word/styles.xml")):
        number, level = _number_of(child(style, "pPr"))
        if number is not None:
            found[value_of(style, "styleId") or ""] = (number, level)
    return found


def _number_of(properties: etree._Element | None) -> tuple[str | None, int | None]:
    listed = child(properties, "numPr")
    level = value_of(child(listed, "ilvl"))
    return value_of(child(listed, "numId")), None if level is None else _whole(level)


def _shown(used: _List, level: int) -> str:
    shape = used.levels[level]
    if shape.format == "bullet":
        return "-"
    if shape.format == "none":
        return ""

    def part(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        each = used.levels.get(place, _Level())
        return _written(used.counts.get(place, each.start), each.format)

    return _PLACE.sub(part, shape.text).strip()


def _written(number: int, format_: str) -> str:
    match format_:
        case "upperRoman" | "lowerRoman" if 0 < number < 4000:
            text = ""
            for worth, sign in _ROMAN:
                text += sign * (number // worth)
                number %= worth
            return text if format_ == "upperRoman" else text.lower()
        case "upperLetter" | "lowerLetter" if number > 0:
            letter = chr(ord("A") + (number - 1) % 26) * min(1 + (number - 1) // 26, 9)
            return letter if format_ == "upperLetter" else letter.lower()
        case "decimalZero":
            return f"{number:02}"
    return str(number)


def _whole(text: str | None, default: int = 0) -> int:
    try:
        return int(text or default)
    except ValueError:
        return default
