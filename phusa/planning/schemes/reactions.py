"""What follows deeds on schemes elsewhere: the search index."""

from uuid import UUID

from django.db.models import Q

from phusa.foundation.journal.models import Entry
from phusa.foundation.journal.reactions import reaction
from phusa.foundation.search import services as search
from phusa.planning.schemes.models import Scheme
from phusa.planning.schemes.search import lines_of


@reaction(
    "scheme.created",
    "scheme.imported",
    "scheme.import_undone",
    "scheme.edited",
    "scheme.title_added",
    "scheme.title_removed",
    "scheme.objective_added",
    "scheme.objective_edited",
    "scheme.objective_removed",
    "scheme.solution_added",
    "scheme.solution_edited",
    "scheme.solution_removed",
    "scheme.approved",
    "scheme.draft_discarded",
    name="schemes.search",
)
def index_for_search(entry: Entry) -> None:
    """Put the scheme of the entry into the search index anew; take it out when it is gone."""
    if entry.kind == "scheme.draft_discarded":
        uid = UUID(entry.payload["scheme"])
        scheme = Scheme.objects.filter(uid=uid).first()
        if scheme is None:
            search.forget([uid])
            return
    else:
        about = [entry.subject_uid, entry.context_uid]
        scheme = Scheme.objects.filter(Q(uid__in=about) | Q(versions__uid__in=about)).first()
    if scheme:
        search.index(lines_of([scheme.uid]), at=entry.at)
