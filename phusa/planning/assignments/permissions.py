"""Who may see an assignment, report on it, confirm what others reported, arrange who handles it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from phusa.foundation import access
from phusa.foundation.access import DRAFTERS, OFFICE, Capacity, Role
from phusa.foundation.files.permissions import owned_by
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.queries import visible_to
from phusa.planning.assignments.vocabulary import PartyRole, Standing

OF_AN_AGENCY = (*DRAFTERS, Role.OFFICER, Role.MINISTRY_OFFICER)


def answering_leads(assignment: Assignment) -> frozenset[int]:
    """Organisations whose word on the progress counts: the accountable one, else every lead that is an agency."""
    if assignment.accountable_id:
        return frozenset({assignment.accountable_id})
    return frozenset(lead_organizations(assignment))


def lead_organizations(assignment: Assignment) -> list[int]:
    """The agencies that lead, in the order of the document; a group or a mere name is none."""
    return [
        party.organization_id
        for party in assignment.parties.all()
        if party.role == PartyRole.LEAD and party.organization_id
    ]


@dataclass(frozen=True)
class Voice:
    """The organisation that a person speaks for when reporting, and whether its word settles the status."""

    organization_id: int
    confirmed: bool


def voice_of(user: Any, assignment: Assignment) -> Voice | None:
    """For whom the user reports on the assignment, the capacity acted under first; None when for nobody.

    The agency that answers for it settles the status. What another lead, the agency that follows up, the drafting
    agency's specialists or the specialists of the authority's office report waits for its word.
    """
    if assignment.standing != Standing.ISSUED:
        return None
    standing = access.standing(user)
    capacities = sorted(standing.capacities, key=lambda capacity: capacity != standing.acting)
    answering, leads = answering_leads(assignment), set(lead_organizations(assignment))
    of_agency = [capacity for capacity in capacities if capacity.role in OF_AN_AGENCY]
    for capacity in of_agency:
        if answering & capacity.reach:
            return Voice(capacity.organization_id, confirmed=True)
    for capacity in of_agency:
        if leads & capacity.reach:
            return Voice(capacity.organization_id, confirmed=False)
    for capacity in capacities:
        if _follows_it(capacity, assignment):
            return Voice(capacity.organization_id, confirmed=False)
    return None


def _follows_it(capacity: Capacity, assignment: Assignment) -> bool:
    if capacity.role == Role.OFFICE_SPECIALIST:
        return bool({assignment.authority_id, assignment.follow_up_id} & capacity.reach)
    if capacity.role in OF_AN_AGENCY and assignment.follow_up_id in capacity.reach:
        return True
    return capacity.role == Role.SPECIALIST and assignment.drafting_id in capacity.reach


def reports_on_it(user: Any, assignment: Assignment) -> bool:
    """The user may say how far it has come, with or without the lead agency's word."""
    return voice_of(user, assignment) is not None


def answers_for_it(user: Any, assignment: Assignment) -> bool:
    """The user works in the agency that answers for the assignment."""
    voice = voice_of(user, assignment)
    return voice is not None and voice.confirmed


def arranges_it(user: Any, assignment: Assignment) -> bool:
    """The user is head of a lead agency, or works in the authority's office."""
    standing = access.standing(user)
    return _issued(assignment) and (
        assignment.authority_id in standing.reach(*OFFICE)
        or not standing.reach(Role.HEAD, Role.DIRECTOR).isdisjoint(lead_organizations(assignment))
    )


def may_open_it(user: Any, assignment: Assignment) -> bool:
    """The user drafted the document, or works in the authority's office."""
    standing = access.standing(user)
    return _issued(assignment) and (
        assignment.drafting_id in standing.reach(*DRAFTERS) or assignment.authority_id in standing.reach(*OFFICE)
    )


def _issued(assignment: Assignment) -> bool:
    return assignment.standing == Standing.ISSUED


access.scope("assignments.view_assignment", label=_("See an assignment"), rows=visible_to)
access.permission(
    "assignments.report_progress",
    label=_("Report the progress of an assignment"),
    roles={*OF_AN_AGENCY, Role.OFFICE_SPECIALIST},
    when=reports_on_it,
)
access.permission(
    "assignments.confirm_progress",
    label=_("Confirm for the lead agency what others have reported"),
    roles=OF_AN_AGENCY,
    when=answers_for_it,
)
access.permission(
    "assignments.set_handling",
    label=_("Name the responsible leader, the handling officer and the agency that follows up"),
    roles={Role.HEAD, Role.DIRECTOR, *OFFICE},
    when=arranges_it,
)
access.permission(
    "assignments.open_collective",
    label=_("Open a collective assignment into one for each member"),
    roles={*DRAFTERS, *OFFICE},
    when=may_open_it,
)
owned_by("assignments.assignment", "assignments.view_assignment")
