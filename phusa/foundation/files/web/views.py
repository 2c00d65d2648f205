"""Giving a file back."""

from pathlib import PurePath
from uuid import UUID

from csp.decorators import csp_replace
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from phusa.foundation.access.web import opens
from phusa.foundation.files.permissions import visible_to
from phusa.foundation.files.vocabulary import ENDINGS


@opens("files.view_file")
@require_safe
@csp_replace({"default-src": ["'none'"], "frame-ancestors": ["'none'"]})
def download(request: HttpRequest, uid: UUID) -> FileResponse:
    """The file as it was given: downloaded, or shown when it is a PDF; its ending is that of its content."""
    stored = get_object_or_404(visible_to(request.user), uid=uid)
    ending = ENDINGS[stored.media_type]
    name = stored.name if stored.name.lower().endswith(ending) else PurePath(stored.name).stem + ending
    response = FileResponse(
        stored.content.open("rb"),
        as_attachment=not stored.shown_in_browser,
        filename=name,
        content_type=stored.media_type if stored.shown_in_browser else "application/octet-stream",
    )
    response["Cache-Control"] = "private, no-store"
    return response
