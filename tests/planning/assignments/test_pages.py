"""The pages: who may open them, what they say, that nothing typed is lost, and that rows cost no queries."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from phusa.foundation.access import Role
from phusa.planning.assignments.models import Assignment, ProgressReport
from phusa.planning.assignments.services import PartyTerms, open_collective, withdraw
from phusa.planning.assignments.web import work
from tests.builders import assignments as build
from tests.builders import organizations
from tests.builders.assignments import AT, PLAN, coordinating, fresh, lead, terms
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db


def one(cast: Cast, *parties: PartyTerms, audience: str = "parties", **more: Any) -> Assignment:
    parties = parties or (lead(cast.finance), coordinating(cast.commune, "Cung cấp số liệu tại địa bàn"))
    return build.issued(cast.authority, cast.department, terms(*parties, **more), audience=audience)[0]


def page_of(row: Assignment) -> str:
    return reverse("assignments:assignment", args=[row.uid])


def typed(row: Assignment, **more: Any) -> dict[str, Any]:
    today = timezone.localdate()
    values = {"status": "in_progress", "percent": 30, "on": f"{today:%d/%m/%Y}", "narrative": "", "secrecy": ""}
    return {**values, "revision": fresh(row).revision, **more}


def report(client: Client, row: Assignment, **more: Any) -> Any:
    return client.post(reverse("assignments:report", args=[row.uid]), typed(row, **more))


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


# Who may open what: G the page, P the deed. 200 shown, 302 done, 403 not allowed, 404 not to be seen.

TABLE = """
person             list  my-work  page  report  confirm  handling  parts
specialist         200   200      200   302     403      403       200
head               200   200      200   403     403      403       200
director           200   200      200   403     403      403       200
clerk              200   200      200   403     403      403       403
office_specialist  200   200      200   302     403      200       200
office_leader      200   200      200   403     403      200       200
vice_chair         200   200      200   403     403      403       403
chair              200   200      200   403     403      403       403
officer            200   200      200   302     302      403       403
commune_officer    200   200      200   403     403      403       403
ministry_officer   200   200      404   404     404      403       403
auditor            200   200      200   403     403      403       403
administrator      200   200      404   403     403      403       403
outsider           403   200      403   403     403      403       403
"""
HEAD, *LINES = (line.split() for line in TABLE.strip().splitlines())


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[0])
def test_every_address_answers_every_person_as_the_table_says(cast: Cast, line: list[str]) -> None:
    row = one(cast)
    whole = one(cast, lead(build.group("Các sở, xã", cast.finance, cast.commune)))
    client = signed_in(getattr(cast, line[0]))
    from phusa.planning.assignments.services import report_progress

    waiting = one(cast)
    report_progress(
        cast.specialist,
        waiting,
        revision=waiting.revision,
        status="in_progress",
        percent=20,
        narrative="",
        on=build.ON,
        at=AT,
    )
    confirm = client.post(reverse("assignments:confirm", args=[waiting.uid]), {"revision": fresh(waiting).revision})
    answers = [
        client.get(reverse("assignments:list")),
        client.get(reverse("assignments:my_work")),
        client.get(page_of(row)),
        report(client, row),
        confirm,
        client.get(reverse("assignments:handling", args=[row.uid])),
        client.get(reverse("assignments:parts", args=[whole.uid])),
    ]
    assert [str(answer.status_code) for answer in answers] == line[1:]


def test_a_visitor_is_sent_to_log_in(cast: Cast, client: Client) -> None:
    row = one(cast, audience="open")
    for address in (reverse("assignments:list"), reverse("assignments:my_work"), page_of(row)):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "login" in answer["Location"]


# The page of an assignment


def test_the_page_says_what_by_whom_with_what_duty_and_by_when(cast: Cast) -> None:
    text = text_of(signed_in(cast.officer).get(page_of(one(cast, deadline="31/5/2025"))))
    assert "Sở Tài chính" in text
    assert "Cung cấp số liệu tại địa bàn" in text
    assert "31/5/2025" in text
    assert "02/06/2025" in text  # closes on the next working day
    assert PLAN.title in text


def test_no_progress_is_stated_while_nobody_has_reported(cast: Cast) -> None:
    row = one(cast)
    client = signed_in(cast.officer)

    def exported() -> Any:
        [line] = json.loads(b"".join(client.get(reverse("assignments:list"), {"export": "json"}).streaming_content))[
            "rows"
        ]
        return line["percent"]

    assert exported() is None
    for address in (page_of(row), reverse("assignments:list")):
        assert "0%" not in text_of(client.get(address))
    report(client, row, status="not_started", percent=0)
    assert exported() == 0
    for address in (page_of(row), reverse("assignments:list")):
        assert "0%" in text_of(client.get(address))


def test_an_opened_collective_states_no_progress_until_a_member_has_reported(cast: Cast) -> None:
    whole = one(cast, lead(build.group("Các sở, xã", cast.finance, cast.commune)), audience="open")
    open_collective(cast.specialist, whole, revision=whole.revision, at=AT)
    assert fresh(whole).reported_percent is None
    report(signed_in(cast.officer), whole.parts.get(accountable=cast.finance), percent=60)
    assert fresh(whole).reported_percent == 30


def test_the_page_speaks_the_readers_language(cast: Cast) -> None:
    row = one(cast, lead(build.group("Các sở, xã", cast.finance, cast.commune)), deadline="Hằng năm")
    open_collective(cast.specialist, row, revision=row.revision, at=AT)
    client = signed_in(cast.specialist)
    for language, says, says_not in (
        ("vi", "Chủ trì tập thể", "Collective lead"),
        ("en", "Collective lead", "Chủ trì tập thể"),
    ):
        type(cast.specialist).objects.update(language=language)
        text = text_of(client.get(page_of(row)))
        assert says in text
        assert says_not not in text


def test_a_report_is_recorded_with_its_file(cast: Cast) -> None:
    row = one(cast)
    file = SimpleUploadedFile("bao-cao.pdf", b"%PDF-1.4\n%%EOF\n")
    answer = report(signed_in(cast.officer), row, percent=45, narrative="Đã khảo sát", file=file, secrecy="normal")
    assert answer.status_code == 302
    made = ProgressReport.objects.get()
    assert (made.percent, made.narrative, made.evidence.get().file.name) == (45, "Đã khảo sát", "bao-cao.pdf")
    shown = signed_in(cast.officer).get(page_of(row)).content.decode()
    assert reverse("files:download", args=[made.evidence.get().file.uid]) in shown


def test_who_only_chooses_done_means_one_hundred_percent(cast: Cast) -> None:
    row = one(cast)
    client = signed_in(cast.officer)
    report(client, row, percent=40)
    report(client, row, status="done", percent=40)
    assert (fresh(row).status, fresh(row).percent) == ("done", 100)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"status": "done", "percent": 70}, "100"),
        ({"status": "paused", "percent": 0}, "percent"),
        ({"percent": 120}, "100"),
        ({"on": "31/13/2025"}, "23/06/2021"),
    ],
)
def test_a_report_that_cannot_be_kept_says_why_and_keeps_what_was_typed(
    cast: Cast, more: dict[str, Any], said: str
) -> None:
    row = one(cast)
    narrative = "" if more.get("status") == "paused" else "Nội dung đã gõ rất lâu, không được mất"
    answer = report(signed_in(cast.officer), row, narrative=narrative, **more)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert narrative in page
    assert fresh(row).status == "not_started"


def test_a_file_without_its_degree_of_secrecy_is_not_taken(cast: Cast) -> None:
    row = one(cast)
    file = SimpleUploadedFile("bao-cao.pdf", b"%PDF-1.4\n%%EOF\n")
    assert report(signed_in(cast.officer), row, file=file).status_code == 422
    assert report(signed_in(cast.officer), row, file=file, secrecy="secret").status_code == 422
    assert not ProgressReport.objects.exists()


def test_two_people_editing_one_task_the_second_sees_both_versions_and_loses_nothing(cast: Cast) -> None:
    row = one(cast)
    second = typed(row, percent=60, narrative="Bản của người thứ hai")
    report(signed_in(cast.officer), row, percent=20, narrative="Bản của người thứ nhất")
    client = signed_in(organizations.user("colleague", Role.OFFICER, cast.finance))
    answer = client.post(reverse("assignments:report", args=[row.uid]), second)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Bản của người thứ nhất" in page
    assert "Bản của người thứ hai" in page
    assert "Tiến độ, phần trăm" in page
    assert str(cast.officer) in page  # who was quicker
    assert row.reports.count() == 1
    chosen = {
        **second,
        "_merged": "1",
        "revision": fresh(row).revision,
        "_take.percent": "mine",
        "_take.narrative": "saved",
        "_saved.narrative": "Bản của người thứ nhất",
        "_take.status": "mine",
    }
    assert client.post(reverse("assignments:report", args=[row.uid]), chosen).status_code == 302
    assert (fresh(row).percent, fresh(row).narrative) == (60, "Bản của người thứ nhất")


def test_a_form_that_does_not_say_its_revision_is_not_read(cast: Cast) -> None:
    row = one(cast)
    sent = typed(row) | {"revision": "một"}
    answer = signed_in(cast.officer).post(reverse("assignments:report", args=[row.uid]), sent)
    assert answer.status_code == 400


def test_what_others_reported_is_shown_as_not_confirmed_until_the_lead_agency_speaks(cast: Cast) -> None:
    row = one(cast)
    report(signed_in(cast.specialist), row, percent=80)
    client = signed_in(cast.officer)
    before = client.get(page_of(row)).content.decode()
    assert 'id="confirm"' in before
    client.post(reverse("assignments:confirm", args=[row.uid]), {"revision": fresh(row).revision})
    after = client.get(page_of(row)).content.decode()
    assert 'id="confirm"' not in after
    assert "task-superseded" in after


def test_who_cannot_do_it_reads_who_can(cast: Cast) -> None:
    text = text_of(signed_in(cast.commune_officer).get(page_of(one(cast))))
    assert "Người làm được: Sở Tài chính" in text
    assert 'name="percent"' not in signed_in(cast.commune_officer).get(page_of(one(cast))).content.decode()


def test_an_agency_that_has_ended_is_named_by_those_that_took_over_at_the_end_of_all_steps(cast: Cast) -> None:
    day = date(2025, 7, 1)
    old = organizations.organization("Sở Tài chính Thái Bình", ends=day)
    between = organizations.organization("Sở Tài chính Hưng Yên cũ", ends=day)
    organizations.succession(old, between, day)
    organizations.succession(between, cast.finance, day)
    row = one(cast, lead(old), audience="open")
    text = text_of(signed_in(cast.commune_officer).get(page_of(row)))
    assert "nay là: Sở Tài chính " in text
    assert "Người làm được: Sở Tài chính;" in text


def test_an_opened_collective_shows_n_of_m_and_no_form(cast: Cast) -> None:
    whole = one(cast, lead(build.group("Các sở, xã", cast.finance, cast.commune)))
    client = signed_in(cast.specialist)
    asked_for = reverse("assignments:parts", args=[whole.uid])
    assert asked_for in client.get(page_of(whole)).content.decode()
    asked = client.get(asked_for).content.decode()
    assert "Sở Tài chính" in asked
    done = client.post(asked_for, {"revision": whole.revision})
    assert done.status_code == 302
    page = client.get(page_of(whole)).content.decode()
    assert "0/2" in page
    assert asked_for not in page
    assert 'name="percent"' not in page


def test_what_has_been_withdrawn_says_why_and_offers_nothing(cast: Cast) -> None:
    row = one(cast)
    withdraw(Assignment.objects.filter(pk=row.pk), reason="Chuyển sang kế hoạch khác", at=AT)
    page = signed_in(cast.officer).get(page_of(row)).content.decode()
    assert "Chuyển sang kế hoạch khác" in page
    assert 'name="percent"' not in page


def test_naming_who_handles_it(cast: Cast) -> None:
    row = one(cast, lead(cast.department))
    client = signed_in(cast.head)
    address = reverse("assignments:handling", args=[row.uid])
    assert cast.specialist.full_name in client.get(address).content.decode()
    sent = {"revision": row.revision, "handling_officer": cast.specialist.pk}
    assert client.post(address, sent).status_code == 302
    assert fresh(row).handling_officer == cast.specialist
    sent["revision"] = fresh(row).revision
    sent["handling_officer"] = cast.officer.pk
    assert client.post(address, sent).status_code == 422


def test_a_file_is_added_to_ones_own_report(cast: Cast) -> None:
    row = one(cast)
    client = signed_in(cast.officer)
    report(client, row)
    made = ProgressReport.objects.get()
    address = reverse("assignments:evidence", args=[row.uid, made.uid])
    assert address in client.get(page_of(row)).content.decode()
    assert client.get(address).status_code == 200
    sent = {"file": SimpleUploadedFile("anh.pdf", b"%PDF-1.4\n%%EOF\n"), "secrecy": "normal"}
    assert client.post(address, sent).status_code == 302
    assert made.evidence.count() == 1
    assert address not in signed_in(cast.chair).get(page_of(row)).content.decode()


def test_the_journal_of_the_record_stands_on_its_page(cast: Cast) -> None:
    row = one(cast)
    report(signed_in(cast.officer), row)
    page = signed_in(cast.vice_chair).get(page_of(row)).content.decode()
    assert 'class="history"' in page
    assert cast.officer.full_name in page


# The list


def listed(client: Client, **filters: Any) -> list[str]:
    answer = client.get(reverse("assignments:list"), {**filters, "export": "json", "column": ["content"]})
    return [row["content"] for row in json.loads(b"".join(answer.streaming_content))["rows"]]


@pytest.fixture
def several(cast: Cast) -> dict[str, Assignment]:
    today = timezone.localdate()
    group = build.group("Các sở, xã", cast.finance, cast.commune)
    each = {
        "late": terms(lead(cast.finance), deadline=f"{today - timedelta(days=30):%d/%m/%Y}"),
        "soon": terms(
            lead(cast.commune), coordinating(cast.finance), deadline=f"{today + timedelta(days=10):%d/%m/%Y}"
        ),
        "joint": terms(lead(cast.finance), lead(cast.department), deadline=f"{today + timedelta(days=90):%d/%m/%Y}"),
        "collective": terms(lead(group), deadline="khi có điều kiện", follow_up_id=cast.finance.pk),
        "empty": terms(coordinating(group), deadline=""),
    }
    each = {name: replace(one_, content=name) for name, one_ in each.items()}
    rows = build.issued(cast.authority, cast.department, *each.values(), audience="open")
    return dict(zip(each, rows, strict=True))


def test_filters_of_the_list(cast: Cast, several: dict[str, Assignment]) -> None:
    Assignment.objects.filter(pk=several["soon"].pk).update(status_confirmed=False, handling_officer=cast.officer)
    client = signed_in(cast.officer)
    finance, today = str(cast.finance.uid), timezone.localdate()
    expected = {
        (): {"late", "soon", "joint", "collective", "empty"},
        (("agency", finance),): {"late", "soon", "joint", "collective", "empty"},
        (("agency", finance), ("role", "lead")): {"late", "joint"},
        (("agency", finance), ("role", "coordinating")): {"soon", "empty"},
        (("agency", finance), ("role", "follow_up")): {"collective"},
        (("agency", "mine"), ("role", "lead")): {"late", "joint"},
        (("clock", "overdue"),): {"late"},
        (("clock", "due_soon"),): {"soon"},
        (("clock", "unread"),): {"collective"},
        (("clock", "undated"),): {"empty"},
        (("clock", "none"),): {"collective", "empty"},
        (("lead", "several"),): {"joint"},
        (("lead", "collective"),): {"collective"},
        (("lead", "nobody"),): {"joint", "empty"},
        (("status", "done"),): set(),
        (("unconfirmed", "on"),): {"soon"},
        (("mine", "on"),): {"soon"},
        (("ours", "on"),): {"late", "soon", "joint", "collective", "empty"},
        (("ours", "on"), ("agency", str(cast.commune.uid)), ("role", "lead")): {"soon"},
        (("year", str((today + timedelta(days=10)).year)), ("clock", "due_soon")): {"soon"},
    }
    for filters, names in expected.items():
        assert set(listed(client, **dict(filters))) == names, filters


def test_the_list_begins_with_what_is_most_pressing(cast: Cast, several: dict[str, Assignment]) -> None:
    Assignment.objects.filter(pk=several["late"].pk).update(
        status="done", percent=100, completed_on=timezone.localdate()
    )
    assert listed(signed_in(cast.officer)) == ["soon", "joint", "collective", "empty", "late"]


def test_parts_are_listed_where_somebodys_own_work_is_asked_for(cast: Cast, several: dict[str, Assignment]) -> None:
    whole = several["collective"]
    open_collective(cast.specialist, whole, revision=whole.revision, at=AT)
    client = signed_in(cast.officer)
    assert listed(client).count("collective") == 1
    assert listed(client, agency="mine", role="lead").count("collective") == 1
    assert listed(client, agency="mine").count("collective") == 1  # the part stands in the place of the whole


def test_the_list_is_searched_within_without_diacritics(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        one(cast, content="Ươm tạo giống lúa chất lượng cao")
        one(cast, content="Số hóa hồ sơ")
    assert listed(signed_in(cast.officer), q="uom tao") == ["Ươm tạo giống lúa chất lượng cao"]


def test_the_list_is_filtered_by_what_a_task_comes_from(cast: Cast, several: dict[str, Assignment]) -> None:
    client = signed_in(cast.officer)
    assert len(listed(client, kind=PLAN.kind)) == len(several)
    assert listed(client, kind="request") == []


def test_a_document_is_a_filter_once_a_link_asks_for_it(cast: Cast, several: dict[str, Assignment]) -> None:
    client = signed_in(cast.officer)
    assert len(listed(client, origin=str(PLAN.uid))) == len(several)
    address = reverse("assignments:list")
    assert (
        f'<option value="{PLAN.uid}" selected>{PLAN.title}'
        in client.get(address, {"origin": str(PLAN.uid)}).content.decode()
    )
    assert 'name="origin"' not in client.get(address).content.decode()
    assert 'id="filter-origin-error"' in client.get(address, {"origin": "no uid"}).content.decode()


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_rows_cost_no_queries(cast: Cast) -> None:
    group = build.group("Các sở, xã", cast.finance, cast.commune)
    overdue = f"{timezone.localdate() - timedelta(days=30):%d/%m/%Y}"

    def more(number: int) -> None:
        each = [
            terms(lead(cast.finance), coordinating(group), deadline=overdue, follow_up_id=cast.commune.pk)
            for _n in range(number)
        ]
        build.issued(cast.authority, cast.department, *each)

    more(2)
    addresses = [reverse("assignments:list"), reverse("assignments:my_work")]
    people = [signed_in(person) for person in (cast.officer, cast.vice_chair, cast.auditor, cast.specialist)]
    before = [queries(person, address) for person in people for address in addresses]
    more(40)
    assert [queries(person, address) for person in people for address in addresses] == before
    assert max(before) <= 20


def test_parties_reports_and_parts_cost_no_queries(cast: Cast) -> None:
    members = [organizations.organization() for _n in range(2)]
    small = one(cast, lead(build.group("Hai cơ quan", *members)))
    many = [organizations.organization() for _n in range(15)]
    large = one(
        cast, lead(build.group("Mười lăm cơ quan", *many)), *(coordinating(agency) for agency in many), deadline="2025"
    )
    for row in (small, large):
        open_collective(cast.specialist, row, revision=row.revision, at=AT)
    client = signed_in(cast.specialist)
    counts = [queries(client, page_of(row)) for row in (small, large)]
    assert counts[1] <= counts[0] + 1  # the organisations of its parties
    plain = one(cast)
    officer = signed_in(cast.officer)
    report(officer, plain, percent=1)
    first = queries(officer, page_of(plain))
    for percent in range(2, 8):
        report(officer, plain, percent=percent)
    assert queries(officer, page_of(plain)) == first
    assert max(*counts, first) <= 20


# My work


def test_my_work_is_a_queue_with_one_next_thing_to_do(cast: Cast, several: dict[str, Assignment]) -> None:
    def waiting(user: Any) -> dict[Any, list[str]]:
        sections = signed_in(user).get(reverse("assignments:my_work")).context["sections"]
        return {section.reason: [item.record.content for item in section.items] for section in sections}

    report(signed_in(cast.specialist), several["soon"], percent=10)
    assert waiting(cast.officer) == {work.LATE: ["late"]}
    assert waiting(cast.commune_officer) == {work.TO_CONFIRM: ["soon"]}
    assert waiting(cast.head) == {work.WITHOUT_OFFICER: ["joint"], work.TO_OPEN: ["collective"]}
    assert waiting(cast.office_leader) == {work.TO_OPEN: ["collective"]}
    assert waiting(cast.auditor) == waiting(cast.administrator) == waiting(cast.outsider) == {}


def test_what_another_officer_handles_is_not_my_work(cast: Cast, several: dict[str, Assignment]) -> None:
    colleague = organizations.user("colleague", Role.OFFICER, cast.finance)
    Assignment.objects.filter(pk=several["late"].pk).update(handling_officer=colleague)
    mine = signed_in(cast.officer).get(reverse("assignments:my_work")).context["sections"]
    theirs = signed_in(colleague).get(reverse("assignments:my_work")).context["sections"]
    assert (mine, [item.record for item in theirs[0].items]) == ([], [several["late"]])


def test_a_vice_chair_sees_what_is_late_under_their_lead(cast: Cast, several: dict[str, Assignment]) -> None:
    leader = organizations.person("Trần Thị Bình", account=cast.vice_chair)
    Assignment.objects.update(responsible_leader=leader)
    [section] = signed_in(cast.vice_chair).get(reverse("assignments:my_work")).context["sections"]
    assert [item.record for item in section.items] == [several["late"]]
