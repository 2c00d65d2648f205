"""Readiness: what should hold before a scheme is submitted or approved, how much it weighs, and where it does not.

Sources: the vice chair's conclusion at the meeting of 23 June 2021 on the draft scheme of Thái Bình (items by number);
the «six clears» of office practice: who, what, when, responsibility, product, authority.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import compress
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, QuerySet, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from phusa.kernel.refusals import Refusal
from phusa.planning.schemes.budget import Amount, disagreements
from phusa.planning.schemes.documents import Document, document_of
from phusa.planning.schemes.faults import TASK_FAULTS
from phusa.planning.schemes.models import Objective, SchemeVersion, Waiver
from phusa.planning.schemes.vocabulary import (
    OPEN_STATES,
    BudgetSource,
    ObjectiveKind,
    SchemeKind,
    Stage,
    VersionState,
    Weight,
)

SHOWN = 5  # rows named under a finding; the rest stands behind a link
LABEL = 90  # letters of a row's text

REQUIRED, ADVISED, OFF = Weight.REQUIRED, Weight.ADVISED, Weight.OFF
Weights = dict[SchemeKind, dict[Stage, Weight]]


@dataclass(frozen=True)
class Rule:
    """`holds` says what should be, `broken` what is not (count `n`), `about` whose rows break it."""

    code: str
    about: str  # task, solution, result, budget, version
    holds: Promise
    broken: Promise
    source: Promise
    weights: Weights

    def weight(self, kind: str, stage: str) -> Weight:
        """How much the rule weighs for a kind of paper at a stage."""
        return self.weights[SchemeKind(kind)][Stage(stage)]


def _weigh(scheme: str, plan: str, action_programme: str, annex: str) -> Weights:
    """Three letters a kind: before submission, before approval, of a paper already issued. R, A, or – for off."""
    letters = {"R": REQUIRED, "A": ADVISED, "–": OFF}
    kinds = {
        SchemeKind.SCHEME: scheme,
        SchemeKind.PLAN: plan,
        SchemeKind.ACTION_PROGRAMME: action_programme,
        SchemeKind.ANNEX: annex,
    }
    return {kind: dict(zip(Stage, map(letters.__getitem__, row), strict=True)) for kind, row in kinds.items()}


_SIX_CLEARS = _("The “six clears”: who, what, when, responsibility, product, authority")

RULES: tuple[Rule, ...] = (
    Rule(
        "there-are-tasks",
        "version",
        _("The scheme has tasks."),
        _("There is no task yet."),
        _SIX_CLEARS,
        _weigh(scheme="RRA", plan="RRA", action_programme="RRA", annex="RRA"),
    ),
    Rule(
        "focus-task-has-solution",
        "task",
        _("Every focus task goes with its solution."),
        ngettext_lazy("%(n)d focus task has no solution", "%(n)d focus tasks have no solution", "n"),
        _("Conclusion of the meeting of 23 June 2021, items 3 and 6"),
        _weigh(scheme="RRA", plan="AAA", action_programme="RRA", annex="AAA"),
    ),
    Rule(
        "solution-serves-task",
        "solution",
        _("Every solution serves a task."),
        ngettext_lazy("%(n)d solution serves no task", "%(n)d solutions serve no task", "n"),
        _("Conclusion of the meeting of 23 June 2021, item 3"),
        _weigh(scheme="RRA", plan="AAA", action_programme="RRA", annex="AAA"),
    ),
    Rule(
        "task-has-accountable-lead",
        "task",
        _("Every task has a lead that answers for it; of several joint leads one is the focal point."),
        ngettext_lazy("%(n)d task has no accountable lead", "%(n)d tasks have no accountable lead", "n"),
        _("Conclusion of the meeting of 23 June 2021, item 6"),
        _weigh(scheme="RRA", plan="RRA", action_programme="RRA", annex="RRA"),
    ),
    Rule(
        "coordinating-party-has-duty",
        "task",
        _("Every coordinating agency has a duty of its own, not only its name."),
        ngettext_lazy(
            "%(n)d task names a coordinating agency without its duty",
            "%(n)d tasks name coordinating agencies without their duties",
            "n",
        ),
        _("Conclusion of the meeting of 23 June 2021, item 6"),
        _weigh(scheme="RRA", plan="AAA", action_programme="AAA", annex="AA–"),
    ),
    Rule(
        "lead-not-coordinating",
        "task",
        _("A lead is not named again among the coordinating agencies."),
        ngettext_lazy(
            "%(n)d task names its lead among the coordinating agencies",
            "%(n)d tasks name their lead among the coordinating agencies",
            "n",
        ),
        _SIX_CLEARS,
        _weigh(scheme="RRA", plan="RRA", action_programme="RRA", annex="RRA"),
    ),
    Rule(
        "deadline-is-read",
        "task",
        _("Every task has a deadline that can be read as a day, a period or a recurrence."),
        ngettext_lazy(
            "%(n)d task has no deadline that can be read", "%(n)d tasks have no deadline that can be read", "n"
        ),
        _SIX_CLEARS,
        _weigh(scheme="RRA", plan="RRA", action_programme="AAA", annex="RRA"),
    ),
    Rule(
        "product-is-named",
        "task",
        _("Every task names its product."),
        ngettext_lazy("%(n)d task names no product", "%(n)d tasks name no product", "n"),
        _SIX_CLEARS,
        _weigh(scheme="RRA", plan="RRA", action_programme="AAA", annex="AAA"),
    ),
    Rule(
        "budget-sums-agree",
        "budget",
        _("Money by source, by year and in all is one sum, and the tasks do not exceed it."),
        ngettext_lazy("%(n)d sum of the budget does not agree", "%(n)d sums of the budget do not agree", "n"),
        _("Arithmetic of the budget tables"),
        _weigh(scheme="RRA", plan="RRA", action_programme="RRA", annex="RRA"),
    ),
    Rule(
        "previous-results-present",
        "result",
        _("Each target of the previous scheme has the value reached, or the statement that no source was found."),
        ngettext_lazy(
            "%(n)d target of the previous scheme has no result",
            "%(n)d targets of the previous scheme have no result",
            "n",
        ),
        _("Conclusion of the meeting of 23 June 2021, item 2"),
        _weigh(scheme="RRA", plan="AA–", action_programme="AA–", annex="–––"),
    ),
)
RULE = {rule.code: rule for rule in RULES}

_DISAGREEMENTS = {
    "source": _("%(which)s: the total says %(stated)s, the years add up to %(found)s"),
    "year": _("%(which)s: the total says %(stated)s, the sources add up to %(found)s"),
    "sources": _("In all %(stated)s, by source %(found)s"),
    "years": _("In all %(stated)s, by year %(found)s"),
    "tasks": _("In all %(stated)s, but the tasks add up to %(found)s"),
}


@dataclass(frozen=True)
class Row:
    """A row that breaks a rule: its text in short, and where it can be put right."""

    label: str
    url: str


COUNTED = Row("", "")  # a row beyond those that are named


@dataclass(frozen=True)
class Finding:
    """A rule that does not hold: how many rows break it, the first of them, and who passed it with which reason."""

    rule: Rule
    weight: Weight
    count: int
    rows: tuple[Row, ...]
    more_url: str
    waiver: Waiver | None

    @property
    def stops(self) -> bool:
        """Whether it forbids the next step."""
        return self.weight == REQUIRED and self.waiver is None

    @property
    def message(self) -> str:
        """«3 focus tasks have no solution»."""
        return str(self.rule.broken % {"n": self.count} if self.rule.about != "version" else self.rule.broken)

    @property
    def more(self) -> int:
        """How many rows are not named."""
        return self.count - len(self.rows)


@dataclass(frozen=True)
class Readiness:
    """What does not hold, in the order of the table; `checked` counts the rules that were asked."""

    findings: tuple[Finding, ...]
    checked: int

    @property
    def stopping(self) -> tuple[Finding, ...]:
        """What forbids the next step."""
        return tuple(finding for finding in self.findings if finding.stops)

    @property
    def passed(self) -> tuple[Finding, ...]:
        """Required lines that a leader passed with a reason."""
        return tuple(finding for finding in self.findings if finding.waiver)

    @property
    def advice(self) -> tuple[Finding, ...]:
        """What is only advised."""
        return tuple(finding for finding in self.findings if finding.weight != REQUIRED)


def readiness(version: SchemeVersion, document: Document | None = None) -> Readiness:
    """Ask every rule that is not off for the version's kind and stage, in a fixed number of queries.

    `document` is what the version says, where the caller has it at hand: then three queries are left.
    """
    kind, stage = version.scheme.kind, version.stage
    asked = [rule for rule in RULES if rule.weight(kind, stage) != OFF]
    waivers = {waiver.rule: waiver for waiver in version.waivers.select_related("by")}
    faults = _faults(version, document or document_of(version), {rule.code for rule in asked})
    findings = []
    for rule in asked:
        rows = faults.get(rule.code, [])
        if rows:
            weight = rule.weight(kind, stage)
            waiver = waivers.get(rule.code) if weight == REQUIRED else None
            findings.append(Finding(rule, weight, len(rows), tuple(rows[:SHOWN]), _where(rule, version), waiver))
    return Readiness(tuple(findings), len(asked))


def nothing_required_is_missing(version: SchemeVersion, at: datetime) -> Iterator[Refusal]:
    """Each required line of the readiness table holds, or a leader passed it with a reason."""
    for finding in readiness(version).stopping:
        named = ", ".join(row.label for row in finding.rows)
        message = f"{finding.message}: {named}" if named else finding.message
        if finding.more:
            message = gettext("%(message)s and %(n)d more") % {"message": message, "n": finding.more}
        yield Refusal(finding.rule.code, message, str(finding.rule.source), finding.more_url)


def no_other_version_is_being_drafted(version: SchemeVersion, at: datetime) -> Refusal | None:
    """A scheme has one draft at a time."""
    other = SchemeVersion.objects.filter(scheme=version.scheme_id, state__in=OPEN_STATES).first()
    if other is None:
        return None
    return Refusal(
        "version-already-drafted",
        gettext("Version %(number)d is being drafted already.") % {"number": other.number},
        link=reverse("schemes:document", args=[version.scheme.uid, other.number]),
    )


def paper_is_identified(number: str, issued_on: object) -> Refusal | None:
    """An approval on paper is recorded with the number and date of the paper."""
    if number and issued_on:
        return None
    return Refusal(
        "approval-without-paper", gettext("State number and date of the instrument that approves the scheme.")
    )


def _faults(version: SchemeVersion, document: Document, asked: set[str]) -> dict[str, list[Row]]:
    faults: dict[str, list[Row]] = {}
    if not document.tasks:
        faults["there-are-tasks"] = [Row(str(_("Add a task")), _address("task_new", version))]
    _task_faults(version, document, [code for code in TASK_FAULTS if code in asked], faults)
    faults["solution-serves-task"] = [
        Row(_label(solution.code, solution.text), _row_address(version, "solutions", solution.lineage))
        for solution in document.solutions
        if not solution.tasks
    ]
    faults["budget-sums-agree"] = [Row(text, _address("budget", version)) for text in _budget_disagreements(document)]
    if "previous-results-present" in asked:
        answered = {result.lineage for result in document.results}
        faults["previous-results-present"] = [
            Row(_label(target.code, target.text), _address("results", version))
            for target in earlier_targets(version)
            if str(target.lineage) not in answered
        ]
    return faults


def _task_faults(version: SchemeVersion, document: Document, codes: list[str], faults: dict[str, list[Row]]) -> None:
    """One query: each task with 1 for every rule it breaks, 0 for the others."""
    flags = {
        f"fault_{place}": Case(When(TASK_FAULTS[code], then=Value(1)), default=Value(0))
        for place, code in enumerate(codes)
    }
    if not flags:
        return
    breaking: dict[str, list[str]] = {code: [] for code in codes}
    # The lineage as text: a version has hundreds of tasks, and few of them are named.
    rows = version.tasks.annotate(as_text=Cast("lineage", CharField()), **flags).order_by("position", "pk")
    for text, *broken in rows.values_list("as_text", *flags):
        for code in compress(codes, broken):
            breaking[code].append(text)
    tasks = {task.lineage: task for task in document.tasks}
    for code, texts in breaking.items():
        if texts:
            named = [tasks[str(UUID(text))] for text in texts[:SHOWN]]
            found = [Row(_label(t.code, t.content), _row_address(version, "tasks", t.lineage)) for t in named]
            faults[code] = found + [COUNTED] * (len(texts) - len(found))


def earlier_targets(version: SchemeVersion) -> QuerySet[Objective]:
    """The targets of the previous scheme as it was last approved; none when there is no previous scheme."""
    return Objective.objects.filter(
        version__scheme=version.scheme.previous_id, version__state=VersionState.APPROVED, kind=ObjectiveKind.TARGET
    ).order_by("position", "pk")


def _budget_disagreements(document: Document) -> Iterator[str]:
    found = disagreements(Amount(line.source, line.year or None, line.amount, line.task) for line in document.budget)
    for one in found:
        which = str(BudgetSource(one.which).label) if one.what == "source" else one.which
        stated, summed = (amount.format(get_language() or "vi") for amount in (one.stated, one.found))
        yield str(_DISAGREEMENTS[one.what]) % {"which": which, "stated": stated, "found": summed}


def _label(code: str, text: str) -> str:
    return f"{code} {Truncator(text).chars(LABEL)}".strip()


def _address(name: str, version: SchemeVersion, *rest: Any) -> str:
    return reverse(f"schemes:{name}", args=[version.scheme.uid, *rest])


def _row_address(version: SchemeVersion, kind: str, lineage: Any) -> str:
    """Where the row is edited, or stands, once nothing can be edited any more."""
    if not version.is_open:
        return f"{_address('document', version, version.number)}#{lineage}"
    return _address("task_edit", version, lineage) if kind == "tasks" else _address("part_edit", version, kind, lineage)


def _where(rule: Rule, version: SchemeVersion) -> str:
    """The page that shows every row that breaks the rule."""
    if rule.about in ("task", "solution"):
        return f"{_address('matrix', version, version.number)}?missing={rule.code}"
    return {"budget": _address("budget", version), "result": _address("results", version)}.get(rule.about, "")
