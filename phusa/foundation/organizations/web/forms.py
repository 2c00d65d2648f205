"""Forms of the package; they read what was typed and decide nothing."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from phusa.foundation.access import Role
from phusa.foundation.access.models import User
from phusa.foundation.instruments.web.fields import InstrumentField
from phusa.foundation.organizations.naming import guess_level
from phusa.foundation.organizations.vocabulary import Level
from phusa.foundation.organizations.web.fields import OrganizationField
from phusa.foundation.ui.forms import DayField, DayInput

ROLES = [(role.value, role.label) for role in Role if role != Role.OPERATOR]


class LinesField(forms.CharField):
    """Several texts, one a line; the value is a list."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": 3}), required=False, **options)

    def prepare_value(self, value: Any) -> Any:
        """A list is shown one a line."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        """Empty lines say nothing."""
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class NewOrganizationForm(forms.Form):
    """An organisation that is not known yet."""

    name = forms.CharField(label=_("Name"), max_length=300)
    short_name = forms.CharField(label=_("Short name"), max_length=100, required=False)
    english_name = forms.CharField(label=_("English name"), max_length=300, required=False)
    level = forms.ChoiceField(label=_("Level"), choices=[("", _("as the name says")), *Level.choices], required=False)
    under = OrganizationField(label=_("Stands under"), required=False)
    valid_from = DayField(label=_("Exists from"), required=False, help_text=_("Empty: for as long as anybody asks."))
    aliases = LinesField(label=_("Other spellings"), help_text=_("One a line."))
    basis = InstrumentField(label=_("Legal basis"), required=False)

    def clean(self) -> dict[str, Any]:
        """An empty level is read from the name."""
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["level"] = cleaned.get("level") or guess_level(cleaned.get("name", ""))
        return cleaned


class NameForm(forms.Form):
    """What an organisation is called and where it stands. Fields of the record are named as the record names them."""

    current_name = forms.CharField(label=_("Name"), max_length=300)
    current_short_name = forms.CharField(label=_("Short name"), max_length=100, required=False)
    english_name = forms.CharField(label=_("English name"), max_length=300, required=False)
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    under = OrganizationField(label=_("Stands under"), required=False)
    basis = InstrumentField(label=_("Legal basis"), required=False)


class RenameForm(NameForm):
    """A new name from a day on."""

    on = DayField(label=_("From"))
    field_order = ("on",)


class EndForm(forms.Form):
    """The first day on which something holds no more."""

    on = DayField(label=_("No longer from"), help_text=_("The first day on which it holds no more."))


class AliasForm(forms.Form):
    """Another spelling."""

    text = forms.CharField(label=_("Spelling"), max_length=300)
    valid_from = DayField(label=_("From"), required=False)
    valid_to = DayField(label=_("No longer from"), required=False)


class SuccessionForm(forms.Form):
    """Who takes over from whom."""

    direction = forms.ChoiceField(
        label=_("This organisation"),
        choices=[("to", _("is succeeded by")), ("from", _("takes over from"))],
        widget=forms.RadioSelect,
        initial="to",
    )
    other = OrganizationField(label=_("Which organisation"))
    effective_on = DayField(label=_("In effect from"))
    scope = forms.CharField(
        label=_("Scope"), required=False, widget=forms.Textarea({"rows": 2}), help_text=_("Empty: everything.")
    )
    basis = InstrumentField(label=_("Legal basis"), required=False)


class GroupForm(forms.Form):
    """A group, and the rule by which organisations belong to it."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("As papers write it: Các sở, ban, ngành"))
    aliases = LinesField(label=_("Other spellings"), help_text=_("One a line."))
    rule_level = forms.ChoiceField(
        label=_("All of this level"), choices=[("", _("no rule: only listed members")), *Level.choices], required=False
    )
    under = OrganizationField(label=_("Under this organisation"), required=False)


class MemberForm(forms.Form):
    """An organisation listed in a group."""

    organization = OrganizationField(label=_("Organisation"))
    valid_from = DayField(label=_("From"), required=False)


class AsOfForm(forms.Form):
    """The day as of which something is shown."""

    on = DayField(label=_("As of"), required=False, widget=DayInput({"class": "form-control day-input"}))


class PersonForm(forms.Form):
    """Somebody who holds posts."""

    full_name = forms.CharField(label=_("Full name"), max_length=150)
    account = forms.CharField(
        label=_("User name of the account"), required=False, help_text=_("Empty: the person does not log in here.")
    )

    def clean_account(self) -> User | None:
        """The account of that user name."""
        username = self.cleaned_data["account"].strip()
        if not username:
            return None
        found = User.objects.filter(username__iexact=username).first()
        if found is None:
            raise ValidationError(_("There is no account of this user name."), "unknown")
        return found


class PostForm(forms.Form):
    """A post held in a period."""

    organization = OrganizationField(label=_("Organisation"))
    title = forms.CharField(label=_("Post"), max_length=200)
    valid_from = DayField(label=_("From"), required=False)
    valid_to = DayField(label=_("No longer from"), required=False)
    protocol_order = forms.IntegerField(
        label=_("Protocol order"), min_value=1, max_value=999, initial=100, help_text=_("The lower goes before.")
    )
    source = forms.CharField(label=_("Source"), max_length=300, required=False)


class AccountForm(forms.Form):
    """An account with its first role."""

    username = forms.CharField(label=_("User name"), max_length=150, help_text=_("What the person types to log in."))
    full_name = forms.CharField(label=_("Full name"), max_length=150)
    email = forms.EmailField(label=_("E-mail"), required=False)
    organization = OrganizationField(label=_("Organisation"))
    role = forms.ChoiceField(label=_("Role"), choices=ROLES)
    division = forms.CharField(label=_("Division"), max_length=200, required=False)

    def clean_username(self) -> str:
        """Letters, digits and a few signs, as Django's own accounts have them."""
        username: str = self.cleaned_data["username"]
        User.username_validator(username)
        return username


class MembershipForm(forms.Form):
    """A role in an organisation, for a period."""

    organization = OrganizationField(label=_("Organisation"))
    role = forms.ChoiceField(label=_("Role"), choices=ROLES)
    division = forms.CharField(label=_("Division"), max_length=200, required=False)
    valid_from = DayField(label=_("From"), required=False, help_text=_("Empty: from today."))
    valid_to = DayField(label=_("No longer from"), required=False)


class InvitationForm(forms.Form):
    """The invited person sets a password."""

    username = forms.CharField(label=_("User name"), max_length=150)
    code = forms.CharField(label=_("One-time code"), max_length=40, help_text=_("Four groups of five digits."))
    password = forms.CharField(
        label=_("Your new password"), widget=forms.PasswordInput({"autocomplete": "new-password"})
    )
    again = forms.CharField(
        label=_("The new password again"), widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean_again(self) -> str:
        """Typed the same twice."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password"):
            raise ValidationError(_("The two passwords differ."), "differ")
        return again
