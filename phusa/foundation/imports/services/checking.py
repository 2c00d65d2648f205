"""Confirming the columns, reading the rows, and answering doubts."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from phusa.foundation import access
from phusa.foundation.imports import queries, rules
from phusa.foundation.imports.models import Batch, StagedRow
from phusa.foundation.imports.registry import target_of
from phusa.foundation.imports.services.steps import CHUNK, holding, in_hand, leave, send_on, update_rows
from phusa.foundation.imports.vocabulary import Outcome, State
from phusa.foundation.records.services import lock
from phusa.kernel.refusals import Refused

Progress = Callable[[int], None]


@transaction.atomic
def confirm_columns(
    actor: Any,
    batch: Batch,
    *,
    chosen: Sequence[int],
    mapping: Mapping[str, Mapping[str, int]],
    revision: int,
    at: datetime,
) -> Batch:
    """Take the person's word on which tables, and which columns of each; the rows are read next. Raises `Refused`."""
    access.require(actor, "imports.import_table", batch)
    batch = lock(Batch, batch.uid, revision)
    refusals = [
        rules.it_stands_at(batch, State.COLUMNS, State.PREVIEW),
        rules.a_table_is_chosen(batch, chosen),
        *rules.columns_are_told(batch, chosen, mapping, target_of(batch.target).columns),
    ]
    if found := [refusal for refusal in refusals if refusal]:
        raise Refused(found)
    batch.chosen = sorted(set(chosen))
    batch.mapping = {**batch.mapping, **{table: dict(columns) for table, columns in mapping.items()}}
    send_on(batch, State.STAGING, "chosen", "mapping", at=at)
    return batch


def stage_rows(batch: Batch, *, progress: Progress = lambda rows: None) -> None:
    """Let the target read every row and mark its doubts; ends in *preview*. Decisions taken before are kept."""
    with in_hand(batch, State.STAGING) as mine:
        if not mine:
            return
        target = target_of(batch.target)
        total, done = queries.rows_to_read(batch).count(), 0
        waiting: list[StagedRow] = []

        def keep() -> None:
            with holding(batch, done=done, total=total):
                update_rows(waiting, "outcome", "reading", "doubts", "doubtful")
            waiting.clear()
            progress(done)

        for row in target.read(batch, queries.in_chunks(queries.rows_to_read(batch), CHUNK)):
            row.doubtful = bool(row.doubts) and not row.decision.get("seen")
            waiting.append(row)
            done += 1
            if len(waiting) >= CHUNK:
                keep()
        keep()
        counts = {
            "rows": total,
            "records": queries.records_of(batch).count(),
            "views": queries.counts_of_views(batch, target.views),
            **target.summarize(batch),
        }
        leave(batch, State.PREVIEW, counts=counts, problem=None)


@transaction.atomic
def decide(
    actor: Any,
    batch: Batch,
    *,
    rows: Mapping[int, Mapping[str, Any]],
    answers: Mapping[str, str] | None = None,
    at: datetime,
) -> Batch:
    """Take a person's decisions: per row (position → {outcome, fields, seen}) and for the whole batch (`answers`).

    What a row was taken for anyway is no decision. The rows are read again afterwards (`stage_rows`), because one
    decision can change what follows it.
    """
    access.require(actor, "imports.import_table", batch)
    batch = lock(Batch, batch.uid)
    rules.require(rules.it_stands_at(batch, State.PREVIEW))
    found = list(batch.rows.filter(position__in=rows.keys()))
    for row in found:
        decision = dict(rows[row.position])
        outcome = decision.pop("outcome", None)
        if outcome in Outcome.values and (outcome != row.outcome or "outcome" in row.decision):
            decision["outcome"] = outcome
        row.decision = {**row.decision, **decision}
    update_rows(found, "decision")
    if answers is not None:
        target_of(batch.target).answer(batch, answers)
    send_on(batch, State.STAGING, "decisions", at=at)
    return batch
