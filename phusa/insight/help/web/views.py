"""The page of help."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phusa.foundation.access.web import EVERYONE, opens


@opens(EVERYONE)
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """The main job, the marks, whom to ask."""
    return render(request, "help/help.html", {"title": _("Help")})
