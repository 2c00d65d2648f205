"""Deeds: the programme and its text (`drafting`), signing, ending and renewing it (`deciding`), commitments
(`promising`), projects and results (`linking`), yearly plans and reviews (`reviewing`).
"""

from phusa.planning.cooperation.services.deciding import (
    discard_programme,
    end_programme,
    renew_programme,
    sign_programme,
)
from phusa.planning.cooperation.services.drafting import (
    add_clause,
    add_ground,
    create_programme,
    edit_clause,
    edit_programme,
    remove_clause,
    remove_ground,
    set_signatories,
)
from phusa.planning.cooperation.services.linking import (
    add_project,
    add_result,
    edit_project,
    edit_result,
    link_meeting,
    remove_project,
    remove_result,
    unlink_meeting,
)
from phusa.planning.cooperation.services.promising import add_commitment, edit_commitment, withdraw_commitment
from phusa.planning.cooperation.services.reviewing import adopt_review, edit_review, set_plan, start_review

__all__ = [
    "add_clause",
    "add_commitment",
    "add_ground",
    "add_project",
    "add_result",
    "adopt_review",
    "create_programme",
    "discard_programme",
    "edit_clause",
    "edit_commitment",
    "edit_programme",
    "edit_project",
    "edit_result",
    "edit_review",
    "end_programme",
    "link_meeting",
    "remove_clause",
    "remove_ground",
    "remove_project",
    "remove_result",
    "renew_programme",
    "set_plan",
    "set_signatories",
    "sign_programme",
    "start_review",
    "unlink_meeting",
    "withdraw_commitment",
]
