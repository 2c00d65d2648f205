"""The import target «requests»: a table of requests becomes one request with an item for each row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from phusa.foundation.imports import queries
from phusa.foundation.imports.agencies import questions_of, take_answers
from phusa.foundation.imports.models import Batch, StagedRow
from phusa.foundation.imports.reading.columns import HEADINGS, Field
from phusa.foundation.imports.registry import Applied, Changed, Column, Question, Text
from phusa.foundation.imports.vocabulary import Outcome
from phusa.foundation.organizations.models import Organization
from phusa.foundation.organizations.naming import guess_level, name_key
from phusa.foundation.organizations.queries import Directory, authority_of, within
from phusa.foundation.organizations.services import create_organizations
from phusa.foundation.organizations.vocabulary import NewOrganization
from phusa.kernel.deadlines import State, read
from phusa.kernel.text import fold, normal
from phusa.planning.requests.models import Item, Request
from phusa.planning.requests.services.importing import (
    ImportedItem,
    already_there,
    import_request,
    withdraw_import,
)
from phusa.planning.requests.vocabulary import Paper, RequestTerms
from phusa.planning.requests.web.importing import TableOfRequestsForm

CONTENT = (
    *("Nội dung kiến nghị", "Kiến nghị", "Kiến nghị, đề xuất", "Nội dung kiến nghị, đề xuất", "Đề xuất", "Request"),
    *("Nội dung đề nghị", "Đề nghị", "Vấn đề kiến nghị", *HEADINGS["content"]),
)
UNIT = (
    *("Cơ quan giải quyết", "Cơ quan, đơn vị giải quyết", "Cơ quan trả lời", "Thẩm quyền giải quyết"),
    *("Đơn vị được giao", "Đơn vị giải quyết", "Unit", *HEADINGS["lead"]),
)
ANSWER = (
    *("Nội dung trả lời", "Trả lời", "Kết quả trả lời", "Kết quả giải quyết", "Tình hình giải quyết", "Answer"),
    *HEADINGS["status"],
)
MADE = {
    Outcome.RECORD: gettext_lazy("an item of its own"),
    Outcome.SKIPPED: gettext_lazy("leave it out"),
}
DOUBTS = {
    "no-content": gettext_lazy("The row asks nothing: left out."),
    "unknown-unit": gettext_lazy("«%(text)s» is not known: kept in the internal note of the item."),
    "unit-of-another": gettext_lazy("«%(text)s» does not belong to who is asked: kept in the internal note."),
    "term-unread": gettext_lazy("«%(text)s» could not be read as a day: kept in the internal note."),
    "duplicate": gettext_lazy("The same is asked in row %(row)s: kept twice."),
}


def _column(name: str, synonyms: Sequence[str], label: Text, *, telling: bool = False, lines: int = 1) -> Column:
    return Column(Field(name, tuple(synonyms), required=name == "content"), label, telling=telling, lines=lines)


class RequestsTarget:
    """See `imports.registry.Target`, which says what each of these does."""

    name = "requests"
    label: Text = gettext_lazy("Table of requests")
    permission = "requests.create_request"
    columns: Sequence[Column] = (
        _column("number", HEADINGS["number"], gettext_lazy("Number in the table")),
        _column("content", CONTENT, gettext_lazy("What is asked"), telling=True, lines=5),
        _column("unit", UNIT, gettext_lazy("Lies with"), lines=2),
        _column("due", HEADINGS["deadline"], gettext_lazy("Term for the answer")),
        _column("answer", ANSWER, gettext_lazy("Answer, as the table tells it"), telling=True, lines=3),
        _column("notes", HEADINGS["notes"], gettext_lazy("Notes"), lines=2),
    )
    heads: Sequence[Text] = (
        gettext_lazy("What is asked"),
        gettext_lazy("Lies with"),
        gettext_lazy("Term for the answer"),
        gettext_lazy("Kept as an internal note"),
    )
    row_template = "requests/import/_row.html"
    views: Mapping[str, tuple[Text, Q]] = {
        "undated": (gettext_lazy("No term stated"), Q(outcome=Outcome.RECORD, reading__due="")),
        "noted": (gettext_lazy("With an internal note"), Q(outcome=Outcome.RECORD) & ~Q(reading__told="")),
        "skipped": (gettext_lazy("Left out"), Q(outcome=Outcome.SKIPPED)),
    }

    def form(self, *args: Any, user: Any, **kwargs: Any) -> Form:
        return TableOfRequestsForm(*args, user=user, **kwargs)

    def about_of(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        issued_on, sent_on = cleaned.get("issued_on"), cleaned.get("sent_on")
        return {
            "asked": cleaned["asked"].pk,
            "number": cleaned.get("number", ""),
            "issued_on": issued_on.isoformat() if issued_on else "",
            "sent_on": sent_on.isoformat() if sent_on else "",
        }

    # reading

    def read(self, batch: Batch, rows: Iterable[StagedRow]) -> Iterator[StagedRow]:
        day = _day(batch.about.get("sent_on")) or timezone.localdate()
        asked = authority_of(Organization.objects.get(pk=batch.about["asked"]))
        directory = Directory(day, asked.pk)
        inside, seen = within([asked.pk], timezone.localdate()), dict[str, int]()
        for row in rows:
            self._read_row(batch, row, directory, inside, day, seen)
            yield row

    def _read_row(
        self,
        batch: Batch,
        row: StagedRow,
        directory: Directory,
        inside: set[int],
        day: date,
        seen: dict[str, int],
    ) -> None:
        cells = _cells(row, batch.columns_of(row.table))
        content, doubts = cells["content"], []
        unit: dict[str, Any] = {"name": cells["unit"]} if cells["unit"] else {}
        told = [f"{label}: {cells[name]}" for name, label in TOLD.items() if cells[name]]
        if cells["unit"]:
            answer = batch.decisions.get("organizations", {}).get(name_key(cells["unit"]), {})
            match = directory.find(cells["unit"])
            found = match.organization_id or (answer.get("id") if answer.get("do") == "use" else None)
            if found in inside:
                unit["organization"] = found
            elif found:
                told.insert(0, f"{TOLD_UNIT}: {cells['unit']}")
                doubts.append({"code": "unit-of-another", "params": {"text": cells["unit"]}, "field": "unit"})
            elif answer.get("do") == "create":
                unit["create"] = True
            else:
                unit["unknown"] = True
                unit["near"] = [[each.organization_id, each.name] for each in match.near]
                told.insert(0, f"{TOLD_UNIT}: {cells['unit']}")
                doubts.append({"code": "unknown-unit", "params": {"text": cells["unit"]}, "field": "unit"})
        due = read(cells["due"], on=day)
        if due.state == State.UNREAD or (due.state == State.READ and due.end is None):
            doubts.append({"code": "term-unread", "params": {"text": cells["due"]}, "field": "due"})
            told.append(f"{TOLD_TERM}: {cells['due']}")
        if not content:
            doubts.append({"code": "no-content", "params": {}, "field": "content"})
        elif fold(content) in seen:
            doubts.append({"code": "duplicate", "params": {"row": seen[fold(content)]}, "field": "content"})
        seen.setdefault(fold(content), row.number)
        chosen = row.decision.get("outcome", "")
        row.outcome = chosen or (Outcome.RECORD if content and not row.full_width else Outcome.SKIPPED)
        row.doubts = doubts
        row.reading = {
            "code": cells["number"],
            "content": content,
            "unit": unit,
            "due": due.end.isoformat() if due.end else "",
            "told": "\n".join(told),
        }

    def summarize(self, batch: Batch) -> dict[str, Any]:
        outcomes = {Outcome.RECORD: 0, Outcome.SKIPPED: 0}
        dated = noted = 0
        unknown: dict[str, dict[str, Any]] = {}
        for outcome, reading in queries.rows_to_read(batch).values_list("outcome", "reading").iterator(2000):
            outcomes[Outcome(outcome)] = outcomes.get(Outcome(outcome), 0) + 1
            if outcome != Outcome.RECORD:
                continue
            dated += bool(reading["due"])
            noted += bool(reading["told"])
            unit = reading["unit"]
            if unit.get("unknown") or unit.get("create"):
                entry = unknown.setdefault(
                    name_key(unit["name"]), {"name": unit["name"], "rows": 0, "near": unit.get("near", [])}
                )
                entry["rows"] += 1
        return {
            "items": outcomes[Outcome.RECORD],
            "skipped": outcomes[Outcome.SKIPPED],
            "dated": dated,
            "noted": noted,
            "unknown": unknown,
        }

    def facts(self, batch: Batch) -> list[tuple[Any, str]]:
        counts = batch.counts
        return [
            (gettext_lazy("Term for the answer"), _("%(dated)d with a day") % counts),
            (gettext_lazy("Internal notes"), _("%(noted)d, seen by your side only") % counts),
            (gettext_lazy("Rows"), _("%(skipped)d left out") % counts),
        ]

    def counted(self, number: int) -> str:
        return ngettext("%(n)d item", "%(n)d items", number) % {"n": number}

    # the whole batch: unknown units

    def questions(self, batch: Batch) -> list[Question]:
        return questions_of(batch)

    def answer(self, batch: Batch, data: Mapping[str, str]) -> None:
        take_answers(batch, data)

    # writing

    def apply(self, batch: Batch, actor: Any, rows: Sequence[StagedRow], *, at: datetime) -> Applied:
        about, drafting = batch.about, batch.organization
        asked = Organization.objects.get(pk=about["asked"])
        asking_authority, asked_authority = authority_of(drafting), authority_of(asked)
        terms = RequestTerms(
            title=batch.title,
            asking_authority_id=asking_authority.pk,
            asking_unit_id=drafting.pk if drafting != asking_authority else None,
            asked_authority_id=asked_authority.pk,
            asked_unit_id=asked.pk if asked != asked_authority else None,
        )
        paper = Paper(number=about["number"], issued_on=_day(about["issued_on"]))
        written = already_there(terms, paper, [row.reading["content"] for row in rows])
        if written is None:
            created = self._create_units(actor, rows, asked_authority, at)
            written = import_request(
                actor,
                terms,
                paper,
                sent_on=_day(about["sent_on"]),
                items=[_item(row, created) for row in rows],
                at=at,
            )
        return Applied(
            written.request,
            reverse("requests:request", args=[written.request.uid]),
            kind="requests.item",
            written=written.items,
            unchanged=written.unchanged,
        )

    def _create_units(
        self, actor: Any, rows: Sequence[StagedRow], authority: Organization, at: datetime
    ) -> dict[str, int]:
        """Folded name → id of the units that a person said yes to, made now under the authority that is asked."""
        wanted: dict[str, str] = {}
        for row in rows:
            if row.reading["unit"].get("create"):
                wanted.setdefault(name_key(row.reading["unit"]["name"]), row.reading["unit"]["name"])
        made = create_organizations(
            actor,
            [NewOrganization(name=name, level=guess_level(name), parent_id=authority.pk) for name in wanted.values()],
            at=at,
        )
        return {key: organization.pk for key, organization in zip(wanted, made, strict=True)}

    # taking back

    def changed_since(self, batch: Batch) -> list[Changed]:
        rows = {row.applied_uid: row for row in queries.applied_rows(batch)}
        changed = []
        for item in Item.objects.filter(uid__in=[uid for uid in rows if uid]).select_related("request"):
            row = rows[item.uid]
            if item.revision != row.applied_revision:
                changed.append(Changed(row, item.content, item.get_absolute_url()))
        return changed

    def undo(self, batch: Batch, actor: Any, *, spare: frozenset[int], at: datetime) -> None:
        going = queries.applied_rows(batch).exclude(pk__in=spare).values_list("applied_uid", flat=True)
        request = Request.objects.get(uid=batch.result_uid or UUID(int=0))
        uids = [uid for uid in going if uid]
        withdraw_import(actor, request, going=uids, whole=not spare, at=at)

    # showing

    def shown(self, row: StagedRow) -> Mapping[str, Any]:
        due = row.reading.get("due")
        return {**row.reading, "due_on": _day(due), "under": ""}

    def doubts(self, row: StagedRow) -> list[str]:
        return [str(DOUBTS[doubt["code"]]) % doubt["params"] for doubt in row.doubts]

    def choices(self, row: StagedRow) -> list[tuple[str, Any]]:
        codes = {doubt["code"] for doubt in row.doubts}
        return self.every_choice(row) if codes & {"duplicate", "no-content"} or "outcome" in row.decision else []

    def every_choice(self, row: StagedRow) -> list[tuple[str, Any]]:
        return list(MADE.items())


TOLD_UNIT, TOLD_TERM = "Cơ quan giải quyết", "Thời hạn"  # headings of the table, in the language of the paper
TOLD = {"answer": "Trả lời", "notes": "Ghi chú"}


def _cells(row: StagedRow, mapping: Mapping[str, int]) -> dict[str, str]:
    """The texts of the row's fields; a person's correction comes first."""
    corrected = row.decision.get("fields", {})
    found = {}
    for name in ("number", "content", "unit", "due", "answer", "notes"):
        column = mapping.get(name)
        text = row.cells[column] if column is not None and column < len(row.cells) else ""
        found[name] = normal(corrected.get(name, text))
    return found


def _item(row: StagedRow, created: Mapping[str, int]) -> ImportedItem:
    reading = row.reading
    unit = reading["unit"]
    unit_id = unit.get("organization") or (created.get(name_key(unit["name"])) if unit.get("create") else None)
    return ImportedItem(reading["content"], unit_id, _day(reading["due"]), reading["told"])


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
