"""Everything that `make check` asks of the source, two at a time; what a check printed is shown when it failed.

python -m scripts.check [NAME…]
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
PYTHON = str(BIN / "python")

# The slow ones first, so that none is left alone at the end.
CHECKS: dict[str, list[str]] = {
    "types": [str(BIN / "mypy"), "--no-error-summary", "--show-traceback"],
    "templates": [str(BIN / "djlint"), "--quiet", "--lint", "phusa"],
    "imports": [str(BIN / "lint-imports"), "--no-logo"],
    "catalogues": [PYTHON, "-m", "scripts.catalogues", "check"],
    "migrations": [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"],
    "diagrams": [PYTHON, "-m", "scripts.diagrams", "--check"],
    "format": [str(BIN / "ruff"), "format", "--check", "--output-format=concise", "."],
    "lint": [str(BIN / "ruff"), "check", "--quiet", "--output-format=concise", "."],
    "published text": [PYTHON, "-m", "scripts.published"],
}


def environment(home: str) -> dict[str, str]:
    settings = {
        "PHUSA_ENVIRONMENT": "development",
        "PHUSA_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "phusa.config.settings",
    }
    return {**os.environ, **settings, "PHUSA_HOME": home}


def run(name: str, home: str) -> tuple[str, int, float, str]:
    started = time.monotonic()
    done = subprocess.run(
        CHECKS[name],
        cwd=ROOT,
        env=environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return name, done.returncode, time.monotonic() - started, done.stdout.strip()


def main(names: list[str]) -> int:
    if unknown := set(names) - CHECKS.keys():
        print(f"No such check: {', '.join(sorted(unknown))}. There are: {', '.join(CHECKS)}.")
        return 2
    failed = []
    with TemporaryDirectory(prefix="phusa-check-") as home, ThreadPoolExecutor(2) as pool:
        for name, code, seconds, output in pool.map(lambda name: run(name, home), names or CHECKS):
            print(f"  {name:<16} {'failed' if code else 'ok':<6} {seconds:5.1f} s", flush=True)
            if code:
                failed.append(name)
                print(output, flush=True)
    print(f"Failed: {', '.join(failed)}." if failed else "All checks hold.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
