"""What the overview shows: figures that lead to the list they count, and the few lines that matter first."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.journal.models import Entry
from phusa.foundation.journal.wording import Happening, happenings
from phusa.foundation.ui.templatetags.ui import nothing
from phusa.foundation.ui.vocabulary import Deadline, Text, Tile, Tone
from phusa.insight.dashboards import queries
from phusa.insight.dashboards.queries import DocumentCount
from phusa.insight.dashboards.vocabulary import Scope
from phusa.kernel.text import number
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.queries import AgencyTally, Tally
from phusa.planning.assignments.showing import Clocks
from phusa.planning.assignments.vocabulary import ClockState, Status
from phusa.planning.schemes.models import Scheme, SchemeVersion

DONE = (ClockState.DONE_ON_TIME, ClockState.DONE_LATE)
COLUMNS = (
    (ClockState.OVERDUE, Tone.LATE),
    (ClockState.DUE_SOON, Tone.SOON),
    (ClockState.OPEN, Tone.NEUTRAL),
    (ClockState.DONE_ON_TIME, Tone.NEUTRAL),
    (ClockState.DONE_LATE, Tone.NEUTRAL),
    (ClockState.STOPPED, Tone.QUIET),
    (ClockState.NONE, Tone.QUIET),
)


class Links:
    """Addresses of the list of assignments, in the scope of the overview."""

    def __init__(self, scope: Scope) -> None:
        self._base = ["ours=on"] if scope == Scope.AGENCY else []
        self._list = reverse("assignments:list")

    def to(self, **filters: Any) -> str:
        """The list under these filters: words and uids, a list of them where a filter takes several."""
        asked = [
            f"{name}={value}"
            for name, given in filters.items()
            for value in (given if isinstance(given, list) else [given])
        ]
        return f"{self._list}?{'&'.join(self._base + asked)}" if self._base or asked else self._list


@dataclass(frozen=True)
class Cell:
    """A number that leads to the list it counts; a nought leads nowhere, and None is what nobody has told."""

    figure: int | None
    url: str
    tone: Tone
    label: Text

    @property
    def html(self) -> SafeString:
        """Written here: a page has a hundred of them."""
        if self.figure is None:
            return nothing()
        if not self.figure:
            return SafeString('<span class="figure-nought">0</span>')
        return format_html('<a class="figure tone-{}" href="{}">{}</a>', self.tone.value, self.url, number(self.figure))


@dataclass(frozen=True)
class Row:
    """A status with its numbers by clock."""

    label: Text
    cells: list[Cell]
    total: Cell


@dataclass(frozen=True)
class AgencyLine:
    """An agency with numbers that lead to their lists."""

    name: str
    cells: list[Cell]


@dataclass(frozen=True)
class DocumentLine:
    """A scheme in force with its progress and what it lacks."""

    scheme: Scheme
    count: DocumentCount
    url: str
    late_url: str
    unread_url: str
    without_lead_url: str


@dataclass(frozen=True)
class DueLine:
    """An assignment that closes soon."""

    row: Assignment
    deadline: Deadline
    agency: str


@dataclass(frozen=True)
class ChangeLine:
    """A deed: what was done, to what, and how far it has come since."""

    happening: Happening
    subject: str
    url: str
    so_far: str


def overview(user: Any, scope: Scope) -> dict[str, Any]:
    """The context of the overview."""
    clocks, links = Clocks(), Links(scope)
    picture = queries.picture(user, scope, clocks.today)
    figures = picture.figures
    return {
        "has_capacity": bool(access.standing(user).capacities),
        "at": timezone.now(),
        "figures": figures,
        "tiles": _tiles(figures.whole, links),
        "columns": [state.label for state, _tone in COLUMNS],
        "table": _table(figures.whole, links),
        "agencies": _agency_lines(figures.agencies[: queries.AGENCIES_SHOWN], links),
        "number_of_agencies": len(figures.agencies),
        "agencies_url": f"{reverse('dashboards:agencies')}?scope={scope.value}",
        "due": [
            DueLine(row, clocks.deadline(row), str(row.accountable or ""))
            for row in queries.assignments_of(picture.due)
        ],
        "due_url": links.to(clock=ClockState.DUE_SOON.value),
        "number_due": figures.whole.in_clock(ClockState.DUE_SOON),
        "documents": [
            _document_line(scheme, count, links) for scheme, count in queries.schemes_of(user, picture.documents)
        ],
        "number_of_documents": picture.number_of_documents,
        "changes": _changes(queries.latest_changes(user, queries.counted(user, scope))),
    }


def agencies(user: Any, scope: Scope) -> dict[str, Any]:
    """The context of the table of agencies."""
    picture = queries.picture(user, scope, timezone.localdate())
    return {"agencies": _agency_lines(picture.figures.agencies, Links(scope)), "at": timezone.now()}


def _tiles(whole: Tally, links: Links) -> list[Tile]:
    late, soon = whole.in_clock(ClockState.OVERDUE), whole.in_clock(ClockState.DUE_SOON)
    done = whole.in_status(Status.DONE)
    done_late = whole.in_clock(ClockState.DONE_LATE)
    unclear = whole.unread + whole.undated
    return [
        Tile(_("Tasks in force"), whole.total, links.to(), icon="check2-square"),
        Tile(
            _("Overdue"),
            late,
            links.to(clock="overdue"),
            Tone.LATE if late else Tone.NEUTRAL,
            "exclamation-triangle-fill",
            _("of them in progress: %(n)d") % {"n": whole.table.get((Status.IN_PROGRESS, ClockState.OVERDUE), 0)},
        ),
        Tile(
            _("Due within 30 days"),
            soon,
            links.to(clock="due_soon"),
            Tone.SOON if soon else Tone.NEUTRAL,
            "hourglass-split",
        ),
        Tile(
            _("Done"),
            done,
            links.to(status="done"),
            Tone.NEUTRAL,
            "check-circle-fill",
            _("of them late: %(n)d") % {"n": done_late},
        ),
        Tile(
            _("Not confirmed by the lead agency"),
            whole.unconfirmed,
            links.to(unconfirmed="on"),
            Tone.NEUTRAL,
            "question-circle",
        ),
        Tile(
            _("Without a deadline that can be read"),
            unclear,
            links.to(clock=["unread", "undated"]),
            Tone.NEUTRAL,
            "calendar-x",
            _("nothing written: %(n)d") % {"n": whole.undated},
        ),
    ]


def _table(whole: Tally, links: Links) -> list[Row]:
    rows = []
    for status in (Status.IN_PROGRESS, Status.NOT_STARTED, Status.PAUSED, Status.DONE):
        cells = [
            Cell(
                whole.table.get((status, state), 0),
                links.to(status=status.value, clock=state.value),
                tone,
                state.label,
            )
            for state, tone in COLUMNS
        ]
        total = Cell(whole.in_status(status), links.to(status=status.value), Tone.NEUTRAL, _("Total"))
        rows.append(Row(status.label, cells, total))
    return rows


def _agency_lines(tallies: list[AgencyTally], links: Links) -> list[AgencyLine]:
    lines = []
    for agency, tally in queries.named(tallies):
        leads = {"agency": agency.uid, "role": "lead"}
        cells = [
            Cell(tally.late, links.to(**leads, clock="overdue"), Tone.LATE, _("Overdue")),
            Cell(tally.due_soon, links.to(**leads, clock="due_soon"), Tone.SOON, _("Due within 30 days")),
            Cell(tally.leads, links.to(**leads), Tone.NEUTRAL, _("Answers for")),
            Cell(tally.done if tally.reported else None, links.to(**leads, status="done"), Tone.NEUTRAL, _("Done")),
            Cell(tally.unconfirmed, links.to(**leads, unconfirmed="on"), Tone.NEUTRAL, _("Not confirmed")),
        ]
        lines.append(AgencyLine(str(agency), cells))
    return lines


def _document_line(scheme: Scheme, count: DocumentCount, links: Links) -> DocumentLine:
    return DocumentLine(
        scheme,
        count,
        reverse("schemes:document", args=[scheme.uid]),
        links.to(origin=scheme.uid, clock="overdue"),
        links.to(origin=scheme.uid, clock="unread"),
        links.to(origin=scheme.uid, lead="nobody"),
    )


def _changes(entries: list[Entry]) -> list[ChangeLine]:
    """Deeds as they read, each leading to its assignment or scheme."""
    addresses = _addresses(entries)
    return [
        ChangeLine(
            happening,
            "" if entry.redacted else str(entry.wording.get("subject", "")),
            addresses.get(entry.pk, ""),
            _so_far(entry),
        )
        for entry, happening in zip(entries, happenings(entries), strict=True)
    ]


def _so_far(entry: Entry) -> str:
    """«Đang thực hiện 45%» of a report; nothing of other deeds."""
    told = {} if entry.redacted else entry.payload
    if entry.subject_kind != "assignments.assignment" or told.get("status") not in Status.values:
        return ""
    return f"{Status(told['status']).label} {told.get('percent', 0)}%"


def _addresses(entries: list[Entry]) -> dict[int, str]:
    """The page of what each deed was done to; a deed on a version leads to its scheme."""
    uids = {uid for entry in entries for uid in (entry.subject_uid, entry.context_uid) if uid}
    versions: dict[UUID, UUID] = dict(SchemeVersion.objects.filter(uid__in=uids).values_list("uid", "scheme__uid"))
    found = {}
    for entry in entries:
        if entry.kind.startswith("assignment."):
            found[entry.pk] = reverse("assignments:assignment", args=[entry.subject_uid])
            continue
        scheme = versions.get(entry.context_uid or entry.subject_uid) or versions.get(entry.subject_uid)
        if scheme is None and entry.subject_kind == "schemes.scheme":
            scheme = entry.subject_uid
        if scheme:
            found[entry.pk] = reverse("schemes:document", args=[scheme])
    return found
