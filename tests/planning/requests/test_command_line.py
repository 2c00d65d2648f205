"""`phusa request`: packages out and in on the command line, by the deeds and with the permissions of the page."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from phusa.config.cli import main
from phusa.planning.requests import services
from phusa.planning.requests.exchange.format import fingerprint
from phusa.planning.requests.exchange.reading import open_package
from phusa.planning.requests.models import Answer, Package, PartnerKey
from tests.builders import requests as build
from tests.builders.packages import accepted
from tests.cast import Cast

pytestmark = pytest.mark.django_db
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`phusa request WORDS`: exit code, what was printed, what was complained of."""

    def call(*words: Any) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["phusa", "request", *map(str, words)])
        with pytest.raises(SystemExit) as ended, translation.override(None):
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return call


def test_send_writes_the_package_that_the_page_would_give(cast: Cast, elsewhere: Any, run: Run, tmp_path: Path):
    request, out = build.sent(cast, "Hỗ trợ kinh phí"), tmp_path / "goi.zip"
    code, said, _ = run("send", request.uid, "--as", cast.specialist.username, "--out", out, "--no-pdf", "--json")
    assert code == 0
    told = json.loads(said)
    opened = open_package(io.BytesIO(out.read_bytes()), out.stat().st_size)
    assert (told["digest"], told["fingerprint"]) == (opened.digest, fingerprint(opened.public_key))
    assert out.read_bytes() == services.package_file(request.packages.get())


def test_a_request_that_was_not_sent_has_no_package_and_the_command_says_so(
    cast: Cast, elsewhere: Any, run: Run, tmp_path: Path
):
    request, out = build.draft(cast), tmp_path / "goi.zip"
    assert run("send", request.uid, "--as", cast.specialist.username, "--out", out) == (
        1, "", "✗ The request has not been sent yet.\n",
    )  # fmt: skip
    assert not out.exists()
    code, _, complaint = run("send", request.uid, "--as", cast.ministry_officer.username, "--out", out)
    assert code == 2
    assert "sees no request with this uid" in complaint
    assert run("send", request.uid, "--as", "nobody", "--out", out)[0] == 2


def test_take_in_records_the_answer_of_a_known_key_and_says_what_it_recorded(
    cast: Cast, round_trip: dict[str, Any], run: Run, tmp_path: Path
):
    file = tmp_path / "traloi.zip"
    file.write_bytes(round_trip["answer"])
    words = ("take-in", file, "--as", cast.specialist.username, "--secrecy", "normal")
    code, said, complaint = run(*words)
    assert (code, said) == (1, "")
    assert "nothing is recorded until somebody has checked it" in complaint
    assert fingerprint(round_trip["key"]) in complaint
    assert "waits until its key has been checked" in run(*words)[2]
    held = Package.objects.get(state="held")
    accepted(cast, held, by="specialist", whose=cast.ministry)
    assert Answer.objects.count() == 2
    code, said, _ = run(*words, "--json")
    assert (code, json.loads(said)["state"]) == (1, "refused")
    assert json.loads(said)["reasons"][0]["message"] == "This package has been taken in already."


def test_a_package_of_a_known_key_is_recorded_at_once(cast: Cast, round_trip: dict[str, Any], run: Run, tmp_path: Path):
    key = PartnerKey(side=cast.authority, authority=cast.ministry, public_key=round_trip["key"])
    key.fingerprint, key.checked, key.recorded_by = fingerprint(key.public_key), "Gọi điện", cast.specialist
    key.save()
    file = tmp_path / "traloi.zip"
    file.write_bytes(round_trip["answer"])
    code, said, complaint = run("take-in", file, "--as", cast.specialist.username, "--secrecy", "normal")
    assert (code, said, complaint) == (0, f"Recorded: 2 answers to «{round_trip['request'].title}».\n", "")
    assert [item.outcome for item in round_trip["request"].items.all()] == ["granted", "granted"]


def test_a_secret_package_and_one_for_another_side_stay_outside(
    cast: Cast, round_trip: dict[str, Any], run: Run, tmp_path: Path
):
    file = tmp_path / "goi.zip"
    file.write_bytes(round_trip["answer"])
    words = ("take-in", file, "--as", cast.specialist.username)
    assert run(*words)[0] == 2
    assert run(*words, "--secrecy", "top-secret")[0] == 2
    assert "must not enter this system" in run(*words, "--secrecy", "secret")[2]
    code, _, complaint = run(*words, "--secrecy", "normal", "--for", cast.ministry.current_name)
    assert (code, Package.objects.filter(state="held").count()) == (2, 0)
    assert cast.authority.current_name in complaint
