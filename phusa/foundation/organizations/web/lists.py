"""The lists of the package: columns, filters, search."""

from typing import Any

import django_filters
from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phusa.foundation.access import Role
from phusa.foundation.access.models import User
from phusa.foundation.organizations.models import Group, Membership, Organization, Person, Post
from phusa.foundation.organizations.queries import with_spelling
from phusa.foundation.organizations.vocabulary import Level
from phusa.foundation.ui.listing import Column, Listing
from phusa.foundation.ui.vocabulary import State, Tone
from phusa.kernel.text import fold

ROLES = [(role.value, role.label) for role in Role]


def _organizations(**conditions: Any) -> list[tuple[str, str]]:
    rows = Organization.objects.filter(**conditions).distinct().order_by("sort_key", "pk")
    return [(str(uid), name) for uid, name in rows.values_list("uid", "current_name")]


# Organisations


class OrganizationFilter(django_filters.FilterSet):
    """Filters of the list of organisations."""

    level = django_filters.MultipleChoiceFilter(label=_("Level"), choices=Level.choices)
    under = django_filters.ChoiceFilter(label=_("Stands under"), empty_label=_("all"), field_name="parent__uid")
    state = django_filters.ChoiceFilter(
        label=_("State"),
        empty_label=_("all"),
        choices=[("1", _("in existence")), ("0", _("ended"))],
        method="in_state",
    )

    class Meta:
        model = Organization
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["under"].extra["choices"] = _organizations(children__isnull=False)

    def in_state(self, rows: QuerySet[Organization], name: str, value: str) -> QuerySet[Organization]:
        """In existence today, or not."""
        return rows.filter(active=value == "1")


def state_of(organization: Organization) -> State:
    """In existence, or ended (or not yet begun)."""
    if organization.active:
        return State(_("in existence"), "check-circle")
    return State(_("ended"), "archive", Tone.QUIET)


ORGANIZATIONS = Listing(
    "organizations.organizations",
    columns=(
        Column(
            "name",
            _("Name"),
            lambda one: one.current_name,
            kind="link",
            sort="sort_key",
            link=Organization.get_absolute_url,
            fixed=True,
        ),
        Column("short_name", _("Short name"), lambda one: one.current_short_name, sort="current_short_name"),
        Column("level", _("Level"), lambda one: one.get_level_display(), sort="level"),
        Column(
            "under",
            _("Stands under"),
            lambda one: one.parent.current_name if one.parent else "",
            sort="parent__sort_key",
        ),
        Column("state", _("State"), state_of, kind="status", sort="active"),
    ),
    filters=OrganizationFilter,
    search=lambda rows, text: with_spelling(rows, fold(text)),
    order="name",
    empty=_("No organisation has been added yet."),
)


def organizations_listed(rows: QuerySet[Organization]) -> QuerySet[Organization]:
    """With what the columns show."""
    return rows.select_related("parent")


# Groups


def rule_of(group: Group) -> str:
    """«Every provincial department under UBND tỉnh», or nothing."""
    if not (group.rule_level or group.rule_parent_id):
        return ""
    level = Level(group.rule_level).label if group.rule_level else gettext("organisation")
    if group.rule_parent is None:
        return gettext("Every %(level)s") % {"level": level}
    return gettext("Every %(level)s under %(organization)s") % {"level": level, "organization": group.rule_parent}


GROUPS = Listing(
    "organizations.groups",
    columns=(
        Column(
            "name",
            _("Name"),
            lambda one: one.name,
            kind="link",
            sort="sort_key",
            link=Group.get_absolute_url,
            fixed=True,
        ),
        Column("rule", _("Rule"), rule_of),
        Column("listed", _("Listed members"), lambda one: one.listed_today, kind="number", sort="listed_today"),
        Column("aliases", _("Other spellings"), lambda one: "; ".join(one.aliases)),
    ),
    search=lambda rows, text: rows.filter(pk__in=_groups_spelled(text)),
    order="name",
    empty=_("No group has been made yet."),
)


def _groups_spelled(text: str) -> list[int]:
    words = fold(text).split()
    spellings = Group.objects.values_list("pk", "name", "aliases")
    return [pk for pk, name, aliases in spellings if _holds(" ".join([name, *aliases]), words)]


def _holds(text: str, words: list[str]) -> bool:
    folded = fold(text)
    return all(word in folded for word in words)


def groups_listed(rows: QuerySet[Group]) -> QuerySet[Group]:
    """With what the columns show."""
    today = timezone.localdate()
    holds = Q(listed__valid_from=None) | Q(listed__valid_from__lte=today)
    holds &= Q(listed__valid_to=None) | Q(listed__valid_to__gt=today)
    return rows.select_related("rule_parent").annotate(listed_today=Count("listed", filter=holds))


# People


class PersonFilter(django_filters.FilterSet):
    """Filters of the list of people."""

    organization = django_filters.ChoiceFilter(
        label=_("Holds a post in"), empty_label=_("all"), method="in_organization"
    )

    class Meta:
        model = Person
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["organization"].extra["choices"] = _organizations(posts__isnull=False)

    def in_organization(self, rows: QuerySet[Person], name: str, uid: str) -> QuerySet[Person]:
        """Today."""
        return rows.filter(
            pk__in=Post.objects.as_of(timezone.localdate()).filter(organization__uid=uid).values("person")
        )


PEOPLE = Listing(
    "organizations.people",
    columns=(
        Column(
            "name",
            _("Full name"),
            lambda one: one.full_name,
            kind="link",
            sort="sort_key",
            link=Person.get_absolute_url,
            fixed=True,
        ),
        Column(
            "posts", _("Posts today"), lambda one: "; ".join(f"{p.title}, {p.organization}" for p in one.posts_today)
        ),
        Column("account", _("User name"), lambda one: one.user.username if one.user else "", sort="user__username"),
    ),
    filters=PersonFilter,
    search=("folded",),
    order="name",
    empty=_("Nobody has been added yet."),
)


def people_listed(rows: QuerySet[Person]) -> QuerySet[Person]:
    """With the posts of today in protocol order."""
    today = Post.objects.as_of(timezone.localdate()).select_related("organization")
    return rows.select_related("user").prefetch_related(Prefetch("posts", today, to_attr="posts_today"))


# Accounts and roles


class AccountFilter(django_filters.FilterSet):
    """Filters of the list of accounts."""

    role = django_filters.MultipleChoiceFilter(label=_("Role"), choices=ROLES, method="with_role")
    organization = django_filters.ChoiceFilter(label=_("Organisation"), empty_label=_("all"), method="in_organization")
    state = django_filters.ChoiceFilter(
        label=_("State"),
        empty_label=_("all"),
        choices=[("1", _("open")), ("0", _("closed"))],
        method="in_state",
    )

    class Meta:
        model = User
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["organization"].extra["choices"] = _organizations(memberships__isnull=False)

    def with_role(self, rows: QuerySet[User], name: str, roles: list[str]) -> QuerySet[User]:
        """Held today."""
        return rows.filter(pk__in=_held_today().filter(role__in=roles).values("user")) if roles else rows

    def in_organization(self, rows: QuerySet[User], name: str, uid: str) -> QuerySet[User]:
        """With a role there today."""
        return rows.filter(pk__in=_held_today().filter(organization__uid=uid).values("user"))

    def in_state(self, rows: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        """Open or closed."""
        return rows.filter(is_active=value == "1")


def _held_today() -> QuerySet[Membership]:
    rows: QuerySet[Membership] = Membership.objects.as_of(timezone.localdate())
    return rows


def account_state(user: User) -> State:
    """Open, waiting for its owner, or closed."""
    if not user.is_active:
        return State(_("closed"), "lock", Tone.QUIET)
    if not user.has_usable_password():
        return State(_("waits for its owner"), "hourglass-split")
    return State(_("open"), "unlock")


def held(membership: Membership) -> str:
    """«Specialist, Sở KH&CN»."""
    return f"{membership.get_role_display()}, {membership.organization}"


ACCOUNTS = Listing(
    "organizations.accounts",
    columns=(
        Column(
            "name",
            _("Full name"),
            lambda one: one.full_name,
            kind="link",
            sort="full_name",
            link=lambda one: reverse("organizations:account", args=[one.uid]),
            fixed=True,
        ),
        Column("username", _("User name"), lambda one: one.username, sort="username"),
        Column("roles", _("Roles today"), lambda one: "; ".join(held(each) for each in one.held_today)),
        Column("state", _("State"), account_state, kind="status", sort="is_active"),
        Column("last_login", _("Last log-in"), lambda one: one.last_login, kind="datetime", sort="last_login"),
        Column("email", _("E-mail"), lambda one: one.email, sort="email", usual=False),
    ),
    filters=AccountFilter,
    search=lambda rows, text: rows.filter(pk__in=_accounts_named(text)),
    order="name",
    empty=_("No account has been made yet."),
)


def _accounts_named(text: str) -> list[int]:
    words = fold(text).split()
    names = User.objects.values_list("pk", "full_name", "username")
    return [pk for pk, full_name, username in names if _holds(f"{full_name} {username}", words)]


def accounts_listed(rows: QuerySet[User]) -> QuerySet[User]:
    """With the roles of today."""
    today = _held_today().select_related("organization")
    return rows.prefetch_related(Prefetch("memberships", today, to_attr="held_today"))


class MembershipFilter(django_filters.FilterSet):
    """Filters of the list of roles."""

    role = django_filters.MultipleChoiceFilter(label=_("Role"), choices=ROLES)
    organization = django_filters.ChoiceFilter(
        label=_("Organisation"), empty_label=_("all"), field_name="organization__uid"
    )
    state = django_filters.ChoiceFilter(
        label=_("Held"), empty_label=_("all"), choices=[("1", _("today"))], method="held_now"
    )

    class Meta:
        model = Membership
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["organization"].extra["choices"] = _organizations(memberships__isnull=False)

    def held_now(self, rows: QuerySet[Membership], name: str, value: str) -> QuerySet[Membership]:
        """Today."""
        return rows.filter(pk__in=_held_today().values("pk"))


MEMBERSHIPS = Listing(
    "organizations.memberships",
    columns=(
        Column(
            "name",
            _("Full name"),
            lambda one: one.user.full_name,
            kind="link",
            sort="user__full_name",
            link=Membership.get_absolute_url,
            fixed=True,
        ),
        Column("role", _("Role"), lambda one: one.get_role_display(), sort="role"),
        Column(
            "organization", _("Organisation"), lambda one: one.organization.current_name, sort="organization__sort_key"
        ),
        Column("division", _("Division"), lambda one: one.division, sort="division"),
        Column("valid_from", _("From"), lambda one: one.valid_from, kind="date", sort="valid_from"),
        Column("valid_to", _("No longer from"), lambda one: one.valid_to, kind="date", sort="valid_to"),
    ),
    filters=MembershipFilter,
    search=lambda rows, text: rows.filter(user__in=_accounts_named(text)),
    order="name",
    empty=_("No role has been given yet."),
)
