"""Concluding: the title and the lines of a conclusion, and each of its steps as a page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from phusa.foundation import access
from phusa.foundation.access.web import opens
from phusa.foundation.records.services import Conflict
from phusa.foundation.ui.forms import refuse
from phusa.kernel.refusals import Refused
from phusa.kernel.text import format_date
from phusa.planning.assignments import services as assignments
from phusa.planning.assignments.web.terms import TermsDesk
from phusa.planning.meetings import rules, services
from phusa.planning.meetings.models import Conclusion, Line
from phusa.planning.meetings.vocabulary import ConclusionState
from phusa.planning.meetings.web.forms import ConclusionForm, IssueForm, ReasonForm
from phusa.planning.meetings.web.pages import conclusion_of, day_of, meeting_of
from phusa.planning.meetings.web.views.asking import GET_AND_POST, asked, decided, line_of, revision_in
from phusa.planning.meetings.workflow import CONCLUSION, permission_to_write


@opens("meetings.draft_conclusion")
@require_http_methods(GET_AND_POST)
def new(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Begin the conclusion of a meeting."""
    meeting = meeting_of(request.user, uid)
    access.require(request.user, "meetings.draft_conclusion", meeting)
    title = _("Conclusion of %(chair)s at the meeting of %(day)s: %(title)s") % {
        "chair": meeting.chair_name or meeting.authority,
        "day": format_date(meeting.held_on),
        "title": meeting.title,
    }
    form = ConclusionForm(request.POST or None, initial={"title": title})
    if request.method == "POST" and form.is_valid():
        try:
            conclusion = services.start_conclusion(request.user, meeting, at=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The conclusion has been begun. Add its lines."))
            return redirect(conclusion)
    context = {
        "title": _("Draft the conclusion"),
        "about": meeting,
        "form": form,
        "lead": "",
        "quote": "",
        "revision": None,
        "multipart": False,
        "submit": _("Begin"),
        "back": meeting.get_absolute_url(),
    }
    return render(request, "meetings/form.html", context, status=422 if form.errors else 200)


@opens("meetings.correct_conclusion")
@require_http_methods(GET_AND_POST)
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Edit title and opening."""
    conclusion = written(request, uid)

    def save(form: Any) -> str:
        services.edit_conclusion(
            request.user, conclusion, revision=revision_in(request), at=timezone.now(), **form.cleaned_data
        )
        return _("The changes have been saved.")

    form = ConclusionForm(request.POST or None, initial={"title": conclusion.title, "opening": conclusion.opening})
    typed = request.POST.get("revision", "")
    revision = int(typed) if typed.isdecimal() else conclusion.revision
    return decided(request, conclusion, form, save, title=_("Title and opening"), submit=_("Save"), revision=revision)


def written(request: HttpRequest, uid: UUID) -> Conclusion:
    """The conclusion, for somebody who may change its wording in the state in which it is."""
    conclusion = conclusion_of(request.user, uid)
    access.require(request.user, permission_to_write(conclusion), conclusion)
    return conclusion


# Lines


@opens("meetings.correct_conclusion")
@require_http_methods(GET_AND_POST)
def line_new(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Add a line."""
    conclusion = written(request, uid)
    desk = TermsDesk(request.POST or None, day=day_of(conclusion), authority_id=conclusion.meeting.authority_id)
    if desk.sent and desk.is_valid():
        try:
            line = services.add_line(request.user, conclusion, desk.terms(), at=timezone.now())
        except Refused as refused:
            refuse(desk.form, refused)
        else:
            messages.success(request, _("Line %(number)d has been added.") % {"number": line.number})
            return redirect(
                request.path if "another" in request.POST else f"{conclusion.get_absolute_url()}#{line.uid}"
            )
    return _desk_page(request, conclusion, desk, _("New line"), _("Add the line"))


@opens("meetings.correct_conclusion")
@require_http_methods(GET_AND_POST)
def line_edit(request: HttpRequest, uid: UUID, part: UUID) -> HttpResponse:
    """Edit a line; when somebody else was faster, both wordings are shown and nothing typed is lost."""
    conclusion = written(request, uid)
    line = line_of(request, uid, part)
    title = _("Line %(number)d") % {"number": line.number}
    desk = TermsDesk(
        request.POST or None,
        day=day_of(conclusion),
        authority_id=conclusion.meeting.authority_id,
        kept=line.assignment,
    )
    if desk.sent and desk.is_valid():
        revision = revision_in(request)
        try:
            services.edit_line(request.user, line, revision=revision, terms=desk.terms(), at=timezone.now())
        except Conflict:
            line.refresh_from_db()
            return _desk_page(request, conclusion, desk, title, _("Save what I typed"), line=line, saved=True)
        except Refused as refused:
            refuse(desk.form, refused)
        else:
            messages.success(request, _("The changes have been saved."))
            return redirect(f"{conclusion.get_absolute_url()}#{line.uid}")
    return _desk_page(request, conclusion, desk, title, _("Save"), line=line)


def _desk_page(
    request: HttpRequest,
    conclusion: Conclusion,
    desk: TermsDesk,
    title: str,
    submit: str,
    *,
    line: Line | None = None,
    saved: bool = False,
) -> HttpResponse:
    """The page of one line; with `saved`, what somebody else has saved meanwhile stands beside what was typed."""
    now = Line.objects.select_related("assignment").get(pk=line.pk) if saved and line else None
    typed = request.POST.get("revision", "")
    context = {
        "title": title,
        "about": conclusion,
        "desk": desk,
        "row": line,
        "submit": submit,
        "revision": (now.revision if now else int(typed) if typed.isdecimal() else line.revision) if line else None,
        "saved": assignments.terms_of(now.assignment) if now else None,
        "may_add_another": line is None,
        "quote": "",
        "back": f"{conclusion.get_absolute_url()}#{line.uid}" if line else conclusion.get_absolute_url(),
        "wide": True,
    }
    status = 409 if saved else 422 if desk.invalid else 200
    return render(request, "meetings/line.html", context, status=status)


@opens("meetings.correct_conclusion")
@require_POST
def line_remove(request: HttpRequest, uid: UUID, part: UUID) -> HttpResponse:
    """Take a line out of the draft."""
    conclusion = written(request, uid)
    services.remove_line(request.user, line_of(request, uid, part), at=timezone.now())
    messages.success(request, _("The line has been taken out."))
    return redirect(conclusion)


@opens("meetings.correct_conclusion")
@require_POST
def line_move(request: HttpRequest, uid: UUID, part: UUID) -> HttpResponse:
    """Move a line by one place."""
    conclusion, line = written(request, uid), line_of(request, uid, part)
    services.move_line(request.user, line, later=request.POST.get("direction") == "later", at=timezone.now())
    return redirect(f"{conclusion.get_absolute_url()}#{line.uid}")


# Steps


@opens("meetings.draft_conclusion")
@require_http_methods(GET_AND_POST)
def send(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Lay the draft before the chair."""
    conclusion = conclusion_of(request.user, uid)
    access.require(request.user, "meetings.draft_conclusion", conclusion)
    if request.method == "POST":
        services.send(request.user, conclusion, at=timezone.now())
        messages.success(request, _("The conclusion has been sent to the chair."))
        return redirect(conclusion)
    return asked(
        request,
        conclusion,
        title=_("Send the conclusion to the chair?"),
        what=_("The chair corrects it, returns it or agrees to it."),
        consequences=[
            _("Those who drafted it can no longer change it, unless it is returned."),
            *_left_open(conclusion),
        ],
        submit=_("Send"),
        refusals=CONCLUSION.check("send", conclusion, timezone.now()),
    )


@opens("meetings.agree_conclusion")
@require_http_methods(GET_AND_POST)
def agree(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The chair agrees to the wording."""
    conclusion = conclusion_of(request.user, uid)
    access.require(request.user, "meetings.agree_conclusion", conclusion)
    if request.method == "POST":
        services.agree(request.user, conclusion, revision=revision_in(request), at=timezone.now())
        messages.success(request, _("You have agreed; the Office records number and date."))
        return redirect(conclusion)
    return asked(
        request,
        conclusion,
        title=_("Agree to the conclusion?"),
        what=_("The Office has it signed and records its number and date. Only then it binds."),
        consequences=_left_open(conclusion),
        submit=_("Agree"),
        refusals=CONCLUSION.check("agree", conclusion, timezone.now()),
        revision=conclusion.revision,
    )


def _left_open(conclusion: Conclusion) -> list[str]:
    """The lines without a deadline, in a sentence."""
    lines = rules.lines_without_deadline(conclusion).order_by("position")
    numbers = ", ".join(str(position + 1) for position in lines.values_list("position", flat=True))
    return (
        [
            _("Lines without a deadline: %(numbers)s. They stay without one until the chair sets it.")
            % {"numbers": numbers}
        ]
        if numbers
        else []
    )


@opens("meetings.agree_conclusion")
@require_http_methods(GET_AND_POST)
def return_(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give the draft back with what has to be completed."""
    conclusion = conclusion_of(request.user, uid)
    access.require(request.user, "meetings.agree_conclusion", conclusion)

    def give_back(form: Any) -> str:
        services.return_(request.user, conclusion, reason=form.cleaned_data["reason"], at=timezone.now())
        return _("The conclusion has been returned.")

    form = ReasonForm(request.POST or None)
    form.fields["reason"].label = _("What has to be completed")
    return decided(request, conclusion, form, give_back, title=_("Return the conclusion"), submit=_("Return"))


@opens("meetings.issue_conclusion")
@require_http_methods(GET_AND_POST)
def issue(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Record number, date and signer; the conclusion binds from then on."""
    conclusion = conclusion_of(request.user, uid)
    access.require(request.user, "meetings.issue_conclusion", conclusion)
    if not conclusion.is_open:
        raise Http404

    def put_in_force(form: Any) -> str:
        names = ("number", "issued_on", "signer_name", "signer_post")
        typed = {name: form.cleaned_data[name] for name in names}
        services.issue(request.user, conclusion, signed=form.given(), at=timezone.now(), **typed)
        return _("The conclusion has been issued; its lines have gone to the agencies.")

    agreed = conclusion.state == ConclusionState.AGREED
    lead = "" if agreed else _("The chair has not agreed to it here: only record what was issued on paper.")
    return decided(
        request,
        conclusion,
        IssueForm(request.POST or None, request.FILES or None),
        put_in_force,
        title=_("Record number, date and signer") if agreed else _("Record that it was issued on paper"),
        submit=_("Record it"),
        lead=lead,
        multipart=True,
    )


@opens("meetings.withdraw_conclusion")
@require_http_methods(GET_AND_POST)
def withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take an issued conclusion back."""
    conclusion = conclusion_of(request.user, uid)
    access.require(request.user, "meetings.withdraw_conclusion", conclusion)

    def take_back(form: Any) -> str:
        services.withdraw(request.user, conclusion, reason=form.cleaned_data["reason"], at=timezone.now())
        return _("The conclusion has been taken back.")

    lead = _("Its lines are withdrawn; what was reported on them is kept. Another conclusion may then be drafted.")
    form = ReasonForm(request.POST or None)
    return decided(
        request,
        conclusion,
        form,
        take_back,
        title=_("Take the conclusion back"),
        submit=_("Withdraw the conclusion"),
        lead=lead,
    )
