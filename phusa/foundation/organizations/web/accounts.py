"""Pages of accounts and roles, and the page on which an invited person sets a password."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phusa.foundation import access
from phusa.foundation.access.models import User
from phusa.foundation.access.web import EVERYONE, SIGNED_IN, opens
from phusa.foundation.organizations import services
from phusa.foundation.organizations.queries import accounts_visible_to, memberships_visible_to
from phusa.foundation.organizations.services.accounts import INVITATION_HOLDS
from phusa.foundation.organizations.web.forms import AccountForm, EndForm, InvitationForm, MembershipForm
from phusa.foundation.organizations.web.lists import (
    ACCOUNTS,
    MEMBERSHIPS,
    account_state,
    accounts_listed,
)
from phusa.foundation.organizations.web.pages import ability, form_page, history, period, revision, sent
from phusa.foundation.ui.vocabulary import Tab

FORM = ["GET", "HEAD", "POST"]


@opens("organizations.read_accounts")
@require_safe
def listing(request: HttpRequest) -> HttpResponseBase:
    """Who can log in, and as what."""
    context = {"title": _("Accounts"), **_list_context(request, "accounts")}
    rows = accounts_listed(accounts_visible_to(request.user))
    return ACCOUNTS.respond(request, rows, context, template="organizations/list.html")


@opens("organizations.read_accounts")
@require_safe
def memberships(request: HttpRequest) -> HttpResponseBase:
    """Every role that somebody has held or holds."""
    context = {"title": _("Roles given"), **_list_context(request, "memberships")}
    rows = memberships_visible_to(request.user).select_related("user", "organization")
    return MEMBERSHIPS.respond(request, rows, context, template="organizations/list.html")


@opens(SIGNED_IN)
@require_safe
def page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One account with its roles: one's own, or any for whoever reads accounts."""
    return render(request, "organizations/account.html", _context(request, _visible(request, uid)))


@opens("organizations.manage_accounts")
@never_cache
@require_http_methods(FORM)
def add(request: HttpRequest) -> HttpResponse:
    """Make an account with its first role; the one-time code is shown on the next page, and never again."""
    form = AccountForm(sent(request))
    made: list[str] = []

    @transaction.atomic
    def deed(typed: dict[str, Any]) -> str:
        at = timezone.now()
        user = services.create_user(request.user, typed["username"], typed["full_name"], email=typed["email"], at=at)
        services.grant_membership(
            request.user,
            user,
            organization_id=typed["organization"].pk,
            role=typed["role"],
            division=typed["division"],
            at=at,
        )
        made.append(services.invite(request.user, user, at=at))
        return reverse("organizations:account", args=[user.uid])

    context = {
        "title": _("Make an account"),
        "list": (_("Accounts"), reverse("organizations:accounts")),
        "submit": _("Make it"),
        "back": reverse("organizations:accounts"),
    }
    answer = form_page(request, form, deed, _("The account has been made."), context)
    if not made:
        return answer
    return _code(request, User.objects.get(username__iexact=form.cleaned_data["username"]), made[0])


@opens("organizations.manage_accounts")
@never_cache
@require_http_methods(FORM)
def invite(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give a one-time code: for a new account, or for a forgotten password."""
    user = _visible(request, uid)
    if request.method == "POST":
        return _code(request, user, services.invite(request.user, user, at=timezone.now()))
    context = {
        "title": _("Give a one-time code?"),
        "what": user.full_name,
        "consequences": [
            _("The password used so far stops working at once."),
            _("The code is shown to you once; hand it to the person yourself."),
        ],
        "action": request.path,
        "submit": _("Give a code"),
        "back": _to("account", user),
        "revision": None,
        "danger": False,
    }
    return render(request, "ui/confirm.html", context)


@opens("organizations.manage_accounts")
@require_http_methods(FORM)
def close(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Close an account."""
    user = _visible(request, uid)
    if request.method == "POST":
        services.deactivate_user(request.user, user, revision=revision(request), at=timezone.now())
        messages.success(request, _("The account has been closed."))
        return redirect(_to("account", user))
    context = {
        "title": _("Close this account?"),
        "what": user.full_name,
        "consequences": [_("Nobody can log in with it; what was done with it stays in the journal.")],
        "action": request.path,
        "submit": _("Close it"),
        "back": _to("account", user),
        "revision": user.revision,
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)


@opens("organizations.manage_accounts")
@require_POST
def reopen(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Reopen a closed account."""
    user = _visible(request, uid)
    services.reactivate_user(request.user, user, revision=revision(request), at=timezone.now())
    messages.success(request, _("The account is open again."))
    return redirect(_to("account", user))


@opens("organizations.manage_accounts")
@require_http_methods(FORM)
def grant(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give a role."""
    user = _visible(request, uid)

    def deed(typed: dict[str, Any]) -> str:
        organization = typed.pop("organization")
        services.grant_membership(request.user, user, organization_id=organization.pk, **typed, at=timezone.now())
        return _to("account", user)

    context = _form_context(user, _("Give a role"), _("Give it"))
    return form_page(request, MembershipForm(sent(request)), deed, _("The role has been given."), context)


@opens("organizations.manage_accounts")
@require_http_methods(FORM)
def end_membership(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A role is held no more from a day on."""
    row = get_object_or_404(memberships_visible_to(request.user).select_related("user", "organization"), uid=uid)

    def deed(typed: dict[str, Any]) -> str:
        services.end_membership(request.user, row, on=typed["on"], revision=revision(request), at=timezone.now())
        return _to("account", row.user)

    context = {
        **_form_context(row.user, _("End a role"), _("End it")),
        "advice": f"{row.get_role_display()}, {row.organization}",
        "revision": row.revision,
    }
    form = EndForm(sent(request), initial={"on": timezone.localdate()})
    return form_page(request, form, deed, _("The end of the role has been recorded."), context)


@opens(EVERYONE)
@never_cache
@sensitive_post_parameters("code", "password", "again")
@require_http_methods(FORM)
def accept(request: HttpRequest) -> HttpResponse:
    """An invited person sets a password with the one-time code."""

    def deed(typed: dict[str, Any]) -> str:
        services.accept_invitation(typed["username"], typed["code"], typed["password"], at=timezone.now())
        return reverse("account_login")

    context = {"title": _("Set your password"), "submit": _("Set the password")}
    form = InvitationForm(sent(request))
    done = _("Your password is set: log in with it.")
    return form_page(request, form, deed, done, context, template="organizations/invitation.html")


def _visible(request: HttpRequest, uid: UUID) -> User:
    found: User = get_object_or_404(accounts_visible_to(request.user), uid=uid)
    return found


def _to(name: str, user: User) -> str:
    return reverse(f"organizations:{name}", args=[user.uid])


def _code(request: HttpRequest, user: User, code: str) -> HttpResponse:
    context = {
        "title": _("The one-time code"),
        "user_invited": user,
        "code": code,
        "days": INVITATION_HOLDS.days,
        "address": request.build_absolute_uri(reverse("organizations:invitation")),
    }
    return render(request, "organizations/code.html", context)


def _list_context(request: HttpRequest, active: str) -> dict[str, Any]:
    return {
        "tabs": [
            Tab(_("Accounts"), reverse("organizations:accounts"), active == "accounts"),
            Tab(_("Roles given"), reverse("organizations:memberships"), active == "memberships"),
        ],
        "label": _("Accounts and roles"),
        "add": reverse("organizations:account_new"),
        "add_label": _("Make an account"),
        "may_add": access.may(request.user, "organizations.manage_accounts"),
    }


def _form_context(user: User, title: str, submit: str) -> dict[str, Any]:
    return {
        "title": title,
        "list": (_("Accounts"), reverse("organizations:accounts")),
        "of": user,
        "submit": submit,
        "back": _to("account", user),
    }


def _context(request: HttpRequest, user: User) -> dict[str, Any]:
    today = timezone.localdate()
    roles = memberships_visible_to(request.user).filter(user=user).select_related("organization")
    manages, closed = "organizations.manage_accounts", "" if user.is_active else _("The account is closed.")
    return {
        "title": user.full_name,
        "account": user,
        "state": account_state(user),
        "facts": [
            (_("User name"), user.username),
            (_("E-mail"), user.email),
            (_("Last log-in"), user.last_login),
        ],
        "roles": [
            (row, period(row.valid_from, row.valid_to), row.holds_on(today))
            for row in roles.order_by(F("valid_to").desc(nulls_first=True), "pk")
        ],
        "may_manage": access.may(request.user, manages, user),
        "reads_list": access.may(request.user, "organizations.read_accounts"),
        "abilities": [
            ability(request.user, manages, user, _to("membership_new", user), _("Give a role"), closed),
            ability(request.user, manages, user, _to("invite", user), _("Give a one-time code"), closed),
            ability(request.user, manages, user, _to("account_close", user), _("Close the account"), closed),
        ],
        "happenings": history(user),
    }
