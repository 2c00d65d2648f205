"""Files that mean harm, sent to the running program one after the other: it answers others all the while."""

import http.client
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.builders.hostile import KINDS, hostile
from tests.foundation.imports.test_hostile_files import FORM, TABLE

ROOT = Path(__file__).resolve().parents[2]
PHUSA = str(Path(sys.executable).with_name("phusa"))
SECONDS = 120
AT_ONCE = 5  # seconds within which others are answered, on a machine that runs other tests too
TOKEN, EDGE = "x" * 32, "phusa-edge"
SOMEBODY = """
import django; django.setup()
from phusa.foundation.access import Role
from phusa.foundation.organizations.models import Organization
from tests.builders.organizations import user
from tests.cast import signed_in
print(signed_in(user("lan", Role.SPECIALIST, Organization.objects.get())).cookies["sessionid"].value)
"""


@dataclass
class Server:
    """The running program, and somebody who has logged in to it."""

    address: str
    session: str
    home: Path
    answers: set[int] = field(default_factory=set)
    slowest: float = 0

    def get(self, path: str) -> int:
        with closing(self._connection()) as connection:
            connection.request("GET", path, headers=self._headers())
            answer = connection.getresponse()
            answer.read()
            return answer.status

    def give(self, path: Path) -> tuple[int, str]:
        """Send a file through the form of an import: the status, and the page that says so."""
        fields = {**FORM, "csrfmiddlewaretoken": TOKEN}
        said = "".join(_part(f'name="{name}"', value) + "\r\n" for name, value in fields.items())
        before = (said + _part(f'name="file"; filename="{path.name}"', "")).encode()
        after = f"\r\n--{EDGE}--\r\n".encode()
        headers = {
            **self._headers(),
            "Content-Type": f"multipart/form-data; boundary={EDGE}",
            "Content-Length": str(len(before) + path.stat().st_size + len(after)),
        }

        def body() -> Iterator[bytes]:
            yield before
            with path.open("rb") as file:
                while block := file.read(1 << 16):
                    yield block
            yield after

        with closing(self._connection()) as connection:
            with suppress(BrokenPipeError, ConnectionResetError):  # answered before all of it was taken
                connection.request("POST", "/imports/new/tasks/", body(), headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    def look_around_until(self, done: threading.Event) -> None:
        """What somebody else does meanwhile."""
        while not done.is_set():
            begun = time.monotonic()
            self.answers.add(self.get("/imports/"))
            self.slowest = max(self.slowest, time.monotonic() - begun)

    def states(self) -> list[str]:
        with closing(sqlite3.connect(self.home / "phusa.sqlite3", timeout=SECONDS)) as database:
            return [state for (state,) in database.execute("SELECT state FROM imports_batch ORDER BY id")]

    def state_once_read(self) -> str:
        while (state := self.states()[-1]) in ("received", "reading"):
            self.get("/imports/")
        return state

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self.address, timeout=SECONDS)

    def _headers(self) -> dict[str, str]:
        return {"Cookie": f"sessionid={self.session}; csrftoken={TOKEN}"}


def _part(name: str, value: str) -> str:
    return f"--{EDGE}\r\nContent-Disposition: form-data; {name}\r\n\r\n{value}"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """`phusa serve` with a home of its own: web, worker and scheduler."""
    home = tmp_path / "home"
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PHUSA_", "DJANGO_"))}
    ours |= {"PHUSA_HOME": str(home), "PHUSA_ENVIRONMENT": "development"}
    ours |= {"DJANGO_SETTINGS_MODULE": "phusa.config.settings"}
    for command in ([PHUSA, "init", "--authority", "UBND tỉnh"], [sys.executable, "-c", SOMEBODY]):
        done = subprocess.run(command, env=ours, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    serve = subprocess.Popen([PHUSA, "serve", "--port", "8653"], env=ours, stdout=subprocess.PIPE, text=True)
    try:
        assert serve.stdout is not None
        address = re.search(r"http://([\d.]+:\d+)/", serve.stdout.readline())
        assert address
        server = Server(address[1], done.stdout.strip(), home)
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            with suppress(ConnectionRefusedError):
                if server.get("/imports/") == 200:
                    break
        yield server
    finally:
        serve.send_signal(signal.SIGTERM)
        serve.communicate(timeout=SECONDS)


def test_the_program_goes_on_answering_while_hostile_files_are_sent_to_it(server: Server, tmp_path: Path) -> None:
    done = threading.Event()
    somebody_else = threading.Thread(target=server.look_around_until, args=[done])
    somebody_else.start()
    try:
        for kind in KINDS:
            outcome, _sentence = TABLE[kind]
            before = len(server.states())
            status, _page = server.give(hostile(kind, tmp_path))
            if outcome == "door":
                assert (kind, status, len(server.states())) == (kind, 422, before)
            else:
                assert (kind, status, len(server.states())) == (kind, 302, before + 1)
                assert (kind, server.state_once_read()) == (kind, "columns" if outcome == "read" else "refused")
        huge = tmp_path / "huge.csv"
        huge.touch()
        os.truncate(huge, 200 << 20)
        status, page = server.give(huge)
        assert status == 413
        assert "30 MB" in page
    finally:
        done.set()
        somebody_else.join()
    assert server.answers == {200}
    assert server.slowest < AT_ONCE
