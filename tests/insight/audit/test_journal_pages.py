"""The journal as pages: of a record, for whoever sees the record; the whole of it, for the auditor."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.urls import reverse

from phusa.foundation.access.models import User
from phusa.foundation.journal.services import record
from phusa.foundation.records.models import new_uid
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db

AT = datetime(2025, 7, 1, 8, tzinfo=UTC)
WHOLE = reverse("audit:journal")


def tell(user: User, times: int = 1, **payload: object) -> None:
    with transaction.atomic():
        for number in range(times):
            record("tests.named", user, user, at=AT, payload={"number": number, **payload})


def page_of(user: User) -> str:
    return reverse("audit:record", kwargs={"uid": user.uid})


def test_the_auditor_reads_every_deed_and_how_many_no_seal_protects(cast: Cast):
    tell(cast.officer)
    tell(cast.head)
    page = signed_in(cast.auditor).get(WHOLE).content.decode()
    assert page.count("tests.named") == 2
    assert "2 mục chưa được niêm phong." in page


@pytest.mark.parametrize("part", ["specialist", "director", "chair", "administrator", "outsider", "officer"])
def test_nobody_else_reads_the_whole_journal(cast: Cast, part: str):
    tell(cast.officer)
    response = signed_in(cast.people()[part]).get(WHOLE)
    assert response.status_code == 403
    assert "tests.named" not in response.content.decode()
    assert "Người kiểm tra" in response.content.decode()


def test_who_sees_a_record_reads_its_journal_and_who_does_not_finds_no_page(cast: Cast):
    tell(cast.officer)  # an account is seen by its holder, administrators and auditors
    for who in (cast.officer, cast.administrator, cast.auditor):
        response = signed_in(who).get(page_of(cast.officer))
        assert response.status_code == 200
        assert "tests.named" in response.content.decode()
    for who in (cast.head, cast.outsider):
        response = signed_in(who).get(page_of(cast.officer))
        assert response.status_code == 404
        assert "tests.named" not in response.content.decode()


def test_the_deeds_of_another_record_do_not_show(cast: Cast):
    tell(cast.head)
    assert "tests.named" not in signed_in(cast.auditor).get(page_of(cast.officer)).content.decode()


def test_an_unknown_record_has_no_page(cast: Cast):
    assert signed_in(cast.auditor).get(reverse("audit:record", kwargs={"uid": new_uid()})).status_code == 404


def test_a_long_journal_goes_over_several_pages_newest_first(cast: Cast):
    tell(cast.officer, 60)
    client = signed_in(cast.auditor)
    assert client.get(WHOLE).content.decode().count("tests.named") == 50
    assert client.get(WHOLE, {"page": 2}).content.decode().count("tests.named") == 10
    assert client.get(WHOLE, {"page": "no number"}).status_code == 200


def test_a_page_of_the_journal_takes_the_same_number_of_queries_however_long_it_is(
    cast: Cast, django_assert_max_num_queries
):
    tell(cast.officer, 120)
    client = signed_in(cast.auditor)
    for address in (WHOLE, page_of(cast.officer)):
        with django_assert_max_num_queries(20):
            client.get(address)


@pytest.mark.parametrize("verb", ["post", "put", "delete"])
def test_the_journal_is_only_read(cast: Cast, verb: str):
    client = signed_in(cast.auditor)
    assert getattr(client, verb)(WHOLE).status_code == 405
    assert getattr(client, verb)(page_of(cast.officer)).status_code == 405


def test_both_pages_can_be_read_in_english(cast: Cast):
    User.objects.filter(pk=cast.auditor.pk).update(language="en")
    tell(cast.officer)
    client = signed_in(User.objects.get(pk=cast.auditor.pk))
    assert "1 entry is not sealed yet." in client.get(WHOLE).content.decode()
    assert "Journal of a record" in client.get(page_of(cast.officer)).content.decode()
