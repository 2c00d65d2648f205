"""Deciding: each step of the workflow as a page that asks, and a post that does."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phusa.foundation.access.web import opens
from phusa.foundation.ui.forms import refuse
from phusa.kernel.refusals import Refused
from phusa.planning.cooperation import services
from phusa.planning.cooperation.rules import next_period
from phusa.planning.cooperation.web.forms import ONE_DAY, EndForm, HeadingForm, SigningForm
from phusa.planning.cooperation.web.pages import Page, kept_page_of, revision_in
from phusa.planning.cooperation.workflow import PROGRAMME


@opens("cooperation.sign_programme")
def sign(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Record that both sides signed."""
    page = kept_page_of(request, uid, "cooperation.sign_programme")

    def bring_into_force(form: SigningForm) -> str:
        services.sign_programme(
            request.user, page.programme, revision=revision_in(request), at=timezone.now(), **form.cleaned_data
        )
        return _("The signing has been recorded; the commitments bind from now on.")

    lead = _("From then on the text stays as it is, and %(number)d commitments bind.")
    return _decided(
        request,
        page,
        "sign",
        SigningForm(request.POST or None),
        bring_into_force,
        title=_("Record the signing"),
        submit=_("Record the signing"),
        lead=lead % {"number": page.programme.commitments.count()},
    )


@opens("cooperation.end_programme")
def end(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say that the programme has ended."""
    page = kept_page_of(request, uid, "cooperation.end_programme")

    def end_it(form: EndForm) -> str:
        services.end_programme(
            request.user, page.programme, revision=revision_in(request), at=timezone.now(), **form.cleaned_data
        )
        return _("The programme has ended.")

    return _decided(
        request,
        page,
        "end",
        EndForm(request.POST or None, initial={"ended_on": timezone.localdate()}),
        end_it,
        title=_("End the programme"),
        submit=_("End the programme"),
        lead=_("What is still open stays open, and is carried over when the programme is renewed."),
    )


@opens("cooperation.renew_programme")
def renew(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Start the programme of the next period with what is open."""
    page = kept_page_of(request, uid, "cooperation.renew_programme")
    first, after = next_period(page.programme)
    made: list[Any] = []

    def start(form: HeadingForm) -> str:
        made.append(services.renew_programme(request.user, page.programme, heading=form.heading(), at=timezone.now()))
        carried = made[0].commitments.count()
        return _("The next programme has been started; %(number)d open commitments are linked to it.") % {
            "number": carried
        }

    return _decided(
        request,
        page,
        "renew",
        HeadingForm(
            request.POST or None,
            initial={
                "title": page.programme.title,
                "valid_from": first,
                "last_on": after - ONE_DAY if after else None,
                "orientation": "",
            },
        ),
        start,
        title=_("Renew for the next period"),
        submit=_("Start the next programme"),
        lead=_("Commitments that are still open are linked to the next programme; nothing is copied."),
        to=lambda: reverse("cooperation:text", args=[made[0].uid]),
    )


@opens("cooperation.edit_programme")
def discard(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Throw a draft away."""
    page = kept_page_of(request, uid)
    PROGRAMME.require("discard", page.programme, timezone.now())
    if request.method == "POST":
        services.discard_programme(request.user, page.programme, at=timezone.now())
        messages.success(request, _("The draft has been discarded."))
        return redirect("cooperation:list")
    context = {
        "title": _("Discard this draft?"),
        "what": _("The draft “%(title)s” goes, with what was recorded under it.") % {"title": page.programme.title},
        "consequences": [_("The journal keeps what it said."), _("What it carried over stays where it came from.")],
        "action": "",
        "submit": _("Discard the draft"),
        "back": page.url("text"),
        "revision": None,
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)


def _decided(
    request: HttpRequest,
    page: Page,
    step: str,
    form: Any,
    deed: Callable[[Any], str],
    *,
    title: str,
    submit: str,
    lead: str,
    to: Callable[[], str] | None = None,
) -> HttpResponse:
    """The form in front of a step, with everything that still stands in its way; posted, the deed."""
    refusals = PROGRAMME.check(step, page.programme, timezone.now())
    if request.method == "POST" and form.is_valid():
        try:
            said = deed(form)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, said)
            return redirect(to() if to else page.url("programme"))
    context = {
        "title": title,
        "page": page,
        "form": form,
        "submit": submit,
        "lead": lead,
        "refusals": () if request.method == "POST" else refusals,
        "revision": page.programme.revision,
        "back": page.url("programme"),
    }
    return render(request, "cooperation/decide.html", context, status=422 if form.errors else 200)
