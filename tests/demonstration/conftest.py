"""The demonstration, loaded once for all tests that only look at it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import TestCase, override_settings
from django.utils import timezone

from phusa.config.startup import make_installation
from phusa.demonstration import loading, material

FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the strength of invented passwords proves nothing here


def found() -> None:
    make_installation(name="Phù Sa", authority_name=material.AUTHORITY, demonstration=True, at=timezone.now())


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[date]:
    """The demonstration as of today, taken back at the end; gives the day."""
    home: Path = tmp_path_factory.mktemp("demonstration")
    with django_db_blocker.unblock(), override_settings(PHUSA_HOME=home, PASSWORD_HASHERS=FAST):
        outer = transaction.atomic()
        outer.__enter__()
        try:
            with TestCase.captureOnCommitCallbacks(execute=True):
                found()
                loading.load()
            yield timezone.localdate()
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
