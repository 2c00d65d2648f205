"""The console script as an operator meets it: a home of its own, real processes, exit codes, JSON."""

import json
import os
import re
import select
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

PHUSA = [str(Path(sys.executable).with_name("phusa"))]
SECONDS = 120  # for one command, on a busy machine


def environment(home: Path, **more: str) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PHUSA_", "DJANGO_"))}
    return {**ours, "PHUSA_HOME": str(home), **more}


def phusa(home: Path, *words: str, typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PHUSA, *words],
        env=environment(home, **more),
        cwd=home.parent,
        input=typed,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation made by `phusa init`."""
    home = tmp_path_factory.mktemp("installation") / "home"
    done = phusa(home, "init", "--authority", "UBND tỉnh An Bình", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"home": str(home), "authority": "UBND tỉnh An Bình"}
    return home


def rows(home: Path, query: str, *values: object) -> list[tuple[object, ...]]:
    database = sqlite3.connect(home / "phusa.sqlite3")
    try:
        with database:
            return list(database.execute(query, values))
    finally:
        database.close()


def test_before_init_a_command_says_what_to_do_and_makes_nothing(tmp_path: Path):
    home = tmp_path / "nowhere"
    done = phusa(home, "serve")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "✗ There is no installation here yet. Run `phusa init` first.\n"
    assert not home.exists()


def test_help_names_every_command_and_an_unknown_one_is_a_wrong_word(home: Path):
    done = phusa(home, "--help")
    assert done.returncode == 0
    for command in ("init", "serve", "demo", "import", "export", "request", "user", "check", "journal"):
        assert re.search(rf"^  {command} ", done.stdout, re.MULTILINE), command
    assert phusa(home, "fly").returncode == 2


def test_init_again_keeps_what_exists(home: Path):
    key = (home / "secret.key").read_bytes()
    before = rows(home, "SELECT * FROM records_installation")
    done = phusa(home, "init", "--authority", "UBND khác", "--name", "khác", "--json")
    assert json.loads(done.stdout) == {"home": str(home), "authority": "UBND tỉnh An Bình"}
    assert (home / "secret.key").read_bytes() == key
    assert rows(home, "SELECT * FROM records_installation") == before
    assert rows(home, "SELECT count(*) FROM organizations_organization") == [(1,)]


def test_an_account_is_made_with_a_role_or_not_at_all(home: Path):
    done = phusa(home, "user", "add", "quantri", "--password-stdin", typed="một mật khẩu đủ dài\n")
    assert (done.returncode, done.stdout) == (0, "quantri\n"), done.stderr
    assert phusa(home, "user", "add", "khac", "--role", "king").returncode == 2
    again = phusa(home, "user", "add", "quantri")
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr.startswith("✗ ")
    assert rows(home, "SELECT username FROM access_user ORDER BY id") == [("phusa",), ("quantri",)]


def test_a_sound_installation_is_said_to_be_one(home: Path):
    done = phusa(home, "check", "--json", "--rebuild-search")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"problems": []})


def test_check_says_everything_that_is_wrong(home: Path):
    done = phusa(home, "check", "--json", PHUSA_SECRET_KEY="short", PHUSA_ENVIRONMENT="production")
    [problem] = json.loads(done.stdout)["problems"]
    assert done.returncode == 1
    assert "too simple" in problem


@pytest.mark.parametrize("key", ["short", "insecure-default-key-of-development-and-tests-never-of-an-office"])
def test_the_program_does_not_start_in_production_with_a_simple_or_default_key(home: Path, key: str):
    done = phusa(home, "serve", PHUSA_SECRET_KEY=key)
    assert done.returncode == 1
    assert "secret key" in done.stderr


def test_no_other_server_gets_past_the_refusals(home: Path):
    done = subprocess.run(
        [sys.executable, "-c", "import phusa.config.wsgi"],
        env=environment(home, PHUSA_SECRET_KEY="short"),
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == 1
    assert "ImproperlyConfigured: The secret key is too simple" in done.stderr


def test_a_demonstration_database_is_not_served_in_production(home: Path):
    rows(home, "UPDATE records_installation SET demonstration = 1")
    try:
        done = phusa(home, "serve", "--host", "0.0.0.0")
        assert done.returncode == 1
        assert "never on 0.0.0.0" in done.stderr
    finally:
        rows(home, "UPDATE records_installation SET demonstration = 0")


def test_a_real_installation_never_becomes_a_demonstration(home: Path):
    done = phusa(home, "demo", "--no-serve", "--reset")
    assert done.returncode == 1
    assert "holds a real installation" in done.stderr
    assert not (home / "demonstration").exists()
    assert rows(home, "SELECT demonstration FROM records_installation") == [(0,)]


def test_journal_verify_ends_with_one_and_names_the_altered_entry(home: Path):
    sealed = phusa(home, "journal", "seal")
    assert sealed.stdout == "1 seals.\n"
    sound = json.loads(phusa(home, "journal", "verify", "--json").stdout)
    assert sound["problem"] is None
    assert (sound["seals"], sound["unsealed"], sound["unexported"]) == (1, 0, 0)
    [(uid, kind)] = rows(home, "SELECT uid, kind FROM journal_entry ORDER BY id LIMIT 1")
    rows(home, "UPDATE journal_entry SET kind = 'altered' WHERE uid = ?", uid)
    try:
        done = phusa(home, "journal", "verify", "--json")
        assert done.returncode == 1
        problem = json.loads(done.stdout)["problem"]
        assert (problem["code"], problem["entry_uid"].replace("-", "")) == ("entry-altered", uid)
        said = phusa(home, "journal", "verify")
        assert said.returncode == 1
        assert problem["entry_uid"] in said.stdout
    finally:
        rows(home, "UPDATE journal_entry SET kind = ? WHERE uid = ?", kind, uid)


def test_an_entry_is_redacted_and_the_journal_still_verifies(home: Path):
    [(uid,)] = rows(home, "SELECT uid FROM journal_entry ORDER BY id DESC LIMIT 1")
    done = phusa(home, "journal", "redact", uid, "--reason", "yêu cầu của cá nhân", "--yes")
    assert done.returncode == 0, done.stderr
    assert rows(home, "SELECT wording, salt FROM journal_entry WHERE uid = ?", uid) == [("{}", "")]
    assert json.loads(phusa(home, "journal", "verify", "--json").stdout)["problem"] is None


# Serving


@pytest.fixture(params=["development"])
def served(home: Path, request: pytest.FixtureRequest) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`phusa serve` and its address, once it answers; in development it spares the packing of static files."""
    serve = subprocess.Popen(
        [*PHUSA, "serve", "--port", "8643"],
        env=environment(home, PHUSA_ENVIRONMENT=request.param, PHUSA_PLAIN_HTTP="1"),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert serve.stdout is not None
        said = serve.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", said)
        assert address, said
        wait_until_it_answers(address[0])
        yield serve, address[0]
    finally:
        serve.kill()
        serve.communicate(timeout=SECONDS)
        assert ended(processes_of(home))


def wait_until_it_answers(address: str) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        try:
            urlopen(f"{address}accounts/login/", timeout=SECONDS).close()
        except HTTPError as error:
            pytest.fail(f"{address}: {error}")
        except OSError:
            threading.Event().wait(0.1)
        else:
            return
    pytest.fail("the program does not answer")


def processes_of(home: Path) -> list[int]:
    """Every process that was started with this home in its environment."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"PHUSA_HOME={home}\0".encode() in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def ended(processes: list[int]) -> bool:
    """Whether all of these processes end, within the time that a stop may take."""
    for process in processes:
        try:
            handle = os.pidfd_open(process)
        except ProcessLookupError:
            continue
        try:
            if not select.select([handle], [], [], 30)[0]:
                return False
        finally:
            os.close(handle)
    return True


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them")
@pytest.mark.parametrize(
    ("served", "sign"),
    [("production", signal.SIGTERM), ("development", signal.SIGINT), ("development", signal.SIGKILL)],
    ids=["SIGTERM", "SIGINT", "SIGKILL"],
    indirect=["served"],
)
def test_the_parts_live_and_end_together(home: Path, served, sign: signal.Signals):
    serve, address = served
    browser = HTTPConnection(urlsplit(address).netloc, timeout=SECONDS)
    browser.request("GET", "/accounts/login/", headers={"Connection": "keep-alive"})
    page = browser.getresponse()
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert "Đăng nhập" in page.read().decode()
    parts = processes_of(home)
    assert len(parts) >= 4  # itself, web, worker, scheduler
    serve.send_signal(sign)
    assert serve.wait(SECONDS) == (-9 if sign == signal.SIGKILL else 0)
    assert ended(parts)  # though the browser holds its connection
    assert processes_of(home) == []
    browser.close()


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them")
def test_when_one_part_dies_the_others_do_not_go_on_alone(home: Path, served):
    serve, _ = served
    [scheduler] = [
        process for process in processes_of(home) if b"scheduler" in Path(f"/proc/{process}/cmdline").read_bytes()
    ]
    os.kill(scheduler, signal.SIGKILL)
    assert serve.wait(SECONDS) == 1
    assert processes_of(home) == []
