"""Who may do what with a request. The reasons stand in README.md."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from phusa.foundation import access
from phusa.foundation.access import DRAFTERS, LEADERS, OFFICE, Role
from phusa.foundation.files.permissions import owned_by
from phusa.foundation.organizations.queries import sides_of
from phusa.planning.requests import queries
from phusa.planning.requests.models import Item, Package, Request

WRITERS = DRAFTERS | {Role.MINISTRY_OFFICER}
WORKERS = WRITERS | OFFICE | {Role.CLERK, Role.OFFICER}
WRITERS_OF_NOTES = WORKERS | LEADERS


def _request_of(record: Any) -> Request:
    if isinstance(record, Item):
        return record.request
    if isinstance(record, Package) and record.request:
        return record.request
    assert isinstance(record, Request)
    return record


def works_where_it_is_drafted(user: Any, organization: Any) -> bool:
    """The user drafts for the unit or the authority that asks (the command line: for any)."""
    standing = access.standing(user)
    return standing.holds(Role.OPERATOR) or organization.pk in standing.reach(*WRITERS, *OFFICE)


def drafts_it(user: Any, record: Any) -> bool:
    """The user drafts for the unit that asks, or in the office of its authority."""
    request, standing = _request_of(record), access.standing(user)
    if standing.holds(Role.OPERATOR):
        return True
    return (
        request.asking_unit_id in standing.reach(*WRITERS)
        or request.asking_authority_id in standing.reach(*OFFICE)
        or (request.asking_unit_id is None and request.asking_authority_id in standing.reach(*WRITERS))
    )


def side_of(user: Any, request: Request) -> int | None:
    """The authority for which the user stands in a request; of both, that of the capacity acted under."""
    sides = sides_of(user, *queries.SIDES)
    found = [side for side in (request.asking_authority_id, request.asked_authority_id) if side in sides]
    return found[0] if found else None


def works_on_it(user: Any, record: Any) -> bool:
    """The user works in the unit that asks or is asked, in its authority, or in a unit that an item lies with."""
    request, reach = _request_of(record), access.standing(user).reach(*WORKERS)
    known = {request.asking_unit_id, request.asking_authority_id, request.asked_unit_id, request.asked_authority_id}
    if reach & known:
        return True
    return bool(reach) and (
        request.items.filter(unit__in=reach).exists() or request.items.filter(contacts__unit__in=reach).exists()
    )


def works_for_who_asks(user: Any, record: Any) -> bool:
    """The user works on it, on the side that asks."""
    request = _request_of(record)
    return side_of(user, request) == request.asking_authority_id and works_on_it(user, request)


def stands_on_a_side(user: Any, record: Any) -> bool:
    """The user stands on one of the two sides."""
    return side_of(user, _request_of(record)) is not None


def works_for_the_side(user: Any, organization: Any) -> bool:
    """The user works on the side of that authority."""
    return organization.pk in sides_of(user, *WORKERS)


access.scope("requests.view_request", label=_("See a request"), rows=queries.visible_to)
access.scope("requests.view_answer", label=_("See an answer"), rows=queries.answers_visible_to)
access.scope("requests.view_note", label=_("See the internal notes of one's own side"), rows=queries.notes_visible_to)
access.scope("requests.view_package", label=_("See the packages of one's own side"), rows=queries.packages_visible_to)
access.scope("requests.view_key", label=_("See the keys of other installations"), rows=queries.keys_visible_to)
access.scope("requests.view_rule", label=_("See the rules for answering"), rows=queries.rules_visible_to)
access.permission(
    "requests.create_request",
    label=_("Start a request"),
    roles=WRITERS | OFFICE | {Role.OPERATOR},
    when=works_where_it_is_drafted,
)
access.permission(
    "requests.edit_request", label=_("Draft a request"), roles=WRITERS | OFFICE | {Role.OPERATOR}, when=drafts_it
)
access.permission(
    "requests.send_request", label=_("Send a request"), roles=WRITERS | OFFICE | {Role.OPERATOR}, when=drafts_it
)
access.permission(
    "requests.handle_request",
    label=_("Record who works on a request, and its term"),
    roles=WORKERS,
    when=works_on_it,
)
access.permission("requests.answer_request", label=_("Record an answer to a request"), roles=WORKERS, when=works_on_it)
access.permission(
    "requests.reopen_request", label=_("Take up an answered request again"), roles=WORKERS, when=works_for_who_asks
)
access.permission(
    "requests.write_note",
    label=_("Write an internal note for one's own side"),
    roles=WRITERS_OF_NOTES,
    when=stands_on_a_side,
)
access.permission(
    "requests.make_package", label=_("Make a signed package of a request"), roles=WORKERS, when=works_on_it
)
access.permission(
    "requests.take_in_package", label=_("Take in a signed package"), roles=WORKERS, when=works_for_the_side
)
access.permission(
    "requests.edit_rules", label=_("Set the rules for answering"), roles={Role.ADMINISTRATOR, Role.OPERATOR}
)
owned_by("requests.answer", "requests.view_answer")
owned_by("requests.package", "requests.view_package")
