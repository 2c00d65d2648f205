"""Every page in a browser: axe finds nothing wrong, in both languages, light and dark.

The demonstration has pages as they are in life; the table of doors has every page there is.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import override_settings
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from phusa.config.startup import make_installation
from phusa.demonstration import loading, material
from phusa.foundation.access.models import User
from phusa.foundation.instruments.models import Instrument
from phusa.foundation.organizations.models import Group, Organization, Person
from phusa.planning.assignments.models import Assignment
from phusa.planning.cooperation.models import LinkedProject, Programme, Review
from phusa.planning.indicators.models import Indicator, ReportedFigure
from phusa.planning.meetings.models import Conclusion, Meeting
from phusa.planning.requests.models import Request
from phusa.planning.schemes.models import Scheme, Task, TaskGroup
from tests.architecture.test_doors import PEOPLE, rows
from tests.architecture.world import create
from tests.browser.looking import context_for, faults

FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]
NOT_ALLOWED = ("giamdoc", "/journal/")

# who looks → which pages; {names} are uids of the demonstration
PAGES = {
    "": ("/accounts/login/", "/invitation/", "/gallery/", "/help/"),
    "giamdoc": (
        "/",
        "/overview/agencies/",
        "/my-work/",
        "/assignments/",
        "/assignments/?clock=overdue&sort=-due_on",
        "/assignments/{task}/",
        "/assignments/{collective}/",
        "/assignments/{task}/handling/",
        "/schemes/",
        "/schemes/new/",
        "/schemes/{draft}/",
        "/schemes/{draft}/matrix/",
        "/schemes/{draft}/edit/",
        "/schemes/{draft}/titles/",
        "/schemes/{draft}/grounds/",
        "/schemes/{draft}/results/",
        "/schemes/{draft}/budget/",
        "/schemes/{draft}/tasks/new/",
        "/schemes/{draft}/tasks/{draft_task}/",
        "/schemes/{draft}/groups/{draft_group}/",
        "/schemes/{draft}/submit/",
        "/schemes/{plan}/",
        "/schemes/{plan}/matrix/",
        "/schemes/{plan}/agencies/",
        "/schemes/{plan}/history/",
        "/schemes/{plan}/compare/?old=1&new=2",
        "/search/?q=chuyen+doi+so",
        "/search/?q=khongcogi",
        "/imports/",
        "/figures/",
        "/figures/new/",
        "/meetings/",
        "/meetings/new/",
        "/meetings/{visit}/",
        "/conclusions/",
        "/requests/",
        "/requests/new/",
        "/cooperation/",
        "/cooperation/{from_papers}/",
        "/cooperation/{from_papers}/results/?kind=model",
        "/cooperation/{from_papers}/briefing/",
        "/indicators/",
        "/indicators/{indicator}/",
        "/indicators/new/",
        "/imports/new/tasks/",
        "/instruments/",
        "/instruments/{instrument}/",
        "/instruments/new/",
        "/organizations/",
        "/organizations/{organization}/",
        "/groups/",
        "/groups/{group}/",
        "/people/",
        "/people/{person}/",
        "/calendar/",
        "/calendar/days/",
        "/journal/{plan}/",
        "/accounts/password/",
        "/khong-co-trang-nay/",
        "/journal/",  # not for a director: the page that says who can
    ),
    "chutich": (
        "/",
        "/my-work/",
        "/schemes/{submitted}/",
        "/schemes/{submitted}/approve/",
        "/schemes/{submitted}/return/",
    ),
    "cvbaiboi": (  # the invented province, of which everything can be seen
        "/",
        "/my-work/",
        "/meetings/{review_meeting}/",
        "/meetings/{review_meeting}/statements/new/",
        "/meetings/{review_meeting}/delegations/new/",
        "/meetings/{review_meeting}/sources/new/",
        "/conclusions/{conclusion}/",
        "/requests/",
        "/requests/{request}/",
        "/requests/{request}/package/",
        "/requests/packages/take-in/",
        "/requests/keys/",
        "/requests/rules/",
        "/cooperation/new/",
        "/cooperation/{programme}/",
        "/cooperation/{programme}/text/",
        "/cooperation/{programme}/commitments/",
        "/cooperation/{programme}/commitments/new/",
        "/cooperation/{programme}/requests/",
        "/cooperation/{programme}/projects/",
        "/cooperation/{programme}/projects/new/",
        "/cooperation/{programme}/results/?kind=model",
        "/cooperation/{programme}/results/new/",
        "/cooperation/{programme}/reviews/",
        "/cooperation/{programme}/reviews/new/",
        "/cooperation/{programme}/history/",
        "/cooperation/{programme}/briefing/",
        "/cooperation/{programme}/renew/",
        "/cooperation/projects/{project}/",
        "/cooperation/reviews/{review}/",
        "/figures/{figure}/",
        "/imports/new/requests/",
        "/imports/new/linked-projects/",
    ),
    "cvchautho": ("/my-work/", "/requests/{request}/", "/cooperation/{programme}/"),
    "kiemtoan": ("/journal/", "/meetings/{visit}/"),
    "quantri": (
        "/users/",
        "/users/new/",
        "/users/{user}/",
        "/roles/",
        "/organizations/new/",
        "/organizations/{organization}/rename/",
        "/organizations/{organization}/successions/",
        "/groups/{group}/edit/",
        "/people/new/",
        "/calendar/days/new/",
    ),
}


@pytest.fixture
def uids(transactional_db: None, tmp_path: Any) -> dict[str, Any]:
    """The demonstration, and the uids of one record of each kind in it."""
    with override_settings(PHUSA_HOME=tmp_path, PASSWORD_HASHERS=FAST):
        make_installation(name="Phù Sa", authority_name=material.AUTHORITY, demonstration=True, at=timezone.now())
        loading.load()
    by_state = {scheme.versions.order_by("-number")[0].state: scheme for scheme in Scheme.objects.order_by("pk")}
    draft = by_state["draft"]
    plan = Scheme.objects.filter(versions__number=2).get()
    rows = {
        "draft": draft,
        "submitted": by_state["submitted"],
        "plan": plan,
        "draft_task": Task.objects.filter(version__scheme=draft)[0],
        "draft_group": TaskGroup.objects.filter(version__scheme=draft)[0],
        "task": Assignment.objects.filter(origin_uid=plan.uid, lead_kind="one", accountable__level="department")[0],
        "collective": Assignment.objects.filter(origin_uid=plan.uid, lead_kind="collective")[0],
        "instrument": Instrument.objects.filter(relations__isnull=False)[0],
        "organization": Organization.objects.filter(successions_from__isnull=False)[0],
        "group": Group.objects.order_by("pk")[0],
        "person": Person.objects.filter(posts__isnull=False)[0],
        "user": User.objects.get(username="chuyenvien"),
        "visit": Meeting.objects.get(illustrative=False),
        "review_meeting": Meeting.objects.get(conclusions__isnull=False),
        "conclusion": Conclusion.objects.get(),
        "request": Request.objects.get(items__pauses__isnull=False),
        "from_papers": Programme.objects.get(illustrative=False),
        "programme": Programme.objects.get(illustrative=True),
        "review": Review.objects.get(),
        "project": LinkedProject.objects.filter(illustrative=True)[0],
        "indicator": Indicator.objects.filter(illustrative=False, figures__isnull=False)[0],
        "figure": ReportedFigure.objects.filter(illustrative=True)[0],
    }
    # parts of a scheme are addressed by what they keep over its versions
    return {name: row.lineage if name in ("draft_task", "draft_group") else row.uid for name, row in rows.items()}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_page_of_the_demonstration_has_an_accessibility_violation(
    new_context: Callable[..., Any], live_server: Any, uids: dict[str, Any], language: str
) -> None:
    wrong = []
    for username, addresses in PAGES.items():
        user = User.objects.get(username=username) if username else None
        context = context_for(new_context, live_server, user, language)
        page = context.new_page()
        for address in addresses:
            answer = page.goto(live_server.url + address.format(**uids))
            wanted = 404 if "khong-co" in address else 403 if (username, address) == NOT_ALLOWED else 200
            assert (answer.status, page.locator("html").get_attribute("lang")) == (wanted, language), address
            wrong += [f"{address} as {username or 'visitor'}, {language}: {fault}" for fault in faults(page)]
        context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_page_behind_any_door_has_an_accessibility_violation(
    transactional_db: None, new_context: Callable[..., Any], live_server: Any, language: str
) -> None:
    """Every address of the table of doors that answers with a page and is not looked at in the demonstration, for the
    first of those to whom it opens.
    """
    seen = {viewed(address) for addresses in PAGES.values() for address in addresses}
    world = create()
    people = {"visitor": None, **world.cast.people()}
    contexts = {who: context_for(new_context, live_server, user, language) for who, user in people.items()}
    pages = {who: context.new_page() for who, context in contexts.items()}
    wrong = []
    for name, record, answers, _ in rows():
        opens_to = [who for who, answer in zip(PEOPLE, answers, strict=True) if answer == "."]
        who = next((who for who in opens_to if who not in ("visitor", "outsider")), None)
        if name in seen or not who:
            continue
        view, asks, query = name.partition("?")
        address = live_server.url + reverse(view, kwargs=world.places[record]) + asks + query
        if is_a_page(contexts[who].request.get(address)):
            pages[who].goto(address)
            wrong += [f"{name} {record} as {who}, {language}: {fault}" for fault in faults(pages[who])]
    assert not wrong, "\n".join(wrong)


def viewed(address: str) -> str:
    """The name of an address of the demonstration; "" for one that does not exist."""
    path, record = address.partition("?")[0], uuid4()
    try:
        return resolve(path.format_map(defaultdict(lambda: record))).view_name
    except Resolver404:
        return ""


def is_a_page(answer: Any) -> bool:
    """Not a file, nor a fragment of a page."""
    headers = answer.headers
    if not headers["content-type"].startswith("text/html") or "content-disposition" in headers:
        return False
    return "<!doctype html>" in answer.text()[:200].lower()
