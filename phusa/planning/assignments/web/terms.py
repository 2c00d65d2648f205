"""Terms of an assignment as somebody writes them: content, product, deadline, agencies each with its duty.

Every document that assigns something writes it with these forms; names and deadlines are read while one types.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from phusa.foundation.legal.queries import working_calendar
from phusa.foundation.organizations.directory import Names
from phusa.foundation.organizations.models import Group, Organization
from phusa.foundation.organizations.queries import Directory
from phusa.foundation.organizations.reading import PartyReading, read_parties
from phusa.foundation.ui.forms import Line, Passage
from phusa.kernel.text import normal
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.rules import DeadlineReader
from phusa.planning.assignments.vocabulary import PartyRole, PartyTerms, Recurrence, Terms

ROWS_MORE = 3


class PartyForm(forms.Form):
    """A row of agencies as they are written: one, or several that share a duty."""

    name = Line(label=_("Agency"), required=False, max_length=500)
    duty = Passage(label=_("Its duty"), required=False, rows=2)
    focal = forms.BooleanField(label=_("Focal point"), required=False)
    as_written = forms.BooleanField(label=_("Keep the name as it is written"), required=False)

    def __init__(self, *args: Any, role: str, names: Names, **options: Any) -> None:
        super().__init__(*args, **options)
        self.role, self.names = role, names
        self.readings: tuple[PartyReading, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Every name is known, or is to be kept as it is written; a duty belongs to a name."""
        cleaned = super().clean() or {}
        name = cleaned.get("name", "")
        self.readings = read_parties(name, self.names) if name else ()
        if cleaned.get("duty") and not name:
            self.add_error("name", _("Name the agency that has this duty."))
        if not cleaned.get("as_written"):
            for reading in self.readings:
                if sentence := doubt_of(reading):
                    self.add_error("name", sentence)
        return cleaned

    @property
    def doubtful(self) -> bool:
        """Whether the row has a name that is not known, so that keeping it as written is offered."""
        return any(is_unknown(reading) for reading in self.readings) or bool(self["as_written"].value())

    def terms(self) -> list[PartyTerms]:
        """The parties of the row."""
        return [
            PartyTerms(
                role=self.role,
                organization_id=reading.organization_id,
                group_id=reading.group_id,
                as_written=reading.text,
                duty=self.cleaned_data["duty"],
                focal=self.cleaned_data["focal"] or reading.focal,
                collective=reading.collective and reading.group_id is None,
            )
            for reading in self.readings
        ]


def is_unknown(reading: PartyReading) -> bool:
    """Whether nothing that the program knows answers to the name."""
    return reading.organization_id is None and reading.group_id is None and not reading.collective


def doubt_of(reading: PartyReading) -> Any:
    """What is said of a name that nothing answers to; nothing for one that is known."""
    if not is_unknown(reading):
        return ""
    near = "; ".join(candidate.name for candidate in reading.near)
    if near:
        return _("“%(name)s” is not known. Nearest: %(near)s.") % {"name": reading.text, "near": near}
    return _("“%(name)s” is not known, and nothing resembles it.") % {"name": reading.text}


class PartyFormSet(forms.BaseFormSet):
    """Rows of one role; an empty row says nothing. Of several leads at most one is the focal point."""

    def clean(self) -> None:
        """One focal point at most."""
        if sum(bool(form.cleaned_data.get("focal")) for form in self.forms if form.is_valid()) > 1:
            raise ValidationError(_("Only one of the joint leads is the focal point."))

    def terms(self) -> list[PartyTerms]:
        """All parties, in order."""
        return [terms for form in self.forms for terms in form.terms()]


MOST_PARTIES = 60
_Rows = forms.formset_factory(PartyForm, formset=PartyFormSet, extra=0, max_num=MOST_PARTIES, absolute_max=MOST_PARTIES)


def party_rows(role: str, names: Names, *, data: Any = None, parties: Iterable[Any] = (), spare: int = 1) -> Any:
    """The rows of one role: bound to `data`, or showing `parties` with some empty ones below."""
    prefix = PartyRole(role).value
    shown = [
        {
            "name": party.as_written,
            "duty": party.duty,
            "focal": party.focal,
            "as_written": party.organization_id is None and party.group_id is None and not party.collective,
        }
        for party in parties
    ]
    shown += [{}] * spare
    return _Rows(data, prefix=prefix, initial=shown, form_kwargs={"role": role, "names": names})


def with_more_rows(data: Any, role: str) -> Any:
    """What was typed, with room for more parties of a role."""
    more = data.copy()
    name = f"{role}-TOTAL_FORMS"
    if more.get(name, "").isdecimal():
        more[name] = str(int(more[name]) + ROWS_MORE)
    return more


def names_offered() -> list[str]:
    """Names to choose from while typing: organisations as they are called now, and groups."""
    organizations = Organization.objects.filter(active=True).values_list("current_name", flat=True)
    return [*organizations, *Group.objects.values_list("name", flat=True)]


def reading_of(text: str, on: date) -> dict[str, Any]:
    """How a deadline is read in a document of that day."""
    columns = DeadlineReader(working_calendar(), on).columns(normal(text))
    recurrence = columns["recurrence"]
    return columns | {"recurs": Recurrence(recurrence).label if recurrence else "", "text": text, "on": on}


class TermsForm(forms.Form):
    """The texts of an assignment."""

    content = Passage(label=_("Content"))
    product = Passage(label=_("Product"), required=False, rows=2)
    deadline_text = Line(label=_("Deadline, as it is to be written"), required=False, max_length=300)


class TermsDesk:
    """The forms of one assignment on one page: texts, leads, coordinating agencies.

    `day` is that of the document, as of which names and deadlines are read; `kept` the assignment that is edited;
    `texts` and `leads` are what stands in the forms of a new one.
    """

    def __init__(
        self,
        data: Any,
        *,
        day: date,
        authority_id: int,
        kept: Assignment | None = None,
        texts: dict[str, str] | None = None,
        leads: Iterable[PartyTerms] = (),
    ) -> None:
        more = data is not None and "more" in data
        self.sent = data is not None and not more
        self.day, self.kept = day, kept
        if data is not None and more:
            data = with_more_rows(data, data["more"])
        names = Directory(day, authority_id)
        parties: list[Any] = list(kept.parties.all()) if kept else list(leads)
        if kept:
            texts = {name: getattr(kept, name) for name in TermsForm.base_fields}
        self.form = TermsForm(data, initial=texts or {})
        self.leads, self.coordinating = (
            party_rows(
                role,
                names,
                data=data,
                parties=[party for party in parties if party.role == role],
                spare=1 if role == PartyRole.LEAD else ROWS_MORE,
            )
            for role in (PartyRole.LEAD, PartyRole.COORDINATING)
        )

    def is_valid(self) -> bool:
        """Every form, so that all errors are shown at once."""
        return all([self.form.is_valid(), self.leads.is_valid(), self.coordinating.is_valid()])

    @property
    def invalid(self) -> bool:
        """Whether something that was sent cannot stand."""
        return self.sent and not (self.is_valid() and not self.form.errors)

    @property
    def reading(self) -> dict[str, Any]:
        """How the deadline in the form is read."""
        return reading_of(self.form["deadline_text"].value() or "", self.day)

    @property
    def names(self) -> list[str]:
        """Names to choose from."""
        return names_offered()

    def terms(self) -> Terms:
        """What was typed, as the deeds take it; who handles it stays as it is."""
        typed = self.form.cleaned_data
        return Terms(
            code=self.kept.code if self.kept else "",
            content=typed["content"],
            product=typed["product"],
            deadline_text=typed["deadline_text"],
            parties=(*self.leads.terms(), *self.coordinating.terms()),
            responsible_leader_id=self.kept.responsible_leader_id if self.kept else None,
            handling_officer_id=self.kept.handling_officer_id if self.kept else None,
            follow_up_id=self.kept.follow_up_id if self.kept else None,
        )
