"""Pages of requests: from the form to the record and back, and what they cost."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phusa.planning.meetings.registry import made_of
from phusa.planning.meetings.vocabulary import StatementKind
from phusa.planning.requests import registry, services
from phusa.planning.requests.models import Answer, Item, Note, Package, Request
from phusa.planning.requests.queries import about
from phusa.planning.requests.vocabulary import AnswerTerms, Due, JointParty, Link
from tests.builders import meetings
from tests.builders import requests as build
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db
MOST = 20


def posted(cast: Cast, address: str, who: str = "specialist", **typed: Any) -> Any:
    return signed_in(getattr(cast, who)).post(address, typed)


def heading(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "asking": cast.department.pk,
        "asked": "Bộ Khoa học và Công nghệ",
        "title": "Đề nghị hỗ trợ",
        "items": "Hỗ trợ kinh phí\n\nQuy hoạch khu công nghệ cao",
        "basis": "open",
        **more,
    }


def test_each_paragraph_of_the_form_becomes_an_item(cast: Cast):
    response = posted(cast, reverse("requests:new"), **heading(cast))
    request = Request.objects.get()
    assert response.headers["Location"] == request.get_absolute_url()
    assert [item.content for item in request.items.all()] == ["Hỗ trợ kinh phí", "Quy hoạch khu công nghệ cao"]
    assert (request.asking_authority, request.asking_unit) == (cast.authority, cast.department)
    assert (request.asked_authority, request.asked_unit) == (cast.ministry, None)


def test_a_unit_that_is_asked_stands_for_its_authority(cast: Cast):
    unit = build.unit_of_the_ministry(cast)
    posted(cast, reverse("requests:new"), **heading(cast, asked=unit.current_name))
    request = Request.objects.get()
    assert (request.asked_authority, request.asked_unit) == (cast.ministry, unit)
    assert request.items.all()[0].unit == unit


def test_what_cannot_be_kept_comes_back_as_it_was_typed(cast: Cast):
    response = posted(cast, reverse("requests:new"), **heading(cast, asked="Bộ không có"))
    assert response.status_code == 422
    assert "Quy hoạch khu công nghệ cao" in response.content.decode()


def test_who_drafts_for_one_unit_does_not_write_for_another(cast: Cast):
    assert posted(cast, reverse("requests:new"), **heading(cast, asking=cast.finance.pk)).status_code == 422


def test_a_request_made_of_what_was_said_at_a_meeting_leads_back_to_it_and_is_led_to_from_it(cast: Cast):
    visit = meetings.visit(cast)
    said = [
        meetings.statement(cast, visit, text, kind=StatementKind.PROPOSAL)
        for text in ("Tiếp tục ký chương trình", "Hỗ trợ kinh phí")
    ]
    address = f"{reverse('requests:new')}?statement={said[0].uid}&statement={said[1].uid}"
    form = signed_in(cast.specialist).get(address).content.decode()
    assert "Tiếp tục ký chương trình" in form
    assert 'value="Bộ Khoa học và Công nghệ"' in form
    posted(cast, address, **heading(cast, statements=[str(said[0].uid)], items=""))
    item = Request.objects.get().items.get()
    assert (item.content, item.statement.uid) == ("Tiếp tục ký chương trình", said[0].uid)
    made = made_of([each.uid for each in said], cast.specialist)
    assert [one.url for one in made[said[0].uid]] == [item.get_absolute_url()]
    assert not made.get(said[1].uid)
    assert not made_of([said[0].uid], cast.ministry_officer).get(said[0].uid)


def test_a_request_about_a_record_of_another_package_leads_back_to_it(cast: Cast):
    programme = Link("tests.thing", build.draft(cast).uid, "Chương trình phối hợp", "/cooperation/1/")
    registry.provide_subjects("tests.thing", lambda user, uid: programme if uid == programme.uid else None)
    address = f"{reverse('requests:new')}?about=tests.thing:{programme.uid}"
    assert programme.title in signed_in(cast.specialist).get(address).content.decode()
    posted(cast, address, **heading(cast))
    assert about(programme.uid).get().about == programme


def test_sending_and_answering_by_the_forms(cast: Cast):
    request = build.draft(cast)
    posted(
        cast, reverse("requests:send", args=[request.uid]), sent_on="02/06/2025", number="15/SKHCN-KH",
        issued_on="02/06/2025", revision=request.revision,
    )  # fmt: skip
    item = build.item(request)
    response = posted(
        cast, reverse("requests:answer", args=[request.uid, 1]), outcome="granted", answered_on="16/06/2025",
        answered_by="Bộ Khoa học và Công nghệ", text="Đồng ý", kind="letter", number="12/BKHCN-KH",
        issued_on="16/06/2025", revision=item.revision,
        file=SimpleUploadedFile("cv.pdf", b"%PDF-1.4\n"), secrecy="normal",
    )  # fmt: skip
    assert response.status_code == 302
    answer = Answer.objects.get()
    page = signed_in(cast.ministry_officer).get(request.get_absolute_url()).content.decode()
    assert "12/BKHCN-KH" in page
    assert "cv.pdf" in page
    [file] = re.findall(r'href="(/files/[^"]+)"', page)
    assert signed_in(cast.ministry_officer).get(file).status_code == 200
    assert signed_in(cast.administrator).get(file).status_code == 404
    assert answer.recorded_by == cast.specialist


def test_an_answer_by_a_stale_form_shows_both_versions(cast: Cast):
    item = build.item(build.sent(cast))
    build.answer(cast, item, "in_progress")
    response = posted(
        cast, reverse("requests:answer", args=[item.request.uid, 1]), outcome="granted", answered_on="16/06/2025",
        answered_by="Bộ Khoa học và Công nghệ", text="Đồng ý", kind="letter", number="1", revision=1,
    )  # fmt: skip
    assert response.status_code == 409


def test_a_note_is_kept_for_the_side_of_who_writes_it(cast: Cast):
    request = build.sent(cast)
    posted(cast, reverse("requests:note", args=[request.uid]), who="ministry_officer", text="Riêng", item="1")
    note = Note.objects.get()
    assert (note.side, note.item) == (cast.ministry, request.items.get())


def test_the_page_tells_how_the_term_was_counted(cast: Cast):
    request = build.sent(cast, due=build.by_rule(build.rule(10)))
    item = build.item(request)
    services.pause_item(
        cast.specialist, item, from_on=date(2025, 6, 9), to_on=date(2025, 6, 11), reason="Chờ bổ sung hồ sơ",
        revision=item.revision, at=build.AT,
    )  # fmt: skip
    page = signed_in(cast.specialist).get(request.get_absolute_url()).content.decode()
    assert "Chờ bổ sung hồ sơ" in page
    assert "02/06/2025" in page
    assert "18/06/2025" in page


def test_a_package_is_made_and_downloaded_by_the_forms(cast: Cast):
    request = build.sent(cast)
    posted(cast, reverse("requests:package", args=[request.uid]))
    package = Package.objects.get()
    response = signed_in(cast.specialist).get(reverse("requests:download", args=[package.uid]))
    assert response.headers["Content-Type"] == "application/zip"
    assert response.content.startswith(b"PK")


def test_a_file_that_is_no_package_is_refused_beside_the_form(cast: Cast):
    given = SimpleUploadedFile("goi.zip", b"khong phai zip")
    response = posted(cast, reverse("requests:take_in"), side=cast.authority.pk, file=given, secrecy="normal")
    assert response.status_code == 422


def test_the_export_is_what_the_list_shows(cast: Cast):
    build.sent(cast, "Gửi đi", due=Due("letter", on=date(2025, 6, 20)))
    build.recommended(cast, "Gửi đến")
    for side, expected in (("from_us", "Gửi đi"), ("to_us", "Gửi đến")):
        address = f"{reverse('requests:list')}?side={side}&clock=waiting&export=json"
        told = b"".join(signed_in(cast.specialist).get(address)).decode()
        assert [words for words in ("Gửi đi", "Gửi đến") if f'"{words}"' in told] == [expected]


def test_what_is_asked_of_a_unit_waits_in_the_queue_of_its_people(cast: Cast):
    request = build.recommended(cast, "Sở tham mưu cơ chế, chính sách đột phá")
    address = reverse("assignments:my_work")
    assert "Sở tham mưu cơ chế" in signed_in(cast.specialist).get(address).content.decode()
    assert "Sở tham mưu cơ chế" not in signed_in(cast.officer).get(address).content.decode()
    item = build.item(request)
    terms = AnswerTerms("granted", date(2025, 6, 16), cast.department.pk, text="Sở đã tham mưu")
    services.record_answer(cast.specialist, item, terms, revision=item.revision, at=build.AT)
    assert "Sở tham mưu cơ chế" not in signed_in(cast.specialist).get(address).content.decode()


def test_what_happened_on_one_day_is_told_in_its_order(cast: Cast):
    request = build.sent(cast, "Hỗ trợ kinh phí")
    day = date(2025, 6, 17)
    build.answer(cast, build.item(request), "explained", on=date(2025, 6, 16), text="Chưa có nguồn")
    item = build.item(request)
    services.reopen_item(cast.specialist, item, on=day, reason="Đã có nguồn", revision=item.revision, at=build.AT)
    build.answer(cast, build.item(request), on=day, text="Đồng ý hỗ trợ")
    page = signed_in(cast.specialist).get(request.get_absolute_url()).content.decode()
    places = [page.index(f'<p class="as-typed">{text}') for text in ("Chưa có nguồn", "Đã có nguồn", "Đồng ý hỗ trợ")]
    assert places == sorted(places)


def everything_on(cast: Cast, item: Item) -> None:
    """All that can happen to an item."""

    def values() -> dict[str, Any]:
        item.refresh_from_db()
        return {"revision": item.revision, "at": build.AT}

    day, unit = date(2025, 6, 12), build.unit_of_the_ministry(cast)
    units = [JointParty(cast.ministry.pk), JointParty(cast.department.pk)]
    services.assign_item(cast.specialist, item, units, **values())
    services.forward_item(cast.specialist, item, unit, on=day, reason="", **values())
    build.answer(cast, item, "granted", on=day)
    services.reopen_item(cast.specialist, item, on=date(2025, 6, 17), reason="Chưa rõ", **values())


@pytest.mark.parametrize("focal", [True, False])
def test_a_joint_assignment_stands_in_the_queue_of_both_sides(cast: Cast, focal: bool):
    request = build.sent(cast, "Hỗ trợ kinh phí")
    item = build.item(request)
    parties = [JointParty(cast.ministry.pk, "Thẩm định", focal), JointParty(cast.department.pk, "Cung cấp hồ sơ")]
    services.assign_item(cast.specialist, item, parties, revision=item.revision, at=build.AT)
    assignment = build.fresh(item).assignment
    for user in (cast.specialist, cast.ministry_officer):
        page = signed_in(user).get(reverse("assignments:my_work")).content.decode()
        assert "Nhiệm vụ phối hợp đang giải quyết" in page
        assert f'href="{assignment.get_absolute_url()}#progress"' in page
    build.answer(cast, item)
    assert "Nhiệm vụ phối hợp đang giải quyết" not in (
        signed_in(cast.specialist).get(reverse("assignments:my_work")).content.decode()
    )


def test_a_request_of_sixty_items_costs_no_more_queries_than_one_of_five(cast: Cast):
    counts: dict[str, list[int]] = {}
    for number in (5, 60):
        request = build.sent(cast, *(f"Nội dung {n}" for n in range(number)), due=build.by_rule(build.rule(10)))
        build.note(cast.specialist, request)
        for row in request.items.all():
            everything_on(cast, build.item(request, row.number))
        for who in ("specialist", "chair", "ministry_officer", "auditor"):
            client = signed_in(getattr(cast, who))
            for name, address in (
                ("page", request.get_absolute_url()),
                ("list", f"{reverse('requests:list')}?size=100"),
                ("work", reverse("assignments:my_work")),
            ):
                client.get(address)
                with CaptureQueriesContext(connection) as captured:
                    assert client.get(address).status_code == 200
                counts.setdefault(f"{name} {who}", []).append(len(captured))
    assert {key: value for key, value in counts.items() if value[0] != value[1] or max(value) > MOST} == {}
