"""`phusa check` and `phusa journal`: is the installation sound, was anything altered."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from uuid import UUID

import click

from phusa.config.cli import start_django


@click.command()
@click.option("--host", default="127.0.0.1", help="Address that it is going to be served on.")
@click.option("--rebuild-search", is_flag=True, help="Build the search index anew.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def check(host: str, rebuild_search: bool, as_json: bool) -> None:
    """Look whether the installation may start: key, database, migrations, files, journal."""
    start_django(installed=False)
    from django.core import checks

    from phusa.config import startup

    problems = [str(message) for message in checks.run_checks() if message.level >= checks.WARNING]
    problems += [str(refusal) for refusal in startup.refusals_to_start(host)]
    if startup.existing_installation() is not None and not startup.migrations_to_run():
        problems += _problems_of_contents()
        if rebuild_search:
            from phusa.config.searching import rebuild

            rebuild()
    if as_json:
        click.echo(json.dumps({"problems": problems}, ensure_ascii=False))
    else:
        for problem in problems:
            click.echo(f"✗ {problem}", err=True)
        if not problems:
            click.echo("The installation is sound.")
    sys.exit(1 if problems else 0)


def _problems_of_contents() -> Iterator[str]:
    from phusa.foundation.files.models import StoredFile
    from phusa.foundation.journal.queries import verify
    from phusa.foundation.journal.reactions import given_up

    for stored in StoredFile.objects.iterator():
        if not stored.content.storage.exists(str(stored.content.name)):
            yield f"The file {stored.name} ({stored.uid}) is not where it was stored."
    for mark in given_up():
        yield f"The reaction {mark.reaction} to entry {mark.entry.uid} ({mark.entry.kind}) was given up: {mark.error}"
    if problem := verify().problem:
        yield problem.message


@click.group()
def journal() -> None:
    """The tamper-evident record of deeds."""


@journal.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify_journal(as_json: bool) -> None:
    """Recompute every digest and seal; name the first altered entry, and how many are not sealed yet."""
    start_django()
    from phusa.foundation.journal.models import Entry
    from phusa.foundation.journal.queries import verify

    if as_json or not sys.stderr.isatty():
        result = verify()
    else:
        with click.progressbar(length=Entry.objects.count(), label="Verifying", file=sys.stderr) as bar:
            result = verify(bar.update)
    if as_json:
        click.echo(json.dumps(asdict(result), ensure_ascii=False))
    else:
        click.echo(f"{result.entries} entries checked, {result.seals} seals, {result.unsealed} entries not sealed yet.")
        if result.unexported:
            click.echo(f"{result.unexported} seals have no head in the file outside the database.")
        click.echo(f"✗ {result.problem.message}" if result.problem else "Nothing has been altered.")
    sys.exit(1 if result.problem else 0)


@journal.command("redact")
@click.argument("uid", type=click.UUID)
@click.option("--reason", required=True, help="Why the wording is taken out; it stands in the journal.")
@click.confirmation_option(prompt="The wording of the entry is lost for good. Go on?")
def redact_entry(uid: UUID, reason: str) -> None:
    """Take personal data out: the wording of the entry with this uid is emptied, and the chain still verifies."""
    start_django()
    from django.utils import timezone

    from phusa.config.startup import operator
    from phusa.foundation.journal.models import Entry
    from phusa.foundation.journal.services import redact

    entry = Entry.objects.filter(uid=uid).first()
    if entry is None:
        raise click.BadParameter(f"there is no entry {uid}")
    redact(entry, operator(), reason=reason, at=timezone.now())
    click.echo(f"The wording of {uid} has been taken out.")


@journal.command("seal")
def seal_journal() -> None:
    """Seal what has been recorded so far."""
    start_django()
    from phusa.foundation.journal.models import Seal
    from phusa.foundation.journal.tasks import seal

    seal()
    click.echo(f"{Seal.objects.count()} seals.")
