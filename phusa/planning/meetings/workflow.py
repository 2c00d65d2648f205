"""Whether a meeting was held, and how a conclusion comes into force: only the issued one binds."""

from django.utils.translation import gettext_lazy as _

from phusa.kernel.workflow import Step, Workflow
from phusa.planning.meetings import rules
from phusa.planning.meetings.models import Conclusion, Meeting
from phusa.planning.meetings.vocabulary import ConclusionState, MeetingState

PLANNED, HELD, CANCELLED = MeetingState.PLANNED, MeetingState.HELD, MeetingState.CANCELLED
DRAFT, WITH_CHAIR, AGREED = ConclusionState.DRAFT, ConclusionState.WITH_CHAIR, ConclusionState.AGREED
ISSUED, WITHDRAWN = ConclusionState.ISSUED, ConclusionState.WITHDRAWN

MEETING = Workflow[Meeting](
    "meeting",
    states=MeetingState,
    initial=PLANNED,
    state_of=lambda meeting: meeting.state,
    steps=(
        Step("edit", {PLANNED, HELD}, None, permission="meetings.edit_meeting", label=_("Edit")),
        Step(
            "hold",
            {PLANNED},
            HELD,
            permission="meetings.edit_meeting",
            guards=(rules.its_day_has_come,),
            label=_("It has been held"),
        ),
        Step("cancel", {PLANNED}, CANCELLED, permission="meetings.edit_meeting", label=_("Cancel the meeting")),
    ),
)

CONCLUSION = Workflow[Conclusion](
    "conclusion",
    states=ConclusionState,
    initial=DRAFT,
    state_of=lambda conclusion: conclusion.state,
    steps=(
        Step("edit", {DRAFT}, None, permission="meetings.draft_conclusion", label=_("Edit")),
        Step(
            "send",
            {DRAFT},
            WITH_CHAIR,
            permission="meetings.draft_conclusion",
            guards=(rules.there_are_lines,),
            label=_("Send it to the chair"),
        ),
        Step("correct", {WITH_CHAIR}, None, permission="meetings.agree_conclusion", label=_("Correct it")),
        Step(
            "agree",
            {WITH_CHAIR},
            AGREED,
            permission="meetings.agree_conclusion",
            guards=(rules.there_are_lines, rules.every_line_names_a_lead),
            label=_("Agree"),
        ),
        Step(
            "return",
            {WITH_CHAIR},
            DRAFT,
            permission="meetings.agree_conclusion",
            label=_("Return it to be completed"),
        ),
        Step(
            "issue",
            {AGREED},
            ISSUED,
            permission="meetings.issue_conclusion",
            guards=(rules.there_are_lines,),
            label=_("Record number, date and signer"),
        ),
        Step(
            "record_issue",
            {DRAFT, WITH_CHAIR},
            ISSUED,
            permission="meetings.issue_conclusion",
            guards=(rules.there_are_lines,),
            label=_("Record that it was issued on paper"),
        ),
        Step(
            "withdraw",
            {ISSUED},
            WITHDRAWN,
            permission="meetings.withdraw_conclusion",
            label=_("Withdraw the conclusion"),
        ),
    ),
)


def permission_to_write(conclusion: Conclusion) -> str:
    """Who changes the wording now: the chair while it lies there, else those who draft."""
    step = CONCLUSION.step("correct" if conclusion.state == WITH_CHAIR else "edit")
    return step.permission or ""
