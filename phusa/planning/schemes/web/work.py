"""What of schemes waits for a person: drafts to be finished, to be submitted, to be approved."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phusa.foundation.access import DRAFTERS, LEADERS, Capacity
from phusa.planning.assignments.registry import Item, Reason, Section
from phusa.planning.schemes.models import SchemeVersion
from phusa.planning.schemes.permissions import SUBMITTERS
from phusa.planning.schemes.queries import versions_visible_to
from phusa.planning.schemes.vocabulary import VersionState
from phusa.planning.schemes.web.pages import badge_of
from phusa.planning.schemes.workflow import SCHEME

MOST = 20  # rows of a section on the page

TO_APPROVE = Reason(
    gettext_lazy("Submitted, waiting for your approval"),
    gettext_lazy("Read and approve"),
    "patch-check",
    others_wait=True,
)
TO_SUBMIT = Reason(gettext_lazy("Drafts that you may submit"), gettext_lazy("Read and submit"), "send")
TO_FINISH = Reason(gettext_lazy("Drafts to finish"), gettext_lazy("Go on drafting"), "pencil")


def waiting(user: Any, acting: Capacity) -> Iterator[Section]:
    """What waits for the user in the capacity acted under.

    A copy of a paper already issued is submitted to nobody: it stays with those who draft until its approval is
    recorded.
    """
    drafted_here = Q(scheme__drafting__in=acting.reach)
    if acting.role in LEADERS:
        yield from _section(user, TO_APPROVE, "approve", Q(scheme__authority__in=acting.reach))
    if acting.role in SUBMITTERS:
        yield from _section(user, TO_SUBMIT, "submit", drafted_here & Q(as_issued=False))
        yield from _section(user, TO_FINISH, "edit", drafted_here & Q(as_issued=True))
    elif acting.role in DRAFTERS:
        yield from _section(user, TO_FINISH, "edit", drafted_here)


def _section(user: Any, reason: Reason, step: str, condition: Q) -> Iterator[Section]:
    """The versions from which the step can be taken, those that have waited longest first; none, no section."""
    versions = (
        versions_visible_to(user)
        .filter(condition, state__in=SCHEME.step(step).from_)
        .select_related("scheme__drafting")
        .defer("frozen")
        .order_by(F("submitted_at").asc(nulls_last=True), "pk")
    )
    if found := list(versions):
        yield Section(reason, [_item(one) for one in found[:MOST]], len(found), reverse("schemes:list"))


def _item(version: SchemeVersion) -> Item:
    address = reverse("schemes:document", args=[version.scheme.uid, version.number])
    since = ""
    if version.state == VersionState.SUBMITTED and version.submitted_at:
        since = _("submitted on %(day)s") % {"day": f"{timezone.localtime(version.submitted_at):%d/%m/%Y}"}
    state, drafting = badge_of(version.state), str(version.scheme.drafting)
    return Item(version, version.title, drafting, state, address, address, since=since)
