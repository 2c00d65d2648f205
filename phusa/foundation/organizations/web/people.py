"""Pages of people and the posts they hold."""

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
from phusa.foundation.organizations.models import Person, Post
from phusa.foundation.organizations.queries import people_visible_to
from phusa.foundation.organizations.web.forms import EndForm, PersonForm, PostForm
from phusa.foundation.organizations.web.lists import PEOPLE, people_listed
from phusa.foundation.organizations.web.pages import ability, form_page, history, period, revision, sent

FORM = ["GET", "HEAD", "POST"]


@opens(SIGNED_IN)
@require_safe
def listing(request: HttpRequest) -> HttpResponseBase:
    """People and the posts they hold today."""
    context = {
        "title": _("People and posts"),
        "add": reverse("organizations:person_new"),
        "add_label": _("Add a person"),
        "may_add": access.may(request.user, "organizations.edit_person"),
    }
    rows = people_listed(people_visible_to(request.user))
    return PEOPLE.respond(request, rows, context, template="organizations/list.html")


@opens(SIGNED_IN)
@require_safe
def page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One person, with every post held, the present ones first."""
    person = _visible(request, uid)
    today = timezone.localdate()
    posts = sorted(
        person.posts.select_related("organization"),
        key=lambda post: (not post.holds_on(today), post.protocol_order, -(post.valid_from or today).toordinal()),
    )
    context = {
        "title": person.full_name,
        "person": person,
        "posts": [(post, period(post.valid_from, post.valid_to), post.holds_on(today)) for post in posts],
        "may_edit": access.may(request.user, "organizations.edit_person", person),
        "abilities": [
            ability(request.user, "organizations.edit_person", person, _to("post_new", person), _("Record a post")),
            ability(
                request.user, "organizations.edit_person", person, _to("person_edit", person), _("Edit the person")
            ),
        ],
        "happenings": history(person),
    }
    return render(request, "organizations/person.html", context)


@opens("organizations.edit_person")
@require_http_methods(FORM)
def add(request: HttpRequest) -> HttpResponse:
    """Add a person."""

    def deed(typed: dict[str, Any]) -> Person:
        return services.create_person(request.user, typed["full_name"], user=typed["account"], at=timezone.now())

    context = {
        "title": _("Add a person"),
        "list": (_("People and posts"), reverse("organizations:people")),
        "submit": _("Add"),
        "back": reverse("organizations:people"),
    }
    return form_page(request, PersonForm(sent(request)), deed, _("The person has been added."), context)


@opens("organizations.edit_person")
@require_http_methods(FORM)
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """How the name is written, and which account is the person's."""
    person = _visible(request, uid)

    def deed(typed: dict[str, Any]) -> Person:
        return services.edit_person(
            request.user,
            person,
            full_name=typed["full_name"],
            user=typed["account"],
            revision=revision(request),
            at=timezone.now(),
        )

    initial = {"full_name": person.full_name, "account": person.user.username if person.user else ""}
    form = PersonForm(sent(request), initial=initial)
    context = _context(person, _("Edit the person"), _("Save"), person.revision)
    return form_page(request, form, deed, _("The changes have been saved."), context)


@opens("organizations.edit_person")
@require_http_methods(FORM)
def appoint(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Record a post of the person."""
    person = _visible(request, uid)

    def deed(typed: dict[str, Any]) -> Person:
        services.appoint(
            request.user, person, typed.pop("organization"), typed.pop("title"), **typed, at=timezone.now()
        )
        return person

    context = _context(person, _("Record a post"), _("Record"))
    return form_page(request, PostForm(sent(request)), deed, _("The post has been recorded."), context)


@opens("organizations.edit_person")
@require_http_methods(FORM)
def end_post(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The post is held no more from a day on."""
    post = get_object_or_404(Post.objects.select_related("person", "organization"), uid=uid)

    def deed(typed: dict[str, Any]) -> Person:
        services.end_post(request.user, post, on=typed["on"], revision=revision(request), at=timezone.now())
        return post.person

    context = _context(post.person, _("End a post"), _("End it"), post.revision)
    context["advice"] = f"{post.title}, {post.organization}"
    form = EndForm(sent(request))
    return form_page(request, form, deed, _("The end of the post has been recorded."), context)


def _visible(request: HttpRequest, uid: UUID) -> Person:
    found: Person = get_object_or_404(people_visible_to(request.user).select_related("user"), uid=uid)
    return found


def _to(name: str, person: Person) -> str:
    return reverse(f"organizations:{name}", args=[person.uid])


def _context(person: Person, title: str, submit: str, seen: int | None = None) -> dict[str, Any]:
    context: dict[str, Any] = {
        "title": title,
        "list": (_("People and posts"), reverse("organizations:people")),
        "of": person,
        "submit": submit,
        "back": person.get_absolute_url(),
    }
    return context if seen is None else {**context, "revision": seen}
