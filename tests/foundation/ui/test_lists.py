"""Lists: what the address may ask for, what the screen shows, and what an export writes."""

import csv
import io
import json
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from python_calamine import load_workbook

from phusa.foundation.access.models import User
from phusa.foundation.ui.export import original
from phusa.foundation.ui.listing import Column, Listing
from phusa.foundation.ui.models import ColumnChoice
from tests.foundation.ui.conftest import add_people
from tests.foundation.ui.html import next_page, same, table, with_fragment

pytestmark = [pytest.mark.urls("tests.foundation.ui.pages"), pytest.mark.django_db]

QUESTIONS = [
    "",
    "sort=-joined",
    "sort=login&language=en&size=50",
    "q=thu+tin&column=login&column=mail",
    "since=03/01/2026&sort=-name",
    "column=state&column=staff",
]


def all_pages(client: Client, question: str) -> list[list[str]]:
    """Headings and rows of the list, page after page."""
    rows: list[list[str]] = []
    address = f"/people/?{question}"
    while address:
        page = client.get(address).content.decode()
        rows += table(page)[1 if rows else 0 :]
        address = next_page(page)
    return rows


def written(value: Any) -> str:
    """A cell of an export as the screen writes it."""
    if value is None or value == "":
        return "—nothing recorded"
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value))
    return str(value)


@pytest.fixture
def english(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_export_holds_what_the_screen_shows_over_all_pages(english: Client, question: str) -> None:
    add_people(60)
    shown = all_pages(english, question)
    assert len(shown) > 20

    def exported(kind: str) -> bytes:
        return english.get(f"/people/?{question}&export={kind}").getvalue()

    lines = list(csv.reader(io.StringIO(exported("csv").decode("utf-8-sig"), newline="")))
    assert [lines[0], *[[written(original(cell)) for cell in line] for line in lines[1:]]] == shown

    sheet = load_workbook(io.BytesIO(exported("xlsx"))).get_sheet_by_index(0).to_python()
    assert [sheet[0], *[[written(cell) for cell in line] for line in sheet[1:]]] == shown

    parsed = json.loads(exported("json"))
    assert [column["label"] for column in parsed["columns"]] == shown[0]
    kinds = {column["key"]: column["kind"] for column in parsed["columns"]}
    in_json = [
        [written(date.fromisoformat(v) if kinds[key] == "date" else v) for key, v in row.items()]
        for row in parsed["rows"]
    ]
    assert in_json == shown[1:]


def test_every_row_stands_on_one_page_only_even_where_the_order_is_a_tie(english: Client) -> None:
    add_people(60)
    rows = all_pages(english, "sort=joined")[1:]
    assert len({row[1] for row in rows}) == len(rows) == 60


def test_empty_values_come_last_in_either_direction(english: Client) -> None:
    add_people(4)
    User.objects.filter(username="nguoi003").update(last_login=datetime.fromisoformat("2026-02-02T00:00:00Z"))
    for sort in ("mail", "-mail"):
        rows = table(english.get(f"/people/?sort={sort}").content.decode())
        assert rows[1][1] == "nguoi003"


def test_an_order_or_a_column_that_the_list_does_not_have_is_left_out_and_said(english: Client) -> None:
    add_people(3)
    usual = english.get("/people/")
    answer = english.get("/people/?sort=password&column=password")
    assert answer.status_code == 200
    assert table(answer.content.decode()) == table(usual.content.decode())
    assert "cannot be ordered by “password”" in answer.content.decode()
    assert "no column “password”" in answer.content.decode()


@pytest.mark.parametrize("question", ["language=fr", "since=31/31/2026"])
def test_a_filter_that_cannot_be_understood_shows_and_exports_nothing(english: Client, question: str) -> None:
    add_people(3)
    answer = english.get(f"/people/?{question}")
    assert table(answer.content.decode()) == []
    assert "could not be understood" in answer.content.decode()
    export = english.get(f"/people/?{question}&export=csv")
    assert export["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    ("asked", "shown"), [("0", "1"), ("99", "3"), ("-1", "1"), ("x", "1"), ("9" * 40, "1"), ("²", "1")]
)
def test_a_page_outside_the_list_is_brought_back_into_it(english: Client, asked: str, shown: str) -> None:
    add_people(60)
    page = english.get("/people/", {"page": asked}).content.decode()
    assert f'id="page-{shown}" href' in page
    assert 'aria-current="page"' in page.split(f'id="page-{shown}"')[1].split(">")[0]


def test_a_size_that_is_not_offered_falls_back(english: Client) -> None:
    add_people(60)
    assert len(table(english.get("/people/?size=100000").content.decode())) == 1 + 25
    assert len(table(english.get("/people/?size=50").content.decode())) == 1 + 50


def test_a_search_finds_with_and_without_diacritics(english: Client) -> None:
    add_people(9)
    for words in ("thu tin 003", "THƯ  tín 003", "003 thu"):
        assert len(table(english.get("/people/", {"q": words}).content.decode())) == 1 + 1


def test_the_foot_adds_up_all_pages(english: Client) -> None:
    add_people(60)
    assert ">1.830</td>" in english.get("/people/").content.decode()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_number_of_queries_does_not_depend_on_the_rows(
    signed_in: Client, reader: User, django_assert_max_num_queries: Any, language: str
) -> None:
    reader.language = language
    reader.save()
    counts = []
    for number in (5, 95):
        User.objects.exclude(pk=reader.pk).delete()
        add_people(number)
        with django_assert_max_num_queries(12) as queries:
            signed_in.get("/people/?size=100&language=en")
        counts.append(len(queries.captured_queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("question", ["sort=-joined&page=2", "language=en", "q=không+có+ai", "language=fr", "size=50"])
def test_the_old_page_with_the_fragment_is_the_fresh_page(signed_in: Client, question: str) -> None:
    add_people(60)
    old = signed_in.get("/people/").content.decode()
    fragment = signed_in.get(f"/people/?{question}", headers={"HX-Request": "true", "HX-Target": "list"})
    fresh = signed_in.get(f"/people/?{question}").content.decode()
    assert "<html" not in fragment.content.decode()
    assert "HX-Request" in fragment["Vary"]
    assert same(with_fragment(old, fragment.content.decode(), "list"), fresh)


def test_a_page_that_htmx_restores_is_whole(english: Client) -> None:
    add_people(3)
    headers = {"HX-Request": "true", "HX-Target": "list", "HX-History-Restore-Request": "true"}
    assert "<html" in english.get("/people/", headers=headers).content.decode()


def test_columns_of_the_address_stand_before_those_remembered_and_a_fixed_one_always_shows(
    signed_in: Client, reader: User
) -> None:
    def headings(question: str) -> list[str]:
        return table(signed_in.get(f"/people/?{question}").content.decode())[0]

    assert headings("") == ["Name", "User name", "Joined", "Revision"]
    ColumnChoice.objects.create(user=reader, listing="tests.people", columns=["mail", "gone"])
    assert headings("") == ["Name", "Mail"]
    assert headings("column=joined") == ["Name", "Joined"]


def test_chosen_columns_go_into_the_address_or_are_remembered(signed_in: Client, reader: User) -> None:
    here = "/people/?sort=login&column=mail&page=2"
    answer = signed_in.post("/lists/tests.people/columns/", {"next": here, "column": ["joined", "password"]})
    assert answer["Location"] == "/people/?sort=login&column=joined"
    answer = signed_in.post("/lists/tests.people/columns/", {"next": here, "column": ["joined"], "remember": "1"})
    assert answer["Location"] == "/people/?sort=login"
    assert ColumnChoice.objects.get(user=reader).columns == ["joined"]
    signed_in.post("/lists/tests.people/columns/", {"next": here, "remember": "1"})
    assert not ColumnChoice.objects.exists()


def test_a_visitor_can_choose_columns_but_nothing_is_remembered(client: Client) -> None:
    answer = client.post("/lists/tests.people/columns/", {"next": "/people/", "column": ["mail"], "remember": "1"})
    assert answer["Location"] == "/people/?column=mail"
    assert not ColumnChoice.objects.exists()


def test_what_people_typed_is_escaped_in_every_cell(client: Client) -> None:
    User.objects.create_user("x", full_name="<script>alert(1)</script>", email="<b>", password=None)
    page = client.get("/people/?column=mail&q=<b>").content.decode()
    assert "<script>alert" not in page
    assert "<b>" not in page.split("<main")[1]


def test_a_listing_with_two_columns_of_one_key_or_a_filter_named_like_a_parameter_is_a_mistake() -> None:
    column = Column("name", "Name", str)
    with pytest.raises(ValueError, match="same key"):
        Listing("tests.wrong", columns=(column, column))
    with pytest.raises(ValueError, match="begins with an order"):
        Listing("tests.wrong", columns=(column,), order="name")
    with pytest.raises(ValueError, match="not a kind"):
        Column("name", "Name", str, kind="colour")


def test_a_box_that_is_not_ticked_is_no_filter(english: Client) -> None:
    add_people(3)
    page = english.get("/people/").content.decode()
    assert 'type="checkbox" id="filter-never" name="never">' in page
    assert "chips" not in page
    assert table(english.get("/people/?never=on").content.decode())[1:] == []
