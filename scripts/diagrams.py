"""Draws every registered workflow into docs/workflows/; with --check, says which drawings are not those of the code."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIRECTORY = ROOT / "docs" / "workflows"


def drawings() -> dict[Path, str]:
    """The pages that should stand in docs/workflows/, by path. Guards attached at start-up are drawn too."""
    import django

    os.environ.setdefault("PHUSA_ENVIRONMENT", "development")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phusa.config.settings")
    django.setup()

    from phusa.kernel.workflow import registered

    return {DIRECTORY / f"{workflow.name}.md": page(workflow.name, workflow.draw()) for workflow in registered()}


def page(name: str, drawing: str) -> str:
    return f"# {name}\n\nDrawn from the code by `make diagrams`; do not edit.\n\n```mermaid\n{drawing.strip()}\n```\n"


def main(check: bool) -> int:
    wanted = drawings()
    have = {path: path.read_text() for path in DIRECTORY.glob("*.md")}
    if check:
        stale = sorted(path for path in wanted.keys() | have.keys() if wanted.get(path) != have.get(path))
        for path in stale:
            print(f"{path.relative_to(ROOT)} is not what the code says: make diagrams")
        return 1 if stale else 0
    for path in have.keys() - wanted.keys():
        path.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
