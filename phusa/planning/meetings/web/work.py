"""What of conclusions waits for a person: drafts to finish, what lies with the chair, what is to be issued."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phusa.foundation.access import DRAFTERS, LEADERS, OFFICE, Capacity, Role
from phusa.foundation.ui.vocabulary import State, Tone
from phusa.planning.assignments.permissions import OF_AN_AGENCY
from phusa.planning.assignments.queries import in_force, led_jointly_by
from phusa.planning.assignments.registry import Item, Reason, Section
from phusa.planning.assignments.showing import Clocks
from phusa.planning.meetings.models import Conclusion, Referral
from phusa.planning.meetings.queries import conclusions_visible_to
from phusa.planning.meetings.vocabulary import ConclusionState
from phusa.planning.meetings.web.pages import badge_of

MOST = 20  # rows of a section on the page

TO_AGREE = Reason(
    gettext_lazy("Conclusions that wait for you"), gettext_lazy("Read and agree"), "patch-check", others_wait=True
)
ASKED = Reason(
    gettext_lazy("Agencies that ask you about a line"), gettext_lazy("Decide"), "question-circle", others_wait=True
)
TO_ISSUE = Reason(gettext_lazy("Agreed conclusions, to be issued"), gettext_lazy("Record number and date"), "send")
JOINT = Reason(gettext_lazy("Joint assignments that a meeting gave"), gettext_lazy("Report progress"), "people")
TO_FINISH = Reason(gettext_lazy("Conclusions to finish"), gettext_lazy("Go on drafting"), "pencil")


def waiting(user: Any, acting: Capacity) -> Iterator[Section]:
    """What waits for the user in the capacity acted under."""
    ours, of_authority = Q(meeting__drafting__in=acting.reach), Q(meeting__authority__in=acting.reach)
    rows = conclusions_visible_to(user).select_related("meeting")
    if acting.role in LEADERS:
        yield from _section(TO_AGREE, rows.filter(of_authority, state=ConclusionState.WITH_CHAIR))
        yield from _asked(acting)
    if acting.role in (*OFFICE, Role.CLERK):
        yield from _section(TO_ISSUE, rows.filter(of_authority, state=ConclusionState.AGREED))
    if acting.role in OFFICE:
        yield from _section(TO_FINISH, rows.filter(of_authority | ours, state=ConclusionState.DRAFT))
    elif acting.role in DRAFTERS:
        yield from _section(TO_FINISH, rows.filter(ours, state=ConclusionState.DRAFT))
    if acting.role in OF_AN_AGENCY:
        yield from _given_at_meetings(user, acting)


def _given_at_meetings(user: Any, acting: Capacity) -> Iterator[Section]:
    """What was made of a statement for several to do together stands before each of them from the first day."""
    clocks = Clocks()
    rows = in_force(user).filter(led_jointly_by(acting.reach, clocks.today), of_statement__isnull=False)
    if found := list(rows.order_by(F("closes_on").asc(nulls_last=True), "pk")):
        items = [
            Item(
                one,
                str(one),
                one.origin_title,
                clocks.state(one),
                one.get_absolute_url(),
                f"{one.get_absolute_url()}#progress",
                clocks.deadline(one),
            )
            for one in found[:MOST]
        ]
        yield Section(JOINT, items, len(found), reverse("assignments:list"))


def _section(reason: Reason, rows: QuerySet[Conclusion]) -> Iterator[Section]:
    if found := list(rows.order_by("sent_at", "pk")):
        yield Section(reason, [_item(one) for one in found[:MOST]], len(found), reverse("meetings:conclusions"))


def _item(conclusion: Conclusion) -> Item:
    since = ""
    if conclusion.state == ConclusionState.WITH_CHAIR and conclusion.sent_at:
        since = _("sent on %(day)s") % {"day": f"{timezone.localtime(conclusion.sent_at):%d/%m/%Y}"}
    address, badge = conclusion.get_absolute_url(), badge_of(conclusion)
    return Item(conclusion, conclusion.title, conclusion.meeting.title, badge, address, address, since=since)


def _asked(acting: Capacity) -> Iterator[Section]:
    open_ones = Referral.objects.filter(decision="", line__conclusion__meeting__authority__in=acting.reach)
    rows = open_ones.select_related("line__conclusion", "line__assignment", "asked_for").order_by("asked_at", "pk")
    if found := list(rows):
        items = [_question(one) for one in found[:MOST]]
        yield Section(ASKED, items, len(found), reverse("meetings:conclusions"))


def _question(referral: Referral) -> Item:
    return Item(
        referral,
        str(referral.line),
        f"{referral.asked_for}: {referral.reason}",
        State(_("Asks the chair"), "question-circle", Tone.ACTION),
        referral.line.conclusion.get_absolute_url(),
        referral.get_absolute_url(),
        since=_("asked on %(day)s") % {"day": f"{timezone.localtime(referral.asked_at):%d/%m/%Y}"},
    )
