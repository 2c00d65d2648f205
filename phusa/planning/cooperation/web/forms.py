"""Forms of programmes. They read what was typed; whether it may stand is decided by the deeds."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phusa.foundation.instruments.web.fields import InstrumentField
from phusa.foundation.organizations.models import Organization
from phusa.foundation.organizations.naming import name_key
from phusa.foundation.organizations.queries import Directory
from phusa.foundation.ui.forms import DayField, DongField, Line, Passage
from phusa.planning.cooperation.models import Clause, LinkedProject, LinkedResult, Programme, Review, YearPlan
from phusa.planning.cooperation.vocabulary import (
    REVIEW_PARTS,
    ClauseKind,
    Heading,
    ProjectState,
    ProjectTerms,
    ResultKind,
    ResultTerms,
    ReviewKind,
    SignatoryTerms,
)
from phusa.planning.meetings.queries import visible_to as meetings_visible_to

ONE_DAY = timedelta(days=1)
LONGEST_NAME = 500


def year_field(label: Any, **options: Any) -> forms.IntegerField:
    """A year, typed as a number."""
    options = {"required": False, "min_value": 1945, "max_value": 2100, **options}
    return forms.IntegerField(label=label, widget=forms.TextInput(attrs={"inputmode": "numeric"}), **options)


class HeadingForm(forms.Form):
    """What stands above the clauses."""

    title = Line(label=_("Title"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)
    valid_from = DayField(label=_("From"), required=False)
    last_on = DayField(label=_("Until, this day included"), required=False)
    orientation = Line(
        label=_("Orientation"),
        required=False,
        max_length=500,
        help_text=_("For example: “with an orientation towards 2030”."),
    )
    source = Passage(
        label=_("Source"),
        required=False,
        rows=2,
        help_text=_("From which papers or pages it is known, where the signed paper itself is not here."),
    )

    @staticmethod
    def values_of(programme: Programme) -> dict[str, Any]:
        """What the form shows of a programme."""
        return {
            "title": programme.title,
            "valid_from": programme.valid_from,
            "last_on": programme.valid_to - ONE_DAY if programme.valid_to else None,
            "orientation": programme.orientation,
            "source": programme.source,
        }

    def clean(self) -> dict[str, Any]:
        """The period runs forward."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("valid_from"), cleaned.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("The period ends before it begins."))
        return cleaned

    def heading(self) -> Heading:
        """What was typed, as the deeds take it."""
        typed = self.cleaned_data
        last = typed["last_on"]
        return Heading(
            title=typed["title"],
            valid_from=typed["valid_from"],
            valid_to=last + ONE_DAY if last else None,
            orientation=typed["orientation"],
            source=typed["source"],
        )


class NewProgrammeForm(HeadingForm):
    """A new programme: who agrees with whom, and its heading."""

    field_order = ("title", "drafting", "authority", "partner", "valid_from", "last_on", "orientation", "from_papers")

    drafting: Any = forms.ModelChoiceField(label=_("Followed by"), queryset=None, empty_label=_("choose"))
    authority: Any = forms.ModelChoiceField(label=_("Our side"), queryset=None, empty_label=_("choose"))
    partner: Any = forms.ModelChoiceField(label=_("Other side"), queryset=None, empty_label=_("choose"))
    from_papers = forms.BooleanField(
        label=_("It was signed before it is recorded here"),
        required=False,
        help_text=_("Then what its papers do not say may stay open, and its source is named."),
    )

    def __init__(self, *args: Any, drafting: Any, authorities: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["drafting"].queryset = drafting  # type: ignore[attr-defined]
        for name in ("authority", "partner"):
            self.fields[name].queryset = authorities  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Two authorities, not one."""
        cleaned = super().clean()
        if cleaned.get("authority") and cleaned["authority"] == cleaned.get("partner"):
            self.add_error("partner", _("A programme is agreed by two different authorities."))
        return cleaned


def side_field(programme: Programme, **options: Any) -> forms.ModelChoiceField[Organization]:
    """One of the two sides."""
    sides = Organization.objects.filter(pk__in=programme.sides)
    return forms.ModelChoiceField(sides, label=_("Side"), **{"empty_label": _("choose"), **options})


class ClauseForm(forms.Form):
    """A content, or a responsibility of one side."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ClauseKind.choices)
    text = Passage(label=_("Text"), rows=4)

    def __init__(self, *args: Any, programme: Programme, clause: Clause | None = None, **options: Any) -> None:
        if clause:
            options["initial"] = {"kind": clause.kind, "text": clause.text, "side": clause.side_id}
        super().__init__(*args, **options)
        self.fields["side"] = side_field(programme, required=False)
        self.fields["side"].help_text = _("For a responsibility: whose it is.")
        self.order_fields(("kind", "side", "text"))

    def clean(self) -> dict[str, Any]:
        """A responsibility is somebody's."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") == ClauseKind.RESPONSIBILITY and not cleaned.get("side"):
            self.add_error("side", _("Say which of the two sides answers for it."))
        return cleaned


class SignatoryForm(forms.Form):
    """Who signs for one of the two sides; an empty row says nothing."""

    name = Line(label=_("Full name"), required=False, max_length=150)
    post = Line(label=_("Post at signing"), required=False, max_length=300)

    def __init__(self, *args: Any, programme: Programme, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["side"] = side_field(programme, required=False)
        self.order_fields(("side", "name", "post"))

    def clean(self) -> dict[str, Any]:
        """A name has a side and a post."""
        cleaned = super().clean() or {}
        if cleaned.get("name"):
            for name, message in (("side", _("Say for which side.")), ("post", _("Say with which post."))):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, message)
        elif cleaned.get("post"):
            self.add_error("name", _("Say who."))
        return cleaned


SPARE_SIGNATORIES, MOST_SIGNATORIES = 2, 20
_Signatories = forms.formset_factory(
    SignatoryForm, extra=SPARE_SIGNATORIES, max_num=MOST_SIGNATORIES, absolute_max=MOST_SIGNATORIES
)


def signatory_rows(programme: Programme, data: Any = None) -> Any:
    """The rows of signatories: bound to `data`, or showing those there are with some empty ones below."""
    shown = [{"side": row.side_id, "name": row.name, "post": row.post} for row in programme.signatories.all()]
    return _Signatories(data, initial=shown, prefix="signatories", form_kwargs={"programme": programme})


def signatories_in(rows: Any) -> list[SignatoryTerms]:
    """What valid rows name, in their order."""
    typed = (form.cleaned_data for form in rows)
    return [SignatoryTerms(one["side"].pk, one["name"], one["post"]) for one in typed if one.get("name")]


class GroundForm(forms.Form):
    """An instrument of the register, by its number."""

    instrument = InstrumentField(
        label=_("Instrument"), help_text=_("Its number, or its title: “4172/QĐ-UBND”. It must be in the register.")
    )


class SigningForm(forms.Form):
    """Day and paper of the signing."""

    signed_on = DayField(label=_("Signed on"), required=False)
    instrument = InstrumentField(
        label=_("Signed paper"),
        required=False,
        help_text=_("Its number in the register of instruments, where it has one."),
    )


class EndForm(forms.Form):
    """Day and reason of the end."""

    ended_on = DayField(label=_("Ended on"))
    reason = Passage(label=_("Reason"), required=False, rows=2)


class ReasonForm(forms.Form):
    """A sentence that says why."""

    reason = Passage(label=_("Reason"), rows=3)


class PromiseForm(forms.Form):
    """What is asked of a commitment beside its terms."""

    def __init__(
        self, data: Any = None, *, programme: Programme, binding: bool = False, new: bool = True, **options: Any
    ) -> None:
        super().__init__(data, **options)
        if new:
            self.fields["side"] = side_field(programme, empty_label=None)
        self.fields["plan"] = forms.ModelChoiceField(
            programme.plans.all(), label=_("Plan of the year"), required=False, empty_label=_("of the whole period")
        )
        if binding:
            self.fields["reason"] = Passage(
                label=_("Reason for the change"),
                rows=2,
                help_text=_("It binds already: say why, and who agreed to it."),
            )


class AgencyText(Line):
    """An agency as a source writes it; it is linked where the name is known, and kept as text where it is not."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label=label, required=False, max_length=300, **options)


class ProjectForm(forms.Form):
    """What is known of a project; what no source gives stays empty."""

    code = Line(label=_("Code"), required=False, max_length=60)
    name = Line(label=_("Name"), max_length=LONGEST_NAME, widget=forms.Textarea(attrs={"rows": 2}))
    state = forms.ChoiceField(label=_("State"), choices=ProjectState.choices)
    host_text = AgencyText(_("Host"))
    place = Line(label=_("Place"), required=False, max_length=300)
    from_year = year_field(_("From year"))
    to_year = year_field(_("To year"))
    support_approved = DongField(
        label=_("Support approved"),
        required=False,
        help_text=_("Of the other side, not the whole cost. Empty where no source gives it."),
    )
    support_paid = DongField(label=_("Support paid"), required=False)
    products = Passage(label=_("Products"), required=False, rows=3)
    managing_text = AgencyText(_("Managing authority"))
    tracking_text = AgencyText(_("Tracking agency"))
    source = Passage(label=_("Source"), rows=2, help_text=_("Which paper, or who, names it."))

    def __init__(self, *args: Any, project: LinkedProject | None = None, **options: Any) -> None:
        if project:
            options["initial"] = {name: getattr(project, name) for name in self.base_fields}
        super().__init__(*args, **options)

    def terms(self) -> ProjectTerms:
        """What was typed, with the organisations that the names mean."""
        typed = dict(self.cleaned_data)
        for name in ("support_approved", "support_paid"):
            typed[name] = typed[name].amount if typed[name] is not None else None
        known = known_as([typed["host_text"], typed["managing_text"], typed["tracking_text"]])
        return ProjectTerms(
            **typed,
            host_id=known.get(typed["host_text"]),
            managing_id=known.get(typed["managing_text"]),
            tracking_id=known.get(typed["tracking_text"]),
        )


def known_as(names: Iterable[str], on: date | None = None) -> dict[str, int]:
    """Organisation by name as written, for the names that mean one; nothing is guessed."""
    asked = {name for name in names if name}
    if not asked:
        return {}
    directory = Directory(on or timezone.localdate())
    found = {name: directory.find(name).organization_id for name in asked if name_key(name)}
    return {name: id_ for name, id_ in found.items() if id_}


class ResultForm(forms.Form):
    """What is known of a result."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ResultKind.choices)
    name = Line(label=_("Name"), max_length=LONGEST_NAME, widget=forms.Textarea(attrs={"rows": 2}))
    place = Line(label=_("Place"), required=False, max_length=300)
    year = year_field(_("Year"))
    source = Passage(label=_("Source"), rows=2, help_text=_("Which paper, or who, names it."))

    def __init__(self, *args: Any, programme: Programme, result: LinkedResult | None = None, **options: Any) -> None:
        if result:
            shown = {name: getattr(result, name) for name in self.base_fields}
            options["initial"] = {**shown, "project": result.project_id}
        super().__init__(*args, **options)
        self.fields["project"] = forms.ModelChoiceField(
            programme.projects.all(), label=_("Project"), required=False, empty_label=_("of no single project")
        )
        self.order_fields(("kind", "name", "place", "year", "project", "source"))

    def terms(self) -> ResultTerms:
        """What was typed, as the deeds take it."""
        typed = dict(self.cleaned_data)
        project = typed.pop("project")
        return ResultTerms(**typed, project_id=project.pk if project else None)


class PlanForm(forms.Form):
    """The plan of one year."""

    year = year_field(_("Year"), required=True)
    text = Passage(label=_("What is planned"), rows=8)
    agreed_on = DayField(label=_("Agreed on"), required=False)
    instrument = InstrumentField(label=_("Paper"), required=False)

    def __init__(self, *args: Any, plan: YearPlan | None = None, **options: Any) -> None:
        if plan:
            options["initial"] = {name: getattr(plan, name) for name in self.base_fields}
        super().__init__(*args, **options)


class ReviewForm(forms.Form):
    """The five parts, and the day up to which figures are counted."""

    cut_off = DayField(label=_("Figures as of"))
    results = Passage(label=REVIEW_PARTS["results"], required=False, rows=7)
    shortcomings = Passage(label=REVIEW_PARTS["shortcomings"], required=False, rows=5)
    causes = Passage(label=REVIEW_PARTS["causes"], required=False, rows=4)
    directions = Passage(label=REVIEW_PARTS["directions"], required=False, rows=5)
    recommendations = Passage(label=REVIEW_PARTS["recommendations"], required=False, rows=4)

    def __init__(self, *args: Any, review: Review | None = None, **options: Any) -> None:
        if review:
            options["initial"] = {name: getattr(review, name) for name in self.base_fields}
        super().__init__(*args, **options)

    def parts(self) -> dict[str, str]:
        """The five parts."""
        return {name: self.cleaned_data[name] for name in REVIEW_PARTS}


class NewReviewForm(ReviewForm):
    """Which review, and its parts."""

    field_order = ("kind", "year", "cut_off")

    kind = forms.ChoiceField(label=_("Which review"), choices=ReviewKind.choices)
    year = year_field(_("Year"), help_text=_("Of a yearly review."))

    def clean(self) -> dict[str, Any]:
        """A yearly review is that of a year."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") == ReviewKind.YEARLY and not cleaned.get("year") and "year" not in self.errors:
            self.add_error("year", _("Say which year is reviewed."))
        return cleaned


class AdoptForm(forms.Form):
    """The day on which a review is adopted."""

    adopted_on = DayField(label=_("Adopted on"))


class MeetingForm(forms.Form):
    """A meeting that the person may see."""

    def __init__(self, *args: Any, user: Any, programme: Programme, **options: Any) -> None:
        super().__init__(*args, **options)
        linked = programme.held_meetings.values("meeting")
        self.fields["meeting"] = forms.ModelChoiceField(
            meetings_visible_to(user).exclude(pk__in=linked), label=_("Meeting"), empty_label=_("choose")
        )


class WhichProgrammeForm(forms.Form):
    """The programme to which a promise belongs."""

    def __init__(self, *args: Any, programmes: QuerySet[Programme], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["programme"] = forms.ModelChoiceField(programmes, label=_("Programme"), empty_label=None)
