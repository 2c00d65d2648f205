"""Deeds on people and the posts they hold."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from phusa.foundation import access
from phusa.foundation.access.models import User
from phusa.foundation.journal.services import record
from phusa.foundation.organizations import rules
from phusa.foundation.organizations.models import Organization, Person, Post
from phusa.foundation.records.services import lock, save
from phusa.kernel.refusals import Refusal
from phusa.kernel.text import fold, normal, sort_key


@transaction.atomic
def create_person(
    actor: User, full_name: str, *, user: User | None = None, illustrative: bool = False, at: datetime
) -> Person:
    """Somebody who holds posts, with or without an account."""
    access.require(actor, "organizations.edit_person")
    full_name = normal(full_name)
    rules.forbid(rules.name_is_given(full_name), _account_is_free(user))
    person = Person.objects.create(
        full_name=full_name,
        user=user,
        folded=fold(full_name)[:150],
        sort_key=_person_key(full_name),
        illustrative=illustrative,
    )
    record("person.created", person, actor, at=at, payload={"name": full_name})
    return person


@transaction.atomic
def edit_person(
    actor: User,
    person: Person,
    *,
    full_name: str,
    user: User | None = None,
    revision: int | None = None,
    at: datetime,
) -> Person:
    """Put right how the name is written, and say which account is the person's."""
    access.require(actor, "organizations.edit_person", person)
    person = lock(Person, person.uid, revision)
    full_name, before = normal(full_name), person.full_name
    rules.forbid(rules.name_is_given(full_name), _account_is_free(user, person.pk))
    person.full_name, person.folded, person.sort_key = full_name, fold(full_name)[:150], _person_key(full_name)
    person.user = user
    save(person, "full_name", "folded", "sort_key", "user")
    told = {
        "before": before if before != full_name else "",
        "name": full_name,
        "account": user.username if user else "",
    }
    record("person.edited", person, actor, at=at, payload=told)
    return person


@transaction.atomic
def appoint(
    actor: User,
    person: Person,
    organization: Organization,
    title: str,
    *,
    valid_from: date | None = None,
    valid_to: date | None = None,
    protocol_order: int = 100,
    source: str = "",
    illustrative: bool = False,
    at: datetime,
) -> Post:
    """The person holds the post in the period; other posts of theirs go on."""
    access.require(actor, "organizations.edit_person", person)
    title = normal(title)
    rules.forbid(rules.name_is_given(title), rules.period_goes_forward(valid_from, valid_to))
    post = Post.objects.create(
        person=person,
        organization=organization,
        title=title,
        valid_from=valid_from,
        valid_to=valid_to,
        protocol_order=protocol_order,
        source=normal(source),
        illustrative=illustrative,
    )
    told = {"title": title, "organization": str(organization), "begins": valid_from, "ends": valid_to}
    record("post.began", post, actor, at=at, payload=told, context=person)
    return post


@transaction.atomic
def end_post(actor: User, post: Post, *, on: date, revision: int | None = None, at: datetime) -> Post:
    """From `on` the person holds the post no more."""
    access.require(actor, "organizations.edit_person", post.person)
    post = lock(Post, post.uid, revision)
    rules.forbid(rules.period_goes_forward(post.valid_from, on))
    post.valid_to = on
    save(post, "valid_to")
    record("post.ended", post, actor, at=at, payload={"title": post.title, "on": on}, context=post.person)
    return post


def _account_is_free(user: User | None, own: int = 0) -> Refusal | None:
    if user is None or not Person.objects.filter(user=user).exclude(pk=own).exists():
        return None
    return Refusal("account-of-another", _("This account is another person's."))


def _person_key(full_name: str) -> str:
    """Vietnamese lists of people go by the given name, which stands last, then by the family name."""
    words = full_name.split()
    return sort_key(" ".join([words[-1], *words[:-1]]))[:150]
