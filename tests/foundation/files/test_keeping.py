"""A file and its row stand or fall together, whatever happens to the process that keeps them."""

import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connections, transaction
from django.utils import timezone

from phusa.foundation.files import services
from phusa.foundation.files.models import StoredFile
from phusa.foundation.organizations.models import Organization
from tests.cast import Cast, assemble

TEXT = "Số liệu của xã".encode()


@pytest.fixture(autouse=True)
def disk(settings, tmp_path: Path) -> Path:
    """Files lie on a disk, as they do outside the tests."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "phusa.foundation.files.storage.DurableStorage", "OPTIONS": {"location": str(tmp_path)}},
    }
    return tmp_path


def kept(cast: Cast) -> StoredFile:
    owner = Organization.objects.get(pk=cast.department.pk)
    given = ContentFile(TEXT, name="so-lieu.txt")
    return services.store_file(cast.specialist, given, secrecy="normal", owner=owner, at=timezone.now())


def on_disk(disk: Path) -> list[Path]:
    return sorted(path for path in disk.rglob("*") if path.is_file())


def swept_later(days: float = 2) -> int:
    return services.sweep(at=timezone.now() + timedelta(days=days))


@pytest.mark.django_db(transaction=True)
def test_a_file_whose_deed_is_committed_stays_and_leaves_no_note(disk: Path) -> None:
    stored = kept(assemble())
    assert on_disk(disk) == [disk / stored.content.name]
    assert swept_later() == 0
    assert (disk / stored.content.name).read_bytes() == TEXT


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux which file a descriptor belongs to")
@pytest.mark.django_db(transaction=True)
def test_a_file_is_on_the_disk_before_its_deed_is_committed(disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forced: list[str] = []
    force = os.fsync

    def noted(descriptor: int) -> None:
        forced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        force(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    cast = assemble()
    with transaction.atomic():
        path = disk / kept(cast).content.name
        assert {str(path), str(path.parent)} <= set(forced)


@pytest.mark.django_db(transaction=True)
def test_a_file_whose_deed_was_rolled_back_is_swept_after_a_day_and_not_before(disk: Path) -> None:
    cast = assemble()
    with transaction.atomic():
        kept(cast)
        transaction.set_rollback(True)
    assert not StoredFile.objects.exists()
    assert len(on_disk(disk)) == 2  # the file and its note
    assert swept_later(days=0.9) == 0
    assert len(on_disk(disk)) == 2
    assert swept_later() == 1
    assert on_disk(disk) == []


@pytest.mark.django_db(transaction=True)
def test_a_file_whose_process_was_killed_before_the_commit_is_swept(disk: Path) -> None:
    cast = assemble()
    connections.close_all()
    process = os.fork()
    if not process:
        try:
            with transaction.atomic():
                kept(cast)
                os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == -signal.SIGKILL
    assert not StoredFile.objects.exists()
    assert len(on_disk(disk)) == 2
    assert swept_later() == 1
    assert on_disk(disk) == []


@pytest.mark.django_db(transaction=True)
def test_a_file_whose_process_was_killed_after_the_commit_is_kept_and_its_note_goes(disk: Path) -> None:
    stored = kept(assemble())
    default_storage.save(services._note_of(stored.content.name), ContentFile(b""))  # as if it had not come to that
    assert swept_later() == 0
    assert on_disk(disk) == [disk / stored.content.name]


@pytest.mark.django_db
def test_a_file_without_a_note_is_left_alone_for_it_may_belong_to_another_state_of_the_database(disk: Path) -> None:
    default_storage.save("2026/01/0123456789abcdef0123456789abcdef", ContentFile(TEXT))
    assert swept_later() == 0
    assert len(on_disk(disk)) == 1
