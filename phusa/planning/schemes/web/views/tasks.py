"""Tasks of a draft: one form for terms, parties and solutions, with live readings of deadlines and names."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from phusa.foundation.access.web import opens
from phusa.foundation.organizations.queries import Directory
from phusa.foundation.records.services import Conflict
from phusa.foundation.ui.forms import refuse
from phusa.kernel.refusals import Refused
from phusa.planning.assignments import services as assignments
from phusa.planning.assignments.vocabulary import PartyRole, Terms
from phusa.planning.assignments.web.terms import ROWS_MORE, names_offered, party_rows, reading_of, with_more_rows
from phusa.planning.schemes import services
from phusa.planning.schemes.models import Task
from phusa.planning.schemes.services.tasks import day_of
from phusa.planning.schemes.web.forms import TaskForm
from phusa.planning.schemes.web.pages import Page
from phusa.planning.schemes.web.views.drafting import drafted, lineages_in, revision_in


@opens("schemes.edit_scheme")
def new(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Add a task."""
    page = drafted(request, uid)
    group = page.version.groups.filter(lineage__in=lineages_in(request.GET.get("group"))).first()
    desk = Desk(request, page, None, {"group": group.pk} if group else {})
    if desk.sent and desk.is_valid():
        new_task = services.NewTask(
            desk.terms(),
            group_id=desk.group_id,
            focus=desk.form.cleaned_data["focus"],
            paired_as_written=desk.form.cleaned_data["paired_as_written"],
        )
        solutions = desk.form.cleaned_data["solutions"]
        task = services.add_task(request.user, page.version, new_task, solutions=solutions, at=timezone.now())
        messages.success(request, _("The task has been added. %(reading)s") % {"reading": reading_sentence(task)})
        if "another" in request.POST:
            return redirect(request.get_full_path())
        return redirect(f"{page.url('document')}#{task.lineage}")
    return desk.page_with(_("New task"), _("Add the task"))


@opens("schemes.edit_scheme")
def edit(request: HttpRequest, uid: UUID, part: UUID) -> HttpResponse:
    """Edit a task; when somebody else was faster, both wordings are shown and nothing typed is lost."""
    page = drafted(request, uid)
    task = get_object_or_404(Task.objects.select_related("assignment"), version=page.version, lineage=part)
    desk = Desk(request, page, task, {})
    if desk.sent and desk.is_valid():
        try:
            edited = services.edit_task(
                request.user,
                task,
                revision=revision_in(request),
                terms=desk.terms(),
                group=desk.form.cleaned_data["group"],
                focus=desk.form.cleaned_data["focus"],
                paired_as_written=desk.form.cleaned_data["paired_as_written"],
                solutions=desk.form.cleaned_data["solutions"],
                at=timezone.now(),
            )
        except Conflict:
            return desk.page_with(_("Task"), _("Save what I typed"), saved=True)
        except Refused as refused:
            refuse(desk.form, refused)
        else:
            messages.success(request, _("Saved. %(reading)s") % {"reading": reading_sentence(edited)})
            return redirect(f"{page.url('document')}#{task.lineage}")
    return desk.page_with(_("Task %(code)s") % {"code": task.code} if task.code else _("Task"), _("Save"))


class Desk:
    """The forms of one task: terms, leads, coordinating parties."""

    def __init__(self, request: HttpRequest, page: Page, task: Task | None, initial: dict[str, Any]) -> None:
        self.request, self.page, self.task = request, page, task
        self.day = day_of(page.version, timezone.now())
        self.names = Directory(self.day, page.scheme.authority_id)
        data = request.POST if request.method == "POST" else None
        more = data is not None and "more" in data
        if data is not None and more:
            data = with_more_rows(data, data["more"])
        parties = list(task.assignment.parties.all()) if task else []
        self.form = TaskForm(data, version=page.version, part=task, initial=initial)
        self.rows = {
            role: party_rows(
                role,
                self.names,
                data=data,
                parties=[party for party in parties if party.role == role],
                spare=1 if role == PartyRole.LEAD else ROWS_MORE,
            )
            for role in PartyRole
        }
        self.sent = data is not None and not more

    def is_valid(self) -> bool:
        """Every form, so that all errors are shown at once."""
        return all([self.form.is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    @property
    def group_id(self) -> int | None:
        """The chosen group."""
        group = self.form.cleaned_data["group"]
        return group.pk if group else None

    def terms(self) -> Terms:
        """What was typed, as the deeds take it; who handles it stays as it is."""
        typed = self.form.cleaned_data
        kept = self.task.assignment if self.task else None
        return Terms(
            code=typed["code"],
            content=typed["content"],
            product=typed["product"],
            deadline_text=typed["deadline_text"],
            parties=tuple(terms for role in PartyRole for terms in self.rows[role].terms()),
            responsible_leader_id=kept.responsible_leader_id if kept else None,
            handling_officer_id=kept.handling_officer_id if kept else None,
            follow_up_id=kept.follow_up_id if kept else None,
        )

    def page_with(self, title: str, submit: str, *, saved: bool = False) -> HttpResponse:
        """The page; with `saved`, what somebody else has saved meanwhile stands beside what was typed."""
        task = self.task
        terms: Terms | None = None
        if saved and task:
            task = Task.objects.select_related("assignment").get(pk=task.pk)
            terms = assignments.terms_of(task.assignment)
        deadline = self.form["deadline_text"].value() or ""
        invalid = self.sent and not saved and not self.is_valid()
        context = {
            "title": title,
            "page": self.page,
            "form": self.form,
            "leads": self.rows[PartyRole.LEAD],
            "coordinating": self.rows[PartyRole.COORDINATING],
            "invalid": invalid,
            "day": self.day,
            "reading": reading_of(deadline, self.day),
            "names": names_offered(),
            "submit": submit,
            "revision": task.revision if task else None,
            "row": task,
            "saved": terms,
            "saved_leads": _named(terms, PartyRole.LEAD),
            "saved_coordinating": _named(terms, PartyRole.COORDINATING),
            "back": f"{self.page.url('document')}#{task.lineage}" if task else self.page.url("document"),
            "wide": True,
        }
        return render(self.request, "schemes/task.html", context, status=409 if saved else 422 if invalid else 200)


def _named(terms: Terms | None, role: str) -> list[str]:
    """The parties in a role, each with its duty."""
    parties = [party for party in terms.parties if party.role == role] if terms else []
    return [f"{party.as_written}: {party.duty}" if party.duty else party.as_written for party in parties]


def reading_sentence(task: Task) -> str:
    """How the deadline of a saved task was read, as a sentence."""
    assignment = task.assignment
    if assignment.due_on:
        return _("Its deadline is read as %(day)s.") % {"day": f"{assignment.due_on:%d/%m/%Y}"}
    if assignment.deadline_text and assignment.deadline_state == "unread":
        return _("Its deadline could not be read as a day; the words are kept.")
    return ""
