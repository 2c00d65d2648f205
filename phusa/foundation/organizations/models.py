"""Organisations with dated versions, groups and succession; people, posts, and memberships that carry roles.

Source: README.md of this package; succession by Resolution 190/2025/QH15, art. 4.
"""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phusa.foundation.access.vocabulary import Role
from phusa.foundation.instruments.models import Instrument
from phusa.foundation.organizations.vocabulary import Level
from phusa.foundation.records.models import Dated, DatedQuerySet, Record, period_is_forward


class Organization(Record):
    """An identity that outlives its names. The `current_…` columns are kept by the deeds and can be recomputed."""

    current_name = models.CharField(_("name"), max_length=300)
    current_short_name = models.CharField(_("short name"), max_length=100, blank=True)
    level = models.CharField(_("level"), max_length=20, choices=Level.choices)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", verbose_name=_("parent")
    )
    active = models.BooleanField(_("active"), default=True)  # has a version that holds today
    sort_key = models.CharField(max_length=300, editable=False)

    class Meta:
        ordering = ["sort_key", "pk"]
        indexes = [models.Index(fields=["sort_key", "id"], name="organizations_by_name")]

    def __str__(self) -> str:
        return self.current_name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("organizations:organization", args=[self.uid])


class OrganizationVersion(Dated):
    """What an organisation is called, and where it stands, in a period."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="versions")
    name = models.CharField(_("name"), max_length=300)
    short_name = models.CharField(_("short name"), max_length=100, blank=True)
    english_name = models.CharField(_("English name"), max_length=300, blank=True)
    level = models.CharField(_("level"), max_length=20, choices=Level.choices)
    parent = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="child_versions",
        verbose_name=_("parent"),
    )
    basis = models.ForeignKey(
        Instrument, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("legal basis")
    )
    folded = models.TextField(editable=False)  # names of this version, folded for search

    class Meta:
        ordering = [F("valid_from").asc(nulls_first=True)]
        constraints = [
            period_is_forward("organizations_version"),
            models.UniqueConstraint(fields=["organization", "valid_from"], name="organizations_one_version_a_day"),
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(valid_from__isnull=True),
                name="organizations_one_version_without_beginning",
            ),
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(valid_to__isnull=True),
                name="organizations_one_version_without_end",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Alias(Dated):
    """Another way in which an organisation is written."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(_("alias"), max_length=300)
    folded = models.CharField(max_length=300, editable=False)

    class Meta:
        ordering = ["text"]
        verbose_name_plural = "aliases"
        constraints = [
            period_is_forward("organizations_alias"),
            models.UniqueConstraint(fields=["organization", "text"], name="organizations_one_alias"),
        ]

    def __str__(self) -> str:
        return self.text


class Succession(Record):
    """From `effective_on` the successor has the predecessor's rights, duties and files, within `scope`."""

    predecessor = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="successions_to")
    successor = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="successions_from")
    effective_on = models.DateField(_("in effect from"))
    scope = models.TextField(_("scope"), blank=True)  # empty: everything
    basis = models.ForeignKey(
        Instrument, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("legal basis")
    )

    class Meta:
        ordering = ["effective_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="organizations_one_succession"),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="organizations_not_its_own_successor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class Group(Record):
    """Organisations that are named together: «các sở, ngành», «UBND cấp xã».

    Its members on a day are those that stand under `rule_parent` at `rule_level`, and those that are listed.
    """

    name = models.CharField(_("name"), max_length=200, unique=True)
    aliases = models.JSONField(_("other spellings"), default=list, blank=True)
    rule_level = models.CharField(_("all of this level"), max_length=20, choices=Level.choices, blank=True)
    rule_parent = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="groups_under",
        verbose_name=_("under this organisation"),
    )
    sort_key = models.CharField(max_length=200, editable=False)

    class Meta:
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("organizations:group", args=[self.uid])


class GroupMember(Dated):
    """An organisation that is listed in a group for a period."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="listed")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="listed_in")

    class Meta:
        ordering = ["organization__sort_key"]
        constraints = [
            period_is_forward("organizations_groupmember"),
            models.UniqueConstraint(
                fields=["group", "organization"],
                condition=Q(valid_to__isnull=True),
                name="organizations_listed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} ∈ {self.group}"


class Person(Record):
    """Somebody who holds posts; an office-holder of another time need not have an account."""

    full_name = models.CharField(_("full name"), max_length=150)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="person",
        verbose_name=_("account"),
    )
    folded = models.CharField(max_length=150, editable=False)
    sort_key = models.CharField(max_length=150, editable=False)  # the given name first, as Vietnamese lists go

    class Meta:
        ordering = ["sort_key", "pk"]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("organizations:person", args=[self.uid])


class PostQuerySet(DatedQuerySet):
    """Posts in time. Of one without any day nobody knows when it was held, and a body that has ended has no posts."""

    def as_of(self, day: date) -> Self:
        """Posts known to be held that day in a body that existed that day."""
        there = OrganizationVersion.objects.as_of(day).filter(organization=OuterRef("organization"))
        return super().as_of(day).exclude(valid_from=None, valid_to=None).filter(Exists(there))


class Post(Record, Dated):
    """An office held by a person in a period; one person may hold several at once."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(_("post"), max_length=200)
    protocol_order = models.PositiveSmallIntegerField(_("protocol order"), default=100)
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = PostQuerySet.as_manager()  # type: ignore[misc]  # a narrower manager than every dated row has

    class Meta:
        ordering = ["protocol_order", "person__sort_key", "pk"]
        constraints = [period_is_forward("organizations_post")]

    def __str__(self) -> str:
        return f"{self.title} {self.person}"

    def get_absolute_url(self) -> str:
        """The page of the person."""
        return self.person.get_absolute_url()

    def holds_on(self, day: date) -> bool:
        """Whether it is known that the post was held that day."""
        return bool(self.valid_from or self.valid_to) and super().holds_on(day)


class Membership(Record, Dated):
    """The role that an account has in an organisation in a period: where every permission comes from."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    division = models.CharField(_("division"), max_length=200, blank=True)

    class Meta:
        ordering = ["user", "pk"]
        constraints = [
            period_is_forward("organizations_membership"),
            models.UniqueConstraint(
                fields=["user", "organization", "role"],
                condition=Q(valid_to__isnull=True),
                name="organizations_one_open_membership",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {Role(self.role).label}, {self.organization}"

    def get_absolute_url(self) -> str:
        """The page of the account."""
        return reverse("organizations:account", args=[self.user.uid])


class Invitation(models.Model):
    """A one-time code with which an invited person sets a password of their own; only its digest is kept."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitation")
    code_digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"invitation of {self.user}"

    def is_open(self, at: datetime, most_failures: int) -> bool:
        """Whether the code can still be used."""
        return at < self.expires_at and self.failures < most_failures
