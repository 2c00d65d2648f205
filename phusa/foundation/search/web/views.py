"""The search page."""

from functools import lru_cache
from html import escape

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phusa.foundation.access.web import SIGNED_IN, opens
from phusa.foundation.search.models import Indexed
from phusa.foundation.search.queries import found
from phusa.foundation.search.registry import kinds
from phusa.foundation.search.vocabulary import searchable

PAGE = 25
SNIPPET = 180  # characters shown of the text
BEFORE = 10  # words before the first one found
LOOKED_THROUGH = 5_000  # words of a text


@opens(SIGNED_IN)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """`?q=` the question, `?kind=` a model label: what the user may see of it, 25 a page."""
    question = request.GET.get("q", "").strip()[:200]
    kind = request.GET.get("kind", "")
    keys = list(found(request.user, question, kind).values_list("pk", flat=True))  # once, for the count and the page
    page = Paginator(keys, PAGE).get_page(request.GET.get("page"))
    lines = Indexed.objects.defer("folded", "title_folded").in_bulk(page.object_list)
    asked = searchable(question)
    known = kinds()
    hits = [
        {
            "url": hit.url,
            "kind": known[hit.kind].label,
            "icon": known[hit.kind].icon,
            "title": marked(hit.title, asked),
            "snippet": marked(snippet(hit, asked), asked),
        }
        for hit in (lines[key] for key in page if key in lines)
    ]
    return render(
        request,
        "search/find.html",
        {
            "title": _("Search"),
            "question": question,
            "kind": kind,
            "kinds": known.values(),
            "hits": hits,
            "page": page,
        },
    )


def snippet(hit: Indexed, asked: list[str]) -> str:
    """The part of the text around the first word found, or its beginning."""
    pieces = hit.text.split()
    first = next((place for place, piece in enumerate(pieces[:LOOKED_THROUGH]) if _holds(piece, asked)), 0)
    start = max(0, first - BEFORE)
    part = " ".join(pieces[start:])
    return ("… " if start else "") + part[:SNIPPET] + (" …" if len(part) > SNIPPET else "")


def marked(text: str, asked: list[str]) -> SafeString:
    """The text with the words asked for in <mark>, whatever their diacritics; escaped."""
    shown = ((f"<mark>{escape(word)}</mark>" if _holds(word, asked) else escape(word)) for word in text.split(" "))
    return SafeString(" ".join(shown))


def _holds(piece: str, asked: list[str]) -> bool:
    beginnings = tuple(asked)
    return any(part.startswith(beginnings) for part in _words(piece))


@lru_cache(maxsize=8_192)
def _words(piece: str) -> tuple[str, ...]:
    """Few words make up most texts, and each takes a while to fold."""
    return tuple(searchable(piece))
