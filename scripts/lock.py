"""Compiles the lock files again, for every Python from 3.11 and every platform, naming no place they come from."""

import json
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = str(ROOT / ".venv" / "bin" / "uv")
COMPILE = [
    *(UV, "pip", "compile", "--quiet", "--upgrade", "--universal", "--python-version=3.11"),
    *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"),
]


def main() -> None:
    compile_requirements("dev")
    compile_requirements("run", "--constraints=requirements/dev.txt")
    compile_requirements("dask", "--constraints=requirements/run.txt")
    compile_requirements("uv")
    compile_requirements("node")
    lock_browser_packages()


def compile_requirements(name: str, *options: str) -> None:
    subprocess.run(
        [*COMPILE, *options, f"requirements/{name}.in", f"--output-file=requirements/{name}.txt"],
        cwd=ROOT,
        env={**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "make lock"},
        check=True,
    )


def lock_browser_packages() -> None:
    """npm's lock, less the addresses at which the packages ask for money."""
    subprocess.run(["npm", "update", "--package-lock-only", "--loglevel=error"], cwd=ROOT, check=True)
    path = ROOT / "package-lock.json"
    lock = json.loads(path.read_text())
    for package in lock["packages"].values():
        package.pop("funding", None)
    path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
