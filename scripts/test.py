"""The full run of the tests: on SQLite, again on PostgreSQL, and in a browser, with one closing line for all of it.

    python -m scripts.test [PYTEST ARGUMENT…]

PHUSA_TEST_DATABASE_URL   the PostgreSQL server to use; without it, the one of this machine when it answers
PHUSA_TEST_REQUIRE        `postgres,browser`: what must not be missing
"""

import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit
from xml.etree import ElementTree

from scripts import browser

ROOT = Path(__file__).resolve().parent.parent
LOCAL_SERVERS = (
    "postgresql:///postgres?host=/var/run/postgresql",
    "postgresql://postgres@127.0.0.1:5432/postgres",
    "postgresql://root@127.0.0.1:5432/postgres",
)
NO_TESTS = 5  # pytest's exit code
TWO_AT_ONCE = ("-n", "2", "--dist", "worksteal")  # whoever is done first takes over from the other


def main(arguments: Sequence[str]) -> int:
    required = set(filter(None, os.environ.get("PHUSA_TEST_REQUIRE", "").split(",")))
    server = postgresql_server()
    browsing = has_browser(install=not arguments or "browser" in required)
    missing = required & {name for name, there in (("postgres", server), ("browser", browsing)) if not there}
    if missing:
        print(f"PHUSA_TEST_REQUIRE asks for what is not here: {', '.join(sorted(missing))}.")
        return 1

    total: Counter[str] = Counter()
    total += run("on SQLite", ["-m", "not browser", *TWO_AT_ONCE], arguments, {"PHUSA_DATABASE_URL": ""})
    if server:
        database = {"PHUSA_DATABASE_URL": with_database(server, f"phusa_{os.getpid()}")}
        total += run(
            "on PostgreSQL", ["-m", "database and not browser and not sqlite", *TWO_AT_ONCE], arguments, database
        )
    total += run("in the browser", ["-m", "browser", *TWO_AT_ONCE], arguments, {"PHUSA_DATABASE_URL": ""})

    if not server:
        print("PostgreSQL does not answer here: the database tests ran on SQLite only.")
    print(f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
    if not browsing:
        print(f"No Chromium here: the browser tests were skipped. To run them: {browser.line_to_type()}")
    return 1 if total["failed"] or not total["passed"] else 0


def run(where: str, selection: list[str], arguments: Sequence[str], environment: Mapping[str, str]) -> Counter[str]:
    """One run of pytest and what it counted. A run that broke off counts as a failure; one without tests does not."""
    print(f"\n── Tests {where}", flush=True)
    with tempfile.TemporaryDirectory() as directory:
        report = Path(directory) / "report.xml"
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", f"--junit-xml={report}", *selection, *arguments],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
        )
        counted = count(report) if report.exists() else Counter[str]()
    if done.returncode not in (0, NO_TESTS) and not counted["failed"]:
        counted["failed"] += 1
    return counted


def count(report: Path) -> Counter[str]:
    counted: Counter[str] = Counter()
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 - written by our own pytest
        outcomes = {child.tag for child in case}
        counted["failed" if outcomes & {"failure", "error"} else "skipped" if "skipped" in outcomes else "passed"] += 1
    return counted


def postgresql_server() -> str:
    """The first server that answers and lets us create databases; "" when there is none."""
    import psycopg

    for url in (os.environ.get("PHUSA_TEST_DATABASE_URL"), *LOCAL_SERVERS):
        if not url:
            continue
        try:
            with psycopg.connect(url, connect_timeout=3) as connection:
                row = connection.execute(
                    "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
                ).fetchone()
        except psycopg.Error:
            continue
        if row and row[0]:
            return url
    return ""


def with_database(server: str, name: str) -> str:
    """The server's address with another database: pytest-django creates `test_<name>`, so two runs never meet.

    A test's rows need not outlive a power cut, so no commit waits for the disk.
    """
    address = urlsplit(server)
    query = urlencode([*parse_qsl(address.query), ("options", "-c synchronous_commit=off")], quote_via=quote)
    return urlunsplit(address._replace(path=f"/{name}", query=query))


def has_browser(*, install: bool) -> bool:
    if browser.is_here():
        return True
    if not install:
        return False
    print("Installing Chromium for the browser tests …", flush=True)
    return browser.install()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
