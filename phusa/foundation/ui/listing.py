"""Lists: search, filters, order, columns and page stand in the address, and the export equals the screen.

    TASKS = Listing(
        "assignments.tasks",
        columns=(
            Column("content", _("Content"), lambda t: t.content, kind="link", link=address_of, fixed=True),
            Column("due_on", _("Due on"), lambda t: t.due_on, kind="date", sort="due_on"),
        ),
        filters=TaskFilter,               # a django-filter FilterSet
        search=("content_folded",),       # columns that hold folded text
        order="due_on",
    )

    @opens("assignments.view_assignment")
    def tasks(request):
        return TASKS.respond(request, visible_to(request.user).select_related("accountable"), {"title": _("Tasks")})

Names that the address uses itself: q, sort, page, size, column (several), export. A sort or column that the list does
not have is left out with a notice; a filter value that cannot be understood shows an empty list and says why, so that
nothing is ever shown, counted or exported under a filter that was not applied.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from html import escape
from typing import Any, NamedTuple

from django import forms
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import BaseExpression, Combinable, OrderBy
from django.forms.boundfield import BoundField
from django.http import FileResponse, HttpRequest, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet

from phusa.foundation.ui import export, queries
from phusa.foundation.ui.addresses import with_parameters
from phusa.foundation.ui.filters import OfferedField
from phusa.foundation.ui.templatetags.ui import badge, date_vn, dong, illustrative, nothing, progress
from phusa.foundation.ui.vocabulary import State, Text
from phusa.kernel.text import fold, number

SIZES = (25, 50, 100)
NEAR = 3  # filters that are always in view
KINDS = frozenset({"text", "code", "number", "money", "percent", "date", "datetime", "status", "link"})
_RIGHT = frozenset({"number", "money", "percent"})
_RESERVED = frozenset({"q", "sort", "page", "size", "column", "export"})
_FORMATS: dict[str, Text] = {"xlsx": _("Excel (XLSX)"), "csv": "CSV", "json": "JSON"}
LONG = 80  # characters, from which a cell shows its first lines until its row is focused
_CHUNK = 2_000
NOTHING_YET = _("There is nothing here yet.")

Sort = str | Combinable | OrderBy | Sequence[str | Combinable | OrderBy]


@dataclass(frozen=True)
class Column:
    """One column of a list.

    `value(row)` is what an export writes, and what the cell shows unless `show(row)` gives its HTML. The kind «code» is
    short text that stays on one line. `sort` names the field (or gives the expression) to order by; without it the
    column cannot be sorted. What is an ordering already (`F("due").asc()`, say to be read from an index) is taken as it
    is, and `descending` says the way back. `link(row)` makes the cell lead there; arrow keys walk from link to link.
    `total` is an aggregate for the foot (`Sum("amount")`). `usual` columns are shown until somebody chooses; `fixed`
    ones always. `related` names the records behind foreign keys that `value` reads: they are fetched with the rows
    while the column is shown.
    """

    key: str
    label: Text
    value: Callable[[Any], Any]
    kind: str = "text"
    sort: Sort | None = None
    link: Callable[[Any], str] | None = None
    show: Callable[[Any], str] | None = None
    total: BaseExpression | None = None
    usual: bool = True
    fixed: bool = False
    descending: Sort | None = None
    related: Sequence[str] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"«{self.kind}» is not a kind of column.")

    @property
    def css(self) -> str:
        """The class of the column's cells."""
        return f"is-{self.kind}" + (" is-right" if self.kind in _RIGHT else "")

    def ordering(self, descending: bool) -> list[OrderBy]:
        """What to order by; empty values come last either way, on every database."""
        asked = self.descending if descending and self.descending else self.sort
        given = asked if isinstance(asked, list | tuple) else [asked]
        expressions = [F(part) if isinstance(part, str) else part for part in given]
        return [
            part
            if isinstance(part, OrderBy)
            else part.desc(nulls_last=True)  # type: ignore[union-attr]
            if descending
            else part.asc(nulls_last=True)  # type: ignore[union-attr]
            for part in expressions
        ]

    def cell(self, row: Any) -> str:
        """The HTML inside the cell."""
        if self.show:
            inside = _escaped(self.show(row))
        else:
            inside = _shown(self.value(row), self.kind)
        if self.link:
            return f'<a href="{escape(self.link(row))}" data-row-link>{inside}</a> {illustrative(row)}'
        return inside


def _escaped(value: Any) -> str:
    """What `conditional_escape` says, without its detours: a page has a thousand cells."""
    if isinstance(value, Promise):
        value = str(value)
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))


def _shown(value: Any, kind: str) -> str:
    if value is None or value == "":
        return nothing()
    if isinstance(value, State):
        return badge(value)
    if isinstance(value, date | datetime):
        return date_vn(value)
    if kind == "money":
        return dong(value)
    if kind == "percent":
        return progress(int(value))
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, int) and kind == "number":
        return number(value)
    if isinstance(value, list | tuple):
        return ", ".join([_escaped(part) for part in value])
    text = _escaped(value)
    if kind == "text" and len(text) > LONG:
        return f'<span class="clamped" title="{text}">{text}</span>'
    return text


@dataclass(frozen=True)
class Listing:
    """A kind of list; made once, at import time. `name` («assignments.tasks») is what saved views hang on.

    `search` holds fields of folded text, or is a function of a query set and the typed text. `order` is the key of the
    column to begin with, `-` before it for descending. `rows` may name a template that writes the `<tr>`s itself (it
    gets `listing`). `empty` says what to do when there is nothing at all.
    """

    name: str
    columns: Sequence[Column]
    filters: type[FilterSet] | None = None
    search: Sequence[str] | Callable[[QuerySet[Any], str], QuerySet[Any]] = ()
    order: str = ""
    rows: str = ""
    empty: Text = NOTHING_YET
    size: int = 50
    row_class: Callable[[Any], str] | None = None

    def __post_init__(self) -> None:
        keys = [column.key for column in self.columns]
        if len(keys) != len(set(keys)):
            raise ValueError(f"Two columns of {self.name} have the same key.")
        if self.filters and (clash := _RESERVED & set(self.filters.base_filters)):
            raise ValueError(f"Filters of {self.name} take names that lists use themselves: {', '.join(clash)}.")
        if self.order and self.order.removeprefix("-") not in {c.key for c in self.columns if c.sort}:
            raise ValueError(f"{self.name} begins with an order that it does not have: {self.order}.")
        known[self.name] = self

    def bind(self, request: HttpRequest, rows: QuerySet[Any]) -> "BoundListing":
        """The list as the request asks for it, over the rows that the person may see."""
        return BoundListing(self, request, rows)

    def canonical(self, query: QueryDict) -> str:
        """The parameters that this list knows, without the page, in one order: two spellings of a view are one."""
        kept = QueryDict(mutable=True)
        filters = set(self.filters.base_filters) if self.filters else set()
        for name in sorted(query):
            values = [value for value in query.getlist(name) if value]
            if values and name in {"q", "sort", "size", "column"} | filters:
                kept.setlist(name, values)
        return kept.urlencode()

    def respond(
        self,
        request: HttpRequest,
        rows: QuerySet[Any],
        context: Mapping[str, Any],
        template: str = "ui/list_page.html",
    ) -> HttpResponseBase:
        """The page, the fragment that htmx asks for, or the export: one address, one view.

        `context` needs `title`, which also names the exported file; `template` extends `ui/list_page.html`, or includes
        `ui/list.html`.
        """
        bound = self.bind(request, rows)
        wanted = request.GET.get("export", "")
        if wanted in _FORMATS and not bound.invalid:
            return bound.export(wanted, str(context["title"]))
        fragment = request.htmx.target == "list" and not request.htmx.history_restore_request  # type: ignore[attr-defined]
        page = render(request, "ui/list.html" if fragment else template, {**context, "listing": bound})
        patch_vary_headers(page, ["HX-Request", "HX-Target"])
        page["Cache-Control"] = "no-store, private"
        return page


known: dict[str, Listing] = {}


class Choice(NamedTuple):  # lighter than a dataclass: an agency is one of hundreds
    """One option of a filter."""

    value: str
    label: str
    selected: bool


@dataclass(frozen=True, slots=True)
class FilterField:
    """A filter as the bar writes it; `look` is select, several, check or text."""

    name: str
    id: str
    label: str
    look: str
    value: str
    choices: list[Choice]
    errors: list[str]
    placeholder: str

    @property
    def options(self) -> SafeString:
        """The `<option>`s of a select, written here because an agency is one of hundreds."""
        return SafeString(
            "".join(
                [
                    f'<option value="{escape(c.value)}"{" selected" if c.selected else ""}>{escape(c.label)}</option>'
                    for c in self.choices
                ]
            )
        )

    @property
    def chosen(self) -> str:
        """The labels of the options that are on."""
        return ", ".join(choice.label for choice in self.choices if choice.selected and choice.value)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address without it."""

    label: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class Head:
    """A column's heading: where a click leads, and how the list is ordered by it now."""

    column: Column
    url: str
    direction: str  # ascending, descending, none; empty when it cannot be sorted


class BoundListing:
    """A list as one request asks for it. Templates read it; everything is worked out when first asked for."""

    def __init__(self, listing: Listing, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self.listing = listing
        self.name = listing.name
        self.empty = listing.empty
        self.rows_template = listing.rows
        self._request = request
        self._all = rows
        self.query: QueryDict = request.GET
        self.q = self.query.get("q", "").strip()
        self._by_key = {column.key: column for column in listing.columns}

    # --- what the address says

    @cached_property
    def sort(self) -> str:
        """The key of the column in order, `-` before it when descending; what the list does not know falls back."""
        asked = self.query.get("sort", "")
        column = self._by_key.get(asked.removeprefix("-"))
        return asked if column and column.sort else self.listing.order

    @cached_property
    def columns(self) -> list[Column]:
        """The columns shown, in the list's order: those of the address, else those remembered, else the usual ones."""
        asked = {key for key in self.query.getlist("column") if key in self._by_key}
        user = self._request.user
        if not asked and user.is_authenticated:
            asked = {key for key in queries.columns_of(user, self.name) if key in self._by_key}
        return [c for c in self.listing.columns if c.fixed or (c.key in asked if asked else c.usual)]

    @property
    def column_choices(self) -> list[tuple[Column, bool]]:
        """Every column, and whether it is shown."""
        shown = {column.key for column in self.columns}
        return [(column, column.key in shown) for column in self.listing.columns]

    @cached_property
    def size(self) -> int:
        """Rows on a page: one of SIZES."""
        asked = self.query.get("size", "")
        return int(asked) if asked.isdecimal() and int(asked) in SIZES else self.listing.size

    @cached_property
    def notices(self) -> list[str]:
        """What the address asked for and the list does not know."""
        said = []
        sort = self.query.get("sort", "")
        if sort and sort != self.sort:
            said.append(
                gettext("This list cannot be ordered by “%(name)s”; the usual order is shown.") % {"name": sort}
            )
        if unknown := [key for key in self.query.getlist("column") if key not in self._by_key]:
            said.append(gettext("This list has no column “%(name)s”.") % {"name": ", ".join(unknown)})
        return said

    # --- the rows

    @cached_property
    def filterset(self) -> FilterSet | None:
        """django-filter's form and query set, or None."""
        if not self.listing.filters:
            return None
        return self.listing.filters(data=self.query, queryset=self._all, request=self._request)

    @property
    def invalid(self) -> bool:
        """Whether a filter holds something that cannot be understood."""
        return bool(self.filterset and not self.filterset.form.is_valid())

    @cached_property
    def matching(self) -> QuerySet[Any]:
        """Every row that search and filters leave, in order, over all pages."""
        if self.invalid:
            return self._all.none()
        rows: QuerySet[Any] = self.filterset.qs if self.filterset else self._all
        if self.q:
            rows = self._searched(rows)
        ordering: list[Any] = []
        if self.sort:
            ordering = self._by_key[self.sort.removeprefix("-")].ordering(self.sort.startswith("-"))
        elif rows.query.order_by or rows.model._meta.ordering:
            ordering = list(rows.query.order_by or rows.model._meta.ordering)
        return rows.order_by(*ordering, "pk")

    def _searched(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        if callable(self.listing.search):
            return self.listing.search(rows, self.q)
        for word in fold(self.q).split():
            found = Q()
            for name in self.listing.search:
                found |= Q(**{f"{name}__contains": word})
            rows = rows.filter(found)
        return rows

    @property
    def searchable(self) -> bool:
        """Whether the list has a search box."""
        return bool(self.listing.search)

    @cached_property
    def count(self) -> int:
        """Rows over all pages."""
        return self.matching.count()

    @cached_property
    def page(self) -> int:
        """The page shown; a number outside the list is brought back into it."""
        asked = self.query.get("page", "")
        return min(max(1, int(asked)), self.pages) if asked.isdecimal() and len(asked) < 9 else 1

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.count // self.size))

    @property
    def first(self) -> int:
        """Number of the first row shown, 0 when there is none."""
        return min(self.count, (self.page - 1) * self.size + 1)

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return min(self.count, self.page * self.size)

    @cached_property
    def rows(self) -> list[Model]:
        """The rows of this page: first their keys, so that the database sorts no more than it must, then the rows."""
        if not self.count:
            return []
        keys = list(self.matching.values_list("pk", flat=True)[self.first - 1 : self.last])
        chosen = self.matching.order_by()
        chosen.query.where = type(chosen.query.where)()  # the keys are chosen: what chose them is not asked again
        found = self._with_related(chosen).in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def _with_related(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows with the records that the columns shown read, each in one query."""
        return rows.prefetch_related(*{name for column in self.columns for name in column.related})

    @cached_property
    def totals(self) -> list[tuple[Column, str]] | None:
        """The columns with the cells of the foot, over all pages; None when no visible column adds up."""
        adding = {column.key: column.total for column in self.columns if column.total}
        if not adding or not self.count:
            return None
        sums = self.matching.order_by().aggregate(**adding)
        return [(c, _shown(sums[c.key], c.kind) if c.key in sums else "") for c in self.columns]

    # --- what the template writes

    @cached_property
    def body(self) -> SafeString:
        """The `<tr>`s of this page. Written here rather than in a template: a page has a thousand cells."""
        heads = [
            (f'<td role="cell" class="{column.css}" data-label="{escape(str(column.label))}">', column)
            for column in self.columns
        ]
        lines = []
        for row in self.rows:
            kind = self.listing.row_class(row) if self.listing.row_class else ""
            lines.append(f'<tr role="row" class="{escape(kind)}">' if kind else '<tr role="row">')
            lines += [f"{head}{column.cell(row)}</td>" for head, column in heads]
            lines.append("</tr>\n")
        return SafeString("".join(lines))

    @property
    def heads(self) -> list[Head]:
        """The headings: a click orders by the column, a second one turns the order round."""
        heads = []
        for column in self.columns:
            if not column.sort:
                heads.append(Head(column, "", ""))
                continue
            direction = {column.key: "ascending", f"-{column.key}": "descending"}.get(self.sort, "none")
            target = f"-{column.key}" if direction == "ascending" else column.key
            heads.append(Head(column, self.url(sort=target, page=None), direction))
        return heads

    def url(self, **changes: object) -> str:
        """This list with other parameters."""
        return with_parameters(self.query, **changes)

    @property
    def page_urls(self) -> list[tuple[int | None, str]]:
        """Numbers of pages with their addresses, None for a gap: 1 … 4 5 6 … 20."""
        near = {1, self.pages, *range(self.page - 1, self.page + 2)}
        shown = sorted(page for page in near if 1 <= page <= self.pages)
        links: list[tuple[int | None, str]] = []
        for before, page in zip([0, *shown], shown, strict=False):
            if page - before > 1:
                links.append((None, ""))
            links.append((page, self.url(page=None if page == 1 else page)))
        return links

    @property
    def previous_url(self) -> str:
        """The page before, or nothing."""
        return self.url(page=self.page - 1) if self.page > 1 else ""

    @property
    def next_url(self) -> str:
        """The page after, or nothing."""
        return self.url(page=self.page + 1) if self.page < self.pages else ""

    @property
    def size_urls(self) -> list[tuple[int, str]]:
        """How many rows a page may have, with the address of each."""
        return [(size, self.url(size=size, page=None)) for size in SIZES]

    @property
    def export_urls(self) -> list[tuple[str, Text, str]]:
        """The formats of an export with their names and addresses."""
        return [(code, name, self.url(export=code, page=None)) for code, name in _FORMATS.items()]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a new search keeps of the address: order, size, columns."""
        return [(name, value) for name in ("sort", "size", "column") for value in self.query.getlist(name)]

    @cached_property
    def saved_views(self) -> list[tuple[Any, bool]]:
        """The person's own views of this list, and whether each is what is shown now."""
        user = self._request.user
        if not user.is_authenticated:
            return []
        return [(view, view.query == self.view_query) for view in queries.saved_views_of(user, self.name)]

    @property
    def view_query(self) -> str:
        """What a saved view keeps."""
        return self.listing.canonical(self.query)

    @cached_property
    def fields(self) -> list[FilterField]:
        """The filters as the bar writes them; one that has nothing to offer is left out, unless it was asked for."""
        if not self.filterset:
            return []
        form = self.filterset.form
        return [_field(bound) for bound in form if getattr(bound.field, "offered", True) or bound.errors]

    @property
    def fields_near(self) -> list[FilterField]:
        """The filters that the bar shows at once: all, or the first ones of many."""
        return self.fields if len(self.fields) <= NEAR + 1 else self.fields[:NEAR]

    @property
    def fields_further(self) -> list[FilterField]:
        """The filters behind "More filters"."""
        return self.fields[len(self.fields_near) :]

    @property
    def further_in_use(self) -> int:
        """How many of the further filters are on or wrong; then they are shown."""
        return sum(bool(field.chosen or field.value or field.errors) for field in self.fields_further)

    @cached_property
    def chips(self) -> list[Chip]:
        """The filters that are on."""
        chips = [Chip(gettext("Search"), self.q, self.url(q=None, page=None))] if self.q else []
        for field in self.fields:
            value = field.chosen if field.choices else field.value
            if value:
                words = gettext("yes") if field.look == "check" else value
                chips.append(Chip(field.label, words, self.url(page=None, **{field.name: None})))
        return chips

    @property
    def cleared_url(self) -> str:
        """The list without search and filters, order and columns kept."""
        return self.url(page=None, q=None, **{field.name: None for field in self.fields})

    # --- the export

    def export(self, wanted: str, title: str) -> HttpResponseBase:
        """All pages of what the screen shows, streamed: the same rows, order, columns and headings."""
        headings = [export.Heading(c.key, str(c.label), c.kind) for c in self.columns]
        name = f"{'-'.join(fold(title).split()) or 'phu-sa'}-{timezone.localdate():%Y-%m-%d}.{wanted}"
        if wanted == "xlsx":
            return FileResponse(export.xlsx_file(title, headings, self._values()), as_attachment=True, filename=name)
        lines = export.csv_lines if wanted == "csv" else export.json_lines
        kind = "text/csv; charset=utf-8" if wanted == "csv" else "application/json"
        return StreamingHttpResponse(
            _in_language(lines(headings, self._values()), get_language() or ""),
            content_type=kind,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def _values(self) -> Iterator[list[Any]]:
        columns = self.columns
        for row in self._with_related(self.matching).iterator(chunk_size=_CHUNK):
            yield [column.value(row) for column in columns]


def _in_language(lines: Iterator[str], language: str) -> Iterator[str]:
    """The lines made in the reader's language: they are sent after the request's own language has been put away."""
    while True:
        with override(language):
            line = next(lines, None)
        if line is None:
            return
        yield line


def _field(bound: BoundField) -> FilterField:
    """A form field as plain values; a widget's own templates would render every option by itself."""
    widget, chosen = bound.field.widget, bound.value()
    values = {
        str(value) for value in (chosen if isinstance(chosen, list | tuple) else [chosen]) if value not in (None, "")
    }
    choices: list[Choice] = []
    if isinstance(bound.field, OfferedField):
        look = "select"
        choices = [Choice(value, label, value in values) for value, label in bound.field.options]
    elif isinstance(widget, forms.CheckboxInput):
        look = "check"
    elif isinstance(widget, forms.Select):
        look = "several" if widget.allow_multiple_selected else "select"
        choices = [Choice(str(value), str(label), str(value) in values) for value, label in _flat(widget.choices)]
    else:
        if isinstance(widget, forms.MultiWidget):
            raise TypeError(f"The filter «{bound.name}» has several fields: write one filter for each.")
        look = "text"
    placeholder = widget.attrs.get("placeholder") or ("dd/mm/yyyy" if isinstance(bound.field, forms.DateField) else "")
    return FilterField(
        name=bound.html_name,
        id=f"filter-{bound.html_name}",
        label=str(bound.label),
        look=look,
        value=("on" if chosen else "") if look == "check" else "" if choices else next(iter(values), ""),
        choices=choices,
        errors=[str(error) for error in bound.errors],
        placeholder=placeholder,
    )


def _flat(choices: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Options without their groups."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label
