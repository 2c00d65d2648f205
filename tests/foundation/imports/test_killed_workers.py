"""A worker may be killed at any moment: nothing is half-applied, and another one goes on to the end."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
ROWS, EVERY = 600, 10  # two chunks; a death after each tenth statement to the database


@pytest.mark.database
def test_a_worker_killed_while_reading_staging_or_applying_leaves_nothing_half_done_and_another_goes_on(
    empty_database: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.foundation.imports.dying", str(ROWS), str(EVERY)],
        cwd=ROOT,
        env={
            **os.environ,
            "PHUSA_HOME": str(tmp_path),
            "PHUSA_ENVIRONMENT": "development",
            "PHUSA_DATABASE_URL": empty_database,
            "DJANGO_SETTINGS_MODULE": "phusa.config.settings",
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    deaths = Counter(line.split()[0] for line in done.stdout.splitlines())
    assert deaths["reading"] >= 1
    assert deaths["staging"] >= 1
    assert deaths["applying"] >= 3
