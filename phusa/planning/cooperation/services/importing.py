"""Writing a list of projects or of results that was read from a table, and taking it back."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.journal.services import record
from phusa.kernel.refusals import Refusal, Refused
from phusa.planning.cooperation.models import LinkedProject, LinkedResult, Programme
from phusa.planning.cooperation.services.drafting import kept_by
from phusa.planning.cooperation.services.linking import write_projects, write_results
from phusa.planning.cooperation.vocabulary import ProjectTerms, ResultTerms


@transaction.atomic
def import_projects(
    actor: Any, programme: Programme, given: Sequence[ProjectTerms], *, at: datetime
) -> list[LinkedProject]:
    """Record a list of projects in one deed. Raises `NotAllowed`, `Refused`."""
    kept = _kept(actor, programme, given, at)
    made = write_projects(kept, given, at=at)
    record("programme.list_imported", kept, actor, at=at, payload={"projects": len(made)})
    return made


@transaction.atomic
def import_results(
    actor: Any, programme: Programme, given: Sequence[ResultTerms], *, at: datetime
) -> list[LinkedResult]:
    """Record a list of results in one deed. Raises `NotAllowed`, `Refused`."""
    kept = _kept(actor, programme, given, at)
    made = write_results(kept, given, at=at)
    record("programme.list_imported", kept, actor, at=at, payload={"results": len(made)})
    return made


def _kept(actor: Any, programme: Programme, given: Sequence[Any], at: datetime) -> Programme:
    access.require(actor, "cooperation.import_lists", programme.drafting)
    if not given:
        raise Refused([Refusal("empty-list", _("No row of the table is to be recorded."))])
    return kept_by(actor, programme, at=at)


@transaction.atomic
def take_list_back(
    actor: Any,
    programme: Programme,
    model: type[LinkedProject] | type[LinkedResult],
    *,
    going: Collection[UUID],
    at: datetime,
) -> int:
    """Take imported rows out again; the journal keeps which. Returns how many."""
    kept = kept_by(actor, programme, at=at)
    rows = model._default_manager.filter(programme=kept, uid__in=going)
    gone = [str(uid) for uid in rows.values_list("uid", flat=True)]
    record("programme.import_undone", kept, actor, at=at, payload={"taken_back": len(gone), "gone": gone})
    rows.delete()
    return len(gone)
