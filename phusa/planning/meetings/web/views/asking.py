"""What the views share: a form in front of a deed, a question before one, and the row that a post is about."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from phusa.foundation import access
from phusa.foundation.ui.forms import refuse
from phusa.kernel.refusals import Refused
from phusa.planning.meetings.models import Conclusion, Line, Meeting
from phusa.planning.meetings.web.pages import conclusion_of, meeting_of, part_of

GET_AND_POST = ["GET", "HEAD", "POST"]


def kept(request: HttpRequest, uid: UUID) -> Meeting:
    """The meeting, for somebody who keeps its record."""
    meeting = meeting_of(request.user, uid)
    access.require(request.user, "meetings.edit_meeting", meeting)
    return meeting


def line_of(request: HttpRequest, uid: UUID, part: UUID) -> Line:
    """The line of a conclusion that the reader may see."""
    conclusion = conclusion_of(request.user, uid)
    line: Line = part_of(conclusion.lines.select_related("assignment"), part)
    line.conclusion = conclusion
    return line


def revision_in(request: HttpRequest) -> int:
    """The revision that the form was made from."""
    typed = request.POST.get("revision", "")
    if not typed.isdecimal():
        raise BadRequest("The form does not say which revision it was made from.")
    return int(typed)


def decided(
    request: HttpRequest,
    about: Meeting | Conclusion,
    form: Any,
    deed: Callable[[Any], str],
    *,
    title: str,
    submit: str,
    lead: str = "",
    quote: str = "",
    revision: int | None = None,
    multipart: bool = False,
    another: str = "",
    remove: str = "",
    back: str = "",
) -> HttpResponse:
    """A form in front of a deed: done and back to the record, or shown again with what is wrong.

    With `another` a second button saves and comes back to the empty form; `remove` is where a post takes it out.
    """
    address = back or about.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, deed(form))
            return redirect(request.get_full_path() if another and "another" in request.POST else address)
        except Refused as refused:
            refuse(form, refused)
    context = {
        "title": title,
        "about": about,
        "form": form,
        "submit": submit,
        "lead": lead,
        "quote": quote,
        "revision": revision,
        "multipart": multipart,
        "another": another,
        "remove": remove,
        "back": address,
    }
    return render(request, "meetings/form.html", context, status=422 if form.errors else 200)


def asked(
    request: HttpRequest,
    about: Meeting | Conclusion,
    *,
    title: str,
    what: str,
    consequences: list[str],
    submit: str,
    refusals: list[Any],
    revision: int | None = None,
) -> HttpResponse:
    """The page that asks before a step; what forbids the step stands in place of the button."""
    context = {
        "title": title,
        "about": about,
        "what": what,
        "consequences": consequences,
        "submit": submit,
        "refusals": refusals,
        "revision": revision,
        "back": about.get_absolute_url(),
    }
    return render(request, "meetings/ask.html", context)
