"""Reads a file that nobody vouches for, in a child process with limits: the server stays whole whatever is in it."""

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO

from .sniff import check_size
from .stream import Event, Finished, Progress, collect, unpack
from .tables import Limits, Reading, Unreadable

_CHILD = "phusa.foundation.imports.reading.child"
_BLOCK = 2**18
_OUTPUT_AT_MOST = 2**29  # bytes; the child keeps to the limits, unless something has taken it over
_HEAVY = (signal.SIGABRT, signal.SIGKILL, signal.SIGXCPU, signal.SIGXFSZ)  # no memory, or no time left


def read_guarded(
    path: Path,
    *,
    name: str = "",
    seconds: int = 20,
    memory_mb: int = 512,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Reading:
    """The whole reading in memory. Raises `Unreadable`; `progress` hears of rows read and the share of the file (0–1).

    `name` is what the person called the file: its extension is compared with what the file is.
    """
    return collect(read_stream(path, name=name, seconds=seconds, memory_mb=memory_mb, limits=limits), progress)


def read_stream(
    path: Path, *, name: str = "", seconds: int = 20, memory_mb: int = 512, limits: Limits | None = None
) -> Generator[Event, None, None]:
    """The events of the reading, rows in chunks; this process holds one chunk at a time.

    `seconds` bound the child's processor time, and how long it is waited for: what the caller does between two events
    does not count. The child ends when the iterator is closed. Raises `Unreadable`, perhaps after some of the rows.
    """
    limits = limits or Limits()
    check_size(path, limits)
    job = {
        "path": str(path.resolve()),
        "name": name or path.name,
        "memory_mb": memory_mb,
        "seconds": seconds,
        "limits": asdict(limits),
    }
    child = subprocess.Popen(  # noqa: S603 - our own module; nothing of the file stands in the command
        [sys.executable, "-I", "-m", _CHILD, json.dumps(job)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LC_ALL": "C.UTF-8"},
        cwd="/",
        start_new_session=True,
    )
    assert child.stdout
    try:
        ended = False
        for line in _lines(child.stdout, seconds):
            event = unpack(line)
            ended = isinstance(event, Finished)
            yield event
        if not ended:
            raise _why_it_ended(child.wait())
    finally:
        child.kill()
        child.wait()
        child.stdout.close()


def _lines(pipe: IO[bytes], seconds: float) -> Iterator[bytes]:
    """Lines as they come; raises when they have been waited for too long, or are too much."""
    left, received, begun = seconds, 0, b""
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while True:
            asked = time.monotonic()
            ready = selector.select(left)
            left -= time.monotonic() - asked
            if not ready or left <= 0:
                raise Unreadable("too-heavy")
            block = os.read(pipe.fileno(), _BLOCK)
            received += len(block)
            if received > _OUTPUT_AT_MOST:
                raise Unreadable("too-heavy")
            if not block:
                return
            *lines, begun = (begun + block).split(b"\n")
            yield from lines


def _why_it_ended(status: int) -> Unreadable:
    if status < 0 and -status in _HEAVY:
        return Unreadable("too-heavy")
    name = signal.Signals(-status).name if status < 0 else f"exit {status}"
    return Unreadable("crashed", {"detail": name})
