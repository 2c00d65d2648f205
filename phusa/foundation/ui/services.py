"""What a person keeps about pages: language, theme, the capacity acted under, saved views, columns.

These are the person's own settings, not deeds of the office: nobody else sees them, so the journal does not carry them.
"""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from phusa.foundation import access
from phusa.foundation.access.models import User
from phusa.foundation.ui.models import ColumnChoice, SavedView
from phusa.foundation.ui.vocabulary import Theme
from phusa.kernel.refusals import Refusal, Refused

VIEWS_PER_LIST = 30


def choose_language(user: User, language: str) -> None:
    """Keep the language in which the person reads. Refuses one that the program does not speak."""
    if language not in dict(settings.LANGUAGES):
        raise Refused([Refusal("language-unknown", _("The program does not speak this language."))])
    user.language = language
    user.save(update_fields=["language"])


def choose_theme(user: User, theme: str) -> None:
    """Keep light, dark or auto."""
    if theme not in Theme.values:
        raise Refused([Refusal("theme-unknown", _("There is no such theme."))])
    user.theme = theme
    user.save(update_fields=["theme"])


def act_as(user: User, membership_uid: str) -> None:
    """Act under another of one's own memberships from now on."""
    if membership_uid not in {capacity.membership_uid for capacity in access.standing(user).capacities}:
        raise Refused([Refusal("capacity-not-held", _("You do not hold this role today."))])
    user.acting_membership = membership_uid
    user.save(update_fields=["acting_membership"])


@transaction.atomic
def save_view(user: User, listing: str, label: str, query: str) -> SavedView:
    """Keep a list's filters, order and columns under a name; the same name again replaces what it meant."""
    label = label.strip()
    if not label:
        raise Refused([Refusal("view-without-name", _("Give the view a name."))])
    kept = SavedView.objects.filter(user=user, listing=listing)
    if kept.count() >= VIEWS_PER_LIST and not kept.filter(label=label).exists():
        raise Refused(
            [Refusal("too-many-views", _("This list already has %d saved views: delete one first.") % VIEWS_PER_LIST)]
        )
    view, _made = SavedView.objects.update_or_create(user=user, listing=listing, label=label, defaults={"query": query})
    return view


def delete_view(user: User, view: SavedView) -> None:
    """Forget a saved view of one's own; of somebody else's there is none to be found."""
    SavedView.objects.filter(user=user, pk=view.pk).delete()


def remember_columns(user: User, listing: str, columns: list[str]) -> None:
    """Show these columns of the list from now on; an empty list goes back to the usual ones."""
    if columns:
        ColumnChoice.objects.update_or_create(user=user, listing=listing, defaults={"columns": columns})
    else:
        ColumnChoice.objects.filter(user=user, listing=listing).delete()
