"""How the rows of an annex are read as tasks."""

from datetime import date
from typing import Any

import pytest

from phusa.foundation.imports.models import StagedRow
from phusa.foundation.imports.vocabulary import Outcome
from phusa.foundation.organizations.directory import KnownName, Names
from phusa.foundation.organizations.naming import name_key
from phusa.kernel.calendar import WorkingCalendar
from phusa.planning.assignments.rules import DeadlineReader
from phusa.planning.schemes.importing.rows import RowReader, split_heading
from phusa.planning.schemes.importing.wording import DOUBTS, sentence_of

FIELDS = ("number", "content", "lead", "coordinating", "product", "deadline")
MAPPING = {name: column for column, name in enumerate(FIELDS)}
DAY = date(2025, 1, 9)
CALENDAR = WorkingCalendar(lambda year: {}, {})


def read(
    *rows: Any, known: tuple[str, ...] = (), decided: dict[str, Any] | None = None, **mapping: int
) -> list[StagedRow]:
    """Staged rows read; a row is a tuple of cells, or a StagedRow for anything special."""
    names = Names(DAY, [KnownName(n, name, name) for n, name in enumerate(known, start=1)])
    staged = [row if isinstance(row, StagedRow) else StagedRow(cells=[*row, *[""] * (6 - len(row))]) for row in rows]
    for position, row in enumerate(staged):
        row.position, row.number = position, position + 2
    reader = RowReader(names, DeadlineReader(CALENDAR, DAY), decided or {}, issued_on=DAY)
    return list(reader.read(staged, mapping or MAPPING))


def codes(row: StagedRow) -> list[str]:
    return [doubt["code"] for doubt in row.doubts]


TASK = ("1.", "Xây dựng kế hoạch triển khai", "Sở Khoa học và Công nghệ", "Sở Tài chính", "Kế hoạch", "6/2025")


def test_a_row_with_number_text_lead_and_deadline_is_a_task() -> None:
    [row] = read(TASK, known=("Sở Khoa học và Công nghệ", "Sở Tài chính"))
    assert row.outcome == Outcome.RECORD
    assert row.doubts == []
    assert row.reading["code"] == "1"
    assert row.reading["lead"] == [
        {"text": "Sở Khoa học và Công nghệ", "name": "Sở Khoa học và Công nghệ", "organization": 1}
    ]
    assert row.reading["due"] == {"state": "read", "start": "2025-06-01", "end": "2025-06-30", "recurrence": "none"}


def test_a_row_without_number_continues_the_task_above() -> None:
    task, rest = read(TASK, ("", "của các sở, ngành", "", "", "", ""))
    assert rest.outcome == Outcome.JOINED
    assert codes(rest) == ["fragment-joined"]
    assert task.reading["content"] == "Xây dựng kế hoạch triển khai của các sở, ngành"
    assert task.reading["joined"] == 1


def test_a_row_that_repeats_the_end_of_the_task_above_is_dropped() -> None:
    task, rest = read(TASK, ("", "hoach triển khai", "", "", "", ""))
    assert rest.outcome == Outcome.REPEATED
    assert codes(rest) == ["fragment-repeats"]
    assert task.reading["content"] == TASK[1]


def test_a_short_text_at_the_end_of_the_task_above_is_no_repetition() -> None:
    task, rest = read(TASK, ("", "khai", "", "", "", ""))
    assert rest.outcome == Outcome.JOINED
    assert task.reading["content"].endswith("triển khai khai")


def test_a_stray_cell_that_repeats_the_end_of_the_lead_is_dropped_with_a_doubt() -> None:
    lead = "Bộ Công an, Bộ Nông nghiệp và Phát triển nông thôn, Bộ Tài chính"
    task, rest = read(
        ("1.", "Hoàn thành việc kết nối, gồm: (1) tàu thuyền;", lead, "", "", "2025"),
        ("", "(2) địa điểm.", "", "nghiệp và phát triển nông thôn, Bộ Tài chính", "", ""),
    )
    assert task.reading["content"].endswith("(1) tàu thuyền; (2) địa điểm.")
    assert task.reading["coordinating"] == []
    assert codes(rest) == ["fragment-joined", "stray-tail"]
    assert "stray-tail" in codes(task)


def test_what_a_fragment_adds_to_an_agency_cell_is_kept() -> None:
    [task, _rest] = read(
        ("1.", "Việc thứ nhất của kế hoạch", "Bộ Công an, Bộ Tài", "", "", "2025"), ("", "", "chính", "", "", "")
    )
    assert [party["name"] for party in task.reading["lead"]] == ["Bộ Công an", "Bộ Tài chính"]


def test_a_person_may_decide_that_a_fragment_is_a_task_of_its_own() -> None:
    fragment = StagedRow(cells=["", "Việc khác hẳn", "Bộ Y tế", "", "", ""], decision={"outcome": "record"})
    task, own = read(TASK, fragment)
    assert own.outcome == Outcome.RECORD
    assert task.reading["joined"] == 0


def test_a_person_may_correct_a_cell() -> None:
    row = StagedRow(cells=list(TASK), decision={"fields": {"deadline": "Quý II/2025"}})
    [task] = read(row)
    assert task.reading["due"]["end"] == "2025-06-30"
    assert task.reading["deadline"] == "Quý II/2025"


def test_a_merged_row_is_a_heading_and_opens_a_group() -> None:
    heading = StagedRow(cells=["II. NÂNG CAO TIỀM LỰC"] * 6, full_width=True)
    head, task = read(heading, TASK)
    assert head.outcome == Outcome.HEADING
    assert task.reading["groups"] == [["II", "NÂNG CAO TIỀM LỰC"]]


def test_a_roman_number_with_a_title_alone_is_a_heading_without_being_merged() -> None:
    _head, task = read(("I", "Hoàn thiện cơ chế", "", "", "", ""), TASK)
    assert task.reading["groups"] == [["I", "Hoàn thiện cơ chế"]]


def test_groups_lie_in_groups_letters_over_roman_over_arabic_numbers() -> None:
    rows = [
        StagedRow(cells=[text] * 6, full_width=True)
        for text in ("A. Phần thứ nhất", "I. Mục một", "II. Mục hai", "B. Phần thứ hai")
    ]
    one, two, three = TASK, ("2.", *TASK[1:]), ("3.", *TASK[1:])
    read_rows = read(rows[0], rows[1], one, rows[2], two, rows[3], three)
    groups = [row.reading["groups"] for row in read_rows if row.outcome == Outcome.RECORD]
    assert groups == [
        [["A", "Phần thứ nhất"], ["I", "Mục một"]],
        [["A", "Phần thứ nhất"], ["II", "Mục hai"]],
        [["B", "Phần thứ hai"]],
    ]


def test_a_column_of_groups_opens_a_group_where_its_text_changes() -> None:
    columns = {**{name: n + 1 for n, name in enumerate(FIELDS)}, "group": 0}
    rows = [StagedRow(cells=[group, *TASK]) for group in ("I. Một", "I. Một", "II. Hai")]
    groups = [row.reading["groups"] for row in read(*rows, **columns)]
    assert groups == [[["I", "Một"]], [["I", "Một"]], [["II", "Hai"]]]


def test_text_that_is_merged_down_from_above_is_not_the_rows_own() -> None:
    second = StagedRow(cells=["1.", TASK[1], "Sở Y tế", "", "", ""], carried=[0, 1])
    task, rest = read(TASK, second)
    assert rest.outcome == Outcome.JOINED
    assert task.reading["content"] == TASK[1]
    assert "Sở Y tế" in " ".join(party["text"] for party in task.reading["lead"])


def test_a_deadline_that_is_not_understood_is_kept_with_a_doubt() -> None:
    [task] = read((*TASK[:5], "theo kế hoạch"))
    assert task.reading["deadline"] == "theo kế hoạch"
    assert task.reading["due"]["state"] == "unread"
    assert codes(task) == ["deadline-unread"]


def test_an_empty_deadline_is_no_doubt() -> None:
    [task] = read((*TASK[:5], ""))
    assert task.reading["due"]["state"] == "empty"
    assert task.doubts == []


def test_the_same_task_with_the_same_lead_twice_is_doubted_and_kept() -> None:
    first, second = read(TASK, ("2.", *TASK[1:]))
    assert first.doubts == []
    assert codes(second) == ["duplicate"]
    assert second.outcome == Outcome.RECORD


def test_an_unknown_agency_stays_text_until_somebody_says_create() -> None:
    [undecided] = read(TASK)
    assert undecided.reading["lead"][0]["unknown"] is True
    assert undecided.doubts == []  # asked once for the whole table, not in every row
    [decided] = read(TASK, decided={name_key("Sở Khoa học và Công nghệ"): {"do": "create"}})
    assert decided.reading["lead"][0].get("create") is True
    [used] = read(TASK, decided={name_key("Sở Khoa học và Công nghệ"): {"do": "use", "id": 7, "name": "Sở KH&CN"}})
    assert used.reading["lead"][0]["organization"] == 7


def test_half_a_name_is_never_offered_to_be_added() -> None:
    [task] = read(
        ("3.", "Phát động phong trào", "Bộ Công an, Bộ", "", "", "2025"), decided={name_key("Bộ"): {"do": "create"}}
    )
    cut = task.reading["lead"][1]
    assert cut["cut_off"] is True
    assert "create" not in cut
    assert "cut-off" in codes(task)


def test_a_row_without_anything_in_the_chosen_columns_is_left_out() -> None:
    [row] = read(("", "", "", "", "", ""))
    assert row.outcome == Outcome.SKIPPED


def test_a_task_without_lead_or_without_text_is_doubted() -> None:
    [no_lead] = read(("1.", "Việc một", "", "", "", "2025"))
    assert codes(no_lead) == ["no-lead"]
    [no_text] = read(("1.", "", "Sở Y tế", "", "", "2025"))
    assert codes(no_text) == ["no-content"]


def test_rows_keep_their_order_and_none_is_lost() -> None:
    rows = read(TASK, ("", "tiếp theo", "", "", "", ""), ("2.", *TASK[1:]), ("", "", "", "", "", ""))
    assert [row.position for row in rows] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("II. Nâng cao tiềm lực", ("II", "Nâng cao tiềm lực")),
        ("A - Nhiệm vụ chung", ("A", "Nhiệm vụ chung")),
        ("1.2. Hạ tầng", ("1.2", "Hạ tầng")),
        ("Nhiệm vụ, giải pháp", ("", "Nhiệm vụ, giải pháp")),
        ("IV Hạ tầng số", ("", "IV Hạ tầng số")),
    ],
)
def test_a_heading_is_split_into_number_and_title(text: str, heading: tuple[str, str]) -> None:
    assert split_heading(text) == heading


@pytest.mark.parametrize("code", sorted(DOUBTS))
def test_every_doubt_is_a_sentence(code: str) -> None:
    params = dict.fromkeys(("text", "before", "on", "valid", "name", "number", "row"), "x")
    assert len(sentence_of({"code": code, "params": params})) > 10
