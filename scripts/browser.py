"""The browser of the browser tests: the system's Chromium, driven by Playwright."""

import shutil
import subprocess

from playwright._impl._driver import compute_driver_executable

from scripts import debian

PACKAGES = (
    "chromium",
    "libatomic1",
)  # the second: Playwright's own Node is linked against it, and a bare Debian lacks it


def executable() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


def is_here() -> bool:
    return executable() is not None and driver_starts()


def driver_starts() -> bool:
    node, _program = compute_driver_executable()
    return subprocess.run([node, "--version"], capture_output=True).returncode == 0


def install() -> bool:
    return debian.install(*PACKAGES) and is_here()


def line_to_type() -> str:
    return debian.line_to_type(*PACKAGES)
