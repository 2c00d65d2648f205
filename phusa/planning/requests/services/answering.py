"""Answers, and taking an item up again. Answers are added and never changed."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.files.services import store_file
from phusa.foundation.journal.services import record
from phusa.foundation.organizations.models import Organization
from phusa.foundation.records.models import new_uid
from phusa.foundation.records.services import lock, save
from phusa.kernel.refusals import Refusal
from phusa.planning.requests import rules
from phusa.planning.requests.models import Answer, Item, Package, Pause, Reopening, Request
from phusa.planning.requests.permissions import side_of
from phusa.planning.requests.services.drafting import forbid, instrument_of, set_clocks
from phusa.planning.requests.vocabulary import SETTLED, AnswerTerms, Outcome, Paper, RequestState
from phusa.planning.requests.workflow import REQUEST

ONE_DAY = timedelta(days=1)


@transaction.atomic
def record_answer(
    actor: Any,
    item: Item,
    terms: AnswerTerms,
    *,
    revision: int,
    at: datetime,
    file: File[bytes] | None = None,
    secrecy: str = "",
) -> Answer:
    """Record what the asked side says of an item. Whoever writes down the other side's answer names its paper."""
    access.require(actor, "requests.answer_request", item.request)
    side = side_of(actor, item.request)
    assert side is not None
    own = side == item.request.asked_authority_id
    forbid(rules.paper_of_the_other_side_is_named(own, bool(_numbered(terms.paper) or file)))
    answer = add_answer(actor, item, terms, side_id=side, revision=revision, has_file=file is not None, at=at)
    if file:
        store_file(actor, file, secrecy=secrecy, owner=answer, at=at)
    return answer


def add_answer(
    actor: Any,
    item: Item,
    terms: AnswerTerms,
    *,
    side_id: int,
    revision: int | None = None,
    has_file: bool = False,
    package: Package | None = None,
    uid: UUID | None = None,
    at: datetime,
) -> Answer:
    """The row of an answer and what follows from it; the deed that calls this has asked for the permission."""
    item = lock(Item, item.uid, revision)
    request = lock(Request, item.request.uid)
    item.request = request
    forbid(
        rules.it_is_open(item),
        rules.day_is_not_ahead(terms.answered_on, at, "answered-in-the-future"),
        rules.day_is_after_sending(request, terms.answered_on, "answered-before-sending"),
        rules.answer_says_something(terms.outcome, terms.text, _numbered(terms.paper) or has_file),
    )
    answered_by = Organization.objects.get(pk=terms.answered_by_id)
    answer = Answer.objects.create(
        uid=uid or new_uid(),
        item=item,
        outcome=terms.outcome,
        text=terms.text.strip(),
        answered_on=terms.answered_on,
        answered_by=answered_by,
        instrument=instrument_of(actor, terms.paper, request.title, answered_by, at, illustrative=request.illustrative),
        package=package,
        recorded_for_id=side_id,
        recorded_by=actor,
        created_at=at,
        illustrative=item.illustrative,
    )
    item.outcome = terms.outcome
    item.settled_on = terms.answered_on if terms.outcome in SETTLED else None
    save(item, "outcome", "settled_on")
    told = {
        "number": item.number,
        "outcome": terms.outcome,
        "on": terms.answered_on,
        "by": str(answered_by),
        "paper": answer.instrument.number if answer.instrument else "",
        "text": answer.text,
    }
    record("request.item_answered", item, actor, at=at, payload=told, context=request)
    if not request.items.filter(settled_on=None).exists():
        request.state = REQUEST.require("complete", request, at)
        save(request, "state")
        record("request.answered", request, actor, at=at)
    return answer


@transaction.atomic
def reopen_item(actor: Any, item: Item, *, on: date, reason: str, revision: int, at: datetime) -> Item:
    """Take an answered item up again. The days since the answer are nobody's delay: they do not count."""
    access.require(actor, "requests.reopen_request", item.request)
    item = lock(Item, item.uid, revision)
    request = lock(Request, item.request.uid)
    to = REQUEST.require("reopen", request, at)
    forbid(
        None if item.settled_on else Refusal("not-answered", _("The item has not been answered yet.")),
        rules.reason_is_given(reason, "reopened-without-reason"),
        rules.day_is_not_ahead(on, at, "reopened-in-the-future"),
    )
    assert item.settled_on is not None
    Reopening.objects.create(item=item, on=on, reason=reason.strip(), by=actor, recorded_at=at)
    pause_from = item.settled_on + ONE_DAY
    if pause_from < on and rules.pauses_do_not_overlap(item, pause_from, on) is None:
        Pause.objects.create(
            item=item,
            from_on=pause_from,
            to_on=on,
            reason=_("answered until it was taken up again"),
            by=None,
            recorded_at=at,
        )
    item.outcome, item.settled_on = Outcome.IN_PROGRESS, None
    save(item, "outcome", "settled_on")
    set_clocks([item])
    if request.state != to:
        request.state = RequestState(to)
        save(request, "state")
    told = {"number": item.number, "on": on, "reason": reason.strip()}
    record("request.item_reopened", item, actor, at=at, payload=told, context=request)
    return item


def _numbered(paper: Paper) -> bool:
    return bool(paper.number or paper.issued_on)
