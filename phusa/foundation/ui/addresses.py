"""Addresses: the page somebody came from, and an address with other parameters."""

from functools import lru_cache
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.http import url_has_allowed_host_and_scheme

ANY_RECORD = UUID(int=0)


def page_of(url_name: str, uid: UUID | str) -> str:
    """The page of one record. `reverse` would take longer than the rest of a row in a list."""
    return _pattern(url_name, get_script_prefix(), get_urlconf()).replace(str(ANY_RECORD), str(uid), 1)


@lru_cache
def _pattern(url_name: str, script_prefix: str, urlconf: str | None) -> str:
    return reverse(url_name, args=[ANY_RECORD])


def came_from(request: HttpRequest, otherwise: str = "/") -> str:
    """Path and query of the page that sent the form (field `next`, else Referer), never of another site."""
    for address in (request.POST.get("next", ""), request.headers.get("Referer", "")):
        if address and url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
            parts = urlsplit(address)
            return parts.path + (f"?{parts.query}" if parts.query else "")
    return otherwise


def with_parameters(query: QueryDict, **changes: object) -> str:
    """`?…` with parameters set (a list sets several), or taken out (None)."""
    changed = query.copy()
    for name, value in changes.items():
        if value is None:
            changed.pop(name, None)
        else:
            changed.setlist(name, [str(v) for v in value] if isinstance(value, list | tuple) else [str(value)])
    return f"?{changed.urlencode()}"
