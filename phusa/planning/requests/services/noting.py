"""Internal notes of one side, and the rules by which terms are counted."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.instruments.models import Instrument
from phusa.foundation.journal.services import record
from phusa.foundation.organizations.models import Organization
from phusa.foundation.records.services import lock, save
from phusa.kernel.refusals import Refusal
from phusa.kernel.text import normal
from phusa.planning.requests.models import ClockRule, Item, Note, Request
from phusa.planning.requests.permissions import side_of
from phusa.planning.requests.services.drafting import forbid


@transaction.atomic
def write_note(actor: Any, request: Request, text: str, *, item: Item | None = None, at: datetime) -> Note:
    """Write something down for one's own side.

    The journal knows that it was written, not what, and not in the history of the request, which both sides read.
    """
    access.require(actor, "requests.write_note", request)
    side = side_of(actor, request)
    assert side is not None
    forbid(None if text.strip() else Refusal("empty-note", _("The note is empty.")))
    note = Note.objects.create(
        request=request,
        item=item,
        side_id=side,
        text=text.strip(),
        by=actor,
        created_at=at,
        illustrative=request.illustrative,
    )
    record("request.note_written", note, actor, at=at)
    return note


@transaction.atomic
def add_rule(
    actor: Any,
    *,
    name: str,
    days: int,
    counts: str,
    starts_from: str,
    source: Instrument,
    quotation: str = "",
    direction: str = "",
    asked_authority: Organization | None = None,
    valid_from: date | None = None,
    at: datetime,
) -> ClockRule:
    """Write down how long an answer may take, and the text that says so."""
    access.require(actor, "requests.edit_rules")
    forbid(
        None if name.strip() else Refusal("rule-without-name", _("Say what the rule is called.")),
        None if days > 0 else Refusal("rule-without-days", _("A term has at least one day.")),
    )
    rule = ClockRule.objects.create(
        name=normal(name),
        days=days,
        counts=counts,
        starts_from=starts_from,
        source=source,
        quotation=quotation.strip(),
        direction=direction,
        asked_authority=asked_authority,
        valid_from=valid_from,
        created_at=at,
    )
    told = {"name": rule.name, "days": days, "counts": counts, "source": source.citation}
    record("request.rule_added", rule, actor, at=at, payload=told)
    return rule


@transaction.atomic
def end_rule(actor: Any, rule: ClockRule, *, valid_to: date, revision: int, at: datetime) -> ClockRule:
    """From that day on the rule is offered no more; the terms that were counted by it stay."""
    access.require(actor, "requests.edit_rules", rule)
    rule = lock(ClockRule, rule.uid, revision)
    forbid(
        Refusal("ends-before-it-begins", _("The rule would end before it begins."))
        if rule.valid_from and valid_to <= rule.valid_from
        else None
    )
    rule.valid_to = valid_to
    save(rule, "valid_to")
    record("request.rule_ended", rule, actor, at=at, payload={"valid_to": valid_to})
    return rule
