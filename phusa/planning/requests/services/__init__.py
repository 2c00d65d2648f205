"""Deeds: writing and sending (`drafting`), working on items (`handling`), answers (`answering`), notes and rules
(`noting`), signed packages (`packages`), tables (`importing`)."""

from phusa.planning.requests.services.answering import record_answer, reopen_item
from phusa.planning.requests.services.drafting import (
    add_item,
    create_request,
    edit_item,
    edit_request,
    move_closing_days,
    remove_item,
    send_request,
    withdraw_request,
)
from phusa.planning.requests.services.handling import (
    assign_item,
    forward_item,
    origin_of,
    pause_item,
    resume_item,
    set_due,
)
from phusa.planning.requests.services.noting import add_rule, end_rule, write_note
from phusa.planning.requests.services.packages import (
    accept,
    end_key,
    make_answer_package,
    make_request_package,
    own_fingerprint,
    package_file,
    take_in,
)
from phusa.planning.requests.vocabulary import AnswerTerms, Due, ItemTerms, JointParty, Link, Paper, RequestTerms

__all__ = [
    "AnswerTerms",
    "Due",
    "ItemTerms",
    "JointParty",
    "Link",
    "Paper",
    "RequestTerms",
    "accept",
    "add_item",
    "add_rule",
    "assign_item",
    "create_request",
    "edit_item",
    "edit_request",
    "end_key",
    "end_rule",
    "forward_item",
    "make_answer_package",
    "make_request_package",
    "move_closing_days",
    "origin_of",
    "own_fingerprint",
    "package_file",
    "pause_item",
    "record_answer",
    "remove_item",
    "reopen_item",
    "resume_item",
    "send_request",
    "set_due",
    "take_in",
    "withdraw_request",
    "write_note",
]
