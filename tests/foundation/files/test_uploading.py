"""What comes in through a form is bounded before anybody looks at it."""

from collections.abc import Callable
from contextlib import closing

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from phusa.foundation.files import rules
from phusa.foundation.files.uploading import LimitedBody

LIMIT = 2 << 20


@pytest.fixture(autouse=True)
def small_limit(settings) -> None:
    settings.PHUSA_UPLOAD_LIMIT = LIMIT


def posted(content: bytes) -> HttpRequest:
    """A form with a file, and a field that comes after it."""
    given = SimpleUploadedFile("bang.csv", content)
    return RequestFactory().post("/", {"file": given, "title": "Tên kế hoạch đã gõ"})


def test_a_file_within_the_limit_arrives_whole() -> None:
    content = b"a;b\n" * (LIMIT // 4)
    with closing(posted(content)) as request:
        assert request.FILES["file"].read() == content


def test_of_a_file_that_is_too_large_only_the_size_is_kept_and_the_fields_after_it_arrive() -> None:
    with closing(posted(b"x" * (LIMIT + 300_000))) as request:
        given = request.FILES["file"]
        assert given.size == LIMIT + 300_000
        assert given.read() == b""
        assert isinstance(given, TemporaryUploadedFile)
        assert rules.not_too_large(given.size)
        assert request.POST["title"] == "Tên kế hoạch đã gõ"


class Unread:
    """A body that fails the test when somebody reads it."""

    def read(self, *args: object) -> bytes:
        raise AssertionError("the body was read")


@pytest.mark.parametrize(("times", "read"), [(3, True), (3.01, False), (100, False)])
def test_a_body_far_beyond_the_limit_is_answered_without_being_read(times: float, read: bool) -> None:
    request = RequestFactory().post("/", b"", content_type="multipart/form-data; boundary=x")
    request.META["CONTENT_LENGTH"] = str(int(times * LIMIT))
    request._stream = Unread()  # type: ignore[assignment]
    answer: Callable[[HttpRequest], HttpResponse] = lambda request: HttpResponse("ok")  # noqa: E731
    response = LimitedBody(answer)(request)
    assert response.status_code == (200 if read else 413)
    if not read:
        assert "2 MB" in response.content.decode()


@pytest.mark.parametrize("length", ["", "nonsense", "-5"])
def test_a_length_that_says_nothing_is_left_to_the_parser(length: str) -> None:
    request = RequestFactory().post("/", b"", content_type="text/plain")
    request.META["CONTENT_LENGTH"] = length
    assert LimitedBody(lambda request: HttpResponse("ok"))(request).status_code == 200
