"""Keeping the record of a meeting: who was there, what tells of it, what was said."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.files.services import store_file
from phusa.foundation.instruments.models import Instrument
from phusa.foundation.journal.services import record
from phusa.foundation.organizations.models import Organization, Person, Post
from phusa.foundation.records.services import lock, save
from phusa.kernel.refusals import Refusal, Refused
from phusa.kernel.text import fold, normal, sort_key
from phusa.planning.assignments.services import GivenFile
from phusa.planning.meetings import registry, rules
from phusa.planning.meetings.models import (
    Delegation,
    Dossier,
    Meeting,
    Paper,
    Participant,
    PostAsSaid,
    Source,
    Statement,
)
from phusa.planning.meetings.vocabulary import MeetingState, MeetingTerms, Said
from phusa.planning.meetings.workflow import MEETING

OF_MEETING = (
    "kind",
    "title",
    "title_folded",
    "sort_key",
    "held_on",
    "place",
    "chair",
    "chair_name",
    "chair_post",
)


def forbid(*found: Refusal | None) -> None:
    """Raise `Refused` with every refusal there is."""
    refusals = [refusal for refusal in found if refusal]
    if refusals:
        raise Refused(refusals)


@transaction.atomic
def create_meeting(
    actor: Any,
    *,
    authority: Organization,
    drafting: Organization,
    terms: MeetingTerms,
    at: datetime,
    illustrative: bool = False,
) -> Meeting:
    """Record a meeting. One whose day has come counts as held, one of the future as planned."""
    access.require(actor, "meetings.create_meeting", drafting)
    held = terms.held_on <= timezone.localdate(at)
    meeting = Meeting(
        authority=authority,
        drafting=drafting,
        state=MeetingState.HELD if held else MeetingState.PLANNED,
        created_at=at,
        illustrative=illustrative,
    )
    _put(meeting, terms)
    meeting.save()
    Dossier.objects.create(meeting=meeting, created_at=at, illustrative=illustrative)
    record("meeting.created", meeting, actor, at=at, payload={"held_on": terms.held_on, "place": terms.place})
    return meeting


@transaction.atomic
def edit_meeting(actor: Any, meeting: Meeting, *, revision: int, terms: MeetingTerms, at: datetime) -> Meeting:
    """Put right what the record says of the meeting itself. One that was held is not moved into the future."""
    row = kept_by(actor, meeting, at, revision)
    before = _told(row)
    _put(row, terms)
    forbid(rules.its_day_has_come(row, at) if row.state == MeetingState.HELD else None)
    save(row, *OF_MEETING)
    after = _told(row)
    changed = {name: [before[name], value] for name, value in after.items() if before[name] != value}
    record("meeting.edited", row, actor, at=at, payload=changed)
    return row


@transaction.atomic
def hold_meeting(actor: Any, meeting: Meeting, *, at: datetime) -> Meeting:
    """Record that a planned meeting took place."""
    access.require(actor, "meetings.edit_meeting", meeting)
    row = lock(Meeting, meeting.uid)
    row.state = MEETING.require("hold", row, at)
    save(row, "state")
    record("meeting.held", row, actor, at=at)
    return row


@transaction.atomic
def cancel_meeting(actor: Any, meeting: Meeting, *, reason: str, at: datetime) -> Meeting:
    """Record that a planned meeting does not take place, and why."""
    access.require(actor, "meetings.edit_meeting", meeting)
    row = lock(Meeting, meeting.uid)
    state = MEETING.require("cancel", row, at)
    forbid(rules.reason_is_given(reason))
    row.state, row.cancelled_reason = state, reason.strip()
    save(row, "state", "cancelled_reason")
    record("meeting.cancelled", row, actor, at=at, payload={"reason": row.cancelled_reason})
    return row


def kept_by(actor: Any, meeting: Meeting, at: datetime, revision: int | None = None) -> Meeting:
    """The meeting, locked and open for an edit of its record by the actor."""
    access.require(actor, "meetings.edit_meeting", meeting)
    row = lock(Meeting, meeting.uid, revision)
    MEETING.require("edit", row, at)
    return row


def _put(meeting: Meeting, terms: MeetingTerms) -> None:
    meeting.kind, meeting.title, meeting.held_on = terms.kind, normal(terms.title), terms.held_on
    meeting.title_folded, meeting.sort_key = fold(meeting.title), sort_key(meeting.title)[:300]
    meeting.place = normal(terms.place)
    meeting.chair_name, meeting.chair_post = normal(terms.chair_name), normal(terms.chair_post)
    meeting.chair = person_named(meeting.chair_name)


def _told(meeting: Meeting) -> dict[str, str]:
    told = asdict(
        MeetingTerms(
            meeting.get_kind_display(),
            meeting.title,
            meeting.held_on,
            meeting.place,
            meeting.chair_name,
            meeting.chair_post,
        )
    )
    return {name: str(value) for name, value in told.items()}


def person_named(name: str) -> Person | None:
    """The person of the records who alone is called so."""
    found = list(Person.objects.filter(full_name__iexact=name)[:2]) if name else []
    return found[0] if len(found) == 1 else None


# Who was there


@transaction.atomic
def add_delegation(
    actor: Any, meeting: Meeting, organization: Organization, *, at: datetime, name: str = ""
) -> Delegation:
    """Name a side of the meeting; without a name of its own it is called after its organisation."""
    row = kept_by(actor, meeting, at)
    if row.delegations.filter(organization=organization).exists():
        forbid(Refusal("delegation-there", _("This organisation has a delegation already.")))
    delegation = Delegation.objects.create(
        meeting=row,
        organization=organization,
        name=normal(name) or organization.current_name,
        position=row.delegations.count(),
        created_at=at,
        illustrative=row.illustrative,
    )
    record("meeting.delegation_added", delegation, actor, at=at, context=row)
    return delegation


@transaction.atomic
def remove_delegation(actor: Any, delegation: Delegation, *, at: datetime) -> None:
    """Take out a delegation recorded by mistake, with its people; refused once something is said to be its words."""
    row = kept_by(actor, delegation.meeting, at)
    spoke = Statement.objects.filter(meeting=row, delegation=delegation).exists()
    forbid(_has_spoken(str(delegation)) if spoke else None)
    record("meeting.delegation_removed", delegation, actor, at=at, context=row)
    delegation.delete()


@transaction.atomic
def add_participant(
    actor: Any,
    delegation: Delegation,
    *,
    name: str,
    post_as_said: str,
    at: datetime,
    source: Source | None = None,
    post: Post | None = None,
) -> Participant:
    """Name somebody of a delegation with the post that a source gives them.

    Named again, by another source or with another post, the same person keeps both side by side. A `post` that is
    picked from the records gives name and words where none are written; it is refused when it was not held that day.
    """
    row = kept_by(actor, delegation.meeting, at)
    if post:
        forbid(rules.post_was_held_that_day(post, row))
        name, post_as_said = name or post.person.full_name, post_as_said or post.title
    name, post_as_said = normal(name), normal(post_as_said)
    if not name:
        forbid(Refusal("participant-without-name", _("Write the name, or pick a post from the records.")))
    participant, new = Participant.objects.get_or_create(
        delegation=delegation,
        name=name,
        defaults={
            "person": post.person if post and post.person.full_name == name else person_named(name),
            "position": delegation.participants.count(),
            "created_at": at,
            "illustrative": row.illustrative,
        },
    )
    if post_as_said:
        PostAsSaid.objects.get_or_create(
            participant=participant, source=source, text=post_as_said, defaults={"post": post}
        )
    told = {"post": post_as_said, "source": str(source or "")}
    kind = "meeting.participant_added" if new else "meeting.post_added"
    record(kind, participant, actor, at=at, payload=told, context=row)
    return participant


@transaction.atomic
def remove_participant(actor: Any, participant: Participant, *, at: datetime) -> None:
    """Take out somebody named by mistake; refused once something is said to be their words."""
    row = kept_by(actor, participant.delegation.meeting, at)
    spoke = Statement.objects.filter(speaker=participant).exists()
    forbid(_has_spoken(participant.name) if spoke else None)
    record("meeting.participant_removed", participant, actor, at=at, context=row)
    participant.delete()


def _has_spoken(name: str) -> Refusal:
    return Refusal("has-spoken", _("Something is recorded as said by «%(name)s»: change that first.") % {"name": name})


# What tells of it


@transaction.atomic
def add_source(
    actor: Any,
    meeting: Meeting,
    *,
    kind: str,
    title: str,
    at: datetime,
    published_on: date | None = None,
    url: str = "",
    instrument: Instrument | None = None,
    given: GivenFile | None = None,
) -> Source:
    """Name what tells of the meeting, with its file, its number or its address."""
    row = kept_by(actor, meeting, at)
    source = Source.objects.create(
        meeting=row,
        kind=kind,
        title=normal(title),
        published_on=published_on,
        url=url,
        instrument=instrument,
        position=row.sources.count(),
        created_at=at,
        illustrative=row.illustrative,
    )
    if given:
        source.file = store_file(actor, given.file, secrecy=given.secrecy, owner=source, at=at)
        source.save(update_fields=["file"])
    record("meeting.source_added", source, actor, at=at, payload={"source_kind": kind}, context=row)
    return source


@transaction.atomic
def remove_source(actor: Any, source: Source, *, at: datetime) -> None:
    """Take out a source named by mistake; refused while something rests on it."""
    row = kept_by(actor, source.meeting, at)
    used = Statement.objects.filter(source=source).exists() or PostAsSaid.objects.filter(source=source).exists()
    if used or source.file_id:
        message = _("A statement, a post or a file rests on this source, so it stays.")
        forbid(Refusal("source-used", message))
    record("meeting.source_removed", source, actor, at=at, context=row)
    source.delete()


@transaction.atomic
def add_paper(
    actor: Any, meeting: Meeting, *, title: str, given: GivenFile, at: datetime, side: Organization | None = None
) -> Paper:
    """Keep a paper of the meeting. One of a side stands in the history of that side's dossier, not of the meeting."""
    row = kept_by(actor, meeting, at)
    paper = Paper.objects.create(
        meeting=row, title=normal(title), side=side, created_at=at, illustrative=row.illustrative
    )
    paper.file = store_file(actor, given.file, secrecy=given.secrecy, owner=paper, at=at)
    paper.save(update_fields=["file"])
    record("meeting.paper_added", paper, actor, at=at, context=row.dossier if side else row)
    return paper


# What was said


@transaction.atomic
def add_statement(actor: Any, meeting: Meeting, said: Said, *, at: datetime) -> Statement:
    """Write down what was said, at the end; the speaker's delegation is the side for which it was said."""
    row = kept_by(actor, meeting, at)
    forbid(rules.it_has_been_held(row))
    last = row.statements.aggregate(last=Max("number"))["last"] or 0
    statement = Statement(meeting=row, number=last + 1, created_at=at, illustrative=row.illustrative)
    _say(statement, said, row)
    statement.save()
    record("meeting.statement_added", statement, actor, at=at, payload={"statement_kind": said.kind}, context=row)
    return statement


@transaction.atomic
def edit_statement(actor: Any, statement: Statement, *, revision: int, said: Said, at: datetime) -> Statement:
    """Put right what was written down; what was made of it stays linked."""
    row = kept_by(actor, statement.meeting, at)
    edited = lock(Statement, statement.uid, revision)
    before = _words(edited)
    _say(edited, said, row)
    save(edited, "kind", "text", "figure_text", "delegation", "speaker", "source")
    changed = {name: [before[name], value] for name, value in _words(edited).items() if before[name] != value}
    record("meeting.statement_edited", edited, actor, at=at, payload=changed, context=row)
    return edited


@transaction.atomic
def remove_statement(actor: Any, statement: Statement, *, at: datetime) -> None:
    """Take out what was written down by mistake; refused once something has been made of it."""
    row = kept_by(actor, statement.meeting, at)
    if registry.made_of([statement.uid], None):
        forbid(Refusal("statement-followed-up", _("Something has been made of this statement, so it stays.")))
    record("meeting.statement_removed", statement, actor, at=at, payload={"text": statement.text}, context=row)
    statement.delete()


def _say(statement: Statement, said: Said, meeting: Meeting) -> None:
    statement.kind, statement.text, statement.figure_text = said.kind, said.text.strip(), normal(said.figure_text)
    speaker = _of(Participant.objects.filter(delegation__meeting=meeting), said.speaker_id)
    delegation = _of(Delegation.objects.filter(meeting=meeting), said.delegation_id)
    statement.speaker = speaker
    statement.delegation = speaker.delegation if speaker else delegation
    statement.source = _of(Source.objects.filter(meeting=meeting), said.source_id)
    if not statement.text:
        forbid(Refusal("statement-without-text", _("Write down what was said.")))


def _of(rows: Any, key: int | None) -> Any:
    """The row of this meeting with the key; raises `DoesNotExist` for one of another meeting."""
    return rows.get(pk=key) if key else None


def _words(statement: Statement) -> dict[str, str]:
    names: Iterable[str] = ("kind", "text", "figure_text", "delegation", "speaker", "source")
    return {name: str(getattr(statement, name) or "") for name in names}
