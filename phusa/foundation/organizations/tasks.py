"""What the scheduler runs for organisations."""

from django.utils import timezone

from phusa.foundation.organizations.services import recompute_current


def names_of_today() -> None:
    """After midnight: names that begin or end today."""
    recompute_current(at=timezone.now())
