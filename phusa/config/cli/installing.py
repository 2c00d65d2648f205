"""`phusa init`, `phusa user`, `phusa manage`."""

import json
import sys
from pathlib import Path

import click

from phusa.config.cli import start_django


@click.command()
@click.option("--name", default="Phù Sa", help="Name of the installation, shown in the footer.")
@click.option("--authority", default="UBND tỉnh", help="The authority that it serves (can be renamed later).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def init(name: str, authority: str, as_json: bool) -> None:
    """Make an empty installation under PHUSA_HOME: key, database, authority. What exists is kept."""
    home = prepare(name=name, authority=authority, demonstration=False)
    from phusa.config.startup import own_authority

    if as_json:
        click.echo(json.dumps({"home": str(home), "authority": str(own_authority())}, ensure_ascii=False))
    else:
        click.echo(f"The installation of {own_authority()} is ready under {home}.")
        click.echo("Next: phusa user add NAME --role administrator, then phusa serve.")


def prepare(*, name: str, authority: str, demonstration: bool) -> Path:
    """Home, key, tables as this release has them, installation row; returns the home. What exists is kept."""
    start_django(installed=False)
    from django.core.management import call_command
    from django.utils import timezone

    from phusa.config import startup

    home = startup.make_home()
    call_command("migrate", verbosity=0, interactive=False)
    startup.make_installation(name=name, authority_name=authority, demonstration=demonstration, at=timezone.now())
    return home


@click.group()
def user() -> None:
    """Accounts of people: the first administrator, and forgotten passwords."""


@user.command("add")
@click.argument("username")
@click.option("--full-name", default="", help="Name as it is written in the journal.")
@click.option("--role", default="administrator", show_default=True, help="Role in the organisation.")
@click.option("--organization", default="", help="Name of the organisation; the installation's authority when empty.")
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input, instead of a one-time code."
)
def add(username: str, full_name: str, role: str, organization: str, password_stdin: bool) -> None:
    """Make an account with a role, and print the one-time code with which its owner sets a password."""
    start_django()
    from django.db import transaction
    from django.utils import timezone

    from phusa.config.startup import operator, own_authority
    from phusa.foundation.access import Role
    from phusa.foundation.organizations import services
    from phusa.foundation.organizations.models import Organization
    from phusa.foundation.organizations.queries import Directory

    if role not in Role.values or role == Role.OPERATOR:
        raise click.BadParameter(f"one of {', '.join(set(Role.values) - {Role.OPERATOR})}", param_hint="--role")
    now = timezone.now()
    actor = operator()
    place = own_authority()
    if organization:
        match = Directory(timezone.localdate(now)).find(organization)
        if match.organization_id is None:
            raise click.BadParameter(f"no organisation is called «{organization}»", param_hint="--organization")
        place = Organization.objects.get(pk=match.organization_id)
    password = sys.stdin.readline().rstrip("\n") if password_stdin else ""
    with transaction.atomic():
        made = services.create_user(actor, username, full_name or username, password=password, at=now)
        services.grant_membership(actor, made, organization_id=place.pk, role=role, at=now)
        code = "" if password_stdin else services.invite(actor, made, at=now)
    click.echo(f"{username}  {code}".strip())


@user.command("invite")
@click.argument("username")
def invite(username: str) -> None:
    """Give an account a new one-time code; its old password stops working."""
    start_django()
    from django.utils import timezone

    from phusa.config.startup import OPERATOR, operator
    from phusa.foundation.access.models import User
    from phusa.foundation.organizations import services

    found = User.objects.filter(username=username).exclude(username=OPERATOR).first()
    if found is None:
        raise click.BadParameter(f"there is no account «{username}»")
    click.echo(f"{username}  {services.invite(operator(), found, at=timezone.now())}")


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def manage(words: tuple[str, ...]) -> None:
    """Django's own management commands, for those who operate the installation."""
    start_django(installed=False)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["phusa manage", *words])
