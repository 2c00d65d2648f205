"""The list of imports, and the badge of where one stands."""

from django.utils.translation import gettext_lazy as _

from phusa.foundation.imports.models import Batch
from phusa.foundation.imports.registry import target_of
from phusa.foundation.imports.vocabulary import State
from phusa.foundation.ui.listing import Column, Listing
from phusa.foundation.ui.vocabulary import State as Badge
from phusa.foundation.ui.vocabulary import Tone

_BADGES = {
    State.APPLIED: ("check-circle", Tone.DONE),
    State.PREVIEW: ("eye", Tone.ACTION),
    State.COLUMNS: ("layout-three-columns", Tone.ACTION),
    State.REFUSED: ("x-circle", Tone.LATE),
    State.KEPT: ("archive", Tone.QUIET),
    State.UNDONE: ("arrow-counterclockwise", Tone.QUIET),
}


def state_badge(batch: Batch) -> Badge:
    """The state as icon, word and colour."""
    icon, tone = _BADGES.get(State(batch.state), ("hourglass-split", Tone.NEUTRAL))
    return Badge(State(batch.state).label, icon, tone)


BATCHES = Listing(
    "imports.batches",
    columns=(
        Column("title", _("Title"), lambda b: b.title, sort="title", link=Batch.get_absolute_url, fixed=True),
        Column("state", _("State"), state_badge, kind="status", sort="state"),
        Column("records", _("Read as"), lambda b: target_of(b.target).counted(b.records) if b.records else ""),
        Column("file", _("File"), lambda b: b.file.name if b.file else ""),
        Column("organization", _("On behalf of"), lambda b: str(b.organization), usual=False),
        Column("started_by", _("By"), lambda b: str(b.started_by), sort="started_by__full_name"),
        Column("created_at", _("Given on"), lambda b: b.created_at, kind="datetime", sort="created_at"),
    ),
    order="-created_at",
    empty=_("Nothing has been imported yet."),
)
