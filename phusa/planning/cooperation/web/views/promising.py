"""Commitments: writing them down, changing them, taking them back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.access.web import opens
from phusa.foundation.ui.forms import refuse
from phusa.kernel.refusals import Refused
from phusa.planning.assignments.vocabulary import Standing
from phusa.planning.assignments.web.terms import TermsDesk
from phusa.planning.cooperation import services
from phusa.planning.cooperation.models import Commitment
from phusa.planning.cooperation.queries import visible_to
from phusa.planning.cooperation.web.forms import PromiseForm, ReasonForm
from phusa.planning.cooperation.web.pages import Page, kept_page_of, revision_in


@opens("cooperation.edit_programme")
def new(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Write down what a side promises."""
    page = kept_page_of(request, uid)
    data = request.POST if request.method == "POST" else None
    desk = TermsDesk(data, day=timezone.localdate(), authority_id=page.programme.authority_id)
    form = PromiseForm(data if desk.sent else None, programme=page.programme)
    if desk.sent and desk.is_valid() and form.is_valid():
        try:
            made = services.add_commitment(
                request.user,
                page.programme,
                side=form.cleaned_data["side"],
                terms=desk.terms(),
                plan=form.cleaned_data["plan"],
                at=timezone.now(),
            )
        except Refused as refused:
            refuse(desk.form, refused)
        else:
            messages.success(request, _("Recorded: %(commitment)s") % {"commitment": made.assignment.content})
            return redirect(request.path if "another" in request.POST else page.url("commitments"))
    return _desk_page(request, page, desk, form, title=_("New commitment"), submit=_("Record the commitment"))


@opens("cooperation.edit_programme")
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Change a commitment; one that binds already only with the reason."""
    row = _commitment(request, uid)
    page = kept_page_of(request, row.programme.uid)
    data = request.POST if request.method == "POST" else None
    desk = TermsDesk(data, day=row.assignment.terms_on, authority_id=page.programme.authority_id, kept=row.assignment)
    binding = row.assignment.standing == Standing.ISSUED
    form = PromiseForm(
        data if desk.sent else None,
        programme=page.programme,
        binding=binding,
        new=False,
        initial={"plan": row.plan_id},
    )
    if desk.sent and desk.is_valid() and form.is_valid():
        try:
            services.edit_commitment(
                request.user,
                row,
                revision=revision_in(request),
                terms=desk.terms(),
                plan=form.cleaned_data["plan"],
                reason=form.cleaned_data.get("reason", ""),
                at=timezone.now(),
            )
        except Refused as refused:
            refuse(desk.form, refused)
        else:
            messages.success(request, _("The commitment has been saved."))
            return redirect(page.url("commitments"))
    return _desk_page(request, page, desk, form, title=_("Commitment"), submit=_("Save"), row=row)


def _desk_page(
    request: HttpRequest,
    page: Page,
    desk: TermsDesk,
    form: PromiseForm,
    *,
    title: str,
    submit: str,
    row: Commitment | None = None,
) -> HttpResponse:
    invalid = desk.sent and bool(desk.invalid or form.errors)
    context: dict[str, Any] = {
        "title": title,
        "page": page,
        "desk": desk,
        "about": form,
        "invalid": invalid,
        "submit": submit,
        "row": row,
        "revision": row.assignment.revision if row else "",
        "back": page.url("commitments"),
        "wide": True,
    }
    return render(request, "cooperation/commitment.html", context, status=422 if invalid else 200)


@opens("cooperation.edit_programme")
def withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a commitment back, with the reason."""
    row = _commitment(request, uid)
    page = kept_page_of(request, row.programme.uid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.withdraw_commitment(
            request.user, row, revision=revision_in(request), reason=form.cleaned_data["reason"], at=timezone.now()
        )
        messages.success(request, _("The commitment has been taken back."))
        return redirect(page.url("commitments"))
    context = {
        "title": _("Take the commitment back"),
        "page": page,
        "form": form,
        "lead": row.assignment.content,
        "submit": _("Take it back"),
        "refusals": (),
        "revision": row.assignment.revision,
        "back": reverse("cooperation:commitment_edit", args=[uid]),
    }
    return render(request, "cooperation/decide.html", context, status=422 if form.errors else 200)


def _commitment(request: HttpRequest, uid: UUID) -> Commitment:
    """The commitment; 404 for one of a programme that the reader may not see."""
    rows = Commitment.objects.select_related("assignment", "side", "programme__drafting")
    row = rows.filter(uid=uid, programme__in=visible_to(request.user)).first()
    if row is None:
        raise Http404
    access.require(request.user, "cooperation.edit_programme", row.programme)
    return row
