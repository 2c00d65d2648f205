"""A table of requests becomes one request; what the table tells of answers stays with one's own side."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from phusa.foundation.imports import services as imports
from phusa.foundation.imports.models import Batch
from phusa.planning.requests.models import Answer, Item, Note, Request
from phusa.planning.requests.queries import notes_visible_to
from tests.builders import requests as build
from tests.cast import Cast

pytestmark = pytest.mark.django_db
LETTER = {"number": "15/UBND", "issued_on": "2025-06-02", "sent_on": "2025-06-02"}
HEAD = "TT;Nội dung kiến nghị;Cơ quan giải quyết;Thời hạn;Kết quả trả lời"
ROWS = (
    "1;Hỗ trợ kinh phí cho các nhiệm vụ đã đề xuất;Bộ Khoa học và Công nghệ;30/9/2025;Đang xem xét",
    "2;Quy hoạch khu công nghệ cao;Vụ không có;;",
    "3;Gắn sản phẩm thế mạnh với chương trình trọng điểm;;khi có điều kiện;",
)


def previewed(cast: Cast, rows: Any = ROWS, **about: Any) -> Batch:
    batch = imports.start_import(
        cast.specialist,
        target="requests",
        title="Danh mục kiến nghị của tỉnh",
        about={"asked": cast.ministry.pk, **LETTER, **about},
        given=SimpleUploadedFile("kien-nghi.csv", "\n".join([HEAD, *rows]).encode()),
        secrecy="normal",
        organization=cast.department,
        authority=cast.authority,
        at=build.AT,
    )  # fmt: skip
    imports.read_file(batch)
    batch = imports.confirm_columns(
        cast.specialist, batch, chosen=batch.chosen, mapping=batch.mapping, revision=batch.revision, at=build.AT
    )
    imports.stage_rows(batch)
    return build.fresh(batch)


def applied(cast: Cast, **about: Any) -> Batch:
    batch = imports.request_apply(cast.specialist, previewed(cast, **about), at=build.AT)
    imports.apply_rows(batch, at=build.AT)
    return build.fresh(batch)


def test_each_row_becomes_an_item_with_its_unit_and_term(cast: Cast):
    batch = applied(cast)
    assert batch.state == "applied", batch.problem
    request = Request.objects.get()
    assert (request.title, request.asking_unit, request.asked_authority) == (
        "Danh mục kiến nghị của tỉnh",
        cast.department,
        cast.ministry,
    )
    assert (request.sent_on, request.letter.number) == (date(2025, 6, 2), "15/UBND")
    assert [(item.number, item.unit, item.closes_on) for item in request.items.all()] == [
        (1, cast.ministry, date(2025, 9, 30)),
        (2, None, None),
        (3, None, None),
    ]


def test_what_the_table_tells_of_an_answer_is_a_note_of_ones_own_side_and_no_answer(cast: Cast):
    applied(cast)
    assert not Answer.objects.exists()
    assert [note.text for note in Note.objects.order_by("item__number")] == [
        "Trả lời: Đang xem xét",
        "Cơ quan giải quyết: Vụ không có",
        "Thời hạn: khi có điều kiện",
    ]
    assert not notes_visible_to(cast.ministry_officer).exists()


def test_without_a_day_of_sending_the_table_becomes_a_draft(cast: Cast):
    applied(cast, sent_on="", number="", issued_on="")
    assert Request.objects.get().state == "draft"


def test_the_same_table_adds_nothing(cast: Cast):
    applied(cast)
    again = applied(cast)
    assert again.state == "applied"
    assert Item.objects.count() == 3


def test_an_import_that_is_undone_is_withdrawn_and_stays_readable(cast: Cast):
    batch = applied(cast)
    imports.undo_import(cast.specialist, batch, revision=batch.revision, at=build.AT)
    request = Request.objects.get()
    assert (request.state, request.items.count()) == ("withdrawn", 3)


def test_undoing_spares_the_items_on_which_somebody_has_worked(cast: Cast):
    batch = applied(cast)
    build.answer(cast, build.item(Request.objects.get(), 2), outcome="in_progress")
    imports.undo_import(cast.specialist, batch, revision=batch.revision, at=build.AT)
    assert [item.number for item in Item.objects.all()] == [2]
