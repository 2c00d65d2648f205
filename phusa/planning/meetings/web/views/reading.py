"""Reading: the lists, the page of a meeting, the page of a conclusion and its Word file."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phusa.foundation import access
from phusa.foundation.access.web import opens
from phusa.foundation.documents.word import MEDIA_TYPE, to_word
from phusa.planning.meetings import queries
from phusa.planning.meetings.web.lists import CONCLUSIONS, MEETINGS, with_counts, with_lines
from phusa.planning.meetings.web.pages import conclusion_of, conclusion_page, meeting_of, meeting_page
from phusa.planning.meetings.web.typesetting import notice_of


@opens("meetings.view_meeting")
@require_safe
def meetings(request: HttpRequest) -> HttpResponseBase:
    """Meetings that the reader may see."""
    context = {
        "title": _("Meetings and working visits"),
        "may_create": access.may(request.user, "meetings.create_meeting"),
    }
    return MEETINGS.respond(request, with_counts(queries.visible_to(request.user)), context, "meetings/list.html")


@opens("meetings.view_conclusion")
@require_safe
def conclusions(request: HttpRequest) -> HttpResponseBase:
    """Conclusions that the reader may see; drafts only for those who draft and decide."""
    rows = with_lines(queries.conclusions_visible_to(request.user))
    return CONCLUSIONS.respond(request, rows, {"title": _("Conclusions")}, "ui/list_page.html")


@opens("meetings.view_meeting")
@require_safe
def meeting(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One meeting: who was there, what was said, what came of it."""
    return render(request, "meetings/meeting.html", meeting_page(request.user, meeting_of(request.user, uid)))


@opens("meetings.view_conclusion")
@require_safe
def conclusion(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One conclusion with its lines."""
    context = conclusion_page(request.user, conclusion_of(request.user, uid))
    return render(request, "meetings/conclusion.html", context)


@opens("meetings.view_conclusion")
@require_safe
def notice(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The notice as a Word file."""
    row = conclusion_of(request.user, uid)
    name = f"{_('conclusion')}-{row.meeting.held_on:%Y-%m-%d}.docx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(to_word(notice_of(row)), content_type=MEDIA_TYPE, headers=headers)
