"""Starting a programme, and its text while it is a draft: heading, clauses, signatories, grounds."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.instruments.models import Instrument
from phusa.foundation.journal.services import record
from phusa.foundation.organizations.models import Organization
from phusa.foundation.records.services import lock, save
from phusa.kernel.refusals import Refusal, Refused
from phusa.kernel.text import fold, sort_key
from phusa.planning.assignments import services as assignments
from phusa.planning.assignments.vocabulary import Origin
from phusa.planning.cooperation.models import Clause, Ground, Programme, Signatory
from phusa.planning.cooperation.vocabulary import ORIGIN, ClauseKind, Heading, SignatoryTerms
from phusa.planning.cooperation.workflow import PROGRAMME

HEADING = ("title", "valid_from", "valid_to", "orientation", "source")


@transaction.atomic
def create_programme(
    actor: Any,
    *,
    drafting: Organization,
    authority: Organization,
    partner: Organization,
    heading: Heading,
    at: datetime,
    from_papers: bool = False,
    illustrative: bool = False,
) -> Programme:
    """Start a programme. `from_papers`: it copies what was signed before, of which papers may not say everything."""
    access.require(actor, "cooperation.create_programme", drafting)
    programme = start_programme(
        drafting_id=drafting.pk,
        authority_id=authority.pk,
        partner_id=partner.pk,
        heading=heading,
        from_papers=from_papers,
        illustrative=illustrative,
        at=at,
    )
    told = {"title": heading.title, "partner": str(partner), "from_papers": from_papers}
    record("programme.created", programme, actor, at=at, payload=told)
    return programme


def start_programme(
    *,
    drafting_id: int,
    authority_id: int,
    partner_id: int,
    heading: Heading,
    at: datetime,
    from_papers: bool = False,
    illustrative: bool = False,
    predecessor: Programme | None = None,
) -> Programme:
    """The row of a new draft. Checks no permission and writes no journal: the deed does both. Raises `Refused`."""
    if authority_id == partner_id:
        raise Refused([Refusal("one-side-twice", _("A programme is agreed by two different authorities."))])
    programme = Programme(
        drafting_id=drafting_id,
        authority_id=authority_id,
        partner_id=partner_id,
        from_papers=from_papers,
        illustrative=illustrative,
        predecessor=predecessor,
        created_at=at,
    )
    _put(programme, heading)
    programme.save()
    return programme


@transaction.atomic
def edit_programme(actor: Any, programme: Programme, *, revision: int, heading: Heading, at: datetime) -> Programme:
    """Edit the heading of a draft; its commitments then say the new title."""
    draft = draft_of(actor, programme, at=at, revision=revision)
    before = {name: getattr(draft, name) for name in HEADING}
    _put(draft, heading)
    save(draft, *HEADING, "title_folded", "sort_key")
    assignments.retitle_origin(origin_of(draft))
    after = {name: getattr(draft, name) for name in HEADING}
    record("programme.edited", draft, actor, at=at, payload=differences(before, after))
    return draft


def _put(programme: Programme, heading: Heading) -> None:
    if heading.valid_from and heading.valid_to and heading.valid_to <= heading.valid_from:
        raise Refused([Refusal("period-backwards", _("The period ends before it begins."))])
    for name in HEADING:
        setattr(programme, name, getattr(heading, name))
    programme.title_folded = fold(heading.title)
    programme.sort_key = sort_key(heading.title)[:300]


def origin_of(programme: Programme) -> Origin:
    """What a commitment's assignment says it comes from."""
    return Origin(ORIGIN, programme.uid, programme.title, programme.get_absolute_url())


def draft_of(actor: Any, programme: Programme, *, at: datetime, revision: int | None = None) -> Programme:
    """The programme, locked, while its text may still change. Raises `NotAllowed`, `Refused`, `Conflict`."""
    return _locked("edit", actor, programme, at, revision)


def kept_by(actor: Any, programme: Programme, *, at: datetime, revision: int | None = None) -> Programme:
    """The programme, locked, while things may be recorded under it. Raises `NotAllowed`, `Refused`, `Conflict`."""
    return _locked("record", actor, programme, at, revision)


def _locked(step: str, actor: Any, programme: Programme, at: datetime, revision: int | None) -> Programme:
    access.require(actor, "cooperation.edit_programme", programme)
    locked = lock(Programme, programme.uid, revision)
    PROGRAMME.require(step, locked, at)
    return locked


def differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What an edit changed, as the journal keeps it: name → [was, is]."""
    return {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}


# Clauses


@transaction.atomic
def add_clause(
    actor: Any, programme: Programme, *, kind: str, text: str, at: datetime, side: Organization | None = None
) -> Clause:
    """Add a content, or a responsibility of one side, at the end."""
    draft = draft_of(actor, programme, at=at)
    last = draft.clauses.aggregate(last=Max("position"))["last"]
    clause = Clause(programme=draft, position=0 if last is None else last + 1, created_at=at)
    _put_clause(clause, kind, text, side)
    clause.illustrative = draft.illustrative
    clause.save()
    record("programme.clause_added", draft, actor, at=at, payload={"text": text})
    return clause


@transaction.atomic
def edit_clause(
    actor: Any, clause: Clause, *, revision: int, kind: str, text: str, at: datetime, side: Organization | None = None
) -> Clause:
    """Edit a clause of a draft."""
    draft = draft_of(actor, clause.programme, at=at)
    locked = lock(Clause, clause.uid, revision)
    before = locked.text
    _put_clause(locked, kind, text, side)
    save(locked, "kind", "side", "text")
    record("programme.clause_edited", draft, actor, at=at, payload={"text": [before, text]})
    return locked


def _put_clause(clause: Clause, kind: str, text: str, side: Organization | None) -> None:
    clause.kind, clause.text = kind, text
    if kind == ClauseKind.CONTENT:
        clause.side = None
        return
    if side is None or side.pk not in clause.programme.sides:
        raise Refused([Refusal("clause-without-side", _("Say which of the two sides answers for it."))])
    clause.side = side


@transaction.atomic
def remove_clause(actor: Any, clause: Clause, *, revision: int, at: datetime) -> None:
    """Take a clause out of a draft."""
    draft = draft_of(actor, clause.programme, at=at)
    gone = lock(Clause, clause.uid, revision)
    record("programme.clause_removed", draft, actor, at=at, payload={"text": gone.text})
    gone.delete()


# Signatories, grounds


@transaction.atomic
def set_signatories(
    actor: Any, programme: Programme, signatories: Sequence[SignatoryTerms], *, revision: int, at: datetime
) -> Programme:
    """Say who signs for each side, in protocol order, in place of whoever was named before."""
    draft = draft_of(actor, programme, at=at, revision=revision)
    if any(each.side_id not in draft.sides for each in signatories):
        raise Refused([Refusal("signatory-of-a-third-side", _("A signatory signs for one of the two sides."))])
    before = [str(each) for each in draft.signatories.all()]
    draft.signatories.all().delete()
    made = [
        Signatory(
            programme=draft,
            position=position,
            side_id=each.side_id,
            person_id=each.person_id,
            name=each.name,
            post=each.post,
            created_at=at,
            illustrative=draft.illustrative,
        )
        for position, each in enumerate(signatories)
    ]
    Signatory.objects.bulk_create(made)
    save(draft)
    told = {"signatories": [before, [str(each) for each in made]]}
    record("programme.signatories_set", draft, actor, at=at, payload=told)
    return draft


@transaction.atomic
def add_ground(actor: Any, programme: Programme, instrument: Instrument, *, at: datetime) -> Ground:
    """Name an instrument that the programme rests on; said twice, nothing changes."""
    draft = draft_of(actor, programme, at=at)
    last = draft.grounds.aggregate(last=Max("position"))["last"]
    ground, made = Ground.objects.get_or_create(
        programme=draft,
        instrument=instrument,
        defaults={"position": 0 if last is None else last + 1, "created_at": at},
    )
    if made:
        record("programme.ground_added", draft, actor, at=at, payload={"instrument": str(instrument)})
    return ground


@transaction.atomic
def remove_ground(actor: Any, ground: Ground, *, at: datetime) -> None:
    """Take a ground out of a draft."""
    draft = draft_of(actor, ground.programme, at=at)
    record("programme.ground_removed", draft, actor, at=at, payload={"instrument": str(ground.instrument)})
    ground.delete()
