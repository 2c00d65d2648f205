"""The briefing as a paper: a report of at most four pages in which every figure has its source note."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from phusa.foundation.documents.vocabulary import (
    Block,
    Column,
    Heading,
    Items,
    Paragraph,
    Report,
    Run,
    Table,
    Text,
)
from phusa.planning.cooperation.briefing import Briefing, Direction, Figure, Said, Side

ROMAN = ("I", "II", "III", "IV", "V", "VI")


def paper_of(briefing: Briefing, *, issuer: str, superior: str, on: date, illustrative: bool = False) -> Report:
    """The report; sections without anything say so in one line. What is `illustrative` says so at its head."""
    parts = [
        *(
            [(_("What has changed since %(meeting)s") % {"meeting": briefing.since}, _items(briefing.changes))]
            if briefing.since
            else []
        ),
        (_("The programme in figures"), _figures(briefing)),
        (_("Commitments of both sides"), [block for side in briefing.commitments for block in _side(side)]),
        (_("Requests and answers"), [block for each in briefing.requests for block in _direction(each)]),
        (_("What fell short"), _items(briefing.fell_short)),
        (_("Proposals for this visit"), _items(briefing.proposals)),
    ]
    body: list[Block] = [
        Paragraph(", ".join(filter(None, [briefing.sides, briefing.period]))),
        *([Paragraph(Run(briefing.meeting, italic=True))] if briefing.meeting else []),
    ]
    for number, (title, blocks) in zip(ROMAN, parts, strict=False):
        body += [Heading(f"{number}. {title}"), *(blocks or [Paragraph(_("Nothing is recorded."))])]
    return Report(
        title=_("Briefing: %(programme)s") % {"programme": briefing.title},
        body=body,
        stated=_("Figures as of %(day)s") % {"day": briefing.made_on},
        issuer=issuer,
        superior=superior,
        made_on=on,
        mark=_("illustrative").upper() if illustrative else "",
    )


def _noted(said: Said) -> Run:
    return Run(said.text, source=said.source)


def _items(said: Sequence[Said]) -> list[Block]:
    return [Items([_noted(each) for each in said])] if said else []


def _figures(briefing: Briefing) -> list[Block]:
    if not briefing.figures:
        return []
    columns = (Column(_("Indicator"), 1.3), Column(_("As reported"), 1.6), Column(_("What the records show"), 1.6))
    blocks: list[Block] = [Table(columns, [_figure(each) for each in briefing.figures])]
    if briefing.more_figures:
        blocks.append(Paragraph(_("and %(n)d more figures") % {"n": briefing.more_figures}))
    return blocks


def _figure(figure: Figure) -> Sequence[Text]:
    reported: list[str | Run] = []
    for number, said in enumerate(figure.said):
        reported += [*(["; "] if number else []), _noted(said)]
    for why in figure.contradictions:
        reported.append(Run(f"\n{_('Contradiction')}: {why}", bold=True))
    return (figure.name, reported or "—", _noted(figure.records) if figure.records else "—")


def _side(side: Side) -> list[Block]:
    blocks: list[Block] = [Heading(side.name, 2), Paragraph(_noted(side.counts))]
    if side.promised:
        columns = (
            Column(_("Commitment"), 3),
            Column(_("Lead"), 1.3),
            Column(_("Deadline"), 1.2),
            Column(_("State"), 1.2),
        )
        rows = [
            (Run(one.text, source=one.source), one.lead, one.deadline, Run(one.state, bold=one.late))
            for one in side.promised
        ]
        blocks.append(Table(columns, rows))
    return blocks + _more(side.more)


def _direction(direction: Direction) -> list[Block]:
    blocks: list[Block] = [Heading(direction.name, 2), Paragraph(_noted(direction.counts))]
    if direction.asked:
        columns = (Column(_("What is asked"), 2.6), Column(_("Sent on"), 1.2), Column(_("Answer"), 2))
        rows = [
            (
                Run(one.text, source=one.source),
                Run(one.since, bold=one.late),
                _noted(one.answer) if one.answer else one.state,
            )
            for one in direction.asked
        ]
        blocks.append(Table(columns, rows))
    return blocks + _more(direction.more)


def _more(number: int) -> list[Block]:
    return [Paragraph(_("and %(n)d more") % {"n": number})] if number else []
