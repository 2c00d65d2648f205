"""The pages: recording, what the program asks about words, side by side, correcting, export."""

import json
import re
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from phusa.foundation.access.models import User
from phusa.foundation.organizations.models import Organization
from phusa.planning.indicators.models import Indicator, ReportedFigure
from phusa.planning.indicators.vocabulary import About, Audience
from tests.builders import indicators as build
from tests.builders.schemes import instrument
from tests.cast import Cast, signed_in
from tests.planning.indicators.conftest import about

pytestmark = pytest.mark.django_db


def text_of(answer: Any) -> str:
    return words(answer.content.decode())


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("&quot;", '"')


@pytest.fixture
def specialist(cast: Cast) -> Client:
    client = signed_in(cast.specialist)
    client.post(reverse("ui:language"), {"language": "en"})
    return client


def typed(indicator: Indicator, **more: Any) -> dict[str, Any]:
    usual = {"indicator": indicator.uid, "as_said": "hơn 50", "basis": "not_stated", "source_text": "Báo tỉnh"}
    return {**usual, "audience": "open", **more}


def test_a_figure_without_a_unit_is_recorded_and_its_page_asks(cast: Cast, specialist: Client) -> None:
    money = build.money(cast.department)
    answer = specialist.post(reverse("indicators:report"), typed(money, as_said="trên 100"), follow=True)
    assert ReportedFigure.objects.get().as_said == "trên 100"
    assert "«trên 100» names no unit" in text_of(answer)
    assert "Say how it is to be read" in text_of(answer)


def test_words_are_read_while_they_are_typed(cast: Cast, specialist: Client) -> None:
    money = build.money(cast.department)

    def understood(**more: Any) -> str:
        return text_of(specialist.get(reverse("indicators:reading"), {"indicator": money.uid, **more})).strip()

    assert understood(as_said="gần trăm tỷ đồng") == "nearly 100 billion VND, so less than it"
    assert "names no unit" in understood(as_said="trên 100")
    assert understood(as_said="trên 100", read_as="trên 100 tỷ đồng") == "more than 100 billion VND"
    assert understood() == ""


def test_a_figure_without_a_source_shows_the_form_again_with_everything_typed(cast: Cast, specialist: Client) -> None:
    values = typed(build.indicator(cast.department), source_text="", scope="giai đoạn 2012–2015")
    answer = specialist.post(reverse("indicators:report"), values)
    assert answer.status_code == 422
    assert "A figure has a source" in text_of(answer)
    assert "giai đoạn 2012–2015" in answer.content.decode()


def test_the_form_knows_the_record_from_which_it_was_opened(
    cast: Cast, specialist: Client, records: dict[UUID, int]
) -> None:
    indicator, subject = build.indicator(cast.department), f"organization:{cast.commune.uid}"
    address = f"{reverse('indicators:report')}?about={subject}"
    assert f'value="{subject}" selected' in specialist.get(address).content.decode()
    specialist.post(address, typed(indicator, about=subject))
    assert ReportedFigure.objects.get().about_uid == cast.commune.uid


def test_a_record_that_nobody_may_see_is_not_taken(cast: Cast, specialist: Client, records: dict[UUID, int]) -> None:
    values = typed(build.indicator(cast.department), about=f"organization:{UUID(int=7)}")
    answer = specialist.post(f"{reverse('indicators:report')}?about={values['about']}", values)
    assert answer.status_code == 422
    assert not ReportedFigure.objects.exists()


def test_correcting_begins_with_what_stands_and_ends_on_the_new_page(cast: Cast, specialist: Client) -> None:
    figure = build.figure(cast, build.indicator(cast.department, "Mô hình"), "hơn 15", audience="open")
    address = reverse("indicators:correct", args=[figure.uid])
    assert 'value="hơn 15"' in specialist.get(address).content.decode()
    values = typed(figure.indicator, as_said="hơn 50", reason="Nghe nhầm")
    answer = specialist.post(address, values, follow=True)
    assert "«hơn 50»" in text_of(answer)
    assert "«hơn 15» : Nghe nhầm" in text_of(answer)
    before = text_of(specialist.get(figure.get_absolute_url()))
    assert "It now reads «hơn 50»" in before
    again = specialist.post(address, values | {"as_said": "hơn 51"})
    assert again.status_code == 422
    assert "corrected already" in text_of(again)
    assert "hơn 51" in again.content.decode()


def test_correcting_does_not_lose_a_record_that_one_may_not_see(cast: Cast, specialist: Client) -> None:
    unknown = About("elsewhere", UUID(int=7))
    figure = build.figure(cast, build.indicator(cast.department), "hơn 15", about=unknown)
    address = reverse("indicators:correct", args=[figure.uid])
    assert f'value="elsewhere:{unknown.uid}" selected' in specialist.get(address).content.decode()
    specialist.post(address, typed(figure.indicator, about=f"elsewhere:{unknown.uid}", reason="Nghe nhầm"))
    assert ReportedFigure.objects.get(supersedes=figure).about_uid == unknown.uid


def test_the_page_of_an_indicator_marks_the_contradiction_and_leads_to_the_list(
    cast: Cast, specialist: Client, records: dict[UUID, int]
) -> None:
    records[cast.commune.uid] = 0
    money = build.money(cast.department, itemised_by="test.support")
    for said in ("trên 100 tỷ đồng", "gần trăm tỷ đồng"):
        build.figure(cast, money, said, about=about(cast.commune))
    answer = specialist.get(money.get_absolute_url())
    assert "both cannot be true" in text_of(answer)
    assert "itemised 0: all of it is without a list" in text_of(answer)
    assert f'href="/list/?of={cast.commune.uid}"' in answer.content.decode()


def fragment(user: User, record: Organization, kind: str = "organization") -> str:
    request = RequestFactory().get("/")
    request.user = user
    template = Template("{% load indicators %}{% figures_side_by_side kind uid %}")
    return words(template.render(Context({"request": request, "kind": kind, "uid": record.uid})))


def test_the_fragment_on_other_pages_shows_each_side_what_it_may_see(cast: Cast, records: dict[UUID, int]) -> None:
    indicator = build.indicator(cast.department)
    build.figure(cast, indicator, "hơn 50", audience=Audience.OPEN, about=about(cast.commune))
    build.figure(cast, indicator, "gần 49", audience=Audience.OWN_SIDE, about=about(cast.commune))
    ours, theirs = (fragment(who, cast.commune) for who in (cast.specialist, cast.ministry_officer))
    assert "«hơn 50»" in ours
    assert "«gần 49»" in ours
    assert "«hơn 50»" in theirs
    assert "gần 49" not in theirs


def test_the_fragment_offers_recording_to_those_who_may_and_about_records_that_are_known(
    cast: Cast, records: dict[UUID, int]
) -> None:
    with override("en"):
        assert "Record a reported figure" in fragment(cast.specialist, cast.commune)
        assert "Record a reported figure" not in fragment(cast.clerk, cast.commune)
        assert "Record a reported figure" not in fragment(cast.specialist, cast.commune, kind="unheard-of")


def test_an_own_figure_reaches_the_other_side_by_no_page_list_or_export(cast: Cast) -> None:
    indicator = build.indicator(cast.department)
    figure = build.figure(cast, indicator, "gần 49", audience=Audience.OWN_SIDE)
    other = signed_in(cast.ministry_officer)
    assert other.get(figure.get_absolute_url()).status_code == 404
    assert other.get(reverse("indicators:correct", args=[figure.uid])).status_code == 404
    assert other.get(reverse("audit:record", args=[figure.uid])).status_code == 404
    for address in (reverse("indicators:figures"), indicator.get_absolute_url(), "/search/?q=gan+49"):
        assert "gần 49" not in other.get(address).content.decode()
    exported = other.get(reverse("indicators:figures"), {"export": "json"})
    assert "gần 49" not in b"".join(exported.streaming_content).decode()


def test_the_export_says_of_a_figure_what_the_program_asks(cast: Cast, specialist: Client) -> None:
    build.figure(cast, build.money(cast.department), "trên 100")
    answer = specialist.get(reverse("indicators:figures"), {"export": "json"})
    [row] = json.loads(b"".join(answer.streaming_content))["rows"]
    assert "names no unit" in json.dumps(row, ensure_ascii=False)


def test_the_second_of_two_who_edit_an_indicator_sees_both_versions(cast: Cast, specialist: Client) -> None:
    indicator = build.indicator(cast.department, "Mô hình")
    values = {"name": "Mô hình A", "measure": "count", "unit": "mô hình", "roll_up": "cumulative", "revision": 1}
    address = reverse("indicators:edit", args=[indicator.uid])
    assert specialist.post(address, values).status_code == 302
    answer = specialist.post(address, values | {"name": "Mô hình B"})
    assert answer.status_code == 409
    assert "Mô hình B" in text_of(answer)


def test_sixty_figures_cost_the_pages_no_more_queries_than_five(cast: Cast, records: dict[UUID, int]) -> None:
    records[cast.commune.uid] = 3
    indicator = build.indicator(cast.department, itemised_by="test.models")
    client = signed_in(cast.officer)
    addresses = ("/figures/?size=100", "/indicators/?size=100", indicator.get_absolute_url())

    def counted() -> list[int]:
        numbers = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            numbers.append(len(captured))
        return numbers

    def fill(number: int) -> None:
        for count in range(number):
            build.figure(
                cast, indicator, f"{count}", about=about(cast.commune), speaker_organization_id=cast.finance.pk
            )
            build.figure(cast, build.indicator(cast.department), "hơn 50", instrument_id=instrument().pk)

    fill(5)
    few = counted()
    fill(60)
    assert counted() == few
    assert max(few) <= 20
