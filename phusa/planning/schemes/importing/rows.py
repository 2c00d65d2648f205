"""Rows of an annex read as tasks: group headings, rows broken by a page, several leads, deadlines, repetitions.

Source: the shape of real annexes, docs/reference/importing.md. Nothing is decided in silence: what a row was
taken for is its outcome, why is a doubt, and a person may decide otherwise.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from phusa.foundation.imports.models import StagedRow
from phusa.foundation.imports.vocabulary import Outcome
from phusa.foundation.organizations.directory import Names
from phusa.foundation.organizations.naming import name_key
from phusa.foundation.organizations.reading import PartyReading, composition, read_parties
from phusa.kernel.deadlines import State
from phusa.kernel.text import fold, normal
from phusa.planning.assignments.rules import DeadlineReader

AGENCY_FIELDS = ("lead", "coordinating")
CELL_FIELDS = ("content", *AGENCY_FIELDS, "product", "deadline", "solution")
ABOVE_ALL = -1  # depth of a table's own title
SHORTEST_REPETITION = 8  # folded characters; a shorter text may stand at the end of another by chance

# I, V and X alone are figures; C, D, L and M alone come after B, C, K and L in lists of letters
_HEADING = re.compile(r"^\s*(?P<code>[IVXLC]{1,7}|[A-ZĐ]|\d{1,3}(?:\.\d{1,3})*)\s*[.)\-–:]\s*(?P<title>\S.*)$", re.S)
_LEVELS = (re.compile(r"^[A-HJ-UWYZĐ]$"), re.compile(r"^[IVXLC]+$"), re.compile(r"^\d+$"), re.compile(r"^\d+\.\d+$"))
_CODE = re.compile(r"^[\s(]*([0-9IVXLCa-zđ.\-/]{1,20}?)[\s.)]*$", re.I)


@dataclass
class _Record:
    """A task row with the cells of the rows that continue it."""

    row: StagedRow
    cells: dict[str, str]
    groups: list[list[str]]
    code: str
    doubts: list[dict[str, Any]] = field(default_factory=list)
    following: list[StagedRow] = field(default_factory=list)


class RowReader:
    """Reads the staged rows of one table after the other, in order.

    `decided` maps a folded name to a person's answer about it; `issued_on` is the paper's date, where it has one.
    """

    def __init__(
        self,
        directory: Names,
        deadlines: DeadlineReader,
        decided: Mapping[str, Mapping[str, Any]],
        issued_on: date | None = None,
    ) -> None:
        self.directory, self.deadlines, self.decided, self.issued_on = directory, deadlines, decided, issued_on
        self.seen: dict[str, int] = {}
        self.dues: dict[str, dict[str, Any]] = {}
        self._begin_table({}, "")

    def _begin_table(self, mapping: Mapping[str, int], title: str) -> None:
        self.mapping, self.numbered = mapping, "number" in mapping
        self.stack: list[tuple[int, list[str]]] = []  # headings in force, each with its depth
        self.group_text = ""
        self.current: _Record | None = None
        if title:
            self._open_group(*split_heading(title), depth=ABOVE_ALL)

    def read(self, rows: Iterable[StagedRow], mapping: Mapping[str, int], title: str = "") -> Iterator[StagedRow]:
        """Each row of one table with outcome, reading and doubts set; a task is given when what continues it is known.

        `title` stands over the table where it is one of several, and over its groups.
        """
        self._begin_table(mapping, title)
        for row in rows:
            row.reading, row.doubts, row.outcome = {}, [], ""
            cells = self._cells(row)
            outcome = self._outcome(row, cells)
            if outcome in (Outcome.JOINED, Outcome.REPEATED) and self.current is not None:
                self._join(self.current, row, cells)
                continue
            yield from self._finish()
            if outcome == Outcome.HEADING:
                self._heading(row, cells)
                yield row
            elif outcome == Outcome.SKIPPED:
                row.outcome = Outcome.SKIPPED
                row.reading = {"content": cells["content"] or " ".join(row.cells).strip()[:300]}
                yield row
            else:
                self._begin(row, cells)
        yield from self._finish()

    # what a row is

    def _cells(self, row: StagedRow) -> dict[str, str]:
        """The row's own text by field, without what is merged down from above; a person's correction comes first."""
        corrected = row.decision.get("fields", {})
        carried = set(row.carried)
        found = {}
        for name in ("number", "group", *CELL_FIELDS):
            column = self.mapping.get(name)
            text = ""
            if column is not None and column < len(row.cells) and (name == "group" or column not in carried):
                text = row.cells[column]
            found[name] = normal(corrected.get(name, text))
        return found

    def _outcome(self, row: StagedRow, cells: dict[str, str]) -> str:
        chosen: str = row.decision.get("outcome", "")
        if chosen and (chosen not in (Outcome.JOINED, Outcome.REPEATED) or self.current):
            return chosen
        others = any(cells[name] for name in CELL_FIELDS if name != "content")
        if not any(cells[name] for name in (*CELL_FIELDS, "number")):
            return Outcome.SKIPPED
        if row.full_width:
            return Outcome.HEADING
        if not others and self._is_heading(cells):
            return Outcome.HEADING
        if self.current and self._goes_on(row, cells, self.current, others=others):
            return Outcome.JOINED
        return Outcome.RECORD

    def _goes_on(self, row: StagedRow, cells: dict[str, str], above: _Record, *, others: bool) -> bool:
        """Whether the row continues the task above it: by its missing number; without numbers, by how it begins."""
        if self.numbered:
            return not cells["number"] and bool(above.cells["number"])
        content = cells["content"]
        if not content:
            return others
        begins_inside = content[0].islower() or content[0] in ",;.)"
        whole = bool(cells["lead"]) and bool(cells["deadline"])
        return begins_inside and (row.after_break or not others) and not whole

    def _is_heading(self, cells: dict[str, str]) -> bool:
        """A row with a number in letters or Roman figures, or without any, and nothing but a title."""
        number, content = cells["number"].rstrip(".) "), cells["content"]
        if not content:
            return bool(_HEADING.match(cells["number"]))
        if number:
            return bool(re.fullmatch(r"[IVXLC]+|[A-ZĐ]", number))
        matched = _HEADING.match(content)
        return bool(matched and re.fullmatch(r"[IVXLC]+|[A-ZĐ]", matched["code"]))

    # headings

    def _heading(self, row: StagedRow, cells: dict[str, str]) -> None:
        own = [text for column, text in enumerate(row.cells) if text and column not in set(row.carried)]
        number, content = cells["number"].rstrip(".) "), cells["content"]
        if number and content and number != content.rstrip(".) "):
            code, title = number, content
        else:
            code, title = split_heading(content or cells["number"] or " ".join(own))
        self._open_group(code, title)
        row.outcome = Outcome.HEADING
        row.reading = {"code": code, "content": title, "depth": self.stack[-1][0]}

    def _open_group(self, code: str, title: str, depth: int | None = None) -> None:
        if depth is None:
            depth = next((level for level, form in enumerate(_LEVELS) if form.match(code)), len(_LEVELS))
        while self.stack and self.stack[-1][0] >= depth:
            self.stack.pop()
        self.stack.append((depth, [code, title]))

    # tasks

    def _begin(self, row: StagedRow, cells: dict[str, str]) -> None:
        if cells["group"] and cells["group"] != self.group_text:
            self.group_text = cells["group"]
            self.stack = [each for each in self.stack if each[0] == ABOVE_ALL]
            self._open_group(*split_heading(cells["group"]))
        number = _CODE.match(cells["number"])
        self.current = _Record(
            row, cells, [heading for _, heading in self.stack], number[1] if number else cells["number"]
        )

    def _join(self, record: _Record, row: StagedRow, cells: dict[str, str]) -> None:
        """Take a fragment into the task above it, or recognise that it repeats what stands there."""
        before = dict(record.cells)
        record.following.append(row)
        row.reading = {"content": cells["content"], "into": record.row.position, "code": record.code}
        added = dropped = False
        for name in CELL_FIELDS:
            text = cells[name]
            if not text:
                continue
            if row.decision.get("outcome") != Outcome.JOINED and _ends_with(before[name], text):
                dropped = True
            elif name in AGENCY_FIELDS and _ends_another(before, name, text):
                dropped = True
                doubt = {"code": "stray-tail", "params": {"text": text}, "field": name}
                row.doubts.append(doubt)
                record.doubts.append(doubt)
            else:
                added = True
                record.cells[name] = _appended(record.cells[name], text, name)
        row.outcome = Outcome.JOINED if added or not dropped else Outcome.REPEATED
        code = "fragment-joined" if row.outcome == Outcome.JOINED else "fragment-repeats"
        row.doubts.insert(0, {"code": code, "params": {"number": record.code}, "field": "content"})

    def _finish(self) -> Iterator[StagedRow]:
        record, self.current = self.current, None
        if record is None:
            return
        self._read_record(record)
        yield record.row
        yield from record.following

    def _read_record(self, record: _Record) -> None:
        row, cells, doubts = record.row, record.cells, record.doubts
        leads = read_parties(cells["lead"], self.directory)
        coordinating = read_parties(cells["coordinating"], self.directory)
        due = self._due(cells["deadline"])
        for name, parties in (("lead", leads), ("coordinating", coordinating)):
            for party in parties:
                doubts += [
                    {"code": doubt.code, "params": dict(doubt.params), "field": name}
                    for doubt in party.doubts
                    if doubt.code != "unknown-organization"
                ]
        if not cells["content"]:
            doubts.append({"code": "no-content", "params": {}, "field": "content"})
        if not leads:
            doubts.append({"code": "no-lead", "params": {}, "field": "lead"})
        if due["state"] == State.UNREAD:
            doubts.append({"code": "deadline-unread", "params": {"text": cells["deadline"]}, "field": "deadline"})
        if self.issued_on and due["end"] and due["end"] < self.issued_on.isoformat():
            doubts.append({"code": "deadline-before-paper", "params": {"text": cells["deadline"]}, "field": "deadline"})
        key = f"{fold(cells['content'])}|{fold(cells['lead'])}"
        if key in self.seen and cells["content"]:
            doubts.append({"code": "duplicate", "params": {"row": self.seen[key]}, "field": "content"})
        self.seen.setdefault(key, row.number)
        row.outcome = Outcome.RECORD
        row.doubts = doubts
        row.reading = {
            "code": record.code,
            "groups": record.groups,
            **{name: cells[name] for name in ("content", "product", "solution")},
            "deadline": cells["deadline"],
            "due": due,
            "lead": [self._party(party) for party in leads],
            "coordinating": [self._party(party) for party in coordinating],
            "lead_kind": composition(leads),
            "joined": len(record.following),
        }

    def _due(self, text: str) -> dict[str, Any]:
        """JSON of a deadline, as the assignment is going to have it: of a recurrence, `end` is the first occurrence."""
        if text not in self.dues:
            columns = self.deadlines.columns(text)
            start, end = columns["starts_on"], columns["due_on"]
            self.dues[text] = {
                "state": str(columns["deadline_state"]),
                "start": start.isoformat() if start else "",
                "end": end.isoformat() if end else "",
                "recurrence": str(columns["recurrence"]),
            }
        return self.dues[text]

    def _party(self, party: PartyReading) -> dict[str, Any]:
        """JSON of a party, with a person's answer about an unknown name already in it."""
        found: dict[str, Any] = {"text": party.text, "name": party.organization or party.name}
        if party.organization_id:
            found["organization"] = party.organization_id
        elif party.group_id:
            found["group"] = party.group_id
        elif any(doubt.code == "cut-off" for doubt in party.doubts):
            found["unknown"] = found["cut_off"] = True  # half a name is never offered to be added
        elif not party.collective:
            answer = self.decided.get(name_key(party.name), {})
            if answer.get("do") == "use":
                found["organization"], found["name"] = answer["id"], answer["name"]
            elif answer.get("do") == "create":
                found["create"] = True
            else:
                found["unknown"] = True
                if party.near:
                    found["near"] = [[each.organization_id, each.name] for each in party.near]
        if party.collective:
            found["collective"] = True
        if party.focal:
            found["focal"] = True
        if party.role:
            found["role"] = party.role
        return found


def split_heading(text: str) -> tuple[str, str]:
    """«II. Nâng cao tiềm lực» → ("II", "Nâng cao tiềm lực"); a heading without a number has the code ""."""
    matched = _HEADING.match(text)
    return (matched["code"], normal(matched["title"])) if matched else ("", normal(text))


def _ends_with(whole: str, part: str) -> bool:
    """Whether `part` stands at the end of `whole` already, whatever its diacritics."""
    folded = fold(part)
    return len(folded) >= SHORTEST_REPETITION and fold(whole).endswith(folded)


def _ends_another(before: Mapping[str, str], name: str, part: str) -> bool:
    """Whether the text of an agency cell repeats the end of the other agency cell."""
    return any(_ends_with(before[other], part) for other in AGENCY_FIELDS if other != name)


def _appended(before: str, text: str, name: str) -> str:
    """Text goes on with a space, even names that were broken in the middle: a comma between them is there already."""
    return f"{before} {text}".strip()
