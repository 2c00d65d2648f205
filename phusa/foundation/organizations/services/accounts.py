"""Deeds on accounts: making, inviting, closing, and the memberships that carry roles."""

import secrets
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from phusa.foundation import access
from phusa.foundation.access import Role
from phusa.foundation.access.models import User
from phusa.foundation.journal.services import record
from phusa.foundation.organizations import rules
from phusa.foundation.organizations.models import Invitation, Membership
from phusa.foundation.records.services import lock, save
from phusa.kernel.periods import Period
from phusa.kernel.refusals import Refusal, Refused
from phusa.kernel.text import normal

INVITATION_HOLDS = timedelta(days=7)
INVITATION_FAILURES = 5


@transaction.atomic
def create_user(
    actor: User,
    username: str,
    full_name: str,
    *,
    email: str = "",
    password: str = "",
    illustrative: bool = False,
    at: datetime,
) -> User:
    """An account. Without a password nobody can log in until `invite` gives its owner a one-time code."""
    access.require(actor, "organizations.manage_accounts")
    username, full_name = normal(username), normal(full_name)
    user = User(username=username, full_name=full_name, email=email, illustrative=illustrative, created_at=at)
    rules.forbid(
        rules.name_is_given(username),
        rules.name_is_given(full_name),
        _username_is_free(username),
        *(_password_is_strong(password, user) if password else ()),
    )
    user.set_password(password or None)  # None is a password that nothing opens
    user.save()
    record("account.created", user, actor, at=at, payload={"username": username})
    return user


@transaction.atomic
def invite(actor: User, user: User, *, at: datetime) -> str:
    """A one-time code, to be shown once. The password and the code there were before stop working."""
    access.require(actor, "organizations.manage_accounts", user)
    user = lock(User, user.uid)
    user.set_unusable_password()
    save(user, "password")
    code = "-".join(f"{secrets.randbelow(100_000):05}" for _place in range(4))
    Invitation.objects.update_or_create(
        user=user,
        defaults={"code_digest": _digest(code), "expires_at": at + INVITATION_HOLDS, "failures": 0},
    )
    record("account.invited", user, actor, at=at)
    return code


def accept_invitation(username: str, code: str, password: str, *, at: datetime) -> User:
    """The invited person sets a password of their own; the code is used up. No permission: the code is the proof.

    A wrong code counts, and after five the invitation is void. Refuses in the same words whatever is wrong with the
    name or the code, so that nobody learns which accounts exist.
    """
    with transaction.atomic():
        user, refusals = _accepted(username, code, password, at)
    if user is None:  # raised only now, so that a wrong code stays counted
        raise Refused(refusals)
    return user


def _accepted(username: str, code: str, password: str, at: datetime) -> tuple[User | None, list[Refusal]]:
    wrong = Refusal("invitation-invalid", _("The user name or the code is wrong, or the code no longer holds."))
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(user__username__iexact=username.strip(), user__is_active=True)
        .first()
    )
    given = _digest(code)
    if invitation is None:
        return None, [wrong]
    if not constant_time_compare(given, invitation.code_digest) or not invitation.is_open(at, INVITATION_FAILURES):
        invitation.failures += 1
        invitation.save(update_fields=["failures"])
        return None, [wrong]
    user = lock(User, invitation.user.uid)
    if weak := list(_password_is_strong(password, user)):
        return None, weak
    user.set_password(password)
    save(user, "password")
    invitation.delete()
    record("account.opened", user, user, at=at)
    return user, []


@transaction.atomic
def deactivate_user(actor: User, user: User, *, revision: int | None = None, at: datetime) -> User:
    """The account opens nothing any more; what it did stays in the journal."""
    access.require(actor, "organizations.manage_accounts", user)
    user = lock(User, user.uid, revision)
    rules.forbid(_account_is_anothers(user, actor), _an_administrator_remains(user, _day(at)))
    user.is_active = False
    save(user, "is_active")
    Invitation.objects.filter(user=user).delete()
    record("account.closed", user, actor, at=at)
    return user


@transaction.atomic
def reactivate_user(actor: User, user: User, *, revision: int | None = None, at: datetime) -> User:
    """The account opens again, with the memberships that still hold."""
    access.require(actor, "organizations.manage_accounts", user)
    user = lock(User, user.uid, revision)
    user.is_active = True
    save(user, "is_active")
    record("account.reopened", user, actor, at=at)
    return user


@transaction.atomic
def grant_membership(
    actor: User,
    user: User,
    *,
    organization_id: int,
    role: str,
    division: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    at: datetime,
) -> Membership:
    """The account holds the role in the organisation, from `valid_from` (default: today) on."""
    access.require(actor, "organizations.manage_accounts", user)
    user = lock(User, user.uid)
    valid_from = valid_from or _day(at)
    rules.forbid(rules.role_can_be_given(role), rules.period_goes_forward(valid_from, valid_to))
    held = list(Membership.objects.filter(user=user))
    period = Period(valid_from, valid_to)
    rules.forbid(
        rules.role_is_not_held_already(held, role, organization_id, period),
        rules.auditor_does_nothing_else(held, role, period),
    )
    membership = Membership.objects.create(
        user=user,
        organization_id=organization_id,
        role=role,
        division=normal(division),
        valid_from=valid_from,
        valid_to=valid_to,
        created_at=at,
        illustrative=user.illustrative,  # what an invented person holds is invented
    )
    told = {"role": role, "organization": str(membership.organization), "begins": valid_from, "ends": valid_to}
    record("membership.granted", membership, actor, at=at, payload=told, context=user)
    return membership


@transaction.atomic
def end_membership(actor: User, membership: Membership, *, on: date, revision: int | None = None, at: datetime) -> None:
    """From `on` the account holds the role no more; a membership that would never have begun is taken off."""
    access.require(actor, "organizations.manage_accounts", membership.user)
    membership = lock(Membership, membership.uid, revision)
    if membership.role == Role.ADMINISTRATOR:
        rules.forbid(_an_administrator_remains(membership.user, on))
    told = {"role": membership.role, "organization": str(membership.organization), "on": on}
    record("membership.ended", membership, actor, at=at, payload=told, context=membership.user)
    if membership.valid_from and membership.valid_from >= on:
        membership.delete()
    else:
        membership.valid_to = on
        save(membership, "valid_to")


def _username_is_free(username: str) -> Refusal | None:
    if not User.objects.filter(username__iexact=username).exists():
        return None
    return Refusal("username-taken", _("This user name is taken."))


def _password_is_strong(password: str, user: User) -> Iterator[Refusal]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        for message in error.messages:
            yield Refusal("password-weak", message)


def _account_is_anothers(user: User, actor: User) -> Refusal | None:
    if user.pk != actor.pk:
        return None
    return Refusal("closes-itself", _("You cannot close your own account."))


def _an_administrator_remains(leaving: User, on: date) -> Refusal | None:
    """Somebody must be able to let people in. The command line always can, but few reach it."""
    administrators = Membership.objects.as_of(on).filter(role=Role.ADMINISTRATOR, user__is_active=True)
    if not administrators.filter(user=leaving).exists() or administrators.exclude(user=leaving).exists():
        return None
    return Refusal("last-administrator", _("This is the last administrator: name another one first."))


def _digest(code: str) -> str:
    """The code is random and long enough (66 bits) for a fast digest; the key is the installation's secret."""
    digits = "".join(char for char in code if char.isdigit())
    return salted_hmac("organizations.invitation", digits, algorithm="sha256").hexdigest()


def _day(at: datetime) -> date:
    return timezone.localdate(at)
