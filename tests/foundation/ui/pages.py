"""Pages that the tests of ui open: a list of people, a form that is refused, a record that two people edit."""

import django_filters
from django import forms
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import include, path

from phusa.foundation import access
from phusa.foundation.access import Role
from phusa.foundation.access.models import User
from phusa.foundation.access.web import EVERYONE, SIGNED_IN, account_urls, opens
from phusa.foundation.records.services import lock, save
from phusa.foundation.ui.listing import Column, Listing
from phusa.foundation.ui.models import SavedView
from phusa.foundation.ui.vocabulary import progress_state
from phusa.kernel.refusals import Refusal, Refused


class PeopleFilter(django_filters.FilterSet):
    language = django_filters.ChoiceFilter(choices=[("vi", "Vietnamese"), ("en", "English")], label="Language")
    never = django_filters.BooleanFilter(widget=forms.CheckboxInput, method="nobody", label="Nobody")
    since = django_filters.DateFilter(field_name="date_joined", lookup_expr="date__gte", label="Since")

    class Meta:
        model = User
        fields: list[str] = []

    def nobody(self, rows: QuerySet[User], name: str, value: bool) -> QuerySet[User]:
        return rows.none() if value else rows


PEOPLE = Listing(
    "tests.people",
    columns=(
        Column(
            "name", "Name", lambda u: u.full_name, kind="link", sort="full_name", link=lambda u: f"/{u.pk}/", fixed=True
        ),
        Column("login", "User name", lambda u: u.username, sort="username"),
        Column("joined", "Joined", lambda u: u.date_joined.date(), kind="date", sort="date_joined"),
        Column("revision", "Revision", lambda u: u.revision, kind="number", total=Sum("revision")),
        Column("state", "State", lambda u: progress_state("done", "on_time"), kind="status", usual=False),
        Column("staff", "Staff", lambda u: u.is_staff, usual=False),
        Column("mail", "Mail", lambda u: u.email, sort="last_login", usual=False),
    ),
    filters=PeopleFilter,
    search=("email",),
    order="name",
    size=25,
)


@opens(EVERYONE)
def people(request: HttpRequest) -> HttpResponseBase:
    return PEOPLE.respond(request, User.objects.all(), {"title": "Danh sách người dùng"})


@opens(EVERYONE)
def refused(request: HttpRequest) -> HttpResponse:
    raise Refused(
        [
            Refusal("no-lead", "Nhiệm vụ 2.1 chưa có cơ quan chủ trì.", "Kết luận ngày 23/6/2021, mục 6", "/2.1/"),
            Refusal("no-product", "Nhiệm vụ <3> chưa nêu sản phẩm."),
        ]
    )


access.permission("tests.approve", label="Phê duyệt", roles={Role.CHAIR, Role.VICE_CHAIR})


@opens(EVERYONE)
def not_allowed(request: HttpRequest) -> HttpResponse:
    access.require(request.user, "tests.approve")
    return HttpResponse()


@opens("tests.approve")
def closed(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@opens(SIGNED_IN)
def edit(request: HttpRequest, uid: str) -> HttpResponse:
    """Knows nothing of conflicts, as a view should."""
    view = lock(SavedView, uid, int(request.POST["revision"]))
    view.label, view.query = request.POST["label"], request.POST["query"]
    save(view, "label", "query")
    return HttpResponse("saved")


@opens(EVERYONE)
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError


urlpatterns = [
    path("accounts/", include(account_urls)),
    path("", include("phusa.foundation.ui.web.urls")),
    path("people/", people, name="people"),
    path("refused/", refused),
    path("not-allowed/", not_allowed),
    path("closed/", closed, name="closed"),
    path("edit/<uuid:uid>/", edit),
    path("broken/", broken),
]
handler400 = "phusa.foundation.ui.web.errors.bad_request"
handler403 = "phusa.foundation.ui.web.errors.forbidden"
handler404 = "phusa.foundation.ui.web.errors.not_found"
handler500 = "phusa.foundation.ui.web.errors.failure"
