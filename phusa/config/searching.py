"""Building the search index anew from the records of every package."""

from django.db import transaction
from django.utils import timezone

from phusa.foundation.search.registry import kinds
from phusa.foundation.search.services import clear, index


@transaction.atomic
def rebuild() -> int:
    """Empty the index and fill it from every registered kind; until it is whole, people search the old one.

    Returns the number of records.
    """
    rebuilt = 0
    for known in kinds().values():
        clear(known.model_label)
        rebuilt += index(known.lines(None), at=timezone.now())
    return rebuilt
