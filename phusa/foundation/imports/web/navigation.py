"""The line of imports in the navigation."""

from django.utils.translation import gettext_lazy as _

from phusa.foundation.ui.registry import navigation
from phusa.foundation.ui.vocabulary import Section

navigation.add(
    Section.PLANNING, _("Import a table"), "imports:list", "file-earmark-arrow-up", "imports.import_table", order=90
)
