"""The door of the demonstration: load it once, and say who may log in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from phusa.config.searching import rebuild
from phusa.config.startup import operator
from phusa.demonstration import facts, illustration, material, partnership, visit
from phusa.demonstration.illustration import FIRST_DAY, Story
from phusa.demonstration.material import PASSWORD
from phusa.foundation.access import Role
from phusa.foundation.journal.services import seal_entries
from phusa.foundation.ui.registry import DemonstrationLogIn
from phusa.planning.schemes.models import Scheme

__all__ = ["PASSWORD", "Account", "accounts", "load", "log_ins"]


@dataclass(frozen=True)
class Account:
    """An invented person who can log in; role and organisation of the first membership."""

    username: str
    full_name: str
    role: Role
    organization: str

    @property
    def role_in_both(self) -> str:
        """«Chuyên viên (Specialist)»: the command line speaks English, the pages do not begin with it."""
        with translation.override(settings.LANGUAGE_CODE):
            on_the_pages = str(self.role.label)
        with translation.override("en"):
            return f"{on_the_pages} ({self.role.label})"


def load(*, tell: Callable[[str], None] = lambda text: None, today: date | None = None) -> bool:
    """Load the demonstration into an installation founded for `material.AUTHORITY`; False when it is there already.

    One transaction; afterwards the search index is full and the journal sealed. Everything is dated back from `today`.
    """
    if Scheme.objects.filter(illustrative=True).exists():
        return False
    story = Story(today or timezone.localdate())
    with translation.override(settings.LANGUAGE_CODE), transaction.atomic():  # the journal keeps words, not codes
        known = facts.load(operator(), at=story.moment(FIRST_DAY), tell=tell)
        visit.load(operator(), known, at=story.moment(FIRST_DAY))
        tell("Invented accounts, and a plan and a programme with their progress …")
        people = illustration.load_people(operator(), known, story)
        illustration.load(known, people, story)
        partnership.load(known, people, story)
        story.play()
    tell("The search index …")
    rebuild()
    tell("The seal of the journal …")
    while seal_entries(at=timezone.now()):
        pass
    return True


def accounts() -> list[Account]:
    """Who can log in, in the order of the material."""
    everybody = [*material.organizations(), *material.invented_organizations()]
    names = {row["key"]: row.get("short") or row["name"] for row in everybody}
    found = []
    for row in material.read("accounts")["account"]:
        if row.get("log_in"):
            first = row["memberships"][0]
            role, agency = Role(first["role"]), names[first["organization"]]
            found.append(Account(row["username"], row["name"], role, agency))
    return found


def log_ins() -> Iterator[DemonstrationLogIn]:
    """The same for the log-in page."""
    for account in accounts():
        yield DemonstrationLogIn(
            account.username, PASSWORD, account.full_name, account.role.label, account.organization
        )
