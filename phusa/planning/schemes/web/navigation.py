"""What the package hangs into other pages: navigation, the search box, the filter by kind of document, «My work»."""

from django.utils.translation import gettext_lazy as _

from phusa.foundation.search.registry import register
from phusa.foundation.ui.registry import navigation
from phusa.foundation.ui.vocabulary import Section
from phusa.planning.assignments.registry import provide_origin, provide_work
from phusa.planning.schemes.search import lines_of
from phusa.planning.schemes.web.work import waiting

navigation.add(
    Section.PLANNING, _("Schemes and plans"), "schemes:list", "journal-text", "schemes.view_scheme", order=20
)
register(
    "schemes.scheme",
    label=_("Schemes and plans"),
    icon="journal-text",
    view_permission="schemes.view_scheme",
    lines=lines_of,
)
provide_origin("scheme", _("Scheme or plan"))
provide_work("scheme", waiting)
