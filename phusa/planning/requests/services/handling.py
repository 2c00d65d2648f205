"""What happens to an item while it is open: its term, the units that work on it, forwarding, pauses."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.journal.services import record
from phusa.foundation.organizations.models import Organization
from phusa.foundation.organizations.queries import within
from phusa.foundation.records.services import lock, save
from phusa.kernel.refusals import Refusal, Refused
from phusa.planning.assignments import services as assignments
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.vocabulary import Audience, Origin, PartyRole, PartyTerms, Terms
from phusa.planning.requests import rules
from phusa.planning.requests.models import Contact, Forwarding, Item, Pause, Request
from phusa.planning.requests.services.drafting import (
    due_is_whole,
    forbid,
    put_due,
    set_clocks,
    unit_is_of_another,
)
from phusa.planning.requests.vocabulary import Due, JointParty, RequestState


def origin_of(request: Request) -> Origin:
    """What an assignment says about where it comes from."""
    return Origin("request", request.uid, request.title, request.get_absolute_url())


@transaction.atomic
def set_due(actor: Any, items: Sequence[Item], due: Due, *, at: datetime) -> None:
    """Say by what these items of one request are due: nothing, a day that the letter names, a rule.

    Of a draft whoever drafts it, later whoever works on it.
    """
    request = items[0].request
    drafted = request.state == RequestState.DRAFT
    access.require(actor, "requests.edit_request" if drafted else "requests.handle_request", request)
    forbid(
        *due_is_whole(request, due, timezone.localdate(at)),
        *([] if drafted else {str(found): found for each in items if (found := rules.it_is_open(each))}.values()),
    )
    rows = [lock(Item, item.uid) for item in items]
    for row in rows:
        put_due(row, due)
        save(row, "due_basis", "due_on", "rule")
    set_clocks(rows)
    for row in rows:
        row.refresh_from_db(fields=["closes_on"])
    payload = {
        "numbers": [row.number for row in rows],
        "basis": due.basis,
        "on": due.on,
        "closes_on": rows[0].closes_on,
    }
    record("request.due_set", request, actor, at=at, payload={} if drafted else payload)


@transaction.atomic
def assign_item(actor: Any, item: Item, parties: Sequence[JointParty], *, revision: int, at: datetime) -> Item:
    """Give an item to a unit, or to units of both sides as a joint assignment with a contact in each.

    Given out anew, the assignment that is there takes the new parties over and keeps its progress.
    """
    access.require(actor, "requests.handle_request", item.request)
    item = lock(Item, item.uid, revision)
    today = timezone.localdate(at)
    request = item.request
    sides = _sides_of_units([party.unit_id for party in parties], request, today)
    forbid(
        rules.it_is_open(item),
        None if parties else Refusal("assigned-to-nobody", _("Name at least one unit.")),
        _named_twice(parties),
        *(unit_is_of_neither(party.unit_id, request) for party in parties if party.unit_id not in sides),
    )
    focal = [party.unit_id for party in parties if party.focal]
    if len(focal) > 1:
        raise Refused([Refusal("several-focal-points", _("A joint assignment has one focal point."))])
    terms = _terms_of(item, parties)
    on = request.sent_on or today
    if item.assignment_id:
        live = Assignment.objects.get(pk=item.assignment_id)
        draft = assignments.copy_for_amendment(live, at=at)
        assignments.set_terms(draft, terms, on=on, at=at)
        assignments.absorb(draft, at=at)
    else:
        [draft] = assignments.draft_all(
            [terms],
            authority_id=request.asked_authority_id,
            drafting_id=(request.asked_unit_id or request.asked_authority_id),
            origin=origin_of(request),
            on=on,
            at=at,
            illustrative=item.illustrative,
        )
        assignments.issue(Assignment.objects.filter(pk=draft.pk), audience=Audience.PARTIES, at=at)
        item.assignment_id = draft.pk
    own = [party for party in parties if sides[party.unit_id] == request.asked_authority_id]
    if own and item.unit_id not in {party.unit_id for party in own}:
        item.unit_id = own[0].unit_id
    save(item, "assignment", "unit")
    item.contacts.all().delete()
    Contact.objects.bulk_create(
        Contact(
            item=item,
            side_id=sides[party.unit_id],
            unit_id=party.unit_id,
            name=party.contact.strip(),
            post=party.post.strip(),
            phone=party.phone.strip(),
            email=party.email.strip(),
            position=position,
        )
        for position, party in enumerate(parties)
    )
    names = dict(Organization.objects.filter(pk__in=sides).values_list("pk", "current_name"))
    told = {"number": item.number, "units": [names[party.unit_id] for party in parties]}
    record("request.item_assigned", item, actor, at=at, payload=told, context=request)
    return item


@transaction.atomic
def forward_item(
    actor: Any, item: Item, to_unit: Organization, *, on: date, reason: str, revision: int, at: datetime
) -> Item:
    """Hand an item on to another unit of the side that is asked, with a trace."""
    access.require(actor, "requests.handle_request", item.request)
    item = lock(Item, item.uid, revision)
    request = item.request
    inside = to_unit.pk in within([request.asked_authority_id], timezone.localdate(at))
    forbid(
        rules.it_is_open(item),
        rules.day_is_not_ahead(on, at, "forwarded-in-the-future"),
        rules.day_is_after_sending(request, on, "forwarded-before-sending"),
        None if inside else unit_is_of_another(to_unit.pk, request.asked_authority_id),
        Refusal("lies-there", _("The item lies with «%(unit)s» already.") % {"unit": to_unit})
        if item.unit_id == to_unit.pk
        else None,
    )
    Forwarding.objects.create(
        item=item,
        from_unit_id=item.unit_id,
        to_unit=to_unit,
        on=on,
        reason=reason.strip(),
        by=actor,
        recorded_at=at,
    )
    before = item.unit
    item.unit = to_unit
    save(item, "unit")
    told = {
        "number": item.number,
        "from_unit": str(before or ""),
        "to_unit": str(to_unit),
        "on": on,
        "reason": reason.strip(),
    }
    record("request.item_forwarded", item, actor, at=at, payload=told, context=request)
    return item


@transaction.atomic
def pause_item(
    actor: Any, item: Item, *, from_on: date, to_on: date | None, reason: str, revision: int, at: datetime
) -> Item:
    """Stop the clock from a day on, to the day on which it runs again or until somebody says so."""
    access.require(actor, "requests.handle_request", item.request)
    item = lock(Item, item.uid, revision)
    forbid(
        rules.it_is_open(item),
        rules.reason_is_given(reason, "pause-without-reason"),
        rules.day_is_after_sending(item.request, from_on, "paused-before-sending"),
        Refusal("pause-backwards", _("The clock runs again after the day on which it stopped."))
        if to_on and to_on <= from_on
        else rules.pauses_do_not_overlap(item, from_on, to_on),
    )
    Pause.objects.create(item=item, from_on=from_on, to_on=to_on, reason=reason.strip(), by=actor, recorded_at=at)
    _clock_moved(item)
    told = {"number": item.number, "from_on": from_on, "to_on": to_on, "reason": reason.strip()}
    record("request.item_paused", item, actor, at=at, payload=told, context=item.request)
    return item


@transaction.atomic
def resume_item(actor: Any, item: Item, *, to_on: date, revision: int, at: datetime) -> Item:
    """End the pause that has no end yet: on `to_on` the clock runs again."""
    access.require(actor, "requests.handle_request", item.request)
    item = lock(Item, item.uid, revision)
    pause = item.pauses.filter(to_on=None).first()
    forbid(
        None if pause else Refusal("not-paused", _("The clock is not stopped.")),
        Refusal("pause-backwards", _("The clock runs again after the day on which it stopped."))
        if pause and to_on <= pause.from_on
        else None,
    )
    assert pause is not None
    pause.to_on = to_on
    pause.save(update_fields=["to_on"])
    _clock_moved(item)
    record(
        "request.item_resumed", item, actor, at=at, payload={"number": item.number, "on": to_on}, context=item.request
    )
    return item


def _clock_moved(item: Item) -> None:
    save(item)
    set_clocks([item])
    item.refresh_from_db(fields=["closes_on", "paused_since"])


def _sides_of_units(unit_ids: Iterable[int], request: Request, today: date) -> dict[int, int]:
    """Unit → the authority of this request under which it stands; units of third bodies are left out."""
    sides: dict[int, int] = {}
    for authority_id in (request.asking_authority_id, request.asked_authority_id):
        inside = within([authority_id], today)
        sides |= {unit: authority_id for unit in unit_ids if unit in inside}
    return sides


def unit_is_of_neither(unit_id: int, request: Request) -> Refusal:
    """The sentence about a unit of a third body."""
    message = _("«%(unit)s» belongs neither to «%(asking)s» nor to «%(asked)s».")
    names = {
        "unit": Organization.objects.get(pk=unit_id),
        "asking": request.asking_authority,
        "asked": request.asked_authority,
    }
    return Refusal("unit-of-neither", message % names)


def _named_twice(parties: Sequence[JointParty]) -> Refusal | None:
    if len({party.unit_id for party in parties}) == len(parties):
        return None
    return Refusal("unit-named-twice", _("A unit is named once."))


def _terms_of(item: Item, parties: Sequence[JointParty]) -> Terms:
    names = dict(
        Organization.objects.filter(pk__in=[party.unit_id for party in parties]).values_list("pk", "current_name")
    )
    return Terms(
        code=str(item.number),
        content=item.content,
        product=item.asks,
        deadline_text=f"{item.closes_on:%d/%m/%Y}" if item.closes_on else "",
        parties=tuple(
            PartyTerms(
                role=PartyRole.LEAD,
                organization_id=party.unit_id,
                group_id=None,
                as_written=names[party.unit_id],
                duty=party.duty.strip(),
                focal=party.focal or len(parties) == 1,
            )
            for party in parties
        ),
        follow_up_id=item.request.asking_authority_id,
        position=item.number,
    )
