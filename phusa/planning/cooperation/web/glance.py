"""The programme at a glance: figures, and what is most pressing on both sides."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phusa.foundation.ui.vocabulary import Deadline, State, Tile, Tone
from phusa.planning.assignments.models import Party
from phusa.planning.assignments.showing import Clocks
from phusa.planning.cooperation.briefing import money
from phusa.planning.cooperation.figures import records_of
from phusa.planning.cooperation.models import Commitment
from phusa.planning.cooperation.queries import (
    Asked,
    SideTally,
    Support,
    asked_by_side,
    foremost_commitments,
    foremost_items,
    meetings_of,
    reviews_visible_to,
    tallies_of,
)
from phusa.planning.cooperation.vocabulary import ResultKind, ReviewState
from phusa.planning.cooperation.web.lists import leads_of
from phusa.planning.cooperation.web.pages import Page
from phusa.planning.requests.models import Item

PRESSING = 6  # commitments of one side on the page


@dataclass(frozen=True)
class Promised:
    """One commitment as a line of the page."""

    row: Commitment
    state: State
    deadline: Deadline
    leads: list[str]
    url: str


@dataclass(frozen=True)
class Side:
    """One side: how its commitments stand, and its most pressing ones."""

    name: str
    tally: SideTally
    promised: list[Promised]
    url: str

    @property
    def more(self) -> int:
        """How many open ones are not shown."""
        return max(0, self.tally.open - len(self.promised))


@dataclass(frozen=True)
class AskedBy:
    """What one side has asked of the other, and what still waits, the oldest first."""

    name: str
    tally: Asked
    items: list[tuple[Item, str]]
    url: str

    @property
    def more(self) -> int:
        """How many that wait are not shown."""
        return max(0, self.tally.waiting - len(self.items))


def glance(page: Page) -> dict[str, Any]:
    """Everything that the first page of a programme shows."""
    programme = page.programme
    support, kinds = records_of(page.request.user, programme)
    adopted = reviews_visible_to(page.request.user).filter(programme=programme, state=ReviewState.ADOPTED)
    clocks = Clocks()
    sides = _sides(page, clocks)
    return {
        "sides": sides,
        "tiles": _tiles(page, support, kinds, [side.tally for side in sides]),
        "asked": _asked(page, clocks.today),
        "meetings": meetings_of(programme, page.request.user)[:PRESSING],
        "may_print": page.may("cooperation.print_briefing"),
        "review": adopted.defer("frozen").first(),
    }


def _sides(page: Page, clocks: Clocks) -> list[Side]:
    programme = page.programme
    tallies = tallies_of(programme, clocks.today)
    parties = Party.objects.only("assignment", "role", "as_written", "position").order_by("position")
    named = Prefetch("assignment__parties", queryset=parties, to_attr="named")
    rows = list(foremost_commitments(programme, PRESSING).prefetch_related(named))
    return [
        Side(
            side.current_name,
            tallies[side.pk],
            [_promised(row, clocks) for row in rows if row.side_id == side.pk],
            f"{page.url('commitments')}?side={side.uid}",
        )
        for side in (programme.authority, programme.partner)
    ]


def _promised(row: Commitment, clocks: Clocks) -> Promised:
    assignment = row.assignment
    url = assignment.get_absolute_url()
    return Promised(row, clocks.state(assignment), clocks.deadline(assignment), leads_of(row), url)


def _asked(page: Page, today: date) -> list[AskedBy]:
    programme, user = page.programme, page.request.user
    tallies = asked_by_side(programme, user, today)
    waiting_items = list(foremost_items(programme, user, PRESSING))
    found = []
    for asking, other in ((programme.authority, programme.partner), (programme.partner, programme.authority)):
        own = [item for item in waiting_items if item.request.asking_authority_id == asking.pk]
        name = _("%(asking)s asks of %(other)s") % {"asking": asking, "other": other}
        items = [(item, open_for(item, today)) for item in own]
        found.append(AskedBy(name, tallies[asking.pk], items, page.url("requests")))
    return found


def open_for(item: Item, today: date) -> str:
    """How long nobody has answered, in days of the calendar."""
    days = (today - (item.request.sent_on or today)).days
    return ngettext("open for %(n)d day", "open for %(n)d days", days) % {"n": days}


def _tiles(page: Page, support: Support, kinds: dict[str, int], tallies: list[SideTally]) -> list[Tile]:
    late = sum(tally.late for tally in tallies)
    promised = sum(tally.total for tally in tallies)
    done = sum(tally.done for tally in tallies)
    tiles = [
        Tile(
            _("Commitments"),
            str(promised),
            page.url("commitments"),
            icon="check2-square",
            note=_("%(done)d done") % {"done": done},
        ),
        Tile(
            _("Late"),
            str(late),
            f"{page.url('commitments')}?clock=overdue",
            tone=Tone.LATE if late else Tone.NEUTRAL,
            icon="exclamation-triangle",
        ),
        Tile(_("Projects"), str(support.projects), page.url("projects"), icon="clipboard-data"),
        Tile(
            _("Support approved"),
            money(support.approved) if support.approved_stated else "—",
            page.url("projects"),
            icon="cash-stack",
            note=_stated(support.approved_stated, support.projects),
        ),
        Tile(
            _("Support paid"),
            money(support.paid) if support.paid_stated else "—",
            page.url("projects"),
            icon="cash-stack",
            note=_stated(support.paid_stated, support.projects),
        ),
    ]
    shown = [kind for kind in ResultKind if kinds.get(kind)] or [ResultKind.MODEL]
    tiles += [
        Tile(kind.label, str(kinds.get(kind, 0)), f"{page.url('results')}?kind={kind.value}", icon="award")
        for kind in shown
    ]
    return tiles


def _stated(stated: int, projects: int) -> str:
    """How many projects have a source for the sum, where that is not all of them."""
    if stated == projects:
        return ""
    return _("stated for %(stated)d of %(projects)d projects") % {"stated": stated, "projects": projects}
