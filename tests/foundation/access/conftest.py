"""A table of permissions of the test's own, and people with whatever capacities the test gives them."""

from collections.abc import Callable

import pytest

from phusa.foundation.access import Capacity, Role, capacities, permissions
from phusa.foundation.access.models import User

DEPARTMENT, FINANCE, PREDECESSOR = 1, 2, 3

Person = Callable[..., User]


@pytest.fixture
def table(monkeypatch) -> None:
    """Permissions declared by the test are forgotten after it."""
    monkeypatch.setattr(permissions, "_table", dict(permissions._table))
    before = dict(permissions.rules.permissions.permissions)
    yield
    permissions.rules.permissions.permissions.clear()
    permissions.rules.permissions.permissions.update(before)


@pytest.fixture
def person(db, monkeypatch) -> Person:
    """`person("an", capacity(Role.HEAD))`: a user who holds these capacities today."""
    held: dict[int, tuple[Capacity, ...]] = {}
    monkeypatch.setattr(capacities, "_provider", lambda user: held.get(user.pk, ()))

    def one(username: str, *capacities: Capacity, **values: object) -> User:
        user = User.objects.create_user(username, full_name=f"Nguyễn Văn {username.title()}", **values)
        held[user.pk] = capacities
        return user

    return one


def capacity(role: Role, organization: int = DEPARTMENT, *, reach: tuple[int, ...] = (), uid: str = "") -> Capacity:
    return Capacity(role, organization, f"Cơ quan {organization}", frozenset({organization, *reach}), uid)
