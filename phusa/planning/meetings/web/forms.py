"""Forms of meetings and conclusions. They read what was typed; whether it may stand is decided by the deeds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phusa.foundation.files.vocabulary import Secrecy
from phusa.foundation.instruments.web.fields import InstrumentField
from phusa.foundation.organizations.models import Post
from phusa.foundation.organizations.queries import within
from phusa.foundation.organizations.web.fields import OrganizationField
from phusa.foundation.ui.forms import DayField, Line, Passage
from phusa.planning.assignments.services import GivenFile
from phusa.planning.meetings.models import Delegation, Meeting, Participant, PostAsSaid, Source
from phusa.planning.meetings.vocabulary import (
    Answer,
    Decision,
    MeetingKind,
    MeetingTerms,
    Said,
    SourceKind,
    StatementKind,
)

SECRECY = [("", _("choose")), *Secrecy.choices]
NO_SECRETS = _("Papers marked Mật or above must not enter this system.")


class MeetingForm(forms.Form):
    """What a meeting says of itself."""

    kind = forms.ChoiceField(label=_("Kind"), choices=MeetingKind.choices)
    title = Line(label=_("Title"), widget=forms.Textarea(attrs={"rows": 2}))
    held_on = DayField(
        label=_("Held on"),
        help_text=_("A day of the future plans the meeting; its statements follow once it was held."),
    )
    place = Line(label=_("Place"), required=False, max_length=300)
    chair_name = Line(label=_("Chair"), required=False, max_length=150)
    chair_post = Line(label=_("Post of the chair that day"), required=False, max_length=300)

    def terms(self) -> MeetingTerms:
        """What was typed, as the deeds take it."""
        return MeetingTerms(**{name: self.cleaned_data[name] for name in MeetingForm.base_fields})


class NewMeetingForm(MeetingForm):
    """A new meeting, and who keeps its record for whom."""

    drafting: Any = forms.ModelChoiceField(label=_("The record is kept by"), queryset=None, empty_label=_("choose"))
    authority: Any = forms.ModelChoiceField(label=_("For the authority"), queryset=None, empty_label=_("choose"))

    def __init__(self, *args: Any, drafting: Any, authorities: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["drafting"].queryset = drafting  # type: ignore[attr-defined]
        self.fields["authority"].queryset = authorities  # type: ignore[attr-defined]


def form_of(meeting: Meeting, data: Any = None) -> MeetingForm:
    """The form as the meeting stands."""
    return MeetingForm(data, initial={name: getattr(meeting, name) for name in MeetingForm.base_fields})


class DelegationForm(forms.Form):
    """A side of the meeting."""

    organization = OrganizationField(label=_("Organisation"))
    name = Line(
        label=_("Name of the delegation"),
        required=False,
        max_length=300,
        help_text=_("Empty: it is called after its organisation."),
    )


def _usual_source(meeting: Meeting) -> int | None:
    """The source that the last post was taken from; else the only one."""
    last = PostAsSaid.objects.filter(participant__delegation__meeting=meeting).order_by("pk").last()
    known = list(meeting.sources.values_list("pk", flat=True)[:2])
    return last.source_id if last else known[0] if len(known) == 1 else None


class PostChoice(forms.ModelChoiceField):
    """Posts of the records, each with who holds it and since when."""

    def label_from_instance(self, obj: Any) -> str:
        """«Đặng Trọng Thăng: Chủ tịch, UBND tỉnh (2019–2021)»."""
        span = "–".join(f"{day:%d/%m/%Y}" if day else "…" for day in (obj.valid_from, obj.valid_to))
        return f"{obj.person}: {obj.title}, {obj.organization} ({span})"


class ParticipantForm(forms.Form):
    """Somebody of a delegation, with the post that a source gives them."""

    name = Line(label=_("Full name"), required=False, max_length=150)
    post_as_said = Line(
        label=_("Post, as the source says it"),
        required=False,
        max_length=300,
        help_text=_(
            "Another source may give another post: name the person again with it, and both stand side by side."
        ),
    )
    source = forms.ModelChoiceField(
        label=_("Source"), queryset=Source.objects.none(), required=False, empty_label=_("choose")
    )
    post = PostChoice(
        label=_("Or a post from the records"),
        queryset=Post.objects.none(),
        required=False,
        empty_label=_("choose"),
        help_text=_("Only a post that was held on the day of the meeting."),
    )

    def __init__(self, delegation: Delegation, data: Any = None) -> None:
        super().__init__(data)
        meeting = delegation.meeting
        side = within([delegation.organization_id], meeting.held_on)
        posts = Post.objects.filter(organization__in=side).select_related("person", "organization")
        self.fields["source"].queryset = meeting.sources.all()  # type: ignore[attr-defined]
        self.fields["source"].initial = _usual_source(meeting)
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]


class FileFields(forms.Form):
    """A file and its degree of secrecy, or neither."""

    file = forms.FileField(label=_("File"), required=False)
    secrecy = forms.ChoiceField(
        label=_("Degree of secrecy of the file"), choices=SECRECY, required=False, help_text=NO_SECRETS
    )

    def clean(self) -> dict[str, Any]:
        """A file needs its degree of secrecy."""
        typed = super().clean() or {}
        if typed.get("file") and not typed.get("secrecy"):
            self.add_error("secrecy", _("Say which degree of secrecy the file carries."))
        return typed

    def given(self) -> GivenFile | None:
        """The file, if one was given."""
        file = self.cleaned_data["file"]
        return GivenFile(file, self.cleaned_data["secrecy"]) if file else None


class SourceForm(FileFields):
    """What tells of the meeting."""

    field_order = ("kind", "title", "published_on", "url", "instrument", "file", "secrecy")

    kind = forms.ChoiceField(label=_("Kind"), choices=SourceKind.choices, initial=SourceKind.PRESS)
    title = Line(label=_("Title"), widget=forms.Textarea(attrs={"rows": 2}))
    published_on = DayField(label=_("Of the day"), required=False)
    url = forms.URLField(label=_("Address"), required=False, max_length=500, assume_scheme="https")
    instrument = InstrumentField(label=_("Instrument in the register"), required=False)


class PaperForm(FileFields):
    """A paper of the meeting."""

    field_order = ("title", "file", "secrecy", "own_side")

    title = Line(label=_("Title"), max_length=300)
    own_side = forms.BooleanField(
        label=_("Only for our side"), required=False, help_text=_("The other side never sees it, on no path.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].required = True


class ParticipantChoice(forms.ModelChoiceField):
    """People of the meeting, each with the side."""

    def label_from_instance(self, obj: Any) -> str:
        """«Chu Ngọc Anh (Bộ Khoa học và Công nghệ)»."""
        return f"{obj.name} ({obj.delegation})"


class StatementForm(forms.Form):
    """What was said, by whom, and where it stands."""

    kind = forms.ChoiceField(label=_("Kind"), choices=StatementKind.choices)
    text = Passage(label=_("What was said"), rows=4)
    figure_text = Line(
        label=_("Figure, as it was said"),
        required=False,
        max_length=300,
        help_text=_("«trên 100 tỷ đồng», «hơn 50»: exactly as in the source, never rounded."),
    )
    speaker = ParticipantChoice(
        label=_("Speaker"), queryset=Participant.objects.none(), required=False, empty_label=_("choose")
    )
    delegation = forms.ModelChoiceField(
        label=_("For which side"),
        queryset=Delegation.objects.none(),
        required=False,
        empty_label=_("choose"),
        help_text=_("Where a speaker is named, the speaker's side."),
    )
    source = forms.ModelChoiceField(
        label=_("Source"), queryset=Source.objects.none(), required=False, empty_label=_("choose")
    )

    def __init__(self, meeting: Meeting, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        people = Participant.objects.filter(delegation__meeting=meeting).select_related("delegation")
        self.fields["speaker"].queryset = people  # type: ignore[attr-defined]
        self.fields["delegation"].queryset = meeting.delegations.all()  # type: ignore[attr-defined]
        self.fields["source"].queryset = meeting.sources.all()  # type: ignore[attr-defined]
        self.fields["source"].initial = _usual_source(meeting)

    def said(self) -> Said:
        """What was typed, as the deeds take it."""
        typed = self.cleaned_data
        keys = {name: typed[name].pk if typed[name] else None for name in ("delegation", "speaker", "source")}
        return Said(
            typed["kind"], typed["text"], typed["figure_text"], keys["delegation"], keys["speaker"], keys["source"]
        )


class ReasonForm(forms.Form):
    """A deed that is explained."""

    reason = Passage(label=_("Reason"))


class ConclusionForm(forms.Form):
    """What stands above the lines."""

    title = Line(label=_("Title"), widget=forms.Textarea(attrs={"rows": 2}))
    opening = Passage(
        label=_("What was assessed, in general"),
        required=False,
        rows=6,
        help_text=_(
            "What the chair said of the results and of what fell short; what is to be done stands in the lines."
        ),
    )


class IssueForm(FileFields):
    """Number, date and signer of the notice."""

    field_order = ("number", "issued_on", "signer_name", "signer_post", "file", "secrecy")

    number = Line(label=_("Number and symbol"), max_length=60, help_text=_("As printed: 45/TB-UBND"))
    issued_on = DayField(label=_("Issued on"))
    signer_name = Line(label=_("Signed by"), required=False, max_length=150)
    signer_post = Line(label=_("Post of the signer"), required=False, max_length=300)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].label = _("The signed file")


class AnswerForm(forms.Form):
    """What the agency says of a line."""

    answer = forms.ChoiceField(label=_("Answer"), choices=Answer.choices, widget=forms.RadioSelect)
    percent = forms.IntegerField(
        label=_("Progress, percent"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("For what is in progress."),
    )
    narrative = Passage(
        label=_("What has been done, what stands in the way"),
        required=False,
        rows=4,
        help_text=_("For what is not done: the reason, which the chair reads."),
    )
    wanted_term = Line(label=_("Term asked for"), required=False, max_length=300)


class DecisionForm(forms.Form):
    """What the chair decides on a line."""

    decision = forms.ChoiceField(label=_("Decision"), choices=Decision.choices, widget=forms.RadioSelect)
    new_term = Line(label=_("New term, as it is to be written"), required=False, max_length=300)
    reason = Passage(label=_("Reason"))


class TermForm(forms.Form):
    """The deadline of a line that has none."""

    term = Line(label=_("Deadline, as it is to be written"), max_length=300)
