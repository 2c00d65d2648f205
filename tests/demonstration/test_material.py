"""The files of the demonstration: every fact has its source, every invention its mark."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from phusa.demonstration import material
from phusa.kernel.text import fold

FILES = sorted(path.stem for path in material.DIRECTORY.glob("*.toml"))
INVENTED = {"accounts", "partnership", "plan", "proposal"}
FACTS = sorted(set(FILES) - INVENTED - {"sources"})


def tables(value: Any, inherited: tuple[str, ...] = (), path: str = "") -> Iterator[tuple[str, dict[str, Any], Any]]:
    """Every table of a file with the sources that it names or inherits from the table around it."""
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from tables(each, inherited, f"{path}[{number}]")
    elif isinstance(value, dict):
        own = tuple(value.get("sources", inherited))
        yield path, value, own
        for name, each in value.items():
            yield from tables(each, own, f"{path}.{name}")


def rows(name: str) -> list[tuple[str, dict[str, Any], Any]]:
    return [each for each in tables(material.read(name), path=name) if each[0] != name]


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_names_a_source(name: str) -> None:
    sourceless = [path for path, row, own in rows(name) if not own and row.keys() != {"name", "post"}]
    assert sourceless == []


@pytest.mark.parametrize("name", FACTS)
def test_every_source_named_is_listed(name: str) -> None:
    named = {key for _path, _row, own in rows(name) for key in own}
    assert named <= material.sources().keys()


def test_every_listed_source_is_used() -> None:
    used = {key for name in FACTS for _path, _row, own in tables(material.read(name)) for key in own}
    assert used == material.sources().keys()


def test_a_source_says_what_it_is_and_how_much_of_it_was_read() -> None:
    for key, source in material.sources().items():
        assert source["what"], key
        assert source["read"] in {"full", "part", "list"}, key


@pytest.mark.parametrize("name", sorted(INVENTED))
def test_an_invented_file_says_so(name: str) -> None:
    assert material.read(name)["illustrative"] is True


@pytest.mark.parametrize("name", FACTS)
def test_nothing_invented_hides_among_the_facts(name: str) -> None:
    text = (material.DIRECTORY / f"{name}.toml").read_text(encoding="utf-8")
    assert "illustrative" not in text
    assert "minh họa" not in text.lower()


@pytest.mark.parametrize("name", ["partnership", "plan", "proposal"])
def test_the_title_of_an_invented_paper_says_that_it_is_invented(name: str) -> None:
    assert material.read(name)["title"].endswith("(minh họa)")


def test_every_invented_person_says_that_they_are_invented() -> None:
    assert all(row["name"].endswith("(minh họa)") for row in material.read("accounts")["account"])


def test_every_agency_person_project_and_paper_of_the_invented_programme_says_that_it_is_invented() -> None:
    stated = material.read("partnership")
    rows = [*stated["organization"], *stated["signatory"], *stated["project"], *stated["result"], *stated["indicator"]]
    names = [row["name"] for row in rows] + [row["host"] for row in stated["project"]]
    papers = [stated["meeting"], stated["meeting"]["conclusion"], stated["next_meeting"], *stated["request"]]
    assert all(name.endswith("(minh họa)") for name in names + [paper["title"] for paper in papers])


def test_no_account_bears_the_name_of_an_office_holder() -> None:
    holders = {fold(person["name"]) for person in material.read("office_holders")["person"]}
    invented = {fold(row["name"].removesuffix("(minh họa)")) for row in material.read("accounts")["account"]}
    assert holders
    assert not holders & invented
    assert not any(holder in name or name in holder for holder in holders for name in invented)


def test_the_eight_targets_of_2016_2020_stand_as_text_with_their_type() -> None:
    targets = material.read("scheme_2016_2020")["target"]
    assert [target["value"] for target in targets] == [
        "11-12 người",
        "10",
        "01",
        "100%",
        "80%",
        "khoảng 45% GRDP",
        "20%/năm",
        "tăng 15-17%/năm",
    ]
    assert all(target["type"] for target in targets)


def test_the_draft_of_2021_2025_has_its_official_title_and_five_groups() -> None:
    draft = material.read("scheme_2021_2025")
    assert draft["title"] == "Phát triển khoa học và công nghệ tỉnh Thái Bình giai đoạn 2021-2025"
    assert len(draft["group"]) == 5
    assert "approved_by" not in draft


def test_what_the_sources_lack_is_left_out() -> None:
    in_force, draft = material.read("scheme_2016_2020"), material.read("scheme_2021_2025")
    assert "budget" not in in_force
    assert "budget" not in draft
    assert "target" not in draft
    assert draft["previous_results"] == {"no_source_found": True, "sources": ["S1", "3"]}
    assert all(task.keys() == {"code", "content", "focus", "sources"} for task in in_force["task"])
    numbers = {row["key"]: row["number"] for row in material.read("instruments")["instrument"]}
    assert numbers["nq-tw6-xi"] == numbers["luat-to-chuc-cqdp-2015"] == ""


def test_a_post_begins_or_ends_only_on_a_day_that_its_source_states() -> None:
    dated = [
        (person["name"], post.get("from"), post.get("to"))
        for person in material.read("office_holders")["person"]
        for post in person["post"]
        if "from" in post or "to" in post
    ]
    assert dated == [("Nguyễn Khắc Thận", date(2020, 11, 10), None), ("Chu Ngọc Anh", None, date(2020, 11, 12))]


def test_sixty_three_provinces_became_thirty_four() -> None:
    merged = material.read("provinces")["merged_on"]
    committees = [row for row in material.organizations() if row["level"] == "province"]
    assert len(committees) == 63
    assert sum(row.get("to") != merged for row in committees) == 34


def test_every_successor_is_there_on_the_day() -> None:
    known = {row["key"]: row for row in material.organizations()}
    for row in material.successions():
        assert known[row["from"]]["to"] == row["on"], row
        assert known[row["to"]].get("from", row["on"]) <= row["on"], row


def test_whoever_ended_is_succeeded_except_where_the_file_says_that_the_sources_are_silent() -> None:
    succeeded = {row["from"] for row in material.successions()}
    assert {row["key"] for row in material.organizations() if "to" in row} == succeeded


def test_keys_are_not_used_twice() -> None:
    for keys in (
        [row["key"] for row in (*material.organizations(), *material.invented_organizations())],
        [row["key"] for row in material.read("instruments")["instrument"]],
        [row["username"] for row in material.read("accounts")["account"]],
    ):
        assert len(keys) == len(set(keys))


def test_the_files_are_read_as_they_are_written() -> None:
    for name in FILES:
        text = (material.DIRECTORY / f"{name}.toml").read_text(encoding="utf-8")
        assert tomllib.loads(text)
        assert not re.search(r"[ \t]+$", text, re.MULTILINE)
