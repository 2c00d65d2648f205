"""Programmes, projects and results as the search index knows them."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from phusa.foundation.search.services import Line
from phusa.planning.cooperation.models import LinkedProject, LinkedResult, Programme

PROGRAMME = "cooperation.programme"
PROJECT_KIND, RESULT_KIND = "cooperation.linkedproject", "cooperation.linkedresult"


def programmes(uids: Iterable[UUID] | None) -> Iterator[Line]:
    """Programmes with these uids, or all: title, and below it orientation and clauses. Commitments are assignments."""
    rows = Programme.objects.prefetch_related("clauses", "authority", "partner")
    for row in rows if uids is None else rows.filter(uid__in=list(uids)):
        texts = [row.orientation, str(row.authority), str(row.partner), *(clause.text for clause in row.clauses.all())]
        yield Line(
            kind=PROGRAMME,
            uid=row.uid,
            title=row.title,
            url=row.get_absolute_url(),
            text="\n".join(filter(None, texts)),
        )


def projects(uids: Iterable[UUID] | None) -> Iterator[Line]:
    """Projects with these uids, or all."""
    rows = LinkedProject.objects.all()
    for row in rows if uids is None else rows.filter(uid__in=list(uids)):
        texts = [row.host_text, row.place, row.products, row.managing_text, row.tracking_text]
        yield Line(
            kind=PROJECT_KIND,
            uid=row.uid,
            title=str(row),
            url=row.get_absolute_url(),
            text="\n".join(filter(None, texts)),
        )


def results(uids: Iterable[UUID] | None) -> Iterator[Line]:
    """Results with these uids, or all."""
    rows = LinkedResult.objects.all()
    for row in rows if uids is None else rows.filter(uid__in=list(uids)):
        yield Line(
            kind=RESULT_KIND,
            uid=row.uid,
            title=row.name,
            url=row.get_absolute_url(),
            text="\n".join(filter(None, [str(row.get_kind_display()), row.place])),
        )
