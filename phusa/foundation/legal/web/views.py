"""Pages of the working calendar."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import django_filters
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from phusa.foundation import access
from phusa.foundation.access.web import SIGNED_IN, opens
from phusa.foundation.legal import services
from phusa.foundation.legal.models import CalendarDay
from phusa.foundation.legal.queries import visible_to, working_calendar
from phusa.foundation.legal.web.forms import DayForm, YearForm
from phusa.foundation.ui.forms import refuse
from phusa.foundation.ui.listing import Column, Listing
from phusa.foundation.ui.vocabulary import State, Tab, Tone
from phusa.kernel.calendar import REST_DAYS
from phusa.kernel.refusals import Refused

FORM = ["GET", "HEAD", "POST"]


def state_of(working: bool) -> State:
    """A day off, or one on which people work though the week says otherwise."""
    return State(_("working day"), "check2-square") if working else State(_("day off"), "calendar-x", Tone.QUIET)


@dataclass(frozen=True)
class SpecialDay:
    """A day that differs from the ordinary week; `own` is the row of the office that makes it so."""

    day: date
    name: str
    source: str
    working: bool
    own: CalendarDay | None

    @property
    def weekday(self) -> str:
        """«Thứ Hai»."""
        return date_format(self.day, "l")

    @property
    def state(self) -> State:
        """Its badge."""
        return state_of(self.working)


def special_days(year: int, own: dict[date, CalendarDay]) -> list[SpecialDay]:
    """Public holidays, swapped days and the office's own days of a year, in order."""
    calendar = working_calendar()
    start, end = date(year, 1, 1), date(year + 1, 1, 1)
    found = [
        SpecialDay(one.day, str(one.reason), one.source, False, own.get(one.day))
        for one in calendar.explain(start, end)
        if one.reason not in REST_DAYS.values()
    ]
    for number in range((end - start).days):
        day = start + timedelta(days=number)
        row = own.get(day)
        if (row and row.working) or (day.weekday() in REST_DAYS and calendar.is_working(day)):
            name, source = (row.name, row.source) if row else (_("Worked in exchange"), "")
            found.append(SpecialDay(day, name, source, True, row))
    return sorted(found, key=lambda one: one.day)


@opens(SIGNED_IN)
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The year: days off, swapped days, the office's own days, and how many days are worked."""
    today = timezone.localdate()
    form = YearForm(request.GET if "year" in request.GET else {"year": today.year})
    year = (form.cleaned_data["year"] if form.is_valid() else None) or today.year
    own = {row.day: row for row in visible_to(request.user).filter(day__year=year)}
    context = {
        "title": _("Working calendar"),
        "tabs": _tabs("calendar"),
        "label": _("Working calendar"),
        "form": form,
        "year": year,
        "days": special_days(year, own),
        "worked": working_calendar().between(date(year, 1, 1), date(year + 1, 1, 1)),
        "may_edit": access.may(request.user, "legal.edit_calendar"),
    }
    return render(request, "legal/calendar.html", context)


class DayFilter(django_filters.FilterSet):
    """Filters of the office's own days."""

    working = django_filters.ChoiceFilter(
        label=gettext_lazy("On this day"),
        empty_label=gettext_lazy("all"),
        choices=[("False", gettext_lazy("nobody works")), ("True", gettext_lazy("people work"))],
    )
    since = django_filters.DateFilter(field_name="day", lookup_expr="gte", label=gettext_lazy("From"))
    until = django_filters.DateFilter(field_name="day", lookup_expr="lte", label=gettext_lazy("Until"))

    class Meta:
        model = CalendarDay
        fields: list[str] = []


DAYS = Listing(
    "legal.days",
    columns=(
        Column(
            "day",
            gettext_lazy("Day"),
            lambda one: one.day,
            kind="date",
            sort="day",
            link=CalendarDay.get_absolute_url,
            fixed=True,
        ),
        Column("state", gettext_lazy("On this day"), lambda one: state_of(one.working), kind="status", sort="working"),
        Column("name", gettext_lazy("Name"), lambda one: one.name, sort="name"),
        Column("source", gettext_lazy("Source"), lambda one: one.source, sort="source"),
    ),
    filters=DayFilter,
    order="-day",
    empty=gettext_lazy("The office has set no day of its own: the calendar is that of the law."),
)


@opens(SIGNED_IN)
@require_safe
def days(request: HttpRequest) -> HttpResponseBase:
    """The days that the office has set."""
    context = {
        "title": _("Days set by the office"),
        "tabs": _tabs("days"),
        "label": _("Working calendar"),
        "may_edit": access.may(request.user, "legal.edit_calendar"),
    }
    return DAYS.respond(request, visible_to(request.user), context, template="legal/days.html")


@opens("legal.edit_calendar")
@require_http_methods(FORM)
def add(request: HttpRequest) -> HttpResponse:
    """Set a day."""
    return _form(request, DayForm(request.POST if request.method == "POST" else None), _("Set a day"), None)


@opens("legal.edit_calendar")
@require_http_methods(FORM)
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Change a day that the office has set."""
    row = get_object_or_404(visible_to(request.user), uid=uid)
    initial = {"day": row.day, "working": str(row.working), "name": row.name, "source": row.source}
    form = DayForm(request.POST if request.method == "POST" else None, initial=initial)
    form.fields["day"].disabled = True
    return _form(request, form, _("Change a day"), row)


@opens("legal.edit_calendar")
@require_http_methods(FORM)
def remove(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Back to the ordinary calendar."""
    row = get_object_or_404(visible_to(request.user), uid=uid)
    if request.method == "POST":
        services.remove_day(request.user, row, revision=_revision(request), at=timezone.now())
        messages.success(request, _("The day is an ordinary one again."))
        return redirect(_year(row.day))
    context = {
        "title": _("Back to the ordinary calendar?"),
        "what": str(row),
        "consequences": [_("Deadlines that fall on this day are computed anew.")],
        "action": request.path,
        "submit": _("Yes, take it off"),
        "back": row.get_absolute_url(),
        "revision": row.revision,
        "danger": False,
    }
    return render(request, "ui/confirm.html", context)


def _form(request: HttpRequest, form: DayForm, title: str, row: CalendarDay | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        typed: dict[str, Any] = dict(form.cleaned_data)
        seen = _revision(request) if row else None
        try:
            services.set_day(request.user, typed.pop("day"), **typed, revision=seen, at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The day has been set; deadlines that fall on it are computed anew."))
            return redirect(_year(row.day if row else form.cleaned_data["day"]))
    context = {
        "title": title,
        "form": form,
        "row": row,
        "submit": _("Save"),
        "back": row.get_absolute_url() if row else reverse("legal:calendar"),
    }
    if row:
        context["revision"] = _revision(request) if form.is_bound else row.revision
    return render(request, "legal/day.html", context, status=422 if form.errors else 200)


def _year(day: date) -> str:
    return f"{reverse('legal:calendar')}?year={day.year}"


def _revision(request: HttpRequest) -> int:
    value = request.POST.get("revision", "")
    return int(value) if value.isdecimal() else 0


def _tabs(active: str) -> list[Tab]:
    return [
        Tab(_("The year"), reverse("legal:calendar"), active == "calendar"),
        Tab(_("Days set by the office"), reverse("legal:days"), active == "days"),
    ]
