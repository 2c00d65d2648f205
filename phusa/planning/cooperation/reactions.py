"""What follows deeds on programmes: the search index."""

from uuid import UUID

from phusa.foundation.journal.models import Entry
from phusa.foundation.journal.reactions import reaction
from phusa.foundation.search import services as index
from phusa.foundation.search.registry import Lines
from phusa.planning.cooperation import search
from phusa.planning.cooperation.models import LinkedProject, LinkedResult


@reaction(
    "programme.created",
    "programme.edited",
    "programme.clause_added",
    "programme.clause_edited",
    "programme.clause_removed",
    "programme.renewal_started",
    "programme.discarded",
    name="cooperation.search_programmes",
)
def index_programme(entry: Entry) -> None:
    """Put the programme into the index anew; take it out when it is gone."""
    _bring_up_to_date(entry, search.programmes)


@reaction(
    "programme.project_added",
    "programme.project_edited",
    "programme.project_removed",
    name="cooperation.search_projects",
)
def index_project(entry: Entry) -> None:
    """Put the project into the index anew; take it out when it is gone."""
    _bring_up_to_date(entry, search.projects)


@reaction(
    "programme.result_added", "programme.result_edited", "programme.result_removed", name="cooperation.search_results"
)
def index_result(entry: Entry) -> None:
    """Put the result into the index anew; take it out when it is gone."""
    _bring_up_to_date(entry, search.results)


@reaction("programme.list_imported", name="cooperation.search_lists")
def index_list(entry: Entry) -> None:
    """Put the projects and results of the programme into the index anew."""
    of_it = {"programme__uid": entry.subject_uid}
    index.index(search.projects(LinkedProject.objects.filter(**of_it).values_list("uid", flat=True)), at=entry.at)
    index.index(search.results(LinkedResult.objects.filter(**of_it).values_list("uid", flat=True)), at=entry.at)


@reaction("programme.import_undone", name="cooperation.forget_lists")
def forget_list(entry: Entry) -> None:
    """What was taken back is found no more."""
    index.forget(UUID(uid) for uid in entry.payload["gone"])


def _bring_up_to_date(entry: Entry, lines_of: Lines) -> None:
    lines = list(lines_of([entry.subject_uid]))
    index.index(lines, at=entry.at)
    if not lines:
        index.forget([entry.subject_uid])
