"""Signing, ending, renewing and discarding a programme."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.instruments.models import Instrument
from phusa.foundation.journal.services import record
from phusa.foundation.records.services import lock, save
from phusa.kernel.refusals import Refusal, Refused
from phusa.planning.assignments import services as assignments
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.vocabulary import Standing, Status
from phusa.planning.cooperation.models import CarriedRequest, Commitment, Programme
from phusa.planning.cooperation.services.drafting import start_programme
from phusa.planning.cooperation.services.promising import issue_commitments
from phusa.planning.cooperation.vocabulary import Heading
from phusa.planning.cooperation.workflow import PROGRAMME
from phusa.planning.requests.models import Request
from phusa.planning.requests.vocabulary import RequestState


@transaction.atomic
def sign_programme(
    actor: Any,
    programme: Programme,
    *,
    revision: int,
    at: datetime,
    signed_on: date | None = None,
    instrument: Instrument | None = None,
) -> Programme:
    """Record that both sides signed: commitments bind, and the programme before has handed over.

    The day may be missing only where the programme is copied from papers that do not give it.
    """
    access.require(actor, "cooperation.sign_programme", programme)
    draft = lock(Programme, programme.uid, revision)
    state = PROGRAMME.require("sign", draft, at)
    if signed_on is None and not draft.from_papers:
        raise Refused([Refusal("signing-without-day", _("Say on which day it was signed."))])
    if signed_on and signed_on > timezone.localdate(at):
        raise Refused([Refusal("signing-in-the-future", _("The day of the signing lies in the future."))])
    draft.state, draft.signed_on, draft.instrument = state, signed_on, instrument
    carried = carry_over(draft, at=at) if draft.predecessor else 0
    issued = issue_commitments(draft, at=at)
    save(draft, "state", "signed_on", "instrument")
    told = {
        "signed_on": signed_on.isoformat() if signed_on else "",
        "instrument": str(instrument) if instrument else "",
        "issued": issued,
        "carried": carried,
    }
    record("programme.signed", draft, actor, at=at, payload=told)
    if draft.predecessor:
        former = lock(Programme, draft.predecessor.uid)
        former.state = PROGRAMME.require("hand_over", former, at)
        save(former, "state")
        record("programme.handed_over", former, actor, at=at, payload={"next": draft.title}, context=draft)
    return draft


@transaction.atomic
def end_programme(
    actor: Any, programme: Programme, *, revision: int, ended_on: date, reason: str, at: datetime
) -> Programme:
    """Say that the programme has ended. What is still open stays open, and is carried over when it is renewed."""
    access.require(actor, "cooperation.end_programme", programme)
    running = lock(Programme, programme.uid, revision)
    running.state = PROGRAMME.require("end", running, at)
    running.ended_on, running.end_reason = ended_on, reason
    save(running, "state", "ended_on", "end_reason")
    told = {"ended_on": ended_on.isoformat(), "reason": reason, "open": _open_of(running).count()}
    record("programme.ended", running, actor, at=at, payload=told)
    return running


@transaction.atomic
def renew_programme(actor: Any, programme: Programme, *, heading: Heading, at: datetime) -> Programme:
    """Start the programme of the next period, to which everything that is still open is linked."""
    access.require(actor, "cooperation.renew_programme", programme)
    former = lock(Programme, programme.uid)
    PROGRAMME.require("renew", former, at)
    draft = start_programme(
        drafting_id=former.drafting_id,
        authority_id=former.authority_id,
        partner_id=former.partner_id,
        heading=heading,
        illustrative=former.illustrative,
        predecessor=former,
        at=at,
    )
    carried = carry_over(draft, at=at)
    told = {"title": heading.title, "former": former.title, "carried": carried}
    record("programme.renewal_started", draft, actor, at=at, payload=told)
    return draft


def carry_over(programme: Programme, *, at: datetime) -> int:
    """Link what is open of the programme before, and drop what has been done since; returns how many commitments.

    The assignment is the same one: its terms, its progress and its history go on. So are the requests.
    """
    stale = programme.commitments.filter(carried_from__isnull=False).exclude(
        assignment__in=_open_of(programme.predecessor).values("assignment")
    )
    stale.delete()
    linked = set(programme.commitments.values_list("assignment", flat=True))
    last = programme.commitments.aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    fresh = [row for row in _open_of(programme.predecessor) if row.assignment_id not in linked]
    Commitment.objects.bulk_create(
        [
            Commitment(
                programme=programme,
                side_id=row.side_id,
                assignment_id=row.assignment_id,
                carried_from=row,
                promise_uid=row.promise_uid,
                promise_title=row.promise_title,
                promise_url=row.promise_url,
                position=first + n,
                created_at=at,
                illustrative=row.illustrative,
            )
            for n, row in enumerate(fresh)
        ],
        batch_size=500,
    )
    _carry_requests_over(programme, at)
    return programme.commitments.filter(carried_from__isnull=False).count()


def _carry_requests_over(programme: Programme, at: datetime) -> None:
    """Link the requests that wait for an answer, those carried to the programme before among them."""
    former = programme.predecessor
    if former is None:
        return
    linked = CarriedRequest.objects.filter(programme=former).values("request")
    open_ones = Request.objects.filter(Q(about_uid=former.uid) | Q(pk__in=linked), state=RequestState.OPEN)
    programme.carried_requests.exclude(request__in=open_ones).delete()
    there = set(programme.carried_requests.values_list("request", flat=True))
    CarriedRequest.objects.bulk_create(
        CarriedRequest(programme=programme, request=request, created_at=at, illustrative=request.illustrative)
        for request in open_ones
        if request.pk not in there
    )


def _open_of(programme: Programme | None) -> Any:
    rows = Commitment.objects.filter(programme=programme, assignment__standing=Standing.ISSUED)
    return rows.exclude(assignment__status=Status.DONE).order_by("position", "pk")


@transaction.atomic
def discard_programme(actor: Any, programme: Programme, *, at: datetime) -> None:
    """Throw away a draft that was never signed; what it carried over stays with the programme before."""
    access.require(actor, "cooperation.edit_programme", programme)
    draft = lock(Programme, programme.uid)
    PROGRAMME.require("discard", draft, at)
    told = {
        "title": draft.title,
        "clauses": [str(clause) for clause in draft.clauses.all()],
        "commitments": [str(row) for row in draft.commitments.select_related("assignment")],
    }
    record("programme.discarded", draft, actor, at=at, payload=told)
    drafts = list(draft.commitments.filter(assignment__standing=Standing.DRAFT).values_list("assignment", flat=True))
    assignments.withdraw(Assignment.objects.filter(pk__in=drafts), reason=_("The draft was discarded"), at=at)
    for rows in (draft.commitments, draft.results, draft.projects, draft.reviews):
        rows.all().delete()
    draft.delete()
