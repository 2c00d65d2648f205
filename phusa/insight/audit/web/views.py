"""Pages of the journal."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phusa.foundation.access.web import SIGNED_IN, opens
from phusa.foundation.journal.models import Entry
from phusa.foundation.journal.queries import history_of
from phusa.foundation.journal.wording import happenings
from phusa.insight.audit.permissions import record_seen_by

PAGE = 50


@opens(SIGNED_IN)
@require_safe
def record(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Everything that happened to one record, for whoever may see the record."""
    row = record_seen_by(request.user, uid)
    if row is None:
        raise Http404
    page = Paginator(history_of(row), PAGE).get_page(request.GET.get("page"))
    url = row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
    return render(
        request,
        "audit/journal.html",
        {"title": _("Journal of a record"), "row": row, "url": url, "page": page, "happenings": happenings(page)},
    )


@opens("audit.read_journal")
@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """Every deed in the installation, newest first."""
    entries = Entry.objects.select_related("actor", "seal")
    page = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "audit/journal.html",
        {
            "title": _("Journal"),
            "row": None,
            "url": "",
            "page": page,
            "happenings": happenings(page),
            "unsealed": Entry.objects.filter(seal=None).count(),
        },
    )
