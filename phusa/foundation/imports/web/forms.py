"""Forms of the import pages."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phusa.foundation.files.rules import not_too_large
from phusa.foundation.files.vocabulary import Secrecy
from phusa.foundation.imports.models import Batch, StagedRow
from phusa.foundation.imports.registry import Column, Target


class SourceForm(forms.Form):
    """The file, or the table pasted in its place."""

    file = forms.FileField(
        label=gettext_lazy("Choose the file with the table, or drop it here"),
        required=False,
        allow_empty_file=True,  # the deed says it in its own words
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx,.xls,.csv,.tsv,.txt,.pdf"}),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or paste the table here"),
        required=False,
        strip=False,
        max_length=4_000_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Mark the table in Word or Excel, copy it, and paste it here with its heading row."),
    )
    secrecy = forms.ChoiceField(
        label=gettext_lazy("Degree of secrecy of the paper"),
        choices=[("", gettext_lazy("— choose —")), *Secrecy.choices],
        help_text=gettext_lazy("A paper marked Mật or above must not enter this system."),
    )

    def clean_file(self) -> Any:
        """What is too large is said beside the field, not only refused by the deed."""
        given = self.cleaned_data["file"]
        refusal = given and not_too_large(given.size)
        if refusal:
            raise forms.ValidationError(str(refusal.message))
        return given

    def clean(self) -> dict[str, Any]:
        """A file or a pasted table, not neither and not both."""
        cleaned: dict[str, Any] = super().clean() or {}
        pasted = cleaned.get("pasted", "").strip()
        if cleaned.get("file") and pasted:
            self.add_error("pasted", _("Choose a file or paste a table, not both."))
        elif not cleaned.get("file") and not pasted and not self.errors.keys() & {"file", "pasted"}:
            self.add_error("file", _("Choose a file, or paste a table below."))
        return cleaned

    @property
    def limit(self) -> int:
        """How many megabytes a file may have."""
        return int(settings.PHUSA_UPLOAD_LIMIT) >> 20

    @property
    def advice(self) -> str:
        """Which kinds, and how large."""
        kinds = _("Word (.docx), Excel (.xlsx, .xls), CSV or PDF with text, at most %(limit)d MB")
        return kinds % {"limit": self.limit}


@dataclass(frozen=True)
class Shape:
    """Tables of the file that have the same headings, and the fields that ask for their columns."""

    tables: list[dict[str, Any]]
    fields: list[forms.BoundField]
    chosen: bool

    @property
    def header(self) -> list[str]:
        """The headings of all of them."""
        header: list[str] = self.tables[0]["header"]
        return header

    @property
    def sample(self) -> list[list[str]]:
        """The first rows as they stand in the file."""
        sample: list[list[str]] = self.tables[0]["sample"]
        return sample


class ColumnsForm(forms.Form):
    """Which tables, and which column of them holds which field. Tables with the same headings are asked about once."""

    def __init__(self, *args: Any, batch: Batch, target: Target, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.batch, self.columns = batch, target.columns
        self.alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for table in batch.tables:
            self.alike.setdefault(tuple(table["header"]), []).append(table)
        self.fields["tables"] = forms.TypedMultipleChoiceField(
            label=_("Tables to be imported"),
            coerce=int,
            choices=[(table["number"], table["name"] or str(table["number"])) for table in batch.tables],
            initial=batch.chosen,
            error_messages={"required": _("Choose at least one table.")},
        )
        for tables in self.alike.values():
            options = _options(tables[0])
            guessed = batch.columns_of(tables[0]["number"])
            for column in self.columns:
                self.fields[_name(tables, column)] = forms.ChoiceField(
                    label=column.label,
                    choices=options,
                    required=False,
                    initial=str(guessed.get(column.field.name, "")),
                    widget=forms.Select(attrs={"required": True} if column.field.required and self._single else {}),
                )

    @property
    def _single(self) -> bool:
        return len(self.alike) == 1

    def clean(self) -> dict[str, Any]:
        """Said beside the field: a column that is needed, and a column that is read twice."""
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = cleaned.get("tables", [])
        for tables in self.alike.values():
            if not any(table["number"] in chosen for table in tables):
                continue
            taken: dict[str, Column] = {}
            for column in self.columns:
                name = _name(tables, column)
                place = cleaned.get(name, "")
                if not place and column.field.required:
                    self.add_error(name, _("Say which column holds it; without it nothing can be read."))
                elif place in taken:
                    other = _("«%(field)s» is read from this column already. Choose another.")
                    self.add_error(name, other % {"field": taken[place].label})
                elif place:
                    taken[place] = column
        return cleaned

    def shapes(self) -> list[Shape]:
        """Tables with the same headings, those that are chosen first."""
        chosen = set(self["tables"].value() or ())
        shapes = [
            Shape(
                tables,
                [self[_name(tables, column)] for column in self.columns],
                any(table["number"] in chosen or str(table["number"]) in chosen for table in tables),
            )
            for tables in self.alike.values()
        ]
        return sorted(shapes, key=lambda shape: not shape.chosen)

    @property
    def mapping(self) -> dict[str, dict[str, int]]:
        """Number of a chosen table → {field: column}, of the cleaned data."""
        found: dict[str, dict[str, int]] = {}
        for tables in self.alike.values():
            places = {column.field.name: self.cleaned_data[_name(tables, column)] for column in self.columns}
            for table in tables:
                if table["number"] in self.cleaned_data["tables"]:
                    found[str(table["number"])] = {name: int(place) for name, place in places.items() if place}
        return found


def _name(tables: list[dict[str, Any]], column: Column) -> str:
    return f"table{tables[0]['number']}_{column.field.name}"


def _options(table: dict[str, Any]) -> list[tuple[str, str]]:
    options = [("", _("— not in this table —"))]
    for index, label in enumerate(table["header"]):
        sample = next((row[index] for row in table["sample"] if index < len(row) and row[index]), "")
        named = label or _("Column %(number)d") % {"number": index + 1}
        options.append((str(index), named + (f"  ·  {sample[:60]}" if sample else "")))
    return options


class RowForm(forms.Form):
    """The cells of one staged row, to be corrected by hand, and what the row is."""

    def __init__(self, *args: Any, row: StagedRow, target: Target, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.corrected = row.decision.get("fields", {})
        places = row.batch.columns_of(row.table)
        choices = target.every_choice(row)
        if choices:
            self.fields["outcome"] = forms.ChoiceField(label=_("What the row is"), choices=choices, initial=row.outcome)
        for column in target.columns:
            name = column.field.name
            if name not in places:
                continue
            written = row.cells[places[name]] if places[name] < len(row.cells) else ""
            self.fields[name] = forms.CharField(
                label=column.label,
                required=False,
                initial=self.corrected.get(name, written),
                max_length=100_000,
                widget=forms.TextInput() if column.lines == 1 else forms.Textarea(attrs={"rows": column.lines}),
            )

    @property
    def corrections(self) -> dict[str, str]:
        """Field → text, where it says something else than the file, or has been corrected before."""
        return {
            name: text
            for name, text in self.cleaned_data.items()
            if name in self.corrected or (name != "outcome" and text.split() != str(self.fields[name].initial).split())
        }
