"""Commitments: what one side promises. Each is an assignment that the programme gives out."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from phusa.foundation.journal.services import record
from phusa.foundation.organizations.models import Organization
from phusa.foundation.records.services import lock, save
from phusa.kernel.refusals import Refusal, Refused
from phusa.planning.assignments import services as assignments
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.vocabulary import Audience, Standing, Terms
from phusa.planning.cooperation.models import Commitment, HeldMeeting, Programme, YearPlan
from phusa.planning.cooperation.services.drafting import differences, kept_by, origin_of
from phusa.planning.cooperation.vocabulary import ProgrammeState, Promise
from phusa.planning.meetings.models import Statement


@transaction.atomic
def add_commitment(
    actor: Any,
    programme: Programme,
    *,
    side: Organization,
    terms: Terms,
    at: datetime,
    plan: YearPlan | None = None,
    promise: Promise | None = None,
    on: date | None = None,
) -> Commitment:
    """Write down what a side promises. Under a programme in force it binds at once, else from the signing on.

    `on` is the day of the paper, as of which agencies and deadlines are read; without one, the day of the deed.
    `promise` is the statement of a meeting in which it was said.
    """
    kept = kept_by(actor, programme, at=at)
    [made] = write_commitments(kept, [(side, terms, plan, promise)], on=on or timezone.localdate(at), at=at)
    if kept.state != ProgrammeState.DRAFT:
        issue_commitments(kept, at=at)
    if made.promise_uid:
        statement = Statement.objects.filter(uid=made.promise_uid).select_related("meeting").first()
        if statement:
            HeldMeeting.objects.get_or_create(programme=kept, meeting=statement.meeting, defaults={"created_at": at})
        made.assignment.refresh_from_db()
    told = {"side": str(side), "content": terms.content, "said_in": promise.title if promise else ""}
    record("programme.commitment_added", made.assignment, actor, at=at, payload=told, context=kept)
    return made


def write_commitments(
    programme: Programme,
    given: list[tuple[Organization, Terms, YearPlan | None, Promise | None]],
    *,
    on: date,
    at: datetime,
) -> list[Commitment]:
    """The rows of new commitments with their draft assignments, in the order given.

    Checks no permission and writes no journal: the deed does both. Raises `Refused`. Drafts of both sides stand under
    the authority that keeps the programme, so that the other side sees nothing of them before the signing.
    """
    if any(side.pk not in programme.sides for side, _terms, _plan, _promise in given):
        raise Refused([Refusal("promise-of-a-third-side", _("A commitment is made by one of the two sides."))])
    drafts = assignments.draft_all(
        [terms for _side, terms, _plan, _promise in given],
        authority_id=programme.authority_id,
        drafting_id=programme.drafting_id,
        origin=origin_of(programme),
        on=on,
        at=at,
        illustrative=programme.illustrative,
    )
    last = programme.commitments.aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    made = [
        Commitment(
            programme=programme,
            side=side,
            assignment=draft,
            plan=plan,
            promise_uid=UUID(promise.uid) if promise and promise.uid else None,
            promise_title=promise.title if promise else "",
            promise_url=promise.url if promise else "",
            position=first + n,
            created_at=at,
            illustrative=programme.illustrative,
        )
        for n, (draft, (side, _terms, plan, promise)) in enumerate(zip(drafts, given, strict=True))
    ]
    Commitment.objects.bulk_create(made, batch_size=500)
    return made


def issue_commitments(programme: Programme, *, at: datetime) -> int:
    """Make drafts binding, each for the authority whose promise it is; returns how many."""
    drafts = programme.commitments.filter(assignment__standing=Standing.DRAFT)
    return sum(
        assignments.issue(
            Assignment.objects.filter(pk__in=list(drafts.filter(side=side).values_list("assignment", flat=True))),
            audience=Audience.OPEN,
            at=at,
            authority_id=side,
        )
        for side in programme.sides
    )


@transaction.atomic
def edit_commitment(
    actor: Any,
    commitment: Commitment,
    *,
    revision: int,
    terms: Terms,
    reason: str,
    at: datetime,
    plan: YearPlan | None = None,
) -> Commitment:
    """Change the terms of a commitment; of one that binds already only with the reason, and its progress stays.

    `revision` is that of its assignment, which is what is edited. Raises `Conflict`.
    """
    kept = kept_by(actor, commitment.programme, at=at)
    locked = lock(Commitment, commitment.uid)
    live = lock(Assignment, commitment.assignment.uid, revision)
    before = assignments.terms_of(live)
    if live.standing == Standing.DRAFT:
        assignments.set_terms(live, terms, on=live.terms_on, at=at)
    elif live.standing != Standing.ISSUED:
        raise Refused([Refusal("commitment-taken-back", _("The commitment has been taken back."))])
    elif not reason.strip():
        raise Refused([Refusal("change-without-reason", _("It binds already: say why, and who agreed to it."))])
    else:
        draft = assignments.copy_for_amendment(live, at=at)
        assignments.set_terms(draft, terms, on=live.terms_on, at=at)
        live = assignments.absorb(draft, at=at)
    locked.plan, locked.assignment = plan, live
    save(locked, "plan")
    told = differences(assignments.told(before), assignments.told(terms))
    record("programme.commitment_edited", live, actor, at=at, payload={**told, "reason": reason}, context=kept)
    return locked


@transaction.atomic
def withdraw_commitment(actor: Any, commitment: Commitment, *, revision: int, reason: str, at: datetime) -> None:
    """Take a commitment back, with the reason; nothing is deleted. One carried over is only taken out of the draft.

    `revision` is that of its assignment. Raises `Conflict`.
    """
    kept = kept_by(actor, commitment.programme, at=at)
    locked = lock(Commitment, commitment.uid)
    live = lock(Assignment, commitment.assignment.uid, revision)
    if not reason.strip():
        raise Refused([Refusal("withdrawal-without-reason", _("Say why it is taken back, and who agreed to it."))])
    told = {"content": live.content, "reason": reason}
    record("programme.commitment_withdrawn", live, actor, at=at, payload=told, context=kept)
    if kept.state == ProgrammeState.DRAFT and locked.carried_from_id:
        locked.delete()
        return
    assignments.withdraw(Assignment.objects.filter(pk=live.pk), reason=reason, at=at)
    save(locked)
