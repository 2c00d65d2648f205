"""Reading: the list of programmes, and the views of one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phusa.foundation import access
from phusa.foundation.access.web import opens
from phusa.foundation.journal.queries import history_of
from phusa.foundation.journal.wording import happenings
from phusa.planning.cooperation import queries
from phusa.planning.cooperation.vocabulary import ClauseKind
from phusa.planning.cooperation.web.glance import glance
from phusa.planning.cooperation.web.lists import PROGRAMMES, PROJECTS, RESULTS, commitment_list, listed
from phusa.planning.cooperation.web.pages import page_of, review_badge
from phusa.planning.requests.web.lists import item_list
from phusa.planning.requests.web.lists import listed as items_listed

LATEST = 50  # journal entries on the history page


@opens("cooperation.view_programme")
@require_safe
def programmes(request: HttpRequest) -> HttpResponseBase:
    """All programmes that the person may see."""
    seen = queries.visible_to(request.user).select_related("authority", "partner", "drafting")
    context = {
        "title": _("Coordination programmes"),
        "may_create": access.may(request.user, "cooperation.create_programme"),
    }
    return PROGRAMMES.respond(
        request, queries.with_counts(seen, timezone.localdate()), context, "cooperation/list.html"
    )


@opens("cooperation.view_programme")
@require_safe
def programme(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The programme at a glance: what a minister reads before a visit."""
    page = page_of(request, uid)
    context = {"title": page.programme.title, "page": page, **glance(page), "wide": True}
    return render(request, "cooperation/glance.html", context)


@opens("cooperation.view_programme")
@require_safe
def text(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What was agreed: grounds, contents, responsibilities of each side, signatories."""
    page = page_of(request, uid)
    clauses = list(page.programme.clauses.select_related("side"))
    context = {
        "title": page.programme.title,
        "page": page,
        "contents": [clause for clause in clauses if clause.kind == ClauseKind.CONTENT],
        "responsibilities": [
            (side, [clause for clause in clauses if clause.side_id == side.pk])
            for side in (page.programme.authority, page.programme.partner)
        ],
        "signatories": [
            (side, [row for row in page.programme.signatories.all() if row.side_id == side.pk])
            for side in (page.programme.authority, page.programme.partner)
        ],
        "grounds": page.programme.grounds.select_related("instrument"),
        "wide": True,
    }
    return render(request, "cooperation/text.html", context)


@opens("cooperation.view_programme")
@require_safe
def commitments(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """What each side has promised, and where it stands."""
    page = page_of(request, uid)
    request.programme = page.programme  # type: ignore[attr-defined]  # for the filter's choices
    context = {"title": page.programme.title, "page": page, "wide": True}
    rows = listed(queries.commitments_of(page.programme))
    return commitment_list(editing=page.may_record).respond(request, rows, context, "cooperation/commitments.html")


@opens("cooperation.view_programme")
@require_safe
def requests(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """What each side has asked of the other about the programme, as far as the reader may see it."""
    page = page_of(request, uid)
    context = {
        "title": page.programme.title,
        "page": page,
        "may_ask": access.may(request.user, "requests.create_request"),
        "wide": True,
    }
    items = items_listed(queries.every_item_about(page.programme, request.user))
    return item_list().respond(request, items, context, "cooperation/requests.html")


@opens("cooperation.view_programme")
@require_safe
def projects(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The projects that are named, with the support that sources give."""
    page = page_of(request, uid)
    context = {
        "title": page.programme.title,
        "page": page,
        "support": queries.support_of(page.programme),
        "wide": True,
    }
    return PROJECTS.respond(request, page.programme.projects.all(), context, "cooperation/projects.html")


@opens("cooperation.view_programme")
@require_safe
def results(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The results that are named, each once."""
    page = page_of(request, uid)
    context = {"title": page.programme.title, "page": page, "wide": True}
    rows = page.programme.results.select_related("project")
    return RESULTS.respond(request, rows, context, "cooperation/results.html")


@opens("cooperation.view_programme")
@require_safe
def reviews(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Plans of the years, and what was reviewed."""
    page = page_of(request, uid)
    seen = queries.reviews_visible_to(request.user).filter(programme=page.programme)
    context = {
        "title": page.programme.title,
        "page": page,
        "plans": page.programme.plans.select_related("instrument"),
        "reviews": [(review, review_badge(review.state)) for review in seen.defer("frozen")],
        "may_review": page.may("cooperation.edit_review"),
    }
    return render(request, "cooperation/reviews.html", context)


@opens("cooperation.view_programme")
@require_safe
def history(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What was done, newest first."""
    page = page_of(request, uid)
    shown = happenings(history_of(page.programme)[: LATEST + 1])
    context = {
        "title": page.programme.title,
        "page": page,
        "happenings": shown[:LATEST],
        "more": len(shown) > LATEST,
    }
    return render(request, "cooperation/history.html", context)
