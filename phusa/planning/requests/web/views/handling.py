"""Working on an item: its term, its units, handing on, pauses, answers, taking it up again."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phusa.foundation import access
from phusa.foundation.access.web import opens
from phusa.kernel.refusals import Refusal
from phusa.planning.requests import rules, services
from phusa.planning.requests.models import Item
from phusa.planning.requests.queries import rules_for
from phusa.planning.requests.vocabulary import Outcome, RequestState
from phusa.planning.requests.web.forms import (
    AnswerForm,
    AssignForm,
    DayForm,
    DueOfItemForm,
    ForwardForm,
    PauseForm,
    ReopenForm,
    parties_of,
)
from phusa.planning.requests.web.pages import decided, item_of, revision_of, today

ASKING = require_http_methods(["GET", "HEAD", "POST"])


@opens("requests.view_request")
@ASKING
def due(http: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """The term of an item, or of every item that is open."""
    item = item_of(http, uid, number)
    drafted = item.request.state == RequestState.DRAFT
    access.require(http.user, "requests.edit_request" if drafted else "requests.handle_request", item.request)

    def put(typed: DueOfItemForm) -> str:
        items = [item]
        if typed.cleaned_data["every"]:
            rest = item.request.items.filter(settled_on=None).exclude(pk=item.pk)
            items += [_with_request(each, item) for each in rest]
        services.set_due(http.user, items, typed.due(), at=timezone.now())
        return _("The term has been set.")

    initial = {"basis": item.due_basis, "due_on": item.due_on, "rule": item.rule_id}
    form = DueOfItemForm(http.POST or None, initial=initial)
    form.offer(rules_for(item.request.direction, item.request.asked_authority_id, item.request.sent_on or today()))
    return decided(
        http, form, put, title=_("Term for the answer to item %(number)d") % {"number": item.number},
        submit=_("Save"), lead=item.content, request=item.request,
        refusals=[] if drafted else _closed(item),
    )  # fmt: skip


@opens("requests.handle_request")
@ASKING
def assign(http: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """Give an item to a unit, or to units of both sides together."""
    item = item_of(http, uid, number)
    access.require(http.user, "requests.handle_request", item.request)

    def give(typed: AssignForm) -> str:
        services.assign_item(http.user, item, typed.parties(), revision=revision_of(http), at=timezone.now())
        return _("The item has been given to the units; it stands in their queues.")

    form = AssignForm(http.POST or None, initial=parties_of(item))
    return decided(
        http, form, give, title=_("Who works on item %(number)d") % {"number": item.number},
        submit=_("Give it to them"), lead=item.content, request=item.request, revision=item.revision,
        refusals=_closed(item), template="requests/assign.html",
    )  # fmt: skip


@opens("requests.handle_request")
@ASKING
def forward(http: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """Hand an item on to another unit of the side that is asked."""
    item = item_of(http, uid, number)
    access.require(http.user, "requests.handle_request", item.request)

    def hand_on(typed: ForwardForm) -> str:
        services.forward_item(http.user, item, revision=revision_of(http), at=timezone.now(), **typed.cleaned_data)
        return _("The item has been handed on.")

    form = ForwardForm(http.POST or None, initial={"on": today()})
    return _asked(http, form, hand_on, item, _("Hand item %(number)d on"), _("Hand it on"))


@opens("requests.handle_request")
@ASKING
def pause(http: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """Stop the clock."""
    item = item_of(http, uid, number)
    access.require(http.user, "requests.handle_request", item.request)

    def stop(typed: PauseForm) -> str:
        services.pause_item(http.user, item, revision=revision_of(http), at=timezone.now(), **typed.cleaned_data)
        return _("The clock has been stopped.")

    form = PauseForm(http.POST or None, initial={"from_on": today()})
    return _asked(http, form, stop, item, _("Stop the clock of item %(number)d"), _("Stop the clock"))


@opens("requests.handle_request")
@ASKING
def resume(http: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """Let the clock run again."""
    item = item_of(http, uid, number)
    access.require(http.user, "requests.handle_request", item.request)

    def run(typed: DayForm) -> str:
        day = typed.cleaned_data["on"]
        services.resume_item(http.user, item, to_on=day, revision=revision_of(http), at=timezone.now())
        return _("The clock runs again.")

    form = DayForm(http.POST or None, initial={"on": today()})
    return _asked(http, form, run, item, _("Let the clock of item %(number)d run again"), _("Let it run"))


@opens("requests.answer_request")
@ASKING
def answer(http: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """Record an answer; whoever writes down that of the other side names its paper."""
    item = item_of(http, uid, number)
    access.require(http.user, "requests.answer_request", item.request)

    def record(typed: AnswerForm) -> str:
        services.record_answer(
            http.user,
            item,
            typed.terms(),
            revision=revision_of(http),
            at=timezone.now(),
            file=typed.cleaned_data["file"],
            secrecy=typed.cleaned_data["secrecy"],
        )
        return _("The answer has been recorded.")

    initial = {"answered_on": today(), "answered_by": item.unit or item.request.asked, "outcome": Outcome.IN_PROGRESS}
    form = AnswerForm(http.POST or None, http.FILES or None, initial=initial)
    return _asked(http, form, record, item, _("Answer to item %(number)d"), _("Record the answer"), multipart=True)


@opens("requests.reopen_request")
@ASKING
def reopen(http: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """Take an answered item up again."""
    item = item_of(http, uid, number)
    access.require(http.user, "requests.reopen_request", item.request)

    def again(typed: ReopenForm) -> str:
        services.reopen_item(
            http.user,
            item,
            on=typed.cleaned_data["on"],
            reason=typed.cleaned_data["reason"],
            revision=revision_of(http),
            at=timezone.now(),
        )
        return _("The item is open again.")

    form = ReopenForm(http.POST or None, initial={"on": today()})
    refusals = [] if item.settled_on else [Refusal("not-answered", _("The item has not been answered yet."))]
    return decided(
        http, form, again, title=_("Take item %(number)d up again") % {"number": item.number},
        submit=_("Take it up again"), lead=item.content, request=item.request, revision=item.revision,
        refusals=refusals,
    )  # fmt: skip


def _asked(
    http: HttpRequest, form: Any, deed: Any, item: Item, title: str, submit: str, *, multipart: bool = False
) -> HttpResponse:
    """A form in front of a deed on an open item."""
    return decided(
        http, form, deed, title=title % {"number": item.number}, submit=submit, lead=item.content,
        request=item.request, revision=item.revision, refusals=_closed(item), multipart=multipart,
    )  # fmt: skip


def _closed(item: Item) -> list[Refusal]:
    found = rules.it_is_open(item)
    return [found] if found else []


def _with_request(other: Item, item: Item) -> Item:
    other.request = item.request
    return other
