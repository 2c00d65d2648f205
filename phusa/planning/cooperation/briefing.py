"""The briefing that is printed before a visit or a review: the programme on at most four pages.

It is made of plain values, as far as one person may see what they come from, so that page, Word file and the picture
frozen with a meeting say the same. Every figure carries its source; long lists are cut to the most pressing. Source:
practice of offices (the paper that the Office prints for a meeting comes before any dashboard).
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Self

from django.db.models import F, Prefetch, Q, Value, Window
from django.db.models.functions import RowNumber
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from phusa.kernel.dong import Dong
from phusa.kernel.text import format_date
from phusa.planning.assignments.models import Party
from phusa.planning.assignments.showing import Clocks
from phusa.planning.assignments.vocabulary import PartyRole, Status
from phusa.planning.cooperation.figures import records_of
from phusa.planning.cooperation.models import Commitment, Programme, Review
from phusa.planning.cooperation.queries import (
    BINDING,
    Support,
    asked_by_side,
    foremost_commitments,
    items_about,
    meetings_of,
    reviews_visible_to,
    tallies_of,
)
from phusa.planning.cooperation.rules import years_of
from phusa.planning.cooperation.vocabulary import ResultKind, ReviewState
from phusa.planning.indicators.showing import Board, boards
from phusa.planning.meetings.models import Meeting, Picture, Statement
from phusa.planning.meetings.vocabulary import StatementKind
from phusa.planning.requests.models import Answer, Item

# How much of each list is printed: together they leave room on the fourth page (tests/planning/cooperation).
FIGURES, REPORTS, PROMISES, ITEMS, LINES = 8, 3, 7, 6, 6
LONGEST, LONGEST_NAME = 220, 70


@dataclass(frozen=True)
class Said:
    """Something with the source that says it."""

    text: str
    source: str


@dataclass(frozen=True)
class Figure:
    """One indicator: as it was reported by each source, what the records add up to, which reports contradict."""

    name: str
    said: list[Said]
    records: Said | None = None
    contradictions: list[str] = field(default_factory=list)
    url: str = ""


@dataclass(frozen=True)
class Promised:
    """A commitment that is open, and where it stands."""

    text: str
    lead: str
    deadline: str
    state: str
    late: bool
    source: str
    said_in: str  # the meeting at which it was promised, where that is not the programme itself
    url: str


@dataclass(frozen=True)
class Side:
    """What one side has promised."""

    name: str
    counts: Said
    promised: list[Promised]
    more: int


@dataclass(frozen=True)
class AskedFor:
    """One thing that was asked, how long ago, and what was answered."""

    text: str
    since: str
    state: str
    late: bool
    source: str
    answer: Said | None
    url: str


@dataclass(frozen=True)
class Direction:
    """What one side has asked of the other."""

    name: str
    counts: Said
    asked: list[AskedFor]
    more: int


@dataclass(frozen=True)
class Briefing:
    """All that the paper says. `state`, of one for a meeting, is what the next is compared with; it is not printed."""

    title: str
    sides: str
    period: str
    made_on: str
    meeting: str
    figures: list[Figure]
    more_figures: int
    commitments: list[Side]
    requests: list[Direction]
    fell_short: list[Said]
    proposals: list[Said]
    since: str = ""
    changes: list[Said] = field(default_factory=list)
    state: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """For the picture."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """As it was frozen."""
        return cls(
            **{
                **stored,
                "figures": [_figure_from(each) for each in stored["figures"]],
                "commitments": [
                    Side(**{**each, "counts": Said(**each["counts"]), "promised": _all(Promised, each["promised"])})
                    for each in stored["commitments"]
                ],
                "requests": [
                    Direction(
                        **{
                            **each,
                            "counts": Said(**each["counts"]),
                            "asked": [
                                AskedFor(**{**one, "answer": _said_or_none(one["answer"])}) for one in each["asked"]
                            ],
                        }
                    )
                    for each in stored["requests"]
                ],
                "fell_short": _all(Said, stored["fell_short"]),
                "proposals": _all(Said, stored["proposals"]),
                "changes": _all(Said, stored["changes"]),
            }
        )


def _all(kind: type[Any], stored: Iterable[Mapping[str, Any]]) -> list[Any]:
    return [kind(**each) for each in stored]


def _said_or_none(stored: Mapping[str, str] | None) -> Said | None:
    return Said(**stored) if stored else None


def _figure_from(stored: Mapping[str, Any]) -> Figure:
    return Figure(**{**stored, "said": _all(Said, stored["said"]), "records": _said_or_none(stored["records"])})


def key_of(programme: Programme) -> str:
    """Under which pictures of the programme are kept with a meeting."""
    return f"briefing:{programme.uid}"


def prepare(
    user: Any, programme: Programme, *, today: date, meeting: Meeting | None = None, before: Picture | None = None
) -> Briefing:
    """The briefing as `user` may read it on that day; `before` is the picture that it is compared with."""
    records = _("records of the programme on %(day)s") % {"day": format_date(today)}
    found = boards(user, [programme.uid])
    support, kinds = records_of(user, programme)
    figures = [_figure(board, records) for board in found] + _from_records(found, support, kinds, records)
    clocks = Clocks()
    clocks.today = today
    review = _last_review(user, programme)
    state = _state(user, programme, support, kinds) if meeting else {}
    fell_short, proposed = _said_of(user, programme, meeting)
    return Briefing(
        title=programme.title,
        sides=f"{programme.authority} – {programme.partner}",
        period=", ".join(filter(None, [years_of(programme), programme.orientation])),
        made_on=format_date(today),
        meeting=f"{meeting.title}, {format_date(meeting.held_on)}" if meeting else "",
        figures=figures[:FIGURES],
        more_figures=max(0, len(figures) - FIGURES),
        commitments=_commitments(programme, clocks, records),
        requests=_requests(user, programme, today, records),
        fell_short=_fell_short(fell_short, review),
        proposals=_proposals(proposed, review),
        since=_when(before) if before else "",
        changes=_changes(before, state) if before else [],
        state=state,
    )


def money(amount: int) -> str:
    """An amount in few figures, in the reader's language."""
    return Dong(amount).short(get_language() or "vi")


def _cut(text: str, longest: int = LONGEST) -> str:
    """The beginning of a long text, marked as such."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


# Figures


def _figure(board: Board, records: str) -> Figure:
    """Reports of one indicator, each with its source; of many, the last ones."""
    shown = board.reports[-REPORTS:]
    said = [Said(f"«{report.figure.as_said}»", _cut(_source_of(report), LONGEST)) for report in shown]
    listed = "; ".join(f"{basis}: {total}" for basis, total in board.sums) or " ".join(board.itemised) or board.of
    return Figure(
        name=_cut(board.indicator.name, LONGEST_NAME),
        said=said,
        records=Said(_cut(listed), records) if listed else None,
        contradictions=[_cut(each.comparison.why) for each in board.contradictions[:REPORTS]],
        url=board.records.url if board.records else board.indicator.get_absolute_url(),
    )


def _source_of(report: Any) -> str:
    figure = report.figure
    day = figure.said_on or figure.as_of
    parts = [figure.speaker, figure.source, format_date(day) if day else ""]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _from_records(found: list[Board], support: Support, kinds: Mapping[str, int], records: str) -> list[Figure]:
    """What records say that nobody has reported."""
    reported = {board.indicator.itemised_by for board in found}
    own = []
    if support.projects and "cooperation.projects" not in reported:
        own.append(Figure(_("Projects"), [], Said(str(support.projects), records)))
    if support.approved_stated and "cooperation.support" not in reported:
        for label, amount, stated in (
            (_("Support approved"), support.approved, support.approved_stated),
            (_("Support paid"), support.paid, support.paid_stated),
        ):
            if stated:
                of = _("stated for %(stated)d of %(projects)d projects")
                note = (
                    "" if stated == support.projects else f" ({of})" % {"stated": stated, "projects": support.projects}
                )
                own.append(Figure(label, [], Said(f"{money(amount)}{note}", records)))
    for kind in ResultKind:
        if kinds.get(kind) and f"cooperation.{kind.value}" not in reported:
            own.append(Figure(str(kind.label), [], Said(str(kinds[kind]), records)))
    return own


# Commitments


def _commitments(programme: Programme, clocks: Clocks, records: str) -> list[Side]:
    tallies = tallies_of(programme, clocks.today)
    leads = Prefetch(
        "assignment__parties", Party.objects.filter(role=PartyRole.LEAD).order_by("position"), to_attr="named"
    )
    foremost = list(foremost_commitments(programme, PROMISES).prefetch_related(leads))
    sides = []
    for organization in (programme.authority, programme.partner):
        tally = tallies[organization.pk]
        promised = [_promised(row, clocks) for row in foremost if row.side_id == organization.pk]
        counts = _("%(total)d commitments: %(done)d done, %(late)d late, %(undated)d without a deadline") % {
            "total": tally.total,
            "done": tally.done,
            "late": tally.late,
            "undated": tally.undated,
        }
        if not tally.total:
            counts = _("Nothing is recorded that this side has promised.")
        sides.append(Side(str(organization), Said(counts, records), promised, max(0, tally.open - len(promised))))
    return sides


def _promised(row: Commitment, clocks: Clocks) -> Promised:
    assignment = row.assignment
    deadline = clocks.deadline(assignment)
    return Promised(
        text=_cut(assignment.content),
        lead=_cut(", ".join(party.as_written for party in assignment.named), LONGEST_NAME),  # type: ignore[attr-defined]
        deadline="; ".join(filter(None, [str(deadline), str(deadline.distance)])),
        state=str(clocks.state(assignment)),
        late=(deadline.days or 0) < 0,
        source=_cut(row.promise_title or assignment.origin_title),
        said_in=_cut(row.promise_title),
        url=assignment.get_absolute_url(),
    )


# Requests


LONGEST_FIRST = (
    F("settled_on").desc(nulls_first=True),  # what waits, then the latest answers
    F("closes_on").asc(nulls_last=True),
    F("request__sent_on").asc(),
    F("number").asc(),
    F("pk").asc(),
)


def _requests(user: Any, programme: Programme, today: date, records: str) -> list[Direction]:
    asked = asked_by_side(programme, user, today)
    answers = Prefetch("answers", Answer.objects.select_related("instrument").order_by("answered_on", "pk"))
    place = Window(RowNumber(), partition_by="request__asking_authority", order_by=LONGEST_FIRST)
    foremost = list(
        items_about(programme, user)
        .annotate(place=place)
        .filter(place__lte=ITEMS)
        .select_related("request__letter")
        .prefetch_related(answers)
        .order_by(*LONGEST_FIRST)
    )
    directions = []
    for asking, other in ((programme.authority, programme.partner), (programme.partner, programme.authority)):
        tally = asked[asking.pk]
        shown = [_asked(item, today) for item in foremost if item.request.asking_authority_id == asking.pk]
        counts = _("%(total)d asked: %(settled)d answered, %(waiting)d waiting, %(overdue)d overdue") % {
            "total": tally.total,
            "settled": tally.settled,
            "waiting": tally.waiting,
            "overdue": tally.overdue,
        }
        if not tally.total:
            counts = _("Nothing has been asked about the programme.")
        name = _("%(asking)s asks of %(other)s") % {"asking": asking, "other": other}
        directions.append(Direction(name, Said(counts, records), shown, max(0, tally.total - len(shown))))
    return directions


def _asked(item: Item, today: date) -> AskedFor:
    sent_on = item.request.sent_on or today
    days = ((item.settled_on or today) - sent_on).days
    counted = ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    waits = _("open for %(days)s") if item.settled_on is None else _("answered after %(days)s")
    answers = list(item.answers.all())
    answer = answers[-1] if answers else None
    return AskedFor(
        text=_cut(item.asks or item.content),
        since=f"{format_date(sent_on)}; {waits % {'days': counted}}",
        state=str(item.get_outcome_display()),
        late=bool(item.settled_on is None and item.closes_on and item.closes_on < today),
        source=_cut(_letter_of(item)),
        answer=Said(_cut(f"{answer.get_outcome_display()}. {answer.text}"), _answered_by(answer)) if answer else None,
        url=item.get_absolute_url(),
    )


def _letter_of(item: Item) -> str:
    letter = item.request.letter
    name = letter.citation if letter else item.request.title
    return f"{name}, {format_date(item.request.sent_on)}" if item.request.sent_on else name


def _answered_by(answer: Answer) -> str:
    name = answer.instrument.citation if answer.instrument else _("answer recorded")
    return f"{name}, {format_date(answer.answered_on)}"


# What fell short, and what is proposed


def _said_of(user: Any, programme: Programme, meeting: Meeting | None) -> tuple[list[Statement], list[Statement]]:
    """What was last said to fall short at meetings about the programme, and what is proposed for this one: at most so
    many as are printed. One query.
    """
    asked = Q(kind=StatementKind.FELL_SHORT, meeting__in=meetings_of(programme, user).order_by().values("pk"))
    if meeting is not None:
        asked |= Q(kind=StatementKind.PROPOSAL, meeting=meeting.pk)
    latest_first = (F("meeting__held_on").desc(), F("number").asc(), F("pk").asc())
    place = Window(RowNumber(), partition_by="kind", order_by=latest_first)
    rows = Statement.objects.filter(asked).annotate(place=place).filter(place__lte=LINES)
    found: list[Statement] = list(rows.select_related("meeting", "source").order_by(*latest_first))
    fell_short = [each for each in found if each.kind == StatementKind.FELL_SHORT]
    return fell_short, [each for each in found if each.kind == StatementKind.PROPOSAL]


def _fell_short(statements: list[Statement], review: Review | None) -> list[Said]:
    """What was said to fall short, and what the last review says of it."""
    said = [Said(_cut(each.text), _said_at(each)) for each in statements]
    if review and review.shortcomings.strip():
        said.insert(0, Said(_cut(review.shortcomings, 2 * LONGEST), _review_of(review)))
    return said[:LINES]


def _proposals(statements: list[Statement], review: Review | None) -> list[Said]:
    """What is proposed for this visit; else what the last review recommends."""
    if statements:
        return [Said(_cut(each.text), _said_at(each)) for each in statements]
    if review and review.recommendations.strip():
        return [Said(_cut(review.recommendations, 3 * LONGEST), _review_of(review))]
    return []


def _said_at(statement: Statement) -> str:
    source = statement.source.title if statement.source else statement.meeting.title
    return _cut(f"{source}, {format_date(statement.meeting.held_on)}")


def _last_review(user: Any, programme: Programme) -> Review | None:
    return reviews_visible_to(user).filter(programme=programme, state=ReviewState.ADOPTED).defer("frozen").first()


def _review_of(review: Review) -> str:
    return _("%(review)s, figures as of %(day)s") % {"review": review, "day": format_date(review.cut_off)}


# What changed


def _state(user: Any, programme: Programme, support: Support, kinds: Mapping[str, int]) -> dict[str, Any]:
    """What is compared with the next time, by what never changes its name; one query."""
    commitments = Commitment.objects.filter(programme=programme, assignment__standing__in=BINDING).order_by()
    promised = commitments.values_list(Value("commitments"), "assignment__uid", "assignment__status")
    asked = items_about(programme, user).order_by().values_list(Value("items"), "uid", "outcome")
    found: dict[str, dict[str, str]] = {"commitments": {}, "items": {}}
    for what, uid, state in promised.union(asked, all=True):
        found[what][str(uid)] = state
    return {
        **found,
        "projects": support.projects,
        "approved": support.approved,
        "paid": support.paid,
        "results": dict(kinds),
    }


def _when(picture: Picture) -> str:
    return f"{picture.meeting.title}, {format_date(picture.meeting.held_on)}"


def _changes(before: Picture, now: Mapping[str, Any]) -> list[Said]:
    """Sentences on what differs from the picture, each with both days."""
    was = before.content["state"]
    source = _("compared with the picture frozen for %(meeting)s") % {"meeting": _when(before)}
    sentences = []
    for name, done, fresh in (
        ("commitments", _("Commitments done since: %(n)d."), _("New commitments: %(n)d.")),
        ("items", _("Things asked that were answered anew: %(n)d."), _("New things asked: %(n)d.")),
    ):
        old, new = was[name], now[name]
        moved = [uid for uid, state in new.items() if uid in old and old[uid] != state]
        if name == "commitments":
            moved = [uid for uid in moved if new[uid] == Status.DONE]
        for number, sentence in ((len(moved), done), (len(new.keys() - old.keys()), fresh)):
            if number:
                sentences.append(sentence % {"n": number})
    if was["projects"] != now["projects"]:
        sentences.append(_("Projects: %(was)s → %(now)s.") % {"was": was["projects"], "now": now["projects"]})
    for name, sentence in (
        ("approved", _("Support approved: %(was)s → %(now)s.")),
        ("paid", _("Support paid: %(was)s → %(now)s.")),
    ):
        if was[name] != now[name]:
            sentences.append(sentence % {"was": money(was[name]), "now": money(now[name])})
    for kind in ResultKind:
        old_count, new_count = was["results"].get(kind, 0), now["results"].get(kind, 0)
        if old_count != new_count:
            sentences.append(f"{kind.label}: {old_count} → {new_count}.")
    return [Said(sentence, source) for sentence in sentences or [_("Nothing has changed in the records.")]]
