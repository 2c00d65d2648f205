"""Drafting: what an edit writes, what it leaves alone, and what it refuses."""

from dataclasses import replace
from typing import Any

import pytest

from phusa.foundation.journal.models import Entry
from phusa.foundation.records.services import Conflict
from phusa.kernel.refusals import NotAllowed, Refused
from phusa.planning.assignments import services as assignments
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.vocabulary import Standing
from phusa.planning.schemes import services
from phusa.planning.schemes.models import Scheme, SchemeVersion
from phusa.planning.schemes.vocabulary import Heading, VersionState
from tests.builders import schemes as build
from tests.cast import Cast

pytestmark = pytest.mark.django_db
AT = build.AT


def codes(refused: Any) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def test_a_scheme_begins_as_a_draft_with_its_official_title(cast: Cast) -> None:
    version = services.create_scheme(
        cast.specialist,
        drafting=cast.department,
        authority=cast.authority,
        kind="plan",
        heading=Heading("Kế hoạch"),
        at=AT,
    )
    assert (version.number, version.state) == (1, VersionState.DRAFT)
    assert [(title.text, title.official) for title in version.scheme.titles.all()] == [("Kế hoạch", True)]
    assert Entry.objects.get(kind="scheme.created").subject_uid == version.scheme.uid


def test_nobody_starts_a_scheme_for_an_organisation_where_they_do_not_draft(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        services.create_scheme(
            cast.specialist,
            drafting=cast.finance,
            authority=cast.authority,
            kind="plan",
            heading=Heading("Kế hoạch"),
            at=AT,
        )
    assert not Scheme.objects.exists()


def test_the_scheme_shows_the_heading_of_its_first_draft_at_once(cast: Cast) -> None:
    version = build.version(cast)
    services.edit_scheme(cast.specialist, version, revision=1, heading=Heading("Tên mới", 2021, 2025), at=AT)
    scheme = Scheme.objects.get()
    assert (scheme.title, scheme.titles.get().text) == ("Tên mới", "Tên mới")


def test_an_amended_title_shows_only_when_it_is_approved_and_begins_on_that_day(cast: Cast) -> None:
    draft = services.open_amendment(cast.specialist, build.in_force(cast, title="Tên cũ"), at=AT)
    services.edit_scheme(cast.specialist, draft, revision=draft.revision, heading=Heading("Tên mới"), at=AT)
    assert Scheme.objects.get().title == "Tên cũ"
    draft.refresh_from_db()
    build.approved(draft, on=build.ON.replace(year=2026))
    scheme = Scheme.objects.get()
    assert scheme.title == "Tên mới"
    assert [(t.text, t.valid_from, t.valid_to) for t in scheme.titles.filter(official=True).order_by("pk")] == [
        ("Tên cũ", None, build.ON.replace(year=2026)),
        ("Tên mới", build.ON.replace(year=2026), None),
    ]


def test_the_second_of_two_editors_is_told_and_the_first_ones_text_stays(cast: Cast) -> None:
    objective = services.add_objective(cast.specialist, build.version(cast), kind="objective", text="Một", at=AT)
    edit = {"kind": "objective", "code": "", "value_text": "", "at": AT}
    services.edit_objective(cast.specialist, objective, revision=1, text="Hai", **edit)
    with pytest.raises(Conflict) as conflict:
        services.edit_objective(cast.head, objective, revision=1, text="Ba", **edit)
    assert str(conflict.value.current) == "Hai"
    objective.refresh_from_db()
    assert objective.text == "Hai"


def test_an_edit_is_told_in_the_history_of_the_version_with_what_it_changed(cast: Cast) -> None:
    version = build.version(cast)
    group = services.add_group(cast.specialist, version, title="Nhóm", at=AT)
    services.edit_group(cast.specialist, group, revision=1, title="Nhóm một", code="I", parent=None, at=AT)
    entry = Entry.objects.get(kind="scheme.group_edited")
    assert entry.context_uid == version.uid
    assert entry.payload == {"title": ["Nhóm", "Nhóm một"], "code": ["", "I"]}


def test_a_group_with_something_in_it_is_not_taken_out(cast: Cast) -> None:
    version = build.version(cast)
    group = build.group(version)
    build.tasks(version, build.terms(build.lead(cast.department)), group=group)
    with pytest.raises(Refused) as refused:
        services.remove_part(cast.specialist, group, revision=1, at=AT)
    assert codes(refused) == ["group-not-empty"]


def test_a_group_does_not_stand_under_itself(cast: Cast) -> None:
    version = build.version(cast)
    above = build.group(version)
    below = build.group(version, parent=above)
    with pytest.raises(Refused) as refused:
        services.edit_group(cast.specialist, above, revision=1, title="Nhóm", code="", parent=below, at=AT)
    assert codes(refused) == ["group-under-itself"]


def test_rows_move_by_one_place_within_their_group(cast: Cast) -> None:
    version = build.version(cast)
    group = build.group(version)
    lead = build.lead(cast.department)
    first, second, third = build.tasks(version, *(build.terms(lead, code=c) for c in "123"), group=group)
    [alone] = build.tasks(version, build.terms(lead, code="4"))
    services.move_part(cast.specialist, third, later=False, at=AT)
    services.move_part(cast.specialist, first, later=False, at=AT)
    services.move_part(cast.specialist, alone, later=True, at=AT)
    assert list(group.tasks.order_by("position").values_list("code", flat=True)) == ["1", "3", "2"]
    assert second.version.tasks.last().code == "4"


def test_a_task_carries_its_terms_and_a_draft_assignment(cast: Cast) -> None:
    version = build.version(cast)
    terms = build.terms(build.lead(cast.department), build.coordinating(cast.finance), deadline_text="12/2025")
    solution = build.solution(version)
    task = services.add_task(cast.specialist, version, services.NewTask(terms, focus=True), solutions=[solution], at=AT)
    assert assignments.terms_of(task.assignment) == terms
    assert task.assignment.standing == Standing.DRAFT
    assert task.assignment.due_on.isoformat() == "2025-12-31"
    assert task.assignment.origin_uid == version.scheme.uid
    assert list(task.solutions.all()) == [solution]


def test_editing_a_task_of_a_first_draft_writes_on_its_own_assignment(cast: Cast) -> None:
    version = build.ready(cast)
    task = version.tasks.get()
    terms = replace(assignments.terms_of(task.assignment), product="Báo cáo")
    edited = services.edit_task(cast.specialist, task, revision=1, terms=terms, at=AT)
    assert edited.assignment_id == task.assignment_id
    assert edited.assignment.product == "Báo cáo"
    assert not edited.solutions.exists()


def test_taking_a_task_out_withdraws_its_draft_assignment(cast: Cast) -> None:
    task = build.ready(cast).tasks.get()
    services.remove_task(cast.specialist, task, revision=1, at=AT)
    assert Assignment.objects.get().standing == Standing.WITHDRAWN


def test_a_solution_and_a_task_are_paired_and_unpaired(cast: Cast) -> None:
    version = build.version(cast)
    task, solution = build.task(version, build.lead(cast.department)), build.solution(version)
    services.pair(cast.specialist, solution, task, at=AT)
    assert list(task.solutions.all()) == [solution]
    services.unpair(cast.specialist, solution, task, at=AT)
    assert not task.solutions.exists()


def test_a_task_of_another_scheme_is_not_paired(cast: Cast) -> None:
    solution, stranger = build.solution(build.version(cast)), build.task(build.version(cast), build.lead(cast.finance))
    with pytest.raises(ValueError, match="another version"):
        services.pair(cast.specialist, solution, stranger, at=AT)


def test_amounts_are_replaced_as_one_table(cast: Cast) -> None:
    version = build.version(cast)
    services.set_budget(cast.specialist, version, {("fund", 2021): 5, ("", None): 9}, at=AT)
    services.set_budget(cast.specialist, version, {("fund", 2021): 6, ("fund", 2022): 3}, at=AT)
    assert {(line.source, line.year, line.amount) for line in version.budget_lines.all()} == {
        ("fund", 2021, 6), ("fund", 2022, 3),
    }  # fmt: skip
    kinds = list(Entry.objects.filter(kind__startswith="scheme.budget").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["scheme.budget_added"] * 2 + [
        "scheme.budget_edited",
        "scheme.budget_added",
        "scheme.budget_removed",
    ]


def test_a_ground_is_named_once(cast: Cast) -> None:
    version, instrument = build.version(cast), build.instrument("50-KL/TW")
    first = services.add_ground(cast.specialist, version, instrument, at=AT)
    assert services.add_ground(cast.specialist, version, instrument, at=AT) == first
    services.remove_ground(cast.specialist, first, at=AT)
    assert not version.grounds.exists()


class TestResultsOfThePreviousPeriod:
    @pytest.fixture
    def version(self, cast: Cast) -> SchemeVersion:
        earlier = build.ready(cast)
        build.target(earlier)
        return build.ready(cast, previous_id=build.approved(earlier).scheme_id)

    def test_a_value_has_its_source(self, cast: Cast, version: SchemeVersion) -> None:
        target = version.scheme.previous.versions.get().objectives.get()
        with pytest.raises(Refused) as refused:
            services.record_result(cast.specialist, version, target, value_text="12", at=AT)
        assert codes(refused) == ["result-without-source"]

    def test_that_no_source_was_found_is_an_answer_and_can_be_taken_back(
        self, cast: Cast, version: SchemeVersion
    ) -> None:
        target = version.scheme.previous.versions.get().objectives.get()
        services.record_result(cast.specialist, version, target, no_source=True, at=AT)
        assert version.previous_results.get().no_source
        services.record_result(cast.specialist, version, target, at=AT)
        entries = Entry.objects.filter(kind__startswith="scheme.result").order_by("pk")
        told = [(entry.kind, entry.wording["subject"]) for entry in entries]
        assert told == [("scheme.result_recorded", str(target)), ("scheme.result_removed", str(target))]
        assert not version.previous_results.exists()

    def test_only_targets_of_the_previous_scheme_are_answered_for(self, cast: Cast, version: SchemeVersion) -> None:
        with pytest.raises(Refused) as refused:
            services.record_result(cast.specialist, version, build.target(version), no_source=True, at=AT)
        assert codes(refused) == ["not-an-earlier-target"]


def test_another_title_is_recorded_with_its_source_and_the_official_one_is_not_taken_out(cast: Cast) -> None:
    scheme = build.in_force(cast).scheme
    other = services.add_title(cast.specialist, scheme, text="… định hướng đến 2030", source="Bản tin 5/2023", at=AT)
    with pytest.raises(Refused) as refused:
        services.remove_title(cast.specialist, scheme.titles.get(official=True), at=AT)
    assert codes(refused) == ["official-title"]
    services.remove_title(cast.specialist, other, at=AT)
    assert scheme.titles.count() == 1


def test_a_draft_that_was_never_submitted_can_be_thrown_away_with_its_scheme(cast: Cast) -> None:
    version = build.ready(cast)
    services.discard_draft(cast.specialist, version, at=AT)
    assert not Scheme.objects.exists()
    assert Assignment.objects.get().standing == Standing.WITHDRAWN
    kept = Entry.objects.get(kind="scheme.draft_discarded").payload["document"]
    assert kept["sections"][0]["tasks"][0]["content"] == Assignment.objects.get().content


def test_an_amendment_thrown_away_leaves_what_is_in_force_alone(cast: Cast) -> None:
    in_force = build.in_force(cast)
    draft = services.open_amendment(cast.specialist, in_force, at=AT)
    services.discard_draft(cast.specialist, draft, at=AT)
    assert list(SchemeVersion.objects.all()) == [in_force]
    assert Assignment.objects.get().standing == Standing.ISSUED


def test_what_was_submitted_once_is_kept(cast: Cast) -> None:
    version = services.submit(cast.head, build.ready(cast), at=AT)
    services.return_(cast.chair, version, reason="Bổ sung", at=AT)
    with pytest.raises(Refused) as refused:
        services.discard_draft(cast.specialist, version, at=AT)
    assert codes(refused) == ["draft-was-submitted"]
