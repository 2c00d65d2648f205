"""Who may do what with a scheme. The reasons stand in README.md."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from phusa.foundation import access
from phusa.foundation.access import DRAFTERS, LEADERS, OFFICE, Role
from phusa.planning.schemes.models import Scheme, SchemeVersion
from phusa.planning.schemes.queries import versions_visible_to, visible_to

SUBMITTERS = frozenset({Role.HEAD, Role.DIRECTOR})
SECRETARIAT = OFFICE | {Role.CLERK}


def _scheme_of(record: Any) -> Scheme:
    return record.scheme if isinstance(record, SchemeVersion) else record


def works_where_it_is_drafted(user: Any, organization: Any) -> bool:
    """The user is at least a specialist of the organisation that would draft (the command line: anywhere)."""
    standing = access.standing(user)
    return standing.holds(Role.OPERATOR) or organization.pk in standing.reach(*DRAFTERS)


def drafts_it(user: Any, record: Any) -> bool:
    """The user is at least a specialist of the drafting organisation."""
    return works_where_it_is_drafted(user, _scheme_of(record).drafting)


def answers_for_the_draft(user: Any, record: Any) -> bool:
    """The user heads a division of the drafting organisation, or directs it."""
    return _scheme_of(record).drafting_id in access.standing(user).reach(*SUBMITTERS)


def leads_the_authority(user: Any, record: Any) -> bool:
    """The user is chair or vice chair of the authority."""
    return _scheme_of(record).authority_id in access.standing(user).reach(*LEADERS)


def answers_for_the_waiver(user: Any, record: Any) -> bool:
    """The user directs the drafting organisation, or leads the authority."""
    directs = _scheme_of(record).drafting_id in access.standing(user).reach(Role.DIRECTOR)
    return directs or leads_the_authority(user, record)


def keeps_the_papers(user: Any, record: Any) -> bool:
    """The user keeps the authority's papers, or directs the drafting organisation.

    A paper that was issued before it came into the program may be copied by whoever may draft: it decides nothing.
    """
    scheme, standing = _scheme_of(record), access.standing(user)
    if scheme.authority_id in standing.reach(*SECRETARIAT) or scheme.drafting_id in standing.reach(Role.DIRECTOR):
        return True
    return isinstance(record, SchemeVersion) and record.as_issued and drafts_it(user, scheme)


access.scope("schemes.view_scheme", label=_("See a scheme"), rows=visible_to)
access.scope("schemes.view_version", label=_("See a version of a scheme"), rows=versions_visible_to)
access.permission(
    "schemes.create_scheme",
    label=_("Start a scheme"),
    roles=DRAFTERS | {Role.OPERATOR},
    when=works_where_it_is_drafted,
)
access.permission("schemes.edit_scheme", label=_("Draft a scheme"), roles=DRAFTERS | {Role.OPERATOR}, when=drafts_it)
access.permission("schemes.submit_scheme", label=_("Submit a scheme"), roles=SUBMITTERS, when=answers_for_the_draft)
access.permission("schemes.return_scheme", label=_("Return a scheme"), roles=LEADERS, when=leads_the_authority)
access.permission("schemes.approve_scheme", label=_("Approve a scheme"), roles=LEADERS, when=leads_the_authority)
access.permission(
    "schemes.record_approval",
    label=_("Record an approval that was signed on paper"),
    roles=SECRETARIAT | DRAFTERS | {Role.OPERATOR},
    when=keeps_the_papers,
)
access.permission(
    "schemes.waive_rule",
    label=_("Pass a required line with a reason"),
    roles=LEADERS | {Role.DIRECTOR},
    when=answers_for_the_waiver,
)
