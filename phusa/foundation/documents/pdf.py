"""The PDF of a Word file, by the LibreOffice of this machine; the Word file is the original.

LibreOffice runs as a child process with a profile of its own and a time limit, one at a time in each server process:
it takes seconds and a few hundred megabytes, so long papers are converted in the background.
"""

import logging
import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

logger = logging.getLogger(__name__)

SECONDS = 60
_PROGRAMS = ("soffice", "libreoffice")
_one_at_a_time = Lock()


def program() -> str | None:
    """The path of LibreOffice; None where it is not installed."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def to_pdf(word: bytes, *, seconds: float = SECONDS) -> bytes | None:
    """The same paper as PDF; None where LibreOffice is not installed, or did not make one within `seconds`."""
    office = program()
    if office is None:
        return None
    with _one_at_a_time, TemporaryDirectory(prefix="phusa-pdf-") as folder:
        given, made = Path(folder, "paper.docx"), Path(folder, "paper.pdf")
        given.write_bytes(word)
        ended = _run(
            [
                office,
                f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
                "--headless",
                "--norestore",
                "--convert-to",
                "pdf:writer_pdf_Export",
                "--outdir",
                folder,
                str(given),
            ],
            Path(folder),
            seconds,
        )
        if not made.is_file():
            logger.warning("LibreOffice made no PDF: %s.", ended)
            return None
        return made.read_bytes()


def _run(command: list[str], folder: Path, seconds: float) -> str:
    """How the program ended, in words for the log; whatever it has started ends with it."""
    child = subprocess.Popen(  # noqa: S603 - LibreOffice itself; nothing of the paper stands in the command
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"HOME": str(folder), "PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"},
        cwd=folder,
        start_new_session=True,
    )
    try:
        return f"exit {child.wait(seconds)}"
    except subprocess.TimeoutExpired:
        return f"not ready after {seconds} s"
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
