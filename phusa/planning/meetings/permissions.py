"""Who may do what with meetings and conclusions. The reasons stand in README.md."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from phusa.foundation import access
from phusa.foundation.access import DRAFTERS, LEADERS, OFFICE, Role
from phusa.foundation.files.permissions import owned_by
from phusa.planning.assignments.permissions import OF_AN_AGENCY, answers_for_it
from phusa.planning.meetings.models import Line, Meeting
from phusa.planning.meetings.queries import (
    conclusions_visible_to,
    dossiers_visible_to,
    papers_visible_to,
    sources_visible_to,
    statements_visible_to,
    visible_to,
)

KEEPERS = DRAFTERS | OFFICE | {Role.MINISTRY_OFFICER}


def _meeting_of(record: Any) -> Meeting:
    if isinstance(record, Line):
        return record.conclusion.meeting
    return record if isinstance(record, Meeting) else record.meeting


def works_where_it_is_kept(user: Any, organization: Any) -> bool:
    """The user works in the organisation that would keep the record (the command line: anywhere)."""
    standing = access.standing(user)
    return standing.holds(Role.OPERATOR) or organization.pk in standing.reach(*KEEPERS)


def keeps_the_record(user: Any, record: Any) -> bool:
    """The user works in the organisation that keeps the record, or in the office of the authority."""
    standing, meeting = access.standing(user), _meeting_of(record)
    if standing.holds(Role.OPERATOR) or meeting.drafting_id in standing.reach(*KEEPERS):
        return True
    return meeting.authority_id in standing.reach(*OFFICE)


def drafts_the_conclusion(user: Any, record: Any) -> bool:
    """The user works in the organisation that keeps the record, or in the office of the authority; a ministry officer
    of another side does not.
    """
    standing, meeting = access.standing(user), _meeting_of(record)
    if standing.holds(Role.OPERATOR) or meeting.drafting_id in standing.reach(*DRAFTERS, *OFFICE):
        return True
    return meeting.authority_id in standing.reach(*OFFICE)


def leads_the_authority(user: Any, record: Any) -> bool:
    """The user is chair or vice chair of the authority."""
    return _meeting_of(record).authority_id in access.standing(user).reach(*LEADERS)


def corrects_it(user: Any, record: Any) -> bool:
    """Who drafts it, while it is a draft; who leads the authority, while it is with the chair."""
    return drafts_the_conclusion(user, record) or leads_the_authority(user, record)


def keeps_the_papers(user: Any, record: Any) -> bool:
    """The user keeps the authority's papers, or directs the organisation that keeps the record."""
    standing, meeting = access.standing(user), _meeting_of(record)
    return (
        standing.holds(Role.OPERATOR)
        or meeting.authority_id in standing.reach(*OFFICE, Role.CLERK)
        or meeting.drafting_id in standing.reach(Role.DIRECTOR)
    )


def may_take_it_back(user: Any, record: Any) -> bool:
    """The user leads the authority or its office."""
    return _meeting_of(record).authority_id in access.standing(user).reach(*LEADERS, Role.OFFICE_LEADER)


def answers_for_the_line(user: Any, line: Line) -> bool:
    """The user works in the agency that answers for the line."""
    return answers_for_it(user, line.assignment)


access.scope("meetings.view_meeting", label=_("See a meeting"), rows=visible_to)
access.scope("meetings.view_statement", label=_("See what was said at a meeting"), rows=statements_visible_to)
access.scope("meetings.view_source", label=_("See a source on a meeting"), rows=sources_visible_to)
access.scope("meetings.view_paper", label=_("See a paper of a meeting"), rows=papers_visible_to)
access.scope("meetings.view_conclusion", label=_("See a conclusion"), rows=conclusions_visible_to)
access.scope("meetings.view_dossier", label=_("See a meeting from inside"), rows=dossiers_visible_to)
access.permission(
    "meetings.create_meeting",
    label=_("Record a meeting"),
    roles=KEEPERS | {Role.OPERATOR},
    when=works_where_it_is_kept,
)
access.permission(
    "meetings.edit_meeting",
    label=_("Keep the record of a meeting"),
    roles=KEEPERS | {Role.OPERATOR},
    when=keeps_the_record,
)
access.permission(
    "meetings.draft_conclusion",
    label=_("Draft a conclusion"),
    roles=DRAFTERS | OFFICE | {Role.OPERATOR},
    when=drafts_the_conclusion,
)
access.permission(
    "meetings.correct_conclusion",
    label=_("Correct the wording of a conclusion"),
    roles=DRAFTERS | OFFICE | LEADERS | {Role.OPERATOR},
    when=corrects_it,
)
access.permission(
    "meetings.agree_conclusion", label=_("Agree to a conclusion, or return it"), roles=LEADERS, when=leads_the_authority
)
access.permission(
    "meetings.issue_conclusion",
    label=_("Record that a conclusion was issued"),
    roles=OFFICE | {Role.CLERK, Role.DIRECTOR, Role.OPERATOR},
    when=keeps_the_papers,
)
access.permission(
    "meetings.withdraw_conclusion",
    label=_("Take an issued conclusion back"),
    roles=LEADERS | {Role.OFFICE_LEADER},
    when=may_take_it_back,
)
access.permission(
    "meetings.answer_line",
    label=_("Answer a line of a conclusion for the agency"),
    roles=OF_AN_AGENCY,
    when=answers_for_the_line,
)
access.permission(
    "meetings.decide_line", label=_("Waive a line or give it a new term"), roles=LEADERS, when=leads_the_authority
)
owned_by("meetings.source", "meetings.view_source")
owned_by("meetings.paper", "meetings.view_paper")
owned_by("meetings.conclusion", "meetings.view_conclusion")
