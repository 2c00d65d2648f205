"""What a table can be imported as: targets, registered from above at start-up."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Q
from django.forms import Form
from django.utils.functional import Promise

from phusa.foundation.imports.models import Batch, StagedRow
from phusa.foundation.imports.reading.columns import Field

Text = str | Promise


@dataclass(frozen=True)
class Column:
    """A field that a column may hold, with its label on screen.

    `telling`: by such a heading one knows a table of this kind. `lines`: how high its box is where a row is corrected.
    """

    field: Field
    label: Text
    telling: bool = False
    lines: int = 1


@dataclass(frozen=True)
class Applied:
    """What *apply* wrote: the record in which it ended, and (uid, revision) of each row's own, in the rows' order.

    `unchanged`: all of it was there already, and nothing was written. `counts` are added to those of the preview.
    """

    record: Any
    url: str
    kind: str  # label of the model of the rows' records
    written: Sequence[tuple[UUID, int]]
    unchanged: bool = False
    counts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """An agency that is not known, asked about once for all rows that name it.

    `near` are (id, name) of resembling ones; `answer` is "", "create" or "use", `used` the organisation then.
    """

    key: str
    name: str
    rows: int
    near: Sequence[tuple[int, str]] = ()
    answer: str = ""
    used: int | None = None


@dataclass(frozen=True)
class Changed:
    """A row that *undo* must leave, because somebody has worked on it since."""

    row: StagedRow
    what: str
    url: str


class Target(Protocol):
    """Everything that the engine must know of one kind of record. All texts are lazy."""

    name: str
    label: Text
    permission: str  # the deed that start, apply and undo ask for, on the organisation for which it is done
    columns: Sequence[Column]
    heads: Sequence[Text]  # over the columns of the preview, after the row's number
    row_template: str  # the cells of a staged row under `heads`; it is given `reading`
    views: Mapping[str, tuple[Text, Q]]  # parts of the preview: name → (label, which rows)

    def form(self, *args: Any, user: Any, **kwargs: Any) -> Form:
        """What is asked about the document; its cleaned data must go into JSON through `about_of`."""

    def about_of(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """Cleaned data of the form as JSON."""

    def read(self, batch: Batch, rows: Iterable[StagedRow]) -> Iterator[StagedRow]:
        """Set outcome, reading and doubts on each row, in order; lazily, so that rows are staged in chunks."""

    def summarize(self, batch: Batch) -> dict[str, Any]:
        """Figures of the preview, as JSON."""

    def facts(self, batch: Batch) -> list[tuple[Text, str]]:
        """The figures as lines of the preview and of the report: (label, sentence)."""

    def counted(self, number: int) -> str:
        """So many records, in words: «140 tasks»."""

    def shown(self, row: StagedRow) -> Mapping[str, Any]:
        """The reading of a row for its template: `code`, `content`; of a record also `under` which group it stands."""

    def doubts(self, row: StagedRow) -> list[str]:
        """The doubts about a row as sentences that end in the suggested reading."""

    def choices(self, row: StagedRow) -> list[tuple[str, Text]]:
        """What the doubts of the row leave to a person to choose: (outcome, label); empty when there is no choice."""

    def every_choice(self, row: StagedRow) -> list[tuple[str, Text]]:
        """All that the row may be made, where it is corrected by hand."""

    def questions(self, batch: Batch) -> list[Question]:
        """What is asked once for the whole batch."""

    def answer(self, batch: Batch, data: Mapping[str, str]) -> None:
        """Take answers into `batch.decisions`: key → "create", "as_written" or "use:<organization id>"."""

    def apply(self, batch: Batch, actor: Any, rows: Sequence[StagedRow], *, at: datetime) -> Applied:
        """Write the rows that are records, inside the caller's transaction. Raises `Refused`."""

    def changed_since(self, batch: Batch) -> list[Changed]:
        """Rows on which somebody has worked since they were applied."""

    def undo(self, batch: Batch, actor: Any, *, spare: frozenset[int], at: datetime) -> None:
        """Take back what was applied, but for the rows whose ids are in `spare`."""


_targets: dict[str, Target] = {}


def register(target: Target) -> None:
    """Make a kind of record importable."""
    _targets[target.name] = target


def target_of(name: str) -> Target:
    """The target of this name; `KeyError` when there is none."""
    return _targets[name]


def targets() -> tuple[Target, ...]:
    """Every registered target, in the order of registration."""
    return tuple(_targets.values())
