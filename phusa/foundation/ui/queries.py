"""What a person has kept about a list."""

from django.db.models import QuerySet

from phusa.foundation.access.models import User
from phusa.foundation.ui.models import ColumnChoice, SavedView


def own_views(user: User) -> QuerySet[SavedView]:
    """The person's own views of every list."""
    return SavedView.objects.filter(user=user)


def saved_views_of(user: User, listing: str) -> QuerySet[SavedView]:
    """The person's own views of the list, by name."""
    return own_views(user).filter(listing=listing)


def columns_of(user: User, listing: str) -> list[str]:
    """The columns that the person asked for; empty when the usual ones do."""
    choice = ColumnChoice.objects.filter(user=user, listing=listing).first()
    return list(choice.columns) if choice else []
