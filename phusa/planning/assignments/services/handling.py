"""Arranging who handles an assignment, and opening a collective one into one for each member."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phusa.foundation import access
from phusa.foundation.access.models import User
from phusa.foundation.journal.services import record
from phusa.foundation.organizations.models import Organization, Person
from phusa.foundation.records.services import lock, save
from phusa.kernel.refusals import Refusal, Refused
from phusa.planning.assignments import rules
from phusa.planning.assignments.models import Assignment, Party
from phusa.planning.assignments.queries import handling_officers
from phusa.planning.assignments.search import terms_changed
from phusa.planning.assignments.services.progress import derive_progress
from phusa.planning.assignments.services.terms import OF_DOCUMENT, members_of_lead
from phusa.planning.assignments.vocabulary import LeadKind, PartyRole, Standing

OF_HANDLING = ("responsible_leader", "handling_officer", "follow_up")


@transaction.atomic
def set_handling(
    actor: Any,
    assignment: Assignment,
    *,
    revision: int,
    responsible_leader: Person | None,
    handling_officer: User | None,
    follow_up: Organization | None,
    at: datetime,
) -> Assignment:
    """Name the responsible leader, the officer who handles it, and the agency that follows it up.

    An amendment that is being drafted takes the names over.
    """
    access.require(actor, "assignments.view_assignment", assignment)
    access.require(actor, "assignments.set_handling", assignment)
    row = lock(Assignment, assignment.uid, revision)
    _raise([rules.it_binds(row), _officer_is_of_a_lead(row, handling_officer, at)])
    for changed in (row, *row.drafts.select_for_update().filter(standing=Standing.DRAFT)):
        changed.responsible_leader = responsible_leader
        changed.handling_officer = handling_officer
        changed.follow_up = follow_up
        save(changed, *OF_HANDLING)
    record(
        "assignment.handling_set",
        row,
        actor,
        at=at,
        payload={
            "responsible_leader": str(responsible_leader or ""),
            "handling_officer": str(handling_officer or ""),
            "follow_up": str(follow_up or ""),
        },
        context=row.origin,
    )
    return row


@transaction.atomic
def open_collective(actor: Any, assignment: Assignment, *, revision: int, at: datetime) -> list[Assignment]:
    """One sub-assignment for every agency of a collective lead that has none yet; returns the new ones.

    Members are those of the group on the document's date; agencies named beside the group are opened too. From then
    on the progress of the whole follows from its parts.
    """
    access.require(actor, "assignments.view_assignment", assignment)
    access.require(actor, "assignments.open_collective", assignment)
    whole = lock(Assignment, assignment.uid, revision)
    missing = members_without_part(whole)
    refusals = [rules.it_binds(whole), rules.its_lead_is_collective(whole)]
    if not any(refusals) and not missing:
        refusals = [_nobody_is_missing(whole)]
    _raise(refusals)
    parts = [
        Assignment(
            authority_id=whole.authority_id,
            drafting_id=whole.drafting_id,
            standing=Standing.ISSUED,
            audience=whole.audience,
            issued_at=at,
            origin_kind=whole.origin_kind,
            origin_uid=whole.origin_uid,
            origin_title=whole.origin_title,
            origin_url=whole.origin_url,
            parent=whole,
            created_at=at,
            illustrative=whole.illustrative,
            follow_up_id=whole.follow_up_id,
            **{name: getattr(whole, name) for name in OF_DOCUMENT},
            accountable=member,
            lead_kind=LeadKind.ONE,
        )
        for member in missing
    ]
    Assignment.objects.bulk_create(parts)
    Party.objects.bulk_create(
        Party(assignment=part, role=PartyRole.LEAD, organization=member, as_written=member.current_name)
        for part, member in zip(parts, missing, strict=True)
    )
    derive_progress(whole)
    terms_changed(part.uid for part in parts)
    record(
        "assignment.collective_opened",
        whole,
        actor,
        at=at,
        payload={"members": [str(member) for member in missing]},
        context=whole.origin,
    )
    return parts


def members_without_part(whole: Assignment) -> list[Organization]:
    """Agencies of a collective lead, by name, for which no part has been opened."""
    opened = whole.parts.filter(standing=Standing.ISSUED).values("accountable")
    return list(members_of_lead(whole).exclude(pk__in=opened))


def _raise(refusals: Iterable[Refusal | None]) -> None:
    found = [refusal for refusal in refusals if refusal]
    if found:
        raise Refused(found)


def _officer_is_of_a_lead(assignment: Assignment, officer: User | None, at: datetime) -> Refusal | None:
    """The handling officer works in an agency that leads."""
    if officer is None or handling_officers(assignment, timezone.localdate(at)).filter(pk=officer.pk).exists():
        return None
    return Refusal("officer-of-another-agency", _("The handling officer must work in a lead agency today."))


def _nobody_is_missing(whole: Assignment) -> Refusal:
    if whole.parts.exists():
        return Refusal("opened-already", _("A part has been opened for every member already."))
    return Refusal(
        "members-unknown",
        _("The collective is given as text only: name its group in the document first, so that its members are known."),
    )
