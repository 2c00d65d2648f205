"""Reports of one figure side by side, with what the records add up to and which differences are contradictions.

Pages, fragments and printed papers of higher packages show what `boards` gives; nothing is chosen for the reader.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any
from uuid import UUID

from phusa.foundation.ui.vocabulary import State, Tone
from phusa.planning.indicators import registry, rules
from phusa.planning.indicators.models import Indicator, ReportedFigure
from phusa.planning.indicators.queries import connected_with, standing_figures
from phusa.planning.indicators.vocabulary import About, Basis, Comparison, Itemised, Listed, Verdict

MOST_PAIRED = 12  # reports; of more, only contradictions are told

_VERDICTS = {
    Verdict.CONTRADICTION: ("exclamation-triangle-fill", Tone.LATE),
    Verdict.COMPATIBLE: ("check", Tone.NEUTRAL),
    Verdict.SAME: ("check-all", Tone.NEUTRAL),
    Verdict.NOT_COMPARABLE: ("slash-circle", Tone.QUIET),
}
_LISTED = {
    Listed.NOTHING: ("circle", Tone.NEUTRAL),
    Listed.PARTLY: ("circle-half", Tone.NEUTRAL),
    Listed.ALL: ("list-check", Tone.DONE),
    Listed.MORE: ("exclamation-triangle-fill", Tone.LATE),
}


@dataclass(frozen=True, slots=True)
class Report:
    """One report: what it means in words, what the program asks about it, how much of it stands in records."""

    figure: ReportedFigure
    meaning: str
    doubt: str
    about: About | None
    said_in: About | None
    standing: rules.Standing | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Two reports, and how they stand to each other."""

    one: ReportedFigure
    other: ReportedFigure
    comparison: Comparison

    @property
    def state(self) -> State:
        """The verdict as a badge."""
        return State(self.comparison.verdict.label, *_VERDICTS[self.comparison.verdict])


@dataclass(frozen=True, slots=True)
class Board:
    """Every report of one indicator about one record, in the order in which they were recorded."""

    indicator: Indicator
    about: About | None
    reports: list[Report]
    records: Itemised | None
    differences: list[Difference]

    @property
    def contradictions(self) -> list[Difference]:
        """Differences of which one side must be wrong."""
        return [each for each in self.differences if each.comparison.verdict == Verdict.CONTRADICTION]

    @property
    def told(self) -> list[Difference]:
        """Differences in the order in which one wants to know them, contradictions first, without the incomparable.

        Several pairs that differ in the same words are told once.
        """
        order = list(Verdict)
        known = {each.comparison: each for each in self.differences}
        return sorted(
            (each for each in known.values() if each.comparison.verdict != Verdict.NOT_COMPARABLE),
            key=lambda each: order.index(each.comparison.verdict),
        )

    @property
    def incomparable(self) -> list[Difference]:
        """Pairs that do not speak of the same thing."""
        return [each for each in self.differences if each.comparison.verdict == Verdict.NOT_COMPARABLE]

    @property
    def listed(self) -> State | None:
        """How much of what was reported is itemised: of several reports the one furthest from it; None if unknown."""
        found = {report.standing.listed for report in self.reports if report.standing}
        for state in (Listed.MORE, Listed.NOTHING, Listed.PARTLY, Listed.ALL):
            if state in found:
                return State(state.label, *_LISTED[state])
        return None

    @property
    def itemised(self) -> list[str]:
        """Reported and itemised, a sentence for each way in which it was said."""
        said = (report.standing.why for report in self.reports if report.standing and not report.doubt)
        return list(dict.fromkeys(said))

    @property
    def sums(self) -> list[tuple[str, str]]:
        """What the records add up to by basis: («approved», «95 tỷ đồng»)."""
        totals = (self.records.totals if self.records else None) or {}
        return [
            (str(basis.label), rules.shown(Fraction(totals[basis]), self.indicator.unit))
            for basis in Basis
            if basis in totals
        ]

    @property
    def of(self) -> str:
        """«0 / 50»: itemised and reported, where both are one number and no two reports contradict."""
        if self.contradictions:
            return ""
        pairs = {
            (report.standing.itemised, report.standing.said)
            for report in self.reports
            if report.standing and report.standing.said is not None and report.standing.itemised is not None
        }
        if len(pairs) != 1:
            return ""
        itemised, said = pairs.pop()
        assert itemised is not None
        assert said is not None
        unit = self.indicator.unit
        return f"{rules.shown(itemised, '' if itemised == 0 else unit)} / {rules.shown(said, unit)}"


def boards(user: Any, uids: Iterable[UUID]) -> list[Board]:
    """The boards of records: figures about one of them, or said in it, as far as the user may see them.

    A query for the figures, one for each kind of record that they name, and what the providers of records need.
    """
    return boards_of(user, standing_figures(user).filter(connected_with(uids)))


def boards_of(user: Any, figures: Iterable[ReportedFigure]) -> list[Board]:
    """The figures as boards, each indicator and record apart, those recorded first at the head."""
    groups: dict[tuple[int, UUID | None], list[ReportedFigure]] = {}
    shown = sorted(figures, key=lambda figure: figure.pk)
    for figure in shown:
        groups.setdefault((figure.indicator_id, figure.about_uid), []).append(figure)
    names = registry.found(
        user,
        [
            *((figure.about_kind, figure.about_uid) for figure in shown),
            *((figure.said_in_kind, figure.said_in_uid) for figure in shown),
        ],
    )
    records = registry.itemised(user, ((figure.indicator.itemised_by, figure.about_uid) for figure in shown))
    return [_board(group, names, records) for group in groups.values()]


def _board(figures: list[ReportedFigure], names: dict[UUID, About], records: dict[tuple[str, UUID], Itemised]) -> Board:
    indicator, about_uid = figures[0].indicator, figures[0].about_uid
    itemised = records.get((indicator.itemised_by, about_uid)) if about_uid else None
    return Board(
        indicator=indicator,
        about=names.get(about_uid) if about_uid else None,
        reports=[
            Report(
                figure=figure,
                meaning=rules.meaning(figure.read),
                doubt=rules.doubt(figure.claim),
                about=names.get(figure.about_uid) if figure.about_uid else None,
                said_in=names.get(figure.said_in_uid) if figure.said_in_uid else None,
                standing=rules.against_records(figure.claim, itemised) if itemised else None,
            )
            for figure in figures
        ],
        records=itemised,
        differences=_differences(figures),
    )


def _differences(figures: list[ReportedFigure]) -> list[Difference]:
    found = [Difference(one, other, rules.compare(one.claim, other.claim)) for one, other in combinations(figures, 2)]
    if len(figures) <= MOST_PAIRED:
        return found
    return [each for each in found if each.comparison.verdict == Verdict.CONTRADICTION]
