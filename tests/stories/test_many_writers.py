"""Fifty people write at once: nobody is turned away and nothing that was done is lost, on either database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WRITERS, DEEDS = 50, 7  # each; one writer more has gone ahead


@pytest.mark.database
def test_fifty_processes_that_write_at_once_meet_no_error_and_lose_no_deed(empty_database: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PHUSA_HOME": str(tmp_path),
        "PHUSA_ENVIRONMENT": "development",
        "PHUSA_DATABASE_URL": empty_database,
        "DJANGO_SETTINGS_MODULE": "phusa.config.settings",
    }

    def run(*command: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )

    written = run(sys.executable, "-m", "tests.stories.writing", str(WRITERS))
    assert written.returncode == 0, written.stderr[-3000:]
    assert not written.stderr
    assert int(written.stdout) == (WRITERS + 1) * DEEDS
    verified = run(str(Path(sys.executable).with_name("phusa")), "journal", "verify", "--json")
    assert verified.returncode == 0, verified.stderr[-3000:]
    found = json.loads(verified.stdout)
    assert found["entries"] >= (WRITERS + 1) * DEEDS
    assert (found["problem"], found["unsealed"], found["unexported"]) == (None, 0, 0)
