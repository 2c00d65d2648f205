"""Following up: what agencies answer to a line, what the chair decides, and what is made of a statement at once."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.access.permissions import refusal_of
from phusa.foundation.journal.services import record
from phusa.foundation.records.services import lock, save
from phusa.kernel.refusals import Refusal
from phusa.planning.assignments import services as assignments
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.permissions import voice_of
from phusa.planning.assignments.services import Origin, Terms
from phusa.planning.assignments.vocabulary import Audience, Standing, Status
from phusa.planning.meetings import rules
from phusa.planning.meetings.models import Assigned, Line, Meeting, Referral, Statement
from phusa.planning.meetings.services.concluding import written_by
from phusa.planning.meetings.services.recording import forbid
from phusa.planning.meetings.vocabulary import Answer, ConclusionState, Decision

WHOLE = 100


@transaction.atomic
def answer_line(
    actor: Any,
    line: Line,
    *,
    answer: str,
    narrative: str,
    at: datetime,
    percent: int = 0,
    wanted_term: str = "",
) -> None:
    """Say for the agency that a line is done, in progress, or not done with the reason, which asks the chair.

    Done and in progress are reports of progress on the assignment; what is not done waits for the chair's decision.
    """
    access.require(actor, "assignments.view_assignment", line.assignment)
    access.require(actor, "meetings.answer_line", line)
    row = lock(Line, line.uid)
    forbid(rules.it_binds(row))
    assignment = row.assignment
    if answer == Answer.NOT_DONE:
        _ask_the_chair(actor, row, narrative, wanted_term, at)
        return
    assignments.report_progress(
        actor,
        assignment,
        revision=assignment.revision,
        status=Status.DONE if answer == Answer.DONE else Status.IN_PROGRESS,
        percent=WHOLE if answer == Answer.DONE else percent,
        narrative=narrative,
        on=timezone.localdate(at),
        at=at,
    )


def _ask_the_chair(actor: Any, line: Line, reason: str, wanted_term: str, at: datetime) -> Referral:
    waits = line.referrals.filter(decision="").exists()
    forbid(
        rules.reason_is_given(reason),
        Refusal("chair-asked-already", _("The chair has been asked already and has not decided yet."))
        if waits
        else None,
    )
    voice = voice_of(actor, line.assignment)
    if voice is None:
        raise refusal_of("meetings.answer_line")
    referral = Referral.objects.create(
        line=line,
        reason=reason.strip(),
        wanted_term=wanted_term.strip(),
        asked_by=actor,
        asked_for_id=voice.organization_id,
        asked_at=at,
        created_at=at,
        illustrative=line.illustrative,
    )
    told = {"reason": referral.reason, "wanted_term": referral.wanted_term}
    _tell("line.referred", line, actor, at, told)
    return referral


@transaction.atomic
def decide_line(actor: Any, line: Line, *, decision: str, reason: str, at: datetime, new_term: str = "") -> Line:
    """The chair waives a line, gives it a new term, or has it done as it stands; an agency that asked is answered.

    A waived line is withdrawn with the reason. A new term amends the assignment; its progress stays.
    """
    access.require(actor, "meetings.decide_line", line)
    row = lock(Line, line.uid)
    term_missing = decision == Decision.NEW_TERM and not new_term.strip()
    forbid(
        rules.it_binds(row),
        rules.reason_is_given(reason),
        Refusal("term-missing", _("Write the new term.")) if term_missing else None,
    )
    before = row.assignment.deadline_text
    if decision == Decision.WAIVED:
        why = _("Waived by the chair: %(reason)s") % {"reason": reason.strip()}
        assignments.withdraw(Assignment.objects.filter(pk=row.assignment_id), reason=why, at=at)
    elif decision == Decision.NEW_TERM:
        _amend(row.assignment, new_term.strip(), at)
    open_referrals = row.referrals.select_for_update().filter(decision="")
    for referral in open_referrals:
        referral.decision, referral.decision_text = decision, reason.strip()
        referral.decided_by, referral.decided_at = actor, at
        save(referral, "decision", "decision_text", "decided_by", "decided_at")
    save(row)
    told = {"decision": decision, "reason": reason.strip()}
    if decision == Decision.NEW_TERM:
        told["deadline"] = f"{before or '—'} → {new_term.strip()}"
    _tell("line.decided", row, actor, at, told)
    return row


@transaction.atomic
def set_term(actor: Any, line: Line, *, term: str, at: datetime) -> Line:
    """The chair sets the deadline of a line that has none: in the draft, or once it is issued."""
    row = lock(Line, line.uid)
    if row.conclusion.state == ConclusionState.ISSUED:
        access.require(actor, "meetings.decide_line", row)
    else:
        written_by(actor, row.conclusion, at)
    assignment = Assignment.objects.select_for_update().get(pk=row.assignment_id)
    withdrawn = assignment.standing not in (Standing.DRAFT, Standing.ISSUED)
    forbid(
        Refusal("term-missing", _("Write the new term.")) if not term.strip() else None,
        rules.it_binds(row) if withdrawn else None,
        Refusal("term-is-set", _("The line has a deadline already.")) if assignment.deadline_text else None,
    )
    if assignment.standing == Standing.DRAFT:
        terms = replace(assignments.terms_of(assignment), deadline_text=term.strip())
        assignments.set_terms(assignment, terms, on=timezone.localdate(at), at=at)
    else:
        _amend(assignment, term.strip(), at)
    save(row)
    _tell("line.term_set", row, actor, at, {"deadline": term.strip()})
    return row


def _amend(assignment: Assignment, term: str, at: datetime) -> None:
    """Give an issued assignment a new term through an amendment, which is kept as absorbed."""
    draft = assignments.copy_for_amendment(assignment, at=at)
    terms = replace(assignments.terms_of(draft), deadline_text=term)
    assignments.set_terms(draft, terms, on=timezone.localdate(at), at=at)
    assignments.absorb(draft, at=at)


def _tell(kind: str, line: Line, actor: Any, at: datetime, payload: dict[str, Any]) -> None:
    """It stands in the history of the assignment, which the agencies read, and in that of the dossier."""
    told = {"number": line.number, **payload}
    record(kind, line.assignment, actor, at=at, payload=told, context=line.conclusion.meeting.dossier)


@transaction.atomic
def assign_from_statement(actor: Any, statement: Statement, terms: Terms, *, at: datetime) -> Assignment:
    """Make an assignment of what was promised or agreed: it binds at once, and leads back to the words."""
    access.require(actor, "meetings.view_statement", statement)
    access.require(actor, "meetings.edit_meeting", statement.meeting)
    meeting = lock(Meeting, statement.meeting.uid)
    has_lead = any(party.role == "lead" for party in terms.parties)
    forbid(
        rules.it_has_been_held(meeting),
        None if has_lead else Refusal("assignment-without-lead", _("Name the agency that leads.")),
    )
    origin = Origin("meeting", meeting.dossier.uid, meeting.title, statement.get_absolute_url())
    [draft] = assignments.draft_all(
        [replace(terms, position=statement.number)],
        authority_id=meeting.authority_id,
        drafting_id=meeting.drafting_id,
        origin=origin,
        on=meeting.held_on,
        at=at,
        illustrative=meeting.illustrative,
    )
    assignments.issue(Assignment.objects.filter(pk=draft.pk), audience=Audience.PARTIES, at=at)
    assignment = Assignment.objects.get(pk=draft.pk)
    Assigned.objects.create(statement=statement, assignment=assignment)
    told = {"assignment": str(assignment.uid), "statement": str(statement)}
    record("meeting.assigned", assignment, actor, at=at, payload=told, context=meeting.dossier)
    return assignment
