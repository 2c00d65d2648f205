"""Who may do what with a programme. The reasons stand in README.md."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from phusa.foundation import access
from phusa.foundation.access import DRAFTERS, LEADERS, OFFICE, Role
from phusa.foundation.organizations.queries import sides_of
from phusa.planning.cooperation import queries
from phusa.planning.cooperation.models import Programme

HEADS = frozenset({Role.HEAD, Role.DIRECTOR})
RECORDS_ITS_SIGNING = OFFICE | {Role.CLERK, Role.DIRECTOR}
BRIEFED = DRAFTERS | OFFICE | LEADERS | {Role.MINISTRY_OFFICER}


def _programme_of(record: Any) -> Programme:
    return record if isinstance(record, Programme) else record.programme


def works_where_it_is_kept(user: Any, organization: Any) -> bool:
    """The user is at least a specialist of the organisation that would keep it (the command line: anywhere)."""
    standing = access.standing(user)
    return standing.holds(Role.OPERATOR) or organization.pk in standing.reach(*DRAFTERS)


def keeps_it(user: Any, record: Any) -> bool:
    """The user is at least a specialist of the organisation that keeps the programme."""
    return works_where_it_is_kept(user, _programme_of(record).drafting)


def records_its_signing(user: Any, record: Any) -> bool:
    """The user keeps the authority's papers, or directs the keeping organisation.

    What was signed before it came into the program may be copied by whoever keeps it: that decides nothing.
    """
    programme, standing = _programme_of(record), access.standing(user)
    if programme.from_papers and keeps_it(user, programme):
        return True
    in_office = programme.authority_id in standing.reach(*OFFICE, Role.CLERK)
    return in_office or programme.drafting_id in standing.reach(Role.DIRECTOR)


def answers_for_it(user: Any, record: Any) -> bool:
    """The user heads a division of the keeping organisation, or directs it."""
    return _programme_of(record).drafting_id in access.standing(user).reach(*HEADS)


def adopts_its_reviews(user: Any, record: Any) -> bool:
    """The user directs the keeping organisation, or leads the authority."""
    programme, standing = _programme_of(record), access.standing(user)
    directs = programme.drafting_id in standing.reach(Role.DIRECTOR)
    return directs or programme.authority_id in standing.reach(*LEADERS)


def stands_on_a_side(user: Any, record: Any) -> bool:
    """The user works in, or under, one of the two authorities."""
    programme = _programme_of(record)
    return queries.is_seen_by(user, programme) and not sides_of(user, *BRIEFED).isdisjoint(programme.sides)


access.scope("cooperation.view_programme", label=_("See a coordination programme"), rows=queries.visible_to)
access.scope("cooperation.view_project", label=_("See a linked project"), rows=queries.projects_visible_to)
access.scope("cooperation.view_result", label=_("See a linked result"), rows=queries.results_visible_to)
access.scope("cooperation.view_review", label=_("See a review of a programme"), rows=queries.reviews_visible_to)
access.permission(
    "cooperation.create_programme",
    label=_("Start a coordination programme"),
    roles=DRAFTERS | {Role.OPERATOR},
    when=works_where_it_is_kept,
)
access.permission(
    "cooperation.edit_programme",
    label=_("Keep a coordination programme"),
    roles=DRAFTERS | {Role.OPERATOR},
    when=keeps_it,
)
access.permission(
    "cooperation.sign_programme",
    label=_("Record the signing of a coordination programme"),
    roles=DRAFTERS | OFFICE | {Role.CLERK, Role.OPERATOR},
    when=records_its_signing,
)
access.permission(
    "cooperation.end_programme", label=_("End a coordination programme"), roles=HEADS, when=answers_for_it
)
access.permission(
    "cooperation.renew_programme", label=_("Renew a coordination programme"), roles=DRAFTERS, when=keeps_it
)
access.permission(
    "cooperation.edit_review", label=_("Draft a review of a programme"), roles=DRAFTERS | {Role.OPERATOR}, when=keeps_it
)
access.permission(
    "cooperation.adopt_review",
    label=_("Adopt a review of a programme"),
    roles=LEADERS | {Role.DIRECTOR},
    when=adopts_its_reviews,
)
access.permission(
    "cooperation.print_briefing",
    label=_("Read and print the briefing on a programme"),
    roles=BRIEFED,
    when=stands_on_a_side,
)
access.permission(
    "cooperation.import_lists",
    label=_("Import lists of projects and results"),
    roles=DRAFTERS | {Role.OPERATOR},
    when=works_where_it_is_kept,
)
