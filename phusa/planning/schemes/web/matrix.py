"""The matrix of a version: tasks against solutions, with who, what, when and how far."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phusa.foundation.ui.addresses import page_of
from phusa.foundation.ui.listing import Column, Listing
from phusa.foundation.ui.templatetags.ui import deadline, icon, nothing
from phusa.foundation.ui.vocabulary import State, Timeliness
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.queries import reported_percent
from phusa.planning.assignments.showing import Clocks
from phusa.planning.assignments.vocabulary import ClockState, PartyRole, Standing, Status
from phusa.planning.schemes import queries
from phusa.planning.schemes.budget import Amount, sums_of
from phusa.planning.schemes.faults import TASK_FAULTS
from phusa.planning.schemes.models import Solution, Task
from phusa.planning.schemes.rules import RULE

# Cells: written as strings, a page has hundreds. A task comes from `queries.tasks_of`, with `named_parties`, `serving`
# and `amounts`.

MOST_NAMED = 3
IN_A_CELL = 70  # letters of a solution; its whole text stands in the document


def standing_of(task: Any) -> Assignment:
    """The assignment that carries the progress: of an amended draft, the one in force."""
    assignment: Assignment = task.assignment
    return assignment.replaces or assignment


def status_of(clocks: Clocks, task: Any) -> State | None:
    """The badge of progress; None while nothing has been issued."""
    assignment = standing_of(task)
    return clocks.state(assignment) if assignment.standing == Standing.ISSUED else None


def budget_of(task: Any) -> int | None:
    """What the task costs in all."""
    amounts = getattr(task, "amounts", ())
    return sums_of(Amount(line.source, line.year, line.amount) for line in amounts).total if amounts else None


def named(task: Any, role: str) -> list[str]:
    """The parties in a role as they are written, each with its duty."""
    parties = _parties(task, role)
    return [f"{party.as_written}: {party.duty}" if party.duty else party.as_written for party in parties]


def serving(task: Any) -> Sequence[Solution]:
    """The solutions that serve the task."""
    return getattr(task, "serving", ())


def is_unpaired(task: Any) -> bool:
    """Whether it is a focus task without a solution."""
    return task.focus and not task.paired_as_written and not serving(task)


def address_of(task: Any) -> str:
    """The page of the task once it is issued; until then its place in the document."""
    if task.assignment.standing == Standing.ISSUED:
        return page_of("assignments:assignment", task.assignment.uid)
    return f"{reverse('schemes:document', args=[task.version.scheme.uid, task.version.number])}#{task.lineage}"


def content_cell(task: Any) -> str:
    """The content, and whether it is a focus task."""
    mark = f' <span class="focus">{icon("star")} {gettext("focus task")}</span>' if task.focus else ""
    return SafeString(escape(task.assignment.content) + mark)


def solutions_cell(task: Any) -> str:
    """The solutions that serve the task, or that it needs one."""
    if serving(task):
        return _list(f"<b>{escape(s.code)}</b> {escape(Truncator(s.text).chars(IN_A_CELL))}" for s in serving(task))
    if task.paired_as_written:
        return SafeString(f'<span class="quiet">{icon("link-45deg")} {gettext("written with the task")}</span>')
    return _gap("exclamation-triangle", gettext("no solution")) if task.focus else nothing()


def leads_cell(task: Any) -> str:
    """The leads, the focal point marked where there are several."""
    leads = _parties(task, PartyRole.LEAD)
    if not leads:
        return _gap("person", gettext("no lead"))
    mark = f" <small>({gettext('focal point')})</small>" if len(leads) > 1 else ""
    return _list(escape(party.as_written) + (mark if party.focal else "") for party in leads)


def coordinating_cell(task: Any) -> str:
    """The coordinating agencies with their duties; of many, the rest folds away."""
    lines = [
        f"{escape(party.as_written)}: <small>{escape(party.duty)}</small>" if party.duty else escape(party.as_written)
        for party in _parties(task, PartyRole.COORDINATING)
    ]
    if len(lines) <= MOST_NAMED:
        return _list(lines) if lines else nothing()
    shown, rest = lines[: MOST_NAMED - 1], lines[MOST_NAMED - 1 :]
    more = gettext("and %(n)d more") % {"n": len(rest)}
    return SafeString(f'{_list(shown)}<details class="cell-more"><summary>{more}</summary>{_list(rest)}</details>')


def due_cell(clocks: Clocks, task: Any) -> str:
    """The deadline; the clock of a draft does not run."""
    assignment = task.assignment
    if not assignment.deadline_text:
        return _gap("calendar-x", gettext("no deadline"))
    shown = clocks.deadline(assignment)
    if assignment.standing != Standing.ISSUED:
        shown = replace(shown, days=None, timeliness=Timeliness.NONE)
    return deadline(shown)


def _parties(task: Any, role: str) -> list[Any]:
    return [party for party in task.assignment.named_parties if party.role == role]


def _list(lines: Any) -> SafeString:
    """Lines of HTML as a list."""
    return SafeString(f'<ul class="cell-list">{"".join([f"<li>{line}</li>" for line in lines])}</ul>')


def _gap(drawing: str, words: str) -> SafeString:
    """Something that is missing."""
    return SafeString(f'<span class="gap">{icon(drawing)} {words}</span>')


# Filters


INDENT = "\u00a0\u00a0"


class MatrixFilter(filters.FilterSet):
    """Filters of the matrix; the agencies and groups to choose from are those of the version."""

    group = filters.ChoiceFilter(label=_("Group"), method="in_group", empty_label=_("All groups"))
    agency = filters.ChoiceFilter(label=_("Agency"), method="of_agency", empty_label=_("All agencies"))
    role = filters.ChoiceFilter(
        label=_("In which part"),
        method="pass_on",
        empty_label=_("Any part"),
        choices=[
            ("leading", _("Leading")),
            ("lead", _("Only lead")),
            ("joint", _("Joint or collective lead")),
            ("coordinating", _("Coordinating")),
        ],
    )
    status = filters.ChoiceFilter(
        field_name="assignment__status", label=_("Progress"), choices=Status.choices, empty_label=_("Any progress")
    )
    clock = filters.ChoiceFilter(
        label=_("Deadline"), method="on_the_clock", choices=ClockState.choices, empty_label=_("Any deadline")
    )
    missing = filters.ChoiceFilter(
        label=_("What is missing"),
        method="at_fault",
        choices=[(code, RULE[code].holds) for code in TASK_FAULTS],
        empty_label=_("Whether or not something is missing"),
    )
    focus = filters.BooleanFilter(label=_("Focus tasks only"), widget=forms.CheckboxInput, method="focus_only")

    class Meta:
        model = Task
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        version = self.request.version
        groups = queries.groups_in_order(version)
        self.filters["group"].extra["choices"] = [
            (str(group.uid), INDENT * (depth - 1) + str(group)) for group, depth in groups
        ]
        named = queries.parties_named_in(version)
        self.filters["agency"].extra["choices"] = lambda: named  # a form copies lists, never a function

    def in_group(self, tasks: QuerySet[Task], name: str, uid: str) -> QuerySet[Task]:
        """Directly under the group, or under a group below it."""
        return queries.tasks_under(tasks, self.request.version, uid)

    def of_agency(self, tasks: QuerySet[Task], name: str, agency: str) -> QuerySet[Task]:
        """In the role that the filter beside it names."""
        return queries.tasks_of_agency(tasks, agency, self.data.get("role", ""))

    def pass_on(self, tasks: QuerySet[Task], name: str, role: str) -> QuerySet[Task]:
        """A role says something only together with an agency."""
        return tasks

    def on_the_clock(self, tasks: QuerySet[Task], name: str, state: str) -> QuerySet[Task]:
        """Today."""
        return queries.tasks_on_the_clock(tasks, state, timezone.localdate())

    def at_fault(self, tasks: QuerySet[Task], name: str, rule: str) -> QuerySet[Task]:
        """Tasks that break a rule of readiness."""
        return queries.tasks_at_fault(tasks, rule)

    def focus_only(self, tasks: QuerySet[Task], name: str, wanted: bool) -> QuerySet[Task]:
        """Unticked, every task."""
        return tasks.filter(focus=True) if wanted else tasks


# The list


def matrix_list(*, solutions: bool = True, money: bool = True, progress: bool = True) -> Listing:
    """The matrix for one request, so that all its rows are clocked on one day and one calendar.

    What a paper does not have (solutions, money; progress while it is a first draft) usually gets no column.
    """
    clocks = Clocks()
    return Listing(
        "schemes.matrix",
        columns=(
            Column("number", _("No."), lambda task: task.code, sort=("position", "pk"), fixed=True),
            Column(
                "content",
                _("Task"),
                lambda task: task.assignment.content,
                kind="link",
                link=address_of,
                show=content_cell,
                fixed=True,
            ),
            Column(
                "group",
                _("Group"),
                lambda task: str(task.group or ""),
                sort=("group__position", "position"),
                usual=False,
            ),
            Column("focus", _("Focus"), lambda task: task.focus, usual=False),
            Column(
                "solutions",
                _("Solutions"),
                lambda task: [str(solution) for solution in serving(task)],
                show=solutions_cell,
                usual=solutions,
            ),
            Column("leads", _("Lead"), lambda task: named(task, PartyRole.LEAD), show=leads_cell),
            Column(
                "coordinating",
                _("Coordinating"),
                lambda task: named(task, PartyRole.COORDINATING),
                show=coordinating_cell,
            ),
            Column("product", _("Product"), lambda task: task.assignment.product),
            Column("deadline", _("Deadline as written"), lambda task: task.assignment.deadline_text, usual=False),
            Column(
                "due",
                _("Due on"),
                lambda task: task.assignment.due_on,
                kind="date",
                sort="assignment__due_on",
                show=lambda task: due_cell(clocks, task),
            ),
            Column("budget", _("Budget"), budget_of, kind="money", usual=money),
            Column(
                "status",
                _("Progress"),
                lambda task: status_of(clocks, task),
                kind="status",
                sort=("assignment__status", reported_percent("assignment__")),
                usual=progress,
            ),
            Column(
                "percent",
                _("Percent"),
                lambda task: standing_of(task).reported_percent,
                kind="percent",
                sort=reported_percent("assignment__"),
                usual=False,
            ),
        ),
        filters=MatrixFilter,
        search=queries.tasks_with_words,
        order="number",
        row_class=lambda task: "row-unpaired" if is_unpaired(task) else "",
        empty=_("There is no task yet."),
    )


matrix_list()  # so that saved views of the list are known before anybody has opened it
