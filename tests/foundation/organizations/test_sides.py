"""Sides: an authority with its organisations, and who stands on which."""

from datetime import date

import pytest

from phusa.foundation.access import Role
from phusa.foundation.organizations.queries import sides_of, within
from phusa.foundation.organizations.vocabulary import Level
from tests.builders import organizations as build

pytestmark = pytest.mark.django_db
MERGED = date(2025, 7, 1)


def test_a_side_is_the_authority_and_all_that_stands_under_it_that_day():
    province = build.organization("UBND tỉnh", level=Level.PROVINCE)
    department = build.organization("Sở Khoa học và Công nghệ", parent=province)
    unit = build.organization("Trung tâm Ứng dụng", parent=department)
    build.organization("Bộ Khoa học và Công nghệ", level=Level.MINISTRY)
    assert within([province.pk], date(2025, 1, 1)) == {province.pk, department.pk, unit.pk}


def test_whoever_works_in_a_department_stands_on_the_side_of_its_authority(django_assert_max_num_queries):
    province = build.organization("UBND tỉnh", level=Level.PROVINCE)
    department = build.organization("Sở Khoa học và Công nghệ", parent=province)
    finance = build.organization("Sở Tài chính", parent=province)
    ministry = build.organization("Bộ Khoa học và Công nghệ", level=Level.MINISTRY)
    specialist = build.user("specialist", Role.SPECIALIST, department)
    with django_assert_max_num_queries(6):
        assert sides_of(specialist) == {department.pk, province.pk}
    with django_assert_max_num_queries(0):
        assert not sides_of(specialist) & {finance.pk, ministry.pk}


def test_the_side_of_a_province_that_took_over_from_another_is_the_others_too():
    old = build.organization("UBND tỉnh Thái Bình", level=Level.PROVINCE)
    new = build.organization("UBND tỉnh Hưng Yên", level=Level.PROVINCE)
    department = build.organization("Sở Tài chính tỉnh Hưng Yên", parent=new)
    build.succession(old, new, MERGED)
    assert sides_of(build.user("officer", Role.OFFICER, department)) == {department.pk, new.pk, old.pk}


def test_only_the_roles_asked_for_put_somebody_on_a_side():
    province = build.organization("UBND tỉnh", level=Level.PROVINCE)
    auditor = build.user("auditor", Role.AUDITOR, province)
    assert sides_of(auditor) == {province.pk}
    assert sides_of(auditor, Role.SPECIALIST) == frozenset()
    assert sides_of(build.user("outsider")) == frozenset()
