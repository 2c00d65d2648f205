"""What must hold before an import goes on."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from phusa.foundation.imports.models import Batch
from phusa.foundation.imports.registry import Column
from phusa.foundation.imports.vocabulary import State
from phusa.kernel.refusals import Refusal, Refused


def it_stands_at(batch: Batch, *states: State) -> Refusal | None:
    """The import has not gone on, or been sent on by somebody else, since the page was made."""
    if batch.state in states:
        return None
    message = _("This import stands at «%(state)s»; open it anew.") % {"state": batch.get_state_display()}
    return Refusal("wrong-step", message)


def it_wrote_something(batch: Batch) -> Refusal | None:
    """Of a table that was there already, nothing is this import's own to take back."""
    if not batch.counts.get("unchanged"):
        return None
    message = _("This import changed nothing: its rows were there already. Take back the import that wrote them.")
    return Refusal("wrote-nothing", message)


def a_table_is_chosen(batch: Batch, chosen: Sequence[int]) -> Refusal | None:
    """At least one table of the file is meant."""
    if {table["number"] for table in batch.tables}.intersection(chosen):
        return None
    return Refusal("no-table-chosen", _("Choose at least one table."))


def columns_are_told(
    batch: Batch, chosen: Sequence[int], mapping: Mapping[str, Mapping[str, int]], columns: Sequence[Column]
) -> Iterator[Refusal]:
    """In each chosen table, what cannot do without a column has one, and no column is read twice."""
    needed = [column for column in columns if column.field.required]
    for table in batch.tables:
        if table["number"] not in chosen:
            continue
        of_table = mapping.get(str(table["number"]), {})
        named = {"table": table["name"] or _("Table %(number)s") % {"number": table["number"]}}
        if lacking := [str(column.label) for column in needed if column.field.name not in of_table]:
            message = _("%(table)s: say which column holds: %(columns)s.")
            yield Refusal("column-missing", message % {**named, "columns": ", ".join(lacking)})
        if len(set(of_table.values())) < len(of_table):
            message = _("%(table)s: two fields are read from the same column. Choose another.")
            yield Refusal("column-twice", message % named)
        if any(not 0 <= place < len(table["header"]) for place in of_table.values()):
            yield Refusal("no-such-column", _("%(table)s has no such column. Open the page anew.") % named)


def require(*refusals: Refusal | None) -> None:
    """Raise `Refused` with all that does not hold."""
    if found := [refusal for refusal in refusals if refusal]:
        raise Refused(found)
