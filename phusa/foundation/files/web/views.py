"""Giving a file back."""

from pathlib import PurePath
from uuid import UUID

from csp.decorators import csp_replace
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from phusa.foundation.access.web import opens
from phusa.foundation.files.kinds import ENDINGS, HTML
from phusa.foundation.files.models import StoredFile
from phusa.foundation.files.permissions import visible_to


@opens("files.view_file")
@require_safe
@csp_replace({"default-src": ["'none'"], "frame-ancestors": ["'none'"]})
def download(request: HttpRequest, uid: UUID) -> FileResponse:
    """The file as it was given: downloaded, or shown when it is a PDF; its ending is that of its content."""
    stored = get_object_or_404(visible_to(request.user), uid=uid)
    response = FileResponse(
        stored.content.open("rb"),
        as_attachment=not stored.shown_in_browser,
        filename=name_of(stored),
        content_type=stored.media_type if stored.shown_in_browser else "application/octet-stream",
    )
    response["Cache-Control"] = "private, no-store"
    return response


def name_of(stored: StoredFile) -> str:
    """The name that was given, with an ending of what the file is; a web page with one that no browser would run."""
    endings = ENDINGS[stored.media_type]
    fits = stored.name.lower().endswith(endings)
    name = stored.name if fits else PurePath(stored.name).stem + endings[0]
    return f"{name}.txt" if stored.media_type == HTML else name
