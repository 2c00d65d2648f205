"""What changed between two versions: rows matched by lineage, texts compared word by word."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from phusa.kernel.dong import Dong
from phusa.planning.schemes.documents import Document, PartyText, Section, SolutionText, TaskText
from phusa.planning.schemes.vocabulary import BudgetSource

_TOKENS = re.compile(r"\s+|[^\W_]+|[^\w\s]|_")
LEAST_ALIKE = 0.4  # below this, patches of kept words only confuse: the text is shown as replaced whole
MOST_WORDS = 4000  # a longer text is shown as replaced whole: comparing takes the square of its length


class Mark(StrEnum):
    """What became of a stretch of text, or of a row."""

    KEPT = "kept"
    INSERTED = "inserted"
    DELETED = "deleted"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text; never CHANGED: what is replaced is a deleted stretch and an inserted one."""

    mark: Mark
    text: str


PARTS = {
    "code": _("Number"),
    "title": _("Title"),
    "period": _("Period"),
    "orientation": _("Orientation"),
    "general_objective": _("General objective"),
    "text": _("Text"),
    "value": _("Value"),
    "marks": _("Marks"),
    "section": _("Group"),
    "content": _("Content"),
    "leads": _("Lead"),
    "coordinating": _("Coordinating"),
    "product": _("Product"),
    "deadline": _("Deadline"),
    "solutions": _("Solutions"),
    "target": _("Target"),
    "source": _("Source"),
    "amount": _("Amount"),
}


ROWS = {
    "head": _("Heading"),
    "ground": _("Ground"),
    "objective": _("Objective"),
    "section": _("Group"),
    "task": _("Task"),
    "solution": _("Solution"),
    "result": _("Result of the previous period"),
    "money": _("Budget"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A part of a row, as named in PARTS."""

    part: str
    spans: tuple[Span, ...]

    @property
    def label(self) -> Promise:
        """What the part is called."""
        return PARTS[self.part]

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return any(span.mark != Mark.KEPT for span in self.spans)


@dataclass(frozen=True, slots=True)
class Change:
    """A row of one of the documents; `what` is one of ROWS."""

    what: str
    mark: Mark
    label: str
    lines: tuple[Line, ...]

    @property
    def kind(self) -> Promise:
        """What sort of row it is."""
        return ROWS[self.what]


def words_compared(old: str, new: str) -> tuple[Span, ...]:
    """The text that was, turned into the text that is, word by word."""
    if old == new:
        return (Span(Mark.KEPT, new),) if new else ()
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    if not before or not after or len(before) + len(after) > MOST_WORDS:
        return tuple(span for span in (Span(Mark.DELETED, old), Span(Mark.INSERTED, new)) if span.text)
    spans: list[Span] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < LEAST_ALIKE:
        return (Span(Mark.DELETED, old), Span(Mark.INSERTED, new))
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            spans.append(Span(Mark.KEPT, "".join(after[c:d])))
            continue
        if a < b:
            spans.append(Span(Mark.DELETED, "".join(before[a:b])))
        if c < d:
            spans.append(Span(Mark.INSERTED, "".join(after[c:d])))
    return tuple(_without_islands(spans))


def compared(old: Document, new: Document) -> list[Change]:
    """Every row of the new document in its order, each row that is gone after the row that stood before it."""
    return [
        *_compare("head", [_head(old)], [_head(new)]),
        *_compare("ground", _grounds(old), _grounds(new)),
        *_compare("objective", _objectives(old), _objectives(new)),
        *_compare("section", _sections(old), _sections(new)),
        *_compare("result", _results(old), _results(new)),
        *_compare("money", _money(old), _money(new)),
    ]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row made comparable: its parts in the order in which they are shown."""

    key: str
    what: str
    label: str
    parts: tuple[tuple[str, str], ...]


def _compare(what: str, old: Sequence[_Row], new: Sequence[_Row]) -> list[Change]:
    before = {row.key: row for row in old}
    after = {row.key: row for row in new}
    changes: list[Change] = []
    gone: dict[str, list[Change]] = {}
    last_kept = ""
    for row in old:
        if row.key in after:
            last_kept = row.key
        else:
            gone.setdefault(last_kept, []).append(_one_sided(row, Mark.DELETED))
    changes += gone.get("", [])
    for row in new:
        earlier = before.get(row.key)
        changes.append(_two_sided(earlier, row) if earlier else _one_sided(row, Mark.INSERTED))
        changes += gone.get(row.key, [])
    return changes


def _one_sided(row: _Row, mark: Mark) -> Change:
    lines = tuple(Line(part, (Span(mark, text),)) for part, text in row.parts if text)
    return Change(row.what, mark, row.label, lines)


def _two_sided(old: _Row, new: _Row) -> Change:
    earlier = dict(old.parts)
    lines = tuple(Line(part, words_compared(earlier.get(part, ""), text)) for part, text in new.parts)
    lines = tuple(line for line in lines if line.spans)
    mark = Mark.CHANGED if any(line.changed for line in lines) else Mark.KEPT
    return Change(new.what, mark, new.label, lines)


def _without_islands(spans: Iterable[Span]) -> list[Span]:
    """A blank kept between two changes belongs to them: «ba bốn» replaced by «năm sáu» reads as one replacement."""
    found = list(spans)
    merged: list[Span] = []
    deleted = inserted = ""
    for place, span in enumerate(found):
        inside = 0 < place < len(found) - 1 and (deleted or inserted)
        if span.mark == Mark.KEPT and span.text.isspace() and inside:
            deleted += span.text
            inserted += span.text
        elif span.mark == Mark.DELETED:
            deleted += span.text
        elif span.mark == Mark.INSERTED:
            inserted += span.text
        else:
            merged += _replaced(deleted, inserted)
            deleted = inserted = ""
            merged.append(span)
    return merged + _replaced(deleted, inserted)


def _replaced(deleted: str, inserted: str) -> list[Span]:
    return [span for span in (Span(Mark.DELETED, deleted), Span(Mark.INSERTED, inserted)) if span.text]


def _head(document: Document) -> _Row:
    period = f"{document.period_from or ''}–{document.period_to or ''}".strip("–")
    parts = (
        ("title", document.title),
        ("period", period),
        ("orientation", document.orientation),
        ("general_objective", document.general_objective),
    )
    return _Row("head", "head", "", parts)


def _grounds(document: Document) -> list[_Row]:
    return [
        _Row(ground.uid, "ground", "", (("text", f"{ground.citation} {ground.issued_on} {ground.title}"),))
        for ground in document.grounds
    ]


def _objectives(document: Document) -> list[_Row]:
    return [
        _Row(one.lineage, "objective", one.code, (("code", one.code), ("text", one.text), ("value", one.value)))
        for one in document.objectives
    ]


def _sections(document: Document) -> list[_Row]:
    names = {solution.lineage: solution.code or solution.text for solution in document.solutions}
    rows: list[_Row] = []
    for section in document.sections:
        if section.lineage:
            rows.append(_section(section))
        rows += [_task(task, section, names) for task in section.tasks]
        rows += [_solution(solution) for solution in section.solutions]
    return rows


def _section(section: Section) -> _Row:
    return _Row(section.lineage, "section", section.code, (("code", section.code), ("title", section.title)))


def _task(task: TaskText, section: Section, names: dict[str, str]) -> _Row:
    marks = [
        gettext("focus task") if task.focus else "",
        gettext("task and solution written as one") if task.paired_as_written else "",
    ]
    parts = (
        ("code", task.code),
        ("content", task.content),
        ("marks", ", ".join(filter(None, marks))),
        ("section", f"{section.code} {section.title}".strip()),
        ("leads", _parties(task.leads)),
        ("coordinating", _parties(task.coordinating)),
        ("product", task.product),
        ("deadline", task.deadline),
        ("solutions", "; ".join(names.get(lineage, "") for lineage in task.solutions)),
    )
    return _Row(task.lineage, "task", task.code, parts)


def _solution(solution: SolutionText) -> _Row:
    return _Row(solution.lineage, "solution", solution.code, (("code", solution.code), ("text", solution.text)))


def _parties(parties: Iterable[PartyText]) -> str:
    return "; ".join(f"{party.name}: {party.duty}" if party.duty else party.name for party in parties)


def _results(document: Document) -> list[_Row]:
    return [
        _Row(one.lineage, "result", "", (("target", one.target), ("value", one.value), ("source", one.source)))
        for one in document.results
    ]


def _money(document: Document) -> list[_Row]:
    codes = {task.lineage: task.code for task in document.tasks}
    rows = []
    for one in document.budget:
        source = str(BudgetSource(one.source).label) if one.source else ""
        label = " · ".join(filter(None, (codes.get(one.task, ""), source, str(one.year or ""))))
        amount = Dong(one.amount).format(get_language() or "vi")
        rows.append(_Row(f"{one.task} {one.source} {one.year}", "money", label, (("amount", amount),)))
    return rows
