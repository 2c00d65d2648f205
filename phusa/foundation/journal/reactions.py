"""What follows a deed elsewhere: reactions to journal entries, each with its own done-mark, replayed after a crash."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from phusa.foundation.journal.models import Entry, ReactionMark

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 10


@dataclass(frozen=True)
class Reaction:
    """`run(entry)` must be safe to run twice."""

    name: str
    kinds: tuple[str, ...]
    run: Callable[[Entry], None]


_registered: dict[str, Reaction] = {}


def reaction(*kinds: str, name: str) -> Callable[[Callable[[Entry], None]], Callable[[Entry], None]]:
    """Register the decorated function as the reaction `name` to entries of these kinds.

    The name stands on the marks of what is done: it is never changed, and a second reaction cannot have it.
    """

    def register(run: Callable[[Entry], None]) -> Callable[[Entry], None]:
        if name in _registered:
            raise ValueError(f"There are two reactions with the name {name}.")
        _registered[name] = Reaction(name, kinds, run)
        return run

    return register


def wanted_for(kind: str) -> list[Reaction]:
    """The reactions to entries of this kind."""
    return [reaction for reaction in _registered.values() if kind in reaction.kinds]


def run_for(entry_ids: Sequence[int]) -> None:
    """Run the reactions to these entries; one that fails is noted on its mark and tried again by `run_pending`."""
    for start in range(0, len(entry_ids), 500):
        for entry in Entry.objects.filter(pk__in=entry_ids[start : start + 500]).order_by("pk"):
            for wanted in wanted_for(entry.kind):
                _run(wanted, entry)


def run_pending() -> int:
    """Run every reaction that has no done-mark yet, oldest entry first; returns how many were run."""
    ran = 0
    for wanted in _registered.values():
        finished = ReactionMark.objects.filter(entry=OuterRef("pk"), reaction=wanted.name).exclude(
            done_at=None, attempts__lt=MOST_ATTEMPTS
        )
        for entry in Entry.objects.filter(~Exists(finished), kind__in=wanted.kinds).order_by("pk"):
            ran += _run(wanted, entry)
    return ran


def given_up() -> QuerySet[ReactionMark]:
    """Reactions that failed so often that they are not tried again."""
    return ReactionMark.objects.filter(done_at=None, attempts__gte=MOST_ATTEMPTS).select_related("entry")


def _run(wanted: Reaction, entry: Entry) -> bool:
    try:
        with transaction.atomic():
            mark, _ = ReactionMark.objects.select_for_update().get_or_create(entry=entry, reaction=wanted.name)
            if mark.done_at:
                return False
            wanted.run(entry)
            mark.done_at, mark.error = timezone.now(), ""
            mark.save(update_fields=["done_at", "error"])
    except Exception as error:  # a reaction of one package must not undo the deed of another
        log.exception("reaction %s to entry %s failed", wanted.name, entry.uid)
        mark, _ = ReactionMark.objects.get_or_create(entry=entry, reaction=wanted.name)
        mark.attempts, mark.error = mark.attempts + 1, str(error)[:2000]
        mark.save(update_fields=["attempts", "error"])
        return False
    return True
