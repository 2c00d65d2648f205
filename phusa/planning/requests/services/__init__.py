"""Deeds: writing and sending (`drafting`), working on items (`handling`), answers (`answering`), notes and rules
(`noting`), signed packages (`packages`)."""

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
from phusa.planning.requests.vocabulary import AnswerTerms, Due, ItemTerms, JointParty, Link, Paper, RequestTerms

__all__ = [
    "AnswerTerms",
    "Due",
    "ItemTerms",
    "JointParty",
    "Link",
    "Paper",
    "RequestTerms",
    "add_item",
    "add_rule",
    "assign_item",
    "create_request",
    "edit_item",
    "edit_request",
    "end_rule",
    "forward_item",
    "move_closing_days",
    "origin_of",
    "pause_item",
    "record_answer",
    "remove_item",
    "reopen_item",
    "resume_item",
    "send_request",
    "set_due",
    "withdraw_request",
    "write_note",
]
