"""`phusa export`: a list as a file, the same rows and columns as on screen."""

from pathlib import Path

import click

from phusa.config.cli import account, start_django

LISTS = {"tasks": "/assignments/", "schemes": "/schemes/"}


@click.command()
@click.argument("what", type=click.Choice(list(LISTS)))
@click.option("--as", "username", required=True, help="Account whose view is exported.")
@click.option("--format", "kind", type=click.Choice(["xlsx", "csv", "json"]), default="xlsx", show_default=True)
@click.option("--query", default="", help="Filters as in the page's address, such as «status=done&year=2025».")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to be written.")
def export(what: str, username: str, kind: str, query: str, out: Path) -> None:
    """Write a list into a file, as the account sees it on screen."""
    start_django()
    from django.http import QueryDict
    from django.test import RequestFactory
    from django.urls import resolve
    from django.utils import translation
    from django_htmx.middleware import HtmxDetails

    from phusa.foundation.access.permissions import may, refusal_of

    user = account(username)
    asked = QueryDict(query, mutable=True)
    asked["export"] = kind
    path = LISTS[what]
    request = RequestFactory(SERVER_NAME="localhost").get(f"{path}?{asked.urlencode()}")
    request.user = user
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    translation.activate(user.language)
    view, args, kwargs = resolve(path)
    if not may(user, view.opens_to):
        raise refusal_of(view.opens_to)
    response = view(request, *args, **kwargs)
    if response.status_code != 200 or "attachment" not in response.get("Content-Disposition", ""):
        raise click.ClickException("The list could not be exported; look at the filters.")
    size = 0
    with out.open("wb") as file:
        for chunk in response.streaming_content if response.streaming else [response.content]:
            size += file.write(chunk)
    click.echo(f"{out}: {size} bytes")
