"""The list of meetings, and that of conclusions."""

import django_filters as filters
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from phusa.foundation.search.queries import holding
from phusa.foundation.ui.addresses import page_of
from phusa.foundation.ui.listing import Column, Listing
from phusa.planning.assignments.vocabulary import DeadlineState, Standing
from phusa.planning.meetings.models import Conclusion, Meeting
from phusa.planning.meetings.vocabulary import ConclusionState, MeetingKind, MeetingState
from phusa.planning.meetings.web.pages import badge_of


class MeetingFilter(filters.FilterSet):
    """Filters of the list of meetings."""

    kind = filters.ChoiceFilter(label=_("Kind"), choices=MeetingKind.choices, empty_label=_("All kinds"))
    state = filters.ChoiceFilter(label=_("State"), choices=MeetingState.choices, empty_label=_("All states"))
    year = filters.NumberFilter(label=_("Held in the year"), field_name="held_on__year")

    class Meta:
        model = Meeting
        fields: tuple[str, ...] = ()


def search_meetings(meetings: QuerySet[Meeting], typed: str) -> QuerySet[Meeting]:
    """Every word stands in the title, the place, a name or a statement."""
    return meetings.filter(uid__in=holding(typed, "meetings.meeting"))


def with_counts(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """The meetings with the number of their statements."""
    return meetings.select_related("drafting", "authority").annotate(said=Count("statements"))


MEETINGS = Listing(
    "meetings.meetings",
    columns=(
        Column("held_on", _("Held on"), lambda meeting: meeting.held_on, kind="date", sort=("held_on", "pk")),
        Column(
            "title",
            _("Title"),
            lambda meeting: meeting.title,
            kind="link",
            sort="sort_key",
            link=Meeting.get_absolute_url,
            fixed=True,
        ),
        Column("kind", _("Kind"), lambda meeting: meeting.get_kind_display(), sort="kind"),
        Column("place", _("Place"), lambda meeting: meeting.place, sort="place", usual=False),
        Column("chair", _("Chair"), lambda meeting: meeting.chair_name, sort="chair_name"),
        Column("statements", _("Statements"), lambda meeting: meeting.said, kind="number", sort="said"),
        Column("state", _("State"), lambda meeting: badge_of(meeting), kind="status", sort="state"),
        Column(
            "drafting",
            _("Kept by"),
            lambda meeting: meeting.drafting.current_name,
            sort="drafting__sort_key",
            usual=False,
        ),
    ),
    filters=MeetingFilter,
    search=search_meetings,
    order="-held_on",
    empty=_("No meeting that you may see has been recorded yet."),
)


class ConclusionFilter(filters.FilterSet):
    """Filters of the list of conclusions."""

    state = filters.ChoiceFilter(label=_("State"), choices=ConclusionState.choices, empty_label=_("All states"))
    year = filters.NumberFilter(label=_("Meeting held in the year"), field_name="meeting__held_on__year")

    class Meta:
        model = Conclusion
        fields: tuple[str, ...] = ()


def with_lines(conclusions: QuerySet[Conclusion]) -> QuerySet[Conclusion]:
    """The conclusions with how many lines they have, and how many of these stand without a deadline."""
    standing = Q(lines__assignment__standing__in=(Standing.DRAFT, Standing.ISSUED))
    return conclusions.select_related("meeting", "instrument").annotate(
        all_lines=Count("lines"),
        undated=Count("lines", filter=standing & Q(lines__assignment__deadline_state=DeadlineState.EMPTY)),
    )


def search_conclusions(conclusions: QuerySet[Conclusion], typed: str) -> QuerySet[Conclusion]:
    """Every word stands in what the search index knows of the conclusion."""
    return conclusions.filter(uid__in=holding(typed, "meetings.conclusion"))


def number_of(conclusion: Conclusion) -> str:
    """The number of an issued one."""
    return conclusion.instrument.number if conclusion.instrument else ""


CONCLUSIONS = Listing(
    "meetings.conclusions",
    columns=(
        Column("number", _("No."), number_of, kind="code", sort="instrument__number"),
        Column(
            "title",
            _("Title"),
            lambda conclusion: conclusion.title,
            kind="link",
            sort="title",
            link=lambda conclusion: page_of("meetings:conclusion", conclusion.uid),
            fixed=True,
        ),
        Column("meeting", _("Meeting"), lambda conclusion: conclusion.meeting.title, sort="meeting__sort_key"),
        Column(
            "held_on", _("Held on"), lambda conclusion: conclusion.meeting.held_on, kind="date", sort="meeting__held_on"
        ),
        Column("state", _("State"), lambda conclusion: badge_of(conclusion), kind="status", sort="state"),
        Column("lines", _("Lines"), lambda conclusion: conclusion.all_lines, kind="number", sort="all_lines"),
        Column(
            "undated", _("Without a deadline"), lambda conclusion: conclusion.undated, kind="number", sort="undated"
        ),
    ),
    filters=ConclusionFilter,
    search=search_conclusions,
    order="-held_on",
    empty=_("There is no conclusion that you may see yet."),
)
