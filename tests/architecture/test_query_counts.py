"""Rows cost no queries: sixty rows take as many as five, and no page takes more than twenty."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from phusa.config.searching import rebuild
from phusa.planning.assignments.models import Assignment
from phusa.planning.schemes.models import SchemeVersion
from tests.builders import organizations
from tests.builders import schemes as build
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db
MOST = 20
READERS = ("officer", "vice_chair", "auditor")


@pytest.fixture
def filled(cast: Cast) -> Callable[[int], None]:
    """Fill the installation with so many rows of everything."""

    def fill(number: int) -> None:
        agencies = [cast.finance, *(organizations.organization() for _n in range(number))]
        version = build.version(cast, "Kế hoạch có nhiều nhiệm vụ")
        group = build.group(version, "Nhóm nhiệm vụ")
        for task in build.many_tasks(version, agencies, number):
            build.solution(version, task)
        build.task(version, build.lead(cast.finance), build.lead(cast.commune))
        build.tasks(version, build.terms(build.lead(cast.finance)), group=group)
        build.approved(version)
        for _n in range(number):
            build.in_force(cast)
        soon = timezone.localdate() + timedelta(days=3)
        Assignment.objects.update(due_on=soon, closes_on=soon, accountable=cast.finance)
        rebuild()

    return fill


def biggest() -> SchemeVersion:
    return SchemeVersion.objects.filter(title="Kế hoạch có nhiều nhiệm vụ").order_by("-pk")[0]


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return len(captured)


def counted(cast: Cast, view: str) -> list[int]:
    address = view.format(scheme=biggest().scheme.uid)
    return [queries_of(signed_in(getattr(cast, reader)), address) for reader in READERS]


@pytest.mark.parametrize(
    "view",
    [
        "/",
        "/my-work/",
        "/assignments/?size=100",
        "/assignments/?clock=due_soon&size=100",
        "/search/?q=nhiem+vu",
        "/schemes/?size=100",
        "/schemes/{scheme}/",
        "/schemes/{scheme}/matrix/?size=100",
        "/schemes/{scheme}/agencies/",
    ],
)
def test_sixty_rows_cost_no_more_queries_than_five(cast: Cast, filled: Callable[[int], None], view: str) -> None:
    filled(5)
    few = counted(cast, view)
    filled(60)
    assert counted(cast, view) == few
    assert max(few) <= MOST
