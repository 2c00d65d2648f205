"""What a browser makes of a file that is given back: a PDF is shown, everything else is downloaded under its name."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from playwright.sync_api import Page, expect

from phusa.foundation.files.models import StoredFile
from phusa.foundation.files.services import store_file
from phusa.foundation.files.web.views import name_of
from tests.builders import assignments as build
from tests.builders.annex import write_ruled_pdf
from tests.cast import Cast, assemble, signed_in

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PAGE = b"<html><script>alert(1)</script></html>"


def kept(cast: Cast, content: bytes, name: str) -> StoredFile:
    [owner] = build.issued(cast.authority, cast.department, build.terms(build.lead(cast.department)))
    given = ContentFile(content, name=name)
    return store_file(cast.specialist, given, secrecy="normal", owner=owner, at=timezone.now())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "given", "back"),
    [
        (b"TT;Viec\n", "bang.csv", "bang.csv"),
        (b"TT;Viec\n", "BANG.TXT", "BANG.TXT"),
        (b"TT;Viec\n", "bang.exe", "bang.txt"),
        (PDF, "quyet-dinh.docx", "quyet-dinh.pdf"),
        (PAGE, "trang.html", "trang.html.txt"),
        (PAGE, "trang.pdf", "trang.html.txt"),
    ],
)
def test_a_file_goes_back_under_its_name_with_an_ending_of_what_it_is(
    cast: Cast, content: bytes, given: str, back: str
) -> None:
    assert name_of(kept(cast, content, given)) == back


@pytest.mark.django_db
def test_only_a_pdf_is_shown_in_the_browser(cast: Cast) -> None:
    browser = signed_in(cast.specialist)
    for content, name, shown in (
        (PDF, "a.pdf", "inline"),
        (PAGE, "a.pdf", "attachment"),
        (b"a;b", "a.csv", "attachment"),
    ):
        answer = browser.get(f"/files/{kept(cast, content, name).uid}/")
        assert answer["Content-Disposition"].startswith(shown)
        assert answer["Content-Type"] == ("application/pdf" if shown == "inline" else "application/octet-stream")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert b"".join(answer.streaming_content) == content


@pytest.mark.django_db(transaction=True)
def test_a_pdf_shows_in_chromium_under_the_policy_it_is_given_with(
    page: Page, live_server: Any, tmp_path: Path
) -> None:
    cast = assemble()
    rows = [[str(n), "Nhiệm vụ", "Sở Tài chính", "", "Báo cáo", "12/2026"] for n in range(40)]
    stored = kept(cast, write_ruled_pdf(rows, tmp_path / "a.pdf").read_bytes(), "quyet-dinh.pdf")
    session = signed_in(cast.specialist).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    with page.expect_event("framenavigated", lambda frame: frame.url.startswith("chrome-extension:")) as viewer:
        page.goto(f"{live_server.url}/files/{stored.uid}/")
    expect(viewer.value.locator("#pagelength")).to_have_text("2")
