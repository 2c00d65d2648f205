"""Forms: they read what was typed; what may be done with it, the deeds decide."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from phusa.foundation.access import OFFICE
from phusa.foundation.access.models import User
from phusa.foundation.files.vocabulary import Secrecy
from phusa.foundation.instruments.vocabulary import Kind
from phusa.foundation.instruments.web.fields import InstrumentField, named
from phusa.foundation.organizations.models import Organization
from phusa.foundation.organizations.queries import authority_of
from phusa.foundation.organizations.web.fields import OrganizationField
from phusa.foundation.ui.forms import DayField, Typed
from phusa.planning.requests.models import Item, Request
from phusa.planning.requests.permissions import WRITERS
from phusa.planning.requests.queries import organizations_drafted_for, rules_for
from phusa.planning.requests.vocabulary import (
    SAID,
    AnswerTerms,
    Counts,
    Direction,
    Due,
    DueBasis,
    ItemTerms,
    JointParty,
    Link,
    Outcome,
    Paper,
    RequestTerms,
    StartsFrom,
)

UNITS = 4  # rows of the form of a joint assignment


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _secrecy(**options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Degree of secrecy of the file"),
        choices=[("", _("choose")), *Secrecy.choices],
        help_text=_("Papers marked Mật or above must not enter this system."),
        **options,
    )


class InstrumentsField(Typed):
    """Several instruments, each on a line of its own; the value is a list of them."""

    widget = forms.Textarea(attrs={"rows": 2})

    def prepare_value(self, value: Any) -> Any:
        """Instruments are shown the way they are typed."""
        return value if isinstance(value, str) or value is None else "\n".join(named(one) for one in value)

    def clean(self, value: Any) -> Any:
        """Raises `ValidationError` for the first line that names no instrument."""
        one = InstrumentField(required=False)
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        found = []
        for line in lines:
            try:
                found.append(one.clean(line))
            except ValidationError as error:
                raise ValidationError(f"«{line}»: {error.messages[0]}", "unknown") from None
        return found


class RequestForm(forms.Form):
    """The heading of a request."""

    asking = forms.ModelChoiceField(Organization.objects.none(), label=_("Who asks"), empty_label=None)
    asked = OrganizationField(
        label=_("Who is asked"), help_text=_("The authority, or the unit that is to answer for it.")
    )
    title = Typed(label=_("What it is about"), max_length=2000, widget=_text(2))
    grounds = InstrumentsField(
        label=_("Grounds"), required=False, help_text=_("Numbers of instruments, each on a line: 50-KL/TW")
    )
    grounds_text = Typed(label=_("Grounds in words"), required=False, max_length=10_000, widget=_text(3))

    def __init__(self, user: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        asking: Any = self.fields["asking"]
        asking.queryset = organizations_drafted_for(user, *WRITERS, *OFFICE)

    def terms(self, about: Link | None) -> RequestTerms:
        """What was typed, for the deed."""
        typed = self.cleaned_data
        asking, asked = typed["asking"], typed["asked"]
        by, to = authority_of(asking), authority_of(asked)
        return RequestTerms(
            title=typed["title"],
            asking_authority_id=by.pk,
            asking_unit_id=asking.pk if asking != by else None,
            asked_authority_id=to.pk,
            asked_unit_id=asked.pk if asked != to else None,
            grounds_text=typed["grounds_text"],
            ground_ids=tuple(ground.pk for ground in typed["grounds"]),
            about=about,
        )


def heading_of(request: Request) -> dict[str, Any]:
    """The form's values as the draft stands."""
    return {
        "asking": request.asking,
        "asked": request.asked,
        "title": request.title,
        "grounds": list(request.grounds.all()),
        "grounds_text": request.grounds_text,
    }


class DueForm(forms.Form):
    """The term for the answer."""

    basis = forms.ChoiceField(
        label=_("Term for the answer"), choices=DueBasis.choices, widget=forms.RadioSelect, initial=DueBasis.OPEN
    )
    due_on = DayField(label=_("Day that the letter names"), required=False)
    rule = forms.ModelChoiceField(
        rules_for("", 0, date.max).none(), label=_("By which rule"), required=False, empty_label=_("choose")
    )

    def offer(self, rules: Any) -> None:
        """Offer these rules; without any, the choice is not there."""
        field: Any = self.fields["rule"]
        field.queryset = rules
        if not rules.exists():
            del self.fields["rule"]
            basis: Any = self.fields["basis"]
            basis.choices = [choice for choice in DueBasis.choices if choice[0] != DueBasis.RULE]

    def due(self) -> Due:
        """What was chosen, for the deed."""
        rule = self.cleaned_data.get("rule")
        return Due(self.cleaned_data["basis"], self.cleaned_data["due_on"], rule.pk if rule else None)


class NewRequestForm(RequestForm, DueForm):
    """A request with what it asks: each line an item, and the statements that it is made of."""

    statements = forms.MultipleChoiceField(
        label=_("What was said at the meeting"), required=False, widget=forms.CheckboxSelectMultiple
    )
    items = Typed(
        label=_("What is asked"),
        required=False,
        max_length=50_000,
        widget=_text(6),
        help_text=_("Each paragraph becomes an item with its own answer; a paragraph ends with a line break."),
    )
    about_it = forms.BooleanField(label="", required=False, initial=True)
    field_order = ("asking", "asked", "title", "statements", "items", "about_it", "grounds", "grounds_text")

    def __init__(
        self, user: User, statements: Iterable[Link], *args: Any, offered: Link | None = None, **options: Any
    ) -> None:
        """`offered` is a record that the request may be about; the person says whether it is."""
        super().__init__(user, *args, **options)
        if offered:
            self.fields["about_it"].label = _("It is about: %(title)s") % {"title": offered.title}
        else:
            del self.fields["about_it"]
        self._statements = {str(each.uid): each for each in statements}
        field: Any = self.fields["statements"]
        field.choices = [(uid, each.title) for uid, each in self._statements.items()]
        field.initial = list(self._statements)
        if not self._statements:
            del self.fields["statements"]

    def clean(self) -> dict[str, Any]:
        """At least one thing is asked."""
        typed = super().clean() or {}
        if not (typed.get("statements") or (typed.get("items") or "").strip() or "items" in self.errors):
            self.add_error("items", _("Write down at least one thing that is asked."))
        return typed

    def asked_items(self) -> list[ItemTerms]:
        """The statements that were ticked, then each paragraph."""
        made = [self._statements[uid] for uid in self.cleaned_data.get("statements", [])]
        lines = [line.strip() for line in self.cleaned_data["items"].splitlines() if line.strip()]
        return [*(ItemTerms(each.title, statement=each) for each in made), *(ItemTerms(line) for line in lines)]


class ItemForm(forms.Form):
    """An item of a draft."""

    content = Typed(label=_("Content"), max_length=10_000, widget=_text(5))
    asks = Typed(
        label=_("What exactly is asked"),
        required=False,
        max_length=10_000,
        widget=_text(3),
        help_text=_("Where it differs from the content: money, a decision, a document, an opinion."),
    )


class DueOfItemForm(DueForm):
    """The term of an item, or of all."""

    every = forms.BooleanField(label=_("For every item of this request that is not answered yet"), required=False)


class SendForm(forms.Form):
    """The letter as it went out."""

    sent_on = DayField(label=_("Sent on"))
    number = Typed(
        label=_("Number and symbol"),
        max_length=60,
        required=False,
        help_text=_("As the document system has given it: 15/SKHCN-KH"),
    )
    issued_on = DayField(label=_("Date of the letter"), required=False)

    def paper(self) -> Paper | None:
        """The letter, where it has a number or a date."""
        number, issued_on = self.cleaned_data["number"], self.cleaned_data["issued_on"]
        return Paper(number=number, issued_on=issued_on) if number or issued_on else None


class ReasonForm(forms.Form):
    """A reason."""

    reason = Typed(label=_("Reason"), max_length=5_000, widget=_text(3))


class AssignForm(forms.Form):
    """Units of both sides, each with its duty and whom to call there."""

    focal = forms.ChoiceField(label=_("Focal point"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number in range(1, UNITS + 1):
            self.fields[f"unit{number}"] = OrganizationField(label=_("Which unit"), required=number == 1)
            self.fields[f"duty{number}"] = Typed(label=_("Its duty"), required=False, max_length=2_000)
            self.fields[f"contact{number}"] = Typed(label=_("Contact"), required=False, max_length=150)
            self.fields[f"post{number}"] = Typed(label=_("Post"), required=False, max_length=150)
            self.fields[f"phone{number}"] = Typed(label=_("Telephone"), required=False, max_length=40)
            self.fields[f"email{number}"] = forms.EmailField(label=_("E-mail"), required=False)
        focal: Any = self.fields["focal"]
        focal.choices = [("", _("none")), *((str(n), _("Unit %(n)d") % {"n": n}) for n in range(1, UNITS + 1))]

    def rows(self) -> list[tuple[int, list[Any]]]:
        """The fields of each unit, for the page."""
        names = ("unit", "duty", "contact", "post", "phone", "email")
        return [(number, [self[f"{name}{number}"] for name in names]) for number in range(1, UNITS + 1)]

    def parties(self) -> list[JointParty]:
        """The units that were named."""
        typed = self.cleaned_data
        return [
            JointParty(
                unit_id=typed[f"unit{number}"].pk,
                duty=typed[f"duty{number}"],
                focal=typed["focal"] == str(number),
                contact=typed[f"contact{number}"],
                post=typed[f"post{number}"],
                phone=typed[f"phone{number}"],
                email=typed[f"email{number}"],
            )
            for number in range(1, UNITS + 1)
            if typed[f"unit{number}"]
        ]


def parties_of(item: Item) -> dict[str, Any]:
    """The form's values as the item is assigned now; before that, the units that the letter names."""
    values: dict[str, Any] = {}
    contacts = list(item.contacts.select_related("unit"))
    duties = {party.organization_id: party for party in item.assignment.parties.all()} if item.assignment else {}
    for number, contact in enumerate(contacts, 1):
        party = duties.get(contact.unit_id)
        values |= {
            f"unit{number}": contact.unit,
            f"duty{number}": party.duty if party else "",
            f"contact{number}": contact.name,
            f"post{number}": contact.post,
            f"phone{number}": contact.phone,
            f"email{number}": contact.email,
        }
        if party and party.focal:
            values["focal"] = str(number)
    if not contacts:
        units = [item.unit or item.request.asked, item.request.asking_unit]
        values = {f"unit{number}": unit for number, unit in enumerate(filter(None, units), 1)}
    return values


class ForwardForm(forms.Form):
    """Handing an item on."""

    to_unit = OrganizationField(label=_("To the unit"))
    on = DayField(label=_("On the day"))
    reason = Typed(label=_("Reason"), required=False, max_length=5_000, widget=_text(2))


class PauseForm(forms.Form):
    """Days that do not count."""

    from_on = DayField(label=_("The clock stops on"))
    to_on = DayField(
        label=_("It runs again on"), required=False, help_text=_("Empty: until somebody lets it run again.")
    )
    reason = Typed(label=_("Reason"), max_length=5_000, widget=_text(3))


class DayForm(forms.Form):
    """A day."""

    on = DayField(label=_("On the day"))


class ReopenForm(DayForm, ReasonForm):
    """Taking an item up again."""


class AnswerForm(forms.Form):
    """What the other side says of an item, with its paper."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=[(each.value, each.label) for each in SAID], widget=forms.RadioSelect
    )
    answered_on = DayField(label=_("Answered on"))
    answered_by = OrganizationField(label=_("Answered by"))
    text = Typed(label=_("What the answer says"), required=False, max_length=20_000, widget=_text(4))
    kind = forms.ChoiceField(label=_("Kind of document"), choices=Kind.choices, initial=Kind.LETTER)
    number = Typed(label=_("Number and symbol of the document"), max_length=60, required=False)
    issued_on = DayField(label=_("Date of the document"), required=False)
    file = forms.FileField(label=_("File of the answer"), required=False)
    secrecy = _secrecy(required=False)

    def clean(self) -> dict[str, Any]:
        """A file needs its degree of secrecy."""
        typed = super().clean() or {}
        if typed.get("file") and not typed.get("secrecy"):
            self.add_error("secrecy", _("Say which degree of secrecy the file carries."))
        return typed

    def terms(self) -> AnswerTerms:
        """What was typed, for the deed."""
        typed = self.cleaned_data
        paper = Paper(number=typed["number"], issued_on=typed["issued_on"], kind=typed["kind"])
        return AnswerTerms(
            outcome=Outcome(typed["outcome"]),
            answered_on=typed["answered_on"],
            answered_by_id=typed["answered_by"].pk,
            text=typed["text"],
            paper=paper,
        )


class NoteForm(forms.Form):
    """A note for one's own side."""

    text = Typed(
        label=_("Internal note"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
    )


class PackageForm(forms.Form):
    """How a package is made."""

    with_pdf = forms.BooleanField(label=_("Add the letter as PDF too"), required=False, initial=True)


class TakeInForm(forms.Form):
    """A package that came."""

    side = forms.ModelChoiceField(Organization.objects.none(), label=_("For"), empty_label=None)
    file = forms.FileField(label=_("Package"), help_text=_("The .zip file as it came, not unpacked."))
    secrecy = _secrecy()

    def __init__(self, sides: Any, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["side"]
        field.queryset = sides


class AcceptForm(forms.Form):
    """Whose key it is, and how somebody made sure."""

    authority = OrganizationField(label=_("Whose key it is"))
    checked = Typed(
        label=_("How it was checked"),
        max_length=2_000,
        widget=_text(2),
        help_text=_("Whom you called, on which number that you knew before, and that the fingerprint was the same."),
    )


class RuleForm(forms.Form):
    """How long an answer may take, and by which text."""

    name = Typed(label=_("Name"), max_length=200)
    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=2_000)
    counts = forms.ChoiceField(label=_("Which days count"), choices=Counts.choices, initial=Counts.WORKING)
    starts_from = forms.ChoiceField(label=_("Counted from"), choices=StartsFrom.choices)
    source = InstrumentField(label=_("By which text"), help_text=_("By its number: 4172/QĐ-UBND"))
    quotation = Typed(label=_("What the text says"), required=False, max_length=5_000, widget=_text(3))
    direction = forms.ChoiceField(
        label=_("For"), choices=[("", _("Requests and recommendations")), *Direction.choices], required=False
    )
    asked_authority = OrganizationField(label=_("Asked of"), required=False, help_text=_("Empty: of any authority."))
    valid_from = DayField(label=_("Holds from"), required=False)


class QuestionForm(forms.Form):
    """A question that is answered by the button."""
