"""Signed packages and the keys of other installations; the rules by which terms are counted."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from phusa.foundation import access
from phusa.foundation.access.web import opens
from phusa.foundation.organizations.models import Organization
from phusa.foundation.organizations.queries import sides_of
from phusa.planning.requests import services
from phusa.planning.requests.exchange.format import fingerprint
from phusa.planning.requests.models import Package
from phusa.planning.requests.permissions import WORKERS, side_of
from phusa.planning.requests.queries import (
    AUTHORITIES,
    keys_visible_to,
    packages_visible_to,
    rules_visible_to,
)
from phusa.planning.requests.vocabulary import PackageState
from phusa.planning.requests.web.forms import AcceptForm, DayForm, PackageForm, RuleForm, TakeInForm
from phusa.planning.requests.web.lists import KEYS, RULES
from phusa.planning.requests.web.pages import decided, request_of, revision_of, today

ASKING = require_http_methods(["GET", "HEAD", "POST"])


@opens("requests.make_package")
@ASKING
def package(http: HttpRequest, uid: UUID) -> HttpResponse:
    """Make the signed package of the request, or of its answers: each side its own."""
    row = request_of(http, uid)
    access.require(http.user, "requests.make_package", row)
    asking = side_of(http.user, row) == row.asking_authority_id

    def make(typed: PackageForm) -> str:
        with_pdf = typed.cleaned_data["with_pdf"]
        if asking:
            services.make_request_package(http.user, row, with_pdf=with_pdf, at=timezone.now())
        else:
            services.make_answer_package(http.user, row, with_pdf=with_pdf, at=timezone.now())
        return _("The package has been made. Download it and send it; read the fingerprint out when asked.")

    form = PackageForm(http.POST if http.method == "POST" else None)
    return decided(
        http,
        form,
        make,
        title=_("Make the signed package") if asking else _("Make the signed package of the answers"),
        submit=_("Make the package"),
        lead=_(
            "It holds a readable letter and the data, with the digest of each and the signature of this installation. "
            "Internal notes are not in it. The fingerprint of our key is: %(fingerprint)s"
        )
        % {"fingerprint": services.own_fingerprint()},
        request=row,
    )


@opens("requests.view_package")
@require_safe
def download(http: HttpRequest, uid: UUID) -> HttpResponse:
    """The package as the one file that is sent."""
    row: Package = get_object_or_404(packages_visible_to(http.user), uid=uid)
    name = f"phusa-{row.kind}-{row.digest[:8]}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(services.package_file(row), content_type="application/zip", headers=headers)


@opens("requests.take_in_package")
@ASKING
def take_in(http: HttpRequest) -> HttpResponse:
    """Take in a package that another installation has made."""
    taken: list[Package] = []

    def take(typed: TakeInForm) -> str:
        given, side = typed.cleaned_data["file"], typed.cleaned_data["side"]
        access.require(http.user, "requests.take_in_package", side)
        taken.append(services.take_in(http.user, given, side, secrecy=typed.cleaned_data["secrecy"], at=timezone.now()))
        if taken[0].state == PackageState.HELD:
            return _("The package is whole. Its key is not known here yet: check it before it is recorded.")
        return _("The package has been taken in and recorded.")

    sides = Organization.objects.filter(pk__in=sides_of(http.user, *WORKERS), level__in=AUTHORITIES)
    form = TakeInForm(sides.order_by("sort_key"), http.POST or None, http.FILES or None)
    return decided(
        http,
        form,
        take,
        title=_("Take in a package"),
        submit=_("Take it in"),
        lead=_(
            "A request from another installation, or the answer to one of ours. "
            "Nothing is recorded before it is found whole."
        ),
        multipart=True,
        done=lambda: _after(taken[0]),
    )


@opens("requests.take_in_package")
@ASKING
def accept(http: HttpRequest, uid: UUID) -> HttpResponse:
    """Say whose key a held package bears and how that was checked."""
    row: Package = get_object_or_404(packages_visible_to(http.user).select_related("side"), uid=uid)
    access.require(http.user, "requests.take_in_package", row.side)
    if row.state != PackageState.HELD:
        raise Http404
    taken: list[Package] = []

    def record(typed: AcceptForm) -> str:
        taken.append(
            services.accept(
                http.user,
                row,
                typed.cleaned_data["authority"],
                checked=typed.cleaned_data["checked"],
                revision=revision_of(http),
                at=timezone.now(),
            )
        )
        return _("The key has been recorded, and what the package says.")

    return decided(
        http,
        AcceptForm(http.POST or None),
        record,
        title=_("Whose key is this?"),
        submit=_("It is theirs: record it"),
        lead=_(
            "The package is whole and signed with a key that is not known here. Its fingerprint is: %(fingerprint)s. "
            "Call its maker on a number that you know from before, and compare."
        )
        % {"fingerprint": fingerprint(row.public_key)},
        revision=row.revision,
        back=reverse("requests:list"),
        done=lambda: _after(taken[0]),
    )


@opens("requests.view_key")
@require_safe
def keys(http: HttpRequest) -> HttpResponseBase:
    """The keys of other installations, and our own."""
    rows = keys_visible_to(http.user).select_related("authority", "recorded_by")
    context = {
        "title": _("Keys of other installations"),
        "own": services.own_fingerprint(),
        "held": packages_visible_to(http.user).filter(state=PackageState.HELD),
        "may_take_in": access.may(http.user, "requests.take_in_package"),
    }
    return KEYS.respond(http, rows, context, "requests/keys.html")


@opens("requests.take_in_package")
@ASKING
def key_end(http: HttpRequest, uid: UUID) -> HttpResponse:
    """From a day on the key is not trusted any more."""
    row = get_object_or_404(keys_visible_to(http.user).select_related("authority", "side"), uid=uid)

    def end(typed: DayForm) -> str:
        day = typed.cleaned_data["on"]
        services.end_key(http.user, row, valid_to=day, revision=revision_of(http), at=timezone.now())
        return _("The key is no longer trusted from that day on.")

    return decided(
        http, DayForm(http.POST or None, initial={"on": today()}), end,
        title=_("Trust the key of %(authority)s no longer") % {"authority": row.authority}, submit=_("End it"),
        lead=row.fingerprint, revision=row.revision, back=reverse("requests:keys"), danger=True,
    )  # fmt: skip


@opens("requests.view_rule")
@require_safe
def rules(http: HttpRequest) -> HttpResponseBase:
    """How long answers may take, and by which text."""
    rows = rules_visible_to(http.user).select_related("source", "asked_authority")
    context = {"title": _("Rules for answering"), "may_edit": access.may(http.user, "requests.edit_rules")}
    return RULES.respond(http, rows, context, "requests/rules.html")


@opens("requests.edit_rules")
@ASKING
def rule_new(http: HttpRequest) -> HttpResponse:
    """Add a rule with its source."""

    def add(typed: RuleForm) -> str:
        services.add_rule(http.user, at=timezone.now(), **typed.cleaned_data)
        return _("The rule has been added.")

    return decided(
        http, RuleForm(http.POST or None), add, title=_("Add a rule for answering"), submit=_("Add"),
        back=reverse("requests:rules"),
    )  # fmt: skip


@opens("requests.edit_rules")
@ASKING
def rule_end(http: HttpRequest, uid: UUID) -> HttpResponse:
    """From a day on the rule is offered no more."""
    row: Any = get_object_or_404(rules_visible_to(http.user), uid=uid)

    def end(typed: DayForm) -> str:
        day = typed.cleaned_data["on"]
        services.end_rule(http.user, row, valid_to=day, revision=revision_of(http), at=timezone.now())
        return _("The rule ends on that day.")

    return decided(
        http, DayForm(http.POST or None, initial={"on": today()}), end,
        title=_("End the rule «%(name)s»") % {"name": row.name}, submit=_("End it"),
        lead=_("Terms that were counted by it stay as they are."), revision=row.revision,
        back=reverse("requests:rules"),
    )  # fmt: skip


def _after(taken: Package) -> str:
    if taken.state == PackageState.HELD:
        return reverse("requests:accept", args=[taken.uid])
    return taken.request.get_absolute_url() if taken.request else reverse("requests:list")
