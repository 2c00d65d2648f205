"""Deciding: each step of the workflow as a page that asks, and a post that does."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.access.web import opens
from phusa.foundation.instruments.services import find_or_add_instrument
from phusa.foundation.ui.forms import refuse
from phusa.kernel.refusals import Refused
from phusa.planning.schemes import rules, services
from phusa.planning.schemes.models import SchemeVersion
from phusa.planning.schemes.vocabulary import VersionState
from phusa.planning.schemes.web.forms import ApprovalForm, InstrumentForm, ReasonForm
from phusa.planning.schemes.web.pages import Page, draft_page_of, page_of
from phusa.planning.schemes.workflow import SCHEME


@opens("schemes.submit_scheme")
def submit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask, with everything that still forbids it; then submit."""
    page = draft_page_of(request, uid)
    access.require(request.user, "schemes.submit_scheme", page.version)
    authority = page.authority_today or page.scheme.authority
    if request.method == "POST":
        services.submit(request.user, page.version, at=timezone.now())
        messages.success(request, _("The draft has been submitted to %(authority)s.") % {"authority": authority})
        return redirect(page.url("document"))
    consequences = [_("The wording can no longer be changed, unless it is returned.")]
    consequences += [
        _("Passed with a reason: %(rule)s (%(reason)s)") % {"rule": finding.rule.holds, "reason": finding.waiver}
        for finding in page.readiness.passed
    ]
    return _asked(
        request,
        page,
        "submit",
        title=_("Submit version %(number)d?") % {"number": page.version.number},
        what=_("The draft is handed to %(authority)s for approval.") % {"authority": authority},
        consequences=consequences,
        submit=_("Submit"),
    )


@opens("schemes.return_scheme")
def return_(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give the draft back with a reason."""
    page = draft_page_of(request, uid)
    access.require(request.user, "schemes.return_scheme", page.version)

    def give_back(form: ReasonForm) -> str:
        services.return_(request.user, page.version, reason=form.cleaned_data["reason"], at=timezone.now())
        return _("The draft has been returned.")

    form = ReasonForm(request.POST or None)
    form.fields["reason"].label = _("What has to be completed")
    return _decided(
        request, page, form, give_back, _("Return version %(number)d") % {"number": page.version.number}, _("Return")
    )


@opens("schemes.waive_rule")
def waive(request: HttpRequest, uid: UUID, rule: str) -> HttpResponse:
    """Pass a required line, with a reason."""
    page = draft_page_of(request, uid)
    access.require(request.user, "schemes.waive_rule", page.version)
    line = rules.RULE.get(rule)
    if line is None:
        raise Http404

    def pass_it(form: ReasonForm) -> str:
        reason = form.cleaned_data["reason"]
        services.waive(request.user, page.version, rule=rule, reason=reason, at=timezone.now())
        return _("The line has been passed; the reason is printed in the submission.")

    known = page.version.waivers.filter(rule=rule).first()
    form = ReasonForm(request.POST or None, initial={"reason": known.reason if known else ""})
    form.fields["reason"].help_text = _("It is printed in the submission, with your name.")
    lead = f"{line.holds} ({line.source})"
    return _decided(request, page, form, pass_it, _("Pass a required line"), _("Pass"), lead=lead)


@opens("schemes.approve_scheme")
def approve(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Approve the submitted version."""
    page = draft_page_of(request, uid)
    access.require(request.user, "schemes.approve_scheme", page.version)

    def put_in_force(form: ApprovalForm) -> str:
        revision, day = int(request.POST.get("revision") or 0), form.cleaned_data["approved_on"]
        services.approve(request.user, page.version, revision=revision, approved_on=day, at=timezone.now())
        return _("The scheme has been approved; its tasks are issued.")

    return _decided(
        request,
        page,
        ApprovalForm(request.POST or None),
        put_in_force,
        _("Approve version %(number)d") % {"number": page.version.number},
        _("Approve"),
        lead=_consequence(page),
        refusals=SCHEME.check("approve", page.version, timezone.now()),
        revision=page.version.revision,
    )


@opens("schemes.record_approval")
def record_approval(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Record an approval that was signed on paper."""
    page = draft_page_of(request, uid)
    access.require(request.user, "schemes.record_approval", page.version)

    def put_in_force(form: InstrumentForm) -> str:
        at = timezone.now()
        instrument = find_or_add_instrument(request.user, at=at, **form.cleaned_data)
        services.record_approval(request.user, page.version, instrument=instrument, at=at)
        return _("The approval has been recorded; the tasks are issued.")

    form = InstrumentForm(request.POST or None, initial=_usual_instrument(page))
    title = _("Record the approval of version %(number)d") % {"number": page.version.number}
    return _decided(request, page, form, put_in_force, title, _("Record it"), lead=_consequence(page))


@opens("schemes.record_approval")
def identify_approval(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Record number and date of the instrument of a version approved in the program."""
    page = page_of(request, uid)
    access.require(request.user, "schemes.record_approval", page.version)
    if page.version.state != VersionState.APPROVED or page.version.instrument_id:
        raise Http404

    def identify(form: InstrumentForm) -> str:
        at = timezone.now()
        instrument = find_or_add_instrument(request.user, at=at, **form.cleaned_data)
        services.identify_approval(request.user, page.version, instrument=instrument, at=at)
        return _("Number and date have been recorded.")

    form = InstrumentForm(request.POST or None, initial=_usual_instrument(page))
    return _decided(request, page, form, identify, _("Record number and date of the approval"), _("Record it"))


@opens("schemes.edit_scheme")
def amend(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Start a new draft from the version in force."""
    page = page_of(request, uid)
    access.require(request.user, "schemes.edit_scheme", page.version)
    if page.in_force is None:
        raise Http404
    in_force: SchemeVersion = page.in_force
    if request.method == "POST":
        draft = services.open_amendment(request.user, in_force, at=timezone.now())
        messages.success(request, _("Version %(number)d is being drafted.") % {"number": draft.number})
        return redirect("schemes:document", uid, draft.number)
    return _asked(
        request,
        page,
        "amend",
        title=_("Amend the scheme?"),
        what=_("Version %(number)d stays in force; a new draft is made from it.") % {"number": in_force.number},
        consequences=[
            _("Tasks go on, with their progress, until the new version is approved."),
            _("Only those who draft, the authority’s office and leaders, and auditors see the draft."),
        ],
        submit=_("Start the amendment"),
    )


@opens("schemes.edit_scheme")
def discard(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Throw away a draft that was never submitted."""
    page = draft_page_of(request, uid)
    access.require(request.user, "schemes.edit_scheme", page.version)
    if request.method == "POST":
        services.discard_draft(request.user, page.version, at=timezone.now())
        messages.success(request, _("The draft has been discarded."))
        return redirect("schemes:document", uid) if page.in_force else redirect("schemes:list")
    return _asked(
        request,
        page,
        "discard",
        title=_("Discard version %(number)d?") % {"number": page.version.number},
        what=_("Everything written in this draft is thrown away. The journal keeps a copy of its wording."),
        consequences=[],
        submit=_("Discard the draft"),
        danger=True,
    )


def _consequence(page: Page) -> str:
    """What an approval does, in a sentence."""
    if page.in_force:
        return _("The new version comes into force and version %(number)d is superseded.") % {
            "number": page.in_force.number
        }
    return _("The wording is frozen, and every task is issued to its parties.")


def _usual_instrument(page: Page) -> dict[str, Any]:
    return {"kind": "decision", "issuer_name": page.scheme.authority.current_name, "title": page.version.title}


def _asked(
    request: HttpRequest,
    page: Page,
    step: str,
    *,
    title: str,
    what: str,
    consequences: list[str],
    submit: str,
    danger: bool = False,
) -> HttpResponse:
    """The page that asks before a step; what forbids the step stands above the button."""
    workflow_step = "edit" if step == "discard" else step
    version = page.in_force if step == "amend" and page.in_force else page.version
    context = {
        "title": title,
        "page": page,
        "what": what,
        "consequences": consequences,
        "refusals": SCHEME.check(workflow_step, version, timezone.now()),
        "action": reverse(f"schemes:{step}", args=[page.scheme.uid]),
        "submit": submit,
        "back": page.url("document"),
        "danger": danger,
    }
    return render(request, "schemes/ask.html", context)


def _decided(
    request: HttpRequest,
    page: Page,
    form: Any,
    deed: Callable[[Any], str],
    title: str,
    submit: str,
    *,
    lead: str = "",
    refusals: Any = (),
    revision: int | None = None,
) -> HttpResponse:
    """A form in front of a deed: done and back to the document, or shown again with what is wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, deed(form))
            return redirect("schemes:document", page.scheme.uid)
        except Refused as refused:
            refuse(form, refused)
    context = {
        "title": title,
        "page": page,
        "form": form,
        "submit": submit,
        "lead": lead,
        "refusals": refusals,
        "revision": revision,
        "back": page.url("document"),
    }
    return render(request, "schemes/decide.html", context, status=422 if form.errors else 200)
