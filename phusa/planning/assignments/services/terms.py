"""Writing down what a document assigns, and carrying it from draft to issued, amended or withdrawn.

These functions check no permission and write no journal: the deed of the package that owns the document (a scheme,
a conclusion) does both, in its own transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils.translation import gettext

from phusa.foundation.legal.queries import working_calendar
from phusa.foundation.organizations.models import Group, Organization
from phusa.foundation.organizations.queries import members
from phusa.foundation.records.models import new_uid
from phusa.foundation.records.services import save
from phusa.planning.assignments.models import Assignment, Party, Roll
from phusa.planning.assignments.rules import DeadlineReader, accountable_of, due_after, lead_kind_of
from phusa.planning.assignments.search import terms_changed
from phusa.planning.assignments.services.inserting import insert_rows
from phusa.planning.assignments.vocabulary import RECURRING, Origin, PartyRole, PartyTerms, Standing, Status, Terms

AT_ONCE = 500  # rows of one statement
OF_DOCUMENT = (
    "code",
    "position",
    "content",
    "product",
    "deadline_text",
    "deadline_state",
    "terms_on",
    "starts_on",
    "due_on",
    "closes_on",
    "recurrence",
)
OF_LEAD = ("accountable_id", "lead_kind")
OF_HANDLING = ("responsible_leader_id", "handling_officer_id", "follow_up_id")
OF_TERMS = (*OF_DOCUMENT, *OF_LEAD, *OF_HANDLING)
OF_PARTIES = (
    "role",
    "organization_id",
    "group_id",
    "group_as_of",
    "roll_id",
    "as_written",
    "duty",
    "focal",
    "collective",
    "position",
)


@transaction.atomic
def draft_all(
    terms: Sequence[Terms],
    *,
    authority_id: int,
    drafting_id: int,
    origin: Origin,
    on: date,
    at: datetime,
    illustrative: bool = False,
) -> list[Assignment]:
    """Write down every assignment of a document as a draft, in bulk and in the order given.

    Deadlines are read and groups taken as of `on`, the document's date.
    """
    reader = DeadlineReader(working_calendar(), on)
    columns = ("uid", "lineage", *OF_TERMS)
    uids = [new_uid() for _each in terms]
    values = (tuple(_columns(each, reader).values()) for each in terms)
    insert_rows(
        Assignment,
        [(uid, new_uid(), *row) for uid, row in zip(uids, values, strict=True)],
        columns=columns,
        shared={
            "authority_id": authority_id,
            "drafting_id": drafting_id,
            "origin_kind": origin.kind,
            "origin_uid": origin.uid,
            "origin_title": origin.title,
            "origin_url": origin.url,
            "created_at": at,
            "illustrative": illustrative,
        },
    )
    inserted = (
        Assignment.objects.filter(origin_uid=origin.uid, uid__gte=min(uids), uid__lte=max(uids)) if uids else None
    )
    by_uid = {draft.uid: draft for draft in inserted.only("uid")} if inserted else {}
    drafts = [by_uid[uid] for uid in uids]
    rolls = _rolls((party for each in terms for party in each.parties), on)
    insert_rows(
        Party,
        [
            (draft.pk, *_party_columns(party, position, on, rolls).values())
            for draft, each in zip(drafts, terms, strict=True)
            for position, party in enumerate(each.parties)
        ],
        columns=("assignment_id", *OF_PARTIES),
        shared={},
    )
    terms_changed(uids)
    return drafts


@transaction.atomic
def set_terms(assignment: Assignment, terms: Terms, *, on: date, at: datetime) -> None:
    """Replace the terms and parties of a draft that the caller has locked; raises `ValueError` on any other."""
    if assignment.standing != Standing.DRAFT:
        raise ValueError(f"The terms of {assignment.uid} are {assignment.standing}: amend its origin.")
    columns = _columns(terms, DeadlineReader(working_calendar(), on))
    for name, value in columns.items():
        setattr(assignment, name, value)
    save(assignment, *columns)
    rolls = _rolls(terms.parties, on)
    assignment.parties.all().delete()
    Party.objects.bulk_create(
        Party(assignment=assignment, **_party_columns(party, position, on, rolls))
        for position, party in enumerate(terms.parties)
    )
    terms_changed([assignment.uid])


@transaction.atomic
def copy_for_amendment(live: Assignment, *, at: datetime) -> Assignment:
    """A draft with the terms and parties of the issued assignment `live`, which goes on unchanged meanwhile."""
    draft = Assignment.objects.create(
        authority_id=live.authority_id,
        drafting_id=live.drafting_id,
        origin_kind=live.origin_kind,
        origin_uid=live.origin_uid,
        origin_title=live.origin_title,
        origin_url=live.origin_url,
        audience=live.audience,
        lineage=live.lineage,
        replaces=live,
        created_at=at,
        illustrative=live.illustrative,
        **{name: getattr(live, name) for name in OF_TERMS},
    )
    _copy_parties(live, draft)
    terms_changed([draft.uid])
    return draft


@transaction.atomic
def issue(assignments: QuerySet[Assignment], *, audience: str, at: datetime, authority_id: int | None = None) -> int:
    """Make drafts binding; returns how many. Drafts that replace an issued one are absorbed instead (`absorb`).

    `authority_id` names the authority for which they bind, where that is not the one under which they were drafted:
    one side drafts what the other side promises.
    """
    changes: dict[str, Any] = {"authority_id": authority_id} if authority_id else {}
    return assignments.filter(standing=Standing.DRAFT, replaces=None).update(
        standing=Standing.ISSUED, audience=audience, issued_at=at, revision=F("revision") + 1, **changes
    )


@transaction.atomic
def absorb(draft: Assignment, *, at: datetime) -> Assignment:
    """Write an amended draft's terms onto the issued assignment that it replaces, and return that one.

    Progress and reports of the issued one stay; the draft is kept as absorbed. Parts of an opened collective take the
    new wording and deadline over; a part whose agency no longer leads is withdrawn.
    """
    if draft.standing != Standing.DRAFT or draft.replaces_id is None:
        raise ValueError(f"{draft.uid} does not amend an issued assignment.")
    live = Assignment.objects.select_for_update().get(pk=draft.replaces_id)
    _take_over(live, draft, OF_TERMS)
    live.parties.all().delete()
    _copy_parties(draft, live)
    parts = list(live.parts.select_for_update().filter(standing=Standing.ISSUED))
    members = set(members_of_lead(live).values_list("pk", flat=True))
    for part in parts:
        if part.accountable_id in members:
            _take_over(part, draft, OF_DOCUMENT)
    gone = [part.pk for part in parts if part.accountable_id not in members]
    withdraw(Assignment.objects.filter(pk__in=gone), reason=gettext("No longer among the leads."), at=at)
    draft.standing = Standing.ABSORBED
    save(draft, "standing")
    terms_changed([live.uid, draft.uid, *(part.uid for part in parts)])
    return live


def members_of_lead(whole: Assignment) -> QuerySet[Organization]:
    """The agencies that lead, by name: those named, and the members of named groups as of their date."""
    leads = whole.parties.filter(role=PartyRole.LEAD)
    named = Q(pk__in=leads.filter(organization__isnull=False).values("organization"))
    in_group = Q(pk__in=leads.filter(roll__isnull=False).values("roll__organizations"))
    return Organization.objects.filter(named | in_group).order_by("sort_key", "pk")


@transaction.atomic
def withdraw(assignments: QuerySet[Assignment], *, reason: str, at: datetime) -> int:
    """Take drafts or issued assignments back with their parts, and say why; nothing is deleted.

    Returns how many, parts not counted.
    """
    in_force = (Standing.DRAFT, Standing.ISSUED)
    chosen = list(assignments.filter(standing__in=in_force).values_list("pk", flat=True))
    rows = Assignment.objects.filter(Q(pk__in=chosen) | Q(parent__in=chosen), standing__in=in_force)
    terms_changed(rows.values_list("uid", flat=True))
    rows.update(standing=Standing.WITHDRAWN, withdrawn_reason=reason, withdrawn_at=at, revision=F("revision") + 1)
    return len(chosen)


@transaction.atomic
def move_closing_days() -> int:
    """Let every open term close on the next working day of the calendar as it is now; returns how many moved."""
    calendar = working_calendar()
    running = Assignment.objects.filter(standing__in=(Standing.DRAFT, Standing.ISSUED), due_on__isnull=False).exclude(
        status=Status.DONE
    )
    moved = 0
    for due_on, closes_on in running.order_by().values_list("due_on", "closes_on").distinct():
        closes_now = calendar.next_working(due_on) if due_on else None
        if closes_now != closes_on:
            moved += running.filter(due_on=due_on, closes_on=closes_on).update(
                closes_on=closes_now, revision=F("revision") + 1
            )
    return moved


@transaction.atomic
def rearrange(places: Mapping[int, int]) -> None:
    """Give assignments (by key), and the parts of opened ones, their new places in the document.

    Nobody edits a place, so a report that is being typed meanwhile is not disturbed: the revision stays.
    """
    keys = list(places)
    for first in range(0, len(keys), AT_ONCE):
        chosen = keys[first : first + AT_ONCE]
        rows = list(Assignment.objects.filter(Q(pk__in=chosen) | Q(parent__in=chosen)).only("position", "parent_id"))
        for row in rows:
            row.position = places[row.parent_id or row.pk]
        Assignment.objects.bulk_update(rows, ["position"])


def retitle_origin(origin: Origin) -> None:
    """Take over a new title or address of the document."""
    rows = Assignment.objects.filter(origin_kind=origin.kind, origin_uid=origin.uid)
    rows.exclude(origin_title=origin.title, origin_url=origin.url).update(
        origin_title=origin.title, origin_url=origin.url
    )


def terms_of(assignment: Assignment) -> Terms:
    """The terms of an assignment as the door to assignments takes them."""
    return Terms(
        code=assignment.code,
        content=assignment.content,
        product=assignment.product,
        deadline_text=assignment.deadline_text,
        parties=tuple(
            PartyTerms(
                role=party.role,
                organization_id=party.organization_id,
                group_id=party.group_id,
                as_written=party.as_written,
                duty=party.duty,
                focal=party.focal,
                collective=party.collective and party.group_id is None,
            )
            for party in assignment.parties.order_by("position", "pk")
        ),
        responsible_leader_id=assignment.responsible_leader_id,
        handling_officer_id=assignment.handling_officer_id,
        follow_up_id=assignment.follow_up_id,
        position=assignment.position,
    )


def told(terms: Terms) -> dict[str, Any]:
    """Terms as the journal tells them."""
    return {
        "code": terms.code,
        "content": terms.content,
        "product": terms.product,
        "deadline": terms.deadline_text,
        "parties": [
            {"role": party.role, "name": party.as_written, "duty": party.duty, "focal": party.focal}
            for party in terms.parties
        ],
    }


def _columns(terms: Terms, reader: DeadlineReader) -> dict[str, Any]:
    """The columns of OF_TERMS, in that order."""
    return {
        "code": terms.code,
        "position": terms.position,
        "content": terms.content,
        "product": terms.product,
        "deadline_text": terms.deadline_text,
        **reader.columns(terms.deadline_text),
        "accountable_id": accountable_of(terms.parties),
        "lead_kind": lead_kind_of(terms.parties),
        "responsible_leader_id": terms.responsible_leader_id,
        "handling_officer_id": terms.handling_officer_id,
        "follow_up_id": terms.follow_up_id,
    }


def _party_columns(party: PartyTerms, position: int, on: date, rolls: dict[int, int]) -> dict[str, Any]:
    """The columns of OF_PARTIES, in that order."""
    grouped = party.group_id is not None
    return {
        "role": party.role,
        "organization_id": party.organization_id,
        "group_id": party.group_id,
        "group_as_of": on if grouped else None,
        "roll_id": rolls[party.group_id] if party.group_id is not None else None,
        "as_written": party.as_written,
        "duty": party.duty,
        "focal": party.focal,
        "collective": grouped or party.collective,
        "position": position,
    }


def _rolls(parties: Iterable[PartyTerms], on: date) -> dict[int, int]:
    """Group → roll of its members on `on`, written down where there is none yet."""
    wanted = {party.group_id for party in parties if party.group_id is not None}
    rolls = dict(Roll.objects.filter(group__in=wanted, as_of=on).values_list("group_id", "pk"))
    for group in Group.objects.filter(pk__in=wanted - rolls.keys()):
        roll = Roll.objects.create(group=group, as_of=on)
        roll.organizations.set(members(group, on))
        rolls[group.pk] = roll.pk
    return rolls


def _copy_parties(source: Assignment, target: Assignment) -> None:
    Party.objects.bulk_create(
        Party(assignment=target, **{name: getattr(party, name) for name in OF_PARTIES})
        for party in source.parties.all()
    )


def _take_over(row: Assignment, source: Assignment, columns: Sequence[str]) -> None:
    """Give `row` the terms of `source`; a recurring one goes on after the last occurrence already reported done."""
    for name in columns:
        setattr(row, name, getattr(source, name))
    done = row.reports.filter(status=Status.DONE, confirmed=True, period_due_on__isnull=False)
    last = done.aggregate(last=Max("period_due_on"))["last"]
    if row.recurrence in RECURRING and last and row.due_on and row.due_on <= last:
        row.due_on, row.closes_on = due_after(row, last) or (row.due_on, row.closes_on)
    save(row, *columns)
