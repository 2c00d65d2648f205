"""The door of every page: a view says what opens it, and a view that says nothing stays shut."""

from collections.abc import Callable
from typing import Any, TypeVar

from allauth.account import views as account
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from phusa.foundation.access.permissions import may, refusal_of
from phusa.kernel.refusals import Refusal, Refused

V = TypeVar("V", bound=Callable[..., HttpResponseBase])

EVERYONE = "everyone"
SIGNED_IN = "signed-in"


def opens(to: str) -> Callable[[V], V]:
    """Mark a view as open to EVERYONE, to whoever is SIGNED_IN, or to holders of a permission."""

    def mark(view: V) -> V:
        view.opens_to = to  # type: ignore[attr-defined]
        return view

    return mark


class DenyByDefault:
    """Middleware: no view runs unless what opens it says so. Rows are checked again where they are fetched."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """None lets the view run; a visitor is sent to log in; for want of a permission, the page that says who can."""
        to = getattr(view, "opens_to", None)
        if to is None:
            raise ImproperlyConfigured(f"The view {view} does not say what opens it.")
        if to == EVERYONE:
            return None
        if not request.user.is_authenticated:
            return to_log_in(request)
        if to != SIGNED_IN and not may(request.user, to):
            # before the view, Django makes pages of its own exceptions only
            raise PermissionDenied from refusal_of(to)
        return None


def to_log_in(request: HttpRequest) -> HttpResponse:
    """To the log-in page and back to the page where the visitor was; the address of a form alone shows no page."""
    if getattr(request, "htmx", False):
        back = redirect_to_login(request.htmx.current_url_abs_path or "/")  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(back.url)
    return redirect_to_login(request.get_full_path() if request.method in ("GET", "HEAD") else "/")


def client_address(request: HttpRequest) -> str:
    """Where a request comes from; behind the proxy that ends TLS, what the proxy says (its own word stands last)."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    address: str = forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
    return address


def lockout_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The name that wrong passwords are counted for: logging in asks neither for case nor for spaces around."""
    given = (credentials or {}).get("username") or request.POST.get("login", "")
    return str(given).strip().casefold()


class Accounts(DefaultAccountAdapter):
    """allauth, where this house differs."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an administrator makes the account, because a membership comes with it."""
        return False

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Back to the log-in page, with the reason."""
        messages.error(request, _("This account is switched off. Ask your administrator."))
        return redirect("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """The first page, which says that it is done."""
        return "/"


@opens(SIGNED_IN)
def change_password(request: HttpRequest) -> HttpResponseBase:
    """allauth's page, for who has a password to change."""
    if not request.user.has_usable_password():
        text = _("This account has no password yet. Ask your administrator for a one-time code.")
        raise Refused([Refusal("no-password", text)])
    response: HttpResponseBase = account.password_change(request)
    return response


account_urls = [
    path("login/", opens(EVERYONE)(account.login), name="account_login"),
    path("logout/", opens(EVERYONE)(account.logout), name="account_logout"),
    path("password/", change_password, name="account_change_password"),
]
