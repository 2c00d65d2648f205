"""What the scheduler runs for files."""

from django.utils import timezone

from phusa.foundation.files import services


def sweep() -> None:
    """Remove the files of deeds that were rolled back or killed."""
    services.sweep(at=timezone.now())
