"""Assignments are found as they read now, by those who may see them."""

import pytest

from phusa.foundation.search.models import Indexed
from phusa.foundation.search.queries import found
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.search import lines_of
from phusa.planning.assignments.services import absorb, copy_for_amendment, set_terms, withdraw
from tests.builders import assignments as build
from tests.builders.assignments import AT, ON, lead, terms
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def indexed() -> dict[str, str]:
    return dict(Indexed.objects.values_list("title", "kind"))


def test_what_is_written_down_is_found_without_diacritics_by_those_who_may_see_it(
    cast: Cast, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        build.issued(cast.authority, cast.department, terms(lead(cast.finance), content="Ươm tạo giống lúa", code="4"))
    assert [hit.title for hit in found(cast.officer, "uom tao giong lua")] == ["4 Ươm tạo giống lúa"]
    assert [hit.title for hit in found(cast.officer, "so tai chinh")] == ["4 Ươm tạo giống lúa"]
    assert not found(cast.commune_officer, "uom tao").exists()


def test_an_amended_one_is_found_by_its_new_wording_and_a_withdrawn_one_no_more(
    cast: Cast, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        live = build.issued(cast.authority, cast.department, terms(lead(cast.finance), content="Cũ", code="1"))[0]
        draft = copy_for_amendment(live, at=AT)
        set_terms(draft, terms(lead(cast.finance), content="Mới", code="1"), on=ON, at=AT)
        absorb(draft, at=AT)
    assert indexed() == {"1 Mới": "assignments.assignment"}
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(Assignment.objects.filter(pk=live.pk), reason="Thử", at=AT)
    assert indexed() == {}


def test_the_index_can_be_built_anew(cast: Cast) -> None:
    rows = build.drafts(cast.authority, cast.department, *(terms(lead(cast.finance)) for _n in range(3)))
    assert {line.uid for line in lines_of()} == {row.uid for row in rows}
    assert [line.uid for line in lines_of([rows[1].uid])] == [rows[1].uid]
