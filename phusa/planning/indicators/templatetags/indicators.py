"""The tag by which pages of other packages show the figures of a record."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.http import urlencode

from phusa.foundation import access
from phusa.planning.indicators import registry
from phusa.planning.indicators.showing import boards

register = template.Library()


@register.inclusion_tag("indicators/_side_by_side.html", takes_context=True)
def figures_side_by_side(
    context: template.Context, kind: str, uid: UUID, said_in: bool = False, also: Iterable[UUID] = ()
) -> dict[str, Any]:
    """`{% figures_side_by_side "programme" programme.uid %}`: the figures about a record, or said in it.

    `also` names further records (the statements of a meeting). Whoever may record figures gets a link to do it; with
    `said_in` the new figure is said in the record (a meeting), else it is about it.
    """
    user = context["request"].user
    role = "said_in" if said_in else "about"
    report_url = ""
    if registry.knows(kind) and access.may(user, "indicators.report_figure"):
        report_url = f"{reverse('indicators:report')}?{urlencode({role: f'{kind}:{uid}'})}"
    return {"request": context["request"], "boards": boards(user, [uid, *also]), "report_url": report_url}
