"""The lines of the package in the page shell, in the search box, in the filter of assignments, in «My work»."""

from django.utils.translation import gettext_lazy as _

from phusa.foundation.search.registry import register
from phusa.foundation.ui.registry import navigation
from phusa.foundation.ui.vocabulary import Section
from phusa.planning.assignments.registry import provide_origin, provide_work
from phusa.planning.meetings.search import conclusions, meetings
from phusa.planning.meetings.web.work import waiting

navigation.add(
    Section.PLANNING, _("Meetings and working visits"), "meetings:list", "people", "meetings.view_meeting", order=35
)
navigation.add(
    Section.PLANNING, _("Conclusions"), "meetings:conclusions", "journal-check", "meetings.view_conclusion", order=37
)
register(
    "meetings.meeting",
    label=_("Meetings and working visits"),
    icon="people",
    view_permission="meetings.view_meeting",
    lines=meetings,
)
register(
    "meetings.conclusion",
    label=_("Conclusions"),
    icon="journal-check",
    view_permission="meetings.view_conclusion",
    lines=conclusions,
)
provide_origin("conclusion", _("Conclusion of a meeting"))
provide_origin("meeting", _("Statement at a meeting"))
provide_work("conclusion", waiting)
