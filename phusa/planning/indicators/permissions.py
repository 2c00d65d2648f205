"""Who may see figures, record them, put them right. The reasons stand in README.md."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from phusa.foundation import access
from phusa.foundation.access import Role
from phusa.foundation.organizations.queries import sides_of
from phusa.planning.indicators.queries import indicators_visible_to, visible_to

RECORDERS = (
    Role.SPECIALIST,
    Role.HEAD,
    Role.DIRECTOR,
    Role.OFFICE_SPECIALIST,
    Role.OFFICE_LEADER,
    Role.MINISTRY_OFFICER,
    Role.OPERATOR,
)


def works_on_its_side(user: Any, record: Any) -> bool:
    """The user records for the side that keeps it (the command line: for any)."""
    return access.standing(user).holds(Role.OPERATOR) or record.authority_id in sides_of(user, *RECORDERS)


def works_for(user: Any, organization: Any) -> bool:
    """The user records for this organisation (the command line: for any)."""
    standing = access.standing(user)
    return standing.holds(Role.OPERATOR) or organization.pk in standing.reach(*RECORDERS)


access.scope("indicators.view_indicator", label=_("See indicators"), rows=indicators_visible_to)
access.scope("indicators.view_figure", label=_("See a reported figure"), rows=visible_to)
access.permission("indicators.add_indicator", label=_("Add an indicator"), roles=RECORDERS, when=works_for)
access.permission("indicators.edit_indicator", label=_("Edit an indicator"), roles=RECORDERS, when=works_on_its_side)
access.permission("indicators.report_figure", label=_("Record a reported figure"), roles=RECORDERS, when=works_for)
access.permission(
    "indicators.correct_figure",
    label=_("Correct or withdraw a reported figure"),
    roles=RECORDERS,
    when=works_on_its_side,
)
