"""The lines of the package in the page shell, in the search box, and as what assignments come from."""

from django.utils.translation import gettext_lazy as _

from phusa.foundation.search.registry import register
from phusa.foundation.ui.registry import navigation
from phusa.foundation.ui.vocabulary import Section
from phusa.planning.assignments.registry import provide_origin
from phusa.planning.cooperation import search
from phusa.planning.cooperation.vocabulary import ORIGIN

navigation.add(
    Section.PLANNING,
    _("Coordination programmes"),
    "cooperation:list",
    "link-45deg",
    "cooperation.view_programme",
    order=60,
)
register(
    search.PROGRAMME,
    label=_("Coordination programmes"),
    icon="link-45deg",
    view_permission="cooperation.view_programme",
    lines=search.programmes,
)
register(
    search.PROJECT_KIND,
    label=_("Linked projects"),
    icon="clipboard-data",
    view_permission="cooperation.view_project",
    lines=search.projects,
)
register(
    search.RESULT_KIND,
    label=_("Linked results"),
    icon="award",
    view_permission="cooperation.view_result",
    lines=search.results,
)
provide_origin(ORIGIN, _("Coordination programme"))
