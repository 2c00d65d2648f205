"""Records that figures are about, as a higher package registers them: here they are organisations."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

import pytest

from phusa.foundation.organizations.models import Organization
from phusa.foundation.organizations.queries import visible_to
from phusa.planning.indicators import registry
from phusa.planning.indicators.vocabulary import About, Basis, Itemised

COUNTED: dict[UUID, int] = {}  # how many models each organisation has in this test


@pytest.fixture
def records() -> Iterator[dict[UUID, int]]:
    """Figures may be about organisations; «test.models» counts, «test.support» adds up by basis."""
    before = dict(registry._subjects), dict(registry._itemisers)
    COUNTED.clear()
    registry.subject("organization", label="Organisations", find=find, offer=lambda user: find(user, COUNTED).values())
    registry.itemise("test.models", label="Models", add_up=models)
    registry.itemise("test.support", label="Support", add_up=support)
    yield COUNTED
    registry._subjects.clear()
    registry._itemisers.clear()
    registry._subjects.update(before[0])
    registry._itemisers.update(before[1])


def find(user: Any, uids: Collection[UUID]) -> Mapping[UUID, About]:
    return {one.uid: about(one) for one in visible_to(user).filter(uid__in=list(uids))}


def about(one: Organization) -> About:
    return About("organization", one.uid, one.current_name, one.get_absolute_url())


def models(user: Any, uids: Collection[UUID]) -> Mapping[UUID, Itemised]:
    return {uid: Itemised(COUNTED[uid], f"/list/?of={uid}") for uid in uids if uid in COUNTED}


def support(user: Any, uids: Collection[UUID]) -> Mapping[UUID, Itemised]:
    sums = {Basis.APPROVED: 95 * 10**9, Basis.PAID: 81 * 10**9}
    return {uid: Itemised(COUNTED[uid], f"/list/?of={uid}", sums) for uid in uids if uid in COUNTED}
