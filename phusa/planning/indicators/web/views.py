"""Pages: reported figures, the indicators that they measure, recording and putting right."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from phusa.foundation import access
from phusa.foundation.access.web import opens
from phusa.foundation.journal.queries import history_of
from phusa.foundation.journal.wording import happenings
from phusa.foundation.organizations.models import Organization
from phusa.foundation.ui.forms import refuse
from phusa.foundation.ui.vocabulary import Tab
from phusa.kernel.refusals import Refused
from phusa.planning.indicators import services
from phusa.planning.indicators.models import Indicator, ReportedFigure
from phusa.planning.indicators.permissions import RECORDERS
from phusa.planning.indicators.queries import indicators_visible_to, standing_figures, visible_to
from phusa.planning.indicators.showing import Board, boards_of
from phusa.planning.indicators.web.forms import (
    CorrectionForm,
    IndicatorForm,
    NewFigureForm,
    NewIndicatorForm,
    WithdrawalForm,
    resolve,
    understood,
    values_of_indicator,
)
from phusa.planning.indicators.web.lists import FIGURES, INDICATORS, counting

HISTORY = 20
WRITING = ["GET", "HEAD", "POST"]
GIVEN = ("about", "said_in", "indicator")
KNOWN = ("as_said", "speaker", "speaker_organization", "said_on", "source_text", "source_url")


# Figures


@opens("indicators.view_figure")
@require_safe
def figures(request: HttpRequest) -> HttpResponseBase:
    """What was reported and stands, as far as the reader may see it."""
    context = {"title": _("Reported figures"), "tabs": _tabs(active="figures"), "wide": True}
    return FIGURES.respond(request, standing_figures(request.user), context, template="indicators/figures.html")


@opens("indicators.view_figure")
@require_safe
def figure(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One report with everything that is known of it, beside the others about the same record."""
    row = _visible(request, uid)
    later = visible_to(request.user).filter(supersedes=row).first()
    board = None if row.withdrawn_at or _superseded(row) else _board_of(request, row)
    report = next((one for one in board.reports if one.figure.pk == row.pk), None) if board else None
    stands = report is not None
    context = {
        "title": f"«{row.as_said}»",
        "figure": row,
        "report": report,
        "board": board if board and len(board.reports) > 1 else None,
        "records": board.records if board else None,
        "superseded": not stands and not row.withdrawn_at,
        "later": later,
        "earlier": visible_to(request.user).filter(superseded_by=row).first(),
        "may_correct": stands and access.may(request.user, "indicators.correct_figure", row),
        "happenings": happenings(history_of(row)[:HISTORY]),
    }
    return render(request, "indicators/figure.html", context)


@opens("indicators.report_figure")
@require_http_methods(WRITING)
def report(request: HttpRequest) -> HttpResponse:
    """Record what was said; `about` and `said_in` («programme:uid»), `indicator` and what is known of it may be given
    in the address.
    """
    given = {name: request.GET.get(name, "") for name in (*GIVEN, *KNOWN)}
    form = NewFigureForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        organizations=_own_organizations(request.user),
        initial={name: value for name, value in given.items() if value},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.report_figure(
                request.user, form.terms, organization=form.chosen_organization, at=timezone.now()
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The figure has been recorded as it was said."))
            return redirect(made)
    back = _back(request, given["about"] or given["said_in"])
    context = {"title": _("Record a reported figure"), "form": form, "submit": _("Record"), "back": back}
    return render(request, "indicators/form.html", context, status=422 if form.errors else 200)


@opens("indicators.report_figure")
@require_safe
def reading(request: HttpRequest) -> HttpResponse:
    """What the program understands of words while they are typed."""
    typed = (request.GET.get(name, "") for name in ("indicator", "as_said", "read_as"))
    return render(request, "indicators/_reading.html", {"reading": understood(request.user, *typed)})


@opens("indicators.correct_figure")
@require_http_methods(WRITING)
def correct(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put another row in the place of a figure."""
    row = _visible(request, uid)
    access.require(request.user, "indicators.correct_figure", row)
    posted = request.POST if request.method == "POST" else None
    form = CorrectionForm(row, posted, user=request.user)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            made = services.correct_figure(request.user, row, form.terms, reason=reason, at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The figure has been corrected; what was recorded before stays readable."))
            return redirect(made)
    context = {
        "title": _("Correct the figure"),
        "figure": row,
        "form": form,
        "submit": _("Record the correction"),
        "back": row.get_absolute_url(),
    }
    return render(request, "indicators/form.html", context, status=422 if form.errors else 200)


@opens("indicators.correct_figure")
@require_http_methods(WRITING)
def withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a figure out."""
    row = _visible(request, uid)
    access.require(request.user, "indicators.correct_figure", row)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_figure(request.user, row, reason=form.cleaned_data["reason"], at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The figure has been withdrawn."))
            return redirect(row)
    context = {
        "title": _("Withdraw the figure"),
        "narrow": True,
        "figure": row,
        "form": form,
        "submit": _("Withdraw the figure"),
        "back": row.get_absolute_url(),
    }
    return render(request, "indicators/form.html", context, status=422 if form.errors else 200)


# Indicators


@opens("indicators.view_indicator")
@require_safe
def indicators(request: HttpRequest) -> HttpResponseBase:
    """What is measured."""
    rows = indicators_visible_to(request.user).annotate(reported=counting(standing_figures(request.user)))
    context = {"title": _("Indicators"), "tabs": _tabs(active="indicators")}
    return INDICATORS.respond(request, rows, context, template="indicators/indicators.html")


@opens("indicators.view_indicator")
@require_safe
def indicator(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One indicator: every report of it side by side, for each record that was reported about."""
    row = _visible_indicator(request, uid)
    gone = visible_to(request.user).filter(indicator=row).exclude(superseded_by=None, withdrawn_at=None)
    context = {
        "title": row.name,
        "indicator": row,
        "facts": [
            (_("Unit"), row.unit),
            (_("Sort of number"), row.get_measure_display()),
            (_("What may be added up"), row.get_roll_up_display()),
            (_("Kept by"), row.authority),
            (_("Note"), row.note),
        ],
        "boards": boards_of(request.user, standing_figures(request.user).filter(indicator=row)),
        "gone": gone.select_related("superseded_by"),
        "may_edit": access.may(request.user, "indicators.edit_indicator", row),
        "may_report": access.may(request.user, "indicators.report_figure"),
        "happenings": happenings(history_of(row)[:HISTORY]),
    }
    return render(request, "indicators/indicator.html", context)


@opens("indicators.add_indicator")
@require_http_methods(WRITING)
def add(request: HttpRequest) -> HttpResponse:
    """Say what is measured."""
    posted = request.POST if request.method == "POST" else None
    form = NewIndicatorForm(posted, organizations=_own_organizations(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_indicator(
                request.user, form.terms, organization=form.chosen_organization, at=timezone.now()
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The indicator has been added."))
            return redirect(made)
    context = {"title": _("Add an indicator"), "narrow": True, "form": form, "submit": _("Add"), "back": "../"}
    return render(request, "indicators/form.html", context, status=422 if form.errors else 200)


@opens("indicators.edit_indicator")
@require_http_methods(WRITING)
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put right what is said of an indicator."""
    row = _visible_indicator(request, uid)
    access.require(request.user, "indicators.edit_indicator", row)
    posted = request.POST if request.method == "POST" else None
    form = IndicatorForm(posted, initial=values_of_indicator(row))
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_indicator(request.user, row, form.terms, revision=_revision(request), at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The changes have been saved."))
            return redirect(row)
    context = {
        "title": _("Edit the indicator"),
        "narrow": True,
        "indicator": row,
        "form": form,
        "submit": _("Save"),
        "back": row.get_absolute_url(),
        "revision": _revision(request) if form.is_bound else row.revision,
    }
    return render(request, "indicators/form.html", context, status=422 if form.errors else 200)


def _visible(request: HttpRequest, uid: UUID) -> ReportedFigure:
    rows = visible_to(request.user).select_related(
        "indicator", "instrument", "keeper", "speaker_person", "speaker_organization"
    )
    found: ReportedFigure = get_object_or_404(rows, uid=uid)
    return found


def _visible_indicator(request: HttpRequest, uid: UUID) -> Indicator:
    found: Indicator = get_object_or_404(indicators_visible_to(request.user).select_related("authority"), uid=uid)
    return found


def _superseded(row: ReportedFigure) -> bool:
    return ReportedFigure.objects.filter(supersedes=row).exists()


def _board_of(request: HttpRequest, row: ReportedFigure) -> Board | None:
    """The board on which the figure stands: the same indicator, about the same record."""
    beside = standing_figures(request.user).filter(indicator=row.indicator, about_uid=row.about_uid)
    return next(iter(boards_of(request.user, beside)), None)


def _own_organizations(user: Any) -> QuerySet[Organization]:
    """Those for which the person may record, the one acted for first."""
    standing = access.standing(user)
    acting = standing.acting.organization_id if standing.acting else 0
    first = Case(When(pk=acting, then=Value(0)), default=Value(1))
    return Organization.objects.filter(pk__in=standing.own(*RECORDERS)).order_by(first, "sort_key")


def _back(request: HttpRequest, record: str) -> str:
    """The page of the record that was given, else the list."""
    about = resolve(request.user, record) if record else None
    return about.url if about else reverse("indicators:figures")


def _tabs(*, active: str) -> list[Tab]:
    return [
        Tab(_("Reported figures"), reverse("indicators:figures"), active == "figures"),
        Tab(_("Indicators"), reverse("indicators:indicators"), active == "indicators"),
    ]


def _revision(request: HttpRequest) -> int:
    value = request.POST.get("revision", "")
    return int(value) if value.isdecimal() else 0
