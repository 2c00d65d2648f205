"""Following up: an agency answers a line, the chair decides, and an assignment is made of a statement."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phusa.foundation import access
from phusa.foundation.access.web import opens
from phusa.foundation.ui.forms import refuse
from phusa.kernel.refusals import Refused
from phusa.planning.assignments.vocabulary import PartyRole, PartyTerms
from phusa.planning.assignments.web.terms import TermsDesk
from phusa.planning.meetings import services
from phusa.planning.meetings.models import Line, Statement
from phusa.planning.meetings.queries import statements_visible_to
from phusa.planning.meetings.vocabulary import Answer, ConclusionState, Decision
from phusa.planning.meetings.web.forms import AnswerForm, DecisionForm, TermForm
from phusa.planning.meetings.web.pages import meeting_of
from phusa.planning.meetings.web.views.asking import GET_AND_POST, decided, line_of
from phusa.planning.meetings.workflow import permission_to_write


@opens("meetings.answer_line")
@require_http_methods(GET_AND_POST)
def answer(request: HttpRequest, uid: UUID, part: UUID) -> HttpResponse:
    """Done, in progress, or not done with the reason, which asks the chair."""
    line = line_of(request, uid, part)
    access.require(request.user, "meetings.answer_line", line)

    def say(form: Any) -> str:
        typed = form.cleaned_data
        services.answer_line(
            request.user,
            line,
            answer=typed["answer"],
            narrative=typed["narrative"],
            percent=typed["percent"] or 0,
            wanted_term=typed["wanted_term"],
            at=timezone.now(),
        )
        asks = typed["answer"] == Answer.NOT_DONE
        return _("The chair has been asked.") if asks else _("The report has been recorded.")

    percent = line.assignment.percent
    form = AnswerForm(request.POST or None, initial={"answer": Answer.IN_PROGRESS, "percent": percent})
    return _about_line(request, line, form, say, _("Answer line %(number)d"), _("Answer"))


@opens("meetings.decide_line")
@require_http_methods(GET_AND_POST)
def decide(request: HttpRequest, uid: UUID, part: UUID) -> HttpResponse:
    """Waive the line, give it a new term, or have it done as it stands."""
    line = line_of(request, uid, part)
    access.require(request.user, "meetings.decide_line", line)
    asked = line.referrals.filter(decision="").select_related("asked_for").first()

    def settle(form: Any) -> str:
        typed = form.cleaned_data
        services.decide_line(request.user, line, at=timezone.now(), **typed)
        return _("Decided: %(decision)s") % {"decision": Decision(typed["decision"]).label}

    shown = {"decision": Decision.NEW_TERM if asked and asked.wanted_term else Decision.UPHELD}
    form = DecisionForm(request.POST or None, initial=shown | {"new_term": asked.wanted_term if asked else ""})
    lead = _("%(agency)s: %(reason)s") % {"agency": asked.asked_for, "reason": asked.reason} if asked else ""
    return _about_line(request, line, form, settle, _("Decide on line %(number)d"), _("Decide"), lead)


@opens("meetings.correct_conclusion")
@require_http_methods(GET_AND_POST)
def term(request: HttpRequest, uid: UUID, part: UUID) -> HttpResponse:
    """Set the deadline of a line that has none."""
    line = line_of(request, uid, part)
    binds = line.conclusion.state == ConclusionState.ISSUED
    access.require(request.user, "meetings.decide_line" if binds else permission_to_write(line.conclusion), line)

    def set_it(form: Any) -> str:
        services.set_term(request.user, line, term=form.cleaned_data["term"], at=timezone.now())
        return _("The deadline has been set.")

    form = TermForm(request.POST or None)
    return _about_line(request, line, form, set_it, _("Set the deadline of line %(number)d"), _("Set the deadline"))


def _about_line(
    request: HttpRequest, line: Line, form: Any, deed: Any, title: str, submit: str, lead: str = ""
) -> HttpResponse:
    return decided(
        request,
        line.conclusion,
        form,
        deed,
        title=title % {"number": line.number},
        submit=submit,
        lead=lead,
        quote=line.assignment.content,
        back=f"{line.conclusion.get_absolute_url()}#{line.uid}",
    )


@opens("meetings.edit_meeting")
@require_http_methods(GET_AND_POST)
def assign(request: HttpRequest) -> HttpResponse:
    """Make an assignment of a statement, named by `?statement=`."""
    statement = _statement(request)
    meeting = meeting_of(request.user, statement.meeting.uid)
    access.require(request.user, "meetings.edit_meeting", meeting)
    desk = TermsDesk(
        request.POST or None,
        day=meeting.held_on,
        authority_id=meeting.authority_id,
        texts={"content": statement.text},
        leads=_speaking_side(statement),
    )
    if desk.sent and desk.is_valid():
        try:
            made = services.assign_from_statement(request.user, statement, desk.terms(), at=timezone.now())
        except Refused as refused:
            refuse(desk.form, refused)
        else:
            messages.success(request, _("The assignment has been made: %(content)s") % {"content": made.content})
            return redirect(statement.get_absolute_url())
    context = {
        "title": _("Make an assignment of a statement"),
        "about": meeting,
        "desk": desk,
        "row": None,
        "quote": statement.text,
        "submit": _("Make the assignment"),
        "revision": None,
        "saved": None,
        "may_add_another": False,
        "back": statement.get_absolute_url(),
        "wide": True,
    }
    return render(request, "meetings/line.html", context, status=422 if desk.invalid else 200)


def _statement(request: HttpRequest) -> Statement:
    """404 for a statement that the reader may not see, or none."""
    try:
        uid = UUID(request.GET.get("statement", ""))
    except ValueError:
        raise Http404 from None
    rows = statements_visible_to(request.user).select_related("meeting", "delegation__organization")
    found = rows.filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def _speaking_side(statement: Statement) -> list[PartyTerms]:
    """Who promised it is offered as the lead."""
    if statement.delegation is None:
        return []
    side = statement.delegation.organization
    return [PartyTerms(PartyRole.LEAD, side.pk, None, side.current_name)]
