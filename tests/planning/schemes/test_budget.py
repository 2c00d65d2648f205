"""Money that is stated twice has to be one sum."""

from hypothesis import given
from hypothesis import strategies as st

from phusa.kernel.dong import Dong
from phusa.planning.schemes.budget import Amount, Disagreement, disagreements, sums_of

SOURCES, YEARS = ("central_budget", "local_budget", "fund"), (2021, 2022, 2023)
amounts = st.integers(min_value=0, max_value=10**15)


def test_nothing_stated_disagrees_with_nothing() -> None:
    assert disagreements([]) == []
    assert sums_of([]).total is None


def test_a_total_of_a_source_agrees_with_its_years() -> None:
    lines = [Amount("fund", 2021, 3), Amount("fund", 2022, 4), Amount("fund", None, 8)]
    assert disagreements(lines) == [
        Disagreement("source", "fund", Dong(8), Dong(7)),
        Disagreement("years", "", Dong(8), Dong(7)),
    ]


def test_a_total_of_a_year_agrees_with_its_sources() -> None:
    lines = [Amount("fund", 2021, 3), Amount("local_budget", 2021, 4), Amount("", 2021, 7), Amount("", None, 7)]
    assert disagreements(lines) == []


def test_the_whole_agrees_with_its_sources() -> None:
    assert disagreements([Amount("fund", None, 2), Amount("", None, 3)]) == [
        Disagreement("sources", "", Dong(3), Dong(2))
    ]


def test_tasks_may_stay_below_the_whole_and_not_exceed_it() -> None:
    whole = Amount("", None, 10)
    assert disagreements([whole, Amount("", None, 4, of="1"), Amount("fund", 2021, 6, of="2")]) == []
    assert disagreements([whole, Amount("", None, 4, of="1"), Amount("fund", 2021, 7, of="2")]) == [
        Disagreement("tasks", "", Dong(10), Dong(11))
    ]


def test_tasks_alone_have_nothing_to_exceed() -> None:
    assert disagreements([Amount("", None, 4, of="1")]) == []


@given(st.dictionaries(st.tuples(st.sampled_from(SOURCES), st.sampled_from(YEARS)), amounts, min_size=1))
def test_a_full_table_with_its_own_totals_always_agrees(cells: dict[tuple[str, int], int]) -> None:
    lines = [Amount(source, year, amount) for (source, year), amount in cells.items()]
    lines += [Amount(s, None, sum(a for (one, _y), a in cells.items() if one == s)) for s in {s for s, _y in cells}]
    lines += [Amount("", y, sum(a for (_s, one), a in cells.items() if one == y)) for y in {y for _s, y in cells}]
    lines.append(Amount("", None, sum(cells.values())))
    assert disagreements(lines) == []
    sums = sums_of(lines)
    assert sums.stated == sums.by_source == sums.by_year == sums.total == sum(cells.values())
