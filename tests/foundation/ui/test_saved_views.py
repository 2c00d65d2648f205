"""Saved views of a list belong to one person."""

import pytest
from django.test import Client

from phusa.foundation.access.models import User
from phusa.foundation.ui import services
from phusa.foundation.ui.models import SavedView
from phusa.kernel.refusals import Refused

pytestmark = [pytest.mark.urls("tests.foundation.ui.pages"), pytest.mark.django_db]
HERE = "/people/?language=en&sort=-joined"


def test_a_view_keeps_filters_order_and_columns_and_nothing_else(signed_in: Client, reader: User) -> None:
    query = "sort=-joined&page=3&utm=x&language=en&column=mail&q=&export=csv"
    answer = signed_in.post("/lists/tests.people/views/", {"label": " Của tôi ", "query": query, "next": HERE})
    assert answer["Location"] == HERE
    view = SavedView.objects.get(user=reader)
    assert (view.label, view.query) == ("Của tôi", "column=mail&language=en&sort=-joined")


def test_a_kept_view_is_offered_and_marked_while_it_is_shown(signed_in: Client, reader: User) -> None:
    services.save_view(reader, "tests.people", "Tiếng Anh", "language=en")
    assert 'href="?language=en" aria-current="true"' in signed_in.get("/people/?page=1&language=en").content.decode()
    assert 'href="?language=en">' in signed_in.get("/people/").content.decode()


def test_the_same_name_again_replaces_the_view(reader: User) -> None:
    services.save_view(reader, "tests.people", "Của tôi", "language=en")
    services.save_view(reader, "tests.people", "Của tôi", "language=vi")
    assert [view.query for view in SavedView.objects.all()] == ["language=vi"]


def test_a_view_without_a_name_or_one_too_many_is_refused(reader: User) -> None:
    with pytest.raises(Refused):
        services.save_view(reader, "tests.people", "  ", "")
    for number in range(services.VIEWS_PER_LIST):
        services.save_view(reader, "tests.people", str(number), "")
    with pytest.raises(Refused):
        services.save_view(reader, "tests.people", "one more", "")
    services.save_view(reader, "tests.people", "0", "language=en")


def test_nobody_sees_or_deletes_the_view_of_another(signed_in: Client, other: User) -> None:
    view = services.save_view(other, "tests.people", "Của người khác", "language=en")
    assert "Của người khác" not in signed_in.get("/people/").content.decode()
    assert signed_in.post(f"/lists/views/{view.uid}/delete/").status_code == 404
    assert SavedView.objects.filter(pk=view.pk).exists()


def test_a_view_of_ones_own_can_be_deleted(signed_in: Client, reader: User) -> None:
    view = services.save_view(reader, "tests.people", "Của tôi", "")
    signed_in.post(f"/lists/views/{view.uid}/delete/", {"next": HERE})
    assert not SavedView.objects.exists()


def test_a_visitor_keeps_no_views_and_an_unknown_list_has_none(client: Client, signed_in: Client) -> None:
    assert signed_in.post("/lists/tests.nothing/views/", {"label": "x"}).status_code == 404
    client.logout()
    assert client.post("/lists/tests.people/views/", {"label": "x"})["Location"].startswith("/accounts/login/")
