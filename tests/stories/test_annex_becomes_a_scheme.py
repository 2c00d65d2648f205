"""The annex of a real resolution, as CSV, Word, Excel and PDF, becomes a scheme with an assignment for each task."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files import File

from phusa.foundation.organizations.models import Organization
from phusa.planning.assignments.models import Assignment
from tests.builders.annex import write_docx, write_pdf, write_xlsx
from tests.builders.importing import applied, installed

pytestmark = pytest.mark.django_db
ANNEX = "annex_tasks_nq03_2025.csv"
WRITERS: dict[str, Callable[..., Path]] = {"docx": write_docx, "xlsx": write_xlsx, "pdf": write_pdf}


@pytest.mark.parametrize("kind", ["csv", "docx", "xlsx", "pdf"])
def test_the_annex_of_resolution_03_gives_140_tasks_in_every_format(kind: str, cases: Path, tmp_path: Path) -> None:
    path = cases / ANNEX
    if kind != "csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))[1:]
        path = WRITERS[kind](rows, tmp_path / f"annex.{kind}")
    actor, authority = installed()
    with path.open("rb") as opened:
        batch = applied(
            actor,
            authority,
            File(opened, name=path.name),
            create=True,
            kind="resolution",
            number="03/NQ-CP",
            issued_on="2025-01-09",
        )
    assert batch.counts["tasks"] == 140
    assert batch.counts["joined_rows"] == 3
    assert batch.counts["deadlines"] == {"read": 139, "unread": 0, "empty": 1}
    assert (batch.counts["leads"]["collective"], batch.counts["leads"]["several"]) == (31, 17)
    tasks = {task.code: task for task in Assignment.objects.all()}
    assert len(tasks) == 140
    assert "(4) Xây dựng sàn giao dịch bất động sản; (5) Ứng dụng dữ liệu dân cư" in tasks["108"].content
    assert not tasks["108"].parties.filter(role="coordinating").exists()
    assert "Giấy hẹn khám lại; Kết quả xét nghiệm" in tasks["110"].content
    assert tasks["128"].content.endswith("công bố kết quả.")
    assert tasks["128"].content.count("công bố kết quả") == 1
    assert (tasks["42"].deadline_text, tasks["42"].due_on) == ("", None)
    assert Assignment.objects.filter(lead_kind="collective").count() == 31
    assert Assignment.objects.filter(lead_kind="several").count() == 17
    assert not Organization.objects.filter(current_name="Bộ").exists()


def test_without_a_yes_the_annex_creates_no_agency(cases: Path) -> None:
    actor, authority = installed()
    with (cases / ANNEX).open("rb") as opened:
        applied(actor, authority, File(opened, name=ANNEX), number="03/NQ-CP")
    assert list(Organization.objects.all()) == [authority]
