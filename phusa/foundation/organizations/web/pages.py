"""What several pages of the package share: a form that ends in a deed, what one can do here, how a period reads."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.access.permissions import declared, refusal_of
from phusa.foundation.journal.queries import history_of
from phusa.foundation.journal.wording import Happening, happenings
from phusa.foundation.records.models import Record
from phusa.foundation.ui.forms import refuse
from phusa.foundation.ui.vocabulary import Ability, Text
from phusa.kernel.refusals import Refused
from phusa.kernel.text import format_date

HISTORY = 20


def form_page(
    request: HttpRequest,
    form: forms.Form,
    deed: Callable[[dict[str, Any]], Any],
    done: Text,
    context: Mapping[str, Any],
    template: str = "organizations/edit.html",
) -> HttpResponse:
    """Show the form; when it was sent and holds, do the deed and go where its answer leads (an address or a record).

    What the rules refuse stands above the form, with everything that was typed.
    """
    if request.method == "POST" and form.is_valid():
        try:
            target = deed(form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, str(done))
            return redirect(target)
    shown = {**context, "form": form}
    if form.is_bound and "revision" in context:
        shown["revision"] = revision(request)
    return render(request, template, shown, status=422 if form.errors else 200)


def sent(request: HttpRequest) -> Any:
    """What the form is bound to: what was sent, were it nothing; None for a page that is only opened."""
    return request.POST if request.method == "POST" else None


def revision(request: HttpRequest) -> int:
    """The revision that the person saw; 0, which no record has, when the form did not say."""
    value = request.POST.get("revision", "")
    return int(value) if value.isdecimal() else 0


def ability(user: Any, permission: str, row: Any, url: str, label: Text = "", reason: Text = "") -> Ability:
    """A line of what can be done here: by the reader, or by whom."""
    who = ", ".join(str(one) for one in refusal_of(permission).who_can)
    allowed = access.may(user, permission, row) and not reason
    return Ability(label or declared()[permission].label, allowed, url=url, who=who, reason=reason)


def history(row: Record) -> list[Happening]:
    """The newest deeds on the record."""
    return happenings(history_of(row)[:HISTORY])


def period(start: date | None, end: date | None) -> str:
    """«01/01/2020 – 30/06/2025», both days included; nothing where neither end is known."""
    last = end - timedelta(days=1) if end else None
    if start and last:
        return f"{format_date(start)} – {format_date(last)}"
    if start:
        return _("since %(day)s") % {"day": format_date(start)}
    return _("until %(day)s") % {"day": format_date(last)} if last else ""
