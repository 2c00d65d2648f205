"""Reading: the list of schemes, and the views of one scheme."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from urllib.parse import urlencode
from uuid import UUID

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from phusa.foundation import access
from phusa.foundation.access.web import opens
from phusa.foundation.journal.queries import history_of
from phusa.foundation.journal.wording import happenings
from phusa.foundation.ui import export
from phusa.planning.assignments.vocabulary import ClockState, Status
from phusa.planning.schemes import queries
from phusa.planning.schemes.documents import document_of, to_json
from phusa.planning.schemes.queries import Share
from phusa.planning.schemes.redline import Mark, compared
from phusa.planning.schemes.web.lists import SCHEMES
from phusa.planning.schemes.web.matrix import matrix_list
from phusa.planning.schemes.web.pages import badge_of, page_of
from phusa.planning.schemes.web.paper import paper_of
from phusa.planning.schemes.web.typesetting import share_rows

OF_SCHEME = (
    "uid",
    "kind",
    "title",
    "period_from",
    "period_to",
    "illustrative",
    "drafting__current_name",
    "authority__current_name",
)
LATEST = 50  # journal entries on the history page

COUNTS = {
    "lead": gettext_lazy("Lead"),
    "joint": gettext_lazy("Joint lead"),
    "coordinating": gettext_lazy("Coordinating"),
    "late": gettext_lazy("Late"),
    "due_soon": gettext_lazy("Due soon"),
    "done": gettext_lazy("Done"),
}
COUNTED = {  # under which the matrix shows what a number counts, of an agency
    "lead": {"role": "lead"},
    "joint": {"role": "joint"},
    "coordinating": {"role": "coordinating"},
    "late": {"role": "leading", "clock": ClockState.OVERDUE},
    "due_soon": {"role": "leading", "clock": ClockState.DUE_SOON},
    "done": {"role": "leading", "status": Status.DONE},
}


@opens("schemes.view_scheme")
@require_safe
def schemes(request: HttpRequest) -> HttpResponseBase:
    """All schemes that the person may see."""
    seen = queries.with_state(queries.visible_to(request.user)).select_related("drafting", "authority").only(*OF_SCHEME)
    rows = queries.with_progress(seen, timezone.localdate())
    context = {"title": _("Schemes and plans"), "may_create": access.may(request.user, "schemes.create_scheme")}
    return SCHEMES.respond(request, rows, context, "schemes/list.html")


@opens("schemes.view_scheme")
@require_safe
def document(request: HttpRequest, uid: UUID, number: int | None = None) -> HttpResponse:
    """The version as it reads on paper."""
    page = page_of(request, uid, number)
    paper = paper_of(page.document, page)
    titles = [title for title in page.scheme.titles.all() if not title.official or title.text != page.version.title]
    context = {
        "title": page.version.title,
        "page": page,
        "paper": paper,
        "titles": titles,
        "waivers": page.waivers,
        "wide": True,
    }
    return render(request, "schemes/document.html", context)


@opens("schemes.view_scheme")
@require_safe
def document_json(request: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """The structure of the version, as it is frozen at approval."""
    page = page_of(request, uid, number)
    value = {
        "uid": str(page.scheme.uid),
        "version": page.version.number,
        "state": page.version.state,
        "approved_on": page.version.approved_on,
        "digest": page.version.digest,
        "document": to_json(page.document),
    }
    name = f'attachment; filename="{page.scheme.uid}-{page.version.number}.json"'
    options = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(value, json_dumps_params=options, headers={"Content-Disposition": name})


@opens("schemes.view_scheme")
@require_safe
def matrix(request: HttpRequest, uid: UUID, number: int | None = None) -> HttpResponseBase:
    """Tasks against solutions, with who, what, when and how far."""
    page = page_of(request, uid, number)
    if page.is_past:
        return redirect("schemes:document", uid, page.version.number)
    version = page.version
    request.version = version  # type: ignore[attr-defined]  # the filters offer what the version names
    has_solutions, has_money = version.solutions.exists(), version.budget_lines.exclude(task=None).exists()
    context = {
        "title": version.title,
        "page": page,
        "lonely": queries.solutions_without_task(version) if has_solutions else [],
        "wide": True,
    }
    listing = matrix_list(
        solutions=has_solutions, money=has_money, progress=not version.is_open or version.based_on_id is not None
    )
    tasks = queries.tasks_of(version, solutions=has_solutions, money=has_money)
    return listing.respond(request, tasks, context, "schemes/matrix.html")


@opens("schemes.view_scheme")
@require_safe
def agencies(request: HttpRequest, uid: UUID, number: int | None = None) -> HttpResponseBase:
    """Who carries how much; every number leads to the rows that it counts."""
    page = page_of(request, uid, number)
    if page.is_past:
        return redirect("schemes:document", uid, page.version.number)
    shares = queries.shares_of(page.version, timezone.localdate())
    order = request.GET.get("sort", "")
    if order.removeprefix("-") in COUNTS:
        shares.sort(key=lambda share: getattr(share, order.removeprefix("-")) or 0, reverse=order.startswith("-"))
    if request.GET.get("export") in ("xlsx", "csv", "json"):
        return _exported(request.GET["export"], page.version.title, shares)
    matrix_url = page.url("matrix")
    addresses = {name: f"{matrix_url}?{urlencode(asked)}&agency=" for name, asked in COUNTED.items()}
    heads = [
        (label, f"?sort={name if order == f'-{name}' else f'-{name}'}", _direction(order, name))
        for name, label in COUNTS.items()
    ]
    context = {
        "title": page.version.title,
        "page": page,
        "rows": share_rows(shares, COUNTS, addresses),
        "count": len(shares),
        "heads": heads,
        "order": order,
        "wide": True,
    }
    return render(request, "schemes/agencies.html", context)


def _direction(order: str, name: str) -> str:
    return {name: "ascending", f"-{name}": "descending"}.get(order, "none")


def _exported(wanted: str, title: str, shares: Iterable[Share]) -> HttpResponseBase:
    """The table of agencies as a file."""
    headings = [export.Heading("name", _("Agency"), "text")]
    headings += [export.Heading(name, str(label), "number") for name, label in COUNTS.items()]
    values = ([share.name, *(getattr(share, name) for name in COUNTS)] for share in shares)
    name = f"agencies-{timezone.localdate():%Y-%m-%d}.{wanted}"
    if wanted == "xlsx":
        return FileResponse(export.xlsx_file(title, headings, values), as_attachment=True, filename=name)
    lines = export.csv_lines if wanted == "csv" else export.json_lines
    return StreamingHttpResponse(
        lines(headings, values),
        content_type="text/csv; charset=utf-8" if wanted == "csv" else "application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@opens("schemes.view_scheme")
@require_safe
def history(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Versions, and what was done by whom."""
    page = page_of(request, uid)
    entries = reduce(or_, (history_of(record) for record in (page.scheme, *page.versions)))
    shown = happenings(entries[: LATEST + 1])
    context = {
        "title": page.scheme.title,
        "page": page,
        "versions": [(version, badge_of(version.state)) for version in reversed(page.versions)],
        "comparable": len(page.versions) > 1,
        "newest": page.versions[-1].number,
        "before": page.versions[-2].number if len(page.versions) > 1 else 0,
        "happenings": shown[:LATEST],
        "more": len(shown) > LATEST,
        "wide": True,
    }
    return render(request, "schemes/history.html", context)


@opens("schemes.view_scheme")
@require_safe
def compare(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Two versions against each other, word by word; only what differs unless `all` is asked for."""
    page = page_of(request, uid)
    by_number = {str(version.number): version for version in page.versions}
    old, new = (by_number.get(request.GET.get(name, "")) for name in ("old", "new"))
    if old is None or new is None:
        raise Http404
    changes = compared(document_of(old), document_of(new))
    changed = [change for change in changes if change.mark != Mark.KEPT]
    context = {
        "title": page.scheme.title,
        "page": page,
        "old": old,
        "new": new,
        "changes": changes if "all" in request.GET else changed,
        "everything": "all" in request.GET,
        "changed": len(changed),
        "kept": len(changes) - len(changed),
        "wide": True,
    }
    return render(request, "schemes/compare.html", context)
