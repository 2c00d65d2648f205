"""Logging in: argon2, lockout, closed sign-up, no redirect to elsewhere; what every answer says to the browser."""

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.test import Client
from django.urls import NoReverseMatch, reverse

from phusa.config import settings as program_settings
from phusa.foundation.access.models import User
from tests.cast import BACKEND

pytestmark = pytest.mark.django_db

PASSWORD = "một mật khẩu đủ dài 2025"


class QuickArgon2(Argon2PasswordHasher):
    """The same, with little work."""

    time_cost, memory_cost, parallelism = 1, 8, 1


@pytest.fixture(autouse=True)
def hash_quickly(settings) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.QuickArgon2"]


@pytest.fixture
def clerk() -> User:
    return User.objects.create_user("clerk", full_name="Nguyễn Thị Văn Thư", password=PASSWORD)


@pytest.fixture
def log_in(client):
    def send(username: str = "clerk", password: str = PASSWORD, **more: str):
        return client.post("/accounts/login/", {"login": username, "password": password, **more})

    return send


def test_who_knows_the_password_is_logged_in(client, clerk, log_in):
    response = log_in()
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert get_user(client) == clerk


def test_a_wrong_password_is_answered_in_vietnamese_without_saying_which_part_is_wrong(client, clerk, log_in):
    wrong, unknown = log_in(password="sai"), log_in(username="nobody")
    assert wrong.status_code == unknown.status_code == 200
    assert not get_user(client).is_authenticated
    assert [str(error) for error in wrong.context["form"].errors["__all__"]] == [
        str(error) for error in unknown.context["form"].errors["__all__"]
    ]
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in wrong.content.decode()


def test_passwords_are_kept_under_argon2(settings, clerk):
    settings.PASSWORD_HASHERS = program_settings.PASSWORD_HASHERS
    assert make_password(PASSWORD).startswith("argon2$argon2id$v=19$m=102400,t=2,")


def test_five_wrong_passwords_lock_the_account_from_that_address_and_the_page_says_so(client, clerk, log_in):
    answers = [log_in(password=f"sai {number}") for number in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    locked = log_in()
    assert locked.status_code == 429
    assert "Tạm khóa" in locked.content.decode()
    assert "Content-Security-Policy" in locked.headers
    assert not get_user(client).is_authenticated


def test_another_spelling_of_the_name_is_the_same_account_for_the_lock(clerk, log_in):
    for name in ("clerk", "Clerk", "CLERK ", " clerk", "cLerk"):
        log_in(username=name, password="sai")
    assert log_in().status_code == 429


def test_the_lock_of_one_account_leaves_the_others_open(client, clerk, log_in):
    other = User.objects.create_user("other", full_name="Trần Văn Khác", password=PASSWORD)
    for _ in range(5):
        log_in(password="sai")
    log_in(username="other")
    assert get_user(client) == other


def test_a_stranger_elsewhere_cannot_lock_an_account_for_its_holder(client, clerk):
    def send(password: str, address: str):
        form = {"login": "clerk", "password": password}
        return client.post("/accounts/login/", form, headers={"X-Forwarded-For": address}, REMOTE_ADDR="10.0.0.1")

    for _ in range(5):
        client.post("/accounts/login/", {"login": "clerk", "password": "sai"}, REMOTE_ADDR="203.0.113.7")
    assert send(PASSWORD, "").status_code == 302


def test_behind_the_proxy_the_address_is_what_the_proxy_says_last(client, clerk, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    def send(password: str, forwarded: str):
        return client.post(
            "/accounts/login/",
            {"login": "clerk", "password": password},
            headers={"X-Forwarded-For": forwarded},
            REMOTE_ADDR="127.0.0.1",
        )

    for number in range(5):  # who pretends to come from everywhere is still one address
        send("sai", f"198.51.100.{number}, 203.0.113.7")
    assert send(PASSWORD, "198.51.100.9, 203.0.113.7").status_code == 429
    assert send(PASSWORD, "192.0.2.1").status_code == 302


def test_without_a_proxy_nobody_can_say_where_they_come_from(client, clerk):
    for number in range(5):
        form = {"login": "clerk", "password": "sai"}
        client.post("/accounts/login/", form, headers={"X-Forwarded-For": f"198.51.100.{number}"})
    assert client.post("/accounts/login/", {"login": "clerk", "password": PASSWORD}).status_code == 429


def test_an_account_that_is_switched_off_cannot_log_in_and_loses_its_session(client, clerk, log_in):
    log_in()
    clerk.is_active = False
    clerk.save()
    assert not get_user(client).is_authenticated
    response = log_in()
    assert not get_user(client).is_authenticated
    assert "đã bị khóa" in client.get(response.headers["Location"]).content.decode()


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:evil.example"],
)
def test_logging_in_never_leads_to_another_site(clerk, log_in, elsewhere: str):
    assert log_in(next=elsewhere).headers["Location"] == "/"


def test_logging_in_leads_back_to_the_page_that_was_asked_for(clerk, log_in):
    assert log_in(next="/journal/?page=2").headers["Location"] == "/journal/?page=2"


def test_nobody_signs_up(client):
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    assert client.get("/accounts/signup/").status_code == 404
    page = client.get("/accounts/login/").content.decode()
    assert "signup" not in page


def test_leaving_takes_a_form_and_ends_the_session(client, clerk):
    client.force_login(clerk, backend=BACKEND)
    assert client.get("/accounts/logout/").status_code == 200
    assert get_user(client).is_authenticated
    client.post("/accounts/logout/")
    assert not get_user(client).is_authenticated


def change(client, old: str, new: str, again: str | None = None):
    form = {"oldpassword": old, "password1": new, "password2": new if again is None else again}
    return client.post("/accounts/password/", form)


def test_a_person_changes_their_password_and_stays_logged_in(client, clerk):
    client.force_login(clerk, backend=BACKEND)
    page = client.get("/accounts/password/").content.decode()
    assert "Mật khẩu hiện tại" in page
    assert "Mật khẩu mới (nhập lại)" in page
    assert change(client, PASSWORD, "mật khẩu hoàn toàn mới").headers["Location"] == "/"
    clerk.refresh_from_db()
    assert clerk.check_password("mật khẩu hoàn toàn mới")
    assert get_user(client).is_authenticated


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("sai", "mật khẩu hoàn toàn mới", None),
        (PASSWORD, "ngắn", None),
        (PASSWORD, "password1234", None),
        (PASSWORD, "nguyenthivanthu", None),
        (PASSWORD, "mật khẩu hoàn toàn mới", "mật khẩu khác hẳn"),
    ],
    ids=["old one wrong", "too short", "too common", "the person's name", "typed differently"],
)
def test_a_password_that_will_not_do_changes_nothing(client, clerk, old, new, again):
    clerk.full_name = "nguyenthivanthu"
    clerk.save()
    client.force_login(clerk, backend=BACKEND)
    assert change(client, old, new, again).status_code == 200
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


def test_who_was_given_no_password_is_told_what_to_do(client):
    client.force_login(User.objects.create_user("invited", full_name="Người được mời"), backend=BACKEND)
    response = client.get("/accounts/password/")
    assert response.status_code == 422
    assert "mã dùng một lần" in response.content.decode()


def test_a_visitor_cannot_change_a_password(client):
    assert client.get("/accounts/password/").headers["Location"].startswith("/accounts/login/")


ANSWERS = {"a page": "/accounts/login/", "no page": "/nowhere/", "a redirect": "/accounts/password/"}


@pytest.mark.parametrize("address", ANSWERS.values(), ids=ANSWERS)
def test_every_answer_tells_the_browser_what_it_must_not_do(client, address: str):
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert "base-uri 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(client, clerk, log_in):
    client.get("/accounts/login/")
    log_in()
    for name in ("sessionid", "csrftoken"):
        cookie = client.cookies[name]
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name


def test_a_form_without_its_token_is_refused_in_vietnamese(clerk):
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "clerk", "password": PASSWORD})
    assert response.status_code == 403
    assert "Biểu mẫu" in response.content.decode()
