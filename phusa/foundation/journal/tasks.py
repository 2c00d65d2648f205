"""What the scheduler runs for the journal."""

from django.utils import timezone

from phusa.foundation.journal import reactions
from phusa.foundation.journal.services import seal_entries


def seal() -> None:
    """Seal everything recorded so far."""
    while seal_entries(at=timezone.now()):
        pass


def replay() -> None:
    """Run the reactions that a crash left undone."""
    reactions.run_pending()
