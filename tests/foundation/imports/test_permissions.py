"""Who imports for whom: whoever sees the way in can walk it to the end."""

from typing import Any

import pytest
from django.test import Client

from phusa.foundation.access import Role
from phusa.foundation.access import permissions as table_of
from phusa.foundation.imports import queries, services
from phusa.foundation.imports.models import Batch
from phusa.foundation.imports.permissions import MAY_IMPORT, visible_to
from phusa.foundation.imports.registry import targets
from phusa.kernel.refusals import NotAllowed
from tests.builders.importing import ABOUT, NOW, table
from tests.cast import BACKEND, Cast

pytestmark = pytest.mark.django_db

IMPORTERS = {"specialist", "head", "director"}


def given_by(user: Any, cast: Cast, **changed: Any) -> Batch:
    words: dict[str, Any] = {
        "target": "tasks",
        "title": "Kế hoạch thử",
        "about": ABOUT,
        "given": table(),
        "secrecy": "normal",
        "organization": cast.department,
        "authority": cast.authority,
        "at": NOW,
    }
    return services.start_import(user, **{**words, **changed})


def test_whoever_may_import_may_finish_every_import_and_may_add_the_agencies_that_it_meets() -> None:
    declared = table_of.declared()
    assert [target.key for target in targets() if not declared[target.permission].roles >= MAY_IMPORT] == []
    assert declared["organizations.create_organization"].roles >= MAY_IMPORT


def test_each_part_of_the_cast_sees_the_way_in_exactly_when_it_leads_somewhere(cast: Cast) -> None:
    for part, user in cast.people().items():
        client = Client()
        client.force_login(user, backend=BACKEND)
        shown = "/imports/" in client.get("/search/").content.decode()
        opened = client.get("/imports/new/tasks/").status_code
        assert shown == (part in IMPORTERS), part
        assert opened == (200 if part in IMPORTERS else 403), part


@pytest.mark.parametrize("part", sorted(IMPORTERS))
def test_people_of_the_department_take_an_import_to_its_end(cast: Cast, part: str) -> None:
    user = cast.people()[part]
    batch = given_by(user, cast)
    services.read_file(batch)
    batch = services.confirm_columns(
        user, batch, chosen=batch.chosen, mapping=batch.mapping, revision=batch.revision, at=NOW
    )
    services.stage_rows(batch)
    batch = services.request_apply(user, batch, at=NOW)
    services.apply_rows(batch, at=NOW)
    assert (batch.state, batch.problem) == ("applied", None)
    taken, left = services.undo_import(user, batch, revision=batch.revision, at=NOW)
    assert (taken, left) == (4, 0)


def test_nobody_else_gives_a_file_and_nobody_gives_one_for_another_agency(cast: Cast) -> None:
    for part, user in cast.people().items():
        if part not in IMPORTERS:
            with pytest.raises(NotAllowed):
                given_by(user, cast)
    with pytest.raises(NotAllowed):
        given_by(cast.specialist, cast, organization=cast.finance)
    assert not Batch.objects.exists()


def test_an_import_is_seen_by_its_own_agency_and_by_auditors_and_by_nobody_else(cast: Cast) -> None:
    batch = given_by(cast.specialist, cast)
    seeing = {part for part, user in cast.people().items() if visible_to(user).exists()}
    assert seeing == IMPORTERS | {"auditor"}
    for part, user in cast.people().items():
        client = Client()
        client.force_login(user, backend=BACKEND)
        assert client.get(f"/imports/{batch.uid}/").status_code == (
            200 if part in seeing else 404 if part != "outsider" else 403
        )


def test_an_auditor_reads_an_import_and_writes_nothing_of_it(cast: Cast) -> None:
    batch = given_by(cast.specialist, cast)
    client = Client()
    client.force_login(cast.auditor, backend=BACKEND)
    for deed in ("columns", "decisions", "agencies", "apply", "undo"):
        assert client.post(f"/imports/{batch.uid}/{deed}/").status_code == 403, deed
    assert '<form method="post" action="/imports/' not in client.get(f"/imports/{batch.uid}/").content.decode()


def test_one_imports_for_the_agency_one_acts_for_where_one_may(cast: Cast) -> None:
    found = {
        part: queries.organization_to_import_for(user, "schemes.create_scheme") for part, user in cast.people().items()
    }
    assert {part: str(found[part]) for part in IMPORTERS} == dict.fromkeys(IMPORTERS, str(cast.department))
    assert all(organization is None for part, organization in found.items() if part not in IMPORTERS)


def test_an_authority_is_the_nearest_one_above_and_a_commune_is_its_own(cast: Cast) -> None:
    assert queries.authority_served_by(cast.department) == cast.authority
    assert queries.authority_served_by(cast.commune) == cast.commune
    assert queries.authority_served_by(cast.ministry) == cast.ministry


@pytest.mark.parametrize("role", sorted(set(Role) - MAY_IMPORT))
def test_a_role_that_cannot_finish_an_import_may_not_begin_one(role: Role) -> None:
    assert role not in table_of.declared()["imports.import_table"].roles
