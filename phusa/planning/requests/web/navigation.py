"""Lines of the navigation and of My work, and how an assignment that comes from a request is called."""

from django.utils.translation import gettext_lazy as _

from phusa.foundation.ui.registry import navigation
from phusa.foundation.ui.vocabulary import Section
from phusa.planning.assignments.registry import provide_origin, provide_work
from phusa.planning.requests.web.work import sections

navigation.add(
    Section.PLANNING, _("Requests and recommendations"), "requests:list", "envelope", "requests.view_request", order=50
)
provide_origin("request", _("Request or recommendation"))
provide_work("requests", sections)
