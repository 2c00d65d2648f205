"""Whether the money of a paper agrees with itself: by source, by year, in all, and task by task. Whole dong."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from phusa.kernel.dong import Dong


@dataclass(frozen=True)
class Amount:
    """An amount as the paper states it; without a source or a year it is a total over them.

    `of` names the task it belongs to; empty for the scheme as a whole.
    """

    source: str
    year: int | None
    dong: int
    of: str = ""


@dataclass(frozen=True)
class Sums:
    """What the lines of one thing add up to. None where the paper says nothing."""

    stated: int | None
    by_source: int | None
    by_year: int | None

    @property
    def total(self) -> int | None:
        """The stated total, else the larger of the sums."""
        sums = [amount for amount in (self.by_source, self.by_year) if amount is not None]
        return self.stated if self.stated is not None else max(sums, default=None)


@dataclass(frozen=True)
class Disagreement:
    """Two figures that should be one. `what` is source, year, sources, years or tasks; `which` the source or year."""

    what: str
    which: str
    stated: Dong
    found: Dong


def sums_of(amounts: Iterable[Amount]) -> Sums:
    """The sums of the lines of one thing; a stated total of a source or year goes before its cells."""
    stated, sources, years = _arranged(amounts)
    return Sums(stated, _sum(sources), _sum(years))


def disagreements(amounts: Iterable[Amount]) -> list[Disagreement]:
    """Every place where the sums differ; none when nothing is stated twice. Tasks may stay below the whole."""
    of: dict[str, list[Amount]] = defaultdict(list)
    for amount in amounts:
        of[amount.of].append(amount)
    whole = of.pop("", [])
    stated, sources, years = _arranged(whole)
    found = [
        Disagreement(what, which, Dong(line.stated), Dong(sum(line.cells)))
        for what, lines in (("source", sources), ("year", years))
        for which, line in sorted(lines.items())
        if line.stated is not None and line.cells and line.stated != sum(line.cells)
    ]
    by_source, by_year = _sum(sources), _sum(years)
    if stated is not None and by_source is not None and by_source != stated:
        found.append(Disagreement("sources", "", Dong(stated), Dong(by_source)))
    if stated is not None and by_year is not None and by_year != stated:
        found.append(Disagreement("years", "", Dong(stated), Dong(by_year)))
    if stated is None and by_source is not None and by_year is not None and by_source != by_year:
        found.append(Disagreement("years", "", Dong(by_source), Dong(by_year)))
    total = sums_of(whole).total
    of_tasks = sum(sums_of(lines).total or 0 for lines in of.values())
    if total is not None and of_tasks > total:
        found.append(Disagreement("tasks", "", Dong(total), Dong(of_tasks)))
    return found


class _Line:
    """A source or a year: its stated total, and its cells."""

    def __init__(self) -> None:
        self.stated: int | None = None
        self.cells: list[int] = []

    @property
    def total(self) -> int:
        return sum(self.cells) if self.stated is None else self.stated


def _arranged(amounts: Iterable[Amount]) -> tuple[int | None, dict[str, _Line], dict[str, _Line]]:
    stated: int | None = None
    sources: dict[str, _Line] = defaultdict(_Line)
    years: dict[str, _Line] = defaultdict(_Line)
    for amount in amounts:
        if amount.source and amount.year is not None:
            sources[amount.source].cells.append(amount.dong)
            years[str(amount.year)].cells.append(amount.dong)
        elif amount.source:
            sources[amount.source].stated = amount.dong
        elif amount.year is not None:
            years[str(amount.year)].stated = amount.dong
        else:
            stated = amount.dong
    return stated, sources, years


def _sum(lines: dict[str, _Line]) -> int | None:
    return sum(line.total for line in lines.values()) if lines else None
