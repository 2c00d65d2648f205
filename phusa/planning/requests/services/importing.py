"""Writing down what a table of requests says, and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.journal.services import record
from phusa.foundation.organizations.models import Organization
from phusa.foundation.records.services import lock, save
from phusa.kernel.refusals import Refusal, Refused
from phusa.kernel.text import fold
from phusa.planning.requests.models import Item, Note, Request
from phusa.planning.requests.services.drafting import (
    create_request,
    instrument_of,
    put_due,
    set_clocks,
    withdraw_request,
)
from phusa.planning.requests.vocabulary import Due, DueBasis, ItemTerms, Paper, RequestState, RequestTerms


@dataclass(frozen=True)
class ImportedItem:
    """A row of the table: what is asked, with whom it lies, until when; `told` is what else the row says, as written.

    An answer in a table names no document and no day, so it is no answer here: it is kept as a note of one's own side.
    """

    content: str
    unit_id: int | None = None
    due_on: date | None = None
    told: str = ""


@dataclass(frozen=True)
class Imported:
    """What an import ended in; `unchanged` when all of it was there already."""

    request: Request
    items: Sequence[tuple[UUID, int]]
    unchanged: bool


def already_there(terms: RequestTerms, paper: Paper, contents: Sequence[str]) -> Imported | None:
    """What an earlier import of the same table wrote. Raises `Refused` for the same letter with other items."""
    rows = Request.objects.exclude(state=RequestState.WITHDRAWN)
    rows = rows.filter(asking_authority=terms.asking_authority_id, asked_authority=terms.asked_authority_id)
    if paper.number:
        rows = rows.filter(letter__number=paper.number, letter__issued_on=paper.issued_on)
    else:
        rows = rows.filter(folded=fold(terms.title), letter=None)
    known = rows.first()
    if known is None:
        return None
    items = list(known.items.order_by("number"))
    if [fold(item.content) for item in items] == [fold(content) for content in contents]:
        return Imported(known, [(item.uid, item.revision) for item in items], True)
    message = _("«%(title)s» is there already, with other items. Add what is missing by hand, or take its import back.")
    raise Refused([Refusal("request-exists", message % {"title": known.title}, link=known.get_absolute_url())])


@transaction.atomic
def import_request(
    actor: Any, terms: RequestTerms, paper: Paper, *, sent_on: date | None, items: Sequence[ImportedItem], at: datetime
) -> Imported:
    """Write a table down as one request: sent on a day, or a draft. The caller has asked `already_there` before."""
    request = create_request(actor, terms, [ItemTerms(item.content) for item in items], at=at)
    rows = list(request.items.order_by("number"))
    for row, item in zip(rows, items, strict=True):
        row.unit_id = item.unit_id or terms.asked_unit_id
        if item.due_on and (sent_on is None or item.due_on >= sent_on):
            put_due(row, Due(DueBasis.LETTER, item.due_on))
        row.save(update_fields=["unit", "due_basis", "due_on", "rule"])
    if sent_on:
        request = lock(Request, request.uid)
        request.state, request.sent_on, request.sent_at = RequestState.OPEN, sent_on, at
        issuer = Organization.objects.get(pk=terms.asking_unit_id or terms.asking_authority_id)
        request.letter = instrument_of(actor, paper, request.title, issuer, at)
        request.folded = fold(f"{request.title} {paper.number}")
        save(request, "state", "sent_on", "sent_at", "letter", "folded")
    set_clocks(rows)
    Note.objects.bulk_create(
        Note(request=request, item=row, side_id=terms.asking_authority_id, text=item.told, by=actor, created_at=at)
        for row, item in zip(rows, items, strict=True)
        if item.told
    )
    record("request.imported", request, actor, at=at, payload={"items": len(rows)})
    return Imported(request, [(row.uid, row.revision) for row in rows], False)


@transaction.atomic
def withdraw_import(actor: Any, request: Request, *, going: Sequence[UUID], whole: bool, at: datetime) -> None:
    """Take an import back: the whole request is withdrawn; of a part, the items on which nobody has worked go."""
    access.require(actor, "requests.edit_request", request)
    request = lock(Request, request.uid)
    if whole and request.state in (RequestState.DRAFT, RequestState.OPEN):
        withdraw_request(actor, request, revision=request.revision, reason=_("The import was undone."), at=at)
    elif not whole:
        rows = Item.objects.filter(request=request, uid__in=list(going))
        Note.objects.filter(item__in=rows).delete()
        rows.delete()
    record("request.import_undone", request, actor, at=at, payload={"whole": whole})
