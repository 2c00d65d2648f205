"""Tables as they come: several in one file, pasted from Word or Excel, broken over pages, exported and given back."""

from pathlib import Path

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from phusa.foundation.access.models import User
from phusa.foundation.imports import services
from phusa.foundation.imports.models import Batch
from phusa.foundation.imports.vocabulary import State
from phusa.foundation.organizations.models import Organization
from phusa.kernel.refusals import Refused
from phusa.planning.assignments.models import Assignment
from phusa.planning.schemes.models import TaskGroup
from tests.builders.importing import HEAD, NOW, ROWS, applied, installed, previewed, started

pytestmark = pytest.mark.django_db
TASKS = [line.split(";") for line in ROWS]


@pytest.fixture
def actor() -> User:
    return installed()[0]


@pytest.fixture
def authority(actor: User) -> Organization:
    return Organization.objects.get(memberships__user=actor)


def word(path: Path, *tables: tuple[str, list[list[str]]]) -> SimpleUploadedFile:
    """A Word file with these tables, each under its title."""
    document = docx.Document()
    for title, rows in tables:
        document.add_paragraph(title)
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    document.save(str(path))
    return SimpleUploadedFile("annex.docx", path.read_bytes())


PROJECTS = [
    ["STT", "Tên dự án", "Thời gian thực hiện", "Đơn vị chủ trì"],
    ["1", "Dự án cơ sở dữ liệu khoa học", "12/2026", "Sở Tài chính"],
    ["2", "Dự án trung tâm dữ liệu của tỉnh", "2027", "Sở Công Thương"],
]
STAFF = [["Điện thoại", "Email"], ["0900000000", "mot@vi.du"], ["0900000001", "hai@vi.du"]]


def test_two_tables_of_tasks_with_different_columns_are_imported_together_each_under_its_title(
    actor: User, authority: Organization, tmp_path: Path
) -> None:
    given = word(
        tmp_path / "a.docx",
        ("PHỤ LỤC I. NHIỆM VỤ", [HEAD.split(";"), *TASKS]),
        ("PHỤ LỤC II. DỰ ÁN", PROJECTS),
    )
    batch = applied(actor, authority, given)
    assert len(batch.chosen) == 2
    contents = list(Assignment.objects.order_by("position").values_list("content", "deadline_text"))
    assert len(contents) == 6
    assert contents[-1] == ("Dự án trung tâm dữ liệu của tỉnh", "2027")
    assert TaskGroup.objects.count() == 2
    assert TaskGroup.objects.order_by("position").last().tasks.count() == 2


def test_a_table_of_another_kind_in_the_same_file_is_not_chosen(
    actor: User, authority: Organization, tmp_path: Path
) -> None:
    given = word(tmp_path / "a.docx", ("Danh sách đầu mối", STAFF), ("Phụ lục", [HEAD.split(";"), *TASKS]))
    batch = previewed(actor, authority, given)
    assert [table["rows"] for table in batch.tables if table["number"] in batch.chosen] == [len(TASKS)]
    assert batch.counts["tasks"] == 4


def test_of_each_chosen_table_the_column_of_the_text_must_be_said(
    actor: User, authority: Organization, tmp_path: Path
) -> None:
    batch = started(actor, authority, word(tmp_path / "a.docx", ("Một", [HEAD.split(";"), *TASKS]), ("Hai", STAFF)))
    services.read_file(batch)
    both = [table["number"] for table in batch.tables]
    with pytest.raises(Refused) as refused:
        services.confirm_columns(actor, batch, chosen=both, mapping=batch.mapping, revision=batch.revision, at=NOW)
    assert [refusal.code for refusal in refused.value.refusals] == ["column-missing"]
    assert "Hai" in str(refused.value.refusals[0].message)


def test_what_a_page_break_cut_from_a_task_without_numbers_is_joined_to_it(
    actor: User, authority: Organization, tmp_path: Path
) -> None:
    head = ["Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành"]
    document = docx.Document()
    for rows in (
        [head, ["Xây dựng kế hoạch phát triển khoa học,", "Sở Khoa học và Công nghệ", "6/2025"]],
        [["công nghệ và đổi mới sáng tạo của tỉnh", "", ""], ["Lập báo cáo năm", "Sở Tài chính", "12/2025"]],
    ):
        table = document.add_table(rows=0, cols=3)
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    path = tmp_path / "a.docx"
    document.save(str(path))
    batch = applied(actor, authority, SimpleUploadedFile("a.docx", path.read_bytes()))
    assert batch.counts["joined_rows"] == 1
    assert list(Assignment.objects.order_by("position").values_list("content", flat=True)) == [
        "Xây dựng kế hoạch phát triển khoa học, công nghệ và đổi mới sáng tạo của tỉnh",
        "Lập báo cáo năm",
    ]


def as_tsv(rows: list[list[str]]) -> str:
    """What Excel puts on the clipboard."""
    return "\r\n".join("\t".join(row) for row in rows)


def as_html(rows: list[list[str]]) -> str:
    """What Word puts on the clipboard."""
    body = "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><body><!--StartFragment--><table>{body}</table><!--EndFragment--></body></html>"


@pytest.mark.parametrize("pasted", [as_tsv, as_html])
def test_a_table_pasted_from_excel_or_word_is_read_like_a_file(actor: User, authority: Organization, pasted) -> None:
    batch = services.start_import(
        actor, target="tasks", title="Kế hoạch dán", about={"kind": "plan", "number": "", "issuer": "",
        "issued_on": "", "scheme_kind": "annex", "in_force": False}, given=None,
        pasted=pasted([HEAD.split(";"), *TASKS]), secrecy="normal", organization=authority, authority=authority, at=NOW,
    )  # fmt: skip
    services.read_file(batch)
    assert batch.state == State.COLUMNS
    assert batch.rows.count() == len(TASKS)
    assert set(batch.columns_of(batch.chosen[0])) == {
        "number", "content", "lead", "coordinating", "product", "deadline",
    }  # fmt: skip


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_an_export_of_the_list_of_tasks_can_be_imported_back(
    actor: User, authority: Organization, client: Client, language: str, kind: str
) -> None:
    applied(actor, authority, create=True)
    formula = Assignment.objects.order_by("position").first()
    Assignment.objects.filter(pk=formula.pk).update(content="=1+1 là một phép tính")
    actor.language = language
    actor.save()
    client.force_login(actor, backend="allauth.account.auth_backends.AuthenticationBackend")
    columns = ["code", "content", "lead", "coordinating", "product", "deadline", "as_written"]
    response = client.get("/assignments/", {"export": kind, "column": columns, "sort": "code"})
    content = b"".join(response) if response.streaming else response.content
    with translation.override(language):
        batch = applied(
            actor, authority, SimpleUploadedFile(f"tasks.{kind}", content), title="Bản nhập lại", number="9/KH"
        )
    assert batch.counts["tasks"] == 4
    original = Assignment.objects.filter(origin_title="Kế hoạch thử").order_by("code")
    again = Assignment.objects.filter(origin_title="Bản nhập lại").order_by("code")
    told = ("code", "content", "product", "deadline_text", "due_on", "accountable", "lead_kind")
    assert list(again.values_list(*told)) == list(original.values_list(*told))


def test_a_batch_knows_the_columns_of_each_of_its_tables() -> None:
    batch = Batch(mapping={"1": {"content": 1}, "3": {"content": 0}})
    assert batch.columns_of(3) == {"content": 0}
    assert batch.columns_of(2) == {}
