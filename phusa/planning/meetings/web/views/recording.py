"""Keeping the record of a meeting: the meeting itself, who was there, what tells of it, what was said."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from phusa.foundation import access
from phusa.foundation.access.web import opens
from phusa.foundation.organizations.models import Organization
from phusa.foundation.organizations.vocabulary import Level
from phusa.planning.meetings import services
from phusa.planning.meetings.models import Delegation, Meeting, Participant
from phusa.planning.meetings.permissions import KEEPERS
from phusa.planning.meetings.web.forms import (
    DelegationForm,
    NewMeetingForm,
    PaperForm,
    ParticipantForm,
    ReasonForm,
    SourceForm,
    StatementForm,
    form_of,
)
from phusa.planning.meetings.web.pages import part_of
from phusa.planning.meetings.web.views.asking import GET_AND_POST, decided, kept, revision_in

AUTHORITIES = (Level.PROVINCE, Level.MINISTRY, Level.COMMUNE, Level.CENTRAL, Level.COUNCIL, Level.PARTY)


@opens("meetings.create_meeting")
@require_http_methods(GET_AND_POST)
def new(request: HttpRequest) -> HttpResponse:
    """Record a meeting."""
    drafting = Organization.objects.filter(pk__in=access.standing(request.user).own(*KEEPERS))
    first = drafting.select_related("parent").first()
    above = (first.parent or first) if first else None
    form = NewMeetingForm(
        request.POST or None,
        drafting=drafting,
        authorities=Organization.objects.filter(level__in=AUTHORITIES, active=True),
        initial={"drafting": first, "authority": above},
    )
    if request.method == "POST" and form.is_valid():
        meeting = services.create_meeting(
            request.user,
            authority=form.cleaned_data["authority"],
            drafting=form.cleaned_data["drafting"],
            terms=form.terms(),
            at=timezone.now(),
        )
        messages.success(request, _("The meeting has been recorded. Name its delegations and sources."))
        return redirect(meeting)
    context = {"title": _("Record a meeting"), "form": form, "submit": _("Record"), "back": reverse("meetings:list")}
    return render(request, "meetings/new.html", context, status=422 if form.errors else 200)


@opens("meetings.edit_meeting")
@require_http_methods(GET_AND_POST)
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put right what the record says of the meeting itself."""
    meeting = kept(request, uid)

    def save(form: Any) -> str:
        services.edit_meeting(
            request.user, meeting, revision=revision_in(request), terms=form.terms(), at=timezone.now()
        )
        return _("The changes have been saved.")

    form = form_of(meeting, request.POST or None)
    revision = _shown_revision(request, meeting.revision)
    return decided(request, meeting, form, save, title=_("Edit the meeting"), submit=_("Save"), revision=revision)


@opens("meetings.edit_meeting")
@require_POST
def hold(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Record that a planned meeting took place."""
    meeting = services.hold_meeting(request.user, kept(request, uid), at=timezone.now())
    messages.success(request, _("Recorded that the meeting was held."))
    return redirect(meeting)


@opens("meetings.edit_meeting")
@require_http_methods(GET_AND_POST)
def cancel(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Record that a planned meeting does not take place."""
    meeting = kept(request, uid)

    def call_off(form: Any) -> str:
        services.cancel_meeting(request.user, meeting, reason=form.cleaned_data["reason"], at=timezone.now())
        return _("The meeting has been cancelled.")

    form = ReasonForm(request.POST or None)
    return decided(request, meeting, form, call_off, title=_("Cancel the meeting"), submit=_("Cancel the meeting"))


# Who was there


@opens("meetings.edit_meeting")
@require_http_methods(GET_AND_POST)
def delegation_new(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Name a side of the meeting."""
    meeting = kept(request, uid)

    def add(form: Any) -> str:
        services.add_delegation(request.user, meeting, at=timezone.now(), **form.cleaned_data)
        return _("The delegation has been added. Name its people.")

    form = DelegationForm(request.POST or None)
    return decided(
        request, meeting, form, add, title=_("Add a delegation"), submit=_("Add"), back=_at(meeting, "people")
    )


@opens("meetings.edit_meeting")
@require_POST
def delegation_remove(request: HttpRequest, uid: UUID, part: UUID) -> HttpResponse:
    """Take out a delegation named by mistake."""
    meeting = kept(request, uid)
    services.remove_delegation(request.user, part_of(meeting.delegations, part), at=timezone.now())
    messages.success(request, _("The delegation has been taken out."))
    return redirect(_at(meeting, "people"))


@opens("meetings.edit_meeting")
@require_http_methods(GET_AND_POST)
def participant_new(request: HttpRequest, uid: UUID, part: UUID) -> HttpResponse:
    """Name somebody of a delegation, with the post that a source gives."""
    meeting = kept(request, uid)
    delegation: Delegation = part_of(meeting.delegations.select_related("organization"), part)

    def add(form: Any) -> str:
        participant = services.add_participant(request.user, delegation, at=timezone.now(), **form.cleaned_data)
        return _("Named: %(name)s") % {"name": participant}

    form = ParticipantForm(delegation, request.POST or None)
    title = _("Name somebody of %(delegation)s") % {"delegation": delegation}
    return decided(
        request, meeting, form, add, title=title, submit=_("Add"), another=_("Add, and one more"),
        back=_at(meeting, "people"),
    )  # fmt: skip


@opens("meetings.edit_meeting")
@require_POST
def participant_remove(request: HttpRequest, uid: UUID, part: UUID) -> HttpResponse:
    """Take out somebody named by mistake."""
    meeting = kept(request, uid)
    people = Participant.objects.filter(delegation__meeting=meeting).select_related("delegation")
    services.remove_participant(request.user, part_of(people, part), at=timezone.now())
    messages.success(request, _("Taken out."))
    return redirect(_at(meeting, "people"))


# What tells of it


@opens("meetings.edit_meeting")
@require_http_methods(GET_AND_POST)
def source_new(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Name what tells of the meeting."""
    meeting = kept(request, uid)

    def add(form: Any) -> str:
        names = ("kind", "title", "published_on", "url", "instrument")
        typed = {name: form.cleaned_data[name] for name in names}
        services.add_source(request.user, meeting, given=form.given(), at=timezone.now(), **typed)
        return _("The source has been added.")

    form = SourceForm(request.POST or None, request.FILES or None)
    back = _at(meeting, "sources")
    return decided(request, meeting, form, add, title=_("Add a source"), submit=_("Add"), multipart=True, back=back)


@opens("meetings.edit_meeting")
@require_POST
def source_remove(request: HttpRequest, uid: UUID, part: UUID) -> HttpResponse:
    """Take out a source named by mistake."""
    meeting = kept(request, uid)
    services.remove_source(request.user, part_of(meeting.sources, part), at=timezone.now())
    messages.success(request, _("The source has been taken out."))
    return redirect(_at(meeting, "sources"))


@opens("meetings.edit_meeting")
@require_http_methods(GET_AND_POST)
def paper_new(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Keep a paper of the meeting."""
    meeting = kept(request, uid)

    def add(form: Any) -> str:
        side = meeting.authority if form.cleaned_data["own_side"] else None
        title, given = form.cleaned_data["title"], form.given()
        services.add_paper(request.user, meeting, title=title, given=given, side=side, at=timezone.now())
        return _("The paper has been added.")

    form = PaperForm(request.POST or None, request.FILES or None)
    back = _at(meeting, "papers")
    return decided(request, meeting, form, add, title=_("Add a paper"), submit=_("Add"), multipart=True, back=back)


# What was said


@opens("meetings.edit_meeting")
@require_http_methods(GET_AND_POST)
def statement_new(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Write down what was said; the next one begins with the same speaker and source."""
    meeting = kept(request, uid)

    def add(form: Any) -> str:
        statement = services.add_statement(request.user, meeting, form.said(), at=timezone.now())
        return _("Written down: %(text)s") % {"text": statement}

    last = meeting.statements.order_by("number").last()
    shown = {name: getattr(last, name) for name in ("kind", "speaker", "delegation", "source")} if last else {}
    form = StatementForm(meeting, request.POST or None, initial=shown)
    back = f"{meeting.get_absolute_url()}#statements"
    return decided(
        request, meeting, form, add, title=_("Write down what was said"), submit=_("Write down"),
        another=_("Write down, and one more"), back=back,
    )  # fmt: skip


@opens("meetings.edit_meeting")
@require_http_methods(GET_AND_POST)
def statement_edit(request: HttpRequest, uid: UUID, part: UUID) -> HttpResponse:
    """Put right what was written down."""
    meeting = kept(request, uid)
    statement = part_of(meeting.statements, part)
    statement.meeting = meeting

    def save(form: Any) -> str:
        services.edit_statement(
            request.user, statement, revision=revision_in(request), said=form.said(), at=timezone.now()
        )
        return _("The changes have been saved.")

    shown = {name: getattr(statement, name) for name in ("kind", "text", "figure_text")}
    shown |= {name: getattr(statement, f"{name}_id") for name in ("speaker", "delegation", "source")}
    form = StatementForm(meeting, request.POST or None, initial=shown)
    return decided(
        request,
        meeting,
        form,
        save,
        title=_("Statement %(number)d") % {"number": statement.number},
        submit=_("Save"),
        revision=_shown_revision(request, statement.revision),
        remove=reverse("meetings:statement_remove", args=[uid, part]),
        back=statement.get_absolute_url(),
    )


@opens("meetings.edit_meeting")
@require_POST
def statement_remove(request: HttpRequest, uid: UUID, part: UUID) -> HttpResponse:
    """Take out what was written down by mistake."""
    meeting = kept(request, uid)
    services.remove_statement(request.user, part_of(meeting.statements, part), at=timezone.now())
    messages.success(request, _("Taken out."))
    return redirect(_at(meeting, "statements"))


def _at(meeting: Meeting, place: str) -> str:
    return f"{meeting.get_absolute_url()}#{place}"


def _shown_revision(request: HttpRequest, current: int) -> int:
    """The revision that the form began from, also when it is shown again."""
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isdecimal() else current
