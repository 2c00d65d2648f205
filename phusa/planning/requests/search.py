"""Requests as the search index knows them: what both sides may read. Internal notes are never put into it."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from phusa.foundation.search.registry import register
from phusa.foundation.search.services import Line
from phusa.planning.requests.models import Request

KIND = "requests.request"


def lines_of(uids: Iterable[UUID] | None) -> Iterator[Line]:
    """Title, number of the letter, what is asked and what was answered."""
    rows = Request.objects.select_related("letter", "asking_authority", "asked_authority")
    rows = rows.prefetch_related("items__answers")
    for row in rows if uids is None else rows.filter(uid__in=list(uids)):
        texts = [row.letter.number if row.letter else "", row.grounds_text]
        for item in row.items.all():
            texts += [item.content, item.asks, *(answer.text for answer in item.answers.all())]
        texts += [str(row.asking_authority), str(row.asked_authority)]
        yield Line(KIND, row.uid, row.title, row.get_absolute_url(), "\n".join(filter(None, texts)))


register(
    KIND,
    label=_("Requests and recommendations"),
    icon="envelope",
    view_permission="requests.view_request",
    lines=lines_of,
)
