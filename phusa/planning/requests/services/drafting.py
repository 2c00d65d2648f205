"""Writing a request, sending it, taking it back.

A draft belongs to the side that writes it. Its deeds are told to the journal without wording: the other side reads the
history of the request once it has been sent.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.instruments.services import find_or_add_instrument
from phusa.foundation.journal.services import record
from phusa.foundation.legal.queries import working_calendar
from phusa.foundation.organizations.models import Organization
from phusa.foundation.organizations.queries import within
from phusa.foundation.organizations.vocabulary import Level
from phusa.foundation.records.services import lock, save
from phusa.kernel.calendar import WorkingCalendar
from phusa.kernel.refusals import Refusal, Refused
from phusa.kernel.text import fold, normal
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.services import withdraw as withdraw_assignments
from phusa.planning.requests import rules
from phusa.planning.requests.models import Item, Request
from phusa.planning.requests.queries import rules_for
from phusa.planning.requests.vocabulary import (
    Direction,
    Due,
    DueBasis,
    ItemTerms,
    Paper,
    RequestState,
    RequestTerms,
)
from phusa.planning.requests.workflow import REQUEST

CENTRAL = (Level.CENTRAL, Level.MINISTRY)
OPEN_DUE = Due()


def forbid(*found: Refusal | None) -> None:
    """Raise `Refused` with everything that was found."""
    if refusals := [refusal for refusal in found if refusal]:
        raise Refused(refusals)


@transaction.atomic
def create_request(
    actor: Any,
    terms: RequestTerms,
    items: Sequence[ItemTerms],
    *,
    due: Due = OPEN_DUE,
    at: datetime,
    illustrative: bool = False,
) -> Request:
    """Start a draft with its items, all with the same term."""
    asking = Organization.objects.get(pk=terms.asking_unit_id or terms.asking_authority_id)
    access.require(actor, "requests.create_request", asking)
    forbid(*_wrong_with(terms, timezone.localdate(at)))
    request = Request(created_at=at, illustrative=illustrative)
    _put(request, terms)
    request.save()
    request.grounds.set(terms.ground_ids)
    write_items(request, items, due, at=at)
    record("request.drafted", request, actor, at=at, payload={"items": len(items)})
    return request


@transaction.atomic
def edit_request(actor: Any, request: Request, terms: RequestTerms, *, revision: int, at: datetime) -> Request:
    """Change the heading of a draft."""
    access.require(actor, "requests.edit_request", request)
    request = lock(Request, request.uid, revision)
    REQUEST.require("edit", request, at)
    forbid(*_wrong_with(terms, timezone.localdate(at)))
    _put(request, terms)
    save(
        request,
        "direction",
        "asking_authority",
        "asking_unit",
        "asked_authority",
        "asked_unit",
        "title",
        "folded",
        "grounds_text",
        "about_kind",
        "about_uid",
        "about_title",
        "about_url",
    )
    request.grounds.set(terms.ground_ids)
    request.items.update(unit=terms.asked_unit_id)
    record("request.edited", request, actor, at=at)
    return request


@transaction.atomic
def add_item(actor: Any, request: Request, terms: ItemTerms, *, due: Due = OPEN_DUE, at: datetime) -> Item:
    """Add an item at the end of a draft."""
    request = _draft_of(actor, request, at)
    [item] = write_items(request, [terms], due, at=at)
    record("request.item_added", request, actor, at=at, payload={"item": item.number})
    return item


@transaction.atomic
def edit_item(actor: Any, item: Item, terms: ItemTerms, *, revision: int, at: datetime) -> Item:
    """Change the wording of an item of a draft; the statement that it came from stays."""
    request = _draft_of(actor, item.request, at)
    item = lock(Item, item.uid, revision)
    item.content, item.asks = normal(terms.content), terms.asks.strip()
    item.folded = fold(f"{item.content} {item.asks}")
    forbid(_content_is_given(item.content))
    save(item, "content", "asks", "folded")
    record("request.item_edited", request, actor, at=at, payload={"item": item.number})
    return item


@transaction.atomic
def remove_item(actor: Any, item: Item, *, revision: int, at: datetime) -> None:
    """Take an item out of a draft; the rest is numbered anew. The last one stays."""
    request = _draft_of(actor, item.request, at)
    item = lock(Item, item.uid, revision)
    if request.items.count() == 1:
        raise Refused([Refusal("last-item", _("A request asks at least one thing. Withdraw the draft instead."))])
    record("request.item_removed", request, actor, at=at, payload={"item": item.number})
    item.delete()
    for number, other in enumerate(request.items.order_by("number"), 1):
        if other.number != number:
            other.number = number
            save(other, "number")


@transaction.atomic
def send_request(
    actor: Any, request: Request, *, revision: int, sent_on: date, paper: Paper | None = None, at: datetime
) -> Request:
    """Record that the letter has gone out, with its number and date where it has them. From here on clocks run."""
    access.require(actor, "requests.send_request", request)
    request = lock(Request, request.uid, revision)
    to = REQUEST.require("send", request, at)
    forbid(
        rules.day_is_not_ahead(sent_on, at, "sent-in-the-future"),
        _letter_days_are_not_past(request.items.all(), sent_on),
    )
    request.state, request.sent_on, request.sent_at = to, sent_on, at
    if paper:
        request.letter = instrument_of(
            actor, paper, request.title, request.asking, at, illustrative=request.illustrative
        )
    request.folded = fold(f"{request.title} {request.letter.number if request.letter else ''}")
    save(request, "state", "sent_on", "sent_at", "letter", "folded")
    set_clocks(request.items.all())
    told = {
        "title": request.title,
        "number": request.letter.number if request.letter else "",
        "sent_on": sent_on,
        "items": [item.content for item in request.items.all()],
    }
    record("request.sent", request, actor, at=at, payload=told)
    return request


@transaction.atomic
def withdraw_request(actor: Any, request: Request, *, revision: int, reason: str, at: datetime) -> Request:
    """Take a draft or an open request back, with what was assigned from it."""
    access.require(actor, "requests.send_request", request)
    request = lock(Request, request.uid, revision)
    to = REQUEST.require("withdraw", request, at)
    forbid(rules.reason_is_given(reason, "withdrawn-without-reason"))
    request.state, request.withdrawn_reason = to, reason.strip()
    save(request, "state", "withdrawn_reason")
    withdraw_assignments(
        Assignment.objects.filter(pk__in=request.items.filter(settled_on=None).values("assignment")),
        reason=_("The request was withdrawn."),
        at=at,
    )
    payload = {"reason": request.withdrawn_reason} if request.sent_at else {}
    record("request.withdrawn", request, actor, at=at, payload=payload)
    return request


# What the deeds of this package share


def write_items(request: Request, items: Sequence[ItemTerms], due: Due, *, at: datetime) -> list[Item]:
    """Rows of items at the end of a request; checks no permission and writes no journal."""
    start = request.items.count()
    forbid(
        None if items else Refusal("request-without-items", _("Write down at least one thing that is asked.")),
        *(_content_is_given(terms.content) for terms in items),
        *due_is_whole(request, due, timezone.localdate(at)),
    )
    rows = []
    for number, terms in enumerate(items, start + 1):
        item = Item(
            request=request,
            number=number,
            content=normal(terms.content),
            asks=terms.asks.strip(),
            folded=fold(f"{terms.content} {terms.asks}"),
            unit_id=request.asked_unit_id,
            created_at=at,
            illustrative=request.illustrative,
        )
        if terms.statement:
            item.statement_uid, item.statement_title = terms.statement.uid, terms.statement.title
            item.statement_url = terms.statement.url
        put_due(item, due)
        rows.append(item)
    Item.objects.bulk_create(rows, batch_size=500)
    set_clocks(rows)
    return rows


def put_due(item: Item, due: Due) -> None:
    """Write the term onto the row."""
    item.due_basis = due.basis
    item.due_on = due.on if due.basis == DueBasis.LETTER else None
    item.rule_id = due.rule_id if due.basis == DueBasis.RULE else None


def due_is_whole(request: Request, due: Due, today: date) -> list[Refusal]:
    """A term by letter names a day that is not before the letter, one by rule a rule that holds for the request."""
    sent_on = request.sent_on or today
    if due.basis == DueBasis.LETTER:
        if due.on is None:
            return [Refusal("day-not-named", _("Write the day that the letter names."))]
        if request.sent_on and due.on < request.sent_on:
            return [_before_sending(due.on, request.sent_on)]
    if due.basis == DueBasis.RULE:
        known = rules_for(request.direction, request.asked_authority_id, sent_on)
        if due.rule_id is None or not known.filter(pk=due.rule_id).exists():
            return [Refusal("rule-does-not-hold", _("Choose a rule that holds on the day of sending."))]
    return []


def set_clocks(items: Iterable[Item], calendar: WorkingCalendar | None = None) -> int:
    """Work out on which day each item closes, and keep it; returns how many moved."""
    calendar = calendar or working_calendar()
    moved = 0
    keys = [item.pk for item in items]
    for start in range(0, len(keys), 500):
        rows = Item.objects.filter(pk__in=keys[start : start + 500])
        for item in rows.select_related("request", "rule").prefetch_related("pauses"):
            term = rules.term_of(item)
            closes_on = rules.closing_day(term, rules.stretches_of(item), calendar) if term else None
            since = next((pause.from_on for pause in item.pauses.all() if pause.to_on is None), None)
            if (closes_on, since) != (item.closes_on, item.paused_since):
                item.closes_on, item.paused_since = closes_on, since
                item.save(update_fields=["closes_on", "paused_since"])
                moved += 1
    return moved


def move_closing_days() -> int:
    """Work out every term that still runs anew; the calendar has changed."""
    return set_clocks(Item.objects.filter(settled_on=None, request__state=RequestState.OPEN).exclude(closes_on=None))


def instrument_of(
    actor: Any, paper: Paper, title: str, issuer: Organization, at: datetime, *, illustrative: bool = False
) -> Any:
    """The instrument of a paper that has a number or a date; None for one without either."""
    if not (paper.number or paper.issued_on):
        return None
    return find_or_add_instrument(
        actor,
        kind=paper.kind,
        number=paper.number,
        title=paper.title or title,
        issuer_name=paper.issuer or issuer.current_name,
        issued_on=paper.issued_on,
        illustrative=illustrative,
        at=at,
    )


def _draft_of(actor: Any, request: Request, at: datetime) -> Request:
    access.require(actor, "requests.edit_request", request)
    request = lock(Request, request.uid)
    REQUEST.require("edit", request, at)
    return request


def _put(request: Request, terms: RequestTerms) -> None:
    asking = Organization.objects.get(pk=terms.asking_authority_id)
    request.direction = Direction.RECOMMENDATION if asking.level in CENTRAL else Direction.REQUEST
    request.asking_authority_id, request.asking_unit_id = terms.asking_authority_id, terms.asking_unit_id
    request.asked_authority_id, request.asked_unit_id = terms.asked_authority_id, terms.asked_unit_id
    request.title, request.grounds_text = normal(terms.title), terms.grounds_text.strip()
    request.folded = fold(request.title)
    about = terms.about
    request.about_kind, request.about_uid = (about.kind, about.uid) if about else ("", None)
    request.about_title, request.about_url = (about.title, about.url) if about else ("", "")


def _wrong_with(terms: RequestTerms, today: date) -> list[Refusal | None]:
    found = [
        None if terms.title.strip() else Refusal("request-without-title", _("Say what the request is about.")),
        rules.authorities_differ(terms.asking_authority_id, terms.asked_authority_id),
    ]
    for authority_id, unit_id in (
        (terms.asking_authority_id, terms.asking_unit_id),
        (terms.asked_authority_id, terms.asked_unit_id),
    ):
        if unit_id and unit_id not in within([authority_id], today):
            found.append(unit_is_of_another(unit_id, authority_id))
    return found


def unit_is_of_another(unit_id: int, authority_id: int) -> Refusal:
    """The sentence about a unit that does not belong to the authority."""
    unit, authority = Organization.objects.get(pk=unit_id), Organization.objects.get(pk=authority_id)
    message = _("«%(unit)s» does not belong to «%(authority)s».")
    return Refusal("unit-of-another", message % {"unit": unit, "authority": authority})


def _content_is_given(content: str) -> Refusal | None:
    return None if content.strip() else Refusal("item-without-content", _("Write what is asked."))


def _letter_days_are_not_past(items: Iterable[Item], sent_on: date) -> Refusal | None:
    early = min((item.due_on for item in items if item.due_on), default=None)
    return _before_sending(early, sent_on) if early and early < sent_on else None


def _before_sending(day: date, sent_on: date) -> Refusal:
    message = _("The letter asks for an answer by %(day)s, and was sent on %(sent)s: the day must not lie before that.")
    return Refusal("day-before-sending", message % {"day": f"{day:%d/%m/%Y}", "sent": f"{sent_on:%d/%m/%Y}"})
