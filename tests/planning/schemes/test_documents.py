"""A version as one structure: frozen at approval, the same on every database and in every language."""

import json
from itertools import count
from uuid import UUID

import pytest
from django.utils import translation

from phusa.planning.schemes import services
from phusa.planning.schemes.documents import digest_of, document_of, from_json, to_json, written_down
from phusa.planning.schemes.models import BudgetLine, Ground, SchemeVersion
from tests.builders import schemes as build
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_document_says_who_does_what_with_whom_by_when_and_through_which_solution(cast: Cast) -> None:
    version = build.version(cast)
    first = build.group(version, "Đổi mới cơ chế")
    under = build.group(version, "Cơ chế quản lý", parent=first)
    [task] = build.tasks(
        version, build.terms(build.lead(cast.department), build.coordinating(cast.finance)), group=under, focus=True
    )
    solution = build.solution(version, task)
    document = document_of(version)
    assert [(section.title, section.depth) for section in document.sections] == [
        ("", 1),
        ("Đổi mới cơ chế", 1),
        ("Cơ chế quản lý", 2),
    ]
    [text] = document.tasks
    assert text.content == task.assignment.content
    assert [(party.name, party.uid) for party in text.leads] == [("Sở Khoa học và Công nghệ", str(cast.department.uid))]
    assert [(party.name, party.duty) for party in text.coordinating] == [("Sở Tài chính", "Bố trí kinh phí")]
    assert text.solutions == (str(solution.lineage),)
    assert document.solutions[0].tasks == (str(task.lineage),)


def test_what_is_read_from_json_is_what_was_written(cast: Cast) -> None:
    version = full(cast)
    document = written_down(version)
    assert from_json(json.loads(json.dumps(to_json(document)))) == document


def test_a_digest_does_not_depend_on_the_language_of_the_moment(cast: Cast) -> None:
    version = full(cast)
    with translation.override("vi"):
        in_vietnamese = digest_of(to_json(written_down(version)))
    with translation.override("en"):
        assert digest_of(to_json(written_down(version))) == in_vietnamese


def test_a_digest_is_the_same_on_both_databases(cast: Cast) -> None:
    """The literal was worked out once: the order of rows and of empty values must not depend on the database."""
    version = full(cast)
    number = count(1)
    for rows in (version.objectives, version.groups, version.tasks, version.solutions):
        for row in rows.order_by("position"):
            type(row).objects.filter(pk=row.pk).update(lineage=UUID(int=next(number)))
    version.scheme.previous.versions.get().objectives.update(lineage=UUID(int=next(number)))
    for named in (
        *(ground.instrument for ground in version.grounds.order_by("position")),
        *(cast.department, cast.finance),
        *(task.assignment for task in version.tasks.order_by("position")),
    ):
        type(named).objects.filter(pk=named.pk).update(uid=UUID(int=next(number)))
    version.title = "Đề án"
    version.solutions.update(code="GP")
    value = to_json(written_down(version))
    assert digest_of(value) == "bc5f770b22def66f0123673878add6865c13a038156fd5223dfeda1cfa44232e"


def test_approval_freezes_the_document_with_its_digest(cast: Cast) -> None:
    version = build.approved(full(cast))
    version.refresh_from_db()
    assert digest_of(version.frozen) == version.digest
    assert document_of(version) == written_down(version)


def test_a_frozen_document_keeps_the_name_that_an_agency_had(cast: Cast) -> None:
    version = build.in_force(cast)
    cast.department.current_name = "Sở Khoa học, Công nghệ và Đổi mới"
    cast.department.save()
    assert document_of(version).drafting == "Sở Khoa học và Công nghệ"


def test_the_number_of_queries_does_not_grow_with_the_rows(cast: Cast, django_assert_max_num_queries: object) -> None:
    version = build.version(cast)
    build.many_tasks(version, [cast.department, cast.finance], 40)
    with django_assert_max_num_queries(11):
        document_of(version)


def full(cast: Cast) -> SchemeVersion:
    """A version with a row of every kind."""
    earlier = build.approved(with_target(build.ready(cast)))
    version = build.ready(cast, previous_id=earlier.scheme_id)
    build.target(version)
    [task] = version.tasks.all()
    continued, ground = build.instrument("20-NQ/TW"), build.instrument("50-KL/TW")
    ground.relations.create(other=continued, kind="continues")
    for position, one in enumerate((ground, continued)):
        Ground.objects.create(version=version, instrument=one, position=position)
    BudgetLine.objects.create(version=version, source="local_budget", year=2021, amount=1_000_000_000)
    BudgetLine.objects.create(version=version, amount=1_000_000_000)
    BudgetLine.objects.create(version=version, task=task, source="fund", amount=500_000_000)
    services.record_result(
        cast.specialist, version, earlier.objectives.get(), value_text="12", source="Báo cáo tổng kết", at=build.AT
    )
    return version


def with_target(version: SchemeVersion) -> SchemeVersion:
    build.target(version)
    return version
