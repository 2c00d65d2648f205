"""Drafting: starting a scheme, its heading, titles, grounds, parts, money and the results of the previous period."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from phusa.foundation import access
from phusa.foundation.access import DRAFTERS
from phusa.foundation.access.web import opens
from phusa.foundation.instruments.services import find_or_add_instrument
from phusa.foundation.organizations.models import Organization
from phusa.foundation.organizations.vocabulary import Level
from phusa.foundation.ui.forms import refuse
from phusa.kernel.refusals import Refused
from phusa.planning.schemes import services
from phusa.planning.schemes.models import Objective, Solution, Task, TaskGroup
from phusa.planning.schemes.queries import instrument_numbered, visible_to
from phusa.planning.schemes.rules import earlier_targets
from phusa.planning.schemes.vocabulary import ObjectiveKind
from phusa.planning.schemes.web.forms import (
    BudgetForm,
    GroundForm,
    GroupForm,
    HeadingForm,
    NewSchemeForm,
    ObjectiveForm,
    PartForm,
    ResultForm,
    SolutionForm,
    TitleForm,
)
from phusa.planning.schemes.web.pages import Page, draft_page_of, page_of

AUTHORITIES = (Level.PROVINCE, Level.COUNCIL, Level.CENTRAL, Level.MINISTRY, Level.PARTY, Level.COMMUNE)
MOST_YEARS = 12  # a budget table wider than this is not a table


# Starting, and the heading


@opens("schemes.create_scheme")
def new(request: HttpRequest) -> HttpResponse:
    """Start a scheme."""
    ours = access.standing(request.user).own(*DRAFTERS)
    drafting = Organization.objects.filter(pk__in=ours)
    first = drafting.select_related("parent").first()
    form = NewSchemeForm(
        request.POST or None,
        drafting=drafting,
        authorities=Organization.objects.filter(level__in=AUTHORITIES, active=True),
        earlier=visible_to(request.user),
        initial={"drafting": first, "authority": first.parent if first else None},
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        version = services.create_scheme(
            request.user,
            drafting=chosen["drafting"],
            authority=chosen["authority"],
            kind=chosen["kind"],
            heading=form.heading(),
            previous=chosen["previous"],
            as_issued=chosen["as_issued"],
            at=timezone.now(),
        )
        messages.success(request, _("The scheme has been started. Add its objectives and tasks."))
        return redirect("schemes:document", version.scheme.uid)
    context = {"title": _("New scheme"), "form": form, "submit": _("Start"), "back": reverse("schemes:list")}
    return render(request, "schemes/new.html", context, status=422 if form.errors else 200)


@opens("schemes.edit_scheme")
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Edit the heading of the draft."""
    page = drafted(request, uid)
    version = page.version
    names = ("title", "period_from", "period_to", "orientation", "general_objective")
    form = HeadingForm(request.POST or None, initial={name: getattr(version, name) for name in names})
    if request.method == "POST" and form.is_valid():
        services.edit_scheme(
            request.user, version, revision=revision_in(request), heading=form.heading(), at=timezone.now()
        )
        messages.success(request, _("The heading has been saved."))
        return redirect(page.url("document"))
    return _form_page(request, page, form, _("Title, period, general objective"), _("Save"), version.revision)


@opens("schemes.edit_scheme")
def titles(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The titles under which the scheme is known; others may be recorded at any time."""
    page = page_of(request, uid)
    access.require(request.user, "schemes.edit_scheme", page.version)
    form = TitleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_title(request.user, page.scheme, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The title has been recorded."))
        return redirect("schemes:titles", uid)
    context = {
        "title": _("Titles of the scheme"),
        "page": page,
        "form": form,
        "titles": page.scheme.titles.all(),
        "submit": _("Record the title"),
        "back": page.url("document"),
    }
    return render(request, "schemes/titles.html", context, status=422 if form.errors else 200)


@require_POST
@opens("schemes.edit_scheme")
def remove_title(request: HttpRequest, uid: UUID, title: int) -> HttpResponse:
    """Take out a title recorded by mistake."""
    page = page_of(request, uid)
    services.remove_title(request.user, get_object_or_404(page.scheme.titles, pk=title), at=timezone.now())
    messages.success(request, _("The title has been taken out."))
    return redirect("schemes:titles", uid)


# Grounds


@opens("schemes.edit_scheme")
def grounds(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The instruments that the draft rests on."""
    page = drafted(request, uid)
    form = GroundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at, typed = timezone.now(), form.cleaned_data
        instrument = instrument_numbered(typed["number"], typed["issued_on"])
        if instrument is None:
            missing = [name for name in ("issued_on", "issuer_name", "title") if not typed[name]]
            for name in missing:
                form.add_error(name, _("The register does not have this instrument yet: say this too."))
            instrument = None if missing else find_or_add_instrument(request.user, at=at, **typed)
        if instrument is not None:
            services.add_ground(request.user, page.version, instrument, at=at)
            messages.success(request, _("%(instrument)s is now a ground.") % {"instrument": instrument})
            return redirect("schemes:grounds", uid)
    context = {
        "title": _("Grounds"),
        "page": page,
        "form": form,
        "grounds": page.version.grounds.select_related("instrument"),
        "submit": _("Add the ground"),
        "back": f"{page.url('document')}#grounds",
    }
    return render(request, "schemes/grounds.html", context, status=422 if form.errors else 200)


@require_POST
@opens("schemes.edit_scheme")
def remove_ground(request: HttpRequest, uid: UUID, part: UUID) -> HttpResponse:
    """Take a ground out; `part` is the instrument."""
    page = drafted(request, uid)
    services.remove_ground(
        request.user, get_object_or_404(page.version.grounds, instrument__uid=part), at=timezone.now()
    )
    return redirect("schemes:grounds", uid)


# Objectives, groups, solutions


@dataclass(frozen=True)
class Kind:
    """A kind of part: its form, its deeds, and what it is called."""

    model: type[Any]
    form: type[PartForm]
    add: Callable[..., Any]
    edit: Callable[..., Any]
    new_title: Any
    edit_title: Any
    anchor: str  # what stands before the lineage in the anchor of the document


KINDS = {
    "objectives": Kind(
        Objective,
        ObjectiveForm,
        services.add_objective,
        services.edit_objective,
        gettext_lazy("New objective or target"),
        gettext_lazy("Objective or target"),
        "",
    ),
    "groups": Kind(
        TaskGroup,
        GroupForm,
        services.add_group,
        services.edit_group,
        gettext_lazy("New group"),
        gettext_lazy("Group"),
        "g-",
    ),
    "solutions": Kind(
        Solution,
        SolutionForm,
        services.add_solution,
        services.edit_solution,
        gettext_lazy("New solution"),
        gettext_lazy("Solution"),
        "",
    ),
}


@opens("schemes.edit_scheme")
def part_new(request: HttpRequest, uid: UUID, kind: str) -> HttpResponse:
    """Add an objective, a group or a solution."""
    page, of_kind = drafted(request, uid), _kind(kind)
    form = of_kind.form(request.POST or None, version=page.version, initial=_asked_for(request, page))
    if request.method == "POST" and form.is_valid():
        added = of_kind.add(request.user, page.version, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Added: %(row)s") % {"row": added})
        return redirect(f"{page.url('document')}#{of_kind.anchor}{added.lineage}")
    return _form_page(request, page, form, str(of_kind.new_title), _("Add"))


@opens("schemes.edit_scheme")
def part_edit(request: HttpRequest, uid: UUID, kind: str, part: UUID) -> HttpResponse:
    """Edit a part; it can also be moved or taken out from here."""
    page, of_kind = drafted(request, uid), _kind(kind)
    row = get_object_or_404(of_kind.model, version=page.version, lineage=part)
    form = of_kind.form(request.POST or None, version=page.version, part=row)
    if request.method == "POST" and form.is_valid():
        try:
            of_kind.edit(request.user, row, revision=revision_in(request), at=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect(f"{page.url('document')}#{of_kind.anchor}{part}")
    return _form_page(request, page, form, str(of_kind.edit_title), _("Save"), row.revision, kind=kind, row=row)


@require_POST
@opens("schemes.edit_scheme")
def remove(request: HttpRequest, uid: UUID, kind: str, part: UUID) -> HttpResponse:
    """Take a part or a task out of the draft."""
    page = drafted(request, uid)
    row = _row(page, kind, part)
    deed: Callable[..., None] = services.remove_task if kind == "tasks" else services.remove_part
    deed(request.user, row, revision=revision_in(request), at=timezone.now())
    messages.success(request, _("Taken out: %(row)s") % {"row": row})
    return redirect(page.url("document"))


@require_POST
@opens("schemes.edit_scheme")
def move(request: HttpRequest, uid: UUID, kind: str, part: UUID) -> HttpResponse:
    """Move a part or a task by one place."""
    page = drafted(request, uid)
    services.move_part(
        request.user, _row(page, kind, part), later=request.POST.get("direction") == "later", at=timezone.now()
    )
    name = "schemes:task_edit" if kind == "tasks" else "schemes:part_edit"
    return redirect(name, *([uid, part] if kind == "tasks" else [uid, kind, part]))


# Money, and the previous period


@opens("schemes.edit_scheme")
def budget(request: HttpRequest, uid: UUID, part: UUID | None = None) -> HttpResponse:
    """The amounts of the scheme, or of one task, by source and year."""
    page = drafted(request, uid)
    task = get_object_or_404(Task, version=page.version, lineage=part) if part else None
    lines = page.version.budget_lines.filter(task=task)
    amounts = {(line.source, line.year): line.amount for line in lines}
    form = BudgetForm(request.POST or None, years=_years(page, amounts), amounts=amounts)
    if request.method == "POST" and form.is_valid():
        services.set_budget(request.user, page.version, form.amounts(), task=task, at=timezone.now())
        messages.success(request, _("The budget has been saved."))
        return redirect(f"{page.url('document')}#{part or 'budget'}")
    context = {
        "title": _("Budget of task %(code)s") % {"code": task.code} if task else _("Budget"),
        "page": page,
        "form": form,
        "task": task,
        "back": f"{page.url('document')}#{part or 'budget'}",
    }
    return render(request, "schemes/budget.html", context, status=422 if form.errors else 200)


def _years(page: Page, amounts: dict[tuple[str, int | None], int]) -> list[int]:
    """The years of the period, and every year that an amount names already."""
    start = page.version.period_from or page.version.period_to
    end = page.version.period_to or page.version.period_from
    named = {year for _source, year in amounts if year}
    if start and end:
        named |= set(range(start, min(end, start + MOST_YEARS - 1) + 1))
    return sorted(named) or [timezone.localdate().year]


@opens("schemes.edit_scheme")
def results(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What was reached of each target of the previous scheme."""
    page = drafted(request, uid)
    known = {result.objective.lineage: result for result in page.version.previous_results.select_related("objective")}
    rows = []
    for target in earlier_targets(page.version):
        result = known.get(target.lineage)
        names = ("value_text", "source", "no_source")
        initial = {name: getattr(result, name) for name in names} if result else {}
        rows.append((target, ResultForm(request.POST or None, prefix=str(target.lineage), initial=initial)))
    valid = [form.is_valid() for _target, form in rows]
    if request.method == "POST" and all(valid):
        at = timezone.now()
        for target, form in rows:
            if form.has_changed():
                services.record_result(request.user, page.version, target, at=at, **form.cleaned_data)
        messages.success(request, _("The results have been saved."))
        return redirect(f"{page.url('document')}#results")
    context = {
        "title": _("Results of the previous period"),
        "page": page,
        "rows": rows,
        "targets": ObjectiveKind.TARGET,
        "back": f"{page.url('document')}#results",
    }
    return render(request, "schemes/results.html", context, status=422 if request.method == "POST" else 200)


# What the views share


def drafted(request: HttpRequest, uid: UUID) -> Page:
    """The page of the open version, for somebody who drafts it."""
    page = draft_page_of(request, uid)
    access.require(request.user, "schemes.edit_scheme", page.version)
    return page


def _kind(kind: str) -> Kind:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


def _row(page: Page, kind: str, lineage: UUID) -> Any:
    model = Task if kind == "tasks" else _kind(kind).model
    return get_object_or_404(model, version=page.version, lineage=lineage)


def revision_in(request: HttpRequest) -> int:
    """The revision that the form was made from; 0, which no row has, where it names none."""
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isdecimal() else 0


def _asked_for(request: HttpRequest, page: Page) -> dict[str, Any]:
    """What the address fills in: the group under which somebody pressed «add», the kind of objective."""
    wanted: dict[str, Any] = {}
    if group := page.version.groups.filter(lineage__in=lineages_in(request.GET.get("group"))).first():
        wanted |= {"group": group.pk, "parent": group.pk}
    if request.GET.get("kind") in ObjectiveKind.values:
        wanted["kind"] = request.GET["kind"]
    return wanted


def lineages_in(text: str | None) -> list[UUID]:
    """The lineage that an address gives; none for anything else."""
    try:
        return [UUID(text or "")]
    except ValueError:
        return []


def _form_page(
    request: HttpRequest,
    page: Page,
    form: Any,
    title: str,
    submit: str,
    revision: int | None = None,
    *,
    kind: str = "",
    row: Any = None,
) -> HttpResponse:
    context = {
        "title": title,
        "page": page,
        "form": form,
        "submit": submit,
        "revision": revision,
        "back": page.url("document"),
        "kind": kind,
        "row": row,
    }
    return render(request, "schemes/part.html", context, status=422 if form.errors else 200)
