"""Sets of instruments, and their relations in both directions."""

from typing import Any

from django.db.models import QuerySet

from phusa.foundation.instruments.models import Instrument, InstrumentRelation


def visible_to(user: Any) -> QuerySet[Instrument]:
    """What is not secret is open inside the house: whoever is signed in sees every instrument."""
    rows = Instrument.objects.all()
    return rows if user.is_authenticated and user.is_active else rows.none()


def relations_of(instrument: Instrument) -> QuerySet[InstrumentRelation]:
    """What it says of others: implements, continues, replaces, amends, is based on."""
    return instrument.relations.select_related("other").order_by("kind", "other__issued_on", "pk")


def relations_to(instrument: Instrument) -> QuerySet[InstrumentRelation]:
    """What others say of it."""
    return instrument.relations_of_others.select_related("instrument").order_by("kind", "instrument__issued_on", "pk")
