"""When two people edit one record: both versions side by side, nothing typed is lost, and each field can be chosen.

A view needs to know nothing of this: it posts a form whose field names are those of the record, with the record's
`revision`. When the deed raises `Conflict`, the page made here sends the same form again, with the fields that the
person chose and the revision that stands now; `chosen` (called by the middleware) puts them where the view looks.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, ForeignKey, TextField
from django.forms import BaseForm, ModelForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.formats import localize_input
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from phusa.foundation.journal.queries import history_of
from phusa.foundation.journal.wording import happenings
from phusa.foundation.records.models import Record
from phusa.foundation.ui.addresses import came_from

MERGED = "_merged"
_TAKE, _SAVED = "_take.", "_saved."
_LONG = 80


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: as I typed it, and as it has been saved meanwhile. `…_shown` is what a person reads."""

    name: str
    label: str
    mine: str
    mine_shown: str
    saved: str
    saved_shown: str
    long: bool

    @property
    def same(self) -> bool:
        """Whether both wrote the same."""
        return self.mine == self.saved


def conflict_page(request: HttpRequest, current: Record, form: BaseForm | None = None) -> HttpResponse:
    """409: what was typed beside what `current` holds.

    Pass the bound `form` where it has labels or choices that the record does not know; for a `ModelForm` the saved
    side is then written the way the form writes it.
    """
    fields = [_difference(name, request, current, form) for name in request.POST if _is_content(name)]
    differences = [field for field in fields if field]
    compared = {field.name for field in differences}
    context = {
        "title": _("Somebody changed this in the meantime"),
        "current": current,
        "last": next(iter(happenings(history_of(current)[:1])), None),
        "differences": differences,
        "carried": [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if _is_content(name) and name not in compared
        ],
        "files": list(request.FILES),
        "back": came_from(request),
        "merged": MERGED,
    }
    return render(request, "ui/conflict.html", context, status=409)


def chosen(sent: QueryDict) -> QueryDict:
    """The form as the view expects it: the saved value wherever the person took it."""
    merged = sent.copy()
    for name in sent:
        if name.startswith(_TAKE) and sent[name] == "saved":
            field = name.removeprefix(_TAKE)
            merged.setlist(field, sent.getlist(_SAVED + field))
    for name in list(merged):
        if name == MERGED or name.startswith((_TAKE, _SAVED)):
            del merged[name]
    return merged


def _is_content(name: str) -> bool:
    return name not in {"csrfmiddlewaretoken", "revision", "next"} and not name.startswith("_")


def _difference(name: str, request: HttpRequest, current: Record, form: BaseForm | None) -> Difference | None:
    """None for a field that the record does not hold, or that takes several values: it is sent again unchanged."""
    values = request.POST.getlist(name)
    if len(values) != 1:
        return None
    mine = values[0].replace("\r\n", "\n")
    prefix = f"{form.prefix}-" if form and form.prefix else ""
    key = name.removeprefix(prefix)
    try:
        column = current._meta.get_field(key)
    except FieldDoesNotExist:
        return None
    if not isinstance(column, Field):
        return None
    saved, saved_shown = _saved(key, column, current, form)
    bound = form[key] if form and key in form.fields else None
    return Difference(
        name=name,
        label=str(bound.label if bound else capfirst(column.verbose_name)),
        mine=mine,
        mine_shown=_shown(column, mine),
        saved=saved,
        saved_shown=saved_shown,
        long=isinstance(column, TextField) or len(mine) > _LONG or "\n" in mine,
    )


def _saved(key: str, column: "Field[Any, Any]", current: Record, form: BaseForm | None) -> tuple[str, str]:
    """The saved value as a form would send it, and as a person reads it."""
    value = getattr(current, column.attname)
    if isinstance(form, ModelForm) and key in form.fields:
        fresh = type(form)(instance=current, prefix=form.prefix)
        written = fresh.fields[key].widget.format_value(fresh[key].value())
        sent = "" if written is None else str(written[0] if isinstance(written, list) else written)
    else:
        sent = "" if value is None else str(localize_input(value))
    if isinstance(column, ForeignKey):
        related = getattr(current, column.name)
        return sent, "" if related is None else str(related)
    return sent, _shown(column, sent)


def _shown(column: "Field[Any, Any]", text: str) -> str:
    """A choice by its label, a related row by its name, anything else as it was typed."""
    if column.choices:
        return str(dict(column.flatchoices).get(text, text))
    if isinstance(column, ForeignKey) and text:
        model = column.remote_field.model
        found = model._default_manager.filter(**({"pk": text} if text.isdigit() else {"uid": text})).first()
        return str(found) if found else text
    return text
