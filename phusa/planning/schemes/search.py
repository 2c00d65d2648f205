"""Schemes as the search index knows them.

While a version is in force the index holds its wording only: a draft is not found by those who may not see it.
"""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.urls import reverse

from phusa.foundation.search.services import Line
from phusa.planning.schemes.models import Scheme, SchemeVersion
from phusa.planning.schemes.vocabulary import VersionState


def lines_of(uids: Iterable[UUID] | None) -> Iterator[Line]:
    """The schemes with these uids, or all of them: titles, and the wording of the version that stands for each.

    Tasks are found as assignments.
    """
    schemes = Scheme.objects.all() if uids is None else Scheme.objects.filter(uid__in=list(uids))
    for scheme in schemes:
        version = _stands_for(scheme)
        texts = [title.text for title in scheme.titles.filter(official=False)]
        if version:
            texts += [version.orientation, version.general_objective]
            texts += version.objectives.values_list("text", flat=True)
            texts += version.solutions.values_list("text", flat=True)
        yield Line(
            kind="schemes.scheme",
            uid=scheme.uid,
            title=scheme.title,
            url=reverse("schemes:document", args=[scheme.uid]),
            text="\n".join(filter(None, texts)),
        )


def _stands_for(scheme: Scheme) -> SchemeVersion | None:
    versions = scheme.versions.defer("frozen").order_by("-number")
    return versions.filter(state=VersionState.APPROVED).first() or versions.first()
