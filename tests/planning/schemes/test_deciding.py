"""Submitting, returning, approving, amending; and that what is approved never changes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from phusa.foundation.journal.models import Entry
from phusa.foundation.records.services import Conflict
from phusa.kernel.refusals import NotAllowed, Refused
from phusa.planning.assignments import services as assignments
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.vocabulary import Audience, Standing
from phusa.planning.schemes import services
from phusa.planning.schemes.documents import digest_of, document_of, to_json
from phusa.planning.schemes.models import SchemeVersion
from phusa.planning.schemes.vocabulary import Heading, VersionState
from tests.builders import schemes as build
from tests.builders.assignments import group as group_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db
AT = build.AT


def codes(refused: Any) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def submitted(cast: Cast) -> SchemeVersion:
    return services.submit(cast.head, build.ready(cast), at=AT)


def test_a_draft_is_submitted_returned_completed_submitted_again_and_approved(cast: Cast) -> None:
    version = submitted(cast)
    version = services.return_(cast.vice_chair, version, reason="Bổ sung kết quả giai đoạn trước", at=AT)
    assert (version.state, version.return_reason) == ("returned", "Bổ sung kết quả giai đoạn trước")
    services.add_objective(cast.specialist, version, kind="objective", text="Mục tiêu", at=AT)
    version.refresh_from_db()
    assert version.state == VersionState.DRAFT
    version = services.submit(cast.director, version, at=AT)
    version = services.approve(cast.chair, version, revision=version.revision, approved_on=build.ON, at=AT)
    assert version.state == VersionState.APPROVED
    kinds = ["scheme.submitted", "scheme.returned", "scheme.submitted", "scheme.approved"]
    assert list(Entry.objects.filter(kind__in=kinds).order_by("pk").values_list("kind", flat=True)) == kinds


def test_a_draft_that_is_not_ready_is_refused_with_everything_that_is_missing(cast: Cast) -> None:
    version = build.ready(cast)
    build.task(version, product="", deadline_text="")
    with pytest.raises(Refused) as refused:
        services.submit(cast.head, version, at=AT)
    assert codes(refused) == ["task-has-accountable-lead", "deadline-is-read", "product-is-named"]
    version.refresh_from_db()
    assert version.state == VersionState.DRAFT


def test_a_line_that_was_passed_is_told_with_its_reason_when_the_draft_is_submitted(cast: Cast) -> None:
    version = build.ready(cast)
    build.task(version, build.lead(cast.department), product="")
    services.waive(cast.director, version, rule="product-is-named", reason="Sản phẩm do Bộ quy định", at=AT)
    services.submit(cast.head, version, at=AT)
    assert Entry.objects.get(kind="scheme.submitted").payload["waived"] == {
        "product-is-named": "Sản phẩm do Bộ quy định"
    }


@pytest.mark.parametrize(
    ("rule", "reason", "code"),
    [
        ("product-is-named", " ", "waiver-without-reason"),
        ("unknown", "Vì", "rule-not-required"),
    ],
)
def test_only_a_required_line_is_passed_and_only_with_a_reason(cast: Cast, rule: str, reason: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        services.waive(cast.chair, build.ready(cast), rule=rule, reason=reason, at=AT)
    assert codes(refused) == [code]


def test_advice_needs_no_leader_to_pass_it(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        services.waive(cast.chair, build.ready(cast, kind="plan"), rule="focus-task-has-solution", reason="Vì", at=AT)
    assert codes(refused) == ["rule-not-required"]


def test_a_draft_is_not_returned_without_a_reason(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        services.return_(cast.chair, submitted(cast), reason="  ", at=AT)
    assert codes(refused) == ["return-without-reason"]


def test_a_leader_approves_what_was_read_and_not_what_was_submitted_anew(cast: Cast) -> None:
    version = submitted(cast)
    read = version.revision
    services.return_(cast.chair, version, reason="Bổ sung", at=AT)
    services.submit(cast.head, version, at=AT)
    with pytest.raises(Conflict):
        services.approve(cast.vice_chair, version, revision=read, approved_on=build.ON, at=AT)


def test_approval_issues_the_tasks_to_everybody_who_holds_a_post(cast: Cast) -> None:
    build.in_force(cast)
    assignment = Assignment.objects.get()
    assert (assignment.standing, assignment.audience) == (Standing.ISSUED, Audience.OPEN)


def test_an_approval_on_paper_is_a_fact_and_no_rule_forbids_recording_it(cast: Cast) -> None:
    version = build.version(cast)
    build.task(version, product="", deadline_text="")
    services.record_approval(cast.office_specialist, version, instrument=build.instrument("4172/QĐ-UBND"), at=AT)
    version.refresh_from_db()
    assert (version.state, version.scheme.instrument.number) == ("approved", "4172/QĐ-UBND")
    assert Entry.objects.get(kind="scheme.approved").payload["on_paper"]


def test_an_approval_on_paper_has_the_papers_number_and_date(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        services.record_approval(
            cast.director, build.ready(cast), instrument=build.instrument("1/QĐ-UBND", issued_on=None), at=AT
        )
    assert codes(refused) == ["approval-without-paper"]


def test_number_and_date_may_follow_the_approval_once(cast: Cast) -> None:
    version = submitted(cast)
    services.approve(cast.chair, version, revision=version.revision, approved_on=build.ON, at=AT)
    instrument = build.instrument("12/QĐ-UBND")
    services.identify_approval(cast.office_specialist, version, instrument=instrument, at=AT)
    version.refresh_from_db()
    assert version.instrument == instrument == version.scheme.instrument
    with pytest.raises(Refused) as refused:
        services.identify_approval(cast.office_specialist, version, instrument=build.instrument(), at=AT)
    assert codes(refused) == ["approval-already-identified"]


Deed = Callable[[Cast, SchemeVersion], Any]
EDITS: dict[str, Deed] = {
    "edit_scheme": lambda cast, v: services.edit_scheme(
        cast.specialist, v, revision=v.revision, heading=Heading("Khác"), at=AT
    ),
    "add_objective": lambda cast, v: services.add_objective(cast.specialist, v, kind="target", text="Khác", at=AT),
    "edit_objective": lambda cast, v: services.edit_objective(
        cast.specialist, v.objectives.get(), revision=1, kind="target", text="Khác", code="", value_text="", at=AT
    ),
    "remove_objective": lambda cast, v: services.remove_part(cast.specialist, v.objectives.get(), revision=1, at=AT),
    "add_group": lambda cast, v: services.add_group(cast.specialist, v, title="Khác", at=AT),
    "edit_group": lambda cast, v: services.edit_group(
        cast.specialist, v.groups.get(), revision=1, title="Khác", code="", parent=None, at=AT
    ),
    "move_group": lambda cast, v: services.move_part(cast.specialist, v.groups.get(), later=True, at=AT),
    "add_task": lambda cast, v: services.add_task(
        cast.specialist, v, services.NewTask(build.terms(build.lead(cast.department))), at=AT
    ),
    "edit_task": lambda cast, v: services.edit_task(
        cast.specialist, v.tasks.get(), revision=1, terms=build.terms(content="Khác"), at=AT
    ),
    "remove_task": lambda cast, v: services.remove_task(cast.specialist, v.tasks.get(), revision=1, at=AT),
    "add_solution": lambda cast, v: services.add_solution(cast.specialist, v, text="Khác", at=AT),
    "edit_solution": lambda cast, v: services.edit_solution(
        cast.specialist, v.solutions.get(), revision=1, text="Khác", code="", group=None, tasks=(), at=AT
    ),
    "pair": lambda cast, v: services.pair(cast.specialist, v.solutions.get(), v.tasks.get(), at=AT),
    "unpair": lambda cast, v: services.unpair(cast.specialist, v.solutions.get(), v.tasks.get(), at=AT),
    "set_budget": lambda cast, v: services.set_budget(cast.specialist, v, {("fund", 2021): 5}, at=AT),
    "add_ground": lambda cast, v: services.add_ground(cast.specialist, v, build.instrument(), at=AT),
    "remove_ground": lambda cast, v: services.remove_ground(cast.specialist, v.grounds.get(), at=AT),
    "record_result": lambda cast, v: services.record_result(
        cast.specialist, v, v.objectives.get(), no_source=True, at=AT
    ),
    "submit": lambda cast, v: services.submit(cast.head, v, at=AT),
    "return": lambda cast, v: services.return_(cast.chair, v, reason="Vì", at=AT),
    "waive": lambda cast, v: services.waive(cast.chair, v, rule="product-is-named", reason="Vì", at=AT),
    "approve": lambda cast, v: services.approve(cast.chair, v, revision=v.revision, approved_on=build.ON, at=AT),
    "record_approval": lambda cast, v: services.record_approval(cast.director, v, instrument=build.instrument(), at=AT),
    "discard": lambda cast, v: services.discard_draft(cast.specialist, v, at=AT),
}
BESIDE_THE_WORDING = {"add_title", "remove_title", "identify_approval", "open_amendment", "create_scheme"}


def test_the_deeds_tried_on_an_approved_version_are_all_there_are() -> None:
    rows_and_readings = {"NewTask", "add_task_rows", "approve_rows", "start_scheme", "draft_of"}
    parts = {
        "remove_part": "remove_objective",
        "move_part": "move_group",
        "return_": "return",
        "discard_draft": "discard",
    }
    deeds = {parts.get(name, name) for name in services.__all__} - rows_and_readings - BESIDE_THE_WORDING
    assert deeds == set(EDITS)


@pytest.fixture
def full(cast: Cast) -> SchemeVersion:
    """A draft with a row of every kind."""
    version = build.ready(cast)
    build.target(version)
    build.group(version)
    services.add_ground(cast.specialist, version, build.instrument(), at=AT)
    services.set_budget(cast.specialist, version, {("fund", 2021): 9}, at=AT)
    return version


@pytest.fixture
def approved(full: SchemeVersion) -> SchemeVersion:
    return build.approved(full)


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.parametrize("state", ["approved", "superseded", "withdrawn"])
def test_what_is_approved_never_changes_whatever_deed_is_tried(
    cast: Cast, approved: SchemeVersion, name: str, state: str
) -> None:
    SchemeVersion.objects.filter(pk=approved.pk).update(state=state)
    approved.refresh_from_db()
    before = everything(approved)
    with pytest.raises(Refused) as refused:
        EDITS[name](cast, approved)
    assert codes(refused) == ["step-not-open"]
    assert everything(approved) == before


def everything(version: SchemeVersion) -> Any:
    """All that a version says, from its rows and from its frozen copy."""
    version = SchemeVersion.objects.get(pk=version.pk)
    rows = [
        list(related.order_by("pk").values())
        for related in (version.objectives, version.groups, version.tasks, version.solutions, version.grounds)
    ]
    return version.state, version.frozen, version.digest, rows, list(version.budget_lines.values())


@pytest.mark.parametrize("name", EDITS)
def test_what_is_submitted_is_not_edited_while_the_authority_reads_it(
    cast: Cast, full: SchemeVersion, name: str
) -> None:
    version = services.submit(cast.head, full, at=AT)
    if name in {"return", "waive", "approve", "record_approval"}:
        EDITS[name](cast, version)
    else:
        with pytest.raises(Refused) as refused:
            EDITS[name](cast, version)
        assert codes(refused) == ["step-not-open"]


@pytest.mark.parametrize("name", EDITS)
def test_every_deed_is_closed_to_people_from_outside(cast: Cast, full: SchemeVersion, name: str) -> None:
    outside = replace(
        cast, specialist=cast.officer, head=cast.officer, director=cast.ministry_officer, chair=cast.auditor
    )
    with pytest.raises(NotAllowed):
        EDITS[name](outside, full)


class TestAmending:
    def test_an_amendment_keeps_lineages_and_points_to_what_is_in_force(
        self, cast: Cast, approved: SchemeVersion
    ) -> None:
        draft = services.open_amendment(cast.specialist, approved, at=AT)
        assert (draft.number, draft.based_on, draft.state) == (2, approved, VersionState.DRAFT)
        for rows in ("objectives", "groups", "tasks", "solutions"):
            assert set(getattr(draft, rows).values_list("lineage", flat=True)) == set(
                getattr(approved, rows).values_list("lineage", flat=True)
            )
        assert draft.tasks.get().assignment == approved.tasks.get().assignment
        assert draft.solutions.get().tasks.get() == draft.tasks.get()
        before, after = to_json(document_of(approved)), to_json(document_of(draft))
        assert after == before

    def test_a_scheme_has_one_draft_at_a_time(self, cast: Cast, approved: SchemeVersion) -> None:
        services.open_amendment(cast.specialist, approved, at=AT)
        with pytest.raises(Refused) as refused:
            services.open_amendment(cast.specialist, approved, at=AT)
        assert codes(refused) == ["version-already-drafted"]

    def test_an_edited_task_goes_on_unchanged_until_the_amendment_is_approved(
        self, cast: Cast, approved: SchemeVersion
    ) -> None:
        live = approved.tasks.get().assignment
        Assignment.objects.filter(pk=live.pk).update(status="in_progress", percent=40)
        draft = services.open_amendment(cast.specialist, approved, at=AT)
        task = draft.tasks.get()
        terms = replace(
            assignments.terms_of(task.assignment), deadline_text="30/6/2026", parties=(build.lead(cast.finance),)
        )
        edited = services.edit_task(cast.specialist, task, revision=1, terms=terms, at=AT)
        live.refresh_from_db()
        assert (edited.assignment.replaces, edited.assignment.standing) == (live, Standing.DRAFT)
        assert (live.deadline_text, live.accountable) == ("12/2025", cast.department)

        build.approved(draft)
        live.refresh_from_db()
        assert draft.tasks.get().assignment == live
        assert (live.deadline_text, live.accountable, live.percent) == ("30/6/2026", cast.finance, 40)
        assert document_of(approved).tasks[0].deadline == "12/2025"
        assert document_of(draft).tasks[0].deadline == "30/6/2026"

    def test_moving_or_pairing_a_task_makes_no_copy_of_its_terms(self, cast: Cast, approved: SchemeVersion) -> None:
        draft = services.open_amendment(cast.specialist, approved, at=AT)
        task = draft.tasks.get()
        edited = services.edit_task(
            cast.specialist,
            task,
            revision=1,
            terms=assignments.terms_of(task.assignment),
            group=draft.groups.get(),
            at=AT,
        )
        assert edited.assignment == approved.tasks.get().assignment

    def test_tasks_stand_in_the_order_of_the_document_once_the_amendment_is_approved(self, cast: Cast) -> None:
        version = build.version(cast)
        members = group_of("Các sở, xã", cast.finance, cast.commune)
        first = build.task(version, build.group_lead(members), content="Thứ nhất")
        build.task(version, build.lead(cast.finance), content="Thứ hai")
        build.approved(version)
        whole = Assignment.objects.get(pk=first.assignment_id)
        assignments.open_collective(cast.specialist, whole, revision=whole.revision, at=AT)

        draft = services.open_amendment(cast.specialist, version, at=AT)
        services.move_part(cast.specialist, draft.tasks.get(assignment=whole), later=True, at=AT)
        listed = Assignment.objects.filter(standing=Standing.ISSUED).order_by("position", "pk")
        assert [row.content for row in listed] == ["Thứ nhất", "Thứ nhất", "Thứ nhất", "Thứ hai"]
        build.approved(draft)
        assert [row.content for row in listed.all()] == ["Thứ hai", "Thứ nhất", "Thứ nhất", "Thứ nhất"]

    def test_tasks_name_the_title_in_force(self, cast: Cast) -> None:
        version = build.ready(cast, title="Đề án")
        renamed = Heading("Đề án phát triển", general_objective="Nâng cao năng lực.")
        services.edit_scheme(cast.specialist, version, revision=version.revision, heading=renamed, at=AT)
        assert Assignment.objects.get().origin_title == "Đề án phát triển"
        version.refresh_from_db()
        draft = services.open_amendment(cast.specialist, build.approved(version), at=AT)
        amended = Heading("Đề án phát triển (điều chỉnh)", general_objective="Nâng cao năng lực.")
        services.edit_scheme(cast.specialist, draft, revision=draft.revision, heading=amended, at=AT)
        assert Assignment.objects.get().origin_title == "Đề án phát triển"
        draft.refresh_from_db()
        build.approved(draft)
        assert Assignment.objects.get().origin_title == "Đề án phát triển (điều chỉnh)"

    def test_a_new_task_is_issued_and_one_that_is_gone_withdrawn_when_the_amendment_is_approved(
        self, cast: Cast, approved: SchemeVersion
    ) -> None:
        draft = services.open_amendment(cast.specialist, approved, at=AT)
        gone = draft.tasks.get()
        services.remove_task(cast.specialist, gone, revision=1, at=AT)
        new = build.task(draft, build.lead(cast.finance), content="Nhiệm vụ mới")
        gone.assignment.refresh_from_db()
        assert gone.assignment.standing == Standing.ISSUED
        counts = services.approve_rows(draft, instrument=build.instrument(), approved_on=build.ON, at=AT)
        assert counts == {"issued": 1, "absorbed": 0, "withdrawn": 1}
        for assignment in (gone.assignment, new.assignment):
            assignment.refresh_from_db()
        assert (gone.assignment.standing, new.assignment.standing) == (Standing.WITHDRAWN, Standing.ISSUED)

    def test_a_copy_that_was_made_and_taken_out_again_is_not_issued(self, cast: Cast, approved: SchemeVersion) -> None:
        draft = services.open_amendment(cast.specialist, approved, at=AT)
        task = draft.tasks.get()
        edited = services.edit_task(cast.specialist, task, revision=1, terms=build.terms(content="Khác"), at=AT)
        services.remove_task(cast.specialist, edited, revision=2, at=AT)
        counts = services.approve_rows(draft, instrument=build.instrument(), approved_on=build.ON, at=AT)
        assert counts == {"issued": 0, "absorbed": 0, "withdrawn": 1}

    def test_the_former_version_is_superseded_and_keeps_its_wording(self, cast: Cast, approved: SchemeVersion) -> None:
        draft = services.open_amendment(cast.specialist, approved, at=AT)
        services.add_objective(cast.specialist, draft, kind="target", text="Chỉ tiêu mới", at=AT)
        build.approved(draft)
        former = SchemeVersion.objects.get(pk=approved.pk)
        assert former.state == VersionState.SUPERSEDED
        assert digest_of(former.frozen) == former.digest == approved.digest
        assert draft.digest != former.digest
