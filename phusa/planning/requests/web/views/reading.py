"""Reading: the list of what was asked, and one request."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phusa.foundation import access
from phusa.foundation.access.web import opens
from phusa.planning.requests import services
from phusa.planning.requests.models import Item
from phusa.planning.requests.queries import items_visible_to
from phusa.planning.requests.web.forms import NoteForm
from phusa.planning.requests.web.lists import item_list, listed
from phusa.planning.requests.web.pages import Page, request_of


@opens("requests.view_request")
@require_safe
def requests(http: HttpRequest) -> HttpResponseBase:
    """What was asked in both directions, a line an item."""
    context = {
        "title": _("Requests and recommendations"),
        "may_create": access.may(http.user, "requests.create_request"),
        "may_take_in": access.may(http.user, "requests.take_in_package"),
        "wide": True,
    }
    return item_list().respond(http, listed(items_visible_to(http.user)), context, "requests/list.html")


@opens("requests.view_request")
@require_safe
def request(http: HttpRequest, uid: UUID) -> HttpResponse:
    """One request with its items, answers, clocks and, for one's own side, internal notes."""
    page = Page(http, request_of(http, uid))
    return render(http, "requests/request.html", {"title": page.request.title, "page": page, "row": page.request})


@opens("requests.write_note")
@require_POST
def note(http: HttpRequest, uid: UUID) -> HttpResponse:
    """Write a note for one's own side."""
    row = request_of(http, uid)
    access.require(http.user, "requests.write_note", row)
    form = NoteForm(http.POST)
    if not form.is_valid():
        messages.error(http, _("The note is empty."))
        return redirect(row)
    item = Item.objects.filter(request=row, number=http.POST.get("item") or 0).first()
    services.write_note(http.user, row, form.cleaned_data["text"], item=item, at=timezone.now())
    messages.success(http, _("The note has been kept for your side."))
    return redirect(row)
