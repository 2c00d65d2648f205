"""Uploads while they come in: what is too large leaves its size behind and nothing else."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse

from phusa.foundation.ui.web.errors import too_large

BODY_AT_MOST = 3  # times the limit of a file; beyond it not one byte is read


class LimitedUpload(TemporaryFileUploadHandler):
    """Stops keeping a file at the limit, and reads on for the fields that follow it, so that nothing typed is lost.

    Such a file is empty and says how large it was: `rules.not_too_large` refuses it by its size.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Django's signature; `start` is how much has come before."""
        if start + len(raw_data) <= settings.PHUSA_UPLOAD_LIMIT:
            super().receive_data_chunk(raw_data, start)
        elif start <= settings.PHUSA_UPLOAD_LIMIT:
            self.file.seek(0)
            self.file.truncate()
        return None


class LimitedBody:
    """Middleware: a request far beyond what a form may carry is answered without being read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > BODY_AT_MOST * settings.PHUSA_UPLOAD_LIMIT:
            return too_large(request, settings.PHUSA_UPLOAD_LIMIT >> 20)
        return self.get_response(request)
