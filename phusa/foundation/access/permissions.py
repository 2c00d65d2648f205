"""The one permission function, and the table it reads.

Every package declares its permissions here at start-up: a *deed* permission (roles, and a predicate on the record) or
a *view* permission (the set of rows a user may see). Page, fragment, file, export and API ask `may`; an unknown name
raises, and what nobody declared is denied.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import rules
from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from phusa.foundation.access.capacities import standing
from phusa.foundation.access.vocabulary import Role
from phusa.kernel.refusals import NotAllowed

Predicate = Callable[[Any, Any], bool]
Scope = Callable[[Any], QuerySet[Any]]


@dataclass(frozen=True)
class Permission:
    """A line of the table."""

    name: str
    label: str | Promise
    roles: frozenset[Role]
    rows: Scope | None = None  # for a view permission


_table: dict[str, Permission] = {}


def permission(name: str, *, label: str | Promise, roles: Iterable[Role], when: Predicate | None = None) -> None:
    """Declare a deed: the user needs one of `roles`, and `when(user, record)` must hold for the record.

    Without a record the answer is whether the user may do it to some record: it opens pages, it decides no deed.
    """
    allowed = frozenset(roles)

    def holds(user: Any, record: Any = None) -> bool:
        return standing(user).holds(*allowed) and (when is None or record is None or when(user, record))

    _declare(Permission(name, label, allowed), holds)


def scope(name: str, *, label: str | Promise, rows: Scope) -> None:
    """Declare what may be seen: `rows(user)` is the set, so a list and a single look agree by construction.

    Without a record the answer is whether the user holds any role at all.
    """

    def holds(user: Any, record: Model | None = None) -> bool:
        if record is None:
            return bool(standing(user).capacities)
        return rows(user).filter(pk=record.pk).exists()

    _declare(Permission(name, label, frozenset(Role), rows), holds)


def _declare(line: Permission, holds: Callable[..., bool]) -> None:
    if line.name in _table:
        raise ValueError(f"The permission «{line.name}» is declared twice.")
    _table[line.name] = line
    rules.set_perm(line.name, rules.predicate(holds, name=line.name))


def declared() -> dict[str, Permission]:
    """The whole table, by name."""
    return dict(_table)


def may(user: Any, name: str, record: Any = None) -> bool:
    """Whether the user may do `name` (to `record`). Raises `KeyError` for a name nobody declared."""
    if name not in _table:
        raise KeyError(f"No package declares the permission «{name}».")
    return bool(user.is_active and rules.has_perm(name, user, record))


def require(user: Any, name: str, record: Any = None) -> None:
    """Raise `NotAllowed`, which says who can, unless the user may."""
    if not may(user, name, record):
        raise refusal_of(name)


def refusal_of(name: str) -> NotAllowed:
    """The exception for a permission that the user lacks."""
    line = _table[name]
    who = () if line.rows else tuple(role.label for role in Role if role in line.roles and role != Role.OPERATOR)
    return NotAllowed(name, message=line.label, who_can=who)


def visible(user: Any, name: str) -> QuerySet[Any]:
    """The rows of a view permission that the user may see."""
    rows = _table[name].rows
    if rows is None:
        raise KeyError(f"«{name}» is not a view permission.")
    return rows(user)
