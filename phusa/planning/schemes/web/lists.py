"""The list of schemes."""

from datetime import date
from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phusa.foundation.ui.addresses import page_of
from phusa.foundation.ui.listing import Column, Listing
from phusa.foundation.ui.templatetags.ui import badge, icon, nothing
from phusa.kernel.text import fold
from phusa.planning.assignments.vocabulary import ClockState
from phusa.planning.schemes import queries
from phusa.planning.schemes.models import Scheme
from phusa.planning.schemes.vocabulary import SchemeKind, VersionState
from phusa.planning.schemes.web.pages import badge_of

# Schemes


def period(scheme: Any) -> str:
    """«2016–2020», one year, or nothing."""
    years = [str(year) for year in (scheme.period_from, scheme.period_to) if year]
    return "–".join(dict.fromkeys(years))


def _progress(scheme: Any, what: str) -> Any:
    return scheme.progress[what] if scheme.progress else None


def _done(scheme: Any) -> int | None:
    """Of the tasks, those that are done; None while nobody has reported on any."""
    reported = _progress(scheme, "reported")
    return _progress(scheme, "done") * 100 // _progress(scheme, "tasks") if reported else None


def _next(scheme: Any) -> date | None:
    day = _progress(scheme, "next")
    return date.fromisoformat(day) if day else None


def _late(scheme: Any) -> str:
    late = _progress(scheme, "late")
    if not late:
        return nothing() if late is None else "0"
    address = f"{page_of('schemes:matrix', scheme.uid)}?clock={ClockState.OVERDUE}"
    return format_html('<a class="tone-late" href="{}">{} {}</a>', address, icon("exclamation-triangle-fill"), late)


def _state(scheme: Any) -> str:
    shown = badge(badge_of(scheme.state))
    if scheme.amending:
        return format_html('{}<span class="state-note">{}</span>', shown, gettext("being amended"))
    return shown


def search_schemes(schemes: QuerySet[Scheme], typed: str) -> QuerySet[Scheme]:
    """Every word stands in one of the titles."""
    for word in fold(typed).split():
        schemes = schemes.filter(Q(title_folded__contains=word) | Q(pk__in=queries.titled(word).values("scheme")))
    return schemes


STATES_OF_SCHEMES = [choice for choice in VersionState.choices if choice[0] != VersionState.SUPERSEDED]


class SchemeFilter(filters.FilterSet):
    """Filters of the list of schemes."""

    kind = filters.ChoiceFilter(label=_("Kind"), choices=SchemeKind.choices, empty_label=_("All kinds"))
    state = filters.ChoiceFilter(label=_("State"), choices=STATES_OF_SCHEMES, empty_label=_("All states"))
    year = filters.NumberFilter(label=_("In force in the year"), method="in_year")

    class Meta:
        model = Scheme
        fields: tuple[str, ...] = ()

    def in_year(self, schemes: QuerySet[Scheme], name: str, year: Any) -> QuerySet[Scheme]:
        """The period holds the year."""
        return schemes.filter(
            Q(period_from__lte=year) | Q(period_from=None, period_to__isnull=False),
            Q(period_to__gte=year) | Q(period_to=None),
        )


SCHEMES = Listing(
    "schemes.schemes",
    columns=(
        Column(
            "title",
            _("Title"),
            lambda scheme: scheme.title,
            kind="link",
            sort="sort_key",
            link=lambda scheme: page_of("schemes:document", scheme.uid),
            fixed=True,
        ),
        Column("kind", _("Kind"), lambda scheme: scheme.get_kind_display(), sort="kind"),
        Column("period", _("Period"), period, kind="code", sort=("period_from", "period_to")),
        Column("drafting", _("Drafted by"), lambda scheme: scheme.drafting.current_name, sort="drafting__sort_key"),
        Column(
            "authority",
            _("Approved by"),
            lambda scheme: scheme.authority.current_name,
            sort="authority__sort_key",
            usual=False,
        ),
        Column(
            "state",
            _("State"),
            lambda scheme: str(VersionState(scheme.state).label),
            kind="status",
            sort="state",
            show=_state,
        ),
        Column("tasks", _("Tasks"), lambda scheme: _progress(scheme, "tasks"), kind="number"),
        Column("done", _("Done"), _done, kind="percent"),
        Column("late", _("Late"), lambda scheme: _progress(scheme, "late"), kind="number", show=_late),
        Column("next", _("Next deadline"), _next, kind="date"),
    ),
    filters=SchemeFilter,
    search=search_schemes,
    order="title",
    empty=_("There is no scheme that you may see yet."),
)
