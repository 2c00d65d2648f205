"""The briefing: read, printed as a Word file, frozen with a meeting; and meetings about the programme."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phusa.foundation import access
from phusa.foundation.access.web import opens
from phusa.foundation.documents.word import to_word
from phusa.foundation.organizations.queries import sides_of
from phusa.planning.cooperation import services
from phusa.planning.cooperation.briefing import Briefing, key_of, prepare
from phusa.planning.cooperation.models import Programme
from phusa.planning.cooperation.paper import paper_of
from phusa.planning.cooperation.queries import meetings_of
from phusa.planning.cooperation.web.forms import MeetingForm
from phusa.planning.cooperation.web.pages import Page, kept_page_of, page_of
from phusa.planning.meetings.models import Meeting, Picture
from phusa.planning.meetings.queries import pictures_for
from phusa.planning.meetings.services import freeze_picture

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass
class Desk:
    """What is printed for one reader: for a meeting or for today, live or as it was frozen."""

    page: Page
    meetings: list[Meeting]
    meeting: Meeting | None
    pictures: list[Picture]
    picture: Picture | None
    briefing: Briefing

    @property
    def query(self) -> str:
        """The parameters under which the same is printed."""
        if self.picture:
            return f"?picture={self.picture.uid}"
        return f"?meeting={self.meeting.uid}" if self.meeting else ""


def desk_of(request: HttpRequest, uid: UUID) -> Desk:
    """404 for a meeting or a picture that the reader may not see; `NotAllowed` for whoever is on neither side."""
    page = page_of(request, uid)
    access.require(request.user, "cooperation.print_briefing", page.programme)
    meetings = list(meetings_of(page.programme, request.user))
    picture = _picture(request, page, meetings)
    meeting = _meeting(request, meetings, picture)
    pictures, before = pictures_for(request.user, meeting, key_of(page.programme)) if meeting else ([], None)
    if picture:
        briefing = Briefing.from_json(picture.content)
    else:
        briefing = prepare(request.user, page.programme, today=timezone.localdate(), meeting=meeting, before=before)
    return Desk(page, meetings, meeting, pictures, picture, briefing)


def _picture(request: HttpRequest, page: Page, meetings: list[Meeting]) -> Picture | None:
    """The picture that the address names. One was frozen with what our side may see: only our side reads it again."""
    asked = _uid(request.GET.get("picture", ""))
    if asked is None:
        return None
    rows = Picture.objects.filter(uid=asked, key=key_of(page.programme), meeting__in=meetings)
    found = rows.select_related("meeting__dossier").first()
    if found is None or not access.may(request.user, "meetings.view_dossier", found.meeting.dossier):
        raise Http404
    return found


def _meeting(request: HttpRequest, meetings: list[Meeting], picture: Picture | None) -> Meeting | None:
    asked = picture.meeting.uid if picture else _uid(request.GET.get("meeting", ""))
    if asked is None:
        return None
    for meeting in meetings:
        if meeting.uid == asked:
            return meeting
    raise Http404


def _uid(typed: str) -> UUID | None:
    if not typed:
        return None
    try:
        return UUID(typed)
    except ValueError:
        raise Http404 from None


@opens("cooperation.print_briefing")
@require_safe
def briefing(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The briefing on one page, for today or for a meeting."""
    desk = desk_of(request, uid)
    may_freeze = bool(
        desk.meeting and not desk.picture and access.may(request.user, "meetings.edit_meeting", desk.meeting)
    )
    context: dict[str, Any] = {
        "title": _("Briefing"),
        "page": desk.page,
        "desk": desk,
        "briefing": desk.briefing,
        "may_freeze": may_freeze,
        "word": f"{reverse('cooperation:briefing_word', args=[uid])}{desk.query}",
    }
    return render(request, "cooperation/briefing.html", context)


@opens("cooperation.print_briefing")
@require_safe
def word(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The briefing as a Word file."""
    desk = desk_of(request, uid)
    programme = desk.page.programme
    on = timezone.localdate(desk.picture.frozen_at) if desk.picture else timezone.localdate()
    issuer, superior = _printed_by(request, programme)
    paper = paper_of(desk.briefing, issuer=issuer, superior=superior, on=on, illustrative=programme.illustrative)
    answer = HttpResponse(to_word(paper), content_type=WORD)
    answer["Content-Disposition"] = f'attachment; filename="briefing-{on:%Y-%m-%d}.docx"'
    return answer


def _printed_by(request: HttpRequest, programme: Programme) -> tuple[str, str]:
    """The organisation at the head of the paper, and what it stands under: the other side prints in its own name."""
    if programme.authority_id in sides_of(request.user):
        return str(programme.drafting), str(programme.authority)
    acting = access.standing(request.user).acting
    return (acting.organization_name if acting else str(programme.partner)), ""


@require_POST
@opens("cooperation.print_briefing")
def freeze(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Keep the briefing with the meeting, so that the next one shows what changed."""
    desk = desk_of(request, uid)
    if desk.meeting is None or desk.picture:
        raise Http404
    picture = freeze_picture(
        request.user, desk.meeting, key_of(desk.page.programme), desk.briefing.as_json(), at=timezone.now()
    )
    messages.success(request, _("The briefing has been frozen with the meeting."))
    return redirect(f"{reverse('cooperation:briefing', args=[uid])}?picture={picture.uid}")


@opens("cooperation.edit_programme")
def meetings(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Meetings about the programme: which are linked, and linking one more."""
    page = kept_page_of(request, uid)
    form = MeetingForm(request.POST or None, user=request.user, programme=page.programme)
    if request.method == "POST" and form.is_valid():
        services.link_meeting(request.user, page.programme, form.cleaned_data["meeting"], at=timezone.now())
        messages.success(request, _("The meeting has been linked."))
        return redirect("cooperation:meetings", uid)
    seen = meetings_of(page.programme, request.user).values("pk")
    context = {
        "title": _("Meetings about the programme"),
        "page": page,
        "form": form,
        "linked": page.programme.held_meetings.filter(meeting__in=seen).select_related("meeting"),
        "submit": _("Link the meeting"),
        "revision": "",
        "back": page.url("programme"),
    }
    return render(request, "cooperation/meetings.html", context, status=422 if form.errors else 200)


@require_POST
@opens("cooperation.edit_programme")
def meeting_unlink(request: HttpRequest, uid: UUID, part: UUID) -> HttpResponse:
    """Take the link to a meeting back."""
    page = kept_page_of(request, uid)
    linked = get_object_or_404(page.programme.held_meetings.select_related("meeting"), uid=part)
    services.unlink_meeting(request.user, linked, at=timezone.now())
    return redirect("cooperation:meetings", uid)
