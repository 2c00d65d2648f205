"""`phusa request`: signed packages out and in, in the name of an account, by the same deeds as on the page."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from phusa.config.cli import account, say_refused, start_django

AS = click.option("--as", "username", required=True, help="Account in whose name it is done.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@click.group("request")
def request() -> None:
    """Requests of one authority to another: signed packages out and in."""


@request.command()
@click.argument("uid", type=click.UUID)
@AS
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to be written.")
@click.option("--pdf/--no-pdf", "with_pdf", default=True, show_default=True, help="Add the letter as PDF too.")
@JSON
def send(uid: UUID, username: str, out: Path, with_pdf: bool, as_json: bool) -> None:
    """Write the signed package of the request UID into a file: the request, or our answers where we are asked."""
    start_django()
    from django.utils import timezone

    from phusa.foundation import access
    from phusa.planning.requests import services
    from phusa.planning.requests.exchange.format import fingerprint
    from phusa.planning.requests.permissions import side_of

    user = account(username)
    found = access.visible(user, "requests.view_request").filter(uid=uid).first()
    if found is None:
        raise click.BadParameter(f"«{username}» sees no request with this uid", param_hint="UID")
    asking = side_of(user, found) == found.asking_authority_id
    make = services.make_request_package if asking else services.make_answer_package
    package = make(user, found, with_pdf=with_pdf, at=timezone.now())
    size = out.write_bytes(services.package_file(package))
    told = {
        "file": str(out),
        "bytes": size,
        "kind": package.kind,
        "request": str(found.uid),
        "digest": package.digest,
        "fingerprint": fingerprint(package.public_key),
    }
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"{out}: {size} bytes, digest {package.digest}")
    click.echo(f"When asked, read out the fingerprint of our key: {told['fingerprint']}")


@request.command("take-in")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@AS
@click.option("--for", "for_", default="", help="Authority that takes it in, where the account works for several.")
@click.option("--secrecy", required=True, help="Degree of secrecy of the package: normal, or it stays outside.")
@JSON
def take_in(file: Path, username: str, for_: str, secrecy: str, as_json: bool) -> None:
    """Take in the package FILE and print what was recorded, or why nothing was.

    A package of an unknown key is held until somebody has checked the key on the page; exit code 1.
    """
    start_django()
    from django.core.files import File
    from django.utils import timezone

    from phusa.foundation.files.vocabulary import Secrecy
    from phusa.kernel.refusals import Refused
    from phusa.planning.requests import services

    if secrecy not in Secrecy.values:
        raise click.BadParameter(f"one of {', '.join(Secrecy.values)}", param_hint="--secrecy")
    user = account(username)
    side = _side(user, for_)
    try:
        with file.open("rb") as opened:
            given = File(opened, name=file.name)
            package = services.take_in(user, given, side, secrecy=secrecy, at=timezone.now())
    except Refused as refused:
        if not as_json:
            raise
        reasons = [{"code": refusal.code, "message": str(refusal.message)} for refusal in refused.refusals]
        _end({"state": "refused", "reasons": reasons}, refused.refusals, as_json)
    _tell(package, as_json)


def _side(user: Any, name: str) -> Any:
    """The authority that takes the package in: the one for which the account works, or that of this name."""
    from phusa.foundation.organizations.models import Organization
    from phusa.foundation.organizations.queries import sides_of
    from phusa.planning.requests.permissions import WORKERS
    from phusa.planning.requests.queries import AUTHORITIES

    found = Organization.objects.filter(pk__in=sides_of(user, *WORKERS), level__in=AUTHORITIES)
    sides = {side.current_name: side for side in found.order_by("sort_key")}
    if name in sides:
        return sides[name]
    if name or len(sides) != 1:
        raise click.BadParameter(f"one of: {', '.join(sides) or 'the account works for no side'}", param_hint="--for")
    return next(iter(sides.values()))


def _tell(package: Any, as_json: bool) -> None:
    from phusa.kernel.refusals import Refusal
    from phusa.planning.requests.exchange.format import fingerprint
    from phusa.planning.requests.vocabulary import PackageKind, PackageState

    told = {"state": package.state, "kind": package.kind, "digest": package.digest}
    if package.state == PackageState.HELD:
        told |= {"package": str(package.uid), "fingerprint": fingerprint(package.public_key)}
        waits = Refusal(
            "key-not-known",
            "The package is whole, but its key is not known here: nothing is recorded until somebody has checked it on "
            f"the page «Keys of other installations». Its fingerprint: {told['fingerprint']}",
        )
        _end(told, [waits], as_json)
    record, answers = package.request, package.answers.count()
    told |= {"request": str(record.uid), "title": record.title, "items": record.items.count(), "answers": answers}
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    elif package.kind == PackageKind.REQUEST:
        click.echo(f"Recorded: the request «{record.title}» of {record.asking_name}, {told['items']} items.")
    else:
        click.echo(f"Recorded: {answers} answers to «{record.title}».")


def _end(told: dict[str, Any], refusals: Any, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        say_refused(refusals)
    raise SystemExit(1)
