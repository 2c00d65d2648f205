"""The import targets «linked projects» and «linked results»: a table becomes light records of one programme."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from phusa.foundation.imports import queries
from phusa.foundation.imports.models import Batch, StagedRow
from phusa.foundation.imports.reading.columns import HEADINGS, Field
from phusa.foundation.imports.registry import Applied, Changed, Column, Question, Text
from phusa.foundation.imports.vocabulary import Outcome
from phusa.kernel.text import fold, normal
from phusa.planning.cooperation.importing import reading as cells_of
from phusa.planning.cooperation.models import LinkedProject, LinkedResult, Programme
from phusa.planning.cooperation.services.importing import import_projects, import_results, take_list_back
from phusa.planning.cooperation.vocabulary import ProjectState, ProjectTerms, ResultKind, ResultTerms
from phusa.planning.cooperation.web.forms import known_as
from phusa.planning.cooperation.web.importing import ListForm, ResultsListForm

MADE = {
    Outcome.RECORD: gettext_lazy("a record of its own"),
    Outcome.SKIPPED: gettext_lazy("leave it out"),
}
DOUBTS = {
    "no-name": gettext_lazy("The row names nothing: left out."),
    "there-already": gettext_lazy("The programme has it already: left out."),
    "duplicate": gettext_lazy("It stands in row %(row)s too: left out."),
    "sum-unread": gettext_lazy("«%(text)s» is not one amount: left empty, and the words are kept with the source."),
    "state-unread": gettext_lazy("«%(text)s» is not a known state: kept with the source."),
    "kind-unread": gettext_lazy("«%(text)s» is not a known kind: recorded as another result."),
    "project-unknown": gettext_lazy("No project is recorded under «%(text)s»: kept with the source."),
}
NAME = (
    *("Tên dự án", "Tên nhiệm vụ", "Tên đề tài, dự án", "Tên đề tài", "Dự án", "Đề tài, dự án", "Project"),
    *HEADINGS["content"],
)
RESULT = (
    "Tên kết quả",
    "Kết quả",
    "Tên mô hình",
    "Mô hình",
    "Tên sản phẩm",
    "Sản phẩm",
    "Result",
    *HEADINGS["content"],
)
HOST = ("Đơn vị chủ trì", "Tổ chức chủ trì", "Cơ quan chủ trì", "Host", *HEADINGS["lead"])
PLACE = ("Địa điểm", "Địa bàn", "Nơi thực hiện", "Địa chỉ", "Địa phương", "Place")
YEARS = ("Thời gian thực hiện", "Thời gian", "Năm", "Giai đoạn", "Năm thực hiện", "Years", "Year")
APPROVED = (
    *("Kinh phí hỗ trợ được duyệt", "Kinh phí được duyệt", "Kinh phí phê duyệt", "Kinh phí hỗ trợ", "NSTW hỗ trợ"),
    *("Support approved", *HEADINGS["budget"]),
)
PAID = ("Kinh phí đã cấp", "Đã cấp", "Đã giải ngân", "Kinh phí giải ngân", "Support paid")
MANAGING = ("Cơ quan quản lý", "Đơn vị quản lý", "Cấp quản lý", "Managing authority")
TRACKING = ("Cơ quan theo dõi", "Đơn vị theo dõi", "Tracking agency", *HEADINGS["follow_up"])
SOURCE = ("Nguồn", "Nguồn tin", "Căn cứ", "Văn bản", "Source")
KIND = ("Loại", "Loại kết quả", "Loại hình", "Kind")


def _column(name: str, synonyms: Sequence[str], label: Text, *, telling: bool = False, lines: int = 1) -> Column:
    return Column(Field(name, tuple(synonyms), required=name == "name"), label, telling=telling, lines=lines)


class _Reader:
    """One row: its cells, what was made of them, what is doubtful."""

    def __init__(self, batch: Batch, row: StagedRow, names: Sequence[str]) -> None:
        corrected = row.decision.get("fields", {})
        mapping = batch.columns_of(row.table)
        header: list[str] = next((table["header"] for table in batch.tables if table["number"] == row.table), [])
        self.doubts: list[dict[str, Any]] = []
        self.cells: dict[str, str] = {}
        self.headings: dict[str, str] = {}
        for name in names:
            column = mapping.get(name)
            text = row.cells[column] if column is not None and column < len(row.cells) else ""
            self.cells[name] = normal(corrected.get(name, text))
            self.headings[name] = header[column] if column is not None and column < len(header) else ""
        self.kept: list[str] = [self.cells.get("source", "") or batch.about["source"]]

    def doubt(self, code: str, field: str, **params: str) -> None:
        """Name a doubt; a person may correct the field."""
        self.doubts.append({"code": code, "params": params, "field": field})

    def keep(self, field: str) -> None:
        """Keep the words of a cell that could not be read with the source."""
        self.kept.append(f"{self.headings[field] or field}: {self.cells[field]}")

    def amount(self, field: str) -> int | None:
        """A sum in whole dong; the unit may stand in the heading."""
        text = self.cells[field]
        try:
            return cells_of.amount_of(text, cells_of.unit_of(self.headings[field]))
        except ValueError:
            self.doubt("sum-unread", field, text=text)
            self.keep(field)
            return None

    @property
    def source(self) -> str:
        """The source, with whatever could not be read."""
        return "; ".join(filter(None, self.kept))


class ListTarget:
    """What both targets share. See `imports.registry.Target`, which says what each of these does."""

    name: str
    label: Text
    permission = "cooperation.import_lists"
    columns: Sequence[Column]
    heads: Sequence[Text]
    row_template: str
    model: type[LinkedProject] | type[LinkedResult]
    tab: str
    views: Mapping[str, tuple[Text, Q]] = {
        "skipped": (gettext_lazy("Left out"), Q(outcome=Outcome.SKIPPED)),
    }

    def form(self, *args: Any, user: Any, **kwargs: Any) -> Form:
        return ListForm(*args, user=user, **kwargs)

    def about_of(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        return {"programme": str(cleaned["programme"].uid), "source": cleaned["source"]}

    def read(self, batch: Batch, rows: Iterable[StagedRow]) -> Iterator[StagedRow]:
        programme = self._programme(batch)
        there, seen = self.there_already(programme), dict[str, int]()
        for row in rows:
            reader = _Reader(batch, row, [column.field.name for column in self.columns])
            reading = self.read_row(reader, batch, programme)
            key = self.key_of(reading)
            wanted = bool(reading["content"]) and not row.full_width
            if not reading["content"]:
                reader.doubt("no-name", "name")
            elif key in there:
                reader.doubt("there-already", "name")
                wanted = False
            elif key in seen:
                reader.doubt("duplicate", "name", row=str(seen[key]))
                wanted = False
            seen.setdefault(key, row.number)
            row.outcome = row.decision.get("outcome", "") or (Outcome.RECORD if wanted else Outcome.SKIPPED)
            row.reading, row.doubts = reading, reader.doubts
            yield row

    def read_row(self, reader: _Reader, batch: Batch, programme: Programme) -> dict[str, Any]:
        """The values of one row as JSON; `content` is what names it."""
        raise NotImplementedError

    def key_of(self, reading: Mapping[str, Any]) -> str:
        """By which a row is known to be there already."""
        raise NotImplementedError

    def there_already(self, programme: Programme) -> set[str]:
        """The keys of what the programme has."""
        raise NotImplementedError

    def write(self, actor: Any, programme: Programme, rows: Sequence[StagedRow], at: datetime) -> Sequence[Any]:
        """The rows as records of the programme."""
        raise NotImplementedError

    def summarize(self, batch: Batch) -> dict[str, Any]:
        outcomes: dict[str, int] = {}
        for outcome in queries.rows_to_read(batch).values_list("outcome", flat=True).iterator(2000):
            outcomes[outcome] = outcomes.get(outcome, 0) + 1
        return {"listed": outcomes.get(Outcome.RECORD, 0), "skipped": outcomes.get(Outcome.SKIPPED, 0)}

    def facts(self, batch: Batch) -> list[tuple[Any, str]]:
        return [
            (gettext_lazy("Programme"), str(self._programme(batch))),
            (gettext_lazy("Rows"), _("%(skipped)d left out") % batch.counts),
        ]

    def counted(self, number: int) -> str:
        return ngettext("%(n)d record", "%(n)d records", number) % {"n": number}

    def questions(self, batch: Batch) -> list[Question]:
        return []

    def answer(self, batch: Batch, data: Mapping[str, str]) -> None:
        """Nothing is asked of the whole batch: an agency that is not known is kept as the table writes it."""

    def apply(self, batch: Batch, actor: Any, rows: Sequence[StagedRow], *, at: datetime) -> Applied:
        programme = self._programme(batch)
        made = self.write(actor, programme, rows, at)
        return Applied(
            programme,
            reverse(f"cooperation:{self.tab}", args=[programme.uid]),
            kind=self.model._meta.label_lower,
            written=[(each.uid, each.revision) for each in made],
        )

    def changed_since(self, batch: Batch) -> list[Changed]:
        rows = {row.applied_uid: row for row in queries.applied_rows(batch) if row.applied_uid}
        found = self.model._default_manager.filter(uid__in=rows)
        changed = [each for each in found if each.revision != rows[each.uid].applied_revision or self.is_named(each)]
        return [Changed(rows[each.uid], str(each), each.get_absolute_url()) for each in changed]

    def is_named(self, record: Any) -> bool:
        """Whether something else names the record, so that it stays."""
        return False

    def undo(self, batch: Batch, actor: Any, *, spare: frozenset[int], at: datetime) -> None:
        going = queries.applied_rows(batch).exclude(pk__in=spare).values_list("applied_uid", flat=True)
        take_list_back(actor, self._programme(batch), self.model, going=[uid for uid in going if uid], at=at)

    def shown(self, row: StagedRow) -> Mapping[str, Any]:
        return {**row.reading, "under": ""}

    def doubts(self, row: StagedRow) -> list[str]:
        return [str(DOUBTS[doubt["code"]]) % doubt["params"] for doubt in row.doubts]

    def choices(self, row: StagedRow) -> list[tuple[str, Any]]:
        codes = {doubt["code"] for doubt in row.doubts}
        return self.every_choice(row) if codes & {"duplicate", "no-name"} or "outcome" in row.decision else []

    def every_choice(self, row: StagedRow) -> list[tuple[str, Any]]:
        return list(MADE.items())

    @staticmethod
    def _programme(batch: Batch) -> Programme:
        return Programme.objects.select_related("drafting").get(uid=UUID(batch.about["programme"]))


class ProjectsTarget(ListTarget):
    """A list of projects."""

    name = "linked-projects"
    label: Text = gettext_lazy("List of projects of a coordination programme")
    model = LinkedProject
    tab = "projects"
    columns: Sequence[Column] = (
        _column("code", HEADINGS["code"], gettext_lazy("Code")),
        _column("name", NAME, gettext_lazy("Project"), telling=True, lines=4),
        _column("host", HOST, gettext_lazy("Host"), telling=True, lines=2),
        _column("place", PLACE, gettext_lazy("Place")),
        _column("years", YEARS, gettext_lazy("Years")),
        _column("approved", APPROVED, gettext_lazy("Support approved"), telling=True),
        _column("paid", PAID, gettext_lazy("Support paid")),
        _column("state", HEADINGS["status"], gettext_lazy("State")),
        _column("products", HEADINGS["product"], gettext_lazy("Products"), lines=3),
        _column("managing", MANAGING, gettext_lazy("Managing authority")),
        _column("tracking", TRACKING, gettext_lazy("Tracking agency")),
        _column("source", SOURCE, gettext_lazy("Source"), lines=2),
    )
    heads: Sequence[Text] = (
        gettext_lazy("Project"),
        gettext_lazy("Host"),
        gettext_lazy("Years"),
        gettext_lazy("Support approved"),
        gettext_lazy("Support paid"),
    )
    row_template = "cooperation/import/_project.html"

    def read_row(self, reader: _Reader, batch: Batch, programme: Programme) -> dict[str, Any]:
        cells = reader.cells
        state = cells_of.state_of(cells["state"]) if cells["state"] else ProjectState.UNKNOWN
        if state is None:
            reader.doubt("state-unread", "state", text=cells["state"])
            reader.keep("state")
        approved, paid = reader.amount("approved"), reader.amount("paid")
        first, last = cells_of.years_of(cells["years"])
        return {
            "code": cells["code"],
            "content": cells["name"],
            "host_text": cells["host"],
            "place": cells["place"],
            "from_year": first,
            "to_year": last,
            "support_approved": approved,
            "support_paid": paid,
            "state": state or ProjectState.UNKNOWN,
            "products": cells["products"],
            "managing_text": cells["managing"],
            "tracking_text": cells["tracking"],
            "source": reader.source,
        }

    def key_of(self, reading: Mapping[str, Any]) -> str:
        return reading["code"] or fold(reading["content"])

    def there_already(self, programme: Programme) -> set[str]:
        rows = programme.projects.values_list("code", "name")
        return {code or fold(name) for code, name in rows}

    def is_named(self, record: Any) -> bool:
        return bool(record.results.exists())

    def write(self, actor: Any, programme: Programme, rows: Sequence[StagedRow], at: datetime) -> Sequence[Any]:
        agencies = ("host", "managing", "tracking")
        known = known_as(row.reading[f"{name}_text"] for row in rows for name in agencies)
        given = []
        for row in rows:
            stated = {name: value for name, value in row.reading.items() if name != "content"}
            ids: dict[str, Any] = {f"{name}_id": known.get(stated[f"{name}_text"]) for name in agencies}
            given.append(ProjectTerms(name=row.reading["content"], **stated, **ids))
        return import_projects(actor, programme, given, at=at)


class ResultsTarget(ListTarget):
    """A list of results."""

    name = "linked-results"
    label: Text = gettext_lazy("List of results of a coordination programme")
    model = LinkedResult
    tab = "results"
    columns: Sequence[Column] = (
        _column("number", HEADINGS["number"], gettext_lazy("Number in the table")),
        _column("kind", KIND, gettext_lazy("Kind"), telling=True),
        _column("name", RESULT, gettext_lazy("Result"), telling=True, lines=3),
        _column("place", PLACE, gettext_lazy("Place")),
        _column("year", YEARS, gettext_lazy("Year")),
        _column("project", ("Mã dự án", "Thuộc dự án", "Dự án", "Đề tài, dự án", "Project"), gettext_lazy("Project")),
        _column("source", SOURCE, gettext_lazy("Source"), lines=2),
    )
    heads: Sequence[Text] = (
        gettext_lazy("Result"),
        gettext_lazy("Kind"),
        gettext_lazy("Place"),
        gettext_lazy("Year"),
        gettext_lazy("Project"),
    )
    row_template = "cooperation/import/_result.html"

    def form(self, *args: Any, user: Any, **kwargs: Any) -> Form:
        return ResultsListForm(*args, user=user, **kwargs)

    def about_of(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        return {**super().about_of(cleaned), "kind": cleaned["kind"]}

    def read_row(self, reader: _Reader, batch: Batch, programme: Programme) -> dict[str, Any]:
        cells = reader.cells
        kind = cells_of.kind_of(cells["kind"]) if cells["kind"] else batch.about["kind"]
        if kind is None:
            reader.doubt("kind-unread", "kind", text=cells["kind"])
        project = self._project(programme, cells["project"])
        if cells["project"] and project is None:
            reader.doubt("project-unknown", "project", text=cells["project"])
            reader.keep("project")
        _first, year = cells_of.years_of(cells["year"])
        return {
            "code": cells["number"],
            "content": cells["name"],
            "kind": kind or ResultKind.OTHER,
            "kind_label": str(ResultKind(kind or ResultKind.OTHER).label),
            "place": cells["place"],
            "year": year,
            "project": project.pk if project else None,
            "project_name": str(project) if project else "",
            "source": reader.source,
        }

    @staticmethod
    def _project(programme: Programme, text: str) -> LinkedProject | None:
        """The project with this code, or of this very name."""
        if not text:
            return None
        return programme.projects.filter(Q(code=text) | Q(name=text)).first()

    def key_of(self, reading: Mapping[str, Any]) -> str:
        return "\n".join((reading["kind"], fold(reading["content"]), fold(reading["place"])))

    def there_already(self, programme: Programme) -> set[str]:
        rows = programme.results.values_list("kind", "name", "place")
        return {"\n".join((kind, fold(name), fold(place))) for kind, name, place in rows}

    def write(self, actor: Any, programme: Programme, rows: Sequence[StagedRow], at: datetime) -> Sequence[Any]:
        given = [
            ResultTerms(
                kind=row.reading["kind"],
                name=row.reading["content"],
                place=row.reading["place"],
                year=row.reading["year"],
                project_id=row.reading["project"],
                source=row.reading["source"],
            )
            for row in rows
        ]
        return import_results(actor, programme, given, at=at)
