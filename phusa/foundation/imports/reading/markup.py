"""Tables in HTML: what Word, Excel and web pages put on the clipboard, and the .xls files that are HTML inside.

Only text and merged cells are taken; nothing is loaded, no script or style is looked at.
"""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from .delimited import decoded
from .lines import Box, Grid, Source, cleaned, laid_out
from .tables import Note, Unreadable

_SILENT = frozenset({"script", "style", "head", "title", "del", "template"})
_BREAKS = frozenset({"br", "p", "div", "li"})
_SPAN_AT_MOST = 1_000


def read(path: Path, source: Source) -> Iterator[Grid]:
    parser = _Tables(source)
    parser.feed(decoded(path.read_bytes(), source))
    parser.close()
    for table in parser.tables:
        grid = Grid(laid_out(table.boxes(), source.limits), name=table.title, may_continue=False)
        if table.nested:
            grid.notes.append(Note("nested-table", {"count": table.nested}))
        yield grid


class _Cell:
    def __init__(self, across: int, down: int, is_heading: bool) -> None:
        self.across, self.down, self.is_heading = across, down, is_heading
        self.text: list[str] = []


class _Table:
    def __init__(self, title: str) -> None:
        self.title = title
        self.rows: list[list[_Cell]] = []
        self.nested = 0

    def boxes(self) -> Iterator[tuple[list[Box], bool]]:
        """Rows with each cell in its columns; one that reaches down is told again in the rows below."""
        reaching: dict[int, tuple[int, int]] = {}  # first column -> width, rows still to come
        for row in self.rows:
            boxes = [Box(column, column + width, down=True) for column, (width, _) in reaching.items()]
            taken = {place for box in boxes for place in range(int(box.left), int(box.right))}
            begun: dict[int, tuple[int, int]] = {}
            column = 0
            for cell in row:
                while column in taken:
                    column += 1
                boxes.append(Box(column, column + cell.across, cleaned("".join(cell.text))))
                if cell.down > 1:
                    begun[column] = (cell.across, cell.down)
                column += cell.across
            yield sorted(boxes, key=lambda box: box.left), all(cell.is_heading for cell in row) and bool(row)
            reaching = {
                column: (width, left - 1) for column, (width, left) in {**reaching, **begun}.items() if left > 1
            }


class _Tables(HTMLParser):
    def __init__(self, source: Source) -> None:
        super().__init__(convert_charrefs=True)
        self.source = source
        self.tables: list[_Table] = []
        self.depth = 0
        self.silent = 0
        self.cell: _Cell | None = None
        self.above: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag == "table":
            self._open_table()
        elif self.depth == 1 and tag == "tr":
            self.cell = None
            self.tables[-1].rows.append([])
        elif self.depth == 1 and tag in ("td", "th"):
            self._open_cell(tag, dict(attrs))
        elif tag in _BREAKS or (tag == "tr" and self.depth > 1):
            self._say("\n")
        elif tag in ("td", "th"):
            self._say(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag == "table" and self.depth:
            self.depth -= 1
            if not self.depth:
                self.cell = None
        elif tag in ("td", "th") and self.depth == 1:
            self.cell = None
        elif tag in _BREAKS:
            self._say("\n")

    def handle_data(self, data: str) -> None:
        self._say(data.replace("\r", " ").replace("\n", " "))

    def _open_table(self) -> None:
        self.depth += 1
        if self.depth > 1 + self.source.limits.nested:
            raise Unreadable("nested-tables", {"limit": self.source.limits.nested})
        if self.depth > 1:
            self.tables[-1].nested += 1
            return
        lines = cleaned("".join(self.above)).split("\n")
        self.tables.append(_Table(lines[-1]))
        self.above.clear()

    def _open_cell(self, tag: str, attributes: dict[str, str | None]) -> None:
        rows = self.tables[-1].rows
        if not rows:
            rows.append([])
        across, down = (_span(attributes.get(name)) for name in ("colspan", "rowspan"))
        self.cell = _Cell(across, down, tag == "th")
        rows[-1].append(self.cell)

    def _say(self, text: str) -> None:
        if self.silent:
            return
        if self.cell is not None:
            self.cell.text.append(text)
        elif not self.depth:
            self.above.append(text)


def _span(text: str | None) -> int:
    text = (text or "").strip()
    return min(max(int(text), 1), _SPAN_AT_MOST) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
