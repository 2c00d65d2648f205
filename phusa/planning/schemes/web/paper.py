"""A document arranged for reading: an outline, numbered anchors, each task with the solutions that serve it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from phusa.foundation.instruments.vocabulary import RelationKind
from phusa.planning.schemes.budget import Amount, sums_of
from phusa.planning.schemes.documents import Document, MoneyText, Section, SolutionText, TaskText
from phusa.planning.schemes.vocabulary import BudgetSource, ObjectiveKind
from phusa.planning.schemes.web.pages import Page
from phusa.planning.schemes.web.typesetting import task_items


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the outline."""

    anchor: str
    text: str
    depth: int
    count: int | None = None


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task with its solutions, what it costs, and where it is followed up or edited."""

    task: TaskText
    solutions: list[SolutionText]
    budget: int | None
    url: str


@dataclass(frozen=True, slots=True)
class SolutionLine:
    """A solution with the tasks that it serves."""

    solution: SolutionText
    tasks: list[TaskText]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section with its lines."""

    section: Section
    tasks: list[TaskLine]
    solutions: list[SolutionLine]

    @property
    def level(self) -> int:
        """The level of its heading on the page: the sections stand under an h2."""
        return min(self.section.depth + 2, 6)

    @property
    def items(self) -> SafeString:
        """The tasks as the page writes them."""
        return task_items((line.task, line.solutions, line.budget, line.url) for line in self.tasks)


@dataclass(frozen=True, slots=True)
class MoneyTable:
    """Amounts by source and year; None where nothing is said."""

    years: list[int]
    rows: list[tuple[str, list[int | None], int | None]]
    totals: list[int | None]
    total: int | None


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything that the page of a document shows."""

    document: Document
    outline: list[Heading]
    grounds: list[tuple[Any, list[str]]]
    objectives: list[Any]
    targets: list[Any]
    chapters: list[Chapter]
    money: MoneyTable | None
    focus: int

    @property
    def task_count(self) -> int:
        """How many tasks there are."""
        return sum(len(chapter.tasks) for chapter in self.chapters)


def paper_of(document: Document, page: Page) -> Paper:
    """The document arranged for this page; no query."""
    objectives = [one for one in document.objectives if one.kind == ObjectiveKind.OBJECTIVE]
    targets = [one for one in document.objectives if one.kind == ObjectiveKind.TARGET]
    chapters = _chapters(document, page)
    money = _money([line for line in document.budget if not line.task])
    editing = page.may_edit
    outline = [Heading("grounds", _("Grounds"), 1)] if document.grounds or editing else []
    if document.general_objective or editing:
        outline.append(Heading("general-objective", _("General objective"), 1))
    if objectives or targets or editing:
        outline.append(Heading("objectives", _("Objectives and targets"), 1, len(document.objectives)))
    outline.append(Heading("tasks", _("Tasks and solutions"), 1, len(document.tasks)))
    outline += [
        Heading(f"g-{chapter.section.lineage}", _title(chapter.section), chapter.section.depth + 1, len(chapter.tasks))
        for chapter in chapters
        if chapter.section.lineage
    ]
    if document.results or page.scheme.previous_id:
        outline.append(Heading("results", _("Results of the previous period"), 1))
    if money or editing:
        outline.append(Heading("budget", _("Budget"), 1))
    return Paper(
        document=document,
        outline=outline,
        grounds=_grounds(document),
        objectives=objectives,
        targets=targets,
        chapters=chapters,
        money=money,
        focus=sum(task.focus for task in document.tasks),
    )


def _title(section: Section) -> str:
    return f"{section.code} {section.title}".strip()


def _chapters(document: Document, page: Page) -> list[Chapter]:
    tasks = {task.lineage: task for task in document.tasks}
    solutions = {solution.lineage: solution for solution in document.solutions}
    costs: dict[str, list[MoneyText]] = {}
    for line in document.budget:
        costs.setdefault(line.task, []).append(line)
    nowhere = "00000000-0000-0000-0000-000000000000"
    followed = reverse("assignments:assignment", args=[nowhere])
    edited = reverse("schemes:task_edit", args=[page.scheme.uid, nowhere])

    def address(task: TaskText) -> str:
        if page.may_edit:
            return edited.replace(nowhere, task.lineage)
        return "" if page.version.is_open else followed.replace(nowhere, task.assignment)

    return [
        Chapter(
            section,
            [
                TaskLine(
                    task,
                    [solutions[lineage] for lineage in task.solutions],
                    _total(costs[task.lineage]) if task.lineage in costs else None,
                    address(task),
                )
                for task in section.tasks
            ],
            [SolutionLine(solution, [tasks[lineage] for lineage in solution.tasks]) for solution in section.solutions],
        )
        for section in document.sections
    ]


def _grounds(document: Document) -> list[tuple[Any, list[str]]]:
    """Each ground with what it continues or implements among the others."""
    citations = {ground.uid: ground.citation for ground in document.grounds}
    return [
        (ground, [f"{RelationKind(kind).label} {citations[uid]}" for kind, uid in ground.relations])
        for ground in document.grounds
    ]


def _money(lines: Sequence[MoneyText]) -> MoneyTable | None:
    if not lines:
        return None
    amounts = {(line.source, line.year): line.amount for line in lines}
    years = sorted({year for _source, year in amounts if year})
    sources = [source for source in BudgetSource if any(source == named for named, _year in amounts)]

    def total_of(selected: list[MoneyText]) -> int | None:
        return _total(selected) if selected else None

    rows = [
        (
            str(source.label),
            [amounts.get((source.value, year)) for year in years],
            total_of([line for line in lines if line.source == source]),
        )
        for source in sources
    ]
    totals = [total_of([line for line in lines if line.year == year]) for year in years]
    return MoneyTable(years, rows, totals, _total(lines))


def _total(lines: Sequence[MoneyText]) -> int | None:
    return sums_of(Amount(line.source, line.year or None, line.amount) for line in lines).total
