"""The page on which a text is compared with the records of earlier projects."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phusa.delivery.overlap.queries import Beside, Found, overlaps_of
from phusa.delivery.overlap.web.forms import CheckForm
from phusa.delivery.overlap.wording import VERDICTS, reasons_of
from phusa.foundation.access.web import SIGNED_IN, opens
from phusa.foundation.matching.store import Stale
from phusa.foundation.ui.vocabulary import State


@dataclass(frozen=True, slots=True)
class Row:
    """A line as the page shows it."""

    beside: Beside
    verdict: State
    reasons: list[str]


@opens(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Ask, and read the answer below the question."""
    form = CheckForm(request.POST or None)
    found: Found | None = None
    stale = False
    if form.is_valid():
        try:
            found = overlaps_of(form.cleaned_data["title"], form.cleaned_data["text"])
        except Stale:
            stale = True
    rows = [Row(b, VERDICTS[b.verdict], reasons_of(b.reasons)) for b in (found.considerable if found else ())]
    return render(
        request,
        "overlap/check.html",
        {
            "title": _("Check for overlap"),
            "form": form,
            "found": found,
            "rows": rows,
            "stale": stale,
            "wide": bool(rows),
        },
    )
