"""A version as one plain structure: what the page shows, what is exported, frozen at approval and compared.

It holds names and deadlines as they are written, and codes instead of labels, so that its digest is the same in every
language and on every database. Source: docs/decisions (approved never changes).
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from phusa.foundation.instruments.models import InstrumentRelation
from phusa.foundation.instruments.vocabulary import Kind as InstrumentKind
from phusa.foundation.journal.models import canonical
from phusa.foundation.organizations.models import Organization
from phusa.foundation.organizations.queries import name_as_of
from phusa.planning.assignments.models import Party
from phusa.planning.assignments.vocabulary import PartyRole
from phusa.planning.schemes.models import SchemeVersion, Solution
from phusa.planning.schemes.queries import groups_in_order

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class GroundText:
    """An instrument that the scheme rests on; `relations` are (kind of relation, uid of another ground)."""

    uid: str
    kind: str
    number: str
    title: str
    issuer: str
    issued_on: str
    relations: tuple[tuple[str, str], ...]

    @property
    def citation(self) -> str:
        """«Quyết định 4172/QĐ-UBND», in the reader's language; the title where there is no number."""
        return f"{InstrumentKind(self.kind).label} {self.number}" if self.number else self.title

    @property
    def day(self) -> date | None:
        """The day on which it was issued."""
        return date.fromisoformat(self.issued_on) if self.issued_on else None


@dataclass(frozen=True, slots=True)
class ObjectiveText:
    lineage: str
    kind: str
    code: str
    text: str
    value: str


@dataclass(frozen=True, slots=True)
class PartyText:
    """`uid` is the organisation's or the group's; empty for a name that the program does not know."""

    name: str
    duty: str
    focal: bool
    uid: str


@dataclass(frozen=True, slots=True)
class TaskText:
    """`assignment` leads to progress; `solutions` are lineages."""

    lineage: str
    assignment: str
    code: str
    content: str
    focus: bool
    paired_as_written: bool
    leads: tuple[PartyText, ...]
    coordinating: tuple[PartyText, ...]
    product: str
    deadline: str
    solutions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SolutionText:
    """`tasks` are lineages."""

    lineage: str
    code: str
    text: str
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A group at its depth (1 is the highest) with what stands under it; what is in no group comes first."""

    lineage: str
    code: str
    title: str
    depth: int
    tasks: tuple[TaskText, ...]
    solutions: tuple[SolutionText, ...]


@dataclass(frozen=True, slots=True)
class ResultText:
    """An earlier target, and what was reached of it."""

    lineage: str
    target: str
    promised: str
    value: str
    source: str
    no_source: bool


@dataclass(frozen=True, slots=True)
class MoneyText:
    """An amount in dong; `task` is a lineage, empty for the scheme as a whole; year 0 and no source mean a total."""

    task: str
    source: str
    year: int
    amount: int


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that a version says."""

    kind: str
    title: str
    authority: str
    drafting: str
    period_from: int
    period_to: int
    orientation: str
    general_objective: str
    grounds: tuple[GroundText, ...]
    objectives: tuple[ObjectiveText, ...]
    sections: tuple[Section, ...]
    results: tuple[ResultText, ...]
    budget: tuple[MoneyText, ...]
    schema: int = SCHEMA

    @property
    def tasks(self) -> tuple[TaskText, ...]:
        """All tasks in reading order."""
        return tuple(task for section in self.sections for task in section.tasks)

    @property
    def solutions(self) -> tuple[SolutionText, ...]:
        """All solutions in reading order."""
        return tuple(solution for section in self.sections for solution in section.solutions)


class _TaskRow(NamedTuple):
    """What is read of a task and its assignment; models of ten thousand of them would take most of the time."""

    pk: int
    lineage: UUID
    group_id: int | None
    code: str
    focus: bool
    paired_as_written: bool
    assignment_id: int
    assignment: UUID
    content: str
    product: str
    deadline: str


_OF_TASK = (
    "pk",
    "lineage",
    "group",
    "code",
    "focus",
    "paired_as_written",
    "assignment",
    "assignment__uid",
    "assignment__content",
    "assignment__product",
    "assignment__deadline_text",
)


def document_of(version: SchemeVersion) -> Document:
    """What the version says: once closed, from its frozen copy; before, from the rows, in a fixed number of queries."""
    return written_down(version) if version.is_open else _frozen_copy(version.pk, version.digest)


@lru_cache(maxsize=16)
def _frozen_copy(version: int, digest: str) -> Document:
    """What a closed version says. It never changes, so the last ones read stay in memory, under their digest."""
    frozen: Any = SchemeVersion.objects.values_list("frozen", flat=True).get(pk=version)
    return from_json(frozen)


def written_down(version: SchemeVersion) -> Document:
    """The structure built from the rows of the version."""
    scheme = version.scheme
    tasks = [_TaskRow(*values) for values in version.tasks.order_by("position", "pk").values_list(*_OF_TASK)]
    objectives = version.objectives.order_by("position", "pk")
    results = version.previous_results.select_related("objective").order_by("objective__position", "pk")
    return Document(
        kind=scheme.kind,
        title=version.title,
        authority=_name(scheme.authority, version),
        drafting=_name(scheme.drafting, version),
        period_from=version.period_from or 0,
        period_to=version.period_to or 0,
        orientation=version.orientation,
        general_objective=version.general_objective,
        grounds=_grounds(version),
        objectives=tuple(ObjectiveText(str(o.lineage), o.kind, o.code, o.text, o.value_text) for o in objectives),
        sections=_sections(version, tasks),
        results=tuple(
            ResultText(
                lineage=str(result.objective.lineage),
                target=str(result.objective),
                promised=result.objective.value_text,
                value=result.value_text,
                source=result.source,
                no_source=result.no_source,
            )
            for result in results
        ),
        budget=_budget(version, tasks),
    )


def _name(organization: Organization, version: SchemeVersion) -> str:
    """What the organisation is called today in a draft, and was called on the day of approval."""
    return name_as_of(organization, version.approved_on) if version.approved_on else organization.current_name


def to_json(document: Document) -> dict[str, Any]:
    """The structure as JSON values."""
    value: dict[str, Any] = _plain(document)
    return value


def _plain(value: Any) -> Any:
    """Like `dataclasses.asdict`, which copies every text too and takes twice as long for a thousand tasks."""
    kind = type(value)
    if kind is tuple:
        return tuple(map(_plain, value))
    if kind in _TEXTS:
        return {name: _plain(getattr(value, name)) for name in kind.__slots__}
    return value


_TEXTS = frozenset(
    (Document, GroundText, MoneyText, ObjectiveText, PartyText, ResultText, Section, SolutionText, TaskText)
)


def from_json(value: Mapping[str, Any]) -> Document:
    """The structure from JSON values; raises `KeyError` or `TypeError` for anything that `to_json` did not make."""
    return Document(
        **{
            **value,
            "grounds": tuple(
                GroundText(**{**ground, "relations": tuple((kind, uid) for kind, uid in ground["relations"])})
                for ground in value["grounds"]
            ),
            "objectives": tuple(ObjectiveText(**objective) for objective in value["objectives"]),
            "sections": tuple(
                Section(
                    **{
                        **section,
                        "tasks": tuple(_task_from_json(task) for task in section["tasks"]),
                        "solutions": tuple(
                            SolutionText(**{**solution, "tasks": tuple(solution["tasks"])})
                            for solution in section["solutions"]
                        ),
                    }
                )
                for section in value["sections"]
            ),
            "results": tuple(ResultText(**result) for result in value["results"]),
            "budget": tuple(MoneyText(**money) for money in value["budget"]),
        }
    )


def digest_of(value: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of a structure."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _task_from_json(task: Mapping[str, Any]) -> TaskText:
    return TaskText(
        **{
            **task,
            "leads": tuple(PartyText(**party) for party in task["leads"]),
            "coordinating": tuple(PartyText(**party) for party in task["coordinating"]),
            "solutions": tuple(task["solutions"]),
        }
    )


def _grounds(version: SchemeVersion) -> tuple[GroundText, ...]:
    instruments = [
        ground.instrument for ground in version.grounds.select_related("instrument").order_by("position", "pk")
    ]
    uids = {instrument.pk: str(instrument.uid) for instrument in instruments}
    relations: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for relation in InstrumentRelation.objects.filter(instrument__in=uids, other__in=uids):
        relations[relation.instrument_id].append((relation.kind, uids[relation.other_id]))
    return tuple(
        GroundText(
            uid=str(instrument.uid),
            kind=instrument.kind,
            number=instrument.number,
            title=instrument.title,
            issuer=instrument.issuer_name,
            issued_on=instrument.issued_on.isoformat() if instrument.issued_on else "",
            relations=tuple(sorted(relations[instrument.pk])),
        )
        for instrument in instruments
    )


def _sections(version: SchemeVersion, tasks: list[_TaskRow]) -> tuple[Section, ...]:
    """The groups in reading order, parents before children; what stands in no group comes first."""
    solutions = list(version.solutions.order_by("position", "pk"))
    served, serving = _pairs(version, tasks, solutions)
    leads, coordinating = _parties(version)
    texts: dict[int | None, list[TaskText]] = defaultdict(list)
    for task in tasks:
        texts[task.group_id].append(
            TaskText(
                lineage=str(task.lineage),
                assignment=str(task.assignment),
                code=task.code,
                content=task.content,
                focus=task.focus,
                paired_as_written=task.paired_as_written,
                leads=tuple(leads[task.assignment_id]),
                coordinating=tuple(coordinating[task.assignment_id]),
                product=task.product,
                deadline=task.deadline,
                solutions=tuple(serving[task.pk]),
            )
        )
    means: dict[int | None, list[SolutionText]] = defaultdict(list)
    for solution in solutions:
        means[solution.group_id].append(
            SolutionText(str(solution.lineage), solution.code, solution.text, tuple(served[solution.pk]))
        )
    sections = [Section("", "", "", 1, tuple(texts[None]), tuple(means[None]))] if texts[None] or means[None] else []
    for group, depth in groups_in_order(version):
        sections.append(
            Section(str(group.lineage), group.code, group.title, depth, tuple(texts[group.pk]), tuple(means[group.pk]))
        )
    return tuple(sections)


def _pairs(
    version: SchemeVersion, tasks: list[_TaskRow], solutions: list[Solution]
) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Solution → lineages of its tasks, and task → lineages of its solutions, both in reading order."""
    place = {task.pk: n for n, task in enumerate(tasks)}
    order = {solution.pk: n for n, solution in enumerate(solutions)}
    pairs = sorted(
        Solution.tasks.through.objects.filter(solution__version=version).values_list("solution", "task"),
        key=lambda pair: (order[pair[0]], place[pair[1]]),
    )
    served: dict[int, list[str]] = defaultdict(list)
    serving: dict[int, list[str]] = defaultdict(list)
    for solution, task in pairs:
        served[solution].append(str(tasks[place[task]].lineage))
        serving[task].append(str(solutions[order[solution]].lineage))
    return served, serving


def _parties(version: SchemeVersion) -> tuple[dict[int, list[PartyText]], dict[int, list[PartyText]]]:
    """Leads and coordinating parties by assignment, as they are written."""
    leads: dict[int, list[PartyText]] = defaultdict(list)
    coordinating: dict[int, list[PartyText]] = defaultdict(list)
    rows = (
        Party.objects.filter(assignment__scheme_tasks__version=version)
        .order_by("assignment", "position", "pk")
        .values_list("assignment", "role", "as_written", "duty", "focal", "organization__uid", "group__uid")
    )
    for assignment, role, name, duty, focal, organization, group in rows:
        known = organization or group
        side = leads if role == PartyRole.LEAD else coordinating
        side[assignment].append(PartyText(name, duty, focal, str(known) if known else ""))
    return leads, coordinating


def _budget(version: SchemeVersion, tasks: list[_TaskRow]) -> tuple[MoneyText, ...]:
    place = {task.pk: n for n, task in enumerate(tasks, start=1)}
    lines = sorted(
        version.budget_lines.all(), key=lambda line: (place.get(line.task_id or 0, 0), line.source, line.year or 0)
    )
    return tuple(
        MoneyText(
            task=str(tasks[place[line.task_id] - 1].lineage) if line.task_id else "",
            source=line.source,
            year=line.year or 0,
            amount=line.amount,
        )
        for line in lines
    )
