"""Searching: every word must stand in the record, the last letters of each may be missing; diacritics do not matter."""

from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, When
from django.db.models.expressions import RawSQL

from phusa.foundation import access
from phusa.foundation.search.models import Indexed
from phusa.foundation.search.registry import kinds
from phusa.foundation.search.vocabulary import searchable

MOST_WORDS = 12


def found(user: Any, question: str, kind: str = "") -> QuerySet[Indexed]:
    """Records that hold every word of the question and that the user may see: title matches first, then newest.

    `kind` limits to one model label; an unknown one finds nothing.
    """
    asked = searchable(question)[:MOST_WORDS]
    if not asked:
        return Indexed.objects.none()
    matching = Indexed.objects.filter(pk__in=_matches(asked))
    # Only of the kinds that match at all is it asked who may see them: each costs as much as the search itself.
    present = set(matching.order_by().values_list("kind", flat=True).distinct())
    may_see = [
        Q(Exists(access.visible(user, known.view_permission).filter(uid=OuterRef("object_uid"))), kind=label)
        for label, known in kinds().items()
        if label in present and kind in ("", label)
    ]
    in_title = Case(When(title_folded__contains=" ".join(asked), then=True), default=False, output_field=BooleanField())
    return (
        matching.filter(reduce(or_, may_see, Q(pk__in=[])))
        .annotate(in_title=in_title)
        .order_by("-in_title", "-changed_at", "pk")
    )


def holding(question: str, kind: str) -> QuerySet[Any]:
    """Uids of the records of one kind that hold every word: for a list that is itself limited to what may be seen."""
    asked = searchable(question)[:MOST_WORDS]
    matching = Indexed.objects.filter(pk__in=_matches(asked), kind=kind) if asked else Indexed.objects.none()
    return matching.values("object_uid")


def _matches(asked: list[str]) -> RawSQL:
    """Row ids by the database's own full-text search; `asked` holds folded words of letters and digits only."""
    if connection.vendor == "sqlite":
        question = " ".join(f'"{word}"*' for word in asked)
        return RawSQL("SELECT rowid FROM search_fts WHERE search_fts MATCH %s", [question])
    question = " & ".join(f"'{word}':*" for word in asked)  # cast, not parsed: PostgreSQL's parser has words of its own
    return RawSQL("SELECT id FROM search_indexed WHERE words @@ %s::tsquery", [question])
