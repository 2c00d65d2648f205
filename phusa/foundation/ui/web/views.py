"""Preferences, what is kept about lists, and the gallery of components."""

from collections.abc import Container
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from phusa.foundation import access
from phusa.foundation.access.web import EVERYONE, SIGNED_IN, opens
from phusa.foundation.ui import gallery as exhibits
from phusa.foundation.ui import queries, services
from phusa.foundation.ui.addresses import came_from, with_parameters
from phusa.foundation.ui.listing import Listing, known
from phusa.foundation.ui.middleware import THEME_COOKIE
from phusa.foundation.ui.vocabulary import Theme

_YEAR = 365 * 24 * 3600


@opens(EVERYONE)
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Read on in another language: kept with the person, and in a cookie for the pages before logging in."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated:
        services.choose_language(request.user, chosen)
    return _back_with_cookie(request, settings.LANGUAGE_COOKIE_NAME, chosen, dict(settings.LANGUAGES))


@opens(EVERYONE)
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device."""
    chosen = request.POST.get("theme", "")
    if request.user.is_authenticated:
        services.choose_theme(request.user, chosen)
    return _back_with_cookie(request, THEME_COOKIE, chosen, Theme.values)


def _back_with_cookie(request: HttpRequest, cookie: str, chosen: str, possible: Container[str]) -> HttpResponse:
    answer = redirect(came_from(request))
    if chosen in possible:
        answer.set_cookie(cookie, chosen, max_age=_YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    return answer


@opens(SIGNED_IN)
@require_POST
def capacity(request: HttpRequest) -> HttpResponse:
    """Act under another of one's memberships."""
    services.act_as(request.user, request.POST.get("membership", ""))
    return redirect(came_from(request))


@opens(SIGNED_IN)
@require_POST
def save_view(request: HttpRequest, listing: str) -> HttpResponse:
    """Keep a list's filters, order and columns under a name."""
    kept = _listing(listing).canonical(QueryDict(request.POST.get("query", "")))
    view = services.save_view(request.user, listing, request.POST.get("label", ""), kept)
    messages.success(request, _("The view “%(name)s” is kept.") % {"name": view.label})
    return redirect(came_from(request))


@opens(SIGNED_IN)
@require_POST
def delete_view(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Forget a saved view of one's own."""
    view = get_object_or_404(queries.own_views(request.user), uid=uid)
    services.delete_view(request.user, view)
    messages.success(request, _("The view “%(name)s” is deleted.") % {"name": view.label})
    return redirect(came_from(request))


@opens(EVERYONE)
@require_POST
def columns(request: HttpRequest, listing: str) -> HttpResponse:
    """Show other columns of a list: in the address, or remembered for the person."""
    keys = {column.key for column in _listing(listing).columns}
    asked = [key for key in request.POST.getlist("column") if key in keys]
    parts = urlsplit(came_from(request))
    query = QueryDict(parts.query)
    if "remember" in request.POST and request.user.is_authenticated:
        services.remember_columns(request.user, listing, asked)
        asked = []
    return redirect(parts.path + with_parameters(query, column=asked or None, page=None))


def _listing(name: str) -> Listing:
    if name not in known:
        raise Http404
    return known[name]


@opens(EVERYONE)
def gallery(request: HttpRequest) -> HttpResponseBase:
    """Every component in each of its states; in an installation in use, for the administrator."""
    if settings.PHUSA_ENVIRONMENT == "production":
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        access.require(request.user, "ui.view_gallery")
    return exhibits.TABLES.respond(request, ContentType.objects.all(), exhibits.context(), "ui/gallery.html")
