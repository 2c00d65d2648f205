"""A working visit in a browser, from the newspaper to the next programme, by people who have read the tutorial only."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone
from docx import Document
from playwright.sync_api import Page, expect

from phusa.config.startup import make_installation
from phusa.demonstration import loading, material
from phusa.foundation.access.models import User
from phusa.planning.cooperation.models import Review

pytestmark = pytest.mark.django_db(transaction=True)
FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MINISTRY, PROVINCE = "Bộ Khoa học Châu Thổ (minh họa)", "Ủy ban nhân dân tỉnh Bãi Bồi (minh họa)"
DEPARTMENT = "Sở Khoa học và Công nghệ tỉnh Bãi Bồi (minh họa)"
Desk = Callable[[str], Page]


@pytest.fixture
def at(transactional_db: None, tmp_path: Any, new_context: Callable[..., Any], live_server: Any) -> Desk:
    """`at("chuyenvien")`: the first page of somebody of the demonstration, on an office screen."""
    with override_settings(PHUSA_HOME=tmp_path, PASSWORD_HASHERS=FAST):
        make_installation(name="Phù Sa", authority_name=material.AUTHORITY, demonstration=True, at=timezone.now())
        loading.load()
    Review.objects.all().delete()  # this year's is still to be held

    def sit_down(username: str) -> Page:
        client = Client()
        client.force_login(
            User.objects.get(username=username), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        context = new_context(viewport={"width": 1366, "height": 768}, base_url=live_server.url)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        page: Page = context.new_page()
        page.goto("/")
        return page

    return sit_down


def press(page: Page, name: str) -> None:
    """The button, or what is as good as one, under the form."""
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str, within: Any = None) -> None:
    (within or page.locator("main")).get_by_role("link", name=name).first.click()


def go_to(page: Page, wing: str) -> None:
    page.locator("nav").get_by_role("link", name=wing, exact=True).click()


def fill(page: Page, **typed: str) -> None:
    for name, value in typed.items():
        page.locator(f"main [name={name}]").fill(value)


def said(page: Page, words: str) -> Any:
    return page.locator(".statements > li", has_text=words)


def done(page: Page, words: str) -> None:
    expect(page.locator("#messages .notice-success")).to_contain_text(words)


def test_a_working_visit_from_the_newspaper_to_the_next_programme(at: Desk) -> None:
    page = at("cvbaiboi")
    visit = record_the_visit(page)
    write_down_what_was_said(page)
    the_figure_without_a_unit_is_asked_about(page)
    request = ask_for_what_was_proposed(page, visit)
    send_the_package(page)
    the_joint_assignment_waits_on_both_sides(page, at("cvchautho"), request)
    record_the_answer(page, request)
    promise_what_was_promised(page, visit)
    programme = hold_the_review(page, at("ctbaiboi"))
    print_the_briefing(page, programme)
    renew_with_what_is_open(page, programme)
    of_the_fifty_models_that_were_reported_none_has_a_name(at("chuyenvien"))


def record_the_visit(page: Page) -> str:
    go_to(page, "Họp, làm việc")
    follow(page, "Ghi một cuộc họp")
    fill(page, title="Bộ trưởng thăm và làm việc tại tỉnh", held_on="31/02/2026", chair_name="Chủ Tịch Bãi Bồi")
    press(page, "Ghi nhận")
    expect(page.locator(".form-errors")).to_contain_text("Không có ngày này")
    expect(page.locator("[name=title]")).to_have_value("Bộ trưởng thăm và làm việc tại tỉnh")
    fill(page, held_on=timezone.localdate().strftime("%d/%m/%Y"))
    press(page, "Ghi nhận")
    done(page, "Đã ghi cuộc họp")
    visit = page.url
    follow(page, "Thêm nguồn")
    fill(page, title="Báo tỉnh: Bộ trưởng làm việc với lãnh đạo tỉnh", url="https://example.vn/tin/1")
    page.get_by_role("button", name="Thêm", exact=True).dblclick()
    done(page, "Đã thêm nguồn")
    expect(page.locator(".sources > li")).to_have_count(1)
    for organization, people in (
        (MINISTRY, (("Bộ Trưởng Châu Thổ", "Bộ trưởng"), ("Vụ Trưởng Châu Thổ", "Vụ trưởng"))),
        (PROVINCE, (("Chủ Tịch Bãi Bồi", "Chủ tịch UBND tỉnh"),)),
    ):
        follow(page, "Thêm đoàn")
        fill(page, organization=organization)
        press(page, "Thêm")
        follow(page, "Thêm người dự", page.locator(".side").last)
        for place, (name, post) in enumerate(people, 1):
            fill(page, name=name, post_as_said=post)
            press(page, "Thêm" if place == len(people) else "Thêm rồi nhập tiếp")
            done(page, name)
    expect(page.locator(".people > li")).to_have_count(3)
    return visit


def write_down_what_was_said(page: Page) -> None:
    ours, theirs = (
        f"{name} ({side})" for name, side in (("Chủ Tịch Bãi Bồi", PROVINCE), ("Bộ Trưởng Châu Thổ", MINISTRY))
    )
    sentences = (
        ("Kết quả", "Bộ đã hỗ trợ trên 100 tỷ đồng", ours, "trên 100"),
        ("Tồn tại, hạn chế", "Hợp tác chưa tương xứng với tiềm năng", theirs, ""),
        ("Kiến nghị, đề xuất", "Hỗ trợ kinh phí cho các nhiệm vụ đã đề xuất", ours, ""),
        ("Kiến nghị, đề xuất", "Cử chuyên gia quy hoạch vùng ứng dụng công nghệ cao", ours, ""),
        ("Đề nghị", "Tỉnh chỉ đạo thường xuyên về khoa học và công nghệ", theirs, ""),
        ("Cam kết", "Bộ bố trí kinh phí trong năm sau", theirs, ""),
    )
    follow(page, "Ghi lại ý kiến")
    for place, (kind, text, speaker, figure) in enumerate(sentences, 1):
        page.select_option("[name=kind]", label=kind)
        page.select_option("[name=speaker]", label=speaker)
        expect(page.locator("[name=text]")).to_have_value("")
        fill(page, text=text, figure_text=figure)
        press(page, "Ghi lại" if place == len(sentences) else "Ghi rồi nhập tiếp")
        done(page, text)
    expect(page.locator(".statements > li")).to_have_count(len(sentences))
    expect(page.locator(".statements .gap")).to_have_count(0)  # the only source is that of each


def the_figure_without_a_unit_is_asked_about(page: Page) -> None:
    follow(page, "Ghi thành số liệu báo cáo")
    page.select_option("[name=indicator]", label="Kinh phí Bộ hỗ trợ, đã cấp (minh họa)")
    expect(page.locator("#figure-reading")).to_contain_text("«trên 100» không nêu đơn vị")
    fill(page, read_as="trên 100 tỷ đồng")
    expect(page.locator("#figure-reading")).to_contain_text("nhiều hơn 100 tỷ đồng")
    press(page, "Ghi nhận")
    done(page, "Đã ghi nhận số liệu đúng nguyên văn")


def ask_for_what_was_proposed(page: Page, visit: str) -> str:
    page.goto(visit)
    expect(said(page, "Tỉnh chỉ đạo thường xuyên").get_by_role("link", name="Lập đề nghị của Bộ")).to_have_count(0)
    follow(page, "Lập một văn bản cho cả 2 kiến nghị")
    expect(page.locator("[name=asked]")).to_have_value(MINISTRY)
    expect(page.get_by_label("Thuộc: Chương trình phối hợp")).to_be_checked()
    press(page, "Lập dự thảo")
    done(page, "Đã lập dự thảo")
    expect(page.locator(".request-item")).to_have_count(2)
    follow(page, "Ghi nhận đã gửi")
    fill(page, number="15/SKHCN-KH")
    press(page, "Ghi nhận")
    done(page, "Đã ghi nhận là đã gửi")
    return page.url


def send_the_package(page: Page) -> None:
    follow(page, "Lập gói gửi đi")
    page.uncheck("[name=with_pdf]")
    press(page, "Lập gói")
    done(page, "Đã lập gói")
    with page.expect_download() as download:
        follow(page, "Tải gói về")
    with zipfile.ZipFile(download.value.path()) as package:
        letter = Document(io.BytesIO(package.read("letter.docx")))
    text = "\n".join(paragraph.text for paragraph in letter.paragraphs)
    assert "Cử chuyên gia quy hoạch vùng ứng dụng công nghệ cao" in text


def the_joint_assignment_waits_on_both_sides(page: Page, ministry: Page, request: str) -> None:
    follow(page, "Giao đơn vị", page.locator("#item-1"))
    expect(page.locator("[name=unit1]")).to_have_value(MINISTRY)
    expect(page.locator("[name=unit2]")).to_have_value(DEPARTMENT)
    fill(page, duty1="Thẩm định, bố trí kinh phí", duty2="Lập dự toán", contact2="Mai Chuyên Viên")
    page.select_option("[name=focal]", label="Đơn vị 1")
    press(page, "Giao")
    done(page, "Đã giao cho các đơn vị")
    for somebody in (page, ministry):
        go_to(somebody, "Việc của tôi")
        joint = somebody.locator("section", has_text="Nhiệm vụ phối hợp đang giải quyết")
        expect(joint).to_contain_text("Hỗ trợ kinh phí cho các nhiệm vụ đã đề xuất")
    page.goto(request)


def record_the_answer(page: Page, request: str) -> None:
    page.goto(request)
    follow(page, "Ghi nhận trả lời", page.locator("#item-2"))
    page.get_by_label("Đồng ý", exact=True).check()
    fill(page, text="Bộ sẽ cử chuyên gia trong quý I")
    press(page, "Ghi nhận trả lời")
    expect(page.locator(".form-errors")).to_contain_text("hãy ghi số, ngày văn bản hoặc đính kèm tệp")
    expect(page.locator("[name=text]")).to_have_value("Bộ sẽ cử chuyên gia trong quý I")
    fill(page, number="123/BKHCT-KHTH", issued_on=timezone.localdate().strftime("%d/%m/%Y"))
    press(page, "Ghi nhận trả lời")
    done(page, "Đã ghi nhận trả lời")
    expect(page.locator("#item-2 .state").first).to_contain_text("Đồng ý")


def promise_what_was_promised(page: Page, visit: str) -> None:
    page.goto(visit)
    follow(page, "Ghi thành cam kết", said(page, "Bộ bố trí kinh phí trong năm sau"))
    fill(page, **{"lead-0-name": "Vụ Kế hoạch, Bộ Khoa học Châu Thổ (minh họa)"})
    press(page, "Ghi cam kết")
    expect(said(page, "Bộ bố trí kinh phí trong năm sau").locator(".said-made")).to_contain_text("Cam kết:")


def hold_the_review(page: Page, chair: Page) -> str:
    go_to(page, "Chương trình phối hợp")
    follow(page, "Bộ Khoa học Châu Thổ và UBND tỉnh Bãi Bồi")
    programme = page.url
    from_the_figure_to_the_list(page, "50 mô hình / 50 mô hình", 50)
    page.goto(programme)
    follow(page, "Kế hoạch, đánh giá")
    follow(page, "Lập báo cáo đánh giá")
    parts = ("results", "shortcomings", "causes", "directions", "recommendations")
    fill(page, **{part: f"Phần {number}" for number, part in enumerate(parts, 1)})
    press(page, "Bắt đầu báo cáo đánh giá")
    done(page, "Đã bắt đầu báo cáo đánh giá")
    go_to(chair, "Việc của tôi")
    follow(chair, "Đọc và thông qua")
    fill(chair, adopted_on="01/01/2020")
    press(chair, "Thông qua báo cáo đánh giá")
    expect(chair.locator(".form-errors")).to_contain_text("không thể được thông qua ngày 01/01/2020")
    fill(chair, adopted_on=timezone.localdate().strftime("%d/%m/%Y"))
    press(chair, "Thông qua báo cáo đánh giá")
    done(chair, "Báo cáo đánh giá đã được thông qua")
    return programme


def print_the_briefing(page: Page, programme: str) -> None:
    page.goto(programme)
    follow(page, "Bản tóm tắt")
    follow(page, "Bộ trưởng thăm và làm việc tại tỉnh")
    expect(page.locator(".briefing")).to_contain_text("Cử chuyên gia quy hoạch vùng ứng dụng công nghệ cao")
    with page.expect_download() as download:
        follow(page, "Tệp Word")
    printed = Document(str(download.value.path()))
    cells = [cell.text for table in printed.tables for row in table.rows for cell in row.cells]
    assert any("«50 mô hình»" in cell for cell in cells)
    assert any("123/BKHCT-KHTH" in paragraph.text for paragraph in printed.paragraphs)
    press(page, "Chốt cùng cuộc họp")
    expect(page.locator("aside")).to_contain_text("Đã chốt cùng cuộc họp")


def renew_with_what_is_open(page: Page, programme: str) -> None:
    page.goto(programme)
    follow(page, "Tiếp nối cho giai đoạn sau")
    fill(page, title="Chương trình phối hợp giai đoạn sau")
    press(page, "Lập chương trình giai đoạn sau")
    done(page, "cam kết chưa xong được gắn sang")
    follow(page, "Cam kết")
    expect(page.locator("main tbody")).to_contain_text("Bộ bố trí kinh phí trong năm sau")


def from_the_figure_to_the_list(page: Page, sum_of_records: str, count: int) -> None:
    """One click from the number that was reported to the names."""
    board = page.locator(".board", has_text=sum_of_records)
    expect(board).to_have_count(1)
    board.get_by_role("link", name=f"Xem danh mục ({count} mục)").click()
    expect(page.locator("main")).to_contain_text(f"{count} dòng")


def of_the_fifty_models_that_were_reported_none_has_a_name(page: Page) -> None:
    go_to(page, "Chương trình phối hợp")
    follow(page, "UBND tỉnh Thái Bình")
    board = page.locator(".board", has_text="0 / 50 mô hình")
    expect(board).to_contain_text("Báo cáo «hơn 50», có danh mục 0: toàn bộ chưa có danh mục.")
    from_the_figure_to_the_list(page, "0 / 50 mô hình", 0)
