"""The pages of an import: nothing typed is lost, decisions are taken as meant, any preview costs the same."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from phusa.foundation.access import Role
from phusa.foundation.access.models import User
from phusa.foundation.imports import services
from phusa.foundation.imports.models import Batch
from phusa.foundation.imports.vocabulary import Outcome, State
from phusa.foundation.journal.reactions import run_pending
from phusa.foundation.organizations.models import Membership, Organization
from phusa.planning.assignments.models import Assignment
from phusa.planning.schemes.models import Scheme
from tests.builders.importing import NOW, applied, installed, previewed, started, table
from tests.cast import signed_in

pytestmark = pytest.mark.django_db
MOST_QUERIES = 20
LINES = [f"{n};Việc số {n} của kế hoạch;Sở Thử số {n % 30};;;theo kế hoạch" for n in range(1, 201)]
FORM = {
    "secrecy": "normal", "title": "Kế hoạch đã gõ", "scheme_kind": "annex", "kind": "plan",
    "number": "1/KH", "issued_on": "09/01/2025", "issuer": "UBND tỉnh", "in_force": "1",
}  # fmt: skip


@pytest.fixture
def lan() -> User:
    _actor, authority = installed()
    user = User.objects.create(username="lan", full_name="Nguyễn Thị Lan", language="en")
    Membership.objects.create(user=user, organization=authority, role=Role.SPECIALIST)
    return user


@pytest.fixture
def authority(lan: User) -> Organization:
    return Organization.objects.get(memberships__user=lan)


@pytest.fixture
def reader(lan: User) -> Client:
    return signed_in(lan)


def page(reader: Client, address: str, status: int = 200) -> str:
    response = reader.get(address)
    assert response.status_code == status
    return response.content.decode()


def at(batch: Batch, more: str = "") -> str:
    return f"/imports/{batch.uid}/{more}"


def queries(reader: Client, address: str) -> int:
    reader.get(address)
    with CaptureQueriesContext(connection) as captured:
        reader.get(address)
    return len(captured)


@pytest.mark.parametrize(
    "wrong", [{"secrecy": ""}, {"secrecy": "secret"}, {"number": ""}, {"issued_on": "32/13/2025"}, {"title": ""}]
)
def test_a_wrong_form_keeps_what_was_typed_and_says_that_the_file_must_be_chosen_again(
    reader: Client, wrong: dict[str, str]
) -> None:
    sent: dict[str, Any] = {**FORM, **wrong}
    response = reader.post("/imports/new/tasks/", {**sent, "file": table()})
    shown = response.content.decode()
    assert response.status_code == 422
    assert "choose it once more" in shown
    assert not Batch.objects.exists()
    for value in ("Kế hoạch đã gõ", "UBND tỉnh"):
        assert value in shown or value not in sent.values()


def test_a_pasted_table_is_kept_in_its_box_when_something_else_is_wrong(reader: Client) -> None:
    response = reader.post("/imports/new/tasks/", {**FORM, "number": "", "pasted": "TT\tNhiệm vụ\n1\tViệc đã dán"})
    assert "Việc đã dán" in response.content.decode()
    assert "choose it once more" not in response.content.decode()


def test_the_preview_costs_the_same_for_four_rows_and_for_two_hundred(
    reader: Client, lan: User, authority: Organization
) -> None:
    small = previewed(lan, authority, number="1/KH")
    large = previewed(lan, authority, table(LINES), number="2/KH")
    for view in ("", "?view=doubts", "?view=unread", "?page=2"):
        assert queries(reader, at(large, view)) == queries(reader, at(small, view)) <= MOST_QUERIES


def test_every_page_of_an_import_stays_within_the_queries_of_a_page(
    reader: Client, lan: User, authority: Organization
) -> None:
    addresses = ["/imports/", "/imports/new/tasks/"]
    batch = started(lan, authority, table(LINES), number="1/KH")
    addresses.append(at(batch))
    batch = previewed(lan, authority, table(LINES), number="2/KH")
    addresses += [at(batch), at(batch, "columns/"), at(batch, "rows/3/")]
    batch = applied(lan, authority, table(LINES), number="3/KH")
    addresses += [at(batch), at(batch, "undo/")]
    costs = {address: queries(reader, address) for address in addresses}
    assert max(costs.values()) <= MOST_QUERIES, costs


def test_a_deadline_is_shown_as_read_over_its_words_and_an_unread_one_as_unread(
    reader: Client, lan: User, authority: Organization
) -> None:
    shown = page(reader, at(previewed(lan, authority)))
    assert "30/06/2025" in shown
    assert "6/2025" in shown
    assert "not read" in shown


def test_a_deadline_that_ends_before_the_paper_is_doubted(reader: Client, lan: User, authority: Organization) -> None:
    batch = previewed(lan, authority, table(["1;Việc đã qua của năm trước;Sở Thử;;;12/2024"]))
    [row] = batch.rows.all()
    assert [doubt["code"] for doubt in row.doubts] == ["deadline-before-paper"]
    assert "ends before the paper was issued" in page(reader, at(batch, "?view=doubts"))


def test_saving_a_page_of_decisions_as_suggested_changes_no_reading(
    reader: Client, lan: User, authority: Organization
) -> None:
    batch = previewed(lan, authority)
    before = list(batch.rows.order_by("position").values_list("outcome", "reading"))
    joined = batch.rows.get(outcome=Outcome.JOINED)
    sent = {"shown": joined.position, f"outcome-{joined.position}": "joined", f"seen-{joined.position}": "1"}
    reader.post(at(batch, "decisions/"), sent)
    assert list(batch.rows.order_by("position").values_list("outcome", "reading")) == before
    joined.refresh_from_db()
    assert (joined.doubtful, "outcome" in joined.decision) == (False, False)


def test_what_was_looked_at_by_mistake_can_be_opened_again(reader: Client, lan: User, authority: Organization) -> None:
    batch = previewed(lan, authority)
    [position] = batch.rows.filter(outcome=Outcome.JOINED).values_list("position", flat=True)
    reader.post(at(batch, "decisions/"), {"shown": position, f"seen-{position}": "1"})
    assert not batch.rows.get(position=position).doubtful
    reader.post(at(batch, "decisions/"), {"shown": position})
    assert batch.rows.get(position=position).doubtful


@pytest.mark.parametrize(("outcome", "tasks"), [("record", 5), ("skipped", 4), ("repeated", 4)])
def test_a_fragment_may_be_kept_as_a_task_left_out_or_dropped(
    reader: Client, lan: User, authority: Organization, outcome: str, tasks: int
) -> None:
    batch = previewed(lan, authority)
    [position] = batch.rows.filter(outcome=Outcome.JOINED).values_list("position", flat=True)
    reader.post(at(batch, "decisions/"), {"shown": position, f"outcome-{position}": outcome})
    batch.refresh_from_db()
    assert batch.counts["tasks"] == tasks


def test_accepting_every_suggestion_leaves_no_doubt_open(reader: Client, lan: User, authority: Organization) -> None:
    batch = previewed(lan, authority, table(LINES))
    assert batch.rows.filter(doubtful=True).count() == 200
    reader.post(at(batch, "decisions/"), {"all": "1"})
    assert not batch.rows.filter(doubtful=True).exists()


def test_a_row_is_corrected_by_hand_and_read_again(reader: Client, lan: User, authority: Organization) -> None:
    batch = previewed(lan, authority)
    row = batch.rows.order_by("position").last()
    form = {"number": "4", "content": "Lập quy hoạch", "lead": "Sở Nông nghiệp", "coordinating": "", "product": "",
            "deadline": "Quý II/2025", "outcome": "record"}  # fmt: skip
    reader.post(at(batch, f"rows/{row.position}/"), form)
    row.refresh_from_db()
    assert row.reading["due"]["end"] == "2025-06-30"
    assert row.decision["fields"]["deadline"] == "Quý II/2025"
    assert "lead" not in row.decision["fields"]


@pytest.mark.parametrize("back", ["https://example.invalid/", "//example.invalid", "/accounts/logout/"])
def test_one_is_led_back_to_the_preview_and_nowhere_else(
    reader: Client, lan: User, authority: Organization, back: str
) -> None:
    batch = previewed(lan, authority)
    response = reader.post(at(batch, "decisions/"), {"all": "1", "back": back})
    assert response.url == at(batch)


def test_the_same_column_for_two_fields_is_said_beside_the_second(
    reader: Client, lan: User, authority: Organization
) -> None:
    batch = started(lan, authority)
    services.read_file(batch)
    [number] = batch.chosen
    sent = {"tables": number, "revision": batch.revision, f"table{number}_content": "1", f"table{number}_product": "1"}
    response = reader.post(at(batch, "columns/"), sent)
    assert response.status_code == 422
    assert "is read from this column already" in response.content.decode()


def test_an_import_that_changed_nothing_offers_nothing_to_take_back(
    reader: Client, lan: User, authority: Organization
) -> None:
    applied(lan, authority)
    again = applied(lan, authority)
    assert again.counts["unchanged"] == 4
    shown = page(reader, at(again))
    assert "nothing was changed" in shown
    assert "/undo/" not in shown
    assert reader.post(at(again, "undo/"), {"revision": again.revision}).status_code == 422
    assert set(Assignment.objects.values_list("standing", flat=True)) == {"issued"}


def test_what_was_imported_is_found_by_its_title(reader: Client, lan: User, authority: Organization) -> None:
    applied(lan, authority, title="Kế hoạch tìm được ngay")
    run_pending()
    found = page(reader, "/search/?q=ke+hoach+tim+duoc+ngay")
    assert f"/schemes/{Scheme.objects.get().uid}/" in found


def test_a_page_of_an_import_that_has_gone_on_says_where_it_stands(
    reader: Client, lan: User, authority: Organization
) -> None:
    batch = applied(lan, authority)
    assert batch.state == State.APPLIED
    response = reader.post(at(batch, "apply/"))
    assert response.status_code == 422
    assert "stands at" in response.content.decode()


def test_asking_to_apply_twice_writes_once(reader: Client, lan: User, authority: Organization) -> None:
    batch = previewed(lan, authority)
    services.request_apply(lan, batch, at=NOW)
    reader.post(at(batch, "apply/"))
    services.apply_rows(Batch.objects.get(pk=batch.pk), at=NOW)
    assert Assignment.objects.count() == 4
