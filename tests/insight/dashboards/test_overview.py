"""The overview: every number is that of the list it leads to, and nobody reads of what is not open to them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.transaction import atomic
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from phusa.foundation.access.models import User
from phusa.foundation.journal.services import record, redact
from phusa.insight.dashboards import queries
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.services import open_collective, report_progress
from tests.builders import assignments as build
from tests.builders import organizations
from tests.builders.assignments import AT, ON, coordinating, fresh, lead, terms
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db


def on(days: int) -> str:
    return f"{timezone.localdate() + timedelta(days=days):%d/%m/%Y}"


@pytest.fixture
def rows(cast: Cast) -> list[Assignment]:
    """Something in every cell that a page counts."""
    group = build.group("Các sở, xã", cast.finance, cast.commune)
    made = build.issued(
        cast.authority,
        cast.department,
        terms(lead(cast.finance), deadline=on(-40)),
        terms(lead(cast.finance), coordinating(cast.commune), deadline=on(-25)),
        terms(lead(cast.commune), deadline=on(9)),
        terms(lead(cast.department), coordinating(cast.finance), deadline=on(100)),
        terms(lead(cast.finance), lead(cast.commune), deadline=on(3)),
        terms(lead(cast.finance, focal=True), lead(cast.commune), deadline="khi có điều kiện"),
        terms(lead(group), deadline=on(-20)),
        terms(coordinating(group), deadline=""),
        terms(lead(cast.commune), deadline=on(-60)),
        terms(lead(cast.commune), deadline=on(20)),
        audience="open",
    )
    progress(cast.commune_officer, made[8], "done", 100, on=timezone.localdate())
    progress(cast.commune_officer, made[9], "paused", 40, narrative="Chờ kinh phí")
    progress(cast.specialist, made[1], "in_progress", 70)
    open_collective(cast.specialist, made[6], revision=made[6].revision, at=AT)
    return made


def progress(actor: User, row: Assignment, status: str, percent: int, **more: Any) -> None:
    values = {"narrative": "", "on": ON, "at": timezone.now(), **more}
    report_progress(actor, row, revision=fresh(row).revision, status=status, percent=percent, **values)


def overview(user: User, scope: str = "") -> Any:
    return signed_in(user).get("/", {"scope": scope} if scope else {}).context


def counted_by(client: Client, url: str) -> int:
    answer = client.get(url)
    assert answer.status_code == 200
    assert not answer.context["listing"].invalid
    assert answer.context["listing"].notices == []
    return int(answer.context["listing"].count)


@pytest.mark.parametrize("part", ["officer", "commune_officer", "specialist", "vice_chair", "auditor"])
@pytest.mark.parametrize("scope", ["all", "agency"])
def test_every_number_is_that_of_the_list_it_leads_to(
    cast: Cast, rows: list[Assignment], part: str, scope: str
) -> None:
    client = signed_in(getattr(cast, part))
    page = client.get("/", {"scope": scope}).context
    cells = [cell for line in (*page["table"], *page["agencies"]) for cell in line.cells]
    cells += [line.total for line in page["table"]]
    assert len(page["tiles"]) == 6
    for number in (*page["tiles"], *cells):
        if number.figure:
            assert counted_by(client, number.url) == number.figure, (str(number.label), number.url)
    assert page["figures"].whole.total == sum(line.total.figure for line in page["table"])
    assert page["number_due"] == counted_by(client, page["due_url"])


def test_the_figures(cast: Cast, rows: list[Assignment]) -> None:
    page = overview(cast.vice_chair)
    assert [tile.figure for tile in page["tiles"]] == [10, 3, 2, 1, 1, 2]
    late = {line.name: line.cells[0].figure for line in page["agencies"]}
    assert late == {"Sở Tài chính": 3, "UBND xã An Bình": 1, "Sở Khoa học và Công nghệ": 0}


def test_nothing_is_called_done_or_not_done_where_nobody_has_reported(cast: Cast, rows: list[Assignment]) -> None:
    done = {line.name: line.cells[3].figure for line in overview(cast.specialist)["agencies"]}
    assert done == {str(cast.commune): 1, str(cast.finance): 0, str(cast.department): None}


def test_an_officer_begins_with_the_own_agency_and_leaders_with_everything(cast: Cast, rows: list[Assignment]) -> None:
    stranger = organizations.user("stranger", "officer", organizations.organization())
    assert overview(stranger)["figures"].whole.total == 0
    assert overview(stranger, "all")["figures"].whole.total == 10
    assert overview(cast.commune_officer)["figures"].whole.total == 8
    for leader in (cast.vice_chair, cast.auditor, cast.office_leader):
        assert overview(leader)["figures"].whole.total == 10
        assert overview(leader)["tabs"] == []
    assert [tab.active for tab in overview(cast.specialist)["tabs"]] == [True, False]


def test_who_holds_no_post_reads_so(cast: Cast, rows: list[Assignment]) -> None:
    answer = signed_in(cast.outsider).get("/")
    assert answer.status_code == 200
    assert not answer.context["has_capacity"]
    assert rows[0].content not in answer.content.decode()


def test_an_empty_installation_says_what_to_do(cast: Cast) -> None:
    page = signed_in(cast.specialist).get("/").content.decode()
    assert reverse("schemes:list") in page
    assert 'class="tiles"' not in page


def test_what_is_due_soonest_comes_first(cast: Cast, rows: list[Assignment]) -> None:
    assert [line.row for line in overview(cast.vice_chair)["due"]] == [rows[4], rows[2]]


def test_what_changed_lately_is_told_to_those_who_may_see_it(cast: Cast) -> None:
    shared = build.issued(cast.authority, cast.department, terms(lead(cast.finance)), audience="parties")[0]
    progress(cast.officer, shared, "in_progress", 30)
    told = overview(cast.vice_chair)["changes"]
    assert [(line.subject, line.url) for line in told] == [(str(shared), shared.get_absolute_url())]
    assert "30%" in told[0].so_far
    assert overview(cast.commune_officer, "all")["changes"] == []
    assert overview(cast.administrator)["changes"] == []


def test_deeds_on_other_records_are_not_told(cast: Cast, rows: list[Assignment]) -> None:
    with atomic():
        record("organization.renamed", cast.finance, cast.administrator, at=timezone.now())
    kinds = {entry.kind for entry in queries.latest_changes(cast.auditor, Assignment.objects.all())}
    assert kinds == {"assignment.progress_reported", "assignment.collective_opened"}


def test_a_redacted_deed_tells_no_wording(cast: Cast) -> None:
    row = build.issued(cast.authority, cast.department, terms(lead(cast.finance)))[0]
    progress(cast.officer, row, "in_progress", 30, narrative="Có dữ liệu cá nhân")
    [entry] = queries.latest_changes(cast.auditor, Assignment.objects.all())
    with atomic():
        redact(entry, cast.auditor, reason="Dữ liệu cá nhân", at=timezone.now())
    [line] = [line for line in overview(cast.vice_chair)["changes"] if line.happening.at == entry.at]
    assert (line.subject, line.so_far) == ("", "")


def test_rows_cost_no_queries(cast: Cast) -> None:
    def queries_of(client: Client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    def more(number: int) -> None:
        each = [terms(lead(organizations.organization()), deadline=on(n % 60 - 30)) for n in range(number)]
        each += [terms(lead(cast.finance), lead(cast.commune), deadline=on(5)) for _n in range(number)]
        for row in build.issued(cast.authority, cast.department, *each, audience="open")[-3:]:
            progress(cast.specialist, row, "in_progress", 10)

    more(3)
    clients = [signed_in(person) for person in (cast.officer, cast.vice_chair, cast.auditor, cast.specialist)]
    addresses = ["/", "/overview/agencies/", "/?scope=agency"]
    before = [queries_of(client, address) for client in clients for address in addresses]
    more(40)
    assert [queries_of(client, address) for client in clients for address in addresses] == before
    assert max(before) <= 20


def test_every_agency_stands_in_the_full_table(cast: Cast) -> None:
    agencies = [organizations.organization() for _n in range(queries.AGENCIES_SHOWN + 5)]
    build.issued(cast.authority, cast.department, *(terms(lead(agency)) for agency in agencies))
    client = signed_in(cast.vice_chair)
    assert len(client.get("/").context["agencies"]) == queries.AGENCIES_SHOWN
    full = client.get(client.get("/").context["agencies_url"]).context["agencies"]
    assert {line.name for line in full} == {str(agency) for agency in agencies}


def test_a_visitor_is_sent_to_log_in(client: Client, db: None) -> None:
    for address in ("/", "/overview/agencies/"):
        assert client.get(address).status_code == 302
