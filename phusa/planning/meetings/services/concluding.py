"""Concluding: the Office drafts, the chair corrects and agrees, the notice is issued; only then it binds anybody."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.files.services import store_file
from phusa.foundation.instruments.services import find_or_add_instrument
from phusa.foundation.journal.services import record
from phusa.foundation.records.services import lock, save
from phusa.kernel.refusals import Refusal
from phusa.kernel.text import normal
from phusa.planning.assignments import services as assignments
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.services import GivenFile, Origin, Terms
from phusa.planning.assignments.vocabulary import Audience, Standing
from phusa.planning.meetings import rules
from phusa.planning.meetings.documents import digest_of, written_down
from phusa.planning.meetings.models import Conclusion, Line, Meeting
from phusa.planning.meetings.services.recording import forbid
from phusa.planning.meetings.vocabulary import ConclusionState
from phusa.planning.meetings.workflow import CONCLUSION, permission_to_write

CITED_WITH = 300  # characters of a title beside a number


# Drafting


@transaction.atomic
def start_conclusion(actor: Any, meeting: Meeting, *, title: str, at: datetime, opening: str = "") -> Conclusion:
    """Begin the notice of what the chair concluded; a meeting that was held has one that stands."""
    access.require(actor, "meetings.draft_conclusion", meeting)
    row = lock(Meeting, meeting.uid)
    forbid(rules.it_has_been_held(row), _another_stands(row))
    conclusion = Conclusion.objects.create(
        meeting=row, title=normal(title), opening=opening.strip(), created_at=at, illustrative=row.illustrative
    )
    _tell("conclusion.started", conclusion, actor, at, {"title": conclusion.title})
    return conclusion


def _another_stands(meeting: Meeting) -> Refusal | None:
    other = meeting.conclusions.exclude(state=ConclusionState.WITHDRAWN).first()
    if other is None:
        return None
    return Refusal("conclusion-there", _("The meeting has a conclusion already."), link=other.get_absolute_url())


@transaction.atomic
def edit_conclusion(
    actor: Any, conclusion: Conclusion, *, revision: int, title: str, opening: str, at: datetime
) -> Conclusion:
    """Edit title and opening of a draft; the chair, while it is with the chair."""
    draft = written_by(actor, conclusion, at, revision)
    before = {"title": draft.title, "opening": draft.opening}
    draft.title, draft.opening = normal(title), opening.strip()
    save(draft, "title", "opening")
    assignments.retitle_origin(origin_of(draft))
    after = {"title": draft.title, "opening": draft.opening}
    changed = {name: [before[name], value] for name, value in after.items() if before[name] != value}
    _tell("conclusion.edited", draft, actor, at, changed)
    return draft


def written_by(actor: Any, conclusion: Conclusion, at: datetime, revision: int | None = None) -> Conclusion:
    """The conclusion, locked and open for an edit by the actor: a draft for those who draft, what is with the chair for
    the chair. Raises `NotAllowed`, `Refused` when its wording may not change now, and `Conflict`.
    """
    access.require(actor, "meetings.view_conclusion", conclusion)
    row = lock(Conclusion, conclusion.uid, revision)
    access.require(actor, permission_to_write(row), row)
    CONCLUSION.require("correct" if row.state == ConclusionState.WITH_CHAIR else "edit", row, at)
    return row


def origin_of(conclusion: Conclusion) -> Origin:
    """What an assignment says about where it comes from; deeds on it stand in the history of the dossier."""
    address = reverse("meetings:conclusion", args=[conclusion.uid])
    title = conclusion.title
    if conclusion.instrument:
        title = f"{conclusion.instrument.citation}: {title[:CITED_WITH]}"
    return Origin("conclusion", conclusion.meeting.dossier.uid, title, address)


def _tell(kind: str, draft: Conclusion | Line, actor: Any, at: datetime, payload: dict[str, Any]) -> None:
    """A deed on a draft stands in the history of the dossier, and never in that of what is issued."""
    meeting = (draft.conclusion if isinstance(draft, Line) else draft).meeting
    subject = draft if isinstance(draft, Line) else meeting.dossier
    record(kind, subject, actor, at=at, payload=payload, context=meeting.dossier)


# Lines


@transaction.atomic
def add_line(actor: Any, conclusion: Conclusion, terms: Terms, *, at: datetime) -> Line:
    """Add a line at the end of a draft. A deadline that nobody wrote stays empty."""
    draft = written_by(actor, conclusion, at)
    position = draft.lines.count()
    numbered = replace(terms, code=str(position + 1), position=position)
    [assignment] = assignments.draft_all(
        [numbered],
        authority_id=draft.meeting.authority_id,
        drafting_id=draft.meeting.drafting_id,
        origin=origin_of(draft),
        on=timezone.localdate(at),
        at=at,
        illustrative=draft.illustrative,
    )
    line = Line.objects.create(
        conclusion=draft,
        assignment=Assignment.objects.get(pk=assignment.pk),
        position=position,
        created_at=at,
        illustrative=draft.illustrative,
    )
    _tell("conclusion.line_added", line, actor, at, {"number": line.number, "assignment": str(line.assignment.uid)})
    return line


@transaction.atomic
def edit_line(actor: Any, line: Line, *, revision: int, terms: Terms, at: datetime) -> Line:
    """Edit a line of a draft; raises `Conflict` when somebody else has edited it meanwhile."""
    written_by(actor, line.conclusion, at)
    row = lock(Line, line.uid, revision)
    assignment = Assignment.objects.select_for_update().get(pk=row.assignment_id)
    old = assignments.terms_of(assignment)
    new = replace(terms, code=old.code, position=old.position)
    before, after = assignments.told(old), assignments.told(new)
    assignments.set_terms(assignment, new, on=timezone.localdate(at), at=at)
    row.assignment = assignment
    save(row)
    changed = {name: [before[name], value] for name, value in after.items() if before[name] != value}
    _tell("conclusion.line_edited", row, actor, at, {"number": row.number, **changed})
    return row


@transaction.atomic
def remove_line(actor: Any, line: Line, *, at: datetime) -> None:
    """Take a line out of a draft; those below it move up."""
    draft = written_by(actor, line.conclusion, at)
    row = lock(Line, line.uid)
    _tell("conclusion.line_removed", row, actor, at, {"number": row.number, "content": row.assignment.content})
    assignments.withdraw(Assignment.objects.filter(pk=row.assignment_id), reason=_("Taken out of the draft"), at=at)
    row.delete()
    _number(list(draft.lines.order_by("position", "pk")))


@transaction.atomic
def move_line(actor: Any, line: Line, *, later: bool, at: datetime) -> None:
    """Move a line of a draft by one place."""
    draft = written_by(actor, line.conclusion, at)
    lines = list(draft.lines.order_by("position", "pk"))
    here = lines.index(line)
    there = here + (1 if later else -1)
    if 0 <= there < len(lines):
        lines[here], lines[there] = lines[there], lines[here]
        _number(lines)
        _tell("conclusion.line_moved", line, actor, at, {"number": there + 1})


def _number(lines: list[Line]) -> None:
    """Positions and numbers, from the first line to the last."""
    for position, line in enumerate(lines):
        line.position = position
        save(line, "position")
        Assignment.objects.filter(pk=line.assignment_id).update(code=str(position + 1), position=position)


# Deciding


@transaction.atomic
def send(actor: Any, conclusion: Conclusion, *, at: datetime) -> Conclusion:
    """Lay the draft before the chair."""
    access.require(actor, "meetings.draft_conclusion", conclusion)
    draft = lock(Conclusion, conclusion.uid)
    draft.state = CONCLUSION.require("send", draft, at)
    draft.sent_at, draft.return_reason = at, ""
    save(draft, "state", "sent_at", "return_reason")
    _tell("conclusion.sent", draft, actor, at, {})
    return draft


@transaction.atomic
def return_(actor: Any, conclusion: Conclusion, *, reason: str, at: datetime) -> Conclusion:
    """Give the draft back with what has to be completed."""
    access.require(actor, "meetings.agree_conclusion", conclusion)
    draft = lock(Conclusion, conclusion.uid)
    state = CONCLUSION.require("return", draft, at)
    forbid(rules.reason_is_given(reason))
    draft.state, draft.return_reason = state, reason.strip()
    save(draft, "state", "return_reason")
    _tell("conclusion.returned", draft, actor, at, {"reason": draft.return_reason})
    return draft


@transaction.atomic
def agree(actor: Any, conclusion: Conclusion, *, revision: int, at: datetime) -> Conclusion:
    """The chair agrees to the wording as it was read: raises `Conflict` when it has changed since."""
    access.require(actor, "meetings.agree_conclusion", conclusion)
    draft = lock(Conclusion, conclusion.uid, revision)
    draft.state = CONCLUSION.require("agree", draft, at)
    draft.agreed_at, draft.agreed_by = at, actor
    save(draft, "state", "agreed_at", "agreed_by")
    _tell("conclusion.agreed", draft, actor, at, {})
    return draft


@transaction.atomic
def issue(
    actor: Any,
    conclusion: Conclusion,
    *,
    number: str,
    issued_on: date | None,
    signer_name: str,
    signer_post: str,
    at: datetime,
    signed: GivenFile | None = None,
) -> Conclusion:
    """Record number, date and signer of the notice: it binds from now on, and its lines are issued to the agencies.

    What the chair has not agreed to here was issued on paper: a fact, so its state does not forbid it. Deadlines are
    read, and groups taken, as of the day of the notice. The wording is frozen with its digest.
    """
    access.require(actor, "meetings.issue_conclusion", conclusion)
    draft = lock(Conclusion, conclusion.uid)
    on_paper = draft.state != ConclusionState.AGREED
    state = CONCLUSION.require("record_issue" if on_paper else "issue", draft, at)
    meeting = draft.meeting
    forbid(rules.paper_is_identified(number, issued_on), rules.issued_after_the_meeting(issued_on, meeting, at))
    draft.instrument = find_or_add_instrument(
        actor,
        kind="notice",
        number=number,
        title=draft.title,
        issuer_name=meeting.authority.current_name,
        issued_on=issued_on,
        illustrative=draft.illustrative,
        at=at,
    )
    draft.signer_name, draft.signer_post = normal(signer_name), normal(signer_post)
    if signed:
        draft.signed_file = store_file(actor, signed.file, secrecy=signed.secrecy, owner=draft, at=at)
    issued = _issue_lines(draft, issued_on or timezone.localdate(at), at)
    draft.state, draft.issued_at, draft.return_reason = state, at, ""
    draft.frozen = written_down(draft)
    draft.digest = digest_of(draft.frozen)
    save(
        draft,
        *("state", "issued_at", "return_reason", "instrument", "signer_name", "signer_post", "signed_file"),
        *("frozen", "digest"),
    )
    assignments.retitle_origin(origin_of(draft))
    told = {
        "instrument": draft.instrument.citation,
        "issued_on": issued_on,
        "signer": draft.signer_name,
        "on_paper": on_paper,
        "issued": issued,
        "digest": draft.digest,
    }
    record("conclusion.issued", draft, actor, at=at, payload=told, context=meeting.dossier)
    return draft


def _issue_lines(conclusion: Conclusion, on: date, at: datetime) -> int:
    rows = Assignment.objects.select_for_update().filter(conclusion_line__conclusion=conclusion)
    for row in rows.filter(standing=Standing.DRAFT).exclude(terms_on=on):
        assignments.set_terms(row, assignments.terms_of(row), on=on, at=at)
    return assignments.issue(
        Assignment.objects.filter(pk__in=list(rows.values_list("pk", flat=True))), audience=Audience.PARTIES, at=at
    )


@transaction.atomic
def withdraw(actor: Any, conclusion: Conclusion, *, reason: str, at: datetime) -> Conclusion:
    """Take an issued notice back with the reason; its lines are withdrawn, and another conclusion may be drafted."""
    access.require(actor, "meetings.withdraw_conclusion", conclusion)
    row = lock(Conclusion, conclusion.uid)
    state = CONCLUSION.require("withdraw", row, at)
    forbid(rules.reason_is_given(reason))
    row.state, row.withdrawn_reason = state, reason.strip()
    save(row, "state", "withdrawn_reason")
    lines = Assignment.objects.filter(conclusion_line__conclusion=row)
    assignments.withdraw(lines, reason=row.withdrawn_reason, at=at)
    told = {"reason": row.withdrawn_reason}
    record("conclusion.withdrawn", row, actor, at=at, payload=told, context=row.meeting.dossier)
    return row
