"""What the page of a request shows, and the frame of a form in front of a deed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import Exists, OuterRef, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.access.permissions import refusal_of
from phusa.foundation.files.models import StoredFile
from phusa.foundation.journal.queries import history_of
from phusa.foundation.journal.wording import happenings
from phusa.foundation.ui.forms import refuse
from phusa.foundation.ui.vocabulary import Ability, Deadline, State
from phusa.kernel.refusals import Refusal, Refused
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.queries import visible_to as assignments_visible_to
from phusa.planning.requests.models import Answer, Contact, Forwarding, Item, Note, Package, Request
from phusa.planning.requests.permissions import side_of
from phusa.planning.requests.queries import notes_visible_to, packages_visible_to, visible_to
from phusa.planning.requests.rules import Clock
from phusa.planning.requests.showing import Clocks, state_of_request
from phusa.planning.requests.vocabulary import SETTLED, PackageKind, RequestState
from phusa.planning.requests.web.forms import NoteForm
from phusa.planning.requests.workflow import REQUEST

DEEDS_SHOWN = 20
ADDRESSES = {"edit": "edit", "send": "send", "withdraw": "withdraw"}  # steps with a page of the whole request
OF_REQUEST = ("asking_authority", "asking_unit", "asked_authority", "asked_unit", "letter")


def request_of(http: HttpRequest, uid: UUID) -> Request:
    """404 for a request that the reader may not see."""
    found: Request = get_object_or_404(
        visible_to(http.user).select_related(*OF_REQUEST).prefetch_related("grounds"), uid=uid
    )
    return found


def item_of(http: HttpRequest, uid: UUID, number: int) -> Item:
    """404 for an item that the reader may not see."""
    request = request_of(http, uid)
    item: Item = get_object_or_404(
        Item.objects.select_related("unit", "rule", "assignment"), request=request, number=number
    )
    item.request = request
    return item


@dataclass(frozen=True)
class Trace:
    """Something that happened to an item, in the order of its days."""

    on: Any
    icon: str
    words: str
    text: str = ""
    answer: Answer | None = None
    files: list[StoredFile] = field(default_factory=list)
    forwarded: bool = False
    again: bool = False


@dataclass(frozen=True)
class ItemLine:
    """An item as the page shows it."""

    item: Item
    state: State
    deadline: Deadline
    clock: Clock
    trace: list[Trace]
    deeds: list[tuple[str, str, str]]  # label, address, icon
    assignment: Assignment | None
    notes: list[Note]


@dataclass(eq=False)
class Page:
    """A request as one person reads it."""

    http: HttpRequest
    request: Request

    @cached_property
    def user(self) -> Any:
        """Who reads."""
        return self.http.user

    @cached_property
    def side(self) -> int | None:
        """The authority for which the reader stands here."""
        return side_of(self.user, self.request)

    def may(self, permission: str) -> bool:
        """Whether the reader may do something with this request."""
        allowed = self._allowed.get(permission)
        if allowed is None:
            allowed = self._allowed[permission] = access.may(self.user, permission, self.request)
        return allowed

    @cached_property
    def _allowed(self) -> dict[str, bool]:
        return {}

    @cached_property
    def clocks(self) -> Clocks:
        """Today's clocks."""
        return Clocks()

    @property
    def state(self) -> State:
        """Badge of the whole."""
        return state_of_request(self.request.state)

    @property
    def is_draft(self) -> bool:
        """Whether it has not been sent yet."""
        return self.request.state == RequestState.DRAFT

    @cached_property
    def notes(self) -> list[Note]:
        """Internal notes of the reader's side."""
        return list(notes_visible_to(self.user).filter(request=self.request).select_related("by", "side", "item"))

    @cached_property
    def packages(self) -> list[tuple[Package, list[StoredFile]]]:
        """Packages of the reader's side, each with its files."""
        rows = list(packages_visible_to(self.user).filter(request=self.request).select_related("made_by"))
        files: dict[UUID, list[StoredFile]] = {}
        if rows:
            owned = StoredFile.objects.filter(owner_kind="requests.package", owner_uid__in=[row.uid for row in rows])
            for stored in owned.order_by("name"):
                files.setdefault(stored.owner_uid, []).append(stored)
        return [(row, files.get(row.uid, [])) for row in rows]

    @cached_property
    def items(self) -> list[ItemLine]:
        """Its items with everything that happened to them."""
        seen = assignments_visible_to(self.user).filter(pk=OuterRef("assignment"))
        rows = list(
            self.request.items.select_related("unit", "rule__source", "assignment")
            .annotate(assignment_seen=Exists(seen))
            .prefetch_related(
                "pauses",
                "reopenings",
                Prefetch("contacts", Contact.objects.select_related("unit")),
                Prefetch("forwardings", Forwarding.objects.select_related("from_unit", "to_unit")),
                Prefetch("answers", Answer.objects.select_related("answered_by", "instrument", "package")),
            )
        )
        answers = [answer for row in rows for answer in row.answers.all()]
        files: dict[UUID, list[StoredFile]] = {}
        if answers:
            owned = StoredFile.objects.filter(
                owner_kind="requests.answer", owner_uid__in=[each.uid for each in answers]
            )
            for stored in owned:
                files.setdefault(stored.owner_uid, []).append(stored)
        return [self._line(row, files) for row in rows]

    def _line(self, row: Any, files: dict[UUID, list[StoredFile]]) -> ItemLine:
        row.request = self.request
        return ItemLine(
            item=row,
            state=self.clocks.badge(row),
            deadline=self.clocks.deadline(row),
            clock=self.clocks.of(row),
            trace=_in_turn(list(_trace(row, files))),
            deeds=list(self._deeds(row)),
            assignment=row.assignment if row.assignment_seen else None,
            notes=[note for note in self.notes if note.item_id == row.pk],
        )

    def _deeds(self, row: Item) -> Iterator[tuple[str, str, str]]:
        """What the reader may do with this item now."""

        def at(name: str) -> str:
            return reverse(f"requests:{name}", args=[self.request.uid, row.number])

        if self.is_draft:
            if self.may("requests.edit_request"):
                yield _("Edit"), at("item_edit"), "pencil"
                yield _("Term"), at("due"), "calendar-event"
                yield _("Take out"), at("item_remove"), "x-lg"
            return
        if self.request.state == RequestState.WITHDRAWN:
            return
        if row.settled_on:
            if self.may("requests.reopen_request"):
                yield _("Take up again"), at("reopen"), "arrow-counterclockwise"
            return
        if self.may("requests.answer_request"):
            yield _("Record an answer"), at("answer"), "reply"
        if self.may("requests.handle_request"):
            yield _("Give to units"), at("assign"), "people"
            yield _("Hand on"), at("forward"), "arrow-right"
            yield _("Term"), at("due"), "calendar-event"
            if row.pauses.all() and any(pause.to_on is None for pause in row.pauses.all()):
                yield _("Let the clock run"), at("resume"), "play-circle"
            else:
                yield _("Stop the clock"), at("pause"), "pause-circle"

    @cached_property
    def abilities(self) -> list[Ability]:
        """What the reader can do with the whole, and who can do the rest."""
        made = []
        for step in REQUEST.steps:
            if step.name not in ADDRESSES or self.request.state not in step.from_:
                continue
            made.append(
                Ability(
                    str(step.title),
                    self.may(step.permission),
                    reverse(f"requests:{ADDRESSES[step.name]}", args=[self.request.uid]),
                    who=_who_can(step.permission) if self._is_ours else self.request.asking_name,
                )
            )
        if self.is_draft:
            made.append(
                Ability(
                    _("Add an item"),
                    self.may("requests.edit_request"),
                    reverse("requests:item_new", args=[self.request.uid]),
                    who=_who_can("requests.edit_request"),
                )
            )
        elif not self._is_packed:
            made.append(self._package_ability())
        return made

    @property
    def _is_ours(self) -> bool:
        """Whether the reader stands on the side that asks."""
        return self.side == self.request.asking_authority_id

    @property
    def _is_packed(self) -> bool:
        """Whether the package of the request is there already: it is made once."""
        return self._is_ours and any(package.kind == PackageKind.REQUEST for package, _files in self.packages)

    def _package_ability(self) -> Ability:
        """Who asks packs the request, who is asked packs the answers that were not packed yet."""
        asking = self._is_ours
        kind = PackageKind.REQUEST if asking else PackageKind.ANSWER
        nothing = not asking and not any(
            answer.package_id is None for line in self.items for answer in line.item.answers.all()
        )
        may = self.may("requests.make_package") and self.side is not None
        return Ability(
            _("Make the signed package")
            if kind == PackageKind.REQUEST
            else _("Make the signed package of the answers"),
            may and not nothing,
            reverse("requests:package", args=[self.request.uid]),
            who="" if may else _who_can("requests.make_package"),
            reason=_("There is no answer that has not been packed yet.") if nothing else "",
        )

    @property
    def buttons(self) -> list[Ability]:
        """What the reader can do next, the usual step first; taking back stands among the abilities only."""
        sent_last = sorted(self.abilities, key=lambda each: not each.url.endswith("/send/"))
        return [ability for ability in sent_last if ability.allowed and not ability.url.endswith("/withdraw/")]

    @property
    def note_form(self) -> NoteForm | None:
        """Where the reader writes a note for the own side."""
        return NoteForm() if self.may("requests.write_note") else None

    @property
    def happenings(self) -> Any:
        """The newest deeds."""
        return happenings(history_of(self.request)[:DEEDS_SHOWN])


def _trace(row: Item, files: dict[UUID, list[StoredFile]]) -> Iterator[Trace]:
    for step in row.forwardings.all():
        words = _("Handed on to %(unit)s") % {"unit": step.to_unit}
        if step.from_unit:
            words = _("Handed on from %(before)s to %(unit)s") % {"before": step.from_unit, "unit": step.to_unit}
        yield Trace(step.on, "arrow-right", words, step.reason, forwarded=True)
    for answer in row.answers.all():
        words = _("%(who)s: %(outcome)s") % {"who": answer.answered_by, "outcome": answer.get_outcome_display()}
        yield Trace(answer.answered_on, "reply", words, answer.text, answer, files.get(answer.uid, []))
    for again in row.reopenings.all():
        yield Trace(again.on, "arrow-counterclockwise", _("Taken up again"), again.reason, again=True)


def _in_turn(steps: list[Trace]) -> list[Trace]:
    """In the order of days. On one day an item is handed on first, and is taken up again once it has been settled."""
    left, told, settled = sorted(steps, key=lambda each: (each.on, not each.forwarded, each.again)), [], False
    while left:
        today = [each for each in left if each.on == left[0].on]
        step = next((each for each in today if each.again), left[0]) if settled else left[0]
        left.remove(step)
        told.append(step)
        if step.again or step.answer:
            settled = bool(step.answer and step.answer.outcome in SETTLED)
    return told


def _who_can(permission: str) -> str:
    return ", ".join(str(role) for role in refusal_of(permission).who_can)


# A form in front of a deed


def decided(
    http: HttpRequest,
    form: Any,
    deed: Callable[[Any], str],
    *,
    title: str,
    submit: str,
    request: Request | None = None,
    back: str = "",
    lead: str = "",
    revision: int | None = None,
    refusals: list[Refusal] | None = None,
    template: str = "requests/decide.html",
    multipart: bool = False,
    danger: bool = False,
    done: Callable[[], str] | None = None,
) -> HttpResponse:
    """The form; when the deed is done, back to the request (or to `done()`), else shown again with what is wrong."""
    back = back or (request.get_absolute_url() if request else reverse("requests:list"))
    if http.method == "POST" and form.is_valid():
        try:
            messages.success(http, deed(form))
        except Refused as refused:
            refuse(form, refused)
        else:
            return redirect(done() if done else back)
    shown_revision = http.POST.get("revision") if form.is_bound else revision
    context = {
        "title": title,
        "request_row": request,
        "form": form,
        "submit": submit,
        "lead": lead,
        "refusals": refusals or [],
        "revision": shown_revision,
        "back": back,
        "multipart": multipart,
        "danger": danger,
    }
    return render(http, template, context, status=422 if form.errors else 200)


def revision_of(http: HttpRequest) -> int:
    """The revision that the form was made from."""
    value = http.POST.get("revision", "")
    if not value.isdecimal():
        raise BadRequest("The form does not say which revision it was made from.")
    return int(value)


def today() -> Any:
    """The day of the installation."""
    return timezone.localdate()
