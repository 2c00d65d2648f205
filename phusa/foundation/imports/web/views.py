"""What people do on the pages of an import: give a file, confirm the columns, answer doubts, apply, undo."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phusa.foundation.access.permissions import refusal_of
from phusa.foundation.access.web import opens
from phusa.foundation.imports import queries, services, tasks
from phusa.foundation.imports.models import Batch
from phusa.foundation.imports.permissions import visible_to
from phusa.foundation.imports.registry import Target, target_of, targets
from phusa.foundation.imports.vocabulary import State
from phusa.foundation.imports.web import pages
from phusa.foundation.imports.web.forms import ColumnsForm, RowForm, SourceForm
from phusa.foundation.imports.web.lists import BATCHES
from phusa.foundation.ui.forms import refuse
from phusa.kernel.refusals import Refused

AT_ONCE = 2_000  # rows that are read or written while the person waits


@opens("imports.view_batch")
@require_safe
def batches(request: HttpRequest) -> HttpResponseBase:
    """Every import that the user may see."""
    rows = visible_to(request.user).select_related("file", "started_by", "organization")
    ready = [target for target in targets() if queries.organization_to_import_for(request.user, target.permission)]
    return BATCHES.respond(request, rows, {"title": _("Imports"), "targets": ready}, "imports/list.html")


@opens("imports.import_table")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, target: str) -> HttpResponse:
    """Give a file or paste a table, and say what document it comes from."""
    chosen = _target_or_404(target)
    organization = queries.organization_to_import_for(request.user, chosen.permission)
    if organization is None:
        raise refusal_of(chosen.permission)
    posted = request.method == "POST"
    source = SourceForm(request.POST if posted else None, request.FILES if posted else None)
    about = chosen.form(request.POST if posted else None, user=request.user)
    if posted and source.is_valid() & about.is_valid():
        try:
            made = services.start_import(
                request.user,
                target=target,
                title=about.cleaned_data["title"],
                about=chosen.about_of(about.cleaned_data),
                given=source.cleaned_data["file"],
                pasted=source.cleaned_data["pasted"],
                secrecy=source.cleaned_data["secrecy"],
                organization=organization,
                authority=queries.authority_served_by(organization),
                at=timezone.now(),
            )
        except Refused as refused:
            refuse(source, refused)
        else:
            tasks.go_on(made)
            return redirect(made)
    context = {
        "title": _("Import: %(what)s") % {"what": chosen.label},
        "source": source,
        "about": about,
        "organization": organization,
        "steps": pages.steps_of(None),
        "file_given": bool(request.FILES),
    }
    return render(request, "imports/new.html", context, status=422 if posted else 200)


@opens("imports.view_batch")
@require_safe
def batch(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The step at which the import stands."""
    return pages.page_of(request, _batch(request, uid))


@opens("imports.import_table")
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Confirm which tables and which columns."""
    found = _batch(request, uid)
    if request.method == "GET":
        stands_here = found.state in (State.COLUMNS, State.PREVIEW)
        return pages.columns(request, found) if stands_here else redirect(found)
    form = ColumnsForm(request.POST, batch=found, target=target_of(found.target))
    if form.is_valid():
        try:
            found = services.confirm_columns(
                request.user,
                found,
                chosen=form.cleaned_data["tables"],
                mapping=form.mapping,
                revision=_revision(request),
                at=timezone.now(),
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            return _stage_and_show(found)
    return pages.columns(request, found, form)


@opens("imports.import_table")
@require_POST
def decisions(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take the decisions on the rows of a page of the preview, or accept every suggestion at once."""
    found = _batch(request, uid)
    rows: dict[int, dict[str, Any]] = {}
    if "all" in request.POST:
        doubtful = queries.rows_to_read(found).filter(doubtful=True)
        rows = {position: {"seen": True} for position in doubtful.values_list("position", flat=True)}
    else:
        for position in filter(str.isdecimal, request.POST.getlist("shown")):
            rows[int(position)] = {"seen": f"seen-{position}" in request.POST}
            if outcome := request.POST.get(f"outcome-{position}"):
                rows[int(position)]["outcome"] = outcome
    found = services.decide(request.user, found, rows=rows, at=timezone.now())
    return _stage_and_show(found, request.POST.get("back", ""))


@opens("imports.import_table")
@require_POST
def answers(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take the answers about agencies that are not known."""
    found = _batch(request, uid)
    if request.POST.get("every") == "create":
        asked = target_of(found.target).questions(found)
        data = {question.key: "create" for question in asked if not question.answer}
    else:
        data = {
            name.removeprefix("agency:"): str(value)
            for name, value in request.POST.items()
            if name.startswith("agency:")
        }
    found = services.decide(request.user, found, rows={}, answers=data, at=timezone.now())
    return _stage_and_show(found, request.POST.get("back", ""))


@opens("imports.import_table")
@require_http_methods(["GET", "POST"])
def row(request: HttpRequest, uid: UUID, position: int) -> HttpResponse:
    """Correct the cells of one row by hand."""
    found = _batch(request, uid)
    if found.state != State.PREVIEW:
        return redirect(found)
    target = target_of(found.target)
    staged = get_object_or_404(queries.rows_to_read(found), position=position)
    staged.batch = found
    form = RowForm(request.POST or None, row=staged, target=target)
    if request.method == "POST" and form.is_valid():
        decision = {"seen": True, "fields": form.corrections, "outcome": form.cleaned_data.get("outcome")}
        found = services.decide(request.user, found, rows={position: decision}, at=timezone.now())
        return _stage_and_show(found, request.POST.get("back", ""))
    context = {
        "title": _("Row %(number)d") % {"number": staged.number},
        "batch": found,
        "staged": staged,
        "form": form,
        "doubts": target.doubts(staged),
        "back": _back(found, request.GET.get("back") or request.POST.get("back") or ""),
        "cells": list(zip(_headings(found, staged.table), staged.cells, strict=False)),
    }
    return render(request, "imports/row.html", context, status=422 if request.method == "POST" else 200)


@opens("imports.import_table")
@require_POST
def apply(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Write what the preview shows."""
    found = services.request_apply(request.user, _batch(request, uid), at=timezone.now())
    if found.records <= AT_ONCE:
        services.apply_rows(found, at=timezone.now())
        if found.state == State.APPLIED and not found.counts["unchanged"]:
            messages.success(request, _("The table has been imported."))
    else:
        tasks.go_on(found)
    return redirect(found)


@opens("imports.import_table")
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take an import back: first the list of what was changed since, then the deed."""
    found = _batch(request, uid)
    if found.state != State.APPLIED:
        return redirect(found)
    if request.method == "POST":
        taken, left = services.undo_import(request.user, found, revision=_revision(request), at=timezone.now())
        text = ngettext("%(n)d row has been taken back.", "%(n)d rows have been taken back.", taken) % {"n": taken}
        if left:
            text += " " + ngettext("%(n)d row was left.", "%(n)d rows were left.", left) % {"n": left}
        messages.success(request, text)
        return redirect(found)
    changed = target_of(found.target).changed_since(found)
    counted = target_of(found.target).counted
    going = queries.applied_rows(found).count() - len(changed)
    context = {
        "title": _("Take the import back"),
        "batch": found,
        "changed": changed[:200],
        "left": counted(len(changed)) if changed else "",
        "going": counted(going) if going else "",
    }
    return render(request, "imports/undo.html", context)


def _stage_and_show(found: Batch, back: str = "") -> HttpResponse:
    if queries.rows_to_read(found).count() <= AT_ONCE:
        services.stage_rows(found)
    else:
        tasks.go_on(found)
    return redirect(_back(found, back))


def _back(found: Batch, asked: str) -> str:
    """Back to the part of the preview where one was, and nowhere else."""
    preview = found.get_absolute_url()
    return asked if asked == preview or asked.startswith(f"{preview}?") else preview


def _headings(found: Batch, number: int) -> list[str]:
    header = next(table["header"] for table in found.tables if table["number"] == number)
    return [label or _("Column %(number)d") % {"number": place} for place, label in enumerate(header, start=1)]


def _batch(request: HttpRequest, uid: UUID) -> Batch:
    return get_object_or_404(visible_to(request.user).select_related("file", "authority", "organization"), uid=uid)


def _target_or_404(name: str) -> Target:
    try:
        return target_of(name)
    except KeyError:
        raise Http404 from None


def _revision(request: HttpRequest) -> int:
    value = request.POST.get("revision", "")
    return int(value) if value.isdecimal() else 0
