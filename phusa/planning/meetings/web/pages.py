"""What the pages of meetings and of conclusions show."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.access.permissions import refusal_of
from phusa.foundation.journal.queries import history_of
from phusa.foundation.journal.wording import happenings
from phusa.foundation.organizations.queries import authority_of, sides_of
from phusa.foundation.ui.vocabulary import Ability, Deadline, State, Tone
from phusa.kernel.text import format_date
from phusa.kernel.workflow import Workflow
from phusa.planning.assignments.models import Party
from phusa.planning.assignments.showing import Clocks
from phusa.planning.assignments.vocabulary import DeadlineState, PartyRole, Standing
from phusa.planning.indicators.queries import standing_figures
from phusa.planning.meetings import queries, registry
from phusa.planning.meetings.documents import citation_of, lines_of
from phusa.planning.meetings.models import (
    Conclusion,
    Delegation,
    Line,
    Meeting,
    Participant,
    PostAsSaid,
    Referral,
    Source,
    Statement,
)
from phusa.planning.meetings.registry import FollowUp, Made
from phusa.planning.meetings.rules import Doubt, doubts_about
from phusa.planning.meetings.vocabulary import ConclusionState, MeetingState, StatementKind
from phusa.planning.meetings.workflow import CONCLUSION, MEETING, permission_to_write

DEEDS_SHOWN = 20
STATES = {
    MeetingState.PLANNED: ("calendar-event", Tone.NEUTRAL),
    MeetingState.HELD: ("check-circle", Tone.NEUTRAL),
    MeetingState.CANCELLED: ("slash-circle", Tone.QUIET),
    ConclusionState.DRAFT: ("pencil", Tone.NEUTRAL),
    ConclusionState.WITH_CHAIR: ("send", Tone.ACTION),
    ConclusionState.AGREED: ("check-lg", Tone.ACTION),
    ConclusionState.ISSUED: ("patch-check", Tone.DONE),
    ConclusionState.WITHDRAWN: ("slash-circle", Tone.QUIET),
}


def badge_of(row: Meeting | Conclusion) -> State:
    """The badge of the state."""
    of_meeting = isinstance(row, Meeting)
    state = MeetingState(row.state) if of_meeting else ConclusionState(row.state)
    icon, tone = STATES[state]
    return State(state.label, icon, tone)


# Meetings


@dataclass(frozen=True)
class PostLine:
    """A post as one source gives it; `number` is that of the source on the page."""

    text: str
    number: int | None
    source: Source | None


@dataclass(frozen=True)
class Guest:
    """A participant with the posts that the sources give, and what does not agree."""

    row: Participant
    posts: list[PostLine]
    doubts: list[Doubt]


@dataclass(frozen=True)
class Side:
    """A delegation with its people, in protocol order."""

    row: Delegation
    guests: list[Guest]


@dataclass(frozen=True)
class SaidLine:
    """A statement, what was made of it, and what the reader may make of it."""

    row: Statement
    number: int | None
    made: list[Made]
    offered: list[tuple[FollowUp, str]]
    figure_url: str  # where its figure is recorded as a reported one; nothing where that was done


@dataclass(frozen=True)
class SaidGroup:
    """Statements of one kind."""

    kind: StatementKind
    lines: list[SaidLine]
    together: list[tuple[str, str]]  # what can be made of all that nothing was made of yet: its name and address


def meeting_page(user: Any, meeting: Meeting) -> dict[str, Any]:
    """Everything that the page of a meeting shows to the user."""
    sources = list(meeting.sources.select_related("instrument", "file"))
    numbers = {source.pk: place for place, source in enumerate(sources, 1)}
    keeps = access.may(user, "meetings.edit_meeting", meeting) and meeting.state != MeetingState.CANCELLED
    conclusions = list(
        queries.conclusions_visible_to(user).filter(meeting=meeting).select_related("instrument").order_by("pk")
    )
    statements, records = _said(user, meeting, numbers, keeps), history_of(meeting)
    if meeting.inside:  # type: ignore[attr-defined]  # annotated by meeting_of
        records = records | history_of(meeting.dossier)
    return {
        "title": meeting.title,
        "meeting": meeting,
        "state": badge_of(meeting),
        "sides": _sides(meeting, numbers),
        "groups": statements,
        "statement_uids": [line.row.uid for group in statements for line in group.lines],
        "sources": list(zip(numbers.values(), sources, strict=True)),
        "papers": queries.papers_visible_to(user).filter(meeting=meeting).select_related("file", "side"),
        "conclusions": [(one, badge_of(one), citation_of(one)) for one in conclusions],
        "keeps": keeps,
        "held": meeting.state == MeetingState.HELD,
        "abilities": list(_meeting_abilities(user, meeting, conclusions)),
        "happenings": happenings(records[:DEEDS_SHOWN]),
    }


def _sides(meeting: Meeting, numbers: dict[int, int]) -> list[Side]:
    posts = Prefetch("posts", PostAsSaid.objects.select_related("source"))
    people = list(
        Participant.objects.filter(delegation__meeting=meeting)
        .select_related("person")
        .prefetch_related(posts)
        .order_by("delegation__position", "delegation", "position", "pk")
    )
    doubts = doubts_about(people, meeting.held_on)
    guests: dict[int, list[Guest]] = {}
    for one in people:
        shown = [PostLine(p.text, numbers.get(p.source_id or 0), p.source) for p in one.posts.all()]
        guests.setdefault(one.delegation_id, []).append(Guest(one, shown, doubts[one.pk]))
    delegations = meeting.delegations.select_related("organization").order_by("position", "pk")
    return [Side(row, guests.get(row.pk, [])) for row in delegations]


def _said(user: Any, meeting: Meeting, numbers: dict[int, int], keeps: bool) -> list[SaidGroup]:
    rows = list(
        meeting.statements.select_related("delegation__organization__parent", "speaker__delegation", "source").order_by(
            "number"
        )
    )
    for row in rows:
        row.meeting = meeting
    made = registry.made_of([row.uid for row in rows], user)
    offers = {kind: list(registry.offered(kind, user)) if keeps else [] for kind in {row.kind for row in rows}}
    figures = _figures_to_record(user, meeting, rows) if keeps else {}
    order = [kind.value for kind in StatementKind]
    rows.sort(key=lambda row: (order.index(row.kind), row.number))
    own = _own_delegations(user, rows)

    def offered(row: Statement) -> list[FollowUp]:
        mine = row.delegation_id is None or row.delegation_id in own
        return [offer for offer in offers[row.kind] if mine or not offer.own_words]

    groups = []
    for kind, of_kind in groupby(rows, key=lambda row: row.kind):
        lines = [
            SaidLine(
                row,
                numbers.get(row.source_id or 0),
                made.get(row.uid, []),
                [(offer, offer.url(row.uid)) for offer in offered(row)],
                figures.get(row.uid, ""),
            )
            for row in of_kind
        ]
        groups.append(SaidGroup(StatementKind(kind), lines, list(_together(lines))))
    return groups


def _own_delegations(user: Any, rows: list[Statement]) -> set[int]:
    """Delegations of a side on which the reader stands."""
    sides = sides_of(user)
    delegations = {row.delegation.pk: row.delegation for row in rows if row.delegation}
    return {pk for pk, one in delegations.items() if authority_of(one.organization).pk in sides}


def _together(lines: list[SaidLine]) -> Iterator[tuple[str, str]]:
    """What asks for one thing each can go into one letter."""
    left = [(line.row.uid, [offer for offer, _url in line.offered]) for line in lines if not line.made]
    offered = {offer.kind: offer for _uid, offers in left for offer in offers if offer.together}
    for offer in offered.values():
        uids = [uid for uid, offers in left if offer in offers]
        if len(uids) > 1:
            yield str(offer.together) % {"count": len(uids)}, offer.url(*uids)


def _figures_to_record(user: Any, meeting: Meeting, rows: list[Statement]) -> dict[UUID, str]:
    """By statement: where the figure that was said in it becomes a reported one, with what is known of it."""
    told = {row.uid: row for row in rows if row.figure_text}
    if not told or not access.may(user, "indicators.report_figure"):
        return {}
    recorded = standing_figures(user).filter(said_in_uid__in=list(told)).values_list("said_in_uid", flat=True)
    for uid in recorded:
        told.pop(uid, None)
    return {uid: f"{reverse('indicators:report')}?{urlencode(_known_of(row, meeting))}" for uid, row in told.items()}


def _known_of(row: Statement, meeting: Meeting) -> dict[str, str]:
    """What the form of a reported figure takes from the statement."""
    known = {
        "said_in": f"statement:{row.uid}",
        "as_said": row.figure_text,
        "speaker": row.speaker.name if row.speaker else "",
        "speaker_organization": row.delegation.organization.current_name if row.delegation else "",
        "said_on": format_date(meeting.held_on),
        "source_text": row.source.title[:500] if row.source else "",
        "source_url": row.source.url if row.source else "",
    }
    return {name: value for name, value in known.items() if value}


def _meeting_abilities(user: Any, meeting: Meeting, conclusions: list[Conclusion]) -> Iterator[Ability]:
    """What the reader can do with the record, and who can do the rest."""
    held = meeting.state == MeetingState.HELD
    keeps = access.may(user, "meetings.edit_meeting", meeting)
    if held:
        who = _("%(drafting)s; the Office of %(authority)s") % {
            "drafting": meeting.drafting,
            "authority": meeting.authority,
        }
        address = reverse("meetings:statement_new", args=[meeting.uid])
        yield Ability(_("Write down what was said"), keeps, address, who)
    yield from _steps(MEETING, meeting, meeting.state, user, {"edit": "edit", "hold": "hold", "cancel": "cancel"})
    stands = any(one.state != ConclusionState.WITHDRAWN for one in conclusions)
    drafts = access.may(user, "meetings.draft_conclusion", meeting)
    if held and not stands and (drafts or meeting.inside):  # type: ignore[attr-defined]
        address = reverse("meetings:conclusion_new", args=[meeting.uid])
        yield Ability(_("Draft the conclusion"), drafts, address, _who_can("meetings.draft_conclusion"))


def _steps(workflow: Workflow[Any], row: Any, state: str, user: Any, names: dict[str, str]) -> Iterator[Ability]:
    for step in workflow.steps:
        if step.permission and state in step.from_ and step.name in names:
            allowed = access.may(user, step.permission, row)
            address = reverse(f"meetings:{names[step.name]}", args=[row.uid])
            yield Ability(step.title, allowed, address, _who_can(step.permission))


def _who_can(permission: str) -> str:
    return ", ".join(str(role) for role in refusal_of(permission).who_can)


# Conclusions

ADDRESSES = {
    "edit": "conclusion_edit",
    "send": "send",
    "correct": "conclusion_edit",
    "agree": "agree",
    "return": "return",
    "issue": "issue",
    "record_issue": "issue",
    "withdraw": "withdraw",
}


@dataclass(frozen=True)
class LineShown:
    """A line of a conclusion; `state` and `clock` only for who may see the assignment."""

    row: Line
    leads: list[Party]
    coordinating: list[Party]
    state: State | None
    deadline: Deadline | None
    url: str
    referral: Referral | None
    undated: bool
    waived: str
    amended: bool
    abilities: list[Ability] = field(default_factory=list)


def conclusion_page(user: Any, conclusion: Conclusion) -> dict[str, Any]:
    """Everything that the page of a conclusion shows to the user."""
    inside = access.may(user, "meetings.view_dossier", conclusion.meeting.dossier)
    may_write = _may_write(user, conclusion)
    lines = _lines(user, conclusion, inside)
    records = history_of(conclusion)
    if inside:
        records = records | history_of(conclusion.meeting.dossier)
    steps = list(_steps(CONCLUSION, conclusion, conclusion.state, user, ADDRESSES))
    unusual = {"conclusion_edit", "withdraw"} | ({"issue"} if conclusion.state == ConclusionState.DRAFT else set())
    quiet = {reverse(f"meetings:{name}", args=[conclusion.uid]) for name in unusual}
    return {
        "title": conclusion.title,
        "conclusion": conclusion,
        "meeting": conclusion.meeting,
        "state": badge_of(conclusion),
        "citation": citation_of(conclusion) if conclusion.instrument else "",
        "lines": lines,
        "undated": [line for line in lines if line.undated and not line.waived],
        "waiting": [line for line in lines if line.referral],
        "may_write": may_write,
        "may_set_term": (may_write and conclusion.state == ConclusionState.WITH_CHAIR)
        or (conclusion.state == ConclusionState.ISSUED and access.may(user, "meetings.decide_line", conclusion)),
        "binds": conclusion.state == ConclusionState.ISSUED,
        "inside": inside,
        "abilities": steps,
        "buttons": [step for step in steps if step.allowed and step.url not in quiet],
        "happenings": happenings(records[:DEEDS_SHOWN]),
    }


def _may_write(user: Any, conclusion: Conclusion) -> bool:
    """Whether the reader may change the wording now."""
    written_in = (ConclusionState.DRAFT, ConclusionState.WITH_CHAIR)
    return conclusion.state in written_in and access.may(user, permission_to_write(conclusion), conclusion)


def _lines(user: Any, conclusion: Conclusion, inside: bool) -> list[LineShown]:
    rows = lines_of(conclusion)
    issued = conclusion.state not in (ConclusionState.DRAFT, ConclusionState.WITH_CHAIR, ConclusionState.AGREED)
    seen = set(
        access.visible(user, "assignments.view_assignment")
        .filter(pk__in=[row.assignment_id for row in rows])
        .values_list("pk", flat=True)
    )
    asked = {
        referral.line_id: referral
        for referral in Referral.objects.filter(line__in=rows, decision="").select_related("asked_by", "asked_for")
    }
    decides = issued and access.may(user, "meetings.decide_line", conclusion)
    answers = access.may(user, "meetings.answer_line")
    wordings = {line["uid"]: line for line in (conclusion.frozen or {}).get("lines", ())}
    clocks, shown = Clocks(), []
    for row in rows:
        row.conclusion = conclusion
        assignment = row.assignment
        parties = list(assignment.parties.all())
        follows = issued and assignment.pk in seen
        in_force = assignment.standing == Standing.ISSUED
        frozen = wordings.get(str(row.uid))
        shown.append(
            LineShown(
                row,
                [party for party in parties if party.role == PartyRole.LEAD],
                [party for party in parties if party.role == PartyRole.COORDINATING],
                clocks.state(assignment) if follows and in_force else None,
                clocks.deadline(assignment) if assignment.deadline_text else None,
                assignment.get_absolute_url() if follows else "",
                asked.get(row.pk) if inside or assignment.pk in seen else None,
                assignment.deadline_state == DeadlineState.EMPTY,
                assignment.withdrawn_reason if assignment.standing == Standing.WITHDRAWN else "",
                bool(frozen and frozen["deadline"] != assignment.deadline_text),
                list(
                    _line_abilities(user, row, decides=decides and in_force, answers=answers and follows and in_force)
                ),
            )
        )
    return shown


def _line_abilities(user: Any, row: Line, *, decides: bool, answers: bool) -> Iterator[Ability]:
    """What the reader can do with a line that is in force."""
    place = [row.conclusion.uid, row.uid]
    if answers and access.may(user, "meetings.answer_line", row):
        yield Ability(_("Answer"), True, reverse("meetings:answer", args=place))
    if decides:
        yield Ability(_("Decide"), True, reverse("meetings:decide", args=place))


# Rows of an address


def meeting_of(user: Any, uid: UUID) -> Meeting:
    """404 for a meeting that the user may not see. `inside`: whether the user sees its dossier."""
    inside = Exists(queries.dossiers_visible_to(user).filter(meeting=OuterRef("pk")))
    rows = queries.visible_to(user).select_related("authority", "drafting", "chair", "dossier").annotate(inside=inside)
    found = rows.filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def conclusion_of(user: Any, uid: UUID) -> Conclusion:
    """404 for a conclusion that the user may not see."""
    rows = queries.conclusions_visible_to(user).select_related(
        "meeting__authority", "meeting__drafting", "meeting__dossier", "instrument", "signed_file", "agreed_by"
    )
    found = rows.filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def part_of(rows: Any, uid: UUID) -> Any:
    """404 for a row that is not among these."""
    found = rows.filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def day_of(conclusion: Conclusion) -> Any:
    """The day as of which names and deadlines of a draft are read."""
    paper = conclusion.instrument
    return paper.issued_on if paper and paper.issued_on else timezone.localdate()
