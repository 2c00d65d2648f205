"""What a person stands for today. Memberships live in a higher package, which registers how to read them."""

from collections.abc import Callable, Iterable
from typing import Any

from phusa.foundation.access.vocabulary import Capacity, Standing

_provider: Callable[[Any], Iterable[Capacity]] | None = None


def provide_capacities(provider: Callable[[Any], Iterable[Capacity]]) -> None:
    """Register the function that knows the memberships of a user (organizations does)."""
    global _provider
    _provider = provider


def standing(user: Any) -> Standing:
    """What the user stands for today; read once and kept on the user object for the length of the request."""
    kept: Standing | None = getattr(user, "_standing", None)
    if kept is not None:
        return kept
    capacities: tuple[Capacity, ...] = ()
    if user.is_authenticated and user.is_active and _provider:
        capacities = tuple(_provider(user))
    chosen = getattr(user, "acting_membership", "")
    acting = next((c for c in capacities if c.membership_uid == chosen), capacities[0] if capacities else None)
    made = Standing(capacities, acting, frozenset(c.role for c in capacities))
    user._standing = made
    return made
