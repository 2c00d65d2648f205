"""Loads what is true: instruments, organisations and their successions, office-holders, Thái Bình's two schemes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from phusa.demonstration import material
from phusa.demonstration.material import Row
from phusa.foundation.access import Role
from phusa.foundation.access.models import User
from phusa.foundation.instruments import services as instruments
from phusa.foundation.instruments.models import Instrument
from phusa.foundation.instruments.vocabulary import InstrumentTerms
from phusa.foundation.organizations import services as organizations
from phusa.foundation.organizations.models import Group, Organization
from phusa.foundation.organizations.vocabulary import NewOrganization
from phusa.planning.assignments.services import PartyTerms, Terms
from phusa.planning.schemes import services as schemes
from phusa.planning.schemes.models import Scheme, SchemeVersion
from phusa.planning.schemes.vocabulary import Heading, ObjectiveKind


@dataclass
class Known:
    """What has been loaded, by the keys of the material."""

    organizations: dict[str, Organization] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    instruments: dict[str, Instrument] = field(default_factory=dict)
    schemes: dict[str, Scheme] = field(default_factory=dict)


def load(actor: User, *, at: datetime, tell: Callable[[str], None]) -> Known:
    """Everything that has a source, recorded by `actor` at `at`."""
    known = Known()
    tell("Instruments …")
    _load_instruments(actor, known, at)
    tell("Organisations and who succeeded whom …")
    _load_organizations(actor, known, at)
    _load_successions(actor, known, at)
    _load_groups(actor, known, at)
    tell("Office-holders …")
    _load_office_holders(actor, known, at)
    tell("The scheme of 2016–2020 and the draft of 2021–2025 …")
    _load_scheme_in_force(actor, known, at)
    _load_draft(actor, known, at)
    return known


def _load_instruments(actor: User, known: Known, at: datetime) -> None:
    stated = material.read("instruments")
    for row in stated["instrument"]:
        known.instruments[row["key"]] = instruments.add_instrument(
            actor,
            InstrumentTerms(
                kind=row["kind"],
                title=row["title"],
                number=row["number"],
                issuer_name=row["issuer"],
                issued_on=row.get("issued_on"),
                effective_on=row.get("effective_on"),
                source_url=material.address_of(row),
            ),
            at=at,
        )
    for row in stated["relation"]:
        instruments.relate(actor, known.instruments[row["from"]], row["kind"], known.instruments[row["to"]], at=at)


def _load_organizations(actor: User, known: Known, at: datetime) -> None:
    add_organizations(actor, known, material.organizations(), at)


def add_organizations(
    actor: User, known: Known, rows: Iterable[Row], at: datetime, *, illustrative: bool = False
) -> None:
    """Organisations of the material under those that are known already."""
    waiting = list(rows)
    while waiting:  # level by level: parents first
        ready = [row for row in waiting if row.get("under") is None or row["under"] in known.organizations]
        if not ready:
            raise LookupError(f"Nobody is called {sorted({row['under'] for row in waiting})}.")
        for row in [row for row in ready if row.get("founded")]:
            _renew_the_authority(actor, known, row, at)
        new = [row for row in ready if not row.get("founded")]
        made = organizations.create_organizations(actor, [_new(row, known, illustrative) for row in new], at=at)
        for row, organization in zip(new, made, strict=True):
            known.organizations[row["key"]] = organization
            _rename_or_end(actor, known, row, at)
        waiting = [row for row in waiting if row not in ready]


def _new(row: Row, known: Known, illustrative: bool) -> NewOrganization:
    return NewOrganization(
        name=row["name"],
        short_name=row.get("short", ""),
        level=row["level"],
        parent_id=known.organizations[row["under"]].pk if "under" in row else None,
        valid_from=row.get("from"),
        english_name=row.get("english", ""),
        aliases=tuple(row.get("aliases", ())),
        illustrative=illustrative,
    )


def _rename_or_end(actor: User, known: Known, row: Row, at: datetime) -> None:
    organization = known.organizations[row["key"]]
    if "renamed" in row:
        organizations.rename_organization(
            actor,
            organization,
            on=row["renamed_on"],
            name=row["renamed"]["name"],
            short_name=row["renamed"]["short"],
            parent_id=organization.parent_id,
            at=at,
        )
    if "to" in row:
        organizations.end_organization(actor, organization, on=row["to"], at=at)


def _renew_the_authority(actor: User, known: Known, row: Row, at: datetime) -> None:
    """The authority that the installation was founded for: its name in full, and its new beginning."""
    authority = Organization.objects.get(memberships__user=actor, memberships__role=Role.OPERATOR)
    named = {
        "name": row["name"],
        "short_name": row["short"],
        "english_name": row["english"],
        "level": row["level"],
        "parent_id": known.organizations[row["under"]].pk,
    }
    organizations.correct_version(actor, authority.versions.get(), **named, at=at)
    organizations.rename_organization(
        actor, authority, on=row["renewed_on"], basis=known.instruments[row["renewed_by"]], **named, at=at
    )
    for alias in row["aliases"]:
        organizations.add_alias(actor, authority, alias, at=at)
    authority.refresh_from_db()
    known.organizations[row["key"]] = authority


def _load_successions(actor: User, known: Known, at: datetime) -> None:
    for row in material.successions():
        organizations.record_succession(
            actor,
            known.organizations[row["from"]],
            known.organizations[row["to"]],
            effective_on=row["on"],
            scope=row.get("scope", ""),
            basis=known.instruments[row["basis"]] if "basis" in row else None,
            at=at,
        )


def _load_groups(actor: User, known: Known, at: datetime) -> None:
    for row in material.read("groups")["group"]:
        group = organizations.create_group(
            actor,
            row["name"],
            aliases=row["aliases"],
            rule_level=row["level"],
            rule_parent=known.organizations[row["under"]] if "under" in row else None,
            at=at,
        )
        listed = [known.organizations[key] for key in row.get("listed", ())]
        if "listed_level" in row:
            listed += [each for each in known.organizations.values() if each.level == row["listed_level"]]
        for organization in listed:
            organizations.add_member(actor, group, organization, at=at)
        known.groups[row["name"]] = group


def _load_office_holders(actor: User, known: Known, at: datetime) -> None:
    for row in material.read("office_holders")["person"]:
        person = organizations.create_person(actor, row["name"], at=at)
        for post in row["post"]:
            organizations.appoint(
                actor,
                person,
                known.organizations[post["organization"]],
                post["title"],
                valid_from=post.get("from"),
                valid_to=post.get("to"),
                source=f"Giữ chức vào: {post['stated']}. {material.sources_of(post)}"[:300],
                at=at,
            )


def _load_scheme_in_force(actor: User, known: Known, at: datetime) -> None:
    stated = material.read("scheme_2016_2020")
    version = _start(actor, known, stated, at, as_issued=True)
    for number, target in enumerate(stated["target"], start=1):
        schemes.add_objective(
            actor,
            version,
            kind=ObjectiveKind.TARGET,
            code=str(number),
            text=target["text"],
            value_text=f"{target['value']} (kiểu: {target['type']})",
            at=at,
        )
    for key in stated["grounds"]:
        schemes.add_ground(actor, version, known.instruments[key], at=at)
    parties = tuple(party_terms(party, known, party["role"]) for party in stated["party"])
    for task in stated["task"]:
        terms = Terms(task["code"], task["content"], product="", deadline_text="", parties=parties)
        schemes.add_task(actor, version, schemes.NewTask(terms, focus=task["focus"]), at=at)
    schemes.record_approval(actor, version, instrument=known.instruments[stated["approved_by"]], at=at)
    known.schemes["scheme_2016_2020"] = version.scheme


def _load_draft(actor: User, known: Known, at: datetime) -> None:
    stated = material.read("scheme_2021_2025")
    version = _start(actor, known, stated, at, previous=known.schemes[stated["previous"]])
    for title in stated["other_title"]:
        schemes.add_title(
            actor,
            version.scheme,
            text=title["text"],
            source=material.sources_of(title),
            valid_to=title.get("to"),
            at=at,
        )
    for row in stated["group"]:
        group = schemes.add_group(actor, version, code=row["code"], title=row["title"], at=at)
        written_as_one = Terms(f"{row['code']}.1", row["title"], product="", deadline_text="", parties=())
        schemes.add_task(
            actor, version, schemes.NewTask(written_as_one, group_id=group.pk, paired_as_written=True), at=at
        )
    earlier = known.schemes[stated["previous"]].versions.get()
    for target in earlier.objectives.filter(kind=ObjectiveKind.TARGET):
        schemes.record_result(actor, version, target, no_source=stated["previous_results"]["no_source_found"], at=at)
    known.schemes["scheme_2021_2025"] = version.scheme


def _start(
    actor: User, known: Known, stated: Row, at: datetime, *, previous: Scheme | None = None, as_issued: bool = False
) -> SchemeVersion:
    first, last = stated["period"]
    return schemes.create_scheme(
        actor,
        drafting=known.organizations[stated["drafting"]],
        authority=known.organizations[stated["authority"]],
        kind=stated["kind"],
        heading=Heading(stated["title"], first, last, "", stated["general_objective"]),
        previous=previous,
        as_issued=as_issued,
        at=at,
    )


def party_terms(party: Row, known: Known, role: str) -> PartyTerms:
    """A party of the material: an organisation, a group, or text alone; `text` is how the paper writes it."""
    organization = known.organizations[party["organization"]] if "organization" in party else None
    group = known.groups[party["group"]] if "group" in party else None
    return PartyTerms(
        role=role,
        organization_id=organization.pk if organization else None,
        group_id=group.pk if group else None,
        as_written=party.get("text") or str(organization),
        duty=party.get("duty", ""),
        focal=party.get("focal", False),
        collective=party.get("collective", False),
    )
