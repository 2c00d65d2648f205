"""Deeds: giving assignments out (`terms`), reporting (`progress`), arranging who handles them (`handling`)."""

from phusa.planning.assignments.services.handling import members_without_part, open_collective, set_handling
from phusa.planning.assignments.services.progress import (
    GivenFile,
    attach_evidence,
    confirm_progress,
    report_progress,
)
from phusa.planning.assignments.services.terms import (
    absorb,
    copy_for_amendment,
    draft_all,
    issue,
    move_closing_days,
    rearrange,
    retitle_origin,
    set_terms,
    terms_of,
    told,
    withdraw,
)
from phusa.planning.assignments.vocabulary import Origin, PartyTerms, Terms

__all__ = [
    "GivenFile",
    "Origin",
    "PartyTerms",
    "Terms",
    "absorb",
    "attach_evidence",
    "confirm_progress",
    "copy_for_amendment",
    "draft_all",
    "issue",
    "members_without_part",
    "move_closing_days",
    "open_collective",
    "rearrange",
    "report_progress",
    "retitle_origin",
    "set_handling",
    "set_terms",
    "terms_of",
    "told",
    "withdraw",
]
