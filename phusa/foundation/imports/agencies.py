"""Agencies that a table names and nobody knows: asked about once for all rows, answered once.

A target keeps them in `batch.counts["unknown"]`: folded name → {name, rows, near: [[id, name], …]}; answers stand in
`batch.decisions["organizations"]`: folded name → {do, name, id}.
"""

from collections.abc import Mapping

from phusa.foundation.imports.models import Batch
from phusa.foundation.imports.registry import Question


def questions_of(batch: Batch) -> list[Question]:
    """One question an unknown agency, those of most rows first."""
    decided = batch.decisions.get("organizations", {})
    found = []
    for key, entry in batch.counts.get("unknown", {}).items():
        answer = decided.get(key, {})
        near = [(each[0], each[1]) for each in entry["near"]]
        found.append(Question(key, entry["name"], entry["rows"], near, answer.get("do", ""), answer.get("id")))
    return sorted(found, key=lambda each: (-each.rows, each.name))


def take_answers(batch: Batch, data: Mapping[str, str]) -> None:
    """`data`: folded name → "create", "as_written" or "use:<organization id>" (one of the nearest offered)."""
    known = batch.counts.get("unknown", {})
    decided = dict(batch.decisions.get("organizations", {}))
    for key, value in data.items():
        entry = known.get(key, decided.get(key))
        if entry is None:
            continue
        offered = {str(uid): name for uid, name in entry.get("near", [])}
        chosen = value.removeprefix("use:")
        if value == "create":
            decided[key] = {"do": "create", "name": entry["name"]}
        elif value.startswith("use:"):
            if chosen in offered:
                decided[key] = {"do": "use", "id": int(chosen), "name": offered[chosen]}
        else:
            decided.pop(key, None)
    batch.decisions = {**batch.decisions, "organizations": decided}
