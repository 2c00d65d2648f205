"""The command line `phusa`. Exit codes: 0 done, 1 refused or something is wrong, 2 wrong words (click's own)."""

import os
import sys
from typing import Any

import click

from phusa import __version__


class Lazy(click.Group):
    """Commands are found in their modules only when they are asked for, so that `phusa --help` is quick."""

    places = {
        "init": "phusa.config.cli.installing:init",
        "serve": "phusa.config.cli.serving:serve",
        "demo": "phusa.config.cli.serving:demo",
        "import": "phusa.config.cli.importing:import_",
        "export": "phusa.config.cli.exporting:export",
        "request": "phusa.config.cli.requests:request",
        "overlap": "phusa.config.cli.overlap:overlap",
        "user": "phusa.config.cli.installing:user",
        "check": "phusa.config.cli.checking:check",
        "journal": "phusa.config.cli.checking:journal",
        "manage": "phusa.config.cli.installing:manage",
    }

    def list_commands(self, context: click.Context) -> list[str]:
        """In the order in which people need them."""
        return list(self.places)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Import the command's module and return it."""
        place = self.places.get(name)
        if place is None:
            return None
        from importlib import import_module

        module, attribute = place.split(":")
        found: click.Command = getattr(import_module(module), attribute)
        return found


@click.group(cls=Lazy)
@click.version_option(__version__, prog_name="phusa")
def cli() -> None:
    """Phù Sa: from the annex of a plan to tasks that have an owner, a clock and a status.

    The installation lives under PHUSA_HOME (default ./var).
    """


def start_django(*, installed: bool = True) -> None:
    """Load settings and applications; the command line speaks English.

    Raises `Refused` where there is no installation yet, unless the command does without one.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phusa.config.settings")
    import django
    from django.utils import translation

    django.setup()
    translation.activate("en")
    if installed:
        from phusa.config import startup
        from phusa.kernel.refusals import Refused

        if startup.existing_installation() is None:
            raise Refused([startup.NO_INSTALLATION])


def account(username: str) -> Any:
    """The account in whose name a command acts. Raises `click.BadParameter` where there is none."""
    from phusa.foundation.access.models import User

    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise click.BadParameter(f"there is no account «{username}»", param_hint="--as")
    return user


def say_refused(refusals: Any) -> None:
    """Print each refusal as a sentence, on standard error."""
    for refusal in refusals:
        click.echo(f"✗ {refusal.message}" + (f"  [{refusal.source}]" if refusal.source else ""), err=True)


def main() -> None:
    """Entry point of the console script: a refusal is a sentence and exit code 1, never a traceback."""
    from phusa.kernel.refusals import NotAllowed, Refused

    try:
        cli(prog_name="phusa")
    except Refused as refused:
        say_refused(refused.refusals)
        sys.exit(1)
    except NotAllowed as refused:
        click.echo(f"✗ {refused}", err=True)
        sys.exit(1)
