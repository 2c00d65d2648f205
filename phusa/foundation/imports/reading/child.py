"""The process that reads one file and nothing else: `python -m phusa.foundation.imports.reading.child JOB`.

The job is JSON; events go out as lines of JSON (`stream.pack`); then it ends.
"""

import json
import os
import resource
import sys
from pathlib import Path
from typing import TextIO

from . import reader
from .stream import pack, pack_refusal
from .tables import Limits, Unreadable

_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system")
_OPEN_FILES = 64


def main() -> None:
    job = json.loads(sys.argv[1])
    # Whatever a library prints must not stand between the events.
    with os.fdopen(os.dup(1), "w", encoding="ascii") as out:
        os.dup2(2, 1)
        _confine(job["memory_mb"], job["seconds"])
        try:
            for event in reader.events(Path(job["path"]), job["name"], Limits(**job["limits"])):
                _say(out, pack(event))
        except BrokenPipeError:  # nobody listens any more
            os._exit(0)
        except Unreadable as refusal:
            _say(out, pack_refusal(refusal))
        except (MemoryError, RecursionError):
            _say(out, pack_refusal(Unreadable("too-heavy")))
        except BaseException as error:  # whatever a library throws at a hostile file, panics of compiled code too
            _say(out, pack_refusal(Unreadable("crashed", {"detail": type(error).__name__})))


def _say(out: TextIO, line: str) -> None:
    out.write(line + "\n")
    out.flush()


def _confine(memory_mb: int, seconds: int) -> None:
    """From here on: bounded memory and time, few files, none written, no core, no connection, no further process."""
    memory = memory_mb * 2**20
    for limit, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(limit)
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (bound, bound))
    sys.addaudithook(_deny)


def _deny(event: str, _: object) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"a reader does not need {event}")


if __name__ == "__main__":
    main()
