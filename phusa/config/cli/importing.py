"""`phusa import`: the same road as in the browser, with every suggested reading accepted."""

import json
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from phusa.config.cli import start_django


@click.group("import")
def import_() -> None:
    """Read tables out of Word, Excel, PDF or CSV into records."""


@import_.command("tasks")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--title", required=True, help="Title of the plan, as the paper calls it.")
@click.option("--kind", default="plan", show_default=True, help="Kind of instrument: resolution, decision, plan, …")
@click.option("--number", default="", help="Number and symbol, such as 03/NQ-CP.")
@click.option("--issued-on", type=click.DateTime(["%Y-%m-%d"]), help="Date of the paper.")
@click.option("--issuer", default="", help="Who issued it, as printed.")
@click.option("--scheme-kind", default="annex", show_default=True, help="scheme, plan, action_programme or annex.")
@click.option("--organization", default="", help="On whose behalf; the installation's authority when empty.")
@click.option("--draft", is_flag=True, help="The plan is not in force yet.")
@click.option("--create-organizations", is_flag=True, help="Say yes to adding every agency that is not known.")
@click.option("--secrecy", default="normal", show_default=True, help="Degree of secrecy of the paper.")
@click.option("--dry-run", is_flag=True, help="Stop at the preview: write nothing into the records.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def import_tasks(file: Path, as_json: bool, **given: Any) -> None:
    """Import FILE, a table of tasks, as a plan with an assignment for each task."""
    begun = time.monotonic()
    start_django()
    started = time.monotonic()
    batch = _import(file, given, quiet=as_json)
    ended = time.monotonic()
    counts = batch.counts
    organizations = counts["organizations"]
    result = {
        "tasks": counts["tasks"],
        "joined_rows": counts["joined_rows"],
        "deadlines": counts["deadlines"],
        "organizations": {
            "matched": organizations["matched"],
            "created": organizations.get("created", 0),
            "unresolved": organizations["unresolved"],
        },
        "seconds": round(ended - started, 2),
        "seconds_with_start": round(ended - begun, 2),
        "leads": counts["leads"],
        "unchanged": counts.get("unchanged", 0),
        "doubts": batch.rows.filter(doubtful=True).count(),
        "import": str(batch.uid),
        "state": batch.state,
    }
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False))
        return
    click.echo(
        f"{result['tasks']} tasks, {result['joined_rows']} rows joined or dropped, {result['doubts']} rows with doubts."
    )
    deadlines = counts["deadlines"]
    click.echo(f"Deadlines: {deadlines['read']} read, {deadlines['unread']} not read, {deadlines['empty']} empty.")
    made = result["organizations"]
    click.echo(f"Agencies: {made['matched']} known, {made['created']} added, {made['unresolved']} left as text.")
    if result["unchanged"]:
        click.echo("All of it was there already; nothing was changed.")
    if batch.state == "preview":
        click.echo("Nothing was written. Import again without --dry-run, or go on in the browser.")
        return
    click.echo(f"{result['seconds']} s. Take it back with: phusa import undo {batch.uid}")


def _import(file: Path, given: dict[str, Any], *, quiet: bool) -> Any:
    from django.core.files import File
    from django.utils import timezone

    from phusa.config.startup import operator, own_authority
    from phusa.foundation.imports import queries, services
    from phusa.foundation.imports.registry import target_of
    from phusa.foundation.imports.vocabulary import State
    from phusa.foundation.imports.wording import notes_of, problems_of
    from phusa.foundation.instruments.vocabulary import Kind
    from phusa.foundation.organizations.models import Organization
    from phusa.foundation.organizations.queries import Directory
    from phusa.planning.schemes.vocabulary import SchemeKind

    for option, value, known in (
        ("--kind", given["kind"], Kind.values),
        ("--scheme-kind", given["scheme_kind"], SchemeKind.values),
    ):
        if value not in known:
            raise click.BadParameter(f"one of {', '.join(known)}", param_hint=option)
    actor, now = operator(), timezone.now()
    organization = own_authority()
    if given["organization"]:
        match = Directory(timezone.localdate(now)).find(given["organization"])
        if match.organization_id is None:
            message = f"no organisation is called «{given['organization']}»"
            raise click.BadParameter(message, param_hint="--organization")
        organization = Organization.objects.get(pk=match.organization_id)
    issued_on: datetime | None = given["issued_on"]
    with file.open("rb") as opened:
        batch = services.start_import(
            actor,
            target="tasks",
            title=given["title"],
            about={
                "kind": given["kind"],
                "number": given["number"],
                "issuer": given["issuer"],
                "issued_on": issued_on.date().isoformat() if issued_on else "",
                "scheme_kind": given["scheme_kind"],
                "in_force": not given["draft"],
            },
            given=File(opened, name=file.name),
            secrecy=given["secrecy"],
            organization=organization,
            authority=queries.authority_served_by(organization),
            at=now,
        )
    with _Bar("Reading the file", quiet) as bar:
        services.read_file(batch, progress=bar)
    if batch.state == State.REFUSED:
        _end(problems_of(batch))
    if batch.state == State.KEPT:
        _end([*notes_of(batch), "The file is kept, but no table was read."])
    batch = services.confirm_columns(
        actor, batch, chosen=batch.chosen, mapping=batch.mapping, revision=batch.revision, at=now
    )
    with _Bar("Reading the rows", quiet) as bar:
        services.stage_rows(batch, progress=bar)
    if given["create_organizations"] and batch.counts["organizations"]["unresolved"]:
        questions = target_of(batch.target).questions(batch)
        answers = {question.key: "create" for question in questions}
        batch = services.decide(actor, batch, rows={}, answers=answers, at=now)
        services.stage_rows(batch)
    if given["dry_run"]:
        return batch
    batch = services.request_apply(actor, batch, at=timezone.now())
    services.apply_rows(batch, at=timezone.now())
    if batch.state != State.APPLIED:
        _end(problems_of(batch))
    return batch


def _end(sentences: list[str]) -> NoReturn:
    for sentence in sentences:
        click.echo(f"✗ {sentence}", err=True)
    sys.exit(1)


@import_.command("undo")
@click.argument("uid", type=click.UUID)
def undo(uid: Any) -> None:
    """Take an import back, but for the tasks that somebody has worked on since."""
    start_django()
    from django.utils import timezone

    from phusa.config.startup import operator
    from phusa.foundation.imports import services
    from phusa.foundation.imports.models import Batch
    from phusa.foundation.imports.registry import target_of

    batch = Batch.objects.filter(uid=uid).first()
    if batch is None:
        raise click.BadParameter("no import has this id")
    for changed in target_of(batch.target).changed_since(batch):
        click.echo(f"stays: {changed.what}")
    taken, left = services.undo_import(operator(), batch, revision=batch.revision, at=timezone.now())
    click.echo(f"{taken} rows taken back, {left} left.")


class _Bar:
    """A progress line on standard error, when somebody is there to see it."""

    def __init__(self, label: str, quiet: bool) -> None:
        self.label, self.shown = label, not quiet and sys.stderr.isatty()

    def __enter__(self) -> "_Bar":
        return self

    def __call__(self, rows: int) -> None:
        if self.shown:
            click.echo(f"\r{self.label}: {rows} rows", err=True, nl=False)

    def __exit__(self, *failure: object) -> None:
        if self.shown:
            click.echo("", err=True)
