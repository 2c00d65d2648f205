"""The list of assignments: columns, filters, search."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from phusa.foundation import access
from phusa.foundation.organizations.models import Organization
from phusa.foundation.organizations.queries import to_choose_from
from phusa.foundation.search.queries import holding
from phusa.foundation.ui.addresses import page_of
from phusa.foundation.ui.filters import OfferedFilter
from phusa.foundation.ui.listing import Column, Listing
from phusa.planning.assignments import registry
from phusa.planning.assignments.models import Assignment, Party, in_turn
from phusa.planning.assignments.queries import (
    answered_for_by,
    as_assigned,
    as_carried_out,
    clock_conditions,
    coordinated_by,
    in_force,
    reported_percent,
    taken_part_in_by,
)
from phusa.planning.assignments.showing import Clocks, signed_days
from phusa.planning.assignments.vocabulary import (
    ClockState,
    DeadlineState,
    LeadKind,
    PartyRole,
    Status,
)

MINE, NOBODY = "mine", "nobody"
UNREAD, UNDATED = "unread", "undated"
AS_LEAD, AS_COORDINATING, AS_FOLLOW_UP = "lead", "coordinating", "follow_up"
YEARS_BACK, YEARS_AHEAD = 4, 6


class AssignmentFilter(django_filters.FilterSet):
    """Filters of the list.

    Choices are functions, because each request copies the filters, and a function is not copied.
    Without an agency or an officer, an opened collective is one row; with one, each member's part stands in its place:
    it is what that agency has to do.
    """

    agency = OfferedFilter(label=_("Agency"), empty_label=_("all agencies"), method="of_agency")
    role = django_filters.ChoiceFilter(
        label=_("Its role"),
        empty_label=_("any role"),
        choices=lambda: [
            (AS_LEAD, _("leads")),
            (AS_COORDINATING, _("coordinates")),
            (AS_FOLLOW_UP, _("follows up")),
        ],
        method="with_role",
    )
    clock = django_filters.MultipleChoiceFilter(
        label=_("Deadline"),
        choices=lambda: [
            *ClockState.choices,
            (UNREAD, _("Not read: kept as written")),
            (UNDATED, _("Nothing written")),
        ],
        method="in_clock",
    )
    status = django_filters.MultipleChoiceFilter(label=_("Status"), choices=lambda: Status.choices)
    kind = django_filters.ChoiceFilter(
        label=_("Comes from"),
        empty_label=_("any document"),
        choices=registry.origin_kinds,
        field_name="origin_kind",
    )
    origin = OfferedFilter(label=_("Document"), empty_label=_("all documents"), method="from_origin")
    lead = django_filters.ChoiceFilter(
        label=_("Kind of lead"),
        empty_label=_("all kinds"),
        choices=lambda: [*LeadKind.choices, (NOBODY, _("Nobody accountable"))],
        method="with_lead",
    )
    year = OfferedFilter(label=_("Due in the year"), empty_label=_("all years"), method="in_year")
    unconfirmed = django_filters.BooleanFilter(
        label=_("Not confirmed by the lead agency"), widget=forms.CheckboxInput, method="only_unconfirmed"
    )
    ours = django_filters.BooleanFilter(label=_("My agency takes part"), widget=forms.CheckboxInput, method="only_ours")
    mine = django_filters.BooleanFilter(label=_("Handled by me"), widget=forms.CheckboxInput, method="only_mine")

    class Meta:
        model = Assignment
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = timezone.localdate().year
        offered: dict[str, Iterable[tuple[Any, Any]]] = {
            "agency": [(MINE, _("my agency")), *to_choose_from()],
            "origin": self._document(),
            "year": [(y, y) for y in range(year - YEARS_BACK, year + YEARS_AHEAD)],
        }
        for name, pairs in offered.items():
            self.filters[name].extra["offered"] = [(str(value), str(label)) for value, label in pairs]

    def _document(self) -> list[tuple[UUID, str]]:
        """The document that a link asks for, if the reader sees anything of it: they are too many to be listed."""
        try:
            asked = UUID(self.data.get("origin", ""))
        except ValueError:
            return []
        rows = in_force(self.request.user).filter(origin_uid=asked).order_by()
        return list(rows.values_list("origin_uid", "origin_title")[:1])

    def filter_queryset(self, queryset: QuerySet[Assignment]) -> QuerySet[Assignment]:
        """As assigned, unless somebody's own work is asked for."""
        asked = self.form.cleaned_data
        of_somebody = asked["agency"] or asked["ours"] or asked["mine"]
        return super().filter_queryset(as_carried_out(queryset) if of_somebody else as_assigned(queryset))

    def with_lead(self, rows: QuerySet[Assignment], name: str, kind: str) -> QuerySet[Assignment]:
        """With such a lead; a collective is answered for by its members."""
        if kind == NOBODY:
            return rows.filter(accountable=None).exclude(lead_kind=LeadKind.COLLECTIVE)
        return rows.filter(lead_kind=kind)

    def of_agency(self, rows: QuerySet[Assignment], name: str, agency: str) -> QuerySet[Assignment]:
        """In the role that is chosen beside it, else in any."""
        keys = self._keys(agency)
        match self.form.cleaned_data["role"]:
            case "lead":
                return rows.filter(answered_for_by(keys))
            case "coordinating":
                return rows.filter(coordinated_by(keys))
            case "follow_up":
                return rows.filter(follow_up__in=keys)
        return rows.filter(taken_part_in_by(keys))

    def _keys(self, agency: str) -> Collection[int]:
        """One's own agency stands for those that it has taken over from as well."""
        if agency != MINE:
            return list(Organization.objects.filter(uid=agency).values_list("pk", flat=True))
        acting = access.standing(self.request.user).acting
        return acting.reach if acting else ()

    def with_role(self, rows: QuerySet[Assignment], name: str, value: str) -> QuerySet[Assignment]:
        """Says something only about an agency."""
        return rows

    def from_origin(self, rows: QuerySet[Assignment], name: str, uid: str) -> QuerySet[Assignment]:
        """Of one document."""
        return rows.filter(origin_uid=uid)

    def in_clock(self, rows: QuerySet[Assignment], name: str, chosen: list[str]) -> QuerySet[Assignment]:
        """In one of the states; what could not be read and what nobody wrote are both without a deadline."""
        if not chosen:
            return rows
        conditions: dict[str, Any] = {
            **{state.value: condition for state, condition in clock_conditions(timezone.localdate()).items()},
            UNREAD: Q(deadline_state=DeadlineState.UNREAD),
            UNDATED: Q(deadline_state=DeadlineState.EMPTY),
        }
        wanted = conditions[chosen[0]]
        for each in chosen[1:]:
            wanted |= conditions[each]
        return rows.filter(wanted)

    def in_year(self, rows: QuerySet[Assignment], name: str, year: str) -> QuerySet[Assignment]:
        """Whose term closes in the year."""
        first = date(int(year), 1, 1)
        return rows.filter(closes_on__gte=first, closes_on__lt=first.replace(year=first.year + 1))

    def only_unconfirmed(self, rows: QuerySet[Assignment], name: str, wanted: bool) -> QuerySet[Assignment]:
        """Whose status waits for the lead agency's word."""
        return rows.filter(status_confirmed=False) if wanted else rows

    def only_ours(self, rows: QuerySet[Assignment], name: str, wanted: bool) -> QuerySet[Assignment]:
        """In which the reader's agency, or one that it has taken over from, takes part in any role."""
        return rows.filter(taken_part_in_by(self._keys(MINE))) if wanted else rows

    def only_mine(self, rows: QuerySet[Assignment], name: str, wanted: bool) -> QuerySet[Assignment]:
        """That the reader has been named to handle."""
        return rows.filter(handling_officer=self.request.user) if wanted else rows


def address_of(row: Assignment) -> str:
    """The page of the assignment."""
    return page_of("assignments:assignment", row.uid)


def named(row: Any, role: str) -> list[str]:
    """The agencies in a role as the document names them, from what the list has fetched."""
    return [party.as_written for party in row.named if party.role == role]


def assignment_list() -> Listing:
    """The list for one request, so that all its rows are clocked on one day and one calendar."""
    clocks = Clocks()
    return Listing(
        "assignments.assignments",
        columns=(
            Column("code", _("No."), lambda row: row.code, kind="code", sort=("origin_title", "position")),
            Column("content", _("Task"), lambda row: row.content, kind="link", link=address_of, fixed=True),
            Column(
                "origin",
                _("Document"),
                lambda row: row.origin_title,
                sort="origin_title",
                show=lambda row: format_html('<span class="clamped" title="{0}">{0}</span>', row.origin_title),
            ),
            Column("lead", _("Lead"), lambda row: named(row, PartyRole.LEAD), sort="accountable__sort_key"),
            Column("coordinating", _("Coordinating"), lambda row: named(row, PartyRole.COORDINATING), usual=False),
            Column("product", _("Product"), lambda row: row.product),
            Column(
                "deadline",
                _("Deadline"),
                lambda row: row.closes_on,
                kind="date",
                sort=in_turn(),
                descending=(in_turn()[0].expression, "closes_on"),
                show=clocks.deadline_cell,
            ),
            Column("as_written", _("Deadline as written"), lambda row: row.deadline_text, usual=False),
            Column("state", _("Status"), clocks.state, kind="status", sort="status", show=clocks.badge),
            Column("percent", _("Progress"), lambda row: row.reported_percent, kind="percent", sort=reported_percent()),
            Column("days", _("Working days left"), lambda row: signed_days(clocks.of(row)), kind="number", usual=False),
            Column(
                "officer",
                _("Handling officer"),
                lambda row: row.handling_officer,
                usual=False,
                related=["handling_officer"],
            ),
            Column("follow_up", _("Follows up"), lambda row: row.follow_up, usual=False, related=["follow_up"]),
            Column(
                "reported", _("Last report"), lambda row: row.status_at, kind="datetime", sort="status_at", usual=False
            ),
        ),
        filters=AssignmentFilter,
        search=lambda rows, typed: rows.filter(uid__in=holding(typed, "assignments.assignment")),
        order="deadline",
        empty=_(
            "No assignment is open to you yet. They come from schemes, plans and conclusions once these are issued."
        ),
    )


assignment_list()  # so that saved views of the list are known before anybody has opened it


SHOWN = (
    "uid",
    "illustrative",
    "code",
    "content",
    "origin_title",
    "product",
    "deadline_text",
    "deadline_state",
    "due_on",
    "closes_on",
    "status",
    "percent",
    "status_confirmed",
    "status_at",
    "completed_on",
    "handling_officer",
    "follow_up",
)


def listed(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """The rows with what the list shows, and no more."""
    parties = Party.objects.only("assignment", "role", "as_written", "position").order_by("position")
    return rows.only(*SHOWN).prefetch_related(Prefetch("parties", queryset=parties, to_attr="named"))
