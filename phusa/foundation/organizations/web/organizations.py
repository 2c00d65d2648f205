"""Pages of organisations."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phusa.foundation import access
from phusa.foundation.access.web import SIGNED_IN, opens
from phusa.foundation.organizations import services
from phusa.foundation.organizations.models import Group, Organization, OrganizationVersion, Succession
from phusa.foundation.organizations.queries import members_of, memberships_visible_to, posts_on, visible_to
from phusa.foundation.organizations.services import NewOrganization
from phusa.foundation.organizations.web.forms import (
    AliasForm,
    EndForm,
    NameForm,
    NewOrganizationForm,
    RenameForm,
    SuccessionForm,
)
from phusa.foundation.organizations.web.lists import ORGANIZATIONS, organizations_listed, state_of
from phusa.foundation.organizations.web.pages import ability, form_page, history, period, revision, sent

FORM = ["GET", "HEAD", "POST"]


@opens(SIGNED_IN)
@require_safe
def listing(request: HttpRequest) -> HttpResponseBase:
    """Agencies and institutions."""
    context = {
        "title": _("Organisations"),
        "add": reverse("organizations:new"),
        "add_label": _("Add an organisation"),
        "may_add": access.may(request.user, "organizations.create_organization"),
    }
    rows = organizations_listed(visible_to(request.user))
    return ORGANIZATIONS.respond(request, rows, context, template="organizations/list.html")


@opens(SIGNED_IN)
@require_safe
def page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One organisation: names over time, succession both ways, groups, posts, roles, history."""
    return render(request, "organizations/organization.html", _context(request, _visible(request, uid)))


@opens("organizations.create_organization")
@require_http_methods(FORM)
def add(request: HttpRequest) -> HttpResponse:
    """Add an organisation."""

    def deed(typed: dict[str, Any]) -> Organization:
        new = NewOrganization(
            typed["name"],
            typed["short_name"],
            typed["level"],
            typed["under"].pk if typed["under"] else None,
            typed["valid_from"],
            typed["english_name"],
            tuple(typed["aliases"]),
            typed["basis"].pk if typed["basis"] else None,
        )
        return services.create_organization(request.user, new, at=timezone.now())

    context = {
        "title": _("Add an organisation"),
        "list": (_("Organisations"), reverse("organizations:list")),
        "submit": _("Add"),
        "back": reverse("organizations:list"),
    }
    return form_page(request, NewOrganizationForm(sent(request)), deed, _("The organisation has been added."), context)


@opens("organizations.edit_organization")
@require_http_methods(FORM)
def rename(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A new name, level or place from a day on."""
    row = _visible(request, uid)

    def deed(typed: dict[str, Any]) -> Organization:
        services.rename_organization(
            request.user, row, on=typed["on"], **_named(typed), revision=revision(request), at=timezone.now()
        )
        return row

    form = RenameForm(sent(request), initial=_initial(list(row.versions.all())[-1]))
    context = _form_context(row, _("Rename, or place elsewhere"), _("Save"))
    return form_page(request, form, deed, _("The new name has been recorded."), context)


@opens("organizations.edit_organization")
@require_http_methods(FORM)
def correct(request: HttpRequest, uid: UUID, version: int) -> HttpResponse:
    """Put right a mistake in a name."""
    row = _visible(request, uid)
    wrong = get_object_or_404(OrganizationVersion.objects.select_related("organization"), organization=row, pk=version)

    def deed(typed: dict[str, Any]) -> Organization:
        services.correct_version(request.user, wrong, **_named(typed), revision=revision(request), at=timezone.now())
        return row

    context = _form_context(row, _("Correct a mistake"), _("Save"))
    context["advice"] = _(
        "This changes how the name was written all along. A name that changed is recorded with “Rename”."
    )
    form = NameForm(sent(request), initial=_initial(wrong))
    return form_page(request, form, deed, _("The name has been corrected."), context)


@opens("organizations.edit_organization")
@require_http_methods(FORM)
def end(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The organisation ends on a day."""
    row = _visible(request, uid)

    def deed(typed: dict[str, Any]) -> Organization:
        services.end_organization(request.user, row, on=typed["on"], revision=revision(request), at=timezone.now())
        return row

    context = _form_context(row, _("End the organisation"), _("End it"))
    context["advice"] = _("Papers keep the name. Record next who takes over: files and roles follow the succession.")
    return form_page(request, EndForm(sent(request)), deed, _("The end has been recorded."), context)


@opens("organizations.add_alias")
@require_http_methods(FORM)
def add_alias(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Another spelling."""
    row = _visible(request, uid)

    def deed(typed: dict[str, Any]) -> Organization:
        services.add_alias(request.user, row, **typed, at=timezone.now())
        return row

    context = _form_context(row, _("Add another spelling"), _("Add"))
    return form_page(request, AliasForm(sent(request)), deed, _("The spelling has been added."), context)


@opens("organizations.edit_organization")
@require_POST
def remove_alias(request: HttpRequest, uid: UUID, alias: int) -> HttpResponse:
    """Take a spelling off."""
    row = _visible(request, uid)
    found = get_object_or_404(row.aliases.select_related("organization"), pk=alias)
    services.remove_alias(request.user, found, at=timezone.now())
    messages.success(request, _("The spelling has been taken off."))
    return redirect(row)


@opens("organizations.record_succession")
@require_http_methods(FORM)
def add_succession(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Who takes over from whom."""
    row = _visible(request, uid)

    def deed(typed: dict[str, Any]) -> Organization:
        direction, other = typed.pop("direction"), typed.pop("other")
        predecessor, successor = (row, other) if direction == "to" else (other, row)
        services.record_succession(request.user, predecessor, successor, **typed, at=timezone.now())
        return row

    context = _form_context(row, _("Record a succession"), _("Record"))
    return form_page(request, SuccessionForm(sent(request)), deed, _("The succession has been recorded."), context)


@opens("organizations.record_succession")
@require_http_methods(FORM)
def remove_succession(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take back a succession that was recorded by mistake."""
    row = get_object_or_404(Succession.objects.select_related("predecessor", "successor"), uid=uid)
    predecessor = row.predecessor
    if request.method == "POST":
        services.remove_succession(request.user, row, at=timezone.now())
        messages.success(request, _("The succession has been taken back."))
        return redirect(predecessor)
    context = {
        "title": _("Take this succession back?"),
        "what": f"{row.predecessor} → {row.successor}",
        "consequences": [_("Those who act for the successor no longer reach the files of the predecessor.")],
        "action": request.path,
        "submit": _("Take it back"),
        "back": predecessor.get_absolute_url(),
        "revision": None,
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)


def _visible(request: HttpRequest, uid: UUID) -> Organization:
    found: Organization = get_object_or_404(visible_to(request.user).select_related("parent"), uid=uid)
    return found


def _initial(version: OrganizationVersion) -> dict[str, Any]:
    return {
        "current_name": version.name,
        "current_short_name": version.short_name,
        "english_name": version.english_name,
        "level": version.level,
        "under": version.parent,
        "basis": version.basis,
    }


def _named(typed: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": typed["current_name"],
        "short_name": typed["current_short_name"],
        "english_name": typed["english_name"],
        "level": typed["level"],
        "parent_id": typed["under"].pk if typed["under"] else None,
        "basis": typed["basis"],
    }


def _form_context(row: Organization, title: str, submit: str) -> dict[str, Any]:
    return {
        "title": title,
        "list": (_("Organisations"), reverse("organizations:list")),
        "of": row,
        "submit": submit,
        "back": row.get_absolute_url(),
        "revision": row.revision,
    }


def _context(request: HttpRequest, row: Organization) -> dict[str, Any]:
    today = timezone.localdate()
    versions = list(row.versions.select_related("parent", "basis"))
    latest = versions[-1]
    belonging = members_of(groups := list(Group.objects.all()), today)

    def to(name: str) -> str:
        return reverse(f"organizations:{name}", args=[row.uid])

    ended = _("It has ended.") if not row.active and latest.valid_to else ""
    edits = "organizations.edit_organization"
    return {
        "title": row.current_name,
        "row": row,
        "state": state_of(row),
        "facts": [
            (_("Level"), row.get_level_display()),
            (_("Short name"), row.current_short_name),
            (_("English name"), latest.english_name),
            (_("Existence"), period(versions[0].valid_from, latest.valid_to)),
        ],
        "names": [(version, period(version.valid_from, version.valid_to)) for version in versions],
        "aliases": [(alias, period(alias.valid_from, alias.valid_to)) for alias in row.aliases.all()],
        "predecessors": row.successions_from.select_related("predecessor", "basis"),
        "successors": row.successions_to.select_related("successor", "basis"),
        "below": row.children.count(),
        "groups": [group for group in groups if row in belonging[group.pk]],
        "posts": posts_on(today).filter(organization=row),
        "memberships": memberships_visible_to(request.user)
        .filter(organization=row)
        .select_related("user")
        .order_by("user__full_name", "pk"),
        "may_edit": access.may(request.user, edits, row),
        "may_record": access.may(request.user, "organizations.record_succession", row),
        "abilities": [
            ability(request.user, edits, row, to("rename"), _("Rename, or place elsewhere"), ended),
            ability(request.user, edits, row, to("end"), _("End the organisation"), ended),
            ability(request.user, "organizations.record_succession", row, to("succession_new")),
            ability(request.user, "organizations.add_alias", row, to("alias_new"), _("Add another spelling")),
        ],
        "happenings": history(row),
    }
