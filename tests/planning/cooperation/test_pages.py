"""Pages of programmes: from a statement to a commitment, the text of a draft, deeds with their questions."""

import json
from datetime import date

import pytest

from phusa.planning.cooperation.models import Programme
from tests.builders import cooperation as build
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db

NO_PARTIES = {
    "lead-TOTAL_FORMS": "1",
    "lead-INITIAL_FORMS": "0",
    "coordinating-TOTAL_FORMS": "0",
    "coordinating-INITIAL_FORMS": "0",
}


def terms(content: str, lead: str, **more: str) -> dict[str, str]:
    return {**NO_PARTIES, "content": content, "lead-0-name": lead, "deadline_text": "12/2025", **more}


def test_a_promise_made_at_a_meeting_becomes_a_commitment_that_leads_back_to_it(cast: Cast) -> None:
    programme = build.in_force(cast)
    visit = build.meeting(cast, programme)
    said = build.statement(visit, "commitment", "Bộ sẽ hỗ trợ kinh phí các nhiệm vụ tỉnh đã đề xuất")
    browser = signed_in(cast.specialist)
    asked = browser.get(f"/cooperation/promise/?statement={said.uid}")
    assert asked.status_code == 302
    form = browser.get(asked.headers["Location"])
    assert said.text in form.content.decode()
    answer = browser.post(
        asked.headers["Location"], terms(said.text, cast.ministry.current_name, side=str(cast.ministry.pk), plan="")
    )
    assert answer.status_code == 302
    row = programme.commitments.get(promise_uid=said.uid)
    assert row.side == cast.ministry
    assert row.promise_url == said.get_absolute_url()


def test_a_form_that_is_wrong_keeps_what_was_typed(cast: Cast) -> None:
    programme = build.in_force(cast)
    browser = signed_in(cast.specialist)
    address = f"{programme.get_absolute_url()}commitments/new/"
    answer = browser.post(address, terms("Cam kết dài", "Sở Không Có", side=str(cast.authority.pk), plan=""))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Cam kết dài" in page
    assert "Sở Không Có" in page


def test_a_change_of_what_binds_asks_why(cast: Cast) -> None:
    programme = build.in_force(cast)
    row = programme.commitments.all()[0]
    browser, address = signed_in(cast.specialist), f"/cooperation/commitments/{row.uid}/"
    changed = terms("Đổi nội dung", cast.department.current_name, plan="", revision=str(row.assignment.revision))
    assert browser.post(address, changed).status_code == 422
    assert browser.post(address, {**changed, "reason": "Hai bên thống nhất"}).status_code == 302
    row.assignment.refresh_from_db()
    assert row.assignment.content == "Đổi nội dung"


def test_the_second_of_two_editors_sees_both_wordings(cast: Cast) -> None:
    row = build.ready(cast).commitments.all()[0]
    browser, address = signed_in(cast.specialist), f"/cooperation/commitments/{row.uid}/"
    typed = terms("Của tôi", cast.department.current_name, plan="", revision="99")
    answer = browser.post(address, typed)
    assert answer.status_code == 409
    assert "Của tôi" in answer.content.decode()
    assert row.assignment.content in answer.content.decode()


def test_a_programme_is_written_down_signed_and_renewed(cast: Cast) -> None:
    browser = signed_in(cast.director)
    started = browser.post(
        "/cooperation/new/",
        {
            "title": "Chương trình phối hợp 2021-2025",
            "drafting": cast.department.pk,
            "authority": cast.authority.pk,
            "partner": cast.ministry.pk,
            "valid_from": "01/01/2021",
            "last_on": "31/12/2025",
        },
    )
    assert started.status_code == 302
    programme = Programme.objects.get()
    assert programme.valid_to == date(2026, 1, 1)
    page = programme.get_absolute_url()
    assert browser.post(f"{page}clauses/new/", {"kind": "content", "text": "Trao đổi thông tin"}).status_code == 302
    side = {"signatories-TOTAL_FORMS": "2", "signatories-INITIAL_FORMS": "0", "revision": "1"}
    for n, (organization, name) in enumerate(((cast.authority, "Trần Văn Chủ"), (cast.ministry, "Lê Thị Bộ"))):
        named = {"side": organization.pk, "name": name, "post": "Lãnh đạo"}
        side |= {f"signatories-{n}-{key}": str(value) for key, value in named.items()}
    assert browser.post(f"{page}signatories/", side).status_code == 302
    signed = {"signed_on": "15/03/2021", "instrument": "", "revision": "2"}
    assert browser.post(f"{page}sign/", signed).status_code == 302
    build.issue_commitments(programme, at=build.AT)
    renewed = browser.post(
        f"{page}renew/", {"title": "Chương trình 2026-2030", "valid_from": "01/01/2026", "last_on": "31/12/2030"}
    )
    assert renewed.status_code == 302
    assert Programme.objects.get(predecessor=programme).title == "Chương trình 2026-2030"


def test_what_still_stands_in_the_way_of_signing_is_said_before_anything_is_asked(cast: Cast) -> None:
    page = signed_in(cast.director).get(f"{build.draft(cast).get_absolute_url()}sign/")
    assert len(page.context["refusals"]) == 3


def test_an_export_equals_the_list(cast: Cast) -> None:
    programme = build.in_force(cast)
    build.project(programme, name="Sản xuất giống ngao", support_approved=3_500_000_000)
    answer = signed_in(cast.officer).get(f"{programme.get_absolute_url()}projects/?export=json")
    [row] = json.loads(answer.getvalue())["rows"]
    assert "Sản xuất giống ngao" in row.values()


def test_lists_are_filtered_by_side_kind_and_clock(cast: Cast) -> None:
    programme = build.in_force(cast)
    build.result(programme, kind="brand")
    build.result(programme, kind="model")
    browser, page = signed_in(cast.specialist), programme.get_absolute_url()
    ours = browser.get(f"{page}commitments/?side={cast.authority.uid}").context["listing"].count
    late = browser.get(f"{page}commitments/?clock=overdue").context["listing"].count
    brands = browser.get(f"{page}results/?kind=brand").context["listing"].count
    assert (ours, late, brands) == (1, 2, 1)


def test_a_review_that_is_written_waits_for_the_director_and_the_leaders(cast: Cast) -> None:
    review = build.review(build.in_force(cast))
    build.review(review.programme, year=2023, causes="")
    for who, seen in ((cast.director, 1), (cast.chair, 1), (cast.specialist, 0)):
        page = signed_in(who).get("/my-work/").content.decode()
        assert page.count(f"/cooperation/reviews/{review.uid}/adopt/") == seen
        assert page.count("/adopt/") == seen
