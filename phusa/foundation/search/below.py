"""What stands below the search box and cannot know it: organisations, people, instruments."""

from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from phusa.foundation.instruments.models import Instrument
from phusa.foundation.organizations.models import Organization, Person
from phusa.foundation.search.registry import register
from phusa.foundation.search.vocabulary import Line

Uids = Iterable[UUID] | None


def lines_of_organizations(uids: Uids) -> Iterator[Line]:
    """By every name of any time and every other spelling."""
    rows = Organization.objects.prefetch_related("versions", "aliases")
    for row in rows if uids is None else rows.filter(uid__in=list(uids)):
        names = [
            name for version in row.versions.all() for name in (version.name, version.short_name, version.english_name)
        ]
        names += [alias.text for alias in row.aliases.all()]
        others = dict.fromkeys(name for name in names if name and name != row.current_name)
        yield Line("organizations.organization", row.uid, row.current_name, row.get_absolute_url(), "\n".join(others))


def lines_of_people(uids: Uids) -> Iterator[Line]:
    """By name, and by the posts that they hold or have held."""
    rows = Person.objects.prefetch_related("posts__organization")
    for row in rows if uids is None else rows.filter(uid__in=list(uids)):
        posts = dict.fromkeys(f"{post.title}, {post.organization}" for post in row.posts.all())
        yield Line("organizations.person", row.uid, row.full_name, row.get_absolute_url(), "\n".join(posts))


def lines_of_instruments(uids: Uids) -> Iterator[Line]:
    """By kind and number, title, and who issued it as printed."""
    rows = Instrument.objects.all()
    for row in rows if uids is None else rows.filter(uid__in=list(uids)):
        text = "\n".join(filter(None, [row.title if row.number else "", row.issuer_name]))
        yield Line("instruments.instrument", row.uid, row.citation, row.get_absolute_url(), text)


LINES: dict[str, Callable[[Uids], Iterator[Line]]] = {
    "organizations.organization": lines_of_organizations,
    "organizations.person": lines_of_people,
    "instruments.instrument": lines_of_instruments,
}

register(
    "organizations.organization",
    label=_("Organisations"),
    icon="bank",
    view_permission="organizations.view_organization",
    lines=lines_of_organizations,
)
register(
    "organizations.person",
    label=_("People"),
    icon="person",
    view_permission="organizations.view_person",
    lines=lines_of_people,
)
register(
    "instruments.instrument",
    label=_("Instruments"),
    icon="file-earmark-text",
    view_permission="instruments.view_instrument",
    lines=lines_of_instruments,
)
