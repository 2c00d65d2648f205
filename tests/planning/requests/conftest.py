"""Sentences are asked for in English, the language of the source. Two installations that exchange packages."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from phusa.foundation.journal import keys
from phusa.foundation.records.models import Installation, new_uid
from phusa.planning.requests import services
from phusa.planning.requests.models import Item, Package, Request
from phusa.planning.requests.vocabulary import Due
from tests.builders import requests as build
from tests.builders.packages import accepted, answered, forgotten, take_in
from tests.cast import Cast


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def elsewhere(settings: Any, tmp_path: Path) -> Callable[[str], None]:
    """Go to another installation: its own key, its own identity; the database stays."""

    def go(name: str) -> None:
        settings.PHUSA_HOME = tmp_path / name
        settings.MEDIA_ROOT = tmp_path / name / "files"
        Installation.objects.update_or_create(pk=1, defaults={"uid": new_uid(), "name": name})

    go("province")
    return go


@pytest.fixture
def round_trip(cast: Cast, elsewhere: Callable[[str], None]) -> dict[str, Any]:
    """The province's package, and the ministry's answer to it; the database is the province's again."""
    request = build.sent(
        cast, "Hỗ trợ kinh phí", "Quy hoạch khu công nghệ cao", due=Due("letter", on=date(2025, 7, 31))
    )
    ours = services.make_request_package(cast.specialist, request, with_pdf=False, at=build.AT)
    manifest, data, digest = ours.manifest, ours.data, ours.digest
    home = keys.public_key()
    sent = services.package_file(ours)
    items = list(request.items.values())
    wanted = Request.objects.filter(pk=request.pk).values().get()
    forgotten(request)
    elsewhere("ministry")
    held = take_in(cast, sent, by="ministry_officer")
    theirs = accepted(cast, held, by="ministry_officer", whose=cast.authority)
    assert theirs.request is not None
    incoming = build.fresh(theirs.request)
    answer = answered(cast, incoming)
    key_of_ministry = keys.public_key()
    forgotten(incoming)
    elsewhere("province")
    again = Request.objects.create(**{**wanted, "id": None})
    for row in items:
        Item.objects.create(**{**row, "id": None, "request_id": again.pk})
    Package.objects.create(
        kind="request", state="sent", side=cast.authority, request=again, manifest=manifest, data=data, digest=digest,
        signature="", public_key=home, made_by=cast.specialist,
    )  # fmt: skip
    return {"request": again, "answer": answer, "sent": sent, "held": held, "key": key_of_ministry}
