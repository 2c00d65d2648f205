"""What must be true before the program serves anybody, and the making of an installation."""

import gc
import ipaddress
import os
import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.urls import get_resolver

from phusa.foundation.access import Role
from phusa.foundation.access.models import User
from phusa.foundation.organizations.models import Membership, Organization
from phusa.foundation.organizations.services import found_installation
from phusa.foundation.records.models import Installation
from phusa.foundation.records.queries import installation
from phusa.kernel.refusals import Refusal

NO_INSTALLATION = Refusal("no-installation", "There is no installation here yet. Run `phusa init` first.")
OPERATOR = "phusa"  # the account that deeds of the command line are recorded under; nobody can log in with it


def refusals_to_start(host: str) -> list[Refusal]:
    """Reasons why this installation must not serve on `host`; empty when it may."""
    found = [] if is_loopback(host) and settings.PHUSA_ENVIRONMENT != "production" else _refusals_of_key()
    this = existing_installation()
    if this is None:
        return [*found, NO_INSTALLATION]
    if pending := migrations_to_run():
        found.append(Refusal("old-tables", f"{pending} changes of the tables have not been made. Run `phusa init`."))
    if (this.demonstration or settings.PHUSA_DEMONSTRATION) and not is_loopback(host):
        found.append(
            Refusal("demonstration", f"A demonstration answers on this machine only (127.0.0.1), never on {host}.")
        )
    elif this.demonstration and settings.PHUSA_ENVIRONMENT == "production":
        found.append(Refusal("demonstration", "This database holds a demonstration; it is never served as a real one."))
    return found


def settle() -> None:
    """Load every page's code, and have the garbage collector leave alone what stays for good.

    A request makes few cycles; walking over all classes and templates again and again was an eighth of a page's time.
    """
    get_resolver().url_patterns  # noqa: B018 - reading it imports every view
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _refusals_of_key() -> list[Refusal]:
    """Who knows the key can log in as anybody."""
    key = settings.SECRET_KEY
    if key == settings.DEFAULT_SECRET_KEY or "insecure" in key:
        return [Refusal("default-secret", "The secret key is missing. Run `phusa init`, or set PHUSA_SECRET_KEY.")]
    if len(key) < 50 or len(set(key)) < 10:
        text = "The secret key is too simple: 50 random characters at least. Run `phusa init`."
        return [Refusal("weak-secret", text)]
    return []


def is_loopback(host: str) -> bool:
    """Whether an address reaches this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def existing_installation() -> Installation | None:
    """The installation's row; None where there is none, or no table for it, or no database. Makes no database file."""
    database = settings.DATABASES["default"]
    if connection.vendor == "sqlite" and isinstance(database["NAME"], Path) and not database["NAME"].is_file():
        return None
    try:
        return installation()
    except DatabaseError:
        return None


def migrations_to_run() -> int:
    """How many migrations this release has that the database has not."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def make_home() -> Path:
    """PHUSA_HOME with a secret key of its own, readable by its owner alone."""
    home = Path(settings.PHUSA_HOME)
    home.mkdir(parents=True, exist_ok=True)
    key_file = home / "secret.key"
    if not key_file.exists():
        descriptor = os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return home


@transaction.atomic
def make_installation(*, name: str, authority_name: str, demonstration: bool, at: datetime) -> Installation:
    """The installation's row, its own authority and the command line's account; what exists already is kept.

    The authority is the organisation on whose behalf the command line acts; rename it under Administration.
    """
    made, _ = Installation.objects.get_or_create(
        pk=1, defaults={"name": name, "demonstration": demonstration, "created_at": at}
    )
    operator, created = User.objects.get_or_create(
        username=OPERATOR, defaults={"full_name": "Phù Sa", "is_active": True, "created_at": at}
    )
    if created:
        operator.set_unusable_password()
        operator.save(update_fields=["password"])
    if not Membership.objects.filter(user=operator, role=Role.OPERATOR).exists():
        authority = found_installation(authority_name, at=at)
        Membership.objects.create(user=operator, organization=authority, role=Role.OPERATOR, created_at=at)
    return made


def operator() -> User:
    """The account of the command line."""
    return User.objects.get(username=OPERATOR)


def own_authority() -> Organization:
    """The organisation on whose behalf the command line acts."""
    return Organization.objects.get(memberships__user__username=OPERATOR, memberships__role=Role.OPERATOR)
