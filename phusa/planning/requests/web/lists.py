"""The list of what was asked: one line an item, because each has its own answer and its own clock."""

from typing import Any

import django_filters as filters
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phusa.foundation.organizations.models import Organization
from phusa.foundation.organizations.queries import sides_of
from phusa.foundation.ui.addresses import page_of
from phusa.foundation.ui.listing import Column, Listing
from phusa.foundation.ui.templatetags.ui import badge, deadline
from phusa.kernel.text import fold
from phusa.planning.requests import queries
from phusa.planning.requests.models import ClockRule, Item, PartnerKey
from phusa.planning.requests.showing import Clocks
from phusa.planning.requests.vocabulary import ClockState, Direction, Outcome, RequestState

TO_US, FROM_US = "to_us", "from_us"
OPEN_ONES = [(state.value, state.label) for state in ClockState]


def listed(items: QuerySet[Item]) -> QuerySet[Item]:
    """With everything that a line shows; one query."""
    return items.select_related(
        "request__asking_authority",
        "request__asking_unit",
        "request__asked_authority",
        "request__asked_unit",
        "request__letter",
        "unit",
    )


class ItemFilter(filters.FilterSet):
    """Filters of the list."""

    side = filters.ChoiceFilter(
        label=_("Ours"),
        choices=[(TO_US, _("Asked of us")), (FROM_US, _("Asked by us"))],
        empty_label=_("Both directions"),
        method="of_side",
    )
    clock = filters.ChoiceFilter(
        label=_("Clock"),
        choices=[("waiting", _("Waiting for an answer")), *OPEN_ONES],
        empty_label=_("Any"),
        method="of_clock",
    )
    outcome = filters.ChoiceFilter(label=_("Outcome"), choices=Outcome.choices, empty_label=_("Any"))
    unit = filters.ModelChoiceFilter(
        label=_("Lies with"), queryset=lambda request: units_of(request.user), empty_label=_("Anybody")
    )
    direction = filters.ChoiceFilter(
        label=_("Kind"), field_name="request__direction", choices=Direction.choices, empty_label=_("All kinds")
    )
    state = filters.ChoiceFilter(
        label=_("State"), field_name="request__state", choices=RequestState.choices, empty_label=_("All states")
    )
    year = filters.NumberFilter(label=_("Sent in the year"), field_name="request__sent_on__year")

    class Meta:
        model = Item
        fields: tuple[str, ...] = ()

    def of_side(self, rows: QuerySet[Item], name: str, value: str) -> QuerySet[Item]:
        """What is asked of the reader's side, or by it."""
        sides = sides_of(self.request.user, *queries.SIDES)
        return rows.filter(queries.asked_of(sides) if value == TO_US else queries.asked_by(sides))

    def of_clock(self, rows: QuerySet[Item], name: str, value: str) -> QuerySet[Item]:
        """Where the item stands; drafts and what was withdrawn have no clock."""
        rows = rows.filter(request__state__in=(RequestState.OPEN, RequestState.ANSWERED))
        if value == "waiting":
            return rows.filter(queries.waiting())
        return rows.filter(queries.clock_conditions(timezone.localdate())[ClockState(value)])


def units_of(user: Any) -> QuerySet[Organization]:
    """The units with which something lies that the user may see."""
    units = queries.items_visible_to(user).exclude(unit=None).values("unit")
    return Organization.objects.filter(pk__in=units).order_by("sort_key", "pk")


def search_items(items: QuerySet[Item], typed: str) -> QuerySet[Item]:
    """Every word stands in the item, in the title of its request or in the number of the letter."""
    for word in fold(typed).split():
        items = items.filter(Q(folded__contains=word) | Q(request__folded__contains=word))
    return items


CLOSES_FIRST: tuple[OrderBy, ...] = (
    F("settled_on").asc(nulls_first=True),
    F("closes_on").asc(nulls_last=True),
    F("request__sent_on").desc(nulls_last=True),
)


def _who(request: Any, which: str) -> str:
    return request.asking_name if which == "asking" else str(request.asked)


def _letter(item: Item) -> str:
    return item.request.letter.number if item.request.letter else ""


def item_list() -> Listing:
    """The list as of today: the calendar is read once for all lines."""
    clocks = Clocks()
    return Listing(
        "requests.items",
        columns=(
            Column(
                "content",
                _("What is asked"),
                lambda item: item.content,
                kind="link",
                link=lambda item: f"{page_of('requests:request', item.request.uid)}#item-{item.number}",
                sort="folded",
                fixed=True,
            ),
            Column("title", _("Request"), lambda item: item.request.title, sort="request__folded", usual=False),
            Column("letter", _("Letter"), _letter, kind="code", sort="request__letter__number"),
            Column("asking", _("Who asks"), lambda item: _who(item.request, "asking")),
            Column("asked", _("Who is asked"), lambda item: _who(item.request, "asked"), usual=False),
            Column("unit", _("Lies with"), lambda item: item.unit or item.request.asked, sort="unit__sort_key"),
            Column("sent_on", _("Sent on"), lambda item: item.request.sent_on, kind="date", sort="request__sent_on"),
            Column(
                "closes_on",
                _("Term closes on"),
                lambda item: item.closes_on,
                kind="date",
                sort=CLOSES_FIRST,
                show=lambda item: deadline(clocks.deadline(item)),
            ),
            Column(
                "outcome",
                _("Answer"),
                clocks.badge,
                kind="status",
                sort="outcome",
                show=lambda item: badge(clocks.badge(item)),
            ),
            Column(
                "answered_on",
                _("Answered on"),
                lambda item: item.settled_on,
                kind="date",
                sort="settled_on",
                usual=False,
            ),
            Column(
                "direction",
                _("Kind"),
                lambda item: item.request.get_direction_display(),
                sort="request__direction",
                usual=False,
            ),
        ),
        filters=ItemFilter,
        search=search_items,
        order="closes_on",
        empty=_("Nothing has been asked yet. Start a request, or take in a package."),
    )


item_list()  # so that saved views of the list are known before anybody has opened it


def _source_of(rule: ClockRule) -> str:
    return rule.source.citation


RULES = Listing(
    "requests.rules",
    columns=(
        Column("name", _("Name"), lambda rule: rule.name, sort="name", fixed=True),
        Column("days", _("Days"), lambda rule: rule.days, kind="number", sort="days"),
        Column("counts", _("Which days count"), lambda rule: rule.get_counts_display()),
        Column("starts_from", _("Counted from"), lambda rule: rule.get_starts_from_display()),
        Column("source", _("By which text"), _source_of, kind="link", link=lambda rule: rule.source.get_absolute_url()),
        Column("quotation", _("What the text says"), lambda rule: rule.quotation),
        Column("asked_authority", _("Asked of"), lambda rule: rule.asked_authority or _("any authority")),
        Column("valid_from", _("Holds from"), lambda rule: rule.valid_from, kind="date", sort="valid_from"),
        Column("valid_to", _("Until"), lambda rule: rule.valid_to, kind="date", sort="valid_to"),
    ),
    order="name",
    empty=_("No rule is recorded: a term is then the day that the letter names, or open."),
)


def _key_page(key: PartnerKey) -> str:
    return page_of("requests:key_end", key.uid)


KEYS = Listing(
    "requests.keys",
    columns=(
        Column("authority", _("Authority"), lambda key: key.authority, sort="authority__sort_key", fixed=True),
        Column("fingerprint", _("Fingerprint of the key"), lambda key: key.fingerprint, kind="link", link=_key_page),
        Column("checked", _("How it was checked"), lambda key: key.checked),
        Column("recorded_by", _("Recorded by"), lambda key: key.recorded_by),
        Column("valid_from", _("Since"), lambda key: key.valid_from, kind="date", sort="valid_from"),
        Column("valid_to", _("Until"), lambda key: key.valid_to, kind="date", sort="valid_to"),
    ),
    order="authority",
    empty=_("No key of another installation is recorded. The first package of a partner asks for it."),
)
