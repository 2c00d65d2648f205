"""Reporting progress: the table of steps, whose word settles a status, what is superseded, what comes round again."""

from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from phusa.foundation.access import Role
from phusa.foundation.journal.models import Entry
from phusa.foundation.records.services import Conflict
from phusa.kernel.refusals import NotAllowed, Refused
from phusa.planning.assignments.models import Assignment, ProgressReport
from phusa.planning.assignments.services import (
    GivenFile,
    PartyTerms,
    absorb,
    attach_evidence,
    confirm_progress,
    copy_for_amendment,
    open_collective,
    report_progress,
    set_handling,
    withdraw,
)
from phusa.planning.assignments.vocabulary import Standing, Status
from phusa.planning.assignments.workflow import PROGRESS, STANDING, step_to
from tests.builders import assignments as build
from tests.builders import organizations
from tests.builders.assignments import AT, ON, coordinating, fresh, lead, terms
from tests.cast import Cast

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def one(cast: Cast, *parties: Any, audience: str = "parties", **more: Any) -> Assignment:
    parties = parties or (lead(cast.finance), coordinating(cast.commune))
    return build.issued(cast.authority, cast.department, terms(*parties, **more), audience=audience)[0]


def report(actor: Any, row: Assignment, status: str = "in_progress", percent: int = 30, **more: Any) -> ProgressReport:
    row = fresh(row)
    values = {"revision": row.revision, "narrative": "", "on": ON, "at": AT, **more}
    return report_progress(actor, row, status=status, percent=percent, **values)


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {refusal.code for refusal in refused.value.refusals}


# The table of steps


STEPS = """
from \\ to     not_started  in_progress  done     paused
not_started   wait         start        finish   pause
in_progress   put_back     advance      finish   pause
done          put_back     reopen       restate  pause
paused        put_back     start        finish   rest
"""
TABLE = [line.split() for line in STEPS.strip().splitlines()]


@pytest.mark.parametrize(("row", "column"), list(product(range(1, 5), range(1, 5))))
def test_every_status_leads_to_every_other_by_the_step_of_the_table(row: int, column: int) -> None:
    current, wanted, step = TABLE[row][0], TABLE[0][column + 2], TABLE[row][column]
    assert step_to(current, wanted) == step
    assert PROGRESS.step(step).to in (wanted, None)


def test_there_is_no_step_to_a_status_that_does_not_exist() -> None:
    assert step_to("done", "approved") is None


def test_standing_is_moved_by_other_deeds_only() -> None:
    assert all(not step.permission for step in STANDING.steps)
    assert {(step.name, state) for step in STANDING.steps for state in step.from_} == {
        ("issue", Standing.DRAFT),
        ("absorb", Standing.DRAFT),
        ("withdraw", Standing.DRAFT),
        ("withdraw", Standing.ISSUED),
    }


@pytest.mark.parametrize(
    ("before", "status", "percent", "narrative", "refused"),
    [
        (("not_started", 0), "in_progress", 30, "", set()),
        (("not_started", 0), "not_started", 10, "", {"begun-above-0"}),
        (("in_progress", 30), "in_progress", 30, "", set()),
        (("in_progress", 30), "in_progress", 20, "", {"step-back-unexplained"}),
        (("in_progress", 30), "in_progress", 20, "Phải làm lại phần khảo sát", set()),
        (("in_progress", 30), "in_progress", 20, "   ", {"step-back-unexplained"}),
        (("in_progress", 30), "in_progress", 101, "", {"percent-out-of-range"}),
        (("in_progress", 30), "in_progress", -1, "Lùi", {"percent-out-of-range"}),
        (("in_progress", 30), "done", 99, "", {"done-below-100"}),
        (("in_progress", 30), "done", 100, "", set()),
        (("in_progress", 30), "paused", 30, "", {"pause-without-reason"}),
        (("in_progress", 30), "paused", 30, "Chờ bố trí kinh phí", set()),
        (("in_progress", 30), "not_started", 0, "", {"step-back-unexplained"}),
        (("done", 100), "in_progress", 100, "", {"step-back-unexplained"}),
        (("done", 100), "in_progress", 90, "Sản phẩm chưa được duyệt", set()),
        (("done", 100), "done", 100, "Bổ sung", set()),
        (("done", 100), "done", 50, "", {"done-below-100", "step-back-unexplained"}),
        (("in_progress", 30), "approved", 30, "", {"status-unknown"}),
    ],
)
def test_what_a_report_may_say(
    cast: Cast, before: tuple[str, int], status: str, percent: int, narrative: str, refused: set[str]
) -> None:
    row = one(cast)
    if before != ("not_started", 0):
        report(cast.officer, row, *before)
    if not refused:
        assert report(cast.officer, row, status, percent, narrative=narrative).status == status
        return
    with pytest.raises(Refused) as found:
        report(cast.officer, row, status, percent, narrative=narrative)
    assert codes(found) == refused
    assert (fresh(row).status, fresh(row).percent) == before


def test_a_report_does_not_speak_of_the_future(cast: Cast) -> None:
    row = one(cast)
    assert report(cast.officer, row, on=date(2025, 3, 10))
    with pytest.raises(Refused) as found:
        report(cast.officer, row, on=date(2025, 3, 11))
    assert codes(found) == {"report-of-the-future"}


def test_today_is_the_day_in_viet_nam(cast: Cast) -> None:
    late_in_the_evening = datetime(2025, 3, 10, 18, 0, tzinfo=UTC)  # 01:00 on the eleventh
    assert report(cast.officer, one(cast), on=date(2025, 3, 11), at=late_in_the_evening)


def test_nothing_is_reported_on_a_draft_or_on_what_has_been_withdrawn(cast: Cast) -> None:
    draft = build.drafts(cast.authority, cast.department, terms(lead(cast.department)))[0]
    gone = one(cast)
    withdraw(Assignment.objects.filter(pk=gone.pk), reason="Thử", at=AT)
    for row, actor in ((draft, cast.specialist), (gone, cast.officer)):
        with pytest.raises(NotAllowed):
            report(actor, row)


# Whose word it is


def test_the_lead_agency_settles_the_status(cast: Cast) -> None:
    row = one(cast)
    made = report(cast.officer, row, percent=40)
    row = fresh(row)
    assert (made.confirmed, made.reported_for, made.reported_by) == (True, cast.finance, cast.officer)
    assert (row.status, row.percent, row.status_confirmed, row.status_at) == (Status.IN_PROGRESS, 40, True, AT)


@pytest.mark.parametrize("part", ["specialist", "office_specialist", "commune_officer"])
def test_what_others_report_waits_for_the_lead_agency(cast: Cast, part: str) -> None:
    row = one(cast, follow_up_id=cast.commune.pk)
    made = report(getattr(cast, part), row)
    assert not made.confirmed
    assert not fresh(row).status_confirmed
    assert (fresh(row).status, fresh(row).percent) == ("in_progress", 30)


@pytest.mark.parametrize(
    "part",
    [
        "clerk",
        "head",
        "director",
        "office_leader",
        "vice_chair",
        "chair",
        "ministry_officer",
        "auditor",
        "administrator",
    ],
)
def test_who_neither_leads_nor_follows_reports_nothing(cast: Cast, part: str) -> None:
    row = one(cast, audience="open")
    with pytest.raises(NotAllowed):
        report(getattr(cast, part), row)


def test_a_coordinating_agency_does_not_report(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        report(cast.commune_officer, one(cast))


def test_nobody_reports_on_what_is_not_open_to_them(cast: Cast) -> None:
    row = one(cast, audience="internal")
    with pytest.raises(NotAllowed):
        report(cast.officer, row)


def test_the_successor_reports_for_its_predecessor_under_its_own_name(cast: Cast) -> None:
    heir = organizations.organization("Sở Tài chính mới")
    organizations.succession(cast.finance, heir, date(2025, 3, 1))
    made = report(organizations.user("heir", Role.OFFICER, heir), one(cast))
    assert (made.confirmed, made.reported_for) == (True, heir)


def test_of_joint_leads_the_focal_point_settles_and_the_others_wait_for_it(cast: Cast) -> None:
    row = one(cast, lead(cast.finance, focal=True), lead(cast.commune))
    assert not report(cast.commune_officer, row).confirmed
    assert report(cast.officer, row).confirmed


def test_joint_leads_without_a_focal_point_each_settle(cast: Cast) -> None:
    row = one(cast, lead(cast.finance), lead(cast.commune))
    assert report(cast.commune_officer, row).confirmed
    assert report(cast.officer, row).confirmed


def test_who_leads_and_follows_speaks_as_the_lead(cast: Cast) -> None:
    row = one(cast, lead(cast.department), follow_up_id=cast.department.pk)
    assert report(cast.specialist, row).confirmed


def test_the_lead_agency_confirms_what_others_reported(cast: Cast) -> None:
    row = one(cast)
    theirs = report(cast.specialist, row, "in_progress", 60, narrative="Theo báo cáo tại cuộc họp")
    row = fresh(row)
    mine = confirm_progress(cast.officer, row, revision=row.revision, at=AT)
    assert (mine.confirmed, mine.percent, mine.supersedes, mine.reported_for) == (True, 60, theirs, cast.finance)
    assert fresh(row).status_confirmed
    assert not fresh(theirs).confirmed  # reports are never changed


def test_the_lead_agency_corrects_what_others_reported(cast: Cast) -> None:
    row = one(cast)
    theirs = report(cast.specialist, row, "done", 100)
    mine = report(cast.officer, row, "in_progress", 80, narrative="Còn chờ phê duyệt")
    assert mine.supersedes == theirs
    assert (fresh(row).status, fresh(row).status_confirmed, fresh(row).completed_on) == ("in_progress", True, None)


def test_nothing_is_confirmed_where_nothing_waits(cast: Cast) -> None:
    row = one(cast)
    report(cast.officer, row)
    row = fresh(row)
    with pytest.raises(Refused) as found:
        confirm_progress(cast.officer, row, revision=row.revision, at=AT)
    assert codes(found) == {"nothing-to-confirm"}


def test_only_the_lead_agency_confirms(cast: Cast) -> None:
    row = one(cast)
    report(cast.specialist, row)
    row = fresh(row)
    for actor in (cast.specialist, cast.office_specialist, cast.commune_officer, cast.auditor, cast.chair):
        with pytest.raises(NotAllowed):
            confirm_progress(actor, row, revision=row.revision, at=AT)


# What is kept


def test_reports_are_added_and_the_last_supersedes_the_one_before(cast: Cast) -> None:
    row = one(cast)
    first, second = report(cast.officer, row, percent=10), report(cast.officer, row, percent=20)
    assert second.supersedes == first
    assert row.reports.count() == 2
    assert fresh(first).percent == 10


def test_of_two_people_the_second_is_told_what_the_first_kept(cast: Cast) -> None:
    row = one(cast)
    report(cast.officer, row, percent=10)
    with pytest.raises(Conflict) as found:
        report(cast.officer, row, percent=50, revision=row.revision)
    assert found.value.current == row
    assert (fresh(row).percent, row.reports.count()) == (10, 1)


def test_a_report_stands_in_the_journal_of_the_assignment_and_of_its_document(cast: Cast) -> None:
    row = one(cast)
    report(cast.officer, row, "done", 100)
    entry = Entry.objects.get(kind="assignment.progress_reported")
    assert (entry.subject_uid, entry.context_uid, entry.actor) == (row.uid, row.origin_uid, cast.officer)
    assert entry.payload == {"status": "done", "percent": 100, "confirmed": True, "on": "2025-01-09"}


def test_what_is_done_carries_the_day_on_which_it_was_done(cast: Cast) -> None:
    row = one(cast)
    report(cast.officer, row, "done", 100, on=date(2025, 2, 3))
    assert fresh(row).completed_on == date(2025, 2, 3)
    report(cast.officer, row, "in_progress", 90, narrative="Thiếu phụ lục")
    assert fresh(row).completed_on is None


# Evidence


def given(name: str = "bao-cao.pdf", content: bytes = PDF, secrecy: str = "normal") -> GivenFile:
    return GivenFile(SimpleUploadedFile(name, content), secrecy)


def test_a_report_carries_its_evidence(cast: Cast) -> None:
    made = report(cast.officer, one(cast), evidence=[given()])
    file = made.evidence.get().file
    assert (file.name, file.owner_uid) == ("bao-cao.pdf", made.assignment.uid)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (given(secrecy="confidential"), "secret-paper"),
        (given(secrecy=""), "secrecy-not-stated"),
        (given("chuong-trinh.pdf", b"MZ\x90\x00" + b"\x00" * 200), "unknown-kind"),
        (given(content=b""), "empty-file"),
    ],
)
def test_what_may_not_be_kept_refuses_the_whole_report(cast: Cast, file: GivenFile, code: str) -> None:
    row = one(cast)
    with pytest.raises(Refused) as found:
        report(cast.officer, row, evidence=[file])
    assert code in codes(found)
    assert (fresh(row).status, row.reports.count()) == ("not_started", 0)


def test_a_file_is_added_later_to_the_report_of_ones_own_agency_only(cast: Cast) -> None:
    row = one(cast)
    made = report(cast.officer, row)
    assert attach_evidence(cast.officer, made, given(), at=AT).report == made
    with pytest.raises(Refused) as found:
        attach_evidence(cast.specialist, made, given(), at=AT)
    assert codes(found) == {"report-of-others"}
    with pytest.raises(NotAllowed):
        attach_evidence(cast.commune_officer, made, given(), at=AT)


# What comes round again


def test_a_yearly_duty_that_is_done_moves_on_to_the_next_year(cast: Cast) -> None:
    row = one(cast, deadline="trước ngày 15/12 hằng năm")
    assert row.due_on == date(2025, 12, 14)
    made = report(cast.officer, row, "done", 100)
    row = fresh(row)
    assert made.period_due_on == date(2025, 12, 14)
    assert (row.due_on, row.closes_on) == (date(2026, 12, 14), date(2026, 12, 14))
    assert (row.status, row.percent, row.completed_on, row.status_confirmed) == ("not_started", 0, None, True)


def test_it_moves_on_only_with_the_lead_agencys_word(cast: Cast) -> None:
    row = one(cast, deadline="Hằng năm")
    report(cast.specialist, row, "done", 100)
    assert (fresh(row).due_on, fresh(row).status) == (date(2025, 12, 31), "done")
    row = fresh(row)
    confirm_progress(cast.officer, row, revision=row.revision, at=AT)
    assert (fresh(row).due_on, fresh(row).status) == (date(2026, 12, 31), "not_started")


def test_a_year_that_was_never_reported_stays_overdue(cast: Cast) -> None:
    row = one(cast, deadline="Hằng năm")
    late = datetime(2027, 2, 1, 2, tzinfo=UTC)
    report(cast.officer, row, "done", 100, at=late, on=date(2025, 12, 20))
    assert fresh(row).due_on == date(2026, 12, 31)


def test_reports_of_another_period_are_not_superseded(cast: Cast) -> None:
    row = one(cast, deadline="Hằng năm")
    first = report(cast.officer, row, "done", 100)
    second = report(cast.officer, row, "in_progress", 10)
    assert second.supersedes is None
    assert not ProgressReport.objects.filter(supersedes=first).exists()


# Collectives


def test_a_collective_is_opened_into_one_part_for_each_member(cast: Cast) -> None:
    whole = one(cast, lead(build.group("Các sở, xã", cast.finance, cast.commune)), coordinating(cast.department))
    parts = open_collective(cast.specialist, whole, revision=whole.revision, at=AT)
    assert {part.accountable for part in parts} == {cast.finance, cast.commune}
    assert {(part.content, part.due_on, part.standing) for part in parts} == {
        (whole.content, whole.due_on, Standing.ISSUED)
    }
    assert all(part.parties.get().organization == part.accountable for part in parts)
    assert Entry.objects.filter(kind="assignment.collective_opened", subject_uid=whole.uid).exists()


def test_the_progress_of_the_whole_follows_from_its_parts(cast: Cast) -> None:
    whole = one(cast, lead(build.group("Các sở, xã", cast.finance, cast.commune)))
    open_collective(cast.office_specialist, whole, revision=whole.revision, at=AT)
    of_finance, of_commune = (whole.parts.get(accountable=agency) for agency in (cast.finance, cast.commune))
    report(cast.officer, of_finance, "done", 100)
    assert (fresh(whole).status, fresh(whole).percent, fresh(whole).status_confirmed) == ("in_progress", 50, True)
    report(cast.specialist, of_commune, "done", 100, on=date(2025, 2, 1))
    assert (fresh(whole).status, fresh(whole).percent, fresh(whole).status_confirmed) == ("done", 100, False)
    assert fresh(whole).completed_on == date(2025, 2, 1)


def test_an_opened_collective_is_reported_on_by_its_parts_only(cast: Cast) -> None:
    whole = one(cast, lead(build.group("Các sở, xã", cast.finance)))
    report(cast.specialist, whole)
    whole = fresh(whole)
    open_collective(cast.specialist, whole, revision=whole.revision, at=AT)
    with pytest.raises(Refused) as found:
        report(cast.specialist, whole, percent=80)
    assert codes(found) == {"opened-into-parts"}


def test_opening_again_adds_only_the_members_that_are_missing(cast: Cast) -> None:
    whole = one(cast, lead(build.group("Các sở, xã", cast.finance, cast.commune)))
    open_collective(cast.specialist, whole, revision=whole.revision, at=AT)
    whole = fresh(whole)
    with pytest.raises(Refused) as found:
        open_collective(cast.specialist, whole, revision=whole.revision, at=AT)
    assert codes(found) == {"opened-already"}
    withdraw(whole.parts.filter(accountable=cast.commune), reason="Nhầm", at=AT)
    again = open_collective(cast.specialist, whole, revision=fresh(whole).revision, at=AT)
    assert [part.accountable for part in again] == [cast.commune]


def test_only_a_collective_whose_members_are_known_is_opened(cast: Cast) -> None:
    text_only = one(cast, PartyTerms("lead", None, None, "Địa phương được lựa chọn", collective=True))
    for row, code in ((one(cast), "not-collective"), (text_only, "members-unknown")):
        with pytest.raises(Refused) as found:
            open_collective(cast.specialist, row, revision=row.revision, at=AT)
        assert codes(found) == {code}


@pytest.mark.parametrize("part", ["officer", "clerk", "vice_chair", "auditor", "administrator", "ministry_officer"])
def test_who_did_not_draft_it_and_is_not_the_office_opens_nothing(cast: Cast, part: str) -> None:
    whole = one(cast, lead(build.group("Các sở, xã", cast.finance)), audience="open")
    with pytest.raises(NotAllowed):
        open_collective(getattr(cast, part), whole, revision=whole.revision, at=AT)


# Handling


def handle(actor: Any, row: Assignment, **more: Any) -> Assignment:
    row = fresh(row)
    values: dict[str, Any] = {"responsible_leader": None, "handling_officer": None, "follow_up": None, **more}
    return set_handling(actor, row, revision=row.revision, at=AT, **values)


def test_the_head_of_the_lead_agency_names_its_officer(cast: Cast) -> None:
    row = one(cast, lead(cast.department))
    handle(cast.head, row, handling_officer=cast.specialist)
    assert fresh(row).handling_officer == cast.specialist
    assert Entry.objects.get(kind="assignment.handling_set").payload["handling_officer"] == str(cast.specialist)


def test_the_office_names_the_responsible_leader_and_who_follows_up(cast: Cast) -> None:
    row = one(cast)
    leader = organizations.person("Trần Thị Bình", account=cast.vice_chair)
    handle(cast.office_leader, row, responsible_leader=leader, follow_up=cast.department)
    assert (fresh(row).responsible_leader, fresh(row).follow_up) == (leader, cast.department)


def test_the_handling_officer_works_in_a_lead_agency(cast: Cast) -> None:
    with pytest.raises(Refused) as found:
        handle(cast.office_specialist, one(cast), handling_officer=cast.specialist)
    assert codes(found) == {"officer-of-another-agency"}


@pytest.mark.parametrize("part", ["head", "officer", "specialist", "vice_chair", "auditor", "administrator", "clerk"])
def test_who_heads_no_lead_agency_and_is_not_the_office_arranges_nothing(cast: Cast, part: str) -> None:
    with pytest.raises(NotAllowed):
        handle(getattr(cast, part), one(cast, audience="open"))


def test_an_amendment_in_the_making_takes_over_who_handles_it(cast: Cast) -> None:
    live = one(cast)
    draft = copy_for_amendment(live, at=AT)
    handle(cast.office_specialist, live, handling_officer=cast.officer)
    absorb(fresh(draft), at=AT)
    assert fresh(live).handling_officer == cast.officer
