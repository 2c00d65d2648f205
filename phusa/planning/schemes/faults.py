"""What a task that breaks a rule of readiness looks like to the database: one condition for panel and matrix."""

from django.db.models import Exists, OuterRef, Q

from phusa.planning.assignments.models import Party
from phusa.planning.assignments.vocabulary import DeadlineState, LeadKind, PartyRole
from phusa.planning.schemes.models import Solution

_pairs = Solution.tasks.through.objects
_parties = Party.objects.filter(assignment=OuterRef("assignment"))
_coordinating_without_duty = _parties.filter(role=PartyRole.COORDINATING, duty="")
_lead_named_again = _parties.filter(role=PartyRole.COORDINATING).filter(
    Exists(
        Party.objects.filter(
            Q(organization=OuterRef("organization")) | Q(group=OuterRef("group")),
            assignment=OuterRef("assignment"),
            role=PartyRole.LEAD,
        )
    )
)
TASK_FAULTS: dict[str, Q] = {
    "focus-task-has-solution": Q(focus=True, paired_as_written=False) & ~Q(Exists(_pairs.filter(task=OuterRef("pk")))),
    "task-has-accountable-lead": Q(assignment__accountable=None) & ~Q(assignment__lead_kind=LeadKind.COLLECTIVE),
    "coordinating-party-has-duty": Q(Exists(_coordinating_without_duty)),
    "lead-not-coordinating": Q(Exists(_lead_named_again)),
    "deadline-is-read": ~Q(assignment__deadline_state=DeadlineState.READ),
    "product-is-named": Q(assignment__product=""),
}
