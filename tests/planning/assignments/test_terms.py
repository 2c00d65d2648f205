"""What a document assigns: written down in bulk, edited as a draft, issued, amended, withdrawn."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phusa.foundation.legal.models import CalendarDay
from phusa.planning.assignments.models import Assignment, Roll
from phusa.planning.assignments.services import (
    PartyTerms,
    absorb,
    copy_for_amendment,
    issue,
    move_closing_days,
    open_collective,
    report_progress,
    set_terms,
    withdraw,
)
from phusa.planning.assignments.vocabulary import DeadlineState, LeadKind, Recurrence, Standing, Status
from tests.builders import assignments as build
from tests.builders.assignments import AT, ON, PLAN, coordinating, fresh, lead, terms
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def drafted(cast: Cast, *parties: PartyTerms, **more: Any) -> Assignment:
    return build.drafts(cast.authority, cast.department, terms(*(parties or (lead(cast.finance),)), **more))[0]


def one(cast: Cast, *parties: PartyTerms, **more: Any) -> Assignment:
    return build.issued(cast.authority, cast.department, terms(*(parties or (lead(cast.finance),)), **more))[0]


def test_every_term_is_written_down_in_the_order_given(cast: Cast) -> None:
    many = [terms(lead(cast.finance), coordinating(cast.commune, "Bố trí kinh phí")) for _n in range(30)]
    drafts = build.drafts(cast.authority, cast.department, *many)
    assert [draft.content for draft in drafts] == [each.content for each in many]
    assert all(draft.standing == Standing.DRAFT and draft.accountable_id == cast.finance.pk for draft in drafts)
    parties = list(drafts[7].parties.all())
    assert [(p.role, p.organization, p.duty) for p in parties] == [
        ("lead", cast.finance, ""),
        ("coordinating", cast.commune, "Bố trí kinh phí"),
    ]


def test_nothing_to_write_down_writes_nothing(cast: Cast) -> None:
    assert build.drafts(cast.authority, cast.department) == []


def test_what_bulk_writing_leaves_in_the_table_is_what_the_model_would_have_written(cast: Cast) -> None:
    draft = drafted(cast, lead(cast.finance))
    draft.validate_constraints()
    plain = Assignment(
        authority=cast.authority,
        drafting=cast.department,
        origin_kind="scheme",
        origin_uid=PLAN.uid,
        origin_title="x",
        origin_url="/x/",
        content="x",
        terms_on=ON,
    )
    plain.save()
    written, saved = Assignment.objects.filter(pk__in=[draft.pk, plain.pk]).order_by("pk").values()
    told = {"id", "uid", "lineage", "created_at", "content", "code", "product", "origin_title", "origin_url"}
    told |= {"deadline_text", "deadline_state", "starts_on", "due_on", "closes_on", "accountable_id", "lead_kind"}
    assert {k: v for k, v in written.items() if k not in told} == {k: v for k, v in saved.items() if k not in told}


@pytest.mark.parametrize(
    ("text", "state", "due_on", "closes_on", "recurrence"),
    [
        ("12/2025", DeadlineState.READ, date(2025, 12, 31), date(2025, 12, 31), Recurrence.NONE),
        ("31/5/2025", DeadlineState.READ, date(2025, 5, 31), date(2025, 6, 2), Recurrence.NONE),  # a Saturday
        ("", DeadlineState.EMPTY, None, None, Recurrence.NONE),
        ("khi có điều kiện", DeadlineState.UNREAD, None, None, Recurrence.NONE),
        ("Thường xuyên", DeadlineState.READ, None, None, Recurrence.CONTINUOUS),
        ("Hằng năm", DeadlineState.READ, date(2025, 12, 31), date(2025, 12, 31), Recurrence.YEARLY),
    ],
)
def test_a_deadline_is_kept_as_written_and_as_read(
    cast: Cast, text: str, state: str, due_on: date | None, closes_on: date | None, recurrence: str
) -> None:
    draft = drafted(cast, lead(cast.finance), deadline=text)
    assert draft.deadline_text == text
    assert (draft.deadline_state, draft.due_on, draft.closes_on, draft.recurrence) == (
        state,
        due_on,
        closes_on,
        recurrence,
    )


def unnamed(role: str = "lead", *, collective: bool = False) -> PartyTerms:
    return PartyTerms(role, None, None, "Địa phương được lựa chọn", collective=collective)


def test_one_named_lead_is_accountable(cast: Cast) -> None:
    draft = drafted(cast, lead(cast.finance), coordinating(cast.commune))
    assert (draft.lead_kind, draft.accountable) == (LeadKind.ONE, cast.finance)


def test_joint_leads_answer_through_their_focal_point(cast: Cast) -> None:
    joint = (lead(cast.finance), lead(cast.commune, focal=True))
    assert drafted(cast, *joint).accountable == cast.commune


def test_joint_leads_without_a_focal_point_have_nobody_accountable(cast: Cast) -> None:
    draft = drafted(cast, lead(cast.finance), lead(cast.commune))
    assert (draft.lead_kind, draft.accountable) == (LeadKind.SEVERAL, None)


def test_a_group_among_the_leads_makes_the_lead_collective(cast: Cast) -> None:
    group = build.group("Các sở thử nghiệm", cast.finance)
    draft = drafted(cast, lead(cast.commune), lead(group))
    assert (draft.lead_kind, draft.accountable) == (LeadKind.COLLECTIVE, None)


def test_a_collective_named_by_text_alone_is_collective_too(cast: Cast) -> None:
    assert drafted(cast, unnamed(collective=True)).lead_kind == LeadKind.COLLECTIVE


def test_an_agency_that_is_not_identified_is_one_lead_without_anybody_accountable(cast: Cast) -> None:
    draft = drafted(cast, unnamed())
    assert (draft.lead_kind, draft.accountable) == (LeadKind.ONE, None)


def test_nobody_named_is_no_lead(cast: Cast) -> None:
    assert drafted(cast, coordinating(cast.finance)).lead_kind == LeadKind.NONE


def test_members_of_a_group_are_written_down_once_for_a_date(cast: Cast) -> None:
    group = build.group("Các sở thử nghiệm", cast.finance, cast.commune)
    drafts = build.drafts(cast.authority, cast.department, *(terms(lead(group)) for _n in range(5)))
    later = build.drafts(cast.authority, cast.department, terms(lead(group)), on=date(2025, 7, 1))
    rolls = {draft.parties.get().roll for draft in (*drafts, *later)}
    assert len(rolls) == 2
    assert {agency for roll in rolls for agency in roll.organizations.all()} == {cast.finance, cast.commune}


def test_terms_of_a_draft_can_be_set(cast: Cast) -> None:
    draft = drafted(cast, lead(cast.finance))
    set_terms(draft, terms(lead(cast.commune), deadline="6/2026", product="Đề án"), on=ON, at=AT)
    draft = fresh(draft)
    assert (draft.accountable, draft.product, draft.due_on) == (cast.commune, "Đề án", date(2026, 6, 30))
    assert draft.revision == 2


def test_terms_of_an_issued_assignment_cannot_be_set(cast: Cast) -> None:
    with pytest.raises(ValueError, match="amend its origin"):
        set_terms(one(cast), terms(lead(cast.commune)), on=ON, at=AT)


def test_issuing_makes_drafts_binding_and_leaves_amendments_alone(cast: Cast) -> None:
    live = one(cast)
    copy_for_amendment(live, at=AT)
    draft = drafted(cast, lead(cast.finance))
    assert issue(Assignment.objects.all(), audience="open", at=AT) == 1
    draft.refresh_from_db()
    assert (draft.standing, draft.audience, draft.issued_at) == (Standing.ISSUED, "open", AT)


def test_an_amendment_leaves_the_issued_one_unchanged_until_it_is_absorbed(cast: Cast) -> None:
    live = one(cast)
    draft = copy_for_amendment(live, at=AT)
    set_terms(draft, terms(lead(cast.commune), content="Nội dung mới", deadline="6/2026"), on=ON, at=AT)
    live.refresh_from_db()
    assert live.accountable == cast.finance
    assert absorb(draft, at=AT) == live
    live.refresh_from_db()
    draft.refresh_from_db()
    assert (live.content, live.accountable, live.due_on) == ("Nội dung mới", cast.commune, date(2026, 6, 30))
    assert [party.organization for party in live.parties.all()] == [cast.commune]
    assert (draft.standing, live.standing, live.lineage) == (Standing.ABSORBED, Standing.ISSUED, draft.lineage)


def test_progress_survives_an_amendment(cast: Cast) -> None:
    live = one(cast)
    report_progress(
        cast.officer, live, revision=live.revision, status="in_progress", percent=40, narrative="", on=ON, at=AT
    )
    draft = copy_for_amendment(Assignment.objects.get(pk=live.pk), at=AT)
    assert (draft.status, draft.percent) == (Status.NOT_STARTED, 0)
    live = absorb(draft, at=AT)
    assert (live.status, live.percent, live.reports.count()) == (Status.IN_PROGRESS, 40, 1)


def test_only_a_draft_that_replaces_an_issued_one_is_absorbed(cast: Cast) -> None:
    with pytest.raises(ValueError, match="does not amend"):
        absorb(drafted(cast, lead(cast.finance)), at=AT)


def test_what_is_withdrawn_is_kept_with_its_reason_and_its_parts(cast: Cast) -> None:
    group = build.group("Các sở thử nghiệm", cast.finance, cast.commune)
    whole = one(cast, lead(group))
    open_collective(cast.office_specialist, whole, revision=whole.revision, at=AT)
    assert withdraw(Assignment.objects.filter(pk=whole.pk), reason="Không còn phù hợp", at=AT) == 1
    assert set(Assignment.objects.values_list("standing", "withdrawn_reason")) == {("withdrawn", "Không còn phù hợp")}
    assert withdraw(Assignment.objects.all(), reason="Lần nữa", at=AT) == 0


def test_an_amended_collective_hands_its_terms_to_the_parts_and_withdraws_those_that_no_longer_lead(
    cast: Cast,
) -> None:
    both = build.group("Các sở thử nghiệm", cast.finance, cast.commune)
    whole = one(cast, lead(both))
    open_collective(cast.office_specialist, whole, revision=whole.revision, at=AT)
    draft = copy_for_amendment(Assignment.objects.get(pk=whole.pk), at=AT)
    fewer = build.group("Sở y tế và tương đương", cast.finance)
    set_terms(draft, terms(lead(fewer), content="Nội dung mới", deadline="6/2026"), on=ON, at=AT)
    absorb(draft, at=AT)
    kept, gone = (whole.parts.get(accountable=agency) for agency in (cast.finance, cast.commune))
    assert (kept.content, kept.due_on, kept.standing) == ("Nội dung mới", date(2026, 6, 30), Standing.ISSUED)
    assert gone.standing == Standing.WITHDRAWN
    assert gone.withdrawn_reason


def test_a_day_off_that_the_office_sets_moves_the_terms_that_close_on_it(cast: Cast) -> None:
    moved, other = build.issued(
        cast.authority,
        cast.department,
        terms(lead(cast.finance), deadline="10/6/2025"),
        terms(lead(cast.finance), deadline="12/6/2025"),
    )
    CalendarDay.objects.create(day=date(2025, 6, 10), working=False, name="Nghỉ bù")
    assert move_closing_days() == 1
    moved.refresh_from_db()
    other.refresh_from_db()
    assert (moved.due_on, moved.closes_on) == (date(2025, 6, 10), date(2025, 6, 11))
    assert other.closes_on == date(2025, 6, 12)
    assert move_closing_days() == 0


def test_what_is_done_keeps_the_term_it_was_measured_by(cast: Cast) -> None:
    row = one(cast, deadline="10/6/2025")
    report_progress(cast.officer, row, revision=row.revision, status="done", percent=100, narrative="", on=ON, at=AT)
    CalendarDay.objects.create(day=date(2025, 6, 10), working=False, name="Nghỉ bù")
    assert move_closing_days() == 0


def test_writing_down_takes_the_same_queries_whatever_the_rows(cast: Cast) -> None:
    group = build.group("Các sở thử nghiệm", cast.finance, cast.commune)

    def queries(number: int) -> int:
        each = [terms(lead(group), coordinating(cast.commune)) for _n in range(number)]
        with CaptureQueriesContext(connection) as captured:
            build.drafts(cast.authority, cast.department, *each)
        return len(captured)

    queries(1)
    assert queries(2) == queries(300)
    assert Roll.objects.count() == 1
