"""Who sees an import: the organisation that made it, and auditors. Who may import is the target's own permission."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from phusa.foundation import access
from phusa.foundation.access import Role, standing
from phusa.foundation.files.permissions import owned_by
from phusa.foundation.imports.models import Batch

# They may finish an import of every registered target: no way is shown that ends in a refusal.
MAY_IMPORT = frozenset({Role.SPECIALIST, Role.HEAD, Role.DIRECTOR, Role.OPERATOR})


def visible_to(user: Any) -> QuerySet[Batch]:
    """Imports of the organisations that the user imports for; an auditor and the command line see all."""
    stands = standing(user)
    if stands.holds(Role.AUDITOR, Role.OPERATOR):
        return Batch.objects.all()
    return Batch.objects.filter(organization__in=stands.reach(*MAY_IMPORT))


def imports_for_it(user: Any, batch: Batch) -> bool:
    """The user imports for the organisation whose import it is (the command line: for any)."""
    stands = standing(user)
    return stands.holds(Role.OPERATOR) or batch.organization_id in stands.reach(*MAY_IMPORT)


access.scope("imports.view_batch", label=_("See an import"), rows=visible_to)
access.permission("imports.import_table", label=_("Import a table"), roles=MAY_IMPORT, when=imports_for_it)
owned_by("imports.batch", "imports.view_batch")
