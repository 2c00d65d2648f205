"""Pages: the list of assignments, the queue of one's own work, an assignment with everything that happened to it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phusa.foundation import access
from phusa.foundation.access.web import SIGNED_IN, opens
from phusa.foundation.organizations.queries import Directory
from phusa.foundation.organizations.reading import read_parties
from phusa.foundation.records.services import Conflict
from phusa.foundation.ui.forms import refuse
from phusa.foundation.ui.web.conflicts import conflict_page
from phusa.kernel.refusals import Refused
from phusa.kernel.text import normal
from phusa.planning.assignments import services
from phusa.planning.assignments.models import Assignment, ProgressReport
from phusa.planning.assignments.queries import in_force, visible_to
from phusa.planning.assignments.web import work
from phusa.planning.assignments.web.forms import EvidenceForm, HandlingForm, ProgressForm
from phusa.planning.assignments.web.lists import assignment_list, listed
from phusa.planning.assignments.web.pages import assignment_page
from phusa.planning.assignments.web.terms import doubt_of, reading_of


@opens("assignments.view_assignment")
@require_safe
def assignments(request: HttpRequest) -> HttpResponseBase:
    """What has been assigned and issued, as far as the reader may see it."""
    context = {"title": _("Assigned tasks"), "wide": True}
    return assignment_list().respond(request, listed(in_force(request.user)), context)


@opens(SIGNED_IN)
@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    """What waits for the reader in the capacity acted under."""
    acting = access.standing(request.user).acting
    sections = work.sections(request.user)
    context = {"title": _("My work"), "acting": acting, "sections": sections, "at": timezone.now()}
    return render(request, "assignments/my_work.html", context)


@opens("assignments.view_assignment")
@require_safe
def assignment(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One assignment."""
    return _page(request, _visible(request, uid))


@opens("assignments.report_progress")
@require_POST
def report(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Add a report of progress."""
    row = _visible(request, uid)
    access.require(request.user, "assignments.report_progress", row)
    form = ProgressForm(row, timezone.localdate(), request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, row, form)
    typed = form.cleaned_data
    try:
        made = services.report_progress(
            request.user,
            row,
            revision=_revision(request),
            status=typed["status"],
            percent=typed["percent"],
            narrative=typed["narrative"],
            on=typed["on"],
            at=timezone.now(),
            evidence=form.evidence(),
        )
    except Refused as refused:
        refuse(form, refused)
        return _page(request, row, form)
    except Conflict as conflict:
        return conflict_page(request, conflict.current, form)
    messages.success(
        request,
        _("The report has been recorded.")
        if made.confirmed
        else _("The report has been recorded; it waits for the lead agency's word."),
    )
    return redirect(row)


@opens("assignments.confirm_progress")
@require_POST
def confirm(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Stand by what somebody else has reported."""
    row = _visible(request, uid)
    access.require(request.user, "assignments.confirm_progress", row)
    services.confirm_progress(request.user, row, revision=_revision(request), at=timezone.now())
    messages.success(request, _("The status has been confirmed."))
    return redirect(row)


@opens("assignments.set_handling")
@require_http_methods(["GET", "HEAD", "POST"])
def handling(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Name who handles it."""
    row = _visible(request, uid)
    access.require(request.user, "assignments.set_handling", row)
    form = HandlingForm(row, timezone.localdate(), request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            services.set_handling(
                request.user, row, revision=_revision(request), at=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Recorded who handles it."))
            return redirect(row)
    context = {"title": _("Who handles it"), "row": row, "form": form}
    return render(request, "assignments/handling.html", context, status=422 if form.errors else 200)


@opens("assignments.open_collective")
@require_http_methods(["GET", "HEAD", "POST"])
def parts(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Open a collective assignment into one for each member, after a question."""
    row = _visible(request, uid)
    access.require(request.user, "assignments.open_collective", row)
    if request.method == "POST":
        opened = services.open_collective(request.user, row, revision=_revision(request), at=timezone.now())
        messages.success(request, _("Opened for %(count)d agencies.") % {"count": len(opened)})
        return redirect(row)
    missing = services.members_without_part(row)
    context = {
        "title": _("Open it into one part for each member?"),
        "what": _("%(count)d agencies get a part of their own, with the same content, product and deadline.")
        % {"count": len(missing)},
        "consequences": [str(member) for member in missing],
        "action": request.path,
        "submit": _("Open the parts"),
        "back": row.get_absolute_url(),
        "revision": row.revision,
        "danger": False,
    }
    return render(request, "ui/confirm.html", context)


@opens("assignments.report_progress")
@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: HttpRequest, uid: UUID, report_uid: UUID) -> HttpResponse:
    """Add a file to a report."""
    row = _visible(request, uid)
    access.require(request.user, "assignments.report_progress", row)
    found = get_object_or_404(ProgressReport.objects.select_related("assignment"), assignment=row, uid=report_uid)
    form = EvidenceForm(request.POST, request.FILES) if request.method == "POST" else EvidenceForm()
    if form.is_bound and form.is_valid():
        try:
            services.attach_evidence(request.user, found, form.given(), at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The file has been added."))
            return redirect(row)
    context = {"title": _("Add a file to the report"), "row": row, "report": found, "form": form}
    return render(request, "assignments/evidence.html", context, status=422 if form.errors else 200)


@opens("assignments.view_assignment")
@require_safe
def deadline_reading(request: HttpRequest) -> HttpResponse:
    """How a deadline would be read in a paper of today (fragment)."""
    reading = reading_of(request.GET.get("deadline_text", ""), timezone.localdate())
    return render(request, "assignments/_deadline_reading.html", {"reading": reading})


@opens("assignments.view_assignment")
@require_safe
def party_reading(request: HttpRequest) -> HttpResponse:
    """Whom a typed name means today (fragment)."""
    typed = next((value for key, value in request.GET.items() if key.endswith("-name")), "")
    readings = read_parties(normal(typed), Directory(timezone.localdate())) if typed.strip() else ()
    parties = [(reading, doubt_of(reading)) for reading in readings]
    return render(request, "assignments/_party_reading.html", {"parties": parties})


def _visible(request: HttpRequest, uid: UUID) -> Assignment:
    """404 for what the reader may not see."""
    return get_object_or_404(
        visible_to(request.user)
        .select_related(
            "authority", "drafting", "accountable", "follow_up", "responsible_leader", "handling_officer", "parent"
        )
        .prefetch_related("parties__organization", "parties__group"),
        uid=uid,
    )


def _page(request: HttpRequest, row: Assignment, form: ProgressForm | None = None) -> HttpResponse:
    """The assignment's page; with a form that could not be kept, 422 and everything as it was typed."""
    context = assignment_page(request.user, row, form)
    return render(request, "assignments/assignment.html", context, status=422 if form else 200)


def _revision(request: HttpRequest) -> int:
    """The revision that the form was made from."""
    try:
        return int(request.POST["revision"])
    except (KeyError, ValueError) as error:
        raise BadRequest("The form does not say which revision it was made from.") from error
