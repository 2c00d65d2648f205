"""Deeds on imports: give a file, confirm its columns, answer doubts, apply, undo; and the steps that a worker does."""

from phusa.foundation.imports.services.applying import apply_rows, request_apply, undo_import
from phusa.foundation.imports.services.checking import confirm_columns, decide, stage_rows
from phusa.foundation.imports.services.receiving import read_file, start_import
from phusa.foundation.imports.services.steps import ABANDONED_AFTER, give_up, take_up

__all__ = [
    "ABANDONED_AFTER",
    "apply_rows",
    "confirm_columns",
    "decide",
    "give_up",
    "read_file",
    "request_apply",
    "stage_rows",
    "start_import",
    "take_up",
    "undo_import",
]
