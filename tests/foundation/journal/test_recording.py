"""A deed is written into the journal inside the transaction that does it, and reads back as it was written."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phusa.foundation.access.models import User
from phusa.foundation.journal import wording
from phusa.foundation.journal.models import Entry
from phusa.foundation.journal.queries import history_of, verify
from phusa.foundation.journal.services import record, record_all, redact
from tests.foundation.journal.conftest import AT

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_a_deed_is_not_recorded_outside_the_transaction_that_does_it(clerk):
    with pytest.raises(RuntimeError, match="inside the transaction"):
        record("user.named", clerk, clerk, at=AT)
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_deed_that_fails_leaves_no_entry(clerk):
    with transaction.atomic():
        record("user.named", clerk, clerk, at=AT)
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


def test_an_entry_says_who_did_what_to_what_and_when(clerk, tell):
    tell("user.named", before="A", after="B")
    entry = Entry.objects.get()
    assert (entry.kind, entry.schema, entry.at, entry.actor) == ("user.named", 1, AT, clerk)
    assert (entry.subject_kind, entry.subject_uid) == ("access.user", clerk.uid)
    assert entry.wording["subject"] == entry.wording["actor"] == "Nguyễn Thị Văn Thư"
    assert entry.payload == {"before": "A", "after": "B"}


def test_the_names_of_the_time_of_the_deed_stay(clerk, tell):
    tell()
    User.objects.update(full_name="đổi tên")
    assert Entry.objects.get().wording["actor"] == "Nguyễn Thị Văn Thư"


def test_a_deed_shows_in_the_history_of_its_record_and_of_its_context_newest_first(clerk):
    whole = User.objects.create_user("whole", full_name="đề án")
    stranger = User.objects.create_user("stranger", full_name="người khác")
    with transaction.atomic():
        first = record("part.made", clerk, clerk, at=AT, context=whole)
        second = record("whole.made", whole, clerk, at=AT + timedelta(hours=1))
        record("stranger.made", stranger, clerk, at=AT)
    assert list(history_of(whole)) == [second, first]
    assert list(history_of(clerk)) == [first]


def test_many_deeds_of_one_moment_are_recorded_in_bulk_and_in_their_order(clerk, django_assert_max_num_queries):
    with transaction.atomic(), django_assert_max_num_queries(12):
        record_all([("user.named", clerk, {"number": number}) for number in range(500)], clerk, at=AT)
    assert [entry.payload["number"] for entry in Entry.objects.order_by("pk")] == list(range(500))


def test_the_command_line_may_record_without_a_person(clerk):
    with transaction.atomic():
        record("user.named", clerk, None, at=AT)
    assert verify().problem is None


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)) | st.dates(),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(), inside, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.text(), VALUES, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_whatever_a_payload_holds_its_digest_still_fits_when_it_is_read_back(tell, payload):
    tell("user.named", payload=payload)
    assert verify().problem is None


def test_dates_amounts_and_identifiers_are_kept_as_text(clerk, tell):
    tell("user.named", on=date(2025, 7, 1), amount=Decimal("1.50"), whom=clerk.uid, share=0.25)
    payload = Entry.objects.get().payload
    assert payload == {"on": "2025-07-01", "amount": "1.50", "whom": str(clerk.uid), "share": "0.25"}


def test_a_deed_reads_as_its_package_says(monkeypatch, clerk, tell):
    monkeypatch.setattr(wording, "_wordings", dict(wording._wordings))
    wording.reads(
        "user.named", "Named", after="New name", agreed="Agreed", others=("Others", lambda value: f"{value}!")
    )
    tell("user.named", after="B", agreed=True, others=2, empty="", unnamed="not shown")
    [shown] = wording.happenings(history_of(clerk))
    assert (shown.deed, shown.who, shown.at, shown.sealed) == ("Named", "Nguyễn Thị Văn Thư", AT, False)
    assert shown.details == (("New name", "B"), ("Agreed", wording._("yes")), ("Others", "2!"))


def test_a_deed_that_nobody_worded_shows_its_kind(clerk, tell):
    tell("user.unheard_of")
    [shown] = wording.happenings(history_of(clerk))
    assert shown.deed == "user.unheard_of"


def test_a_redacted_entry_shows_that_it_is_one_and_who_redacted_it_and_why(clerk, tell):
    entry = tell("user.named", private="số điện thoại")
    redact(entry, clerk, reason="yêu cầu của cá nhân", at=AT + timedelta(days=1))
    assert "số điện thoại" not in str(list(Entry.objects.values()))
    said, shown = wording.happenings(history_of(clerk))
    assert shown.who == ""
    assert said.who == "Nguyễn Thị Văn Thư"
    assert "yêu cầu của cá nhân" in str(said.details)
