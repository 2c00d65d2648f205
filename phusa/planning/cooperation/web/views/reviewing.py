"""Plans of the years; yearly and final reviews."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phusa.foundation import access
from phusa.foundation.access.permissions import refusal_of
from phusa.foundation.access.web import opens
from phusa.foundation.journal.queries import history_of
from phusa.foundation.journal.wording import happenings
from phusa.foundation.ui.forms import refuse
from phusa.foundation.ui.vocabulary import Ability
from phusa.kernel.refusals import Refused
from phusa.planning.cooperation import services
from phusa.planning.cooperation.models import Review
from phusa.planning.cooperation.queries import reviews_visible_to
from phusa.planning.cooperation.services.reviewing import written_down
from phusa.planning.cooperation.vocabulary import REVIEW_PARTS, ResultKind
from phusa.planning.cooperation.web.forms import AdoptForm, NewReviewForm, PlanForm, ReviewForm
from phusa.planning.cooperation.web.pages import kept_page_of, page_of, review_badge, revision_in
from phusa.planning.cooperation.workflow import REVIEW

# Plans


@opens("cooperation.edit_programme")
def plan_new(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Record the plan of a year."""
    return _plan(request, uid, None)


@opens("cooperation.edit_programme")
def plan_edit(request: HttpRequest, uid: UUID, year: int) -> HttpResponse:
    """Put the plan of a year right."""
    return _plan(request, uid, year)


def _plan(request: HttpRequest, uid: UUID, year: int | None) -> HttpResponse:
    page = kept_page_of(request, uid)
    plan = get_object_or_404(page.programme.plans, year=year) if year else None
    form = PlanForm(request.POST or None, plan=plan)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_plan(
                request.user,
                page.programme,
                plan=plan,
                revision=revision_in(request) if plan else None,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The plan has been saved."))
            return redirect(page.url("reviews"))
    context = {
        "title": _("Plan of %(year)d") % {"year": plan.year} if plan else _("New plan of a year"),
        "page": page,
        "form": form,
        "submit": _("Save"),
        "revision": plan.revision if plan else "",
        "back": page.url("reviews"),
    }
    return render(request, "cooperation/form.html", context, status=422 if form.errors else 200)


# Reviews


@opens("cooperation.edit_review")
def new(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Begin a review."""
    page = kept_page_of(request, uid, "cooperation.edit_review")
    form = NewReviewForm(
        request.POST or None, initial={"cut_off": timezone.localdate(), "year": timezone.localdate().year}
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made = services.start_review(
                request.user,
                page.programme,
                kind=typed["kind"],
                year=typed["year"],
                cut_off=typed["cut_off"],
                parts=form.parts(),
                at=timezone.now(),
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The review has been started."))
            return redirect(made.get_absolute_url())
    context = {
        "title": _("New review"),
        "page": page,
        "form": form,
        "submit": _("Begin the review"),
        "revision": "",
        "back": page.url("reviews"),
    }
    return render(request, "cooperation/form.html", context, status=422 if form.errors else 200)


@opens("cooperation.view_review")
@require_safe
def review(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One review: its five parts, and the figures of its day."""
    row = _seen(request, uid)
    figures = row.frozen or written_down(row)
    context = {
        "title": str(row),
        "page": page_of(request, row.programme.uid),
        "row": row,
        "state": review_badge(row.state),
        "parts": [(label, getattr(row, name)) for name, label in REVIEW_PARTS.items()],
        "figures": figures,
        "results": [(kind.label, figures["results"][kind]) for kind in ResultKind if kind in figures["results"]],
        "abilities": _abilities(request, row),
        "happenings": happenings(history_of(row)),
    }
    return render(request, "cooperation/review.html", context)


def _abilities(request: HttpRequest, row: Review) -> list[Ability]:
    shown = []
    for step in REVIEW.steps:
        if row.state not in step.from_:
            continue
        reason = " ".join(str(refusal) for refusal in REVIEW.check(step.name, row, timezone.now()))
        who = ", ".join(str(role) for role in refusal_of(step.permission).who_can)
        allowed = access.may(request.user, step.permission, row)
        shown.append(Ability(step.title, allowed, f"{row.get_absolute_url()}{step.name}/", who, reason))
    return shown


@opens("cooperation.edit_review")
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Write on in a draft."""
    row = _seen(request, uid)
    page = kept_page_of(request, row.programme.uid, "cooperation.edit_review")
    REVIEW.require("edit", row, timezone.now())
    form = ReviewForm(request.POST or None, review=row)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_review(
                request.user,
                row,
                revision=revision_in(request),
                cut_off=form.cleaned_data["cut_off"],
                parts=form.parts(),
                at=timezone.now(),
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The review has been saved."))
            return redirect(row.get_absolute_url())
    context: dict[str, Any] = {
        "title": str(row),
        "page": page,
        "form": form,
        "submit": _("Save"),
        "revision": row.revision,
        "back": row.get_absolute_url(),
    }
    return render(request, "cooperation/form.html", context, status=422 if form.errors else 200)


@opens("cooperation.adopt_review")
def adopt(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Adopt a review: it is frozen with the figures of that day."""
    row = _seen(request, uid)
    page = kept_page_of(request, row.programme.uid, "cooperation.adopt_review")
    form = AdoptForm(request.POST or None, initial={"adopted_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            services.adopt_review(
                request.user,
                row,
                revision=revision_in(request),
                adopted_on=form.cleaned_data["adopted_on"],
                at=timezone.now(),
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The review has been adopted."))
            return redirect(row.get_absolute_url())
    context = {
        "title": _("Adopt the review"),
        "page": page,
        "form": form,
        "lead": _("Its text and its figures are frozen, and everybody who may see the programme reads it."),
        "submit": _("Adopt the review"),
        "refusals": () if request.method == "POST" else REVIEW.check("adopt", row, timezone.now()),
        "revision": row.revision,
        "back": row.get_absolute_url(),
    }
    return render(request, "cooperation/decide.html", context, status=422 if form.errors else 200)


def _seen(request: HttpRequest, uid: UUID) -> Review:
    """The review; 404 for one that the reader may not see."""
    rows = reviews_visible_to(request.user).select_related(
        "programme__authority", "programme__partner", "programme__drafting"
    )
    found: Review = get_object_or_404(rows, uid=uid)
    return found
