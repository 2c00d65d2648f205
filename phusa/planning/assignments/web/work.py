"""The queue of one person's work: what waits, why, and the one next thing to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phusa.foundation import access
from phusa.foundation.access import DRAFTERS, LEADERS, OFFICE, Capacity, Role
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.permissions import OF_AN_AGENCY
from phusa.planning.assignments.queries import answered_for_by, can_be_opened, clock_conditions, in_force, opened
from phusa.planning.assignments.registry import Item, Reason, Section, other_work
from phusa.planning.assignments.showing import Clocks
from phusa.planning.assignments.vocabulary import OPEN_STATUSES, ClockState

HEADS = (Role.HEAD, Role.DIRECTOR)
MOST = 20  # rows of a section on the page


@dataclass(frozen=True)
class Place(Reason):
    """A reason with the page, and the place on it, where an assignment's next thing is done."""

    url_name: str = "assignments:assignment"
    anchor: str = ""


LATE = Place(_("Overdue"), _("Report progress"), anchor="#progress", icon="exclamation-triangle-fill")
TO_CONFIRM = Place(
    _("Reported by others, waiting for your word"), _("Confirm or correct"), anchor="#confirm", icon="question-circle"
)
SOON = Place(_("Due within 30 days"), _("Report progress"), anchor="#progress", icon="hourglass-split")
WITHOUT_OFFICER = Place(
    _("Without a handling officer"), _("Name the officer"), "person", url_name="assignments:handling"
)
TO_OPEN = Place(_("Collective, not opened yet"), _("Open into parts"), "diagram-3", url_name="assignments:parts")
FOLLOWED = Place(_("Overdue among what you follow up"), _("Record what you know"), anchor="#progress", icon="eye")
DIRECTED = Place(_("Overdue among what you are responsible for"), _("See why"), icon="eye")


def sections(user: Any) -> list[Section]:
    """What the user must do in the capacity acted under, most pressing first; one query a reason and three more."""
    acting = access.standing(user).acting
    if acting is None:
        return []
    clocks, waiting, seen = Clocks(), [], in_force(user)
    for reason, condition in _reasons(user, acting, clocks.today):
        rows = seen.filter(condition)
        if keys := list(rows.order_by(F("closes_on").asc(nulls_last=True), "pk").values_list("pk", flat=True)):
            waiting.append((reason, keys[:MOST], len(keys)))
    found = Assignment.objects.in_bulk([key for _reason, keys, _total in waiting for key in keys])
    everything = reverse("assignments:list")
    own = [
        Section(reason, [_item(found[key], reason, clocks) for key in keys], total, everything)
        for reason, keys, total in waiting
    ]
    other = list(other_work(user, acting))
    first = [section for section in other if section.reason.others_wait]
    return [*first, *own, *(section for section in other if section not in first)]


def _reasons(user: Any, acting: Capacity, today: date) -> Iterator[tuple[Place, Q]]:
    """No row waits for two reasons."""
    clocks = clock_conditions(today)
    late, soon = clocks[ClockState.OVERDUE], clocks[ClockState.DUE_SOON]
    reach, role = acting.reach, acting.role
    answered = answered_for_by(reach)
    if role in OF_AN_AGENCY:
        own = answered & ~opened()
        if role not in HEADS:
            own &= Q(handling_officer=user.pk) | Q(handling_officer=None)
        settled = own & Q(status_confirmed=True)
        yield TO_CONFIRM, own & Q(status_confirmed=False)
        yield LATE, settled & late
        yield SOON, settled & soon
        if role in HEADS:
            unhurried = clocks[ClockState.OPEN] | clocks[ClockState.NONE] & Q(status__in=OPEN_STATUSES)
            yield WITHOUT_OFFICER, settled & unhurried & Q(handling_officer=None)
    if role in (*DRAFTERS, *OFFICE):
        yield FOLLOWED, late & Q(follow_up__in=reach) & ~answered
        gave_it_out = Q(drafting__in=reach) if role in DRAFTERS else Q(authority__in=reach)
        yield TO_OPEN, can_be_opened() & gave_it_out & ~(late & Q(follow_up__in=reach))
    if role in LEADERS:
        yield DIRECTED, late & Q(responsible_leader__user=user.pk)


def _item(row: Assignment, reason: Place, clocks: Clocks) -> Item:
    address = reverse(reason.url_name, args=[row.uid]) + reason.anchor
    return Item(
        row, str(row), row.origin_title, clocks.state(row), row.get_absolute_url(), address, clocks.deadline(row)
    )
