"""What the worker does for assignments: keeping them findable."""

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from phusa.foundation.search import services as index
from phusa.planning.assignments.search import hand_over_to, lines_of


@task()
def index_assignments(uids: Sequence[str]) -> None:
    """Bring the search index up to date with these rows: those that no longer stand are taken out."""
    wanted = [UUID(uid) for uid in uids]
    lines = list(lines_of(wanted))
    index.forget(set(wanted) - {line.uid for line in lines})
    index.index(lines, at=timezone.now())


hand_over_to(index_assignments.enqueue)
