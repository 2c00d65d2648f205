"""Commitments: writing them down, changing them, taking them back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.access.web import opens
from phusa.foundation.organizations.queries import within
from phusa.foundation.ui.forms import refuse
from phusa.kernel.refusals import Refused
from phusa.kernel.text import format_date
from phusa.planning.assignments.vocabulary import Standing
from phusa.planning.assignments.web.terms import TermsDesk
from phusa.planning.cooperation import services
from phusa.planning.cooperation.models import Commitment
from phusa.planning.cooperation.permissions import keeps_it
from phusa.planning.cooperation.queries import visible_to
from phusa.planning.cooperation.vocabulary import Promise
from phusa.planning.cooperation.web.forms import PromiseForm, ReasonForm, WhichProgrammeForm
from phusa.planning.cooperation.web.pages import Page, kept_page_of, revision_in
from phusa.planning.cooperation.workflow import PROGRAMME
from phusa.planning.meetings.models import Statement
from phusa.planning.meetings.queries import statements_visible_to


@opens("cooperation.edit_programme")
def promise(request: HttpRequest) -> HttpResponse:
    """Make a commitment of a statement: to which programme does it belong? Of one programme alone nothing is asked."""
    statement = _statement(request)
    open_ones = visible_to(request.user).filter(state__in=PROGRAMME.step("record").from_)
    keys = [each.pk for each in open_ones.select_related("drafting") if keeps_it(request.user, each)]
    programmes = open_ones.filter(pk__in=keys)
    form = WhichProgrammeForm(request.GET if "programme" in request.GET else None, programmes=programmes)
    chosen = programmes.first() if len(keys) == 1 else form.cleaned_data["programme"] if form.is_valid() else None
    if chosen and statement:
        return redirect(f"{reverse('cooperation:commitment_new', args=[chosen.uid])}?statement={statement.uid}")
    context = {
        "title": _("Make it a commitment"),
        "form": form,
        "statement": statement,
        "none": not keys,
        "back": statement.get_absolute_url() if statement else reverse("cooperation:list"),
    }
    return render(request, "cooperation/promise.html", context)


def _statement(request: HttpRequest) -> Statement | None:
    """The statement that the address names; 404 for one that the reader may not see."""
    asked = request.GET.get("statement", "")
    if not asked:
        return None
    try:
        uid = UUID(asked)
    except ValueError:
        raise Http404 from None
    rows = statements_visible_to(request.user).select_related("meeting", "delegation")
    return get_object_or_404(rows, uid=uid)


@opens("cooperation.edit_programme")
def new(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Write down what a side promises; of a statement, in the words in which it was said."""
    page = kept_page_of(request, uid)
    statement = _statement(request)
    data = request.POST if request.method == "POST" else None
    day = statement.meeting.held_on if statement else timezone.localdate()
    texts = {"content": statement.text} if statement else {}
    desk = TermsDesk(data, day=day, authority_id=page.programme.authority_id, texts=texts)
    form = PromiseForm(
        data if desk.sent else None,
        programme=page.programme,
        initial={"side": _side_of(page, statement) or page.programme.authority_id},
    )
    if desk.sent and desk.is_valid() and form.is_valid():
        try:
            made = services.add_commitment(
                request.user,
                page.programme,
                side=form.cleaned_data["side"],
                terms=desk.terms(),
                plan=form.cleaned_data["plan"],
                promise=_promise_of(statement),
                on=day,
                at=timezone.now(),
            )
        except Refused as refused:
            refuse(desk.form, refused)
        else:
            messages.success(request, _("Recorded: %(commitment)s") % {"commitment": made.assignment.content})
            if "another" in request.POST:
                return redirect(request.path)
            return redirect(statement.get_absolute_url() if statement else page.url("commitments"))
    return _desk_page(
        request,
        page,
        desk,
        form,
        title=_("New commitment"),
        submit=_("Record the commitment"),
        statement=statement,
    )


def _side_of(page: Page, statement: Statement | None) -> int | None:
    """The side whose delegation said it."""
    if statement is None or statement.delegation is None:
        return None
    said_by = statement.delegation.organization_id
    sides = page.programme.sides
    today = timezone.localdate()
    return next((side for side in sides if said_by in within([side], today)), None)


def _promise_of(statement: Statement | None) -> Promise | None:
    if statement is None:
        return None
    title = f"{statement.meeting.title}, {format_date(statement.meeting.held_on)}"
    return Promise(str(statement.uid), title, statement.get_absolute_url())


@opens("cooperation.edit_programme")
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Change a commitment; one that binds already only with the reason."""
    row = _commitment(request, uid)
    page = kept_page_of(request, row.programme.uid)
    data = request.POST if request.method == "POST" else None
    desk = TermsDesk(data, day=row.assignment.terms_on, authority_id=page.programme.authority_id, kept=row.assignment)
    binding = row.assignment.standing == Standing.ISSUED
    form = PromiseForm(
        data if desk.sent else None,
        programme=page.programme,
        binding=binding,
        new=False,
        initial={"plan": row.plan_id},
    )
    if desk.sent and desk.is_valid() and form.is_valid():
        try:
            services.edit_commitment(
                request.user,
                row,
                revision=revision_in(request),
                terms=desk.terms(),
                plan=form.cleaned_data["plan"],
                reason=form.cleaned_data.get("reason", ""),
                at=timezone.now(),
            )
        except Refused as refused:
            refuse(desk.form, refused)
        else:
            messages.success(request, _("The commitment has been saved."))
            return redirect(page.url("commitments"))
    return _desk_page(request, page, desk, form, title=_("Commitment"), submit=_("Save"), row=row)


def _desk_page(
    request: HttpRequest,
    page: Page,
    desk: TermsDesk,
    form: PromiseForm,
    *,
    title: str,
    submit: str,
    row: Commitment | None = None,
    statement: Statement | None = None,
) -> HttpResponse:
    invalid = desk.sent and bool(desk.invalid or form.errors)
    context: dict[str, Any] = {
        "title": title,
        "page": page,
        "desk": desk,
        "above": form,
        "head": "cooperation/_commitment_head.html",
        "may_add_another": row is None,
        "submit": submit,
        "row": row,
        "statement": statement,
        "revision": row.assignment.revision if row else "",
        "back": statement.get_absolute_url() if statement else page.url("commitments"),
        "wide": True,
    }
    return render(request, "cooperation/commitment.html", context, status=422 if invalid else 200)


@opens("cooperation.edit_programme")
def withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a commitment back, with the reason."""
    row = _commitment(request, uid)
    page = kept_page_of(request, row.programme.uid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.withdraw_commitment(
            request.user, row, revision=revision_in(request), reason=form.cleaned_data["reason"], at=timezone.now()
        )
        messages.success(request, _("The commitment has been taken back."))
        return redirect(page.url("commitments"))
    context = {
        "title": _("Take the commitment back"),
        "page": page,
        "form": form,
        "lead": row.assignment.content,
        "submit": _("Take it back"),
        "refusals": (),
        "revision": row.assignment.revision,
        "back": reverse("cooperation:commitment_edit", args=[uid]),
    }
    return render(request, "cooperation/decide.html", context, status=422 if form.errors else 200)


def _commitment(request: HttpRequest, uid: UUID) -> Commitment:
    """The commitment; 404 for one of a programme that the reader may not see."""
    rows = Commitment.objects.select_related("assignment", "side", "programme__drafting")
    row = rows.filter(uid=uid, programme__in=visible_to(request.user)).first()
    if row is None:
        raise Http404
    access.require(request.user, "cooperation.edit_programme", row.programme)
    return row
