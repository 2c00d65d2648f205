"""Every address of the program: one line a package, in the order of the house."""

from django.urls import include, path

from phusa.foundation.access.web import account_urls

urlpatterns = [
    path("accounts/", include(account_urls)),
    path("", include("phusa.foundation.ui.web.urls")),
    path("", include("phusa.foundation.instruments.web.urls")),
    path("", include("phusa.foundation.organizations.web.urls")),
    path("", include("phusa.foundation.legal.web.urls")),
    path("", include("phusa.foundation.search.web.urls")),
    path("", include("phusa.foundation.files.web.urls")),
    path("", include("phusa.foundation.imports.web.urls")),
    path("", include("phusa.planning.assignments.web.urls")),
    path("", include("phusa.planning.indicators.web.urls")),
    path("", include("phusa.planning.schemes.web.urls")),
    path("", include("phusa.planning.meetings.web.urls")),
    path("", include("phusa.planning.requests.web.urls")),
    path("", include("phusa.planning.cooperation.web.urls")),
    path("", include("phusa.delivery.overlap.web.urls")),
    path("", include("phusa.insight.audit.web.urls")),
    path("", include("phusa.insight.dashboards.web.urls")),
    path("", include("phusa.insight.help.web.urls")),
]

handler400 = "phusa.foundation.ui.web.errors.bad_request"
handler403 = "phusa.foundation.ui.web.errors.forbidden"
handler404 = "phusa.foundation.ui.web.errors.not_found"
handler500 = "phusa.foundation.ui.web.errors.failure"
