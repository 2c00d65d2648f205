"""The import target «tasks»: a table of tasks becomes a scheme, or the annex of an instrument, with its assignments."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.forms import Form
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from phusa.foundation.imports import queries
from phusa.foundation.imports.agencies import questions_of, take_answers
from phusa.foundation.imports.models import Batch, StagedRow
from phusa.foundation.imports.reading.columns import HEADINGS, Field
from phusa.foundation.imports.registry import Applied, Changed, Column, Question, Text
from phusa.foundation.imports.vocabulary import Outcome
from phusa.foundation.legal.queries import working_calendar
from phusa.foundation.organizations.naming import guess_level, name_key
from phusa.foundation.organizations.queries import Directory
from phusa.foundation.organizations.services import create_organizations
from phusa.foundation.organizations.vocabulary import NewOrganization
from phusa.kernel.deadlines import State, read
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.rules import DeadlineReader
from phusa.planning.assignments.vocabulary import PartyRole, PartyTerms, Terms
from phusa.planning.schemes.importing.rows import RowReader
from phusa.planning.schemes.importing.wording import deadline_as_read, sentence_of
from phusa.planning.schemes.models import Scheme
from phusa.planning.schemes.services.importing import (
    ImportedTask,
    already_there,
    import_scheme,
    withdraw_import,
)
from phusa.planning.schemes.web.importing import DocumentForm

MADE = {
    Outcome.RECORD: gettext_lazy("a task of its own"),
    Outcome.JOINED: gettext_lazy("continues the task above: join it"),
    Outcome.REPEATED: gettext_lazy("repeats the task above: drop it"),
    Outcome.HEADING: gettext_lazy("a group heading"),
    Outcome.SKIPPED: gettext_lazy("leave it out"),
}


def _looks_like_deadline(text: str) -> bool:
    return read(text).state == State.READ


def _looks_like_number(text: str) -> bool:
    return len(text) <= 8 and text.rstrip(".) ").replace(".", "").isalnum()


def _column(name: str, label: Promise, *, telling: bool = False, lines: int = 1) -> Column:
    looks = {"deadline": _looks_like_deadline, "number": _looks_like_number}
    return Column(
        Field(name, HEADINGS[name], looks.get(name), required=name == "content"), label, telling=telling, lines=lines
    )


class TasksTarget:
    """See `imports.registry.Target`, which says what each of these does."""

    name = "tasks"
    label: Text = gettext_lazy("Table of tasks")
    permission = "schemes.create_scheme"
    columns: Sequence[Column] = (
        _column("number", gettext_lazy("Number in the table")),
        _column("group", gettext_lazy("Group of tasks"), lines=2),
        _column("content", gettext_lazy("Task"), telling=True, lines=5),
        _column("solution", gettext_lazy("Solution"), lines=3),
        _column("lead", gettext_lazy("Lead agency"), telling=True, lines=2),
        _column("coordinating", gettext_lazy("Coordinating agencies"), lines=2),
        _column("product", gettext_lazy("Product"), lines=2),
        _column("deadline", gettext_lazy("Deadline")),
    )
    heads: Sequence[Text] = (
        gettext_lazy("Task"),
        gettext_lazy("Lead agency"),
        gettext_lazy("Coordinating agencies"),
        gettext_lazy("Product"),
        gettext_lazy("Deadline"),
    )
    row_template = "schemes/import/_row.html"
    views: Mapping[str, tuple[Text, Q]] = {
        "collective": (gettext_lazy("Collective lead"), Q(reading__lead_kind="collective")),
        "several": (gettext_lazy("Several leads"), Q(reading__lead_kind="several")),
        "leaderless": (gettext_lazy("No lead"), Q(reading__lead_kind="none")),
        "unread": (gettext_lazy("Deadline not read"), Q(reading__due__state="unread")),
        "empty": (gettext_lazy("No deadline"), Q(reading__due__state="empty")),
        "joined": (gettext_lazy("Joined or dropped"), Q(outcome__in=[Outcome.JOINED, Outcome.REPEATED])),
        "headings": (gettext_lazy("Group headings"), Q(outcome=Outcome.HEADING)),
        "skipped": (gettext_lazy("Left out"), Q(outcome=Outcome.SKIPPED)),
    }

    def form(self, *args: Any, user: Any, **kwargs: Any) -> Form:
        return DocumentForm(*args, user=user, **kwargs)

    def about_of(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        issued_on = cleaned.get("issued_on")
        return {
            "kind": cleaned["kind"],
            "number": cleaned["number"],
            "issuer": cleaned.get("issuer", ""),
            "issued_on": issued_on.isoformat() if issued_on else "",
            "scheme_kind": cleaned["scheme_kind"],
            "in_force": cleaned["in_force"],
        }

    # reading

    def read(self, batch: Batch, rows: Iterable[StagedRow]) -> Iterator[StagedRow]:
        day, issued_on = document_day(batch), batch.about.get("issued_on")
        reader = RowReader(
            Directory(day, batch.authority_id),
            DeadlineReader(working_calendar(), day),
            batch.decisions.get("organizations", {}),
            date.fromisoformat(issued_on) if issued_on else None,
        )
        titles = {table["number"]: title_of(table) for table in batch.tables} if len(batch.chosen) > 1 else {}
        for table, part in groupby(rows, key=lambda row: row.table):
            yield from reader.read(part, batch.columns_of(table), title=titles.get(table, ""))

    def summarize(self, batch: Batch) -> dict[str, Any]:
        deadlines = {"read": 0, "unread": 0, "empty": 0}
        leads = {"one": 0, "several": 0, "collective": 0, "none": 0}
        outcomes: dict[str, int] = {}
        names: dict[str, str] = {}
        unknown: dict[str, dict[str, Any]] = {}
        for outcome, reading in queries.rows_to_read(batch).values_list("outcome", "reading").iterator(2000):
            outcomes[outcome] = outcomes.get(outcome, 0) + 1
            if outcome != Outcome.RECORD:
                continue
            deadlines[reading["due"]["state"]] += 1
            leads[reading["lead_kind"]] += 1
            for party in (*reading["lead"], *reading["coordinating"]):
                if party.get("collective"):
                    continue
                key = name_key(party["name"])
                names[key] = "unresolved" if party.get("unknown") else "create" if party.get("create") else "matched"
                if (party.get("unknown") or party.get("create")) and not party.get("cut_off"):
                    entry = unknown.setdefault(key, {"name": party["name"], "rows": 0, "near": party.get("near", [])})
                    entry["rows"] += 1
        tally = list(names.values())
        return {
            "tasks": outcomes.get(Outcome.RECORD, 0),
            "headings": outcomes.get(Outcome.HEADING, 0),
            "joined_rows": outcomes.get(Outcome.JOINED, 0) + outcomes.get(Outcome.REPEATED, 0),
            "skipped": outcomes.get(Outcome.SKIPPED, 0),
            "deadlines": deadlines,
            "leads": leads,
            "organizations": {
                "matched": tally.count("matched"),
                "to_create": tally.count("create"),
                "unresolved": tally.count("unresolved"),
            },
            "unknown": unknown,
        }

    def facts(self, batch: Batch) -> list[tuple[Any, str]]:
        counts = batch.counts
        leads, agencies = counts["leads"], counts["organizations"]
        applied = "created" in agencies
        sentences = {
            gettext_lazy("Deadlines"): _("%(read)d read · %(unread)d not read · %(empty)d empty") % counts["deadlines"],
            gettext_lazy("Leads"): _("%(one)d one agency · %(several)d several · %(collective)d collective") % leads
            + (" · " + _("%(none)d not named") % leads if leads["none"] else ""),
            gettext_lazy("Agencies"): " · ".join(
                (
                    _("%(matched)d known") % agencies,
                    _("%(created)d added") % agencies if applied else _("%(to_create)d to be added") % agencies,
                    _("%(unresolved)d not known") % agencies,
                )
            ),
            gettext_lazy("Rows"): _("%(headings)d headings · %(joined_rows)d joined or dropped · %(skipped)d left out")
            % counts,
        }
        return list(sentences.items())

    def counted(self, number: int) -> str:
        return ngettext("%(n)d task", "%(n)d tasks", number) % {"n": number}

    # the whole batch: unknown agencies

    def questions(self, batch: Batch) -> list[Question]:
        return questions_of(batch)

    def answer(self, batch: Batch, data: Mapping[str, str]) -> None:
        take_answers(batch, data)

    # writing

    def apply(self, batch: Batch, actor: Any, rows: Sequence[StagedRow], *, at: datetime) -> Applied:
        paper = {"title": batch.title, "about": batch.about, "drafting_id": batch.organization_id}
        written = already_there(**paper, tasks=lambda: _tasks(rows, {}))
        created: dict[str, int] = {}
        if written is None:
            created = self._create_organizations(actor, rows, at)
            written = import_scheme(
                actor,
                **paper,
                on=document_day(batch),
                authority_id=batch.authority_id,
                tasks=_tasks(rows, created),
                at=at,
            )
        return Applied(
            written.scheme,
            reverse("schemes:matrix", args=[written.scheme.uid]),
            kind="assignments.assignment",
            written=written.assignments,
            unchanged=written.unchanged,
            counts={"organizations": {**batch.counts["organizations"], "created": len(created)}},
        )

    def _create_organizations(self, actor: Any, rows: Sequence[StagedRow], at: datetime) -> dict[str, int]:
        """Folded name → id of the organisations that a person said yes to, made now."""
        wanted: dict[str, str] = {}
        for row in rows:
            for party in (*row.reading["lead"], *row.reading["coordinating"]):
                if party.get("create"):
                    wanted.setdefault(name_key(party["name"]), party["name"])
        made = create_organizations(
            actor, [NewOrganization(name=name, level=guess_level(name)) for name in wanted.values()], at=at
        )
        return {key: organization.pk for key, organization in zip(wanted, made, strict=True)}

    # taking back

    def changed_since(self, batch: Batch) -> list[Changed]:
        rows = {
            row.applied_uid: row
            for row in batch.rows.filter(undone=False).exclude(applied_uid=None)
            if row.applied_uid is not None
        }
        changed = []
        for start in range(0, len(rows), 500):
            part = list(rows)[start : start + 500]
            for assignment in Assignment.objects.filter(uid__in=part).order_by("position"):
                row = rows[assignment.uid]
                if assignment.revision != row.applied_revision:
                    changed.append(
                        Changed(row, assignment.content, reverse("assignments:assignment", args=[assignment.uid]))
                    )
        return changed

    def undo(self, batch: Batch, actor: Any, *, spare: frozenset[int], at: datetime) -> None:
        going = batch.rows.filter(undone=False).exclude(applied_uid=None).exclude(pk__in=spare)
        scheme = Scheme.objects.get(uid=batch.result_uid or UUID(int=0))
        withdraw_import(
            actor,
            scheme,
            withdrawn=Assignment.objects.filter(uid__in=going.values("applied_uid")),
            whole=not spare,
            reason=_("The import was undone."),
            at=at,
        )

    # showing

    def shown(self, row: StagedRow) -> Mapping[str, Any]:
        if row.outcome != Outcome.RECORD:
            return row.reading
        groups = row.reading["groups"]
        return {
            **row.reading,
            "due_as_read": deadline_as_read(row.reading["due"]),
            "under": " › ".join(f"{code}. {title}" if code else title for code, title in groups),
        }

    def doubts(self, row: StagedRow) -> list[str]:
        return [sentence_of(doubt) for doubt in row.doubts]

    def choices(self, row: StagedRow) -> list[tuple[str, Any]]:
        codes = {doubt["code"] for doubt in row.doubts}
        if codes & {"fragment-joined", "fragment-repeats"} or "outcome" in row.decision:
            return self.every_choice(row)
        if codes & {"no-lead", "no-content"}:
            return [(outcome, MADE[outcome]) for outcome in (Outcome.RECORD, Outcome.HEADING, Outcome.SKIPPED)]
        if "duplicate" in codes:
            return [(outcome, MADE[outcome]) for outcome in (Outcome.RECORD, Outcome.SKIPPED)]
        return []

    def every_choice(self, row: StagedRow) -> list[tuple[str, Any]]:
        return list(MADE.items())


_MADE_BY_EXCEL = re.compile(r"(sheet|trang tính|trang|bảng|table)\s*\d*", re.I)


def title_of(table: Mapping[str, Any]) -> str:
    """What stands above a table, or the name of its sheet where somebody gave it one."""
    name: str = table["name"]
    return "" if _MADE_BY_EXCEL.fullmatch(name.strip()) else name


def document_day(batch: Batch) -> date:
    """The day as of which agencies and deadlines are read: the document's date, or the day of the import."""
    written = batch.about.get("issued_on")
    return date.fromisoformat(written) if written else batch.created_at.date()


def _tasks(rows: Sequence[StagedRow], created: Mapping[str, int]) -> list[ImportedTask]:
    return [_task_of(row.reading, created, position) for position, row in enumerate(rows)]


def _task_of(reading: Mapping[str, Any], created: Mapping[str, int], position: int) -> ImportedTask:
    """(groups from the outermost, terms, solution text) of a staged task."""
    parties = []
    for role in (PartyRole.LEAD, PartyRole.COORDINATING):
        for party in reading[role]:
            parties.append(
                PartyTerms(
                    role=party.get("role") or role,
                    organization_id=party.get("organization")
                    or (created.get(name_key(party["name"])) if party.get("create") else None),
                    group_id=party.get("group"),
                    as_written=party["text"],
                    focal=bool(party.get("focal")),
                    collective=bool(party.get("collective")),
                )
            )
    terms = Terms(
        code=reading["code"],
        content=reading["content"],
        product=reading["product"],
        deadline_text=reading["deadline"],
        parties=tuple(parties),
        position=position,
    )
    return reading["groups"], terms, reading["solution"]
