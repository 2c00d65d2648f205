"""Forms of schemes. They read what was typed; whether it may stand is decided by the deeds."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phusa.foundation.instruments.vocabulary import Kind as InstrumentKind
from phusa.foundation.ui.forms import DayField, DongField, DongInput, Line, Passage
from phusa.planning.schemes.models import SchemeVersion, Solution, Task, TaskGroup
from phusa.planning.schemes.vocabulary import BudgetSource, Heading, ObjectiveKind, SchemeKind


def _year(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1945,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


class HeadingForm(forms.Form):
    """What stands above the objectives."""

    title = Line(label=_("Official title"), widget=forms.Textarea(attrs={"rows": 2}))
    period_from = _year(_("From year"))
    period_to = _year(_("To year"))
    orientation = Line(
        label=_("Orientation"),
        required=False,
        max_length=500,
        help_text=_("For example: “with an orientation towards 2030”."),
    )
    general_objective = Passage(label=_("General objective"), required=False, rows=5)

    def clean(self) -> dict[str, Any]:
        """The period runs forward."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("period_from"), cleaned.get("period_to")
        if start and end and end < start:
            self.add_error("period_to", _("The period ends before it begins."))
        return cleaned

    def heading(self) -> Heading:
        """What was typed, as the deeds take it."""
        names = ("title", "period_from", "period_to", "orientation", "general_objective")
        return Heading(**{name: self.cleaned_data[name] for name in names})


class NewSchemeForm(HeadingForm):
    """A new scheme: who drafts what for whom, and its heading."""

    field_order = (
        "kind",
        "as_issued",
        "title",
        "period_from",
        "period_to",
        "orientation",
        "drafting",
        "authority",
        "previous",
    )

    kind = forms.ChoiceField(label=_("Kind"), choices=SchemeKind.choices)
    drafting: Any = forms.ModelChoiceField(label=_("Drafted by"), queryset=None, empty_label=_("choose"))
    authority: Any = forms.ModelChoiceField(label=_("To be approved by"), queryset=None, empty_label=_("choose"))
    previous: Any = forms.ModelChoiceField(
        label=_("Previous scheme"),
        queryset=None,
        required=False,
        empty_label=_("none"),
        help_text=_("The scheme of the earlier period, whose results this one has to present."),
    )
    as_issued = forms.BooleanField(
        label=_("It copies a paper that is already issued"),
        required=False,
        help_text=_("Then the rules only advise, and the approval is recorded with the paper’s number and date."),
    )

    def __init__(self, *args: Any, drafting: Any, authorities: Any, earlier: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["drafting"].queryset = drafting  # type: ignore[attr-defined]
        self.fields["authority"].queryset = authorities  # type: ignore[attr-defined]
        self.fields["previous"].queryset = earlier  # type: ignore[attr-defined]


class TitleForm(forms.Form):
    """Another title under which the scheme is known."""

    text = Line(label=_("Title"), widget=forms.Textarea(attrs={"rows": 2}))
    source = Line(label=_("Where it is called so"), max_length=300)
    valid_from = DayField(label=_("From"), required=False)
    valid_to = DayField(label=_("Until (not included)"), required=False)

    def clean(self) -> dict[str, Any]:
        """The validity runs forward."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("valid_from"), cleaned.get("valid_to")
        if start and end and end <= start:
            self.add_error("valid_to", _("The validity ends before it begins."))
        return cleaned


# Parts: each form knows its version, and what its deed takes


class PartForm(forms.Form):
    """A row of a version."""

    code = Line(label=_("Number"), required=False, max_length=40)

    def __init__(self, *args: Any, version: SchemeVersion, part: Any = None, **options: Any) -> None:
        if part is not None:
            options["initial"] = self.values_of(part) | (options.get("initial") or {})
        super().__init__(*args, **options)
        self.version, self.part = version, part

    def values_of(self, part: Any) -> dict[str, Any]:
        """What the form shows of a row."""
        return {name: getattr(part, name) for name in self.base_fields}


class ObjectiveForm(PartForm):
    """An objective or a target."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ObjectiveKind.choices)
    text = Passage(label=_("Text"))
    value_text = Line(
        label=_("Value to be reached"),
        required=False,
        max_length=300,
        help_text=_("As it is written: “11–12 people”, “about 45 % of GRDP”."),
    )


class GroupForm(PartForm):
    """A heading under which tasks and solutions stand."""

    title = Line(label=_("Title"), widget=forms.Textarea(attrs={"rows": 2}))
    parent = forms.ModelChoiceField(
        label=_("Under"), queryset=TaskGroup.objects.none(), required=False, empty_label=_("no group")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        others = self.version.groups.order_by("position", "pk")
        self.fields["parent"].queryset = others.exclude(pk=self.part.pk) if self.part else others  # type: ignore[attr-defined]


class SolutionForm(PartForm):
    """How something is reached, and the tasks that it serves."""

    text = Passage(label=_("Text"), rows=4)
    group = forms.ModelChoiceField(
        label=_("Group"), queryset=TaskGroup.objects.none(), required=False, empty_label=_("no group")
    )
    tasks = forms.ModelMultipleChoiceField(
        label=_("Tasks that it serves"),
        queryset=Task.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["group"].queryset = self.version.groups.order_by("position", "pk")  # type: ignore[attr-defined]
        tasks = self.version.tasks.select_related("assignment").order_by("position", "pk")
        self.fields["tasks"].queryset = tasks  # type: ignore[attr-defined]

    def values_of(self, part: Solution) -> dict[str, Any]:
        """With the tasks that the solution serves now."""
        return {
            "code": part.code,
            "text": part.text,
            "group": part.group_id,
            "tasks": list(part.tasks.values_list("pk", flat=True)),
        }


class TaskForm(PartForm):
    """A task but for its parties, which have rows of their own."""

    content = Passage(label=_("Content"))
    group = forms.ModelChoiceField(
        label=_("Group"), queryset=TaskGroup.objects.none(), required=False, empty_label=_("no group")
    )
    focus = forms.BooleanField(label=_("Focus task"), required=False)
    paired_as_written = forms.BooleanField(
        label=_("Task and solution are written as one"),
        required=False,
        help_text=_("Then it needs no solution of its own."),
    )
    product = Passage(label=_("Product"), required=False, rows=2)
    deadline_text = Line(label=_("Deadline, as it is to be written"), required=False, max_length=300)
    solutions = forms.ModelMultipleChoiceField(
        label=_("Solutions that serve it"),
        queryset=Solution.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["group"].queryset = self.version.groups.order_by("position", "pk")  # type: ignore[attr-defined]
        self.fields["solutions"].queryset = self.version.solutions.order_by("position", "pk")  # type: ignore[attr-defined]

    def values_of(self, part: Task) -> dict[str, Any]:
        """Terms from the assignment, the rest from the task."""
        terms = part.assignment
        return {
            "code": part.code,
            "content": terms.content,
            "group": part.group_id,
            "focus": part.focus,
            "paired_as_written": part.paired_as_written,
            "product": terms.product,
            "deadline_text": terms.deadline_text,
            "solutions": list(part.solutions.values_list("pk", flat=True)),
        }


# Money, results, grounds, decisions


class BudgetForm(forms.Form):
    """A table of sources and years; the last line and column are totals as the paper states them."""

    def __init__(
        self, *args: Any, years: list[int], amounts: dict[tuple[str, int | None], int], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.sources: list[tuple[str, Any]] = [*BudgetSource.choices, ("", _("In all"))]
        self.years: list[int | None] = [*years, None]
        for source, label in self.sources:
            for year in self.years:
                self.fields[self.name_of(source, year)] = DongField(
                    label=f"{label}, {year or _('In all')}",
                    required=False,
                    initial=amounts.get((source, year)),
                    widget=DongInput(attrs={"class": "form-control", "autocomplete": "off"}),
                )

    @staticmethod
    def name_of(source: str, year: int | None) -> str:
        """The field of a cell."""
        return f"{source or 'all'}-{year or 'all'}"

    @property
    def rows(self) -> list[tuple[Any, list[Any]]]:
        """Label of the source, and its cells."""
        return [(label, [self[self.name_of(source, year)] for year in self.years]) for source, label in self.sources]

    def clean(self) -> dict[str, Any]:
        """No amount below nothing."""
        cleaned = super().clean() or {}
        for name, dong in cleaned.items():
            if dong is not None and int(dong) < 0:
                self.add_error(name, _("An amount cannot be below nothing."))
        return cleaned

    def amounts(self) -> dict[tuple[str, int | None], int]:
        """What was typed; an empty cell says nothing."""
        typed = {
            (source, year): self.cleaned_data[self.name_of(source, year)]
            for source, _label in self.sources
            for year in self.years
        }
        return {key: int(dong) for key, dong in typed.items() if dong is not None}


class ResultForm(forms.Form):
    """What was reached of one earlier target."""

    value_text = Line(label=_("Value reached"), required=False, max_length=300)
    source = Line(label=_("Source"), required=False, max_length=300)
    no_source = forms.BooleanField(label=_("No source found"), required=False)

    def clean(self) -> dict[str, Any]:
        """A value has its source; what has no source has no value."""
        cleaned = super().clean() or {}
        if cleaned.get("value_text") and cleaned.get("no_source"):
            self.add_error("no_source", _("Either a value with its source, or no source found."))
        elif cleaned.get("value_text") and not cleaned.get("source"):
            self.add_error("source", _("Name the source of the value."))
        return cleaned


class InstrumentForm(forms.Form):
    """An instrument by its number and date; one that the register has is taken from there."""

    kind = forms.ChoiceField(label=_("Kind of instrument"), choices=InstrumentKind.choices)
    number = Line(label=_("Number"), max_length=60, help_text=_("As printed: 4172/QĐ-UBND."))
    issued_on = DayField(label=_("Issued on"))
    issuer_name = Line(label=_("Issued by"), max_length=300)
    title = Line(label=_("Title"), widget=forms.Textarea(attrs={"rows": 2}))


class GroundForm(InstrumentForm):
    """A ground: a number and date that the register has are enough."""

    issued_on = DayField(label=_("Issued on"), required=False)
    issuer_name = Line(label=_("Issued by"), max_length=300, required=False)
    title = Line(
        label=_("Title"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text=_("Needed only when the register does not have the instrument yet."),
    )


class ApprovalForm(forms.Form):
    """The approval by a leader; the number of the instrument may follow."""

    approved_on = DayField(label=_("Approved on"), initial=timezone.localdate)


class ReasonForm(forms.Form):
    """A reason that others will read."""

    reason = Passage(label=_("Reason"), rows=4)
