"""Sealed pages: whatever is altered, removed or slipped in is found and named; what no seal protects is said."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import ProtectedError

from phusa.foundation.access.models import User
from phusa.foundation.journal import keys, services, tasks
from phusa.foundation.journal.models import Entry, ReactionMark, Seal
from phusa.foundation.journal.queries import verify
from phusa.foundation.journal.services import redact, seal_entries
from tests.foundation.journal.conftest import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def seal(django_capture_on_commit_callbacks):
    """Seal all there is, and export the heads as a commit does."""

    def all_there_is() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            tasks.seal()

    return all_there_is


@pytest.fixture
def journal(monkeypatch, tell, seal) -> list[Entry]:
    """Eight entries: two seals of three, two entries not yet sealed."""
    monkeypatch.setattr(services, "ENTRIES_A_SEAL", 3)
    entries = [tell("user.named", number=number) for number in range(6)]
    seal()
    return entries + [tell("user.named", number=number) for number in range(6, 8)]


def alter(table: str, column: str, value: object, pk: int) -> None:
    """As somebody with the database's password would."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, pk])


def test_a_journal_that_nobody_touched_verifies_and_says_what_is_not_sealed(journal):
    found = verify()
    assert (found.entries, found.seals, found.unsealed, found.unexported, found.problem) == (8, 2, 2, 0, None)


def test_an_empty_journal_verifies():
    found = verify()
    assert (found.entries, found.seals, found.unsealed, found.problem) == (0, 0, 0, None)


def test_sealing_again_seals_what_came_since_and_then_nothing(journal):
    made = seal_entries(at=AT)
    assert made is not None
    assert (made.number, len(made.digests), made.previous) == (3, 2, Seal.objects.get(number=2).digest)
    assert seal_entries(at=AT) is None
    assert verify().unsealed == 0


ALTERED = {
    "uid": "0197c1c2-0000-7000-8000-000000000000",
    "kind": "user.praised",
    "schema": 2,
    "subject_kind": "schemes.scheme",
    "subject_uid": "0197c1c2-0000-7000-8000-000000000000",
    "context_uid": "0197c1c2-0000-7000-8000-000000000000",
    "actor_id": None,
    "at": AT - timedelta(days=1),
    "wording": json.dumps({"subject": "", "actor": "somebody else", "acting": "", "payload": {}}),
    "salt": "0" * 32,
    "wording_digest": "0" * 64,
    "digest": "0" * 64,
    "seal_id": None,
}


def test_every_column_of_an_entry_is_among_those_altered_here():
    columns = {field.column for field in Entry._meta.concrete_fields}
    assert columns - {"id"} == set(ALTERED)  # the id is an address inside the database; it says nothing


@pytest.mark.parametrize("number", [0, 2, 4, 7])
@pytest.mark.parametrize("column", ALTERED)
def test_an_altered_entry_is_named(journal, column: str, number: int):
    entry = journal[number]
    value = ALTERED[column]
    if column.endswith("uid") and connection.vendor == "sqlite":
        value = str(value).replace("-", "")
    if column == "seal_id" and number == 7:
        value = Seal.objects.get(number=2).pk  # slipped under a seal that does not list it
    alter("journal_entry", column, value, entry.pk)
    problem = verify().problem
    assert problem is not None
    named = str(Entry.objects.get(pk=entry.pk).uid) if column == "uid" and number == 7 else str(entry.uid)
    assert problem.entry_uid == named
    assert problem.seal_number == (0 if number == 7 and column != "seal_id" else 1 if number < 3 else 2)
    assert named in problem.message


def test_the_first_of_several_altered_entries_is_named(journal):
    for number in (4, 1, 2):
        alter("journal_entry", "kind", "user.praised", journal[number].pk)
    problem = verify().problem
    assert problem is not None
    assert problem.entry_uid == str(journal[1].uid)


@pytest.mark.parametrize("number", [0, 2, 5])
def test_an_entry_whose_digests_were_recomputed_is_still_found(journal, number: int):
    entry = Entry.objects.get(pk=journal[number].pk)
    entry.wording = {**entry.wording, "actor": "somebody else"}
    entry.wording_digest = entry.computed_wording_digest()
    entry.digest = entry.computed_digest()
    entry.save()
    problem = verify().problem
    assert problem is not None
    assert (problem.code, problem.entry_uid) == ("entry-altered", str(entry.uid))


@pytest.mark.parametrize("number", range(6))
def test_a_deleted_entry_is_named(journal, number: int):
    ReactionMark.objects.all().delete()
    Entry.objects.filter(pk=journal[number].pk).delete()
    problem = verify().problem
    assert problem is not None
    assert (problem.code, problem.entry_uid) == ("entry-removed", str(journal[number].uid))


def test_an_entry_slipped_under_a_seal_is_found(journal):
    Entry.objects.filter(pk=journal[7].pk).update(seal=Seal.objects.get(number=1))
    problem = verify().problem
    assert problem is not None
    assert (problem.code, problem.entry_uid, problem.seal_number) == ("entry-added", str(journal[7].uid), 1)


def test_an_entry_taken_from_under_its_seal_is_found(journal):
    Entry.objects.filter(pk=journal[3].pk).update(seal=None)
    problem = verify().problem
    assert problem is not None
    assert (problem.code, problem.entry_uid) == ("entry-removed", str(journal[3].uid))


@pytest.mark.parametrize("number", [1, 2])
def test_a_deleted_seal_is_named(journal, number: int):
    with connection.cursor() as cursor:  # its entries point to nothing until the transaction ends
        cursor.execute("DELETE FROM journal_seal WHERE number = %s", [number])
    problem = verify().problem
    Entry.objects.filter(seal__number=None).update(seal=None)
    assert problem is not None
    assert (problem.code, problem.seal_number) == ("seal-removed", number)


SEAL_ALTERED = {
    "number": 7,
    "sealed_at": AT - timedelta(days=1),
    "digests": json.dumps([["somebody", "0" * 64]]),
    "previous": "0" * 64,
    "digest": "0" * 64,
    "signature": "00" * 64,
}


def test_every_column_of_a_seal_is_among_those_altered_here():
    assert {field.column for field in Seal._meta.concrete_fields} - {"id"} == set(SEAL_ALTERED)


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("column", SEAL_ALTERED)
def test_an_altered_seal_is_named(journal, column: str, number: int):
    alter("journal_seal", column, SEAL_ALTERED[column], Seal.objects.get(number=number).pk)
    problem = verify().problem
    assert problem is not None
    assert problem.seal_number == number
    assert problem.code == {"number": "seal-removed", "signature": "signature"}.get(column, "seal-altered")


def test_a_signature_that_is_no_number_is_not_ours(journal):
    Seal.objects.filter(number=1).update(signature="chữ ký")
    problem = verify().problem
    assert problem is not None
    assert problem.code == "signature"


def test_a_chain_sealed_anew_with_another_key_is_found(journal, home: Path):
    (home / "keys" / "journal.pem").unlink()
    (home / "seals.jsonl").unlink()
    rewrite_every_seal()
    (home / "keys" / "journal.pem").unlink()
    keys.sign("anything")  # makes a third key
    problem = verify().problem
    assert problem is not None
    assert problem.code == "signature"


def test_a_chain_sealed_anew_with_the_right_key_differs_from_the_heads_outside(journal):
    Entry.objects.filter(pk=journal[0].pk).update(kind="user.praised")
    entry = Entry.objects.get(pk=journal[0].pk)
    entry.digest = entry.computed_digest()
    entry.save()
    rewrite_every_seal()
    problem = verify().problem
    assert problem is not None
    assert (problem.code, problem.seal_number) == ("seal-altered", 1)


def rewrite_every_seal() -> None:
    previous = ""
    for seal in Seal.objects.order_by("number"):
        seal.digests = [[str(entry.uid), entry.digest] for entry in seal.entries.order_by("pk")]
        seal.previous = previous
        seal.digest = previous = seal.computed_digest()
        seal.signature = keys.sign(seal.digest)
        seal.save()


def test_without_the_key_no_seal_is_ours_and_looking_makes_no_key(journal, home: Path):
    (home / "keys" / "journal.pem").unlink()
    problem = verify().problem
    assert problem is not None
    assert problem.code == "signature"
    assert not (home / "keys" / "journal.pem").exists()


def test_the_key_is_read_by_its_owner_alone(journal, home: Path):
    assert (home / "keys" / "journal.pem").stat().st_mode & 0o077 == 0


def test_a_head_cut_from_the_middle_of_the_file_is_named(journal, home: Path):
    path = home / "seals.jsonl"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[1:]))
    found = verify()
    assert found.problem is not None
    assert (found.problem.code, found.problem.seal_number, found.unexported) == ("head-removed", 1, 1)


def test_heads_cut_from_the_end_of_the_file_are_counted_and_exported_with_the_next_seal(journal, home: Path, seal):
    path = home / "seals.jsonl"
    path.write_text(path.read_text()[:-40])  # as a crash in the middle of writing would
    found = verify()
    assert (found.problem, found.unexported) == (None, 1)
    seal()
    found = verify()
    assert (found.problem, found.unexported, found.seals) == (None, 0, 3)


def test_a_line_added_to_the_file_does_not_replace_what_was_exported_first(journal, home: Path):
    Entry.objects.filter(pk=journal[0].pk).update(kind="user.praised")
    entry = Entry.objects.get(pk=journal[0].pk)
    entry.digest = entry.computed_digest()
    entry.save()
    rewrite_every_seal()
    keys.export_heads(Seal.objects.order_by("number"))
    problem = verify().problem
    assert problem is not None
    assert problem.code == "seal-altered"


def test_a_redacted_entry_keeps_the_chain(journal, clerk, seal):
    for entry in (journal[1], journal[7]):
        redact(entry, clerk, reason="yêu cầu của cá nhân", at=AT)
    seal()
    found = verify()
    assert found.problem is None
    assert Entry.objects.get(pk=journal[1].pk).redacted


@pytest.mark.parametrize("number", [1, 7])
def test_a_wording_that_vanished_without_a_deed_of_redaction_is_found(journal, number: int):
    Entry.objects.filter(pk=journal[number].pk).update(wording={}, salt="")
    problem = verify().problem
    assert problem is not None
    assert problem.entry_uid == str(journal[number].uid)


def test_a_wording_cannot_be_replaced_under_the_pretence_of_redaction(journal, clerk):
    redact(journal[1], clerk, reason="yêu cầu của cá nhân", at=AT)
    Entry.objects.filter(pk=journal[1].pk).update(wording={"actor": "somebody else", "payload": {}})
    problem = verify().problem
    assert problem is not None
    assert problem.entry_uid == str(journal[1].uid)


def test_verifying_goes_page_by_page(journal, django_assert_num_queries):
    pages: list[int] = []
    verify(pages.append)
    assert pages == [3, 3]
    with django_assert_num_queries(4 + 2 * 2):  # numbers, unsealed entries, two counts; and each page with its entries
        verify()


def test_who_did_a_deed_cannot_be_deleted(journal, clerk):
    with pytest.raises(ProtectedError):
        User.objects.get(pk=clerk.pk).delete()
