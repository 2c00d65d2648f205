"""What every page of a programme shows: its badge, its views, and what one can do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.access import Role
from phusa.foundation.access.permissions import refusal_of
from phusa.foundation.ui.vocabulary import Ability, State, Tab, Tone
from phusa.kernel.workflow import Step
from phusa.planning.cooperation.models import Programme
from phusa.planning.cooperation.permissions import RECORDS_ITS_SIGNING
from phusa.planning.cooperation.queries import is_seen_by, visible_to
from phusa.planning.cooperation.rules import its_period_is_over, years_of
from phusa.planning.cooperation.vocabulary import ProgrammeState, ReviewState
from phusa.planning.cooperation.workflow import PROGRAMME

STATES = {
    ProgrammeState.DRAFT: ("pencil", Tone.NEUTRAL),
    ProgrammeState.IN_FORCE: ("patch-check", Tone.ACTION),
    ProgrammeState.ENDED: ("archive", Tone.QUIET),
    ProgrammeState.RENEWED: ("arrow-repeat", Tone.QUIET),
}
REVIEW_STATES = {ReviewState.DRAFT: ("pencil", Tone.NEUTRAL), ReviewState.ADOPTED: ("patch-check", Tone.DONE)}
QUIET = ("edit", "record", "discard")  # steps that have links of their own


def badge_of(programme: Programme) -> State:
    """The badge of a programme's state; one whose period is over is not said to be in force still."""
    state = ProgrammeState(programme.state)
    if state == ProgrammeState.IN_FORCE and its_period_is_over(programme, timezone.localdate()):
        return State(_("Period over, no end recorded"), "calendar-x", Tone.QUIET)
    return State(state.label, *STATES[state])


def review_badge(state: str) -> State:
    """The badge of a review's state."""
    icon, tone = REVIEW_STATES[ReviewState(state)]
    return State(ReviewState(state).label, icon, tone)


@dataclass(eq=False)
class Page:
    """A programme as one person reads it."""

    request: HttpRequest
    programme: Programme

    @property
    def state(self) -> State:
        """Its badge."""
        return badge_of(self.programme)

    @property
    def period(self) -> str:
        """«2021–2025»."""
        return years_of(self.programme)

    def url(self, name: str, *arguments: Any) -> str:
        """A page of this programme."""
        return reverse(f"cooperation:{name}", args=[self.programme.uid, *arguments])

    def may(self, permission: str) -> bool:
        """Whether the reader may do something with this programme."""
        return access.may(self.request.user, permission, self.programme)

    @cached_property
    def may_record(self) -> bool:
        """Whether the reader may record commitments, projects, results and plans now."""
        return self.programme.state in PROGRAMME.step("record").from_ and self.may("cooperation.edit_programme")

    @property
    def may_import(self) -> bool:
        """Whether the reader may record projects and results from a table."""
        return self.may_record and access.may(self.request.user, "imports.import_table")

    @property
    def may_edit(self) -> bool:
        """Whether the reader may change its text now."""
        return self.may_record and self.programme.state == ProgrammeState.DRAFT

    @cached_property
    def successor(self) -> Programme | None:
        """The programme of the next period, where the reader may see it."""
        following = getattr(self.programme, "successor", None)
        return following if following and is_seen_by(self.request.user, following) else None

    @property
    def tabs(self) -> list[Tab]:
        """The views of the programme."""
        views = [
            ("programme", _("At a glance")),
            ("commitments", _("Commitments")),
            ("requests", _("Requests")),
            ("projects", _("Projects")),
            ("results", _("Results")),
            ("reviews", _("Plans and reviews")),
            ("text", _("Text")),
            ("history", _("History")),
        ]
        here = self.request.resolver_match.url_name if self.request.resolver_match else ""
        return [Tab(label, self.url(name), here == name) for name, label in views]

    @property
    def abilities(self) -> Iterator[Ability]:
        """What the reader can do with it now, and who can do the rest."""
        for step in PROGRAMME.steps:
            if not step.permission or self.programme.state not in step.from_ or step.name in QUIET:
                continue
            if step.name == "renew" and self.successor:
                continue
            who = ", ".join(str(role) for role in self._who_can(step))
            yield Ability(step.title, self.may(step.permission), self.url(step.name), who)

    def _who_can(self, step: Step[Programme]) -> Iterable[Any]:
        """Who keeps a programme copies the signing of one known from papers; of another, who keeps the papers."""
        if step.name == "sign" and not self.programme.from_papers:
            return (role.label for role in Role if role in RECORDS_ITS_SIGNING)
        return refusal_of(str(step.permission)).who_can

    @property
    def steps(self) -> list[Ability]:
        """The steps that the reader may take in this state, as buttons; their pages say what stands in the way."""
        return [ability for ability in self.abilities if ability.allowed]


def page_of(request: HttpRequest, uid: UUID) -> Page:
    """The programme's page for this reader; 404 for one that may not be seen. One query."""
    seen = visible_to(request.user).select_related(
        "authority", "partner", "drafting", "instrument", "predecessor", "successor"
    )
    programme = seen.filter(uid=uid).first()
    if programme is None:
        raise Http404
    return Page(request, programme)


def kept_page_of(request: HttpRequest, uid: UUID, permission: str = "cooperation.edit_programme") -> Page:
    """The page of a programme for somebody who keeps it; 404 unseen, `NotAllowed` for whoever may only read."""
    page = page_of(request, uid)
    access.require(request.user, permission, page.programme)
    return page


def revision_in(request: HttpRequest) -> int:
    """The revision that the form was made from; 0, which no row has, where it names none."""
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isdecimal() else 0
