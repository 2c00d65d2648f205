"""Assignments as the search index knows them; lists are searched within through it too.

Whatever changes terms says so here (`terms_changed`); after commit the worker brings the index up to date.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from phusa.foundation.search.registry import register
from phusa.foundation.search.services import Line
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.vocabulary import Standing

KIND = "assignments.assignment"
FOUND = (Standing.DRAFT, Standing.ISSUED)
AT_ONCE = 1_000  # rows that the worker is handed in one piece

_hand_over: Callable[[list[str]], Any] | None = None


def hand_over_to(worker: Callable[[list[str]], Any]) -> None:
    """Register what is called, after commit, with the uids of rows that read differently now."""
    global _hand_over
    _hand_over = worker


def terms_changed(uids: Iterable[UUID]) -> None:
    """These rows read differently once the running transaction is committed."""
    changed = [str(uid) for uid in uids]
    pieces = [changed[first : first + AT_ONCE] for first in range(0, len(changed), AT_ONCE)]
    for piece in pieces if _hand_over else ():
        transaction.on_commit(lambda piece=piece: _hand_over(piece))  # type: ignore[misc]


def lines_of(uids: Iterable[UUID] | None = None) -> Iterator[Line]:
    """Drafts and issued ones among `uids`, or all: content, and below it product, deadline and agencies."""
    rows = Assignment.objects.filter(standing__in=FOUND).prefetch_related("parties")
    if uids is not None:
        rows = rows.filter(uid__in=list(uids))
    for row in rows.iterator(chunk_size=500):
        agencies = [party.as_written for party in row.parties.all()]
        yield Line(
            kind=KIND,
            uid=row.uid,
            title=str(row),
            url=row.get_absolute_url(),
            text="\n".join(filter(None, [row.product, row.deadline_text, *agencies])),
        )


register(KIND, label=_("Tasks"), icon="check2-square", view_permission="assignments.view_assignment", lines=lines_of)
