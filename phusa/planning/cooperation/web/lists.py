"""Lists: programmes, and the commitments, projects and results of one."""

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Prefetch, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phusa.foundation.search.queries import holding
from phusa.foundation.ui.addresses import page_of
from phusa.foundation.ui.listing import Column, Listing
from phusa.foundation.ui.templatetags.ui import badge, deadline, icon, nothing
from phusa.kernel.text import fold
from phusa.planning.assignments.models import Assignment, Party
from phusa.planning.assignments.queries import clock_conditions, reported_percent
from phusa.planning.assignments.showing import Clocks, signed_days
from phusa.planning.assignments.vocabulary import ClockState, PartyRole, Status
from phusa.planning.cooperation.models import Commitment, LinkedProject, LinkedResult, Programme
from phusa.planning.cooperation.queries import in_turn_of
from phusa.planning.cooperation.rules import years_of
from phusa.planning.cooperation.vocabulary import ProgrammeState, ProjectState, ResultKind
from phusa.planning.cooperation.web.pages import badge_of

# Programmes


class ProgrammeFilter(filters.FilterSet):
    """Filters of the list of programmes."""

    state = filters.ChoiceFilter(label=_("State"), choices=ProgrammeState.choices, empty_label=_("All states"))
    year = filters.NumberFilter(label=_("In force in the year"), method="in_year")

    class Meta:
        model = Programme
        fields: tuple[str, ...] = ()

    def in_year(self, rows: QuerySet[Programme], name: str, year: Any) -> QuerySet[Programme]:
        """The period meets the year."""
        return rows.filter(
            Q(valid_from=None) | Q(valid_from__year__lte=year), Q(valid_to=None) | Q(valid_to__year__gt=year)
        )


def search_folded(field: str) -> Any:
    """A search in which every typed word stands in the folded text."""

    def search(rows: QuerySet[Any], typed: str) -> QuerySet[Any]:
        for word in fold(typed).split():
            rows = rows.filter(**{f"{field}__contains": word})
        return rows

    return search


def _count(programme: Any, what: str) -> int:
    return int(programme.counts[what]) if programme.counts else 0


def _late(programme: Any) -> str:
    if not (late := _count(programme, "late")):
        return "0"
    address = f"{page_of('cooperation:commitments', programme.uid)}?clock={ClockState.OVERDUE}"
    return format_html('<a class="tone-late" href="{}">{} {}</a>', address, icon("exclamation-triangle-fill"), late)


PROGRAMMES = Listing(
    "cooperation.programmes",
    columns=(
        Column(
            "title",
            _("Title"),
            lambda row: row.title,
            kind="link",
            sort="sort_key",
            link=lambda row: page_of("cooperation:programme", row.uid),
            fixed=True,
        ),
        Column("period", _("Period"), years_of, kind="code", sort=("valid_from", "valid_to")),
        Column(
            "sides",
            _("Between"),
            lambda row: f"{row.authority.current_name} – {row.partner.current_name}",
            sort="partner__sort_key",
        ),
        Column(
            "state",
            _("State"),
            lambda row: str(badge_of(row).label),
            sort="state",
            show=lambda row: badge(badge_of(row)),
        ),
        Column("promised", _("Commitments"), lambda row: _count(row, "promised"), kind="number"),
        Column("kept", _("Done"), lambda row: _count(row, "kept"), kind="number"),
        Column("late", _("Late"), lambda row: _count(row, "late"), kind="number", show=_late),
        Column("projects", _("Projects"), lambda row: row.project_count, kind="number"),
        Column("signed", _("Signed on"), lambda row: row.signed_on, kind="date", sort="signed_on", usual=False),
        Column("drafting", _("Followed by"), lambda row: row.drafting.current_name, usual=False),
    ),
    filters=ProgrammeFilter,
    search=search_folded("title_folded"),
    order="-period",
    empty=_("There is no coordination programme that you may see yet."),
)


# Commitments


class CommitmentFilter(filters.FilterSet):
    """Filters of the commitments of one programme."""

    side = filters.ChoiceFilter(label=_("Side"), empty_label=_("both sides"), method="of_side")
    clock = filters.MultipleChoiceFilter(label=_("Deadline"), choices=ClockState.choices, method="in_clock")
    status = filters.MultipleChoiceFilter(label=_("Status"), choices=Status.choices, field_name="assignment__status")
    plan = filters.ChoiceFilter(label=_("Plan of the year"), empty_label=_("all years"), method="of_year")
    carried = filters.BooleanFilter(
        label=_("Carried over from the programme before"), widget=forms.CheckboxInput, method="only_carried"
    )

    class Meta:
        model = Commitment
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programme: Programme = self.request.programme
        sides = [(str(side.uid), side.current_name) for side in (programme.authority, programme.partner)]
        years = [(str(year), str(year)) for year in programme.plans.values_list("year", flat=True)]
        self.filters["side"].extra["choices"] = lambda: sides
        self.filters["plan"].extra["choices"] = lambda: years

    def of_side(self, rows: QuerySet[Commitment], name: str, uid: str) -> QuerySet[Commitment]:
        """What that side has promised."""
        return rows.filter(side__uid=uid)

    def in_clock(self, rows: QuerySet[Commitment], name: str, chosen: list[str]) -> QuerySet[Commitment]:
        """In one of the states of the clock."""
        if not chosen:
            return rows
        conditions = clock_conditions(timezone.localdate())
        wanted = Q(pk__in=[])
        for state in chosen:
            wanted |= conditions[ClockState(state)]
        return rows.filter(assignment__in=Assignment.objects.filter(wanted))

    def of_year(self, rows: QuerySet[Commitment], name: str, year: str) -> QuerySet[Commitment]:
        """Of one yearly plan."""
        return rows.filter(plan__year=year)

    def only_carried(self, rows: QuerySet[Commitment], name: str, wanted: bool) -> QuerySet[Commitment]:
        """Those of the programme before."""
        return rows.exclude(carried_from=None) if wanted else rows


def leads_of(row: Commitment) -> list[str]:
    """The agencies that lead, as the programme names them; from what the list has fetched."""
    return [party.as_written for party in row.assignment.named if party.role == PartyRole.LEAD]  # type: ignore[attr-defined]


def _said_in(row: Commitment) -> str:
    if not row.promise_title:
        return nothing()
    return format_html('<a href="{}">{}</a>', row.promise_url, row.promise_title)


def _edit(row: Commitment) -> str:
    return format_html(
        '<a href="{}">{} {}<span class="visually-hidden">: {}</span></a>',
        page_of("cooperation:commitment_edit", row.uid),
        icon("pencil"),
        gettext("Edit"),
        row.assignment.content[:60],
    )


def commitment_list(*, editing: bool = False) -> Listing:
    """The list for one request, so that all its rows are clocked on one day and one calendar."""
    clocks = Clocks()
    columns = [
        Column("side", _("Side"), lambda row: row.side.current_name, sort="side__sort_key"),
        Column(
            "content",
            _("Commitment"),
            lambda row: row.assignment.content,
            kind="link",
            link=lambda row: row.assignment.get_absolute_url(),
            fixed=True,
        ),
        Column("lead", _("Lead"), leads_of),
        Column(
            "deadline",
            _("Deadline"),
            lambda row: row.assignment.closes_on,
            kind="date",
            sort=in_turn_of("assignment__"),
            show=lambda row: deadline(clocks.deadline(row.assignment)),
        ),
        Column("as_written", _("Deadline as written"), lambda row: row.assignment.deadline_text, usual=False),
        Column(
            "state", _("Status"), lambda row: clocks.state(row.assignment), kind="status", sort="assignment__status"
        ),
        Column(
            "percent",
            _("Progress"),
            lambda row: row.assignment.reported_percent,
            kind="percent",
            sort=reported_percent("assignment__"),
        ),
        Column("product", _("Product"), lambda row: row.assignment.product, usual=False),
        Column(
            "days",
            _("Working days left"),
            lambda row: signed_days(clocks.of(row.assignment)),
            kind="number",
            usual=False,
        ),
        Column("plan", _("Plan of the year"), lambda row: row.plan.year if row.plan else None, usual=False),
        Column("said_in", _("Said in"), lambda row: row.promise_title, show=_said_in, usual=False),
        Column(
            "carried",
            _("Carried over from"),
            lambda row: row.carried_from.programme.title if row.carried_from else "",
            usual=False,
        ),
    ]
    if editing:
        columns.append(Column("edit", _("Edit"), lambda row: None, show=_edit, fixed=True))
    return Listing(
        "cooperation.commitments",
        columns=columns,
        filters=CommitmentFilter,
        search=lambda rows, typed: rows.filter(assignment__in=_holding(typed)),
        order="deadline",
        empty=_("Neither side has recorded a commitment yet."),
    )


def _holding(typed: str) -> QuerySet[Assignment]:
    return Assignment.objects.filter(uid__in=holding(typed, "assignments.assignment"))


commitment_list()  # so that saved views of the list are known before anybody has opened it


def listed(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """The rows with what the list shows."""
    parties = Party.objects.only("assignment", "role", "as_written", "position").order_by("position")
    return rows.prefetch_related(Prefetch("assignment__parties", queryset=parties, to_attr="named"))


# Projects


class ProjectFilter(filters.FilterSet):
    """Filters of the projects of one programme."""

    state = filters.ChoiceFilter(label=_("State"), choices=ProjectState.choices, empty_label=_("All states"))
    year = filters.NumberFilter(label=_("Running in the year"), method="in_year")
    without_sum = filters.BooleanFilter(
        label=_("Support not stated"), widget=forms.CheckboxInput, method="only_without_sum"
    )

    class Meta:
        model = LinkedProject
        fields: tuple[str, ...] = ()

    def in_year(self, rows: QuerySet[LinkedProject], name: str, year: Any) -> QuerySet[LinkedProject]:
        """Its years hold the year."""
        return rows.filter(Q(from_year__lte=year), Q(to_year__gte=year) | Q(to_year=None))

    def only_without_sum(self, rows: QuerySet[LinkedProject], name: str, wanted: bool) -> QuerySet[LinkedProject]:
        """Projects of which no source gives the approved support."""
        return rows.filter(support_approved=None) if wanted else rows


def _years(project: LinkedProject) -> str:
    years = [str(year) for year in (project.from_year, project.to_year) if year]
    return "–".join(dict.fromkeys(years))


PROJECTS = Listing(
    "cooperation.projects",
    columns=(
        Column("code", _("Code"), lambda row: row.code, kind="code", sort="code"),
        Column(
            "name",
            _("Project"),
            lambda row: row.name,
            kind="link",
            sort="sort_key",
            link=lambda row: row.get_absolute_url(),
            fixed=True,
        ),
        Column("host", _("Host"), lambda row: row.host_text, sort="host_text"),
        Column("place", _("Place"), lambda row: row.place, sort="place", usual=False),
        Column("years", _("Years"), _years, kind="code", sort=("from_year", "to_year")),
        Column(
            "approved",
            _("Support approved"),
            lambda row: row.support_approved,
            kind="money",
            sort="support_approved",
            total=Sum("support_approved"),
        ),
        Column(
            "paid",
            _("Support paid"),
            lambda row: row.support_paid,
            kind="money",
            sort="support_paid",
            total=Sum("support_paid"),
        ),
        Column("state", _("State"), lambda row: row.get_state_display(), sort="state", usual=False),
        Column("products", _("Products"), lambda row: row.products, usual=False),
        Column("managing", _("Managing authority"), lambda row: row.managing_text, usual=False),
        Column("tracking", _("Tracking agency"), lambda row: row.tracking_text, usual=False),
        Column("source", _("Source"), lambda row: row.source, usual=False),
    ),
    filters=ProjectFilter,
    search=search_folded("folded"),
    order="name",
    empty=_("No project is named yet: a number that was reported stands without a list."),
)


# Results


class ResultFilter(filters.FilterSet):
    """Filters of the results of one programme."""

    kind = filters.ChoiceFilter(label=_("Kind"), choices=ResultKind.choices, empty_label=_("All kinds"))

    class Meta:
        model = LinkedResult
        fields: tuple[str, ...] = ()


RESULTS = Listing(
    "cooperation.results",
    columns=(
        Column("kind", _("Kind"), lambda row: row.get_kind_display(), sort="kind"),
        Column(
            "name",
            _("Result"),
            lambda row: row.name,
            kind="link",
            sort="sort_key",
            link=lambda row: row.get_absolute_url(),
            fixed=True,
        ),
        Column("place", _("Place"), lambda row: row.place, sort="place"),
        Column("year", _("Year"), lambda row: str(row.year or ""), kind="code", sort="year"),
        Column("project", _("Project"), lambda row: str(row.project or ""), sort="project__sort_key"),
        Column("source", _("Source"), lambda row: row.source),
    ),
    filters=ResultFilter,
    search=search_folded("folded"),
    order="name",
    empty=_("No result is named yet: a number that was reported stands without a list."),
)
