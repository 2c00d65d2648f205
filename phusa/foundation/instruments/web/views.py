"""Pages of instruments."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phusa.foundation import access
from phusa.foundation.access.web import SIGNED_IN, opens
from phusa.foundation.files.queries import files_of
from phusa.foundation.files.web.forms import FileForm
from phusa.foundation.instruments import services
from phusa.foundation.instruments.models import Instrument, InstrumentRelation
from phusa.foundation.instruments.queries import relations_of, relations_to, visible_to
from phusa.foundation.instruments.vocabulary import RelationKind
from phusa.foundation.instruments.web.forms import InstrumentForm, RelationForm, form_of
from phusa.foundation.instruments.web.lists import INSTRUMENTS
from phusa.foundation.journal.queries import history_of
from phusa.foundation.journal.wording import happenings
from phusa.foundation.ui.forms import refuse
from phusa.kernel.refusals import Refused

HISTORY = 20


@opens(SIGNED_IN)
@require_safe
def instruments(request: HttpRequest) -> HttpResponseBase:
    """Laws, decisions, letters, press items."""
    context = {"title": _("Instruments"), "may_add": access.may(request.user, "instruments.add_instrument")}
    return INSTRUMENTS.respond(request, visible_to(request.user), context, template="instruments/list.html")


@opens(SIGNED_IN)
@require_safe
def page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One instrument, with its relations in both directions."""
    return _page(request, _visible(request, uid))


@opens("instruments.add_instrument")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Enter an instrument."""
    form = InstrumentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_instrument(request.user, form.terms, at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The instrument has been added."))
            return redirect(made)
    context = {"title": _("Add an instrument"), "form": form, "submit": _("Add"), "back": "../"}
    return render(request, "instruments/edit.html", context, status=422 if form.errors else 200)


@opens("instruments.edit_instrument")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put right what was entered."""
    instrument = _visible(request, uid)
    form = InstrumentForm(request.POST) if request.method == "POST" else form_of(instrument)
    if request.method == "POST" and form.is_valid():
        revision = _revision(request)
        try:
            services.edit_instrument(request.user, instrument, form.terms, revision=revision, at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The changes have been saved."))
            return redirect(instrument)
    context = {
        "title": _("Edit the instrument"),
        "instrument": instrument,
        "form": form,
        "submit": _("Save"),
        "back": instrument.get_absolute_url(),
        "revision": _revision(request) if form.is_bound else instrument.revision,
    }
    return render(request, "instruments/edit.html", context, status=422 if form.errors else 200)


@opens("instruments.edit_instrument")
@require_POST
def attach(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Keep a file of the instrument."""
    instrument = _visible(request, uid)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        file, secrecy = form.cleaned_data["file"], form.cleaned_data["secrecy"]
        try:
            services.attach_file(request.user, instrument, file, secrecy=secrecy, at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The file has been added."))
            return redirect(instrument)
    return _page(request, instrument, file_form=form)


@opens("instruments.edit_instrument")
@require_POST
def relate(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say how this instrument stands to another."""
    instrument = _visible(request, uid)
    form = RelationForm(request.POST)
    if form.is_valid():
        kind, other = form.cleaned_data["kind"], form.cleaned_data["other"]
        try:
            services.relate(request.user, instrument, kind, other, at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The relation has been recorded."))
            return redirect(instrument)
    return _page(request, instrument, relation_form=form)


@opens("instruments.edit_instrument")
@require_POST
def unrelate(request: HttpRequest, uid: UUID, relation: int) -> HttpResponse:
    """Take a relation back."""
    instrument = _visible(request, uid)
    rows = InstrumentRelation.objects.select_related("instrument", "other").filter(instrument=instrument)
    row = get_object_or_404(rows, pk=relation)
    services.unrelate(request.user, row, at=timezone.now())
    messages.success(request, _("The relation has been taken back."))
    return redirect(instrument)


def _page(
    request: HttpRequest,
    instrument: Instrument,
    *,
    relation_form: RelationForm | None = None,
    file_form: FileForm | None = None,
) -> HttpResponse:
    """The instrument's page; with a form that could not be kept, 422 and everything as it was typed."""
    context = {
        "title": instrument.citation,
        "instrument": instrument,
        "facts": [
            (_("Kind"), instrument.get_kind_display()),
            (_("Number and symbol"), instrument.number),
            (_("Issued by"), instrument.issuer_name),
            (_("Issued on"), instrument.issued_on),
            (_("In effect from"), instrument.effective_on),
        ],
        "relations": [
            *((one.get_kind_display(), one.other, one) for one in relations_of(instrument)),
            *((RelationKind(one.kind).seen_from_the_other, one.instrument, None) for one in relations_to(instrument)),
        ],
        "files": files_of(instrument).select_related("stored_by"),
        "relation_form": relation_form or RelationForm(),
        "file_form": file_form or FileForm(),
        "may_edit": access.may(request.user, "instruments.edit_instrument", instrument),
        "happenings": happenings(history_of(instrument)[:HISTORY]),
    }
    return render(request, "instruments/instrument.html", context, status=422 if relation_form or file_form else 200)


def _visible(request: HttpRequest, uid: UUID) -> Instrument:
    found: Instrument = get_object_or_404(visible_to(request.user), uid=uid)
    return found


def _revision(request: HttpRequest) -> int:
    value = request.POST.get("revision", "")
    return int(value) if value.isdecimal() else 0
