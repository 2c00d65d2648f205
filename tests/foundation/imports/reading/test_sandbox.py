"""Reading in a child process: whatever is in the file, whoever asked is answered and stays whole."""

import json
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from phusa.foundation.imports.reading.sandbox import read_guarded, read_stream
from phusa.foundation.imports.reading.stream import Began, Finished, RowsRead, TableFound
from phusa.foundation.imports.reading.tables import Limits, Unreadable

from .conftest import CONTENT_TYPES, W, cell, cells_of, codes, paragraph, row, table

TextFile = Callable[[str | bytes], Path]
Word = Callable[..., Path]


def refusal_of(path: Path, **more: object) -> str:
    with pytest.raises(Unreadable) as refusal:
        read_guarded(path, **more)  # type: ignore[arg-type]
    return refusal.value.code


def big_workbook(path: Path, rows: int) -> Path:
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Sản phẩm", "Thời hạn", "Kinh phí", "Ghi chú"])
        for number in range(1, rows + 1):
            sheet.write(number, 0, number)
            for column in range(1, 8):
                sheet.write_string(number, column, f"Xây dựng, triển khai nhiệm vụ số {number} cột {column} của tỉnh")
    return path


def test_ten_thousand_rows_come_through_in_four_seconds_and_300_mb(tmp_path: Path) -> None:
    path = big_workbook(tmp_path / "annex.xlsx", 10_000)
    script = (
        "import json, resource, sys; from pathlib import Path\n"
        "from phusa.foundation.imports.reading.sandbox import read_guarded\n"
        "rows = len(read_guarded(Path(sys.argv[1])).tables[0].rows)\n"
        "used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]\n"
        "seconds = sum(each.ru_utime + each.ru_stime for each in used)\n"
        # ru_maxrss would begin at the parent's
        "own = Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0]\n"
        "print(json.dumps([rows, seconds, (int(own) + used[1].ru_maxrss) // 1024]))"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, check=True)
    rows, seconds, megabytes = json.loads(done.stdout)
    assert rows == 10_000
    assert seconds < 4  # of the processor, parent and child together: a busy machine says nothing about the code
    assert megabytes < 300


def test_rows_come_in_chunks_with_the_share_that_has_been_read(tmp_path: Path) -> None:
    events = list(read_stream(big_workbook(tmp_path / "annex.xlsx", 1_200)))
    assert [type(event) for event in events] == [Began, TableFound, RowsRead, RowsRead, RowsRead, Finished]
    chunks = [event for event in events if isinstance(event, RowsRead)]
    assert [len(chunk.rows) for chunk in chunks] == [500, 500, 200]
    assert 0.3 < chunks[0].done < chunks[1].done < chunks[2].done <= 1


def test_progress_is_heard_of(tmp_path: Path) -> None:
    heard: list[tuple[int, float]] = []
    read_guarded(big_workbook(tmp_path / "a.xlsx", 700), progress=lambda rows, done: heard.append((rows, done)))
    assert [rows for rows, _ in heard] == [500, 700]


def test_the_child_ends_when_nobody_listens_any_more(tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    stream = read_stream(big_workbook(tmp_path / "annex.xlsx", 5_000))
    next(stream)
    stream.close()
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime > before  # waited for, so it has ended


def test_what_the_caller_does_between_two_chunks_does_not_count_as_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked = 0
    clock = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: clock() + worked)
    rows = 0
    for event in read_stream(big_workbook(tmp_path / "annex.xlsx", 1_200), seconds=20):
        worked += 30
        rows += len(event.rows) if isinstance(event, RowsRead) else 0
    assert rows == 1_200


def test_the_name_a_person_gave_the_file_is_what_its_extension_is_judged_by(text_file: TextFile) -> None:
    reading = read_guarded(text_file("TT,Nhiệm vụ\n1,Đề án\n"), name="Phụ lục.docx")
    assert codes(reading.notes) == ["wrong-extension"]


def test_too_little_time_ends_the_reading(tmp_path: Path) -> None:
    assert refusal_of(big_workbook(tmp_path / "annex.xlsx", 100), seconds=0) == "too-heavy"


def test_a_sheet_that_would_fill_the_memory_is_too_heavy(tmp_path: Path) -> None:
    path = tmp_path / "sparse.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "x")
        sheet.write(1_048_575, 16_383, "x")
    assert refusal_of(path) == "too-heavy"


def test_a_child_that_runs_out_of_memory_says_so(word: Word) -> None:
    path = word(table(row("TT", "Nhiệm vụ"), row("1", cell(paragraph("x" * 5_000_000) * 4))))
    assert refusal_of(path, memory_mb=64, limits=Limits(unpacked_ratio=10**6)) == "too-heavy"


def test_a_child_that_cannot_even_start_is_told_as_such(text_file: TextFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert refusal_of(text_file("TT,Nhiệm vụ\n")) == "crashed"


@pytest.mark.parametrize(
    ("job", "expected"),
    [
        ("import socket; socket.create_connection(('127.0.0.1', 9))", "PermissionError"),
        ("import subprocess; subprocess.run(['true'])", "PermissionError"),
        ("import os; os.fork()", "PermissionError"),
        ("open(sys.argv[1], 'wb', buffering=0).write(b'x')", "OSError"),
    ],
)
def test_a_child_has_no_network_no_process_and_writes_no_file(tmp_path: Path, job: str, expected: str) -> None:
    script = (
        "import sys; from phusa.foundation.imports.reading.child import _confine\n"
        "_confine(512, 5)\n"
        f"try:\n    {job}\nexcept BaseException as error:\n    print(type(error).__name__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "x")], capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == expected


def test_the_readers_start_without_the_framework() -> None:
    script = "import sys, phusa.foundation.imports.reading.child; sys.exit('django' in sys.modules)"
    subprocess.run([sys.executable, "-I", "-c", script], check=True)


def hostile(tmp_path: Path, kind: str) -> Path:
    path = tmp_path / "annex.docx"
    header = row("TT", "Nhiệm vụ")
    members: dict[str, str | bytes] = {"[Content_Types].xml": CONTENT_TYPES}
    body = table(header, row("1", "Đề án"))
    match kind:
        case "zip-bomb":
            members["word/media/image1.png"] = bytes(100 * 2**20)
        case "macro":
            members["word/vbaProject.bin"] = b"x"
        case "too-many-columns":
            body = table(row(*map(str, range(1_000))))
        case "nested-tables":
            inner = "<w:p/>"
            for _ in range(10):
                inner = table(row(cell(inner))) + "<w:p/>"
            body = table(header, row("1", cell(inner)))
        case "cell-too-long":
            body = table(header, row("1", "x" * 100_001))
    before = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' if kind == "dtd" else ""
    body = body.replace("Đề án", "&a;") if kind == "dtd" else body
    members["word/document.xml"] = f'{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    if kind == "damaged":
        path.write_bytes(path.read_bytes()[:-30])
    if kind == "too-big":
        with path.open("r+b") as file:
            file.truncate(200 * 2**20)
    return path


@pytest.mark.parametrize(
    "kind",
    [
        "zip-bomb", "too-big", "dtd", "macro", "damaged", "too-many-columns", "cell-too-long",
        "nested-tables",
    ],
)  # fmt: skip
def test_hostile_files_are_refused_each_with_its_sentence(tmp_path: Path, kind: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_guarded(hostile(tmp_path, kind))
    assert refusal.value.code == kind
    assert "%" not in str(refusal.value)


def test_more_rows_than_allowed_are_refused(text_file: TextFile) -> None:
    assert refusal_of(text_file("TT,Nhiệm vụ\n" + "1,Đề án\n" * 50_001)) == "too-many-rows"


def test_a_hostile_file_among_good_ones_harms_none_of_them(tmp_path: Path, text_file: TextFile) -> None:
    good = text_file("TT,Nhiệm vụ\n1,Đề án\n")
    assert refusal_of(hostile(tmp_path, "nested-tables")) == "nested-tables"
    assert cells_of(read_guarded(good).tables[0]) == [["1", "Đề án"]]
