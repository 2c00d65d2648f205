"""What programmes give to reported figures: records that figures are about, and what linked records add up to."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from phusa.foundation.ui.addresses import page_of
from phusa.planning.cooperation.models import LinkedProject, LinkedResult, Programme
from phusa.planning.cooperation.queries import visible_to
from phusa.planning.cooperation.vocabulary import ORIGIN, ResultKind
from phusa.planning.indicators import registry
from phusa.planning.indicators.vocabulary import About, Basis, Itemised

OFFERED = 50
PROJECTS, SUPPORT = "cooperation.projects", "cooperation.support"


def find(user: Any, uids: Collection[UUID]) -> dict[UUID, About]:
    """Those of the programmes that the user may see."""
    return {each.uid: each for each in _abouts(visible_to(user).filter(uid__in=uids))}


def offer(user: Any) -> list[About]:
    """Programmes to choose from."""
    return list(_abouts(visible_to(user)[:OFFERED]))


def _abouts(programmes: QuerySet[Programme]) -> Iterator[About]:
    for uid, title in programmes.values_list("uid", "title"):
        yield About(ORIGIN, uid, title, page_of("cooperation:programme", uid))


def projects(user: Any, uids: Collection[UUID]) -> dict[UUID, Itemised]:
    """How many projects of each programme are named."""
    rows = LinkedProject.objects.filter(programme__uid__in=uids).order_by()
    counts = dict(rows.values_list("programme__uid").annotate(count=Count("pk")))
    return {uid: Itemised(counts.get(uid, 0), page_of("cooperation:projects", uid)) for uid in _seen(user, uids)}


def support(user: Any, uids: Collection[UUID]) -> dict[UUID, Itemised]:
    """What the named projects of each programme add up to, approved and paid, of those whose sources give a sum."""
    rows = (
        LinkedProject.objects.filter(programme__uid__in=uids)
        .order_by()
        .values_list("programme__uid")
        .annotate(
            count=Count("pk"),
            approved=Sum("support_approved"),
            paid=Sum("support_paid"),
        )
    )
    sums = {uid: (count, approved, paid) for uid, count, approved, paid in rows}
    found = {}
    for uid in _seen(user, uids):
        count, approved, paid = sums.get(uid, (0, None, None))
        stated: dict[str, int | None] = {Basis.APPROVED: approved, Basis.PAID: paid}
        totals = {basis: total for basis, total in stated.items() if total is not None}
        found[uid] = Itemised(count, page_of("cooperation:projects", uid), totals)
    return found


def results_of(kind: ResultKind) -> Callable[[Any, Collection[UUID]], Mapping[UUID, Itemised]]:
    """How many results of the kind each programme names."""

    def results(user: Any, uids: Collection[UUID]) -> dict[UUID, Itemised]:
        rows = LinkedResult.objects.filter(kind=kind, programme__uid__in=uids).order_by()
        counts = dict(rows.values_list("programme__uid").annotate(count=Count("pk")))
        return {
            uid: Itemised(counts.get(uid, 0), f"{page_of('cooperation:results', uid)}?kind={kind.value}")
            for uid in _seen(user, uids)
        }

    return results


def _seen(user: Any, uids: Collection[UUID]) -> list[UUID]:
    return list(visible_to(user).filter(uid__in=uids).values_list("uid", flat=True))


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
