"""The pages of instruments: who opens them, what a form does, what they cost."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from phusa.foundation.files.models import StoredFile
from phusa.foundation.instruments import services
from phusa.foundation.instruments.models import Instrument
from phusa.foundation.instruments.vocabulary import InstrumentTerms, Kind, RelationKind
from tests.builders.organizations import AT
from tests.cast import signed_in

pytestmark = pytest.mark.django_db

TERMS = InstrumentTerms(Kind.DECREE, "Quy định chức năng", "55/2025/NĐ-CP", "Chính phủ", date(2025, 3, 2))


@pytest.fixture
def decree(cast) -> Instrument:
    return services.add_instrument(cast.clerk, TERMS, at=AT)


@pytest.fixture
def relation(cast, decree):
    older = services.add_instrument(cast.clerk, InstrumentTerms(Kind.DECREE, "Cũ", "28/2023/NĐ-CP"), at=AT)
    return services.relate(cast.clerk, decree, RelationKind.REPLACES, older, at=AT)


TYPED = {
    "degree_of_secrecy": "normal",
    "kind": "decision",
    "number": "4172/QĐ-UBND",
    "title": "Phê duyệt Đề án",
    "issuer_name": "UBND tỉnh",
    "issued_on": "31/12/2016",
}


def test_an_instrument_is_entered_and_edited_through_the_pages(cast):
    browser = signed_in(cast.clerk)
    answer = browser.post("/instruments/new/", TYPED)
    made = Instrument.objects.get()
    assert answer.headers["Location"] == made.get_absolute_url()
    assert made.issued_on == date(2016, 12, 31)
    again = browser.post("/instruments/new/", TYPED)
    assert again.status_code == 422
    assert "Đã có văn bản 4172/QĐ-UBND ngày 31/12/2016" in again.content.decode()
    browser.post(f"{made.get_absolute_url()}edit/", TYPED | {"title": "Phê duyệt", "revision": 1})
    made.refresh_from_db()
    assert made.title == "Phê duyệt"
    stale = browser.post(f"{made.get_absolute_url()}edit/", TYPED | {"title": "Của tôi", "revision": 1})
    assert stale.status_code == 409
    assert "Của tôi" in stale.content.decode()


PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def given(content: bytes = PDF, secrecy: str = "normal"):
    return {"file": SimpleUploadedFile("55-2025-ND-CP.pdf", content), "secrecy": secrecy}


def test_the_signed_paper_is_kept_with_the_instrument_and_read_by_whoever_is_signed_in(cast, decree):
    address = reverse("instruments:attach", args=[decree.uid])
    assert signed_in(cast.clerk).post(address, given()).status_code == 302
    stored = StoredFile.objects.get()
    reader = signed_in(cast.commune_officer)
    page = reader.get(decree.get_absolute_url()).content.decode()
    assert reverse("files:download", args=[stored.uid]) in page
    assert address not in page
    answer = reader.get(reverse("files:download", args=[stored.uid]))
    assert (answer.status_code, answer.getvalue()) == (200, PDF)
    assert reader.post(address, given()).status_code == 403


def test_a_secret_file_and_one_that_is_there_already_are_refused_with_a_sentence(cast, decree):
    address, clerk = reverse("instruments:attach", args=[decree.uid]), signed_in(cast.clerk)
    assert clerk.post(address, given(secrecy="confidential")).status_code == 422
    assert clerk.post(address, given()).status_code == 302
    again = clerk.post(address, given())
    assert again.status_code == 422
    assert "55-2025-ND-CP.pdf» đã có ở đây" in again.content.decode()
    assert StoredFile.objects.count() == 1


def test_a_secret_paper_is_refused_with_a_sentence_and_leaves_nothing(cast):
    answer = signed_in(cast.clerk).post("/instruments/new/", TYPED | {"degree_of_secrecy": "confidential"})
    assert answer.status_code == 422
    assert "Mật trở lên" in answer.content.decode()
    assert not Instrument.objects.exists()


@pytest.mark.parametrize("text", ["28/2023/NĐ-CP", "Nghị định 28/2023/NĐ-CP (01/06/2023)", "nghi dinh ve khoa hoc"])
def test_another_instrument_is_named_as_people_name_it(text, cast, decree):
    other = services.add_instrument(
        cast.clerk,
        InstrumentTerms(Kind.DECREE, "Nghị định về khoa học", "28/2023/NĐ-CP", issued_on=date(2023, 6, 1)),
        at=AT,
    )
    signed_in(cast.clerk).post(f"{decree.get_absolute_url()}relations/", {"kind": "replaces", "other": text})
    assert decree.relations.get().other == other


def test_two_instruments_of_one_number_are_told_apart_by_the_day(cast, decree):
    for year in (2016, 2017):
        terms = InstrumentTerms(Kind.PLAN, "Kế hoạch", "01/KH-UBND", issued_on=date(year, 1, 5))
        services.add_instrument(cast.clerk, terms, at=AT)
    browser, address = signed_in(cast.clerk), f"{decree.get_absolute_url()}relations/"
    answer = browser.post(address, {"kind": "based_on", "other": "01/KH-UBND"})
    assert "01/KH-UBND (05/01/2016)" in answer.content.decode()
    assert not decree.relations.exists()
    browser.post(address, {"kind": "based_on", "other": "01/KH-UBND (05/01/2016)"})
    assert decree.relations.get().other.issued_on.year == 2016


def test_a_relation_is_read_on_both_pages(cast, decree, relation):
    browser = signed_in(cast.officer)
    assert "thay thế" in browser.get(decree.get_absolute_url()).content.decode()
    assert "được thay thế bởi" in browser.get(relation.other.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("query", "found"), [({"q": "chuc nang"}, 1), ({"kind": "decree"}, 2), ({"year": "2025"}, 1), ({"kind": "law"}, 0)]
)
def test_instruments_are_searched_and_filtered(query, found, cast, decree, relation):
    assert signed_in(cast.officer).get("/instruments/", query).context["listing"].count == found


def test_the_queries_of_the_pages_do_not_grow_with_the_rows(cast, decree, django_assert_max_num_queries):
    browser = signed_in(cast.auditor)
    costs = {}
    for address in ("/instruments/", decree.get_absolute_url()):
        browser.get(address)
        with django_assert_max_num_queries(20) as few:
            browser.get(address)
        costs[address] = len(few.captured_queries)
    for number in range(30):
        terms = InstrumentTerms(Kind.LETTER, f"Công văn {number}", f"{number}/CV")
        services.relate(
            cast.clerk, services.add_instrument(cast.clerk, terms, at=AT), RelationKind.IMPLEMENTS, decree, at=AT
        )
    for address, cost in costs.items():
        with django_assert_max_num_queries(cost):
            assert browser.get(address).status_code == 200
