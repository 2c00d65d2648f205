"""The frame around every page: navigation, language, theme, the capacity acted under, logging in."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from phusa.foundation import access
from phusa.foundation.access import Capacity, Role
from phusa.foundation.access.models import User
from phusa.foundation.access.web import EVERYONE
from phusa.foundation.ui import registry
from phusa.foundation.ui.registry import DemonstrationLogIn, Navigation
from phusa.foundation.ui.vocabulary import Section
from phusa.kernel.refusals import Refused

pytestmark = [pytest.mark.urls("tests.foundation.ui.pages"), pytest.mark.django_db]


def labels(navigation: Navigation, user: object, path: str = "/") -> list[str]:
    return [
        f"{link.label}*" if link.active else str(link.label)
        for _heading, links in navigation.shown_to(user, path)
        for link in links
    ]


def test_the_navigation_shows_what_exists_and_may_be_opened_in_its_order(reader: User) -> None:
    navigation = Navigation()
    navigation.add(Section.ADMINISTRATION, "Closed", "closed", "gear", "tests.approve", 1)
    navigation.add(Section.ADMINISTRATION, "Gallery", "ui:gallery", "gear", EVERYONE, 2)
    navigation.add(Section.PLANNING, "Not built yet", "schemes:none", "gear", EVERYONE, 1)
    navigation.add(Section.PLANNING, "People", "people", "people", order=1)
    assert labels(navigation, reader) == ["People", "Gallery"]
    assert labels(navigation, AnonymousUser()) == ["Gallery"]
    assert labels(navigation, reader, "/people/7/") == ["People*", "Gallery"]


def test_a_line_may_count_what_waits(reader: User) -> None:
    navigation = Navigation()
    navigation.add(Section.TODAY, "People", "people", "people", count=lambda user: user.revision * 7)
    (_heading, (link,)), *_rest = navigation.shown_to(reader, "/")
    assert link.count == 7


def test_a_language_is_kept_with_the_person_and_the_reader_returns_to_the_page(signed_in: Client, reader: User) -> None:
    answer = signed_in.post(
        "/preferences/language/", {"language": "en"}, headers={"Referer": "http://testserver/people/?q=x"}
    )
    assert answer["Location"] == "/people/?q=x"
    reader.refresh_from_db()
    assert reader.language == "en"
    assert '<html lang="en"' in signed_in.get("/people/").content.decode()


def test_a_visitors_language_and_theme_live_in_cookies(client: Client) -> None:
    assert '<html lang="vi" data-bs-theme="auto">' in client.get("/people/").content.decode()
    client.post("/preferences/language/", {"language": "en"})
    client.post("/preferences/theme/", {"theme": "dark"})
    page = client.get("/people/").content.decode()
    assert '<html lang="en" data-bs-theme="dark">' in page
    assert "theme.js" not in page


def test_the_language_that_a_browser_announces_is_not_asked(client: Client) -> None:
    assert client.get("/people/", headers={"Accept-Language": "en"})["Content-Language"] == "vi"


@pytest.mark.parametrize("name", ["language", "theme"])
def test_a_language_or_theme_that_does_not_exist_changes_nothing(client: Client, signed_in: Client, name: str) -> None:
    assert signed_in.post(f"/preferences/{name}/", {name: "xx"}).status_code == 422
    client.logout()
    assert name not in str(client.post(f"/preferences/{name}/", {name: "xx"}).cookies)


@pytest.fixture
def two_capacities(monkeypatch: pytest.MonkeyPatch) -> None:
    held = [
        Capacity(Role.SPECIALIST, 1, "Sở Khoa học và Công nghệ", frozenset({1}), "a"),
        Capacity(Role.HEAD, 2, "Văn phòng UBND tỉnh", frozenset({2}), "b"),
    ]
    monkeypatch.setattr("phusa.foundation.access.capacities._provider", lambda user: held)


@pytest.mark.usefixtures("two_capacities")
def test_who_holds_several_roles_sees_which_one_acts_and_can_change_it(signed_in: Client, reader: User) -> None:
    assert "Văn phòng UBND tỉnh" in signed_in.get("/people/").content.decode()
    signed_in.post("/preferences/capacity/", {"membership": "b"})
    reader = User.objects.get(pk=reader.pk)
    assert access.standing(reader).acting.organization_name == "Văn phòng UBND tỉnh"  # type: ignore[union-attr]
    assert signed_in.post("/preferences/capacity/", {"membership": "c"}).status_code == 422


def test_a_role_that_one_does_not_hold_cannot_be_acted_under(reader: User) -> None:
    from phusa.foundation.ui.services import act_as

    with pytest.raises(Refused):
        act_as(reader, "")


# Logging in


@pytest.fixture
def demonstration(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PHUSA_DEMONSTRATION = True  # type: ignore[attr-defined]
    person = DemonstrationLogIn("mau", "mot-mat-khau-dai", "Nguyễn Thị Mẫu", "Chuyên viên", "Sở Khoa học và Công nghệ")
    monkeypatch.setattr(registry.shell, "demonstration_log_ins", lambda: [person])


@pytest.mark.usefixtures("demonstration", "reader")
def test_a_demonstration_offers_its_log_ins_with_one_click(client: Client) -> None:
    page = client.get("/accounts/login/?next=/people/").content.decode()
    assert "Nguyễn Thị Mẫu" in page
    answer = client.post("/accounts/login/", {"login": "mau", "password": "mot-mat-khau-dai", "next": "/people/"})
    assert answer["Location"] == "/people/"
    assert "data-reader" in client.get("/people/").content.decode()


def test_an_installation_in_use_offers_no_log_ins(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry.shell, "demonstration_log_ins", lambda: pytest.fail("asked for log-ins"))
    assert client.get("/accounts/login/").status_code == 200


def test_a_wrong_password_is_said_in_the_readers_language(client: Client, reader: User) -> None:
    page = client.post("/accounts/login/", {"login": "mau", "password": "sai"}).content.decode()
    assert "form-errors" in page
    assert "password you specified" not in page


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("address", ["/accounts/password/", "/accounts/logout/", "/gallery/", "/people/"])
def test_the_pages_of_the_shell_are_whole_in_both_languages(
    signed_in: Client, reader: User, language: str, address: str
) -> None:
    reader.language = language
    reader.save()
    page = signed_in.get(address).content.decode()
    assert f'<html lang="{language}"' in page
    assert page.count("<h1") == 1


def test_a_new_password_that_is_too_short_is_refused_beside_its_field(signed_in: Client) -> None:
    answer = signed_in.post(
        "/accounts/password/", {"oldpassword": "mot-mat-khau-dai", "password1": "x", "password2": "x"}
    )
    assert "invalid-feedback" in answer.content.decode()


def test_the_gallery_of_an_installation_in_use_is_for_its_administrator(
    client: Client, reader: User, settings: object
) -> None:
    settings.PHUSA_ENVIRONMENT = "production"  # type: ignore[attr-defined]
    assert client.get("/gallery/")["Location"] == "/accounts/login/?next=/gallery/"
    client.force_login(reader, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/gallery/").status_code == 403
