"""People who look at pages."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from phusa.foundation.access.models import User

LOG_IN = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def reader(db: None) -> User:
    return User.objects.create_user("mau", password="mot-mat-khau-dai", full_name="Nguyễn Thị Mẫu")


@pytest.fixture
def other(db: None) -> User:
    return User.objects.create_user("thu", password="mot-mat-khau-dai", full_name="Trần Văn Thử")


@pytest.fixture
def signed_in(client: Client, reader: User) -> Client:
    client.force_login(reader, backend=LOG_IN)
    return client


def add_people(number: int) -> None:
    """People whose names, mails and days differ, some of them with what could be a formula."""
    begin = datetime(2026, 1, 1, 12, tzinfo=UTC)
    User.objects.bulk_create(
        User(
            username=f"nguoi{n:03}",
            full_name=f"={n}+1" if n % 10 == 0 else f"Người {n:03} & đồng nghiệp",
            email=f"thu tin {n:03}" if n % 2 else "",
            date_joined=begin + timedelta(days=n % 7),
            revision=n,
            language="en" if n % 3 else "vi",
        )
        for n in range(1, number + 1)
    )
