"""Builds .venv, the browser assets and the compiled message catalogues; does nothing where they are up to date.

Runs on the system's Python with nothing installed. Every step leaves a stamp (a digest of what it was made from) in
.venv/stamps, so that a warm run only compares digests.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from scripts import debian

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
STAMPS = VENV / "stamps"
VENDOR = ROOT / "phusa" / "foundation" / "ui" / "static" / "vendor"
LOCKS = ROOT / "requirements"


class Stop(Exception):
    """Set-up cannot go on; the message says what the person can do."""


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - this file meets Pythons that the program does not
        raise Stop(
            f"Phù Sa needs Python 3.11 or newer; this is {sys.version.split()[0]}. Try: make setup PYTHON=python3.12"
        )
    os.chdir(ROOT)
    interpreter = f"{sys.version_info[0]}.{sys.version_info[1]}"
    node = [] if shutil.which("node") and shutil.which("npm") else [LOCKS / "node.txt"]
    step("environment", [interpreter], PYTHON.exists(), make_environment)
    requirements = [LOCKS / "dev.txt", *node]
    locks = [*requirements, LOCKS / "uv.txt"]
    step("Python packages", [interpreter, *locks], True, lambda: install_packages(requirements))
    step("phusa", ["pyproject.toml", LOCKS / "run.in"], (VENV / "bin" / "phusa").exists(), install_program)
    assets = ["package-lock.json", "scripts/assets.py", "phusa/foundation/ui/icons.txt"]
    step("browser assets", assets, VENDOR.exists(), build_assets)
    if stale := stale_catalogues():
        timed("message catalogues", lambda: run(PYTHON, "-m", "scripts.catalogues", "compile", *stale))


def step(name: str, sources: Sequence[str | Path], present: bool, make: Callable[[], None]) -> None:
    """Make what `name` stands for, unless it is present and its sources are those of the last time."""
    digest = hashlib.sha256()
    for source in sources:
        path = ROOT / source
        digest.update(path.read_bytes() if path.is_file() else str(source).encode())
    stamp = STAMPS / name.replace(" ", "-")
    if present and stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    timed(name, make)
    STAMPS.mkdir(exist_ok=True)
    stamp.write_text(digest.hexdigest())


def timed(name: str, make: Callable[[], None]) -> None:
    print(f"  {name:<20} …", end="", flush=True)
    started = time.monotonic()
    try:
        make()
    except BaseException:
        print()
        raise
    print(f" {time.monotonic() - started:5.1f} s", flush=True)


def run(*command: str | Path) -> None:
    """Run quietly; what was printed is shown only when it failed."""
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        raise Stop(f"{done.stdout}\nThis failed: {' '.join(map(str, command))}")


def make_environment() -> None:
    if importlib.util.find_spec("ensurepip") is None:  # Debian ships it apart from python3
        package = "python3-venv"
        if not debian.install(package) or not has_ensurepip():
            line = debian.line_to_type(package)
            raise Stop(f"Python's venv is not complete here. Type this line, then make again:\n\n    {line}\n")
    run(sys.executable, "-m", "venv", "--clear", VENV)


def has_ensurepip() -> bool:
    return subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True).returncode == 0


def install_packages(requirements: list[Path]) -> None:
    """Exactly what the lock files name, every file checked by its hash: by uv, or by pip where uv is not to be had."""
    pip: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--quiet",
        "install",
        "--require-hashes",
    ]
    if not UV.exists():
        try:
            run(*pip, "-r", LOCKS / "uv.txt")
        except Stop:
            print(" by pip, which takes some minutes …", end="", flush=True)
    if UV.exists():
        run(UV, "pip", "sync", "--quiet", "--python", PYTHON, "--require-hashes", *requirements, LOCKS / "uv.txt")
    else:
        run(*pip, *(argument for lock in requirements for argument in ("-r", lock)))


def install_program() -> None:
    installer: list[str | Path] = (
        [UV, "pip", "install", "--python", PYTHON] if UV.exists() else [PYTHON, "-m", "pip", "install"]
    )
    run(*installer, "--quiet", "--no-deps", "--no-build-isolation", "--editable", ROOT)


def build_assets() -> None:
    run(PYTHON, "-m", "scripts.assets")


def stale_catalogues() -> list[str]:
    """The package directories whose compiled catalogue is missing or older than its source."""
    stale = []
    for source in ROOT.glob("phusa/**/locale/vi/LC_MESSAGES/django.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            stale.append(str(source.parents[3].relative_to(ROOT)))
    return sorted(stale)


if __name__ == "__main__":
    try:
        main()
    except Stop as stop:
        sys.exit(str(stop))
    except KeyboardInterrupt:
        sys.exit(130)
