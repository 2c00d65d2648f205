"""What every test stands on: hostile settings, marks set by what a test uses, and a browser that is watched."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import hypothesis
import psycopg
import pytest
from django.conf import settings

from scripts import browser
from scripts.test import with_database
from tests.cast import cast  # noqa: F401

ROOT = Path(__file__).resolve().parent.parent

hypothesis.settings.register_profile(
    "phusa",
    deadline=None,  # two shared cores: time says nothing about the code
    derandomize="CI" in os.environ,  # there, a failure must come from the change
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("phusa")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark a test by what it uses: `database` runs on both databases, `browser` alone and last."""
    no_browser = pytest.mark.skipif(not browser.is_here(), reason="no Chromium that can be driven on this machine")
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db", "live_server"}:
            item.add_marker("database")
        if fixtures & {"browser", "page", "context", "new_context"}:
            item.add_marker("browser")
            item.add_marker(no_browser)


def pytest_unconfigure() -> None:
    shutil.rmtree(os.environ["PHUSA_HOME"], ignore_errors=True)


# Material


@pytest.fixture(scope="session")
def cases() -> Path:
    """The directory of real and hostile documents, which lies beside the repository and is not part of it."""
    path = ROOT.parent / "shared" / "cases"
    if not path.is_dir():
        pytest.skip("the case files are not beside the repository (../shared/cases)")
    return path


# Databases


@pytest.fixture
def empty_database() -> Iterator[str]:
    """The address of a database for processes that a test starts; "" for SQLite, in a file of their home."""
    url = os.environ.get("PHUSA_DATABASE_URL", "")
    if not url:
        yield ""
        return
    name, given = f"phusa_empty_{os.getpid()}", settings.DATABASES["default"]
    words = {name: given[name.upper()] for name in ("host", "port", "user", "password") if given[name.upper()]}
    with psycopg.connect(dbname="postgres", autocommit=True, **words) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        yield with_database(url, name)
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


# Browser


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> None:
    """A server under a browser answers in threads of its own, which cannot share SQLite in memory: give it a file. It
    gives out the same static files again and again: let it know them.
    """
    if not any(item.get_closest_marker("browser") for item in request.session.items):
        return
    settings.WHITENOISE_AUTOREFRESH = False
    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"]:
        database.setdefault("TEST", {})["NAME"] = str(Path(os.environ["PHUSA_HOME"]) / "test.sqlite3")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's Chromium, headless, and silent towards the network."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in the thread of the test
    return {
        "executable_path": browser.executable(),
        "args": [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
        ],
    }  # fmt: skip


@pytest.fixture
def new_context(new_context: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """Browser contexts that are watched: a refusal by the content security policy, an error of a script, or a request
    to another machine fails the test."""
    complaints: list[str] = []

    def refused_by_policy(message: Any) -> None:
        if "content security policy" in message.text.lower().replace("-", " "):
            complaints.append(message.text)

    def leaves_the_machine(request: Any) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.hostname not in {"localhost", "127.0.0.1"}:
            complaints.append(f"request to another machine: {request.url}")

    def watched(**options: Any) -> Any:
        context = new_context(**options)
        context.on("console", refused_by_policy)
        context.on("weberror", lambda error: complaints.append(f"script error: {error.error}"))
        context.on("request", leaves_the_machine)
        return context

    yield watched
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def no_axe_violations() -> Callable[[Any], None]:
    """`no_axe_violations(page)`: axe finds nothing wrong with the page as it stands."""
    from axe_playwright_python.sync_playwright import Axe

    def check(page: Any) -> None:
        results = Axe().run(page)
        assert not results.violations_count, f"{page.url}\n{results.generate_report()}"

    return check
