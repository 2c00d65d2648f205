"""Who has an import in hand: one worker at a time, and one that comes back from the dead changes nothing any more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from phusa.foundation.access.models import User
from phusa.foundation.imports import services, tasks
from phusa.foundation.imports.models import Batch
from phusa.foundation.imports.services import steps
from phusa.foundation.imports.vocabulary import State
from phusa.foundation.imports.wording import problems_of
from phusa.foundation.organizations.models import Organization
from phusa.planning.assignments.models import Assignment
from tests.builders.importing import NOW, installed, previewed, started, table

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=5)
LINES = [f"{n};Việc số {n} của kế hoạch;Sở Thử;;;12/2026" for n in range(1, 1_201)]


@pytest.fixture
def actor() -> User:
    return installed()[0]


@pytest.fixture
def authority(actor: User) -> Organization:
    return Organization.objects.get(memberships__user=actor)


def positions(batch: Batch) -> list[int]:
    return list(batch.rows.order_by("position").values_list("position", flat=True))


def confirmed(actor: User, batch: Batch) -> Batch:
    return services.confirm_columns(
        actor, batch, chosen=batch.chosen, mapping=batch.mapping, revision=batch.revision, at=NOW
    )


def test_a_worker_that_was_given_up_for_dead_while_reading_changes_nothing_when_it_comes_back(
    actor: User, authority: Organization
) -> None:
    batch = started(actor, authority, table(LINES))
    taken: list[int] = []

    def overtaken(rows: int) -> None:
        if not taken:  # another worker reads the whole file meanwhile
            taken.append(tasks.take_up_abandoned(at=timezone.now() + LATER))

    services.read_file(batch, progress=overtaken)
    assert taken == [1]
    assert batch.state == State.COLUMNS
    assert positions(batch) == list(range(1_200))


def test_a_worker_that_was_given_up_for_dead_while_staging_changes_nothing_when_it_comes_back(
    actor: User, authority: Organization
) -> None:
    batch = started(actor, authority, table(LINES))
    services.read_file(batch)
    batch = confirmed(actor, batch)
    taken: list[int] = []

    def overtaken(rows: int) -> None:
        if not taken:
            taken.append(tasks.take_up_abandoned(at=timezone.now() + LATER))

    services.stage_rows(batch, progress=overtaken)
    assert taken == [1]
    assert batch.state == State.PREVIEW
    assert batch.counts["tasks"] == 1_200


def test_a_second_worker_leaves_alone_what_another_has_in_hand(actor: User, authority: Organization) -> None:
    batch = started(actor, authority, table(LINES))
    seen: list[int] = []

    def second(rows: int) -> None:
        tasks.work.func(str(batch.uid))
        seen.append(batch.rows.count())

    services.read_file(batch, progress=second)
    assert seen[0] == 500  # nothing was read anew
    assert positions(batch) == list(range(1_200))


def test_what_shows_life_is_not_taken_up(actor: User, authority: Organization) -> None:
    batch = started(actor, authority)
    Batch.objects.filter(pk=batch.pk).update(alive_at=NOW)
    assert tasks.take_up_abandoned(at=NOW + timedelta(seconds=44)) == 0
    assert tasks.take_up_abandoned(at=NOW + timedelta(seconds=46)) == 1
    batch.refresh_from_db()
    assert batch.state == State.COLUMNS


@pytest.mark.parametrize(
    "state", [State.COLUMNS, State.PREVIEW, State.APPLIED, State.UNDONE, State.KEPT, State.REFUSED]
)
def test_an_import_at_rest_is_never_taken_up(actor: User, authority: Organization, state: State) -> None:
    batch = started(actor, authority)
    Batch.objects.filter(pk=batch.pk).update(state=state)
    assert tasks.take_up_abandoned(at=timezone.now() + LATER) == 0


@pytest.mark.parametrize(
    ("step", "back"),
    [(State.READING, State.REFUSED), (State.STAGING, State.COLUMNS), (State.APPLYING, State.PREVIEW)],
)
def test_a_step_that_breaks_off_each_time_goes_back_to_a_person_with_a_sentence(
    actor: User, authority: Organization, step: State, back: State
) -> None:
    batch = previewed(actor, authority)
    Batch.objects.filter(pk=batch.pk).update(state=step, attempts=steps.MOST_ATTEMPTS, alive_at=NOW)
    assert tasks.take_up_abandoned(at=NOW + LATER) == 0
    batch.refresh_from_db()
    assert (batch.state, batch.attempts, batch.hand) == (back, 0, None)
    assert len(problems_of(batch)) == 1


def test_a_step_that_breaks_off_lets_go_and_can_be_begun_again_at_once(actor: User, authority: Organization) -> None:
    batch = started(actor, authority, table(LINES))

    def breaks(rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.read_file(batch, progress=breaks)
    batch.refresh_from_db()
    assert (batch.state, batch.hand, batch.attempts) == (State.READING, None, 1)
    services.read_file(batch)
    assert positions(batch) == list(range(1_200))
    assert batch.attempts == 0


def test_a_worker_overtaken_before_it_writes_applies_nothing(actor: User, authority: Organization) -> None:
    batch = services.request_apply(actor, previewed(actor, authority), at=NOW)
    with steps.in_hand(batch, State.APPLYING) as mine:
        assert mine
        Batch.objects.filter(pk=batch.pk).update(hand=actor.uid)  # somebody else's
        with pytest.raises(steps.Overtaken), steps.holding(batch):
            raise AssertionError("it still holds the batch")
    assert not Assignment.objects.exists()
