"""`phusa serve` and `phusa demo`: web, worker and scheduler in one process group."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from types import FrameType

import click

from phusa.config.cli import start_django
from phusa.kernel.refusals import Refusal, Refused

PARTS = ("web", "worker", "scheduler")
SECONDS_TO_STOP = 10


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port; the next free one when it is taken.")
@click.option("--workers", default=1, show_default=True, help="Web processes.")
@click.option("--only", type=click.Choice(PARTS), help="Run one part alone (for several machines).")
def serve(host: str, port: int, workers: int, only: str | None) -> None:
    """Serve the installation: pages, background work and the clock."""
    start_django()
    from phusa.config.startup import refusals_to_start

    if refusals := refusals_to_start(host):
        raise Refused(refusals)
    if only == "worker":
        _work()
    elif only == "scheduler":
        _keep_the_clock()
    else:
        from django.conf import settings
        from django.core.management import call_command

        if not settings.WHITENOISE_USE_FINDERS:
            call_command("collectstatic", verbosity=0, interactive=False)
        port = free_port(host, port)
        click.echo(f"Phù Sa answers on http://{host}:{port}/")
        run_together(host, port, workers, PARTS if only is None else (only,))


@click.command()
@click.option("--port", default=8000, show_default=True, help="Port; a free one when it is taken.")
@click.option("--reset", is_flag=True, help="Throw the demonstration away and load it anew.")
@click.option("--no-serve", is_flag=True, help="Only load the demonstration.")
def demo(port: int, reset: bool, no_serve: bool) -> None:
    """The program with its demonstration: Thái Bình, on this machine only."""
    os.environ["PHUSA_ENVIRONMENT"] = "demo"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phusa.config.settings")
    from django.conf import settings

    home = settings.PHUSA_HOME
    mark = settings.DEMONSTRATION_MARK
    database = home / "phusa.sqlite3"
    real = Refusal("real", f"{home} holds a real installation; choose another PHUSA_HOME for the demonstration.")
    if not mark.exists() and any((home / made).exists() for made in (database.name, "secret.key")):
        raise Refused([real])
    home.mkdir(parents=True, exist_ok=True)
    if reset:
        for path in home.glob("phusa.sqlite3*"):
            path.unlink()
        (home / "seals.jsonl").unlink(missing_ok=True)
    mark.touch()

    from phusa.config.cli.installing import prepare
    from phusa.demonstration.material import AUTHORITY

    started = time.monotonic()
    fresh = not database.exists()
    if fresh:
        click.echo("Making the database …")
    prepare(name="Phù Sa – dữ liệu minh họa", authority=AUTHORITY, demonstration=True)
    from phusa.foundation.records.queries import installation

    this = installation()
    if this is None or not this.demonstration:  # a database that lies elsewhere
        mark.unlink()
        raise Refused([real])
    from phusa.demonstration import loading

    loading.load(tell=lambda text: click.echo(f"  {text}"))
    if fresh:
        click.echo(f"The demonstration is loaded ({time.monotonic() - started:.1f} s).")
    if no_serve:
        return
    port = free_port("127.0.0.1", port)
    click.echo(f"\n  http://127.0.0.1:{port}/\n")
    click.echo("  One log-in for each role; the people are invented. The password of all: " + loading.PASSWORD)
    for account in loading.accounts():
        click.echo(f"    {account.username:<12} {account.role_in_both} · {account.organization}")
    click.echo("\n  Ctrl-C stops it.\n")
    run_together("127.0.0.1", port, 1, PARTS)


def free_port(host: str, wanted: int) -> int:
    """`wanted`, or a free port when something listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in (*range(wanted, min(wanted + 20, 65_536)), 0):
        with socket.socket(family) as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            bound: int = probe.getsockname()[1]
            return bound
    raise click.ClickException("No port is free.")


def run_together(host: str, port: int, workers: int, parts: tuple[str, ...]) -> None:
    """Start the parts as children and stop all of them when one ends or a signal comes."""
    phusa = [sys.executable, "-m", "phusa", "serve", "--host", host]
    commands = {
        "web": [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
            *("--workers", str(workers), "--blocking-threads", "4", "--no-ws", "--log-level", "warning"),
            *("--workers-kill-timeout", "5"),
            *("--respawn-failed-workers", "phusa.config.wsgi:application"),
        ],
        "worker": [*phusa, "--only", "worker"],
        "scheduler": [*phusa, "--only", "scheduler"],
    }

    def stop(signum: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for sign in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, stop)
    children: dict[str, subprocess.Popen[bytes]] = {}
    ended = ""
    try:
        for part in parts:
            children[part] = subprocess.Popen(commands[part], preexec_fn=_end_with_parent)  # noqa: S603 - our own words
        while not ended:
            time.sleep(0.2)
            ended = next((part for part, child in children.items() if child.poll() is not None), "")
        click.echo(f"✗ The {ended} has ended by itself; the rest is stopped with it.", err=True)
    except KeyboardInterrupt:
        pass
    finally:
        for sign in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(sign, signal.SIG_IGN)
        for child in children.values():
            child.terminate()
        deadline = time.monotonic() + SECONDS_TO_STOP
        for child in children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
    sys.exit(1 if ended else 0)


def _end_with_parent() -> None:
    """In a child, on Linux: be told to end when the parent dies, however it dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _work() -> None:
    from django.core.management import call_command

    call_command("db_worker", interval=0.5, startup_delay=False, reload=False)


def _keep_the_clock() -> None:
    from phusa.config.schedule import run_forever

    run_forever()
