"""Deeds on groups of organisations."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phusa.foundation import access
from phusa.foundation.access.models import User
from phusa.foundation.journal.services import record
from phusa.foundation.organizations import rules
from phusa.foundation.organizations.models import Group, GroupMember, Organization
from phusa.foundation.records.services import lock, save
from phusa.kernel.refusals import Refusal
from phusa.kernel.text import normal, sort_key


@transaction.atomic
def create_group(
    actor: User,
    name: str,
    *,
    aliases: Iterable[str] = (),
    rule_level: str = "",
    rule_parent: Organization | None = None,
    at: datetime,
) -> Group:
    """A named group; its members come from the rule (all of a level, under somebody) and from `add_member`."""
    access.require(actor, "organizations.edit_group")
    name = normal(name)
    rules.forbid(rules.name_is_given(name), _group_name_is_free(name))
    group = Group.objects.create(
        name=name,
        aliases=_spellings(aliases),
        rule_level=rule_level,
        rule_parent=rule_parent,
        sort_key=sort_key(name)[:200],
    )
    record("group.created", group, actor, at=at, payload={"name": name})
    return group


@transaction.atomic
def edit_group(
    actor: User,
    group: Group,
    *,
    name: str,
    aliases: Iterable[str] = (),
    rule_level: str = "",
    rule_parent: Organization | None = None,
    revision: int | None = None,
    at: datetime,
) -> Group:
    """Change the name, the spellings or the rule."""
    access.require(actor, "organizations.edit_group", group)
    group = lock(Group, group.uid, revision)
    name = normal(name)
    rules.forbid(rules.name_is_given(name), _group_name_is_free(name, group.pk))
    group.name, group.aliases, group.sort_key = name, _spellings(aliases), sort_key(name)[:200]
    group.rule_level, group.rule_parent = rule_level, rule_parent
    save(group, "name", "aliases", "sort_key", "rule_level", "rule_parent")
    record("group.edited", group, actor, at=at, payload={"name": name})
    return group


@transaction.atomic
def add_member(
    actor: User, group: Group, organization: Organization, *, valid_from: date | None = None, at: datetime
) -> GroupMember:
    """List an organisation in the group from a day on; it must not be listed already."""
    access.require(actor, "organizations.edit_group", group)
    group = lock(Group, group.uid)
    listed = group.listed.filter(organization=organization).filter(
        Q(valid_to=None) | Q(valid_to__gt=valid_from or date.min)
    )
    if listed.exists():
        rules.forbid(Refusal("listed-already", _("The group already lists this organisation.")))
    member = GroupMember.objects.create(group=group, organization=organization, valid_from=valid_from)
    record("group.member_added", group, actor, at=at, payload={"organization": str(organization), "begins": valid_from})
    return member


@transaction.atomic
def remove_member(actor: User, member: GroupMember, *, on: date, at: datetime) -> None:
    """From `on` the organisation is listed no more; one that would never have been listed is taken off."""
    access.require(actor, "organizations.edit_group", member.group)
    told = {"organization": str(member.organization), "on": on}
    if member.valid_from and member.valid_from >= on:
        member.delete()
    else:
        member.valid_to = on
        member.save(update_fields=["valid_to"])
    record("group.member_removed", member.group, actor, at=at, payload=told)


def _group_name_is_free(name: str, own: int = 0) -> Refusal | None:
    if not Group.objects.filter(name=name).exclude(pk=own).exists():
        return None
    return Refusal("group-exists", _("«%(name)s» is there already.") % {"name": name})


def _spellings(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in (normal(text)[:300] for text in texts) if text))
