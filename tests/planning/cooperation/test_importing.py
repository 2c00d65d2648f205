"""Lists of projects and results from tables: read with doubts, written once, taken back."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from phusa.foundation.imports import services
from phusa.foundation.imports.models import Batch
from phusa.foundation.imports.registry import target_of
from phusa.planning.cooperation.importing.reading import amount_of, kind_of, state_of, unit_of, years_of
from phusa.planning.cooperation.models import Programme
from tests.builders import cooperation as build
from tests.cast import Cast

AT = datetime(2025, 7, 1, 8, tzinfo=UTC)
PROJECTS = """Mã số;Tên dự án;Đơn vị chủ trì;Địa điểm;Thời gian;Kinh phí được duyệt (triệu đồng);Đã cấp;Tình trạng
DA-01;Sản xuất giống ngao;Sở Tài chính;Tiền Hải;2018-2020;3.500;2 tỷ đồng;Đã nghiệm thu
DA-02;Trồng hoa trong nhà lưới;Công ty Hoa;Vũ Thư;2019;trên 2 tỷ;;đang chờ ý kiến
DA-01;Sản xuất giống ngao;;;;;;
"""
RESULTS = """STT;Loại;Tên kết quả;Địa điểm;Năm;Mã dự án
1;Giống;TBR225;Toàn tỉnh;2018;
2;Mô hình;Nuôi ngao thương phẩm;Tiền Hải;2020;DA-01
3;Bằng khen;Sản phẩm OCOP;;;
"""


def previewed(cast: Cast, programme: Programme, target: str, text: str, **about: str) -> Batch:
    batch = services.start_import(
        cast.specialist,
        target=target,
        title="Danh mục",
        about={"programme": str(programme.uid), "source": "Báo cáo của Sở", **about},
        given=SimpleUploadedFile("list.csv", text.encode()),
        secrecy="normal",
        organization=cast.department,
        authority=cast.authority,
        at=AT,
    )
    services.read_file(batch)
    batch = services.confirm_columns(
        cast.specialist, batch, chosen=batch.chosen, mapping=batch.mapping, revision=batch.revision, at=AT
    )
    services.stage_rows(batch)
    return batch


def applied(cast: Cast, batch: Batch) -> Batch:
    batch = services.request_apply(cast.specialist, batch, at=AT)
    services.apply_rows(batch, at=AT)
    batch.refresh_from_db()
    assert batch.state == "applied", batch.problem
    return batch


def doubts(batch: Batch) -> dict[int, set[str]]:
    return {row.number: {doubt["code"] for doubt in row.doubts} for row in batch.rows.all() if row.doubts}


@pytest.mark.django_db
def test_a_list_of_projects_becomes_light_records(cast: Cast) -> None:
    programme = build.in_force(cast)
    batch = previewed(cast, programme, "linked-projects", PROJECTS)
    assert sorted(doubts(batch).values(), key=len) == [{"duplicate"}, {"sum-unread", "state-unread"}]
    applied(cast, batch)
    first, second = programme.projects.order_by("code")
    assert (first.support_approved, first.support_paid, first.state) == (3_500_000_000, 2_000_000_000, "finished")
    assert (first.host, first.from_year, first.to_year) == (cast.finance, 2018, 2020)
    assert (second.support_approved, second.host, second.host_text) == (None, None, "Công ty Hoa")
    assert "trên 2 tỷ" in second.source
    assert "đang chờ ý kiến" in second.source


@pytest.mark.django_db
def test_what_the_programme_has_already_is_left_out(cast: Cast) -> None:
    programme = build.in_force(cast)
    build.project(programme, code="DA-01")
    batch = previewed(cast, programme, "linked-projects", PROJECTS)
    assert batch.counts["listed"] == 1


@pytest.mark.django_db
def test_a_list_of_results_is_counted_once_and_taken_back(cast: Cast) -> None:
    programme = build.in_force(cast)
    project = build.project(programme, code="DA-01")
    batch = applied(cast, previewed(cast, programme, "linked-results", RESULTS, kind="model"))
    kinds = dict(programme.results.values_list("name", "kind"))
    assert kinds == {"TBR225": "variety", "Nuôi ngao thương phẩm": "model", "Sản phẩm OCOP": "other"}
    assert programme.results.get(kind="model").project == project
    services.undo_import(cast.specialist, batch, revision=batch.revision, at=AT)
    assert not programme.results.exists()


@pytest.mark.django_db
def test_a_project_that_a_result_names_is_left_when_the_list_is_taken_back(cast: Cast) -> None:
    programme = build.in_force(cast)
    batch = applied(cast, previewed(cast, programme, "linked-projects", PROJECTS))
    build.result(programme, project_id=programme.projects.get(code="DA-01").pk)
    assert [change.what for change in target_of("linked-projects").changed_since(batch)] == [
        "DA-01 Sản xuất giống ngao"
    ]
    services.undo_import(cast.specialist, batch, revision=batch.revision, at=AT)
    assert [each.code for each in programme.projects.all()] == ["DA-01"]


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("3.500", "triệu đồng", 3_500_000_000),
        ("1,25 tỷ đồng", "triệu đồng", 1_250_000_000),
        ("500.000.000", "", 500_000_000),
        ("", "tỷ đồng", None),
        ("-", "", None),
    ],
)
def test_a_sum_is_read_with_the_unit_of_its_heading(text: str, unit: str, amount: Any) -> None:
    assert amount_of(text, unit) == amount


def test_the_unit_of_a_column_stands_in_its_heading() -> None:
    assert unit_of("Kinh phí được duyệt (triệu đồng)") == "triệu đồng"
    assert unit_of("Kinh phí hỗ trợ, tỷ đồng") == "tỷ đồng"
    assert unit_of("Kinh phí") == ""


def test_years_states_and_kinds_are_read_as_offices_write_them() -> None:
    assert years_of("2018-2020") == (2018, 2020)
    assert years_of("năm 2019") == (2019, 2019)
    assert years_of("") == (None, None)
    assert state_of("Đã nghiệm thu") == "finished"
    assert state_of("chờ") is None
    assert kind_of("Nhãn hiệu tập thể") == "brand"
    assert kind_of("Bằng khen") is None
