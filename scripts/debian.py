"""The Debian packages without which a step cannot go on: installed when we may, otherwise named to the person."""

import os
import shutil
import subprocess


def install(*packages: str) -> bool:
    """Install packages by apt, as root or through a sudo that asks nothing. False when that cannot be."""
    if shutil.which("apt-get") is None:
        return False
    if os.geteuid() == 0:
        prefix = []
    elif shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        prefix = ["sudo", "-n"]
    else:
        return False
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    for step in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run(
            [*prefix, *quiet, *step], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    return done.returncode == 0


def line_to_type(*packages: str) -> str:
    return f"sudo apt-get update && sudo apt-get install --yes {' '.join(packages)}"
