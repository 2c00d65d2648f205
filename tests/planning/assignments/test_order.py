"""The usual order of the list: what is to be done by the day on which it closes, then the rest; no day comes last."""

import pytest
from django.db import connection
from django.utils import timezone

from phusa.planning.assignments.models import Assignment, in_turn
from phusa.planning.assignments.queries import as_assigned, in_force
from tests.builders import assignments as build
from tests.builders.assignments import lead, terms
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db

ROWS = (  # code, deadline, done
    ("no-day", "Khi có điều kiện", False),
    ("late", "31/3/2025", False),
    ("later", "31/12/2026", False),
    ("done", "30/6/2025", True),
    ("done-no-day", "Khi có điều kiện", True),
)


@pytest.fixture
def rows(cast: Cast) -> None:
    each = [terms(lead(cast.finance), code=code, deadline=deadline) for code, deadline, _done in ROWS]
    build.issued(cast.authority, cast.department, *each)
    done = [code for code, _deadline, done in ROWS if done]
    Assignment.objects.filter(code__in=done).update(status="done", percent=100, completed_on=timezone.localdate())


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", ["late", "later", "no-day", "done", "done-no-day"]),
        ("?sort=deadline", ["late", "later", "no-day", "done", "done-no-day"]),
        ("?sort=-deadline", ["done", "done-no-day", "later", "late", "no-day"]),
    ],
)
@pytest.mark.usefixtures("rows")
def test_no_day_comes_last_either_way(cast: Cast, asked: str, shown: list[str]) -> None:
    page = signed_in(cast.vice_chair).get(f"/assignments/{asked}").content.decode()
    places = [page.index(f">{code}</td>") for code, _deadline, _done in ROWS]
    codes = [code for code, _deadline, _done in ROWS]
    assert sorted(codes, key=lambda code: places[codes.index(code)]) == shown


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL sorts a small table in memory")
@pytest.mark.usefixtures("rows")
def test_it_is_read_from_an_index_whoever_asks(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for reader in (cast.officer, cast.vice_chair, cast.auditor):
        first = as_assigned(in_force(reader)).order_by(*in_turn(), "pk").values_list("pk")[:50]
        assert "assignments_in_turn" in first.explain()
        assert "ORDER BY" not in first.explain()
