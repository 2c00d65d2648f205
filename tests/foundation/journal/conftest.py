"""A journal of its own for every test: key and exported heads in a directory that is thrown away."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction

from phusa.foundation.access.models import User
from phusa.foundation.journal import reactions
from phusa.foundation.journal.models import Entry
from phusa.foundation.journal.services import record

AT = datetime(2025, 7, 1, 8, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(settings, tmp_path: Path) -> Path:
    settings.PHUSA_HOME = tmp_path
    return tmp_path


@pytest.fixture
def clerk(db) -> User:
    return User.objects.create_user("clerk", full_name="Nguyễn Thị Văn Thư")


@pytest.fixture
def register(monkeypatch) -> Iterator[None]:
    """Reactions registered by the test are forgotten after it."""
    monkeypatch.setattr(reactions, "_registered", dict(reactions._registered))
    return reactions.reaction


@pytest.fixture
def tell(clerk: User):
    """`tell("user.named")` records a deed on the clerk's account."""

    def one(kind: str = "user.named", **payload: object) -> Entry:
        with transaction.atomic():
            return record(kind, clerk, clerk, at=AT, payload=payload)

    return one
