"""Whoever is signed in may ask what a text repeats, and sees both sides with what they share."""

from pathlib import Path

import pytest
from django.urls import reverse

from phusa.foundation.matching.opening import open_store
from phusa.foundation.matching.records import EVERYONE
from tests.cast import signed_in
from tests.foundation.matching.conftest import study


@pytest.fixture
def past(settings, tmp_path, db):
    """Records on two shelves, in a store of this test's own."""
    from django.db import connection

    settings.PHUSA_HOME = tmp_path
    store = open_store(connection.settings_dict, Path(tmp_path))
    store.load([study(number) for number in range(30)])
    store.load([study(number, visibility="closed", collection="closed") for number in range(30, 50)])
    yield store
    for (table,) in _tables(store):
        store.execute(f"drop table {table}")
    store.close()


def _tables(store):
    if "blob" in store.bytes_type:
        return []
    return store.execute("select tablename from pg_tables where tablename like 'overlap!_%' escape '!'")


def asked(cast, number: int, **changes: str) -> str:
    record = study(number, **changes)
    given = {"title": record.title, "text": f"{record.objectives}\n{record.contents}"}
    return signed_in(cast.specialist).post(reverse("overlap:check"), given).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_repeated_study_is_shown_beside_the_text_with_what_both_have(cast, past) -> None:
    page = asked(cast, 7)
    assert study(7).title in page
    assert "<mark>" in page
    assert "30 " in page  # records searched


@pytest.mark.django_db(transaction=True)
def test_what_not_everyone_may_see_does_not_show(cast, past) -> None:
    page = asked(cast, 40)
    assert "closed" not in page
    assert study(40).key not in page
    assert past.shelves().keys() == {EVERYONE, "closed"}


@pytest.mark.django_db(transaction=True)
def test_a_study_moved_to_another_province_says_what_was_replaced(cast, past) -> None:
    page = asked(cast, 11, place="Bến Tre")
    assert "«" in page
    assert "Bến Tre" in page


@pytest.mark.django_db(transaction=True)
def test_an_index_of_an_earlier_version_is_a_sentence_and_no_failure(cast, past) -> None:
    past.execute("update overlap_setting set value = '(0, 0)' where name = 'built'")
    assert "phusa overlap index" in asked(cast, 7)
