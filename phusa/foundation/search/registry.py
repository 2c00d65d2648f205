"""What the search box knows: kinds of record, registered from above at start-up."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise

from phusa.foundation.search.vocabulary import Line

Lines = Callable[[Iterable[UUID] | None], Iterable[Line]]  # of the records with these uids, or of all for None


@dataclass(frozen=True)
class Kind:
    """A kind of record that is found: its label, icon, and the view permission that limits it."""

    model_label: str
    label: str | Promise
    icon: str
    view_permission: str
    lines: Lines


_kinds: dict[str, Kind] = {}


def register(model_label: str, *, label: str | Promise, icon: str, view_permission: str, lines: Lines) -> None:
    """Make records of this kind findable by those who may see them."""
    _kinds[model_label] = Kind(model_label, label, icon, view_permission, lines)


def kinds() -> dict[str, Kind]:
    """Registered kinds by model label."""
    return dict(_kinds)
