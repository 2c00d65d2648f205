"""What must be true before anybody is served, and what an empty installation holds."""

import secrets
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils.translation import override

from phusa.config import startup
from phusa.config.cli.serving import free_port
from phusa.config.schedule import JOBS
from phusa.foundation.access import Role, standing
from phusa.foundation.organizations.models import Organization
from phusa.foundation.records.models import Installation
from phusa.kernel.refusals import NotAllowed
from phusa.kernel.workflow import WorkflowError, registered

AT = datetime(2025, 7, 1, 8, tzinfo=UTC)
GOOD_KEY = secrets.token_urlsafe(64)


def codes(host: str = "127.0.0.1") -> set[str]:
    return {refusal.code for refusal in startup.refusals_to_start(host)}


@pytest.fixture
def installed(db) -> Installation:
    return Installation.objects.create(pk=1, name="Phù Sa")


@pytest.fixture
def production(settings):
    settings.PHUSA_ENVIRONMENT, settings.SECRET_KEY = "production", GOOD_KEY
    return settings


def test_a_sound_installation_starts_on_any_address(production, installed):
    assert codes() == codes("0.0.0.0") == set()


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("insecure-default-key-of-development-and-tests-never-of-an-office", "default-secret"),
        ("django-insecure-" + secrets.token_urlsafe(64), "default-secret"),
        ("short", "weak-secret"),
        ("a" * 80, "weak-secret"),
        ("abc" * 40, "weak-secret"),
        (secrets.token_urlsafe(64)[:49], "weak-secret"),
    ],
    ids=["default", "made by django", "short", "one letter", "three letters", "49 characters"],
)
def test_a_default_or_simple_key_is_refused_in_production_and_wherever_others_can_reach(
    production, installed, key: str, code: str
):
    production.SECRET_KEY = key
    assert codes() == {code}
    production.PHUSA_ENVIRONMENT = "development"
    assert codes() == set()
    assert codes("192.168.1.5") == {code}


HOSTS = {
    "127.0.0.1": True,
    "127.8.9.1": True,
    "localhost": True,
    "::1": True,
    "[::1]": True,
    "0.0.0.0": False,
    "::": False,
    "192.168.1.5": False,
    "10.0.0.1": False,
    "phusa.example": False,
    "localhost.evil.example": False,
    "127.0.0.1.evil.example": False,
    "2130706433": False,
    "": False,
}


@pytest.mark.parametrize("host", HOSTS)
def test_a_demonstration_answers_on_this_machine_only(settings, installed, host: str):
    installed.demonstration = True
    installed.save()
    settings.PHUSA_ENVIRONMENT, settings.PHUSA_DEMONSTRATION, settings.SECRET_KEY = "demo", True, GOOD_KEY
    assert codes(host) == (set() if HOSTS[host] else {"demonstration"})


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_a_demonstration_is_never_served_as_a_real_installation(production, installed, host: str):
    installed.demonstration = True
    installed.save()
    assert codes(host) == {"demonstration"}


def test_a_real_database_is_not_shown_to_others_as_a_demonstration(settings, installed):
    settings.PHUSA_ENVIRONMENT, settings.PHUSA_DEMONSTRATION, settings.SECRET_KEY = "demo", True, GOOD_KEY
    assert codes("0.0.0.0") == {"demonstration"}


@pytest.mark.django_db
def test_without_an_installation_nothing_is_served(production):
    assert codes() == {"no-installation"}


def test_every_reason_is_said_at_once(production, installed):
    installed.demonstration = True
    installed.save()
    production.SECRET_KEY = "short"
    assert codes("0.0.0.0") == {"weak-secret", "demonstration"}


@pytest.mark.django_db
def test_an_empty_installation_has_its_authority_and_an_account_nobody_logs_in_with():
    with override("en"):
        startup.make_installation(name="Phù Sa", authority_name="UBND tỉnh", demonstration=False, at=AT)
    operator = startup.operator()
    assert not operator.has_usable_password()
    assert standing(operator).roles == {Role.OPERATOR}
    assert [organization.current_name for organization in Organization.objects.all()] == ["UBND tỉnh"]


@pytest.mark.django_db
def test_making_an_installation_again_keeps_what_exists():
    def tables() -> list[object]:
        return [*Installation.objects.values(), *Organization.objects.values(), startup.operator()]

    startup.make_installation(name="Phù Sa", authority_name="UBND tỉnh", demonstration=False, at=AT)
    before = tables()
    startup.make_installation(name="khác", authority_name="UBND khác", demonstration=True, at=datetime.now(UTC))
    assert tables() == before


def test_a_home_gets_a_secret_key_that_its_owner_alone_reads_and_keeps_it(settings, tmp_path: Path):
    settings.PHUSA_HOME = tmp_path / "new" / "home"
    key_file = startup.make_home() / "secret.key"
    key = key_file.read_text()
    assert key_file.stat().st_mode & 0o777 == 0o600
    startup.make_home()
    assert key_file.read_text() == key
    settings.SECRET_KEY = key
    assert not startup._refusals_of_key()


def test_a_port_that_is_taken_is_passed_over():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = free_port("127.0.0.1", port)
    assert found not in {port, 0}
    assert free_port("127.0.0.1", found) == found


def test_the_highest_port_is_no_obstacle():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert 0 < free_port("127.0.0.1", 65_535) <= 65_535


@pytest.mark.django_db
@pytest.mark.parametrize("job", [job for _, _, job in JOBS], ids=[name for name, _, _ in JOBS])
def test_a_job_of_the_clock_may_run_on_an_empty_installation_and_twice(settings, tmp_path: Path, job):
    settings.PHUSA_HOME, settings.TASKS = tmp_path, {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    job()
    job()


def test_the_kernel_speaks_the_language_of_the_reader():
    refusal = NotAllowed("schemes.approve_scheme")
    with override("vi"):
        assert str(refusal) == "Việc này cần quyền schemes.approve_scheme."
    with override("en"):
        assert str(refusal) == "This needs the permission schemes.approve_scheme."


def test_after_start_up_no_guard_can_be_attached():
    assert registered()
    for workflow in registered():
        with pytest.raises(WorkflowError, match="frozen"):
            workflow.attach(workflow.steps[0].name, lambda record, at: None)
