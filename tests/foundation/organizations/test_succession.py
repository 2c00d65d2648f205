"""Who has taken over from whom, through any number of steps and any number of mergers and splits."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phusa.foundation.organizations.queries import heirs, reach, standing_today
from phusa.foundation.organizations.rules import closure
from tests.builders.organizations import organization, succession

DAY = date(2025, 7, 1)

edges = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(-3, 3).map(lambda days: DAY + timedelta(days=days))),
    max_size=25,
)


def naive(ids, successions, on):
    """Take in every predecessor of what is in, until nothing changes."""
    inside = set(ids)
    while True:
        more = {before for before, after, begins in successions if begins <= on and after in inside} - inside
        if not more:
            return inside
        inside |= more


@given(
    ids=st.sets(st.integers(0, 8)),
    successions=edges,
    on=st.integers(-4, 4).map(lambda days: DAY + timedelta(days=days)),
)
def test_the_reach_is_the_closure_over_successions_in_effect_cycles_included(ids, successions, on):
    assert closure(ids, successions, on) == naive(ids, successions, on)


@given(ids=st.sets(st.integers(0, 8)), successions=edges)
def test_heirs_are_the_reach_seen_from_the_other_end(ids, successions):
    for one in range(9):
        forwards = one in closure(ids, successions, DAY, backwards=False)
        assert forwards == any(other in closure({one}, successions, DAY) for other in ids)


@given(successions=edges)
def test_the_reach_only_grows_with_time(successions):
    days = sorted({DAY, *(begins for _one, _other, begins in successions)})
    reaches = [closure({0}, successions, day) for day in days]
    assert all(earlier <= later for earlier, later in pairwise(reaches))


@pytest.mark.django_db
def test_the_successor_of_a_merger_reaches_all_predecessors_from_its_day_on(django_assert_num_queries):
    thai_binh, hung_yen = organization("Sở KH&CN Thái Bình"), organization("Sở KH&CN Hưng Yên cũ")
    merged, outside = organization("Sở KH&CN Hưng Yên"), organization()
    for old in (thai_binh, hung_yen):
        succession(old, merged, DAY)
    with django_assert_num_queries(1):
        assert reach([merged.pk], DAY) == {merged.pk, thai_binh.pk, hung_yen.pk}
    assert reach([merged.pk], DAY - timedelta(days=1)) == {merged.pk}
    assert reach([thai_binh.pk], DAY) == {thai_binh.pk}
    assert heirs([thai_binh.pk, outside.pk], DAY) == {thai_binh.pk, merged.pk, outside.pk}


@pytest.mark.django_db
def test_in_the_place_of_what_has_ended_stand_those_that_took_over_over_several_steps(django_assert_num_queries):
    first, second = (organization(name, ends=DAY) for name in ("Sở KH&CN Thái Bình", "Sở KH&CN Hưng Yên cũ"))
    last, other, gone = organization("Sở KH&CN Hưng Yên"), organization("Sở NN&MT"), organization("Ban", ends=DAY)
    for old, new in ((first, second), (second, last), (first, other)):
        succession(old, new, DAY)
    with django_assert_num_queries(2):
        assert standing_today([first, last, gone]) == {first.pk: [last, other], last.pk: [last], gone.pk: []}
    with django_assert_num_queries(0):
        assert standing_today([last, other]) == {last.pk: [last], other.pk: [other]}
