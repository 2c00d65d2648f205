"""Projects and results: their pages, recording them, putting them right, taking them out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phusa.foundation.access.web import opens
from phusa.foundation.journal.queries import history_of
from phusa.foundation.journal.wording import happenings
from phusa.foundation.ui.forms import refuse
from phusa.kernel.refusals import Refused
from phusa.planning.cooperation import services
from phusa.planning.cooperation.queries import projects_visible_to, results_visible_to
from phusa.planning.cooperation.web.forms import ProjectForm, ReasonForm, ResultForm
from phusa.planning.cooperation.web.pages import Page, kept_page_of, page_of, revision_in


@opens("cooperation.view_project")
@require_safe
def project(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What is known of a project, and the results that name it."""
    seen = projects_visible_to(request.user).select_related("programme", "host", "managing", "tracking")
    row = get_object_or_404(seen, uid=uid)
    context = {
        "title": row.name,
        "page": page_of(request, row.programme.uid),
        "row": row,
        "results": row.results.all(),
        "happenings": happenings(history_of(row), subject_of_context=False),
    }
    return render(request, "cooperation/project.html", context)


@opens("cooperation.edit_programme")
def project_new(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Record a project."""
    page = kept_page_of(request, uid)
    form = ProjectForm(request.POST or None, initial={"tracking_text": page.programme.drafting.current_name})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_project(request.user, page.programme, form.terms(), at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Recorded: %(row)s") % {"row": made})
            return redirect(page.url("projects"))
    return _form(request, page, form, _("New project"), _("Record the project"), page.url("projects"))


@opens("cooperation.edit_programme")
def project_edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put a project right."""
    row = get_object_or_404(projects_visible_to(request.user).select_related("programme"), uid=uid)
    page = kept_page_of(request, row.programme.uid)
    form = ProjectForm(request.POST or None, project=row)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_project(request.user, row, form.terms(), revision=revision_in(request), at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect(row.get_absolute_url())
    return _form(request, page, form, _("Project"), _("Save"), row.get_absolute_url(), row)


@opens("cooperation.edit_programme")
def project_remove(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take out a project that was recorded by mistake."""
    row = get_object_or_404(projects_visible_to(request.user).select_related("programme"), uid=uid)
    page = kept_page_of(request, row.programme.uid)
    return _removed(request, page, row, services.remove_project, _("Take the project out"), page.url("projects"))


@opens("cooperation.view_result")
@require_safe
def result(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What is known of a result."""
    row = get_object_or_404(results_visible_to(request.user).select_related("programme", "project"), uid=uid)
    context = {
        "title": row.name,
        "page": page_of(request, row.programme.uid),
        "row": row,
        "happenings": happenings(history_of(row), subject_of_context=False),
    }
    return render(request, "cooperation/result.html", context)


@opens("cooperation.edit_programme")
def result_new(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Record a result."""
    page = kept_page_of(request, uid)
    form = ResultForm(request.POST or None, programme=page.programme, initial={"kind": request.GET.get("kind", "")})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_result(request.user, page.programme, form.terms(), at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Recorded: %(row)s") % {"row": made})
            return redirect(page.url("results"))
    return _form(request, page, form, _("New result"), _("Record the result"), page.url("results"))


@opens("cooperation.edit_programme")
def result_edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put a result right."""
    row = get_object_or_404(results_visible_to(request.user).select_related("programme"), uid=uid)
    page = kept_page_of(request, row.programme.uid)
    form = ResultForm(request.POST or None, programme=page.programme, result=row)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_result(request.user, row, form.terms(), revision=revision_in(request), at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect(row.get_absolute_url())
    return _form(request, page, form, _("Result"), _("Save"), row.get_absolute_url(), row)


@opens("cooperation.edit_programme")
def result_remove(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take out a result that was recorded by mistake."""
    row = get_object_or_404(results_visible_to(request.user).select_related("programme"), uid=uid)
    page = kept_page_of(request, row.programme.uid)
    return _removed(request, page, row, services.remove_result, _("Take the result out"), page.url("results"))


def _form(
    request: HttpRequest, page: Page, form: Any, title: str, submit: str, back: str, row: Any = None
) -> HttpResponse:
    context = {
        "title": title,
        "page": page,
        "form": form,
        "submit": submit,
        "revision": row.revision if row else "",
        "back": back,
    }
    return render(request, "cooperation/form.html", context, status=422 if form.errors else 200)


def _removed(request: HttpRequest, page: Page, row: Any, deed: Any, title: str, to: str) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            deed(
                request.user,
                row,
                revision=revision_in(request),
                reason=form.cleaned_data["reason"],
                at=timezone.now(),
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Taken out: %(row)s") % {"row": row})
            return redirect(to)
    context = {
        "title": title,
        "page": page,
        "form": form,
        "lead": str(row),
        "submit": _("Take it out"),
        "refusals": (),
        "revision": row.revision,
        "back": row.get_absolute_url(),
    }
    return render(request, "cooperation/decide.html", context, status=422 if form.errors else 200)
