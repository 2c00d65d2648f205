"""What cannot be done becomes a page that says why, who can, and keeps what was typed."""

import re

import pytest
from django.db import connection
from django.test import Client
from lxml import html

from phusa.foundation.access.models import User
from phusa.foundation.ui.models import SavedView

pytestmark = pytest.mark.urls("tests.foundation.ui.pages")
TYPED = "Một đoạn văn dài đã nhập, không được mất."


@pytest.mark.django_db
def test_a_refused_deed_names_every_reason_with_its_source_and_where_to_put_it_right(client: Client) -> None:
    answer = client.post("/refused/", {"note": TYPED}, headers={"Referer": "http://testserver/people/?page=2"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nhiệm vụ 2.1 chưa có cơ quan chủ trì." in page
    assert "Kết luận ngày 23/6/2021, mục 6" in page
    assert 'href="/2.1/"' in page
    assert "Nhiệm vụ &lt;3&gt; chưa nêu sản phẩm." in page
    assert 'href="/people/?page=2"' in page


@pytest.mark.django_db
def test_a_refused_deed_gives_back_what_was_typed_but_never_a_password(client: Client) -> None:
    page = client.post("/refused/", {"note": TYPED, "password": "mot-mat-khau-rat-dai-va-kin"}).content.decode()
    assert TYPED in page
    assert "mot-mat-khau-rat-dai" not in page


@pytest.mark.django_db
def test_the_way_back_never_leads_to_another_site(client: Client) -> None:
    for away in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        assert "evil" not in client.post("/refused/", {"next": away}).content.decode()
        assert "javascript:" not in client.post("/refused/", {"next": away}, headers={"Referer": away}).content.decode()


@pytest.mark.django_db
def test_htmx_gets_the_reasons_among_the_messages_of_the_page(client: Client) -> None:
    answer = client.post("/refused/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (422, "#messages")
    assert "<html" not in answer.content.decode()
    assert "chưa có cơ quan chủ trì" in answer.content.decode()


def test_a_deed_that_the_reader_may_not_do_says_who_can(signed_in: Client) -> None:
    for address in ("/not-allowed/", "/closed/"):
        answer = signed_in.get(address)
        assert answer.status_code == 403
        assert "Phê duyệt" in answer.content.decode()
        assert "Chair of the People" in answer.content.decode() or "Chủ tịch" in answer.content.decode()


# Two people edit one record


@pytest.fixture
def record(reader: User) -> SavedView:
    view = SavedView.objects.create(user=reader, listing="x", label="Ban đầu", query="cũ")
    SavedView.objects.filter(pk=view.pk).update(label="Người khác ghi", revision=2)
    return view


def send(client: Client, record: SavedView, **fields: str) -> tuple[int, str]:
    answer = client.post(f"/edit/{record.uid}/", {"label": "Tôi ghi", "query": TYPED, "revision": "1", **fields})
    return answer.status_code, answer.content.decode()


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send for the form of the page."""
    (form,) = html.fromstring(page).xpath("//main//form")
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


def test_the_second_editor_sees_both_versions_and_loses_nothing(signed_in: Client, record: SavedView) -> None:
    status, page = send(signed_in, record, extra="giữ")
    assert status == 409
    for text in ("Tôi ghi", "Người khác ghi", TYPED, "cũ"):
        assert text in page
    assert fields_of(page)["extra"] == "giữ"
    record.refresh_from_db()
    assert (record.label, record.query) == ("Người khác ghi", "cũ")


def test_the_second_editor_chooses_field_by_field_and_saves(signed_in: Client, record: SavedView) -> None:
    _status, page = send(signed_in, record)
    answer = signed_in.post(f"/edit/{record.uid}/", fields_of(page) | {"_take.label": "saved"})
    assert answer.content == b"saved"
    record.refresh_from_db()
    assert (record.label, record.query, record.revision) == ("Người khác ghi", TYPED, 3)


def test_a_third_edit_in_the_meantime_is_shown_again(signed_in: Client, record: SavedView) -> None:
    _status, page = send(signed_in, record)
    SavedView.objects.filter(pk=record.pk).update(label="Lần thứ ba", revision=3)
    answer = signed_in.post(f"/edit/{record.uid}/", fields_of(page) | {"_take.query": "mine"})
    assert answer.status_code == 409
    assert "Lần thứ ba" in answer.content.decode()
    assert TYPED in answer.content.decode()


def test_fields_that_both_wrote_alike_are_not_asked_about(signed_in: Client, record: SavedView) -> None:
    _status, page = send(signed_in, record, label="Người khác ghi")
    assert "_take.label" not in page
    assert "_take.query" in page


# Pages that need no database


@pytest.fixture
def without_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is logged in, and the database would answer nothing."""
    monkeypatch.setattr(connection, "cursor", None)


@pytest.mark.usefixtures("without_database")
@pytest.mark.parametrize(
    ("address", "status"), [("/no-such-page/", 404), ("/broken/", 500), ("/preferences/theme/", 403)]
)
def test_error_pages_speak_both_languages_and_ask_nothing_of_the_database(address: str, status: int) -> None:
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    answer = client.post(address) if status == 403 else client.get(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert 'lang="vi"' in page
    assert 'lang="en"' in page
    assert page.index("Về trang đầu") < page.index("To the first page")
    client.cookies["django_language"] = "en"
    page = (client.post(address) if status == 403 else client.get(address)).content.decode()
    assert page.index("To the first page") < page.index("Về trang đầu")


def test_a_page_that_says_that_nothing_was_saved_keeps_the_drafts_of_the_browser(db: None, client: Client) -> None:
    assert re.search(r"<body[^>]* data-unsaved", client.post("/refused/").content.decode())
    assert re.search(r"<body[^>]* data-unsaved", client.get("/no-such-page/").content.decode())
