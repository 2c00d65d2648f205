"""Deeds on organisations: adding, renaming, ending, and who takes over."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phusa.foundation import access
from phusa.foundation.access.models import User
from phusa.foundation.instruments.models import Instrument
from phusa.foundation.journal.services import record, record_all
from phusa.foundation.organizations import rules
from phusa.foundation.organizations.models import Alias, Organization, OrganizationVersion, Succession
from phusa.foundation.organizations.naming import guess_level
from phusa.foundation.organizations.vocabulary import NewOrganization
from phusa.foundation.records.services import lock, save
from phusa.kernel.refusals import Refusal
from phusa.kernel.text import fold, normal, sort_key


def create_organization(actor: User, new: NewOrganization, *, at: datetime) -> Organization:
    """Add one organisation; see `create_organizations`."""
    return create_organizations(actor, [new], at=at)[0]


@transaction.atomic
def create_organizations(actor: User, names: Sequence[NewOrganization], *, at: datetime) -> list[Organization]:
    """Add organisations in bulk, each with one journal entry, in the order given.

    Refuses when a name is empty, is given twice, or an organisation of that name already stands under the same parent.
    """
    access.require(actor, "organizations.create_organization")
    names = [_tidied(new) for new in names]
    rules.forbid(*(rules.name_is_given(new.name) for new in names))
    rules.forbid(*_namesakes(names))
    made = _write(names, at)
    record_all(
        (
            ("organization.created", organization, {"name": new.name, "valid_from": new.valid_from})
            for organization, new in zip(made, names, strict=True)
        ),
        actor,
        at=at,
    )
    return made


@transaction.atomic
def found_installation(name: str, *, at: datetime) -> Organization:
    """The authority that an installation serves, written before anybody holds a role in it (`phusa init`)."""
    new = _tidied(NewOrganization(name=name, level=guess_level(name)))
    rules.forbid(rules.name_is_given(new.name))
    known = Organization.objects.filter(current_name=new.name, parent=None).first()
    return known or _write([new], at)[0]


def _write(names: Sequence[NewOrganization], at: datetime) -> list[Organization]:
    today = _day(at)
    made = [
        Organization(
            current_name=new.name,
            current_short_name=new.short_name,
            level=new.level,
            parent_id=new.parent_id,
            active=new.valid_from is None or new.valid_from <= today,
            sort_key=sort_key(new.name)[:300],
            illustrative=new.illustrative,
            created_at=at,
        )
        for new in names
    ]
    Organization.objects.bulk_create(made, batch_size=500)
    OrganizationVersion.objects.bulk_create(
        [
            OrganizationVersion(
                organization=organization,
                name=new.name,
                short_name=new.short_name,
                english_name=new.english_name,
                level=new.level,
                parent_id=new.parent_id,
                basis_id=new.basis_id,
                valid_from=new.valid_from,
                folded=_folded(new.name, new.short_name, new.english_name),
            )
            for organization, new in zip(made, names, strict=True)
        ],
        batch_size=500,
    )
    Alias.objects.bulk_create(
        [
            Alias(organization=organization, text=text, folded=fold(text)[:300])
            for organization, new in zip(made, names, strict=True)
            for text in new.aliases
        ],
        batch_size=500,
    )
    return made


@transaction.atomic
def rename_organization(
    actor: User,
    organization: Organization,
    *,
    on: date,
    name: str,
    short_name: str = "",
    english_name: str = "",
    level: str = "",
    parent_id: int | None = None,
    basis: Instrument | None = None,
    revision: int | None = None,
    at: datetime,
) -> OrganizationVersion:
    """From `on` the organisation is called so and stands there; the version that held until then ends.

    An empty `level` keeps the level. A day before the first known name adds an earlier name.
    """
    access.require(actor, "organizations.edit_organization", organization)
    organization = lock(Organization, organization.uid, revision)
    versions = list(organization.versions.all())
    name = normal(name)
    rules.forbid(
        rules.name_is_given(name),
        rules.parent_is_another(organization.pk, parent_id, _parents()),
        rules.no_version_begins_that_day(versions, on),
        rules.exists_around(versions, on),
    )
    held = next((version for version in versions if version.holds_on(on)), None)
    begins = [version.valid_from for version in versions if version.valid_from and version.valid_from > on]
    ends = held.valid_to if held else min(begins, default=None)
    before = held.name if held else ""
    if held:
        held.valid_to = on
        held.save(update_fields=["valid_to"])
    version = OrganizationVersion.objects.create(
        organization=organization,
        name=name,
        short_name=normal(short_name),
        english_name=normal(english_name),
        level=level or organization.level,
        parent_id=parent_id,
        basis=basis,
        valid_from=on,
        valid_to=ends,
        folded=_folded(name, short_name, english_name),
    )
    _keep_current(organization, _day(at))
    record("organization.renamed", organization, actor, at=at, payload={"before": before, "name": name, "on": on})
    return version


@transaction.atomic
def correct_version(
    actor: User,
    version: OrganizationVersion,
    *,
    name: str,
    short_name: str = "",
    english_name: str = "",
    level: str,
    parent_id: int | None = None,
    basis: Instrument | None = None,
    revision: int | None = None,
    at: datetime,
) -> None:
    """Put right what was typed wrongly in a version; its period stays. `revision` is the organisation's."""
    access.require(actor, "organizations.edit_organization", version.organization)
    organization = lock(Organization, version.organization.uid, revision)
    name = normal(name)
    rules.forbid(rules.name_is_given(name), rules.parent_is_another(organization.pk, parent_id, _parents()))
    before = version.name
    version.name, version.short_name, version.english_name = name, normal(short_name), normal(english_name)
    version.level, version.parent_id, version.basis = level, parent_id, basis
    version.folded = _folded(name, short_name, english_name)
    version.save()
    _keep_current(organization, _day(at))
    record("organization.corrected", organization, actor, at=at, payload={"before": before, "name": name})


@transaction.atomic
def end_organization(
    actor: User, organization: Organization, *, on: date, revision: int | None = None, at: datetime
) -> None:
    """From `on` the organisation exists no more; who takes over is recorded by `record_succession`."""
    access.require(actor, "organizations.edit_organization", organization)
    organization = lock(Organization, organization.uid, revision)
    versions = list(organization.versions.all())
    rules.forbid(rules.has_an_open_version(versions, on))
    organization.versions.filter(valid_to=None).update(valid_to=on)
    _keep_current(organization, _day(at))
    record("organization.ended", organization, actor, at=at, payload={"on": on})


@transaction.atomic
def add_alias(
    actor: User,
    organization: Organization,
    text: str,
    *,
    valid_from: date | None = None,
    valid_to: date | None = None,
    at: datetime,
) -> Alias:
    """Another way in which the organisation is written. The same alias again changes nothing."""
    access.require(actor, "organizations.add_alias", organization)
    organization = lock(Organization, organization.uid)
    text = normal(text)
    rules.forbid(rules.name_is_given(text), rules.period_goes_forward(valid_from, valid_to))
    alias, made = Alias.objects.get_or_create(
        organization=organization,
        text=text,
        defaults={"folded": fold(text)[:300], "valid_from": valid_from, "valid_to": valid_to},
    )
    if made:
        record("organization.alias_added", organization, actor, at=at, payload={"text": text})
    return alias


@transaction.atomic
def remove_alias(actor: User, alias: Alias, *, at: datetime) -> None:
    """Take back a spelling that is not the organisation's."""
    access.require(actor, "organizations.edit_organization", alias.organization)
    record("organization.alias_removed", alias.organization, actor, at=at, payload={"text": alias.text})
    alias.delete()


@transaction.atomic
def record_succession(
    actor: User,
    predecessor: Organization,
    successor: Organization,
    *,
    effective_on: date,
    scope: str = "",
    basis: Instrument | None = None,
    at: datetime,
) -> Succession:
    """From `effective_on` the successor has the predecessor's files, within `scope` (empty: all of them)."""
    access.require(actor, "organizations.record_succession", predecessor)
    rules.forbid(
        rules.successor_is_another(predecessor, successor),
        _succession_is_new(predecessor, successor),
    )
    succession = Succession.objects.create(
        predecessor=predecessor, successor=successor, effective_on=effective_on, scope=normal(scope), basis=basis
    )
    told = {"predecessor": predecessor.current_name, "successor": successor.current_name, "on": effective_on}
    record("organization.succeeded", predecessor, actor, at=at, payload=told, context=successor)
    return succession


@transaction.atomic
def remove_succession(actor: User, succession: Succession, *, at: datetime) -> None:
    """Take back a succession that was recorded by mistake."""
    access.require(actor, "organizations.record_succession", succession.predecessor)
    told = {"predecessor": str(succession.predecessor), "successor": str(succession.successor)}
    record(
        "organization.succession_removed",
        succession.predecessor,
        actor,
        at=at,
        payload=told,
        context=succession.successor,
    )
    succession.delete()


@transaction.atomic
def recompute_current(*, at: datetime) -> int:
    """Bring the `current_…` columns up to the day: names that begin or end today. Returns how many rows changed."""
    changed = 0
    for organization in Organization.objects.prefetch_related("versions"):
        changed += _keep_current(organization, _day(at), bump=False)
    return changed


def _tidied(new: NewOrganization) -> NewOrganization:
    return NewOrganization(
        name=normal(new.name)[:300],
        short_name=normal(new.short_name)[:100],
        level=new.level,
        parent_id=new.parent_id,
        valid_from=new.valid_from,
        english_name=normal(new.english_name)[:300],
        aliases=tuple(_spellings(new.aliases)),
        basis_id=new.basis_id,
        illustrative=new.illustrative,
    )


def _namesakes(names: Sequence[NewOrganization]) -> Iterable[Refusal]:
    """Those of one name under one parent: given twice, or there already."""
    taken: set[tuple[str, int | None]] = set(
        OrganizationVersion.objects.filter(name__in={new.name for new in names}, valid_to=None).values_list(
            "name", "parent_id"
        )
    )
    for new in names:
        if (new.name, new.parent_id) in taken:
            yield Refusal("organization-exists", _("«%(name)s» is there already.") % {"name": new.name})
        taken.add((new.name, new.parent_id))


def _succession_is_new(predecessor: Organization, successor: Organization) -> Refusal | None:
    if not Succession.objects.filter(predecessor=predecessor, successor=successor).exists():
        return None
    return Refusal("succession-known", _("This succession is recorded already."))


def _parents() -> dict[int, int | None]:
    return dict(Organization.objects.order_by().values_list("pk", "parent_id"))


def _spellings(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in (normal(text)[:300] for text in texts) if text))


def _folded(*names: str) -> str:
    return fold(" | ".join(name for name in names if name))


def _keep_current(organization: Organization, today: date, *, bump: bool = True) -> bool:
    """Write what the organisation is today into its `current_…` columns; True when something changed."""
    versions: list[Any] = list(organization.versions.all())
    version = rules.current_version(versions, today)
    facts = {
        "current_name": version.name,
        "current_short_name": version.short_name,
        "level": version.level,
        "parent_id": version.parent_id,
        "active": version.holds_on(today),
        "sort_key": sort_key(version.name)[:300],
    }
    changed = [name for name, value in facts.items() if getattr(organization, name) != value]
    for name, value in facts.items():
        setattr(organization, name, value)
    if bump:
        save(organization, *facts)
    elif changed:
        organization.save(update_fields=list(facts))
    return bool(changed)


def _day(at: datetime) -> date:
    return timezone.localdate(at)
