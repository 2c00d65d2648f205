"""What every page of a scheme shows: which version one reads, the others, the views, and what one can do."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.access.permissions import refusal_of
from phusa.foundation.organizations.queries import standing_today
from phusa.foundation.ui.vocabulary import Ability, State, Tab, Tone
from phusa.planning.schemes.documents import Document, document_of
from phusa.planning.schemes.models import Scheme, SchemeVersion, Waiver
from phusa.planning.schemes.queries import versions_visible_to, visible_to
from phusa.planning.schemes.rules import Readiness, readiness
from phusa.planning.schemes.vocabulary import SchemeKind, VersionState
from phusa.planning.schemes.workflow import SCHEME

STATES = {
    VersionState.DRAFT: ("pencil", Tone.NEUTRAL),
    VersionState.SUBMITTED: ("send", Tone.ACTION),
    VersionState.RETURNED: ("arrow-counterclockwise", Tone.SOON),
    VersionState.APPROVED: ("patch-check", Tone.DONE),
    VersionState.SUPERSEDED: ("archive", Tone.QUIET),
    VersionState.WITHDRAWN: ("slash-circle", Tone.QUIET),
}
ADDRESSES = {"edit": "edit", "amend": "amend"}  # the other steps have an address of their own name


def badge_of(state: str) -> State:
    """The badge of a version's state."""
    icon, tone = STATES[VersionState(state)]
    return State(VersionState(state).label, icon, tone)


@dataclass(eq=False)
class Page:
    """A scheme as one person reads it."""

    request: HttpRequest
    scheme: Scheme
    version: SchemeVersion
    versions: tuple[SchemeVersion, ...]

    @property
    def in_force(self) -> SchemeVersion | None:
        """The approved version."""
        return next((version for version in self.versions if version.state == VersionState.APPROVED), None)

    @property
    def draft(self) -> SchemeVersion | None:
        """The version that is open, where the reader may see it."""
        return next((version for version in self.versions if version.is_open), None)

    @property
    def other(self) -> SchemeVersion | None:
        """The version that the reader should know of beside this one: the draft, or the one in force."""
        candidates = (self.draft, self.in_force) if self.version == self.in_force else (self.in_force, self.draft)
        return next((version for version in candidates if version and version != self.version), None)

    @property
    def state(self) -> State:
        """Badge of the version's state."""
        return badge_of(self.version.state)

    @property
    def kind(self) -> Any:
        """«Đề án», «Kế hoạch»."""
        return SchemeKind(self.scheme.kind).label

    def url(self, name: str, *arguments: Any) -> str:
        """A page of this version: `document`, `matrix`, `agencies`."""
        return reverse(f"schemes:{name}", args=[self.scheme.uid, *self._number, *arguments])

    @property
    def document_url(self) -> str:
        """The document of this version."""
        return self.url("document")

    @property
    def _number(self) -> list[int]:
        """The version's number, where it does not stand for the scheme anyway."""
        return [] if self.version == standing_for(self.versions) else [self.version.number]

    @property
    def is_past(self) -> bool:
        """Whether the version has only its wording left: its tasks have moved on, or were taken back."""
        return self.version.state in (VersionState.SUPERSEDED, VersionState.WITHDRAWN)

    @cached_property
    def _today(self) -> dict[int, str]:
        ended = [one for one in (self.scheme.authority, self.scheme.drafting) if not one.active]
        return {key: ", ".join(map(str, heirs)) for key, heirs in standing_today(ended).items()}

    @property
    def drafting_today(self) -> str:
        """Who has taken over from the drafting organisation, where it has ended."""
        return self._today.get(self.scheme.drafting_id, "")

    @property
    def authority_today(self) -> str:
        """Who has taken over from the authority, where it has ended."""
        return self._today.get(self.scheme.authority_id, "")

    def may(self, permission: str) -> bool:
        """Whether the reader may do something with this version."""
        return access.may(self.request.user, permission, self.version)

    @cached_property
    def may_edit(self) -> bool:
        """Whether the reader may change this version now."""
        return self.version.state in SCHEME.step("edit").from_ and self.may("schemes.edit_scheme")

    @cached_property
    def document(self) -> Document:
        """What the version says."""
        return document_of(self.version)

    @cached_property
    def readiness(self) -> Readiness:
        """What does not hold."""
        return readiness(self.version, self.document)

    @property
    def waivers(self) -> list[Waiver]:
        """Lines passed with a reason: of a draft, those that still need it; later, all that were."""
        if self.version.is_open:
            return [finding.waiver for finding in self.readiness.passed if finding.waiver]
        return list(self.version.waivers.select_related("by"))

    @property
    def tabs(self) -> list[Tab]:
        """The views of the scheme."""
        views = [("document", _("Document")), ("matrix", _("Matrix")), ("agencies", _("Agencies"))]
        if self.is_past:
            views = views[:1]
        here = self.request.resolver_match.url_name if self.request.resolver_match else ""
        tabs = [Tab(label, self.url(name), here == name) for name, label in views]
        history = reverse("schemes:history", args=[self.scheme.uid])
        return [*tabs, Tab(_("History"), history, here in ("history", "compare"))]

    @property
    def abilities(self) -> Iterator[Ability]:
        """What the reader can do with this version, and who can do the rest."""
        for step in SCHEME.steps:
            if not step.permission or self.version.state not in step.from_ or step.name == "waive":
                continue
            allowed = self.may(step.permission)
            if step.name == "record_approval" and not allowed and self.version.state != VersionState.SUBMITTED:
                continue
            address = reverse(f"schemes:{ADDRESSES.get(step.name, step.name)}", args=[self.scheme.uid])
            yield Ability(step.title, allowed, address, self._who_can(step.permission))
        if self.version.state == VersionState.APPROVED and self.version.instrument_id is None:
            allowed = self.may("schemes.record_approval")
            address = reverse("schemes:identify_approval", args=[self.scheme.uid])
            label = _("Record number and date of the approval")
            yield Ability(label, allowed, address, self._who_can("schemes.record_approval"))

    @property
    def steps(self) -> list[Ability]:
        """The steps that the reader may take now, as buttons.

        Editing has its own links in the document; that a draft was approved on paper without having been submitted is
        rare, and stands among the abilities only.
        """
        quiet = {reverse("schemes:edit", args=[self.scheme.uid])}
        if self.version.state != VersionState.SUBMITTED and not self.version.as_issued:
            quiet.add(reverse("schemes:record_approval", args=[self.scheme.uid]))
        return [ability for ability in self.abilities if ability.allowed and ability.url not in quiet]

    @staticmethod
    def _who_can(permission: str) -> str:
        return ", ".join(str(role) for role in refusal_of(permission).who_can)


def standing_for(versions: tuple[SchemeVersion, ...]) -> SchemeVersion:
    """The version that stands for the scheme: the one in force, else the latest."""
    in_force = [version for version in versions if version.state == VersionState.APPROVED]
    return in_force[0] if in_force else versions[-1]


def page_of(request: HttpRequest, uid: UUID, number: int | None = None) -> Page:
    """The scheme's page for this reader; 404 for a scheme or version that may not be seen. Two queries."""
    scheme = (
        visible_to(request.user)
        .select_related("authority", "drafting", "previous", "instrument")
        .filter(uid=uid)
        .first()
    )
    if scheme is None:
        raise Http404
    versions = tuple(
        versions_visible_to(request.user)
        .filter(scheme=scheme)
        .select_related("instrument")
        .defer("frozen")
        .order_by("number")
    )
    for version in versions:
        version.scheme = scheme
    chosen = [version for version in versions if version.number == number]
    if not versions or (number is not None and not chosen):
        raise Http404
    return Page(request, scheme, chosen[0] if chosen else standing_for(versions), versions)


def draft_page_of(request: HttpRequest, uid: UUID) -> Page:
    """The page of the version that is open; 404 where there is none that the reader may see."""
    page = page_of(request, uid)
    if page.draft is None:
        raise Http404
    return Page(request, page.scheme, page.draft, page.versions)
