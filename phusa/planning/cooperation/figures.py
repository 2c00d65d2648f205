"""What programmes give to reported figures: records that figures are about, and what linked records add up to."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, JSONField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from phusa.foundation.ui.addresses import page_of
from phusa.planning.cooperation.models import LinkedProject, LinkedResult, Programme
from phusa.planning.cooperation.queries import Support, visible_to
from phusa.planning.cooperation.vocabulary import ORIGIN, ResultKind
from phusa.planning.indicators import registry
from phusa.planning.indicators.vocabulary import About, Basis, Itemised

OFFERED = 50
PROJECTS, SUPPORT = "cooperation.projects", "cooperation.support"


def find(user: Any, uids: Collection[UUID]) -> dict[UUID, About]:
    """Those of the programmes that the user may see."""
    return {uid: _about(uid, row.title) for uid, row in _told(user, uids).items()}


def offer(user: Any) -> list[About]:
    """Programmes to choose from."""
    return [_about(uid, title) for uid, title in visible_to(user).values_list("uid", "title")[:OFFERED]]


def _about(uid: UUID, title: str) -> About:
    return About(ORIGIN, uid, title, page_of("cooperation:programme", uid))


def records_of(user: Any, programme: Programme) -> tuple[Support, dict[str, int]]:
    """Projects and money, and results by kind, of a programme that the user may see: what figures are compared with."""
    row = _told(user, [programme.uid])[programme.uid]
    support = Support(
        projects=row.projects.get("count", 0),
        approved=int(row.projects.get("approved") or 0),
        approved_stated=row.projects.get("approved_stated", 0),
        paid=int(row.projects.get("paid") or 0),
        paid_stated=row.projects.get("paid_stated", 0),
    )
    return support, {kind: number for kind, number in row.results.items() if number}


def projects(user: Any, uids: Collection[UUID]) -> dict[UUID, Itemised]:
    """How many projects of each programme are named."""
    told = _told(user, uids)
    return {
        uid: Itemised(row.projects.get("count", 0), page_of("cooperation:projects", uid)) for uid, row in told.items()
    }


def support(user: Any, uids: Collection[UUID]) -> dict[UUID, Itemised]:
    """What the named projects of each programme add up to, approved and paid, of those whose sources give a sum."""
    found = {}
    for uid, row in _told(user, uids).items():
        stated = {str(basis): row.projects.get(name) for basis, name in SUMS.items()}
        totals = {basis: int(total) for basis, total in stated.items() if total is not None}
        found[uid] = Itemised(row.projects.get("count", 0), page_of("cooperation:projects", uid), totals)
    return found


def results_of(kind: ResultKind) -> Callable[[Any, Collection[UUID]], Mapping[UUID, Itemised]]:
    """How many results of the kind each programme names."""

    def results(user: Any, uids: Collection[UUID]) -> dict[UUID, Itemised]:
        return {
            uid: Itemised(row.results.get(kind.value, 0), f"{page_of('cooperation:results', uid)}?kind={kind.value}")
            for uid, row in _told(user, uids).items()
        }

    return results


SUMS = {Basis.APPROVED: "approved", Basis.PAID: "paid"}


@dataclass(frozen=True)
class _Told:
    """What the records of one programme add up to."""

    title: str
    projects: dict[str, Any]
    results: dict[str, int]


def _told(user: Any, uids: Collection[UUID]) -> dict[UUID, _Told]:
    """Of each programme that the user may see; one query for all indicators, kept on the user for the request."""
    kept: dict[frozenset[UUID], dict[UUID, _Told]] | None = getattr(user, "_added_up", None)
    if kept is None:
        kept = user._added_up = {}
    wanted = frozenset(uids)
    if wanted not in kept:
        projects_of = LinkedProject.objects.filter(programme=OuterRef("pk")).order_by().values("programme")
        results_of_it = LinkedResult.objects.filter(programme=OuterRef("pk")).order_by().values("programme")
        counts = {kind.value: Count("pk", filter=Q(kind=kind)) for kind in ResultKind}
        sums = {
            "approved": Sum("support_approved"),
            "approved_stated": Count("support_approved"),
            "paid": Sum("support_paid"),
            "paid_stated": Count("support_paid"),
        }
        rows = visible_to(user).filter(uid__in=wanted).order_by()
        rows = rows.annotate(
            told_projects=_one(projects_of.annotate(told=JSONObject(count=Count("pk"), **sums))),
            told_results=_one(results_of_it.annotate(told=JSONObject(**counts))),
        )
        kept[wanted] = {
            uid: _Told(title, of_projects or {}, of_results or {})
            for uid, title, of_projects, of_results in rows.values_list("uid", "title", "told_projects", "told_results")
        }
    return kept[wanted]


def _one(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.values("told"), output_field=JSONField())


registry.subject(ORIGIN, label=_("Coordination programme"), find=find, offer=offer)
registry.itemise(PROJECTS, label=_("Linked projects of the programme"), add_up=projects)
registry.itemise(SUPPORT, label=_("Support of the linked projects of the programme"), add_up=support)
for each, said in {
    ResultKind.MODEL: _("Linked models of the programme"),
    ResultKind.TECHNOLOGY: _("Technologies linked to the programme"),
    ResultKind.BRAND: _("Brands linked to the programme"),
    ResultKind.VARIETY: _("Varieties linked to the programme"),
    ResultKind.OTHER: _("Other results linked to the programme"),
}.items():
    registry.itemise(f"cooperation.{each.value}", label=said, add_up=results_of(each))
