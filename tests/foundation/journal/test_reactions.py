"""What follows a deed elsewhere runs after commit, once, and again after a crash; it never undoes the deed."""

import pytest
from django.db import transaction

from phusa.foundation.access.models import User
from phusa.foundation.journal.models import Entry, ReactionMark
from phusa.foundation.journal.reactions import MOST_ATTEMPTS, run_pending
from phusa.foundation.journal.services import record, record_all
from tests.foundation.journal.conftest import AT

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def seen(register) -> list[str]:
    """The reaction `notes` writes down the entries that it saw."""
    found: list[str] = []
    register("user.named", name="notes")(lambda entry: found.append(entry.kind))
    return found


def test_a_reaction_runs_after_commit_and_not_before(clerk, seen):
    with transaction.atomic():
        record("user.named", clerk, clerk, at=AT)
        assert seen == []
    assert seen == ["user.named"]
    assert ReactionMark.objects.get().done_at


def test_nothing_follows_a_deed_that_did_not_happen(clerk, seen):
    with transaction.atomic():
        record("user.named", clerk, clerk, at=AT)
        transaction.set_rollback(True)
    assert seen == []


def test_a_reaction_runs_for_the_kinds_it_asked_for_only(seen, tell):
    tell("user.left")
    assert seen == []


def test_to_replay_what_is_done_does_nothing(seen, tell):
    tell()
    assert run_pending() == 0
    assert seen == ["user.named"]


def test_what_a_crash_left_undone_is_replayed_oldest_first(register, tell):
    tell("user.named", number=1)
    tell("user.named", number=2)
    seen: list[int] = []
    register("user.named", name="registered by a newer release")(lambda entry: seen.append(entry.payload["number"]))
    assert run_pending() == 2
    assert seen == [1, 2]
    assert run_pending() == 0


def test_a_reaction_that_fails_is_noted_undoes_nothing_and_is_tried_again(clerk, register, tell, caplog):
    ill = True

    @register("user.named", name="falters")
    def falters(entry: Entry) -> None:
        User.objects.update(full_name="half done")
        if ill:
            raise ValueError("the index is locked")

    tell()
    mark = ReactionMark.objects.get()
    assert (mark.done_at, mark.attempts, mark.error) == (None, 1, "the index is locked")
    assert "falters" in caplog.text
    assert User.objects.get().full_name == "Nguyễn Thị Văn Thư"
    assert Entry.objects.count() == 1
    ill = False
    assert run_pending() == 1
    mark.refresh_from_db()
    assert mark.done_at
    assert mark.error == ""


def test_one_failing_reaction_does_not_keep_another_from_running(register, tell):
    @register("user.named", name="a, which fails")
    def fails(entry: Entry) -> None:
        raise ValueError

    seen: list[str] = []
    register("user.named", name="b")(lambda entry: seen.append("b"))
    tell()
    assert seen == ["b"]


def test_a_reaction_that_always_fails_is_given_up(register, tell):
    tries: list[int] = []

    @register("user.named", name="hopeless")
    def hopeless(entry: Entry) -> None:
        tries.append(1)
        raise ValueError

    tell()
    for _ in range(MOST_ATTEMPTS + 3):
        run_pending()
    assert len(tries) == MOST_ATTEMPTS


def test_many_deeds_have_their_reactions_in_their_order(clerk, register):
    seen: list[int] = []
    register("user.named", name="numbers")(lambda entry: seen.append(entry.payload["number"]))
    with transaction.atomic():
        record_all([("user.named", clerk, {"number": number}) for number in range(40)], clerk, at=AT)
    assert seen == list(range(40))


def test_a_reaction_may_do_a_deed_that_has_a_reaction_of_its_own(clerk, register, tell):
    seen: list[str] = []

    @register("user.named", name="first")
    def first(entry: Entry) -> None:
        record("user.greeted", clerk, None, at=AT)

    register("user.greeted", name="second")(lambda entry: seen.append(entry.kind))
    tell()
    assert seen == ["user.greeted"]


def test_two_reactions_cannot_share_a_name(register, seen):
    with pytest.raises(ValueError, match="notes"):
        register("user.left", name="notes")(lambda entry: None)
