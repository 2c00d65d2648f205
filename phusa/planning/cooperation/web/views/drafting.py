"""Starting a programme, and the text of a draft."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from phusa.foundation import access
from phusa.foundation.access import DRAFTERS
from phusa.foundation.access.web import opens
from phusa.foundation.organizations.models import Organization
from phusa.foundation.organizations.vocabulary import Level
from phusa.foundation.ui.forms import refuse
from phusa.kernel.refusals import Refused
from phusa.planning.cooperation import services
from phusa.planning.cooperation.web.forms import (
    ClauseForm,
    GroundForm,
    HeadingForm,
    NewProgrammeForm,
    signatories_in,
    signatory_rows,
)
from phusa.planning.cooperation.web.pages import kept_page_of, revision_in

AUTHORITIES = (Level.PROVINCE, Level.CENTRAL, Level.MINISTRY, Level.COMMUNE)


@opens("cooperation.create_programme")
def new(request: HttpRequest) -> HttpResponse:
    """Start a programme."""
    drafting = Organization.objects.filter(pk__in=access.standing(request.user).own(*DRAFTERS))
    first = drafting.select_related("parent").first()
    form = NewProgrammeForm(
        request.POST or None,
        drafting=drafting,
        authorities=Organization.objects.filter(Q(level__in=AUTHORITIES) | Q(parent=None), active=True),
        initial={"drafting": first, "authority": first.parent if first else None},
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        programme = services.create_programme(
            request.user,
            drafting=chosen["drafting"],
            authority=chosen["authority"],
            partner=chosen["partner"],
            heading=form.heading(),
            from_papers=chosen["from_papers"],
            at=timezone.now(),
        )
        messages.success(request, _("The programme has been started. Write down what was agreed and promised."))
        return redirect("cooperation:text", programme.uid)
    context = {
        "title": _("New coordination programme"),
        "form": form,
        "submit": _("Start"),
        "back": reverse("cooperation:list"),
    }
    return render(request, "cooperation/new.html", context, status=422 if form.errors else 200)


@opens("cooperation.edit_programme")
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Edit the heading of a draft."""
    page = kept_page_of(request, uid)
    programme = page.programme
    form = HeadingForm(request.POST or None, initial=HeadingForm.values_of(programme))
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_programme(
                request.user, programme, revision=revision_in(request), heading=form.heading(), at=timezone.now()
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The heading has been saved."))
            return redirect("cooperation:text", uid)
    context = {
        "title": _("Title, period, orientation"),
        "page": page,
        "form": form,
        "submit": _("Save"),
        "revision": programme.revision,
        "back": page.url("text"),
    }
    return render(request, "cooperation/form.html", context, status=422 if form.errors else 200)


@opens("cooperation.edit_programme")
def clause_new(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Add a clause."""
    page = kept_page_of(request, uid)
    asked = {"kind": request.GET.get("kind", ""), "side": page.programme.authority_id}
    form = ClauseForm(request.POST or None, programme=page.programme, initial=asked)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_clause(request.user, page.programme, at=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The clause has been added."))
            return redirect("cooperation:text", uid)
    context = {"title": _("New clause"), "page": page, "form": form, "submit": _("Add"), "back": page.url("text")}
    return render(request, "cooperation/form.html", context, status=422 if form.errors else 200)


@opens("cooperation.edit_programme")
def clause_edit(request: HttpRequest, uid: UUID, part: UUID) -> HttpResponse:
    """Edit a clause of a draft, or take it out from here."""
    page = kept_page_of(request, uid)
    clause = get_object_or_404(page.programme.clauses, uid=part)
    form = ClauseForm(request.POST or None, programme=page.programme, clause=clause)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_clause(
                request.user, clause, revision=revision_in(request), at=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("cooperation:text", uid)
    context = {
        "title": _("Clause"),
        "page": page,
        "form": form,
        "submit": _("Save"),
        "revision": clause.revision,
        "remove": page.url("clause_remove", clause.uid),
        "back": page.url("text"),
    }
    return render(request, "cooperation/form.html", context, status=422 if form.errors else 200)


@require_POST
@opens("cooperation.edit_programme")
def clause_remove(request: HttpRequest, uid: UUID, part: UUID) -> HttpResponse:
    """Take a clause out of a draft."""
    page = kept_page_of(request, uid)
    clause = get_object_or_404(page.programme.clauses, uid=part)
    services.remove_clause(request.user, clause, revision=revision_in(request), at=timezone.now())
    messages.success(request, _("The clause has been taken out."))
    return redirect("cooperation:text", uid)


@opens("cooperation.edit_programme")
def signatories(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Who signs for each side, with the post of that day."""
    page = kept_page_of(request, uid)
    rows = signatory_rows(page.programme, request.POST if request.method == "POST" else None)
    if request.method == "POST" and rows.is_valid():
        services.set_signatories(
            request.user, page.programme, signatories_in(rows), revision=revision_in(request), at=timezone.now()
        )
        messages.success(request, _("The signatories have been saved."))
        return redirect("cooperation:text", uid)
    context = {"title": _("Signatories"), "page": page, "rows": rows, "back": page.url("text")}
    return render(request, "cooperation/signatories.html", context, status=422 if request.method == "POST" else 200)


@opens("cooperation.edit_programme")
def grounds(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The instruments that the programme rests on."""
    page = kept_page_of(request, uid)
    form = GroundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        instrument = form.cleaned_data["instrument"]
        services.add_ground(request.user, page.programme, instrument, at=timezone.now())
        messages.success(request, _("%(instrument)s is now a ground.") % {"instrument": instrument})
        return redirect("cooperation:grounds", uid)
    context = {
        "title": _("Grounds"),
        "page": page,
        "form": form,
        "grounds": page.programme.grounds.select_related("instrument"),
        "submit": _("Add the ground"),
        "back": page.url("text"),
    }
    return render(request, "cooperation/grounds.html", context, status=422 if form.errors else 200)


@require_POST
@opens("cooperation.edit_programme")
def ground_remove(request: HttpRequest, uid: UUID, part: UUID) -> HttpResponse:
    """Take a ground out of a draft."""
    page = kept_page_of(request, uid)
    services.remove_ground(request.user, get_object_or_404(page.programme.grounds, uid=part), at=timezone.now())
    return redirect("cooperation:grounds", uid)
