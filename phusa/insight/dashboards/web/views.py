"""The overview, and its table of agencies in full."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phusa.foundation import access
from phusa.foundation.access.web import SIGNED_IN, opens
from phusa.foundation.ui.vocabulary import Tab
from phusa.insight.dashboards import queries
from phusa.insight.dashboards.vocabulary import Scope
from phusa.insight.dashboards.web import pages


@opens(SIGNED_IN)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What stands where, in the scope of `?scope=`."""
    scope, tabs = _scope(request)
    context = pages.overview(request.user, scope) | {"title": _("Overview"), "tabs": tabs, "wide": True}
    return render(request, "dashboards/overview.html", context)


@opens(SIGNED_IN)
@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    """Every agency with what it answers for."""
    scope, tabs = _scope(request)
    context = pages.agencies(request.user, scope) | {"title": _("By agency"), "tabs": tabs, "wide": True}
    return render(request, "dashboards/agencies.html", context)


def _scope(request: HttpRequest) -> tuple[Scope, list[Tab]]:
    """The scope asked for, among those that the reader has; and the tabs between them."""
    scopes = queries.scopes_of(request.user)
    asked = request.GET.get("scope", "")
    scope = Scope(asked) if asked in scopes else scopes[0]
    if len(scopes) == 1:
        return scope, []
    acting = access.standing(request.user).acting
    labels = {Scope.AGENCY: acting.organization_name if acting else "", Scope.ALL: Scope.ALL.label}
    address = reverse(request.resolver_match.view_name) if request.resolver_match else request.path
    return scope, [
        Tab(labels[each], f"{address}?{urlencode({'scope': each.value})}", active=each == scope) for each in scopes
    ]
