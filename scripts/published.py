"""What tracked files must not say: where a lock file's packages come from, and paths of somebody's machine."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = re.compile(r"(^|/)(package-lock\.json|requirements/.*\.txt)$")
ADDRESS = re.compile(r"https?://\S+|\b(git|ssh|file)(\+\w+)?://\S+")
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(root|work|home/[a-z]\w*|Users/\w+)/[\w.]")


def complaints() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    found_wrong = []
    for name in filter(None, listed.stdout.split("\0")):
        try:
            lines = (ROOT / name).read_text().splitlines()
        except (UnicodeDecodeError, FileNotFoundError):  # a picture; a file removed and not yet committed
            continue
        for number, line in enumerate(lines, 1):
            if LOCKS.search(name) and (found := ADDRESS.search(line)):
                found_wrong.append(f"{name}:{number}: a lock file names an address: {found[0]}")
            if found := MACHINE_PATH.search(line):
                found_wrong.append(f"{name}:{number}: a path of one machine: {found[0]}…")
    return found_wrong


if __name__ == "__main__":
    sys.exit("\n".join(complaints()) or 0)
