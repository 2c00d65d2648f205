"""Drafting: a new request, its heading, its items, sending and taking back."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phusa.foundation import access
from phusa.foundation.access import OFFICE
from phusa.foundation.access.web import opens
from phusa.foundation.organizations.models import Organization
from phusa.foundation.organizations.queries import sides_of
from phusa.kernel.text import format_date
from phusa.planning.meetings.models import Statement
from phusa.planning.meetings.queries import statements_visible_to
from phusa.planning.requests import services
from phusa.planning.requests.models import ClockRule
from phusa.planning.requests.permissions import WRITERS
from phusa.planning.requests.queries import SIDES, organizations_drafted_for
from phusa.planning.requests.registry import subject, subject_at_meeting
from phusa.planning.requests.vocabulary import ItemTerms, Link
from phusa.planning.requests.web.forms import (
    ItemForm,
    NewRequestForm,
    QuestionForm,
    ReasonForm,
    RequestForm,
    SendForm,
    heading_of,
)
from phusa.planning.requests.web.pages import decided, item_of, request_of, revision_of, today
from phusa.planning.requests.workflow import REQUEST

ASKING = require_http_methods(["GET", "HEAD", "POST"])


@opens("requests.create_request")
@ASKING
def new(http: HttpRequest) -> HttpResponse:
    """Start a request; `?statement=` (several) begins with what was said at a meeting, `?about=kind:uid` says of what
    record it speaks.
    """
    statements, about = _statements(http), _about(http)
    first = _named(http).select_related("meeting").first()
    offered = subject_at_meeting(http.user, first.meeting.uid) if first and about is None else None
    form = NewRequestForm(http.user, statements, http.POST or None, initial=_initial(http, first), offered=offered)
    form.offer(ClockRule.objects.as_of(today()))
    made = []

    def create(typed: NewRequestForm) -> str:
        of_it = about or (offered if typed.cleaned_data.get("about_it") else None)
        made.append(
            services.create_request(
                http.user, typed.terms(of_it), typed.asked_items(), due=typed.due(), at=timezone.now()
            )
        )
        return _("The draft has been started. Nobody of the other side sees it until it is sent.")

    return decided(
        http,
        form,
        create,
        title=_("New request"),
        submit=_("Start the draft"),
        lead=_("About: %(title)s") % {"title": about.title} if about else "",
        done=lambda: made[0].get_absolute_url(),
    )


@opens("requests.edit_request")
@ASKING
def edit(http: HttpRequest, uid: UUID) -> HttpResponse:
    """Change the heading of a draft."""
    row = request_of(http, uid)
    access.require(http.user, "requests.edit_request", row)

    def change(typed: RequestForm) -> str:
        services.edit_request(http.user, row, typed.terms(row.about), revision=revision_of(http), at=timezone.now())
        return _("The draft has been changed.")

    form = RequestForm(http.user, http.POST or None, initial=heading_of(row))
    return decided(
        http, form, change, title=_("Edit the request"), submit=_("Save"), request=row, revision=row.revision,
        refusals=REQUEST.check("edit", row, timezone.now()),
    )  # fmt: skip


@opens("requests.edit_request")
@ASKING
def item_new(http: HttpRequest, uid: UUID) -> HttpResponse:
    """Add an item; `?statement=` begins with what was said at a meeting."""
    row = request_of(http, uid)
    access.require(http.user, "requests.edit_request", row)
    statement = next(iter(_statements(http)), None)

    def add(typed: ItemForm) -> str:
        terms = ItemTerms(typed.cleaned_data["content"], typed.cleaned_data["asks"], statement)
        services.add_item(http.user, row, terms, at=timezone.now())
        return _("The item has been added.")

    form = ItemForm(http.POST or None, initial={"content": statement.title if statement else ""})
    return decided(
        http, form, add, title=_("Add an item"), submit=_("Add"), request=row,
        refusals=REQUEST.check("edit", row, timezone.now()),
    )  # fmt: skip


@opens("requests.edit_request")
@ASKING
def item_edit(http: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """Change an item of a draft."""
    item = item_of(http, uid, number)
    access.require(http.user, "requests.edit_request", item.request)

    def change(typed: ItemForm) -> str:
        terms = ItemTerms(typed.cleaned_data["content"], typed.cleaned_data["asks"])
        services.edit_item(http.user, item, terms, revision=revision_of(http), at=timezone.now())
        return _("The item has been changed.")

    form = ItemForm(http.POST or None, initial={"content": item.content, "asks": item.asks})
    return decided(
        http, form, change, title=_("Edit item %(number)d") % {"number": item.number}, submit=_("Save"),
        request=item.request, revision=item.revision, refusals=REQUEST.check("edit", item.request, timezone.now()),
    )  # fmt: skip


@opens("requests.edit_request")
@ASKING
def item_remove(http: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """Take an item out of a draft, after a question."""
    item = item_of(http, uid, number)
    access.require(http.user, "requests.edit_request", item.request)

    def remove(_typed: object) -> str:
        services.remove_item(http.user, item, revision=revision_of(http), at=timezone.now())
        return _("The item has been taken out.")

    return decided(
        http, QuestionForm(http.POST if http.method == "POST" else None), remove,
        title=_("Take item %(number)d out?") % {"number": item.number}, submit=_("Take out"), lead=item.content,
        request=item.request, revision=item.revision, danger=True,
        refusals=REQUEST.check("edit", item.request, timezone.now()),
    )  # fmt: skip


@opens("requests.send_request")
@ASKING
def send(http: HttpRequest, uid: UUID) -> HttpResponse:
    """Record that the letter went out."""
    row = request_of(http, uid)
    access.require(http.user, "requests.send_request", row)

    def record(typed: SendForm) -> str:
        services.send_request(
            http.user,
            row,
            revision=revision_of(http),
            sent_on=typed.cleaned_data["sent_on"],
            paper=typed.paper(),
            at=timezone.now(),
        )
        return _("Recorded as sent. From now on its wording stands, and clocks run.")

    form = SendForm(http.POST or None, initial={"sent_on": today()})
    return decided(
        http, form, record, title=_("Record that it was sent"), submit=_("Record it"),
        lead=_("The wording can no longer be changed, and %(asked)s sees it where it has an account here.")
        % {"asked": row.asked},
        request=row, revision=row.revision, refusals=REQUEST.check("send", row, timezone.now()),
    )  # fmt: skip


@opens("requests.send_request")
@ASKING
def withdraw(http: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a request back."""
    row = request_of(http, uid)
    access.require(http.user, "requests.send_request", row)

    def take_back(typed: ReasonForm) -> str:
        reason = typed.cleaned_data["reason"]
        services.withdraw_request(http.user, row, revision=revision_of(http), reason=reason, at=timezone.now())
        return _("The request has been withdrawn.")

    return decided(
        http, ReasonForm(http.POST or None), take_back,
        title=_("Withdraw the request"), submit=_("Withdraw the request"),
        lead=_("It stays readable with the reason; what was assigned from it is taken back."),
        request=row, revision=row.revision, danger=True, refusals=REQUEST.check("withdraw", row, timezone.now()),
    )  # fmt: skip


def _statements(http: HttpRequest) -> list[Link]:
    """What the address names of what was said at meetings, as far as the reader may see it."""
    return [
        Link("statement", each.uid, each.text, each.get_absolute_url())
        for each in _named(http).select_related("meeting")
    ]


def _named(http: HttpRequest) -> QuerySet[Statement]:
    uids = [uid for uid in map(_uid, http.GET.getlist("statement")) if uid]
    return statements_visible_to(http.user).filter(uid__in=uids).order_by("meeting", "number")


def _about(http: HttpRequest) -> Link | None:
    kind, _colon, uid = http.GET.get("about", "").partition(":")
    known = _uid(uid)
    return subject(http.user, kind, known) if known else None


def _initial(http: HttpRequest, first: Statement | None) -> dict[str, Any]:
    """Who asks is where the person acts; who is asked is who sat opposite at the meeting."""
    initial: dict[str, Any] = {}
    acting = access.standing(http.user).acting
    own = organizations_drafted_for(http.user, *WRITERS, *OFFICE)
    if acting:
        initial["asking"] = own.filter(pk=acting.organization_id).first()
    if first:
        initial["title"] = _("What was asked at: %(meeting)s, %(day)s") % {
            "meeting": first.meeting.title,
            "day": format_date(first.meeting.held_on),
        }
        sides = sides_of(http.user, *SIDES)
        others = first.meeting.delegations.exclude(organization__in=sides)
        initial["asked"] = Organization.objects.filter(pk__in=others.values("organization")).first()
    return initial


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
