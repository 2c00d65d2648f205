"""The list of instruments: columns, filters, search."""

from typing import Any

import django_filters
from django.db.models import Max, Min
from django.utils.translation import gettext_lazy as _

from phusa.foundation.instruments.models import Instrument
from phusa.foundation.instruments.vocabulary import Kind
from phusa.foundation.ui.listing import Column, Listing


class InstrumentFilter(django_filters.FilterSet):
    """Filters of the list."""

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=Kind.choices)
    year = django_filters.ChoiceFilter(label=_("Issued in"), empty_label=_("all"), field_name="issued_on__year")

    class Meta:
        model = Instrument
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        span = Instrument.objects.aggregate(first=Min("issued_on"), last=Max("issued_on"))
        years = range(span["last"].year, span["first"].year - 1, -1) if span["first"] else ()
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in years]


INSTRUMENTS = Listing(
    "instruments.instruments",
    columns=(
        Column(
            "name",
            _("Instrument and number"),
            lambda one: one.citation,
            kind="link",
            sort=("kind", "number"),
            link=Instrument.get_absolute_url,
            fixed=True,
        ),
        Column("title", _("Subject"), lambda one: one.title, sort="sort_key"),
        Column("issuer", _("Issued by"), lambda one: one.issuer_name, sort="issuer_name"),
        Column("issued_on", _("Issued on"), lambda one: one.issued_on, kind="date", sort="issued_on"),
        Column(
            "effective_on",
            _("In effect from"),
            lambda one: one.effective_on,
            kind="date",
            sort="effective_on",
            usual=False,
        ),
        Column("source", _("Source (address)"), lambda one: one.source_url, usual=False),
    ),
    filters=InstrumentFilter,
    search=("folded",),
    order="-issued_on",
    empty=_("No instrument has been entered yet."),
)
