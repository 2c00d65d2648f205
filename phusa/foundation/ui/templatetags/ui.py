"""Tags that every template has: small marks of the page, written as plain strings because lists hold thousands."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from phusa.foundation import access
from phusa.foundation.ui.addresses import with_parameters
from phusa.foundation.ui.vocabulary import Deadline, State, Timeliness, Tone, progress_state
from phusa.kernel.dong import Dong
from phusa.kernel.text import number

register = template.Library()

HTMX = json.dumps(
    {
        "includeIndicatorStyles": False,
        "allowEval": False,
        "selfRequestsOnly": True,
        "historyCacheSize": 0,
        "refreshOnHistoryMiss": True,
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "(403|409|422)", "swap": True, "error": False},
            {"code": "[45]..", "swap": False, "error": True},
        ],
    }
)


@lru_cache
def known_icons() -> frozenset[str]:
    """The names in icons.txt, out of which the sprite is drawn."""
    return frozenset((Path(__file__).parent.parent / "icons.txt").read_text().split())


@lru_cache
def _drawing(name: str) -> SafeString:
    if name not in known_icons():
        raise ValueError(f"«{name}» does not stand in phusa/foundation/ui/icons.txt.")
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("vendor/icons.svg"),
        name,
    )


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "calendar-event" %}`: a drawing that says nothing to a screen reader; put the word beside it.

    The name must stand in icons.txt (names of Bootstrap Icons).
    """
    return _drawing(name)


@register.simple_tag
def htmx_configuration() -> str:
    """How htmx behaves under our content security policy."""
    return HTMX


@register.simple_tag
def badge(state: State) -> SafeString:
    """`{% badge state %}`: a `vocabulary.State` as icon, word and colour."""
    suffix = f' <span class="state-suffix">· {escape(str(state.suffix))}</span>' if state.suffix else ""
    note = (
        f'<span class="state-note">{_drawing("question-circle")} {escape(str(state.note))}</span>' if state.note else ""
    )
    words = f"{_drawing(state.icon)}<span>{escape(str(state.label))}{suffix}</span>"
    return SafeString(f'<span class="state state-{state.tone.value}">{words}</span>{note}')


@register.simple_tag
def status(code: str, timeliness: str = "none", confirmed: bool = True) -> SafeString:
    """`{% status task.status timeliness=… confirmed=… %}`: the badge of a tracked thing."""
    return badge(progress_state(code, timeliness, confirmed=confirmed))


@register.simple_tag
def illustrative(record: Any = None) -> SafeString:
    """`{% illustrative record %}`: the mark of invented data, nothing for a real record; without a record, the mark."""
    if record is not None and not getattr(record, "illustrative", False):
        return SafeString("")
    said = gettext("illustrative")
    return SafeString(f'<span class="mark-illustrative">{said}</span>')


_DISTANCES: dict[str, tuple[str, str]] = {
    Timeliness.LATE: (Tone.LATE.value, "exclamation-triangle-fill"),
    Timeliness.SOON: (Tone.SOON.value, "hourglass-split"),
}


@register.simple_tag
def deadline(value: Deadline) -> SafeString:
    """`{% deadline value %}`: a `vocabulary.Deadline` as read, how far away it is, and as written."""
    parts = []
    if value.due_on:
        parts.append(f'<span class="deadline-day">{date_vn(value.due_on)}</span>')
    if distance := value.distance:
        tone, drawing = _DISTANCES.get(value.timeliness, (Tone.QUIET.value, ""))
        parts.append(
            f'<span class="deadline-distance tone-{tone}">{_drawing(drawing) if drawing else ""}{distance}</span>'
        )
    if value.as_written and not value.due_on:
        parts.append(f'<span class="deadline-day">{escape(value.as_written)}</span>')
    elif value.as_written and value.as_written != str(value):
        parts.append(f'<span class="deadline-words">{escape(value.as_written)}</span>')
    if value.unread:
        said = gettext("not read as a date")
        parts.append(f'<span class="deadline-distance tone-quiet">{_drawing("question-circle")}{said}</span>')
    return SafeString(f'<span class="deadline">{"".join(parts)}</span>') if parts else nothing()


@register.simple_tag
def nothing() -> SafeString:
    """A dash where there is no value, spoken as such."""
    said = gettext("nothing recorded")
    return SafeString(f'<span class="nothing" aria-hidden="true">—</span><span class="visually-hidden">{said}</span>')


@register.simple_tag
def date_vn(value: date | datetime | None) -> SafeString:
    """`{% date_vn day %}`: 23/06/2021, or 14:05 23/06/2021 in the installation's time for a moment."""
    if value is None:
        return nothing()
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return SafeString(f'<time datetime="{local.isoformat(timespec="minutes")}">{local:%H:%M %d/%m/%Y}</time>')
    return SafeString(f'<time datetime="{value.isoformat()}">{value:%d/%m/%Y}</time>')


@register.simple_tag
def dong(amount: Dong | int | None) -> SafeString:
    """`{% dong amount %}`: «1,25 tỷ đồng», the exact dong on hover."""
    if amount is None:
        return nothing()
    money = amount if isinstance(amount, Dong) else Dong(amount)
    language = get_language() or "vi"
    return SafeString(
        f'<data class="money" value="{money.amount}" title="{money.format(language)}">{money.short(language)}</data>'
    )


@register.simple_tag
def progress(percent: int | None, label: str = "") -> SafeString:
    """`{% progress 45 label="…" %}`: a bar with its figure; `label` names it to a screen reader."""
    if percent is None:
        return nothing()
    said = max(0, min(100, percent))
    return SafeString(
        f'<span class="progress-line"><progress max="100" value="{said}"'
        f' aria-label="{escape(label or gettext("Progress"))}">{said}%</progress><span>{said}%</span></span>'
    )


@register.simple_tag
def url_with(request: HttpRequest, **changes: object) -> str:
    """`{% url_with request page=3 q=None %}`: this address with other parameters; None takes one out."""
    return with_parameters(request.GET, **changes)


@register.simple_tag(takes_context=True)
def can(context: template.Context, permission: str, record: Any = None) -> bool:
    """`{% can "schemes.submit_scheme" scheme as may_submit %}`: whether the reader may."""
    return access.may(context["request"].user, permission, record)


@register.simple_tag
def crumb(label: str, url_name: str = "", *arguments: Any, **named: Any) -> SafeString:
    """`{% crumb label "schemes:list" %}`: a step of the breadcrumb; without an address, where one is."""
    if not url_name:
        return format_html('<li aria-current="page">{}</li>', label)
    return format_html('<li><a href="{}">{}</a></li>', reverse(url_name, args=arguments, kwargs=named), label)


@register.filter
def joined(parts: Iterable[Any]) -> SafeString:
    """`{{ names|joined }}`: parts with commas, each escaped."""
    return SafeString(", ".join(conditional_escape(part) for part in parts))


@register.simple_tag
def counted(count: int) -> str:
    """`{% counted n %}`: «1 row», «140 rows»."""
    return ngettext("%(n)s row", "%(n)s rows", count) % {"n": number(count)}
