"""Pages of groups of organisations."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from phusa.foundation import access
from phusa.foundation.access.web import SIGNED_IN, opens
from phusa.foundation.organizations import services
from phusa.foundation.organizations.models import Group
from phusa.foundation.organizations.queries import groups_visible_to, members, names_as_of
from phusa.foundation.organizations.web.forms import AsOfForm, EndForm, GroupForm, MemberForm
from phusa.foundation.organizations.web.lists import GROUPS, groups_listed, rule_of
from phusa.foundation.organizations.web.pages import ability, form_page, history, period, revision, sent

FORM = ["GET", "HEAD", "POST"]


@opens(SIGNED_IN)
@require_safe
def listing(request: HttpRequest) -> HttpResponseBase:
    """Organisations that papers name together."""
    context = {
        "title": _("Groups"),
        "add": reverse("organizations:group_new"),
        "add_label": _("Make a group"),
        "may_add": access.may(request.user, "organizations.edit_group"),
    }
    return GROUPS.respond(
        request, groups_listed(groups_visible_to(request.user)), context, template="organizations/list.html"
    )


@opens(SIGNED_IN)
@require_safe
def page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One group: its rule, and its members as of a day (`?on=23/06/2021`; today when empty)."""
    group = _visible(request, uid)
    form = AsOfForm(request.GET)
    today = timezone.localdate()
    day = (form.cleaned_data["on"] if form.is_valid() else None) or today
    belonging = members(group, day)
    named_then = names_as_of([one.pk for one in belonging], day)
    listed = group.listed.select_related("organization").order_by("organization__sort_key", "pk")
    context = {
        "title": group.name,
        "group": group,
        "form": form,
        "day": day,
        "members": [(one, named_then[one.pk]) for one in belonging],
        "facts": [(_("Rule"), rule_of(group)), (_("Other spellings"), "; ".join(group.aliases))],
        "listed": [(member, period(member.valid_from, member.valid_to)) for member in listed],
        "may_edit": access.may(request.user, "organizations.edit_group", group),
        "abilities": [
            ability(request.user, "organizations.edit_group", group, _to("group_edit", group), _("Edit the group")),
            ability(request.user, "organizations.edit_group", group, _to("member_new", group), _("List a member")),
        ],
        "happenings": history(group),
    }
    return render(request, "organizations/group.html", context)


@opens("organizations.edit_group")
@require_http_methods(FORM)
def add(request: HttpRequest) -> HttpResponse:
    """Make a group."""

    def deed(typed: dict[str, Any]) -> Group:
        return services.create_group(request.user, typed["name"], **_rule(typed), at=timezone.now())

    context = {
        "title": _("Make a group"),
        "list": (_("Groups"), reverse("organizations:groups")),
        "submit": _("Make it"),
        "back": reverse("organizations:groups"),
    }
    return form_page(request, GroupForm(sent(request)), deed, _("The group has been made."), context)


@opens("organizations.edit_group")
@require_http_methods(FORM)
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Change the name, the spellings or the rule."""
    group = _visible(request, uid)

    def deed(typed: dict[str, Any]) -> Group:
        return services.edit_group(
            request.user, group, name=typed["name"], **_rule(typed), revision=revision(request), at=timezone.now()
        )

    initial = {
        "name": group.name,
        "aliases": group.aliases,
        "rule_level": group.rule_level,
        "under": group.rule_parent,
    }
    form = GroupForm(sent(request), initial=initial)
    return form_page(
        request, form, deed, _("The changes have been saved."), _context(group, _("Edit the group"), _("Save"))
    )


@opens("organizations.edit_group")
@require_http_methods(FORM)
def add_member(request: HttpRequest, uid: UUID) -> HttpResponse:
    """List an organisation in the group."""
    group = _visible(request, uid)

    def deed(typed: dict[str, Any]) -> Group:
        services.add_member(
            request.user, group, typed["organization"], valid_from=typed["valid_from"], at=timezone.now()
        )
        return group

    context = _context(group, _("List a member"), _("Add"))
    return form_page(request, MemberForm(sent(request)), deed, _("The organisation has been listed."), context)


@opens("organizations.edit_group")
@require_http_methods(FORM)
def remove_member(request: HttpRequest, uid: UUID, member: int) -> HttpResponse:
    """Take an organisation off the list from a day on."""
    group = _visible(request, uid)
    row = get_object_or_404(group.listed.select_related("organization", "group"), pk=member)

    def deed(typed: dict[str, Any]) -> Group:
        services.remove_member(request.user, row, on=typed["on"], at=timezone.now())
        return group

    context = _context(group, _("Take off the list"), _("Take off"))
    context["advice"] = str(row.organization)
    form = EndForm(sent(request), initial={"on": timezone.localdate()})
    return form_page(request, form, deed, _("The organisation has been taken off the list."), context)


def _visible(request: HttpRequest, uid: UUID) -> Group:
    found: Group = get_object_or_404(groups_visible_to(request.user).select_related("rule_parent"), uid=uid)
    return found


def _rule(typed: dict[str, Any]) -> dict[str, Any]:
    return {"aliases": typed["aliases"], "rule_level": typed["rule_level"], "rule_parent": typed["under"]}


def _to(name: str, group: Group) -> str:
    return reverse(f"organizations:{name}", args=[group.uid])


def _context(group: Group, title: str, submit: str) -> dict[str, Any]:
    return {
        "title": title,
        "list": (_("Groups"), reverse("organizations:groups")),
        "of": group,
        "submit": submit,
        "back": group.get_absolute_url(),
        "revision": group.revision,
    }
