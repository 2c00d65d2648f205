"""Lines of the navigation and of My work; where assignments that come from requests are offered in their filter."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from phusa.foundation.ui.registry import navigation
from phusa.foundation.ui.vocabulary import Section
from phusa.planning.assignments.registry import provide_origins, provide_work
from phusa.planning.requests.queries import visible_to
from phusa.planning.requests.web.work import sections

navigation.add(
    Section.PLANNING, _("Requests and recommendations"), "requests:list", "envelope", "requests.view_request", order=50
)


def origins_for(user: Any) -> Iterable[tuple[UUID, str]]:
    """Requests from which something was assigned."""
    return (
        visible_to(user)
        .filter(items__assignment__isnull=False)
        .distinct()
        .order_by("-sent_on")
        .values_list("uid", "title")
    )


provide_origins("request", origins_for)
provide_work("requests", sections)
