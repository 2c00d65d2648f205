"""Lines of cells as every reader gives them, and the layout that makes columns out of drawn or merged cells."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from phusa.kernel.text import normal

from .tables import Limits, Note, Unreadable


@dataclass
class Source:
    """What a reader may take from the file at hand, and where it leaves word on the way."""

    limits: Limits = field(default_factory=Limits)
    done: float = 0.0  # share of the file that has been read
    notes: list[Note] = field(default_factory=list)  # on the whole file
    pages_without_text: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """One physical row of a table, before anybody knows which rows are the header."""

    number: int
    cells: Sequence[str]
    spans: Mapping[int, int] = field(default_factory=dict)  # first column -> width, where merged to the right
    carried: frozenset[int] = frozenset()  # columns whose text was merged down from the line above
    is_header: bool = False  # the file itself says so

    @property
    def filled(self) -> list[int]:
        """Columns that hold text of this line's own."""
        return [column for column, text in enumerate(self.cells) if text and column not in self.carried]


@dataclass
class Grid:
    """A table as it stands in the file: its lines from top to bottom, to be read once."""

    lines: Iterator[Line]
    name: str = ""
    page: int | None = None
    may_continue: bool = False  # it may be the rest of the grid before it
    between: Sequence[str] = ()  # text that stands between the grid before it and this one
    notes: list[Note] = field(default_factory=list)  # complete when the lines have been read


@dataclass(frozen=True, slots=True)
class Box:
    """A cell with its left and right edge; `down` when it continues the cell above it."""

    left: float
    right: float
    text: str = ""
    down: bool = False


# Composed Vietnamese letters, ASCII and the commonest signs: such text has no other spelling to be brought to.
_PLAIN = re.compile(r"[ -~ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ–…“”]*")
_LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_SAMPLE = 100


def cleaned(text: str) -> str:
    """Each line as `kernel.text.normal` has it, empty lines left out."""
    if _PLAIN.fullmatch(text):
        return " ".join(text.split())
    lines = (normal(line) for line in _LINE_END.split(text))
    return "\n".join(line for line in lines if line)


def laid_out(rows: Iterable[tuple[Sequence[Box], bool]], limits: Limits) -> Iterator[Line]:
    """Lines with equal columns out of rows of boxes (and whether the row is marked as header).

    The columns are those of the commonest way in which the first rows are divided; a box stands in every column whose
    middle it covers, so that borders a hair apart (as Word and PDF have them) make no further column.
    """
    remaining = iter(rows)
    sample = list(islice(remaining, _SAMPLE))
    middles = _middles([boxes for boxes, _ in sample])
    if len(middles) > limits.columns:
        raise Unreadable("too-many-columns", {"limit": limits.columns})
    above: Sequence[str] = [""] * len(middles)
    for number, (boxes, is_header) in enumerate(chain(sample, remaining), start=1):
        line = _line(number, boxes, middles, above, is_header)
        above = line.cells
        yield line


def _middles(rows: Sequence[Sequence[Box]]) -> list[float]:
    layouts: Counter[tuple[tuple[float, float], ...]] = Counter()
    for boxes in rows:
        layouts[tuple((round(box.left), round(box.right)) for box in boxes)] += len(boxes)
    if not layouts:
        return []
    columns = max(layouts, key=lambda layout: (layouts[layout], len(layout)))
    return [(left + right) / 2 for left, right in columns]


def _line(number: int, boxes: Sequence[Box], middles: Sequence[float], above: Sequence[str], is_header: bool) -> Line:
    cells = [""] * len(middles)
    spans: dict[int, int] = {}
    carried: set[int] = set()
    for box in boxes:
        columns = [column for column, middle in enumerate(middles) if box.left <= middle < box.right]
        if not columns:
            if box.text and middles:
                nearest = min(range(len(middles)), key=lambda column: abs(middles[column] - box.left))
                cells[nearest] = f"{cells[nearest]}\n{box.text}".strip()
            continue
        first = columns[0]
        if len(columns) > 1:
            spans[first] = len(columns)
        if box.down:
            carried.update(columns)
            cells[first] = above[first]
        else:
            cells[first] = f"{cells[first]}\n{box.text}".strip()
    return Line(number, cells, spans, frozenset(carried), is_header)
