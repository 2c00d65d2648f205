"""What waits for a person beside assignments: what was asked and nobody works on, and answers that are overdue."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Q, Window
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phusa.foundation.access import Capacity
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.queries import led_jointly_by
from phusa.planning.assignments.registry import Item as Line
from phusa.planning.assignments.registry import Reason, Section
from phusa.planning.requests.permissions import WORKERS
from phusa.planning.requests.queries import clock_conditions, items_visible_to, waiting
from phusa.planning.requests.showing import Clocks
from phusa.planning.requests.vocabulary import ClockState
from phusa.planning.requests.web.lists import FROM_US, TO_US, listed

MOST = 20  # rows of a section on the page
UNGIVEN = Reason(
    gettext_lazy("Asked of us, and nobody works on it yet"), gettext_lazy("Give to units"), "envelope", others_wait=True
)
UNANSWERED = Reason(gettext_lazy("Answers to us that are overdue"), gettext_lazy("Press for the answer"), "envelope")
JOINT = Reason(gettext_lazy("Joint assignments under way"), gettext_lazy("Report progress"), "people")


def sections(user: Any, acting: Capacity) -> Iterator[Section]:
    """What waits in the capacity acted under; a query a reason."""
    if acting.role not in WORKERS:
        return
    clocks, reach = Clocks(), acting.reach
    overdue = clock_conditions(clocks.today)[ClockState.OVERDUE]
    unit = Q(unit__in=reach) | Q(unit=None, request__asked_authority__in=reach)
    asking = Q(request__asking_unit__in=reach) | Q(request__asking_unit=None, request__asking_authority__in=reach)
    joint = Assignment.objects.filter(led_jointly_by(reach, clocks.today))
    reasons = [
        (UNGIVEN, unit & Q(assignment=None), "assign", f"side={TO_US}&clock=waiting"),
        (UNANSWERED, asking & overdue, "", f"side={FROM_US}&clock={ClockState.OVERDUE}"),
        (JOINT, Q(assignment__in=joint) & ~(asking & overdue), "", "clock=waiting"),
    ]
    for reason, condition, deed, query in reasons:
        rows = listed(items_visible_to(user).filter(waiting() & condition)).select_related("assignment")
        counted = rows.annotate(total=Window(Count("pk"))).order_by(F("closes_on").asc(nulls_last=True), "pk")
        if found := list(counted[:MOST]):
            lines = [_line(item, clocks, deed, joint=reason is JOINT) for item in found]
            yield Section(reason, lines, found[0].total, f"{reverse('requests:list')}?{query}")


def _line(item: Any, clocks: Clocks, deed: str, *, joint: bool) -> Line:
    page = item.get_absolute_url()
    address = reverse(f"requests:{deed}", args=[item.request.uid, item.number]) if deed else page
    if joint:
        address = f"{item.assignment.get_absolute_url()}#progress"
    return Line(
        record=item,
        label=item.content,
        note=_("%(who)s: %(title)s") % {"who": item.request.asking_name, "title": item.request.title},
        state=clocks.badge(item),
        page=page,
        url=address,
        deadline=clocks.deadline(item),
    )
