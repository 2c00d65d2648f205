"""Forms: they read what was typed; what may be done with it, the deeds decide."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phusa.foundation.access.models import User
from phusa.foundation.files.vocabulary import Secrecy
from phusa.foundation.files.web.forms import FileForm
from phusa.foundation.organizations.models import Organization, Person
from phusa.foundation.ui.forms import DayField
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.queries import handling_officers, responsible_leaders
from phusa.planning.assignments.services import GivenFile
from phusa.planning.assignments.vocabulary import Status


class EvidenceForm(FileForm):
    """A file that shows what a report says."""

    file = forms.FileField(label=_("File that shows it"))

    def given(self) -> GivenFile:
        """What was given."""
        return GivenFile(self.cleaned_data["file"], self.cleaned_data["secrecy"])


class ProgressForm(forms.Form):
    """A report of progress; a file comes with its degree of secrecy or not at all."""

    status = forms.ChoiceField(label=_("Status"), choices=Status.choices, widget=forms.RadioSelect)
    percent = forms.IntegerField(label=_("Progress, percent"), min_value=0, max_value=100)
    on = DayField(label=_("As of the day"), help_text=_("For what is done: the day on which it was done."))
    narrative = forms.CharField(
        label=_("What has been done, what stands in the way"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=10_000,
    )
    file = forms.FileField(label=_("File that shows it"), required=False)
    secrecy = forms.ChoiceField(
        label=_("Degree of secrecy of the file"),
        choices=[("", _("choose")), *Secrecy.choices],
        required=False,
        help_text=_("Papers marked Mật or above must not enter this system."),
    )

    def __init__(self, assignment: Assignment, today: date, typed: Any = None, files: Any = None) -> None:
        initial = {"status": assignment.status, "percent": assignment.percent, "on": today}
        super().__init__(typed, files, initial=initial)

    def clean(self) -> dict[str, Any]:
        """Who only chose «Done» means 100 percent; a file needs its degree of secrecy."""
        typed = super().clean() or {}
        if typed.get("status") == Status.DONE and typed.get("percent") == self.initial["percent"]:
            typed["percent"] = 100
        if typed.get("file") and not typed.get("secrecy"):
            self.add_error("secrecy", _("Say which degree of secrecy the file carries."))
        return typed

    def evidence(self) -> tuple[GivenFile, ...]:
        """The file, if one was given."""
        file = self.cleaned_data["file"]
        return (GivenFile(file, self.cleaned_data["secrecy"]),) if file else ()


class HandlingForm(forms.Form):
    """Who handles an assignment."""

    responsible_leader = forms.ModelChoiceField(
        Person.objects.none(), label=_("Responsible leader"), required=False, empty_label=_("nobody yet")
    )
    handling_officer = forms.ModelChoiceField(
        User.objects.none(), label=_("Handling officer"), required=False, empty_label=_("nobody yet")
    )
    follow_up = forms.ModelChoiceField(
        Organization.objects.filter(active=True),
        label=_("Agency that follows up"),
        required=False,
        empty_label=_("none"),
    )

    def __init__(self, assignment: Assignment, today: date, typed: Any = None) -> None:
        initial = {
            "responsible_leader": assignment.responsible_leader_id,
            "handling_officer": assignment.handling_officer_id,
            "follow_up": assignment.follow_up_id,
        }
        super().__init__(typed, initial=initial)
        leaders, officers = self.fields["responsible_leader"], self.fields["handling_officer"]
        leaders.queryset = responsible_leaders(assignment, today)  # type: ignore[attr-defined]
        officers.queryset = handling_officers(assignment, today)  # type: ignore[attr-defined]
