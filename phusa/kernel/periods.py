"""Half-open periods of days, [start, end): how everything that has a validity says from when until when.

Source: ``design/house.md``, "What every table has".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``start`` up to, but not including, ``end``; ``None`` means without beginning or without end.

    ``start == end`` is the empty period. Raises ``ValueError`` when it would end before it starts.
    """

    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError(f"The period ends ({self.end}) before it starts ({self.start}).")

    def __contains__(self, day: date) -> bool:
        return self.contains(day)

    @property
    def is_empty(self) -> bool:
        """Holds no day."""
        return self.start is not None and self.start == self.end

    def contains(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def overlaps(self, other: "Period") -> bool:
        """Whether at least one day is in both; periods that only touch do not overlap."""
        return not self.intersect(other).is_empty

    def intersect(self, other: "Period") -> "Period":
        """The days that are in both; an empty period when there are none."""
        starts = [day for day in (self.start, other.start) if day is not None]
        ends = [day for day in (self.end, other.end) if day is not None]
        start = max(starts, default=None)
        end = min(ends, default=None)
        if start is not None and end is not None and end < start:
            return Period(start, start)
        return Period(start, end)

    def gaps(self, covering: Iterable["Period"]) -> list["Period"]:
        """The parts of this period that none of ``covering`` holds, earliest first, none of them empty."""
        inside = [part for part in (self.intersect(period) for period in covering) if not part.is_empty]
        inside.sort(key=lambda part: part.start or date.min)
        gaps: list[Period] = []
        reached = self.start
        for part in inside:
            if part.start is not None and (reached is None or reached < part.start):
                gaps.append(Period(reached, part.start))
            if part.end is None:
                return gaps
            reached = part.end if reached is None else max(reached, part.end)
        rest = Period(reached, self.end)
        return gaps if rest.is_empty else [*gaps, rest]
