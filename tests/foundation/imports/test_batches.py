"""From a file to records and back: nothing is written before a person says so."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from phusa.foundation.access.models import User
from phusa.foundation.files.models import StoredFile
from phusa.foundation.imports import services
from phusa.foundation.imports.models import Batch
from phusa.foundation.imports.services import applying
from phusa.foundation.imports.vocabulary import Outcome, State
from phusa.foundation.imports.wording import notes_of, problems_of
from phusa.foundation.organizations.models import Organization
from phusa.kernel.refusals import NotAllowed, Refused
from phusa.planning.assignments.models import Assignment
from phusa.planning.schemes.models import Scheme
from tests.builders.importing import NOW, ROWS, applied, installed, previewed, started, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor() -> User:
    return installed()[0]


@pytest.fixture
def authority(actor: User) -> Organization:
    return Organization.objects.get(memberships__user=actor)


def test_reading_finds_the_columns_and_writes_no_record(actor: User, authority: Organization) -> None:
    batch = started(actor, authority)
    services.read_file(batch)
    assert batch.state == State.COLUMNS
    [table] = batch.chosen
    assert batch.columns_of(table) == {
        "number": 0, "content": 1, "lead": 2, "coordinating": 3, "product": 4, "deadline": 5,
    }  # fmt: skip
    assert batch.rows.count() == len(ROWS)
    assert not Scheme.objects.exists()


def test_the_preview_counts_tasks_fragments_leads_and_deadlines(actor: User, authority: Organization) -> None:
    batch = previewed(actor, authority)
    assert batch.state == State.PREVIEW
    assert batch.counts["tasks"] == 4
    assert batch.counts["joined_rows"] == 1
    assert batch.counts["deadlines"] == {"read": 3, "unread": 1, "empty": 0}
    assert batch.counts["leads"] == {"one": 2, "several": 1, "collective": 1, "none": 0}
    assert not Assignment.objects.exists()


def test_applying_writes_a_scheme_in_force_with_an_assignment_for_each_task(
    actor: User, authority: Organization
) -> None:
    batch = applied(actor, authority)
    assert batch.state == State.APPLIED
    scheme = Scheme.objects.get()
    assert batch.result_uid == scheme.uid
    contents = list(Assignment.objects.order_by("position").values_list("content", "standing"))
    assert contents[1] == ("Hỗ trợ doanh nghiệp đổi mới công nghệ và khởi nghiệp sáng tạo", "issued")
    assert len(contents) == 4


def test_no_agency_is_created_without_a_yes(actor: User, authority: Organization) -> None:
    applied(actor, authority)
    assert list(Organization.objects.all()) == [authority]
    lead = Assignment.objects.order_by("position")[0].parties.get(role="lead")
    assert (lead.organization, lead.as_written) == (None, "Sở Khoa học và Công nghệ")


def test_an_agency_is_created_once_for_all_rows_after_a_yes(actor: User, authority: Organization) -> None:
    batch = applied(actor, authority, create=True)
    names = set(Organization.objects.exclude(pk=authority.pk).values_list("current_name", flat=True))
    assert names == {"Sở Khoa học và Công nghệ", "Sở Tài chính", "Sở Công Thương", "Sở Nông nghiệp"}
    assert batch.counts["organizations"]["created"] == 4
    assert Assignment.objects.filter(accountable__current_name="Sở Khoa học và Công nghệ").exists()


def test_importing_the_same_file_again_changes_nothing(actor: User, authority: Organization) -> None:
    applied(actor, authority, create=True)
    before = list(Assignment.objects.order_by("pk").values_list("pk", "revision", "content"))
    again = applied(actor, authority, create=True)
    assert again.state == State.APPLIED
    assert again.counts["unchanged"] == 4
    assert list(Assignment.objects.order_by("pk").values_list("pk", "revision", "content")) == before
    assert Scheme.objects.count() == 1


def test_another_table_under_the_same_paper_is_refused_and_nothing_is_lost(
    actor: User, authority: Organization
) -> None:
    applied(actor, authority)
    other = applied(actor, authority, table([*ROWS, "5;Việc mới;Sở Y tế;;;2026"]))
    assert other.state == State.PREVIEW
    assert "86/KH-UBND" in " ".join(problems_of(other)) or "Kế hoạch thử" in " ".join(problems_of(other))
    assert Assignment.objects.count() == 4
    assert other.rows.count() == 6


def test_undo_withdraws_everything_and_the_table_can_be_imported_anew(actor: User, authority: Organization) -> None:
    batch = applied(actor, authority)
    taken, left = services.undo_import(actor, batch, revision=batch.revision, at=NOW)
    assert (taken, left) == (4, 0)
    batch.refresh_from_db()
    assert batch.state == State.UNDONE
    assert set(Assignment.objects.values_list("standing", flat=True)) == {"withdrawn"}
    assert applied(actor, authority).counts.get("unchanged", 0) == 0
    assert Assignment.objects.filter(standing="issued").count() == 4


def test_undo_leaves_the_rows_that_somebody_has_worked_on_and_names_them(actor: User, authority: Organization) -> None:
    batch = applied(actor, authority)
    touched = Assignment.objects.order_by("position")[2]
    touched.revision += 1
    touched.save(update_fields=["revision"])
    taken, left = services.undo_import(actor, batch, revision=batch.revision, at=NOW)
    assert (taken, left) == (3, 1)
    batch.refresh_from_db()
    assert batch.state == State.APPLIED
    touched.refresh_from_db()
    assert touched.standing == "issued"


def test_a_draft_plan_is_imported_as_a_draft_and_undone_without_trace(actor: User, authority: Organization) -> None:
    batch = applied(actor, authority, in_force=False, number="", issued_on="")
    assert Scheme.objects.get().versions.get().state == "draft"
    services.undo_import(actor, batch, revision=batch.revision, at=NOW)
    assert not Scheme.objects.exists()


def test_a_crash_in_the_middle_of_applying_leaves_nothing_and_it_can_go_on(
    actor: User, authority: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = previewed(actor, authority)
    batch = services.request_apply(actor, batch, at=NOW)

    def killed(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(applying, "_keep_what_became_of", killed)
        with pytest.raises(KeyboardInterrupt):
            services.apply_rows(batch, at=NOW)
    batch.refresh_from_db()
    assert batch.state == State.APPLYING
    assert not Scheme.objects.exists()
    services.apply_rows(batch, at=NOW)
    assert batch.state == State.APPLIED
    assert Assignment.objects.count() == 4


def test_applying_twice_writes_once(actor: User, authority: Organization) -> None:
    batch = applied(actor, authority)
    services.apply_rows(batch, at=NOW)
    assert Assignment.objects.count() == 4


def test_a_decision_about_a_row_changes_what_is_written(actor: User, authority: Organization) -> None:
    batch = previewed(actor, authority)
    decisions = {2: {"outcome": "record", "seen": True}, 3: {"outcome": "skipped", "seen": True}}
    batch = services.decide(actor, batch, rows=decisions, at=NOW)
    services.stage_rows(batch)
    assert list(batch.rows.order_by("position").values_list("outcome", flat=True)) == [
        Outcome.RECORD, Outcome.RECORD, Outcome.RECORD, Outcome.SKIPPED, Outcome.RECORD,
    ]  # fmt: skip


def test_columns_must_name_the_text_of_the_task_and_no_column_twice(actor: User, authority: Organization) -> None:
    batch = started(actor, authority)
    services.read_file(batch)
    with pytest.raises(Refused) as refused:
        services.confirm_columns(
            actor,
            batch,
            chosen=batch.chosen,
            mapping={str(batch.chosen[0]): {"lead": 1, "product": 1}},
            revision=batch.revision,
            at=NOW,
        )
    assert {refusal.code for refusal in refused.value.refusals} == {"column-missing", "column-twice"}


def test_a_secret_paper_is_refused_at_the_door(actor: User, authority: Organization) -> None:
    with pytest.raises(Refused) as refused:
        services.start_import(
            actor, target="tasks", title="Kế hoạch", about={}, given=table(), secrecy="secret",
            organization=authority, authority=authority, at=NOW,
        )  # fmt: skip
    assert refused.value.refusals[0].code == "secret-paper"
    assert not StoredFile.objects.exists()
    assert not Batch.objects.exists()


def test_a_scan_is_kept_and_the_person_told(actor: User, authority: Organization) -> None:
    picture = SimpleUploadedFile("scan.png", b"\x89PNG\r\n\x1a\n" + bytes(200))
    batch = started(actor, authority, picture)
    services.read_file(batch)
    assert batch.state in (State.KEPT, State.REFUSED)
    assert batch.file is not None
    assert notes_of(batch) or problems_of(batch)


def test_a_damaged_file_is_refused_with_a_sentence_and_nothing_is_written(actor: User, authority: Organization) -> None:
    with pytest.raises(Refused) as refused:
        started(actor, authority, SimpleUploadedFile("annex.docx", b"PK\x03\x04" + b"word/document.xml" * 3))
    assert len(str(refused.value)) > 20
    assert not Batch.objects.exists()


def test_a_text_without_a_table_is_kept_or_refused_and_nothing_is_staged(actor: User, authority: Organization) -> None:
    batch = started(actor, authority, SimpleUploadedFile("letter.txt", "Kính gửi Sở Khoa học và Công nghệ".encode()))
    services.read_file(batch)
    assert batch.state in (State.KEPT, State.REFUSED, State.COLUMNS)
    assert not Scheme.objects.exists()


def test_a_person_without_a_role_imports_nothing(actor: User, authority: Organization) -> None:
    outsider = User.objects.create(username="la", full_name="Người lạ")
    with pytest.raises(NotAllowed):
        started(outsider, authority)
