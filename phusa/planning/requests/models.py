"""Requests between two authorities, what became of each item, and the signed packages that carry them.

What has been sent is never changed. Answers, forwardings, pauses and notes are added and stay.
"""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phusa.foundation.records.models import Dated, Record, period_is_forward
from phusa.foundation.ui.addresses import page_of
from phusa.planning.requests.vocabulary import (
    Counts,
    Direction,
    DueBasis,
    Link,
    Outcome,
    PackageKind,
    PackageState,
    RequestState,
    StartsFrom,
)

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

ORGANIZATION = "organizations.Organization"
INSTRUMENT = "instruments.Instrument"


def _organization(**options: Any) -> Any:
    return models.ForeignKey(ORGANIZATION, on_delete=models.PROTECT, related_name="+", **options)


class ClockRule(Record, Dated):
    """How long an answer may take, and by which text: a row, never a number in the code."""

    name = models.CharField(_("name"), max_length=200)
    direction = models.CharField(max_length=15, choices=Direction.choices, blank=True)  # blank: either
    asked_authority = _organization(null=True, blank=True)  # null: any
    days = models.PositiveSmallIntegerField(_("days"))
    counts = models.CharField(_("which days count"), max_length=10, choices=Counts.choices, default=Counts.WORKING)
    starts_from = models.CharField(_("counted from"), max_length=10, choices=StartsFrom.choices)
    source = models.ForeignKey(INSTRUMENT, on_delete=models.PROTECT, related_name="+")
    quotation = models.TextField(_("what the text says"), blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            period_is_forward("requests_rule"),
            models.CheckConstraint(condition=Q(days__gt=0), name="requests_rule_has_days"),
        ]

    def __str__(self) -> str:
        return self.name


class Request(Record):
    """A letter by which one authority asks another; a recommendation of the ministry is one too."""

    direction = models.CharField(max_length=15, choices=Direction.choices)
    asking_authority = _organization()
    asking_unit = _organization(null=True)
    asking_unit_name = models.CharField(max_length=300, blank=True)  # of another installation, unknown here
    asked_authority = _organization()
    asked_unit = _organization(null=True)
    title = models.TextField(_("title"))
    folded = models.TextField(editable=False)  # title and letter number, for the search of the list
    grounds_text = models.TextField(_("grounds in words"), blank=True)
    grounds: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(INSTRUMENT, related_name="+")
    letter = models.ForeignKey(INSTRUMENT, null=True, on_delete=models.PROTECT, related_name="+")
    about_kind = models.CharField(max_length=40, blank=True)
    about_uid = models.UUIDField(null=True)
    about_title = models.TextField(blank=True)
    about_url = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.DRAFT)
    sent_on = models.DateField(_("sent on"), null=True)
    received_on = models.DateField(_("received on"), null=True)
    sent_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)
    origin_installation = models.UUIDField(null=True)  # where it was written, when that is not here

    if TYPE_CHECKING:
        items: RelatedManager["Item"]
        notes: RelatedManager["Note"]
        packages: RelatedManager["Package"]

    class Meta:
        ordering = [F("sent_on").desc(nulls_first=True), "-pk"]
        indexes = [
            models.Index(fields=["about_uid"], condition=Q(about_uid__isnull=False), name="requests_about"),
            models.Index(fields=["asking_authority", "state"], name="requests_asking"),
            models.Index(fields=["asked_authority", "state"], name="requests_asked"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(asking_authority=F("asked_authority")), name="requests_between_two_authorities"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[RequestState.DRAFT, RequestState.WITHDRAWN])
                | Q(sent_on__isnull=False, sent_at__isnull=False),
                name="requests_sent_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        """The title, once it has been sent: the journal must not tell the other side what a draft was called."""
        return self.title if self.sent_at else gettext("Request being drafted")

    @property
    def about(self) -> Link | None:
        """The programme or other record that it is about."""
        if self.about_uid is None:
            return None
        return Link(self.about_kind, self.about_uid, self.about_title, self.about_url)

    @property
    def asking(self) -> Any:
        """Who asks: the unit, else the authority."""
        return self.asking_unit or self.asking_authority

    @property
    def asking_name(self) -> str:
        """Who asks, by name."""
        return self.asking_unit_name or str(self.asking)

    @property
    def asked(self) -> Any:
        """Who is asked: the unit, else the authority."""
        return self.asked_unit or self.asked_authority

    def get_absolute_url(self) -> str:
        """Its page."""
        return page_of("requests:request", self.uid)


class Item(Record):
    """One thing asked, with its own term, unit, outcome and clock.

    `closes_on` is worked out by `rules.term_of` and kept for lists; it is empty while the clock is stopped by a pause
    that has no end yet (`paused_since`), and where no term is stated.
    """

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField(_("number"))
    content = models.TextField(_("content"))
    asks = models.TextField(_("what is asked"), blank=True)
    folded = models.TextField(editable=False)
    statement_uid = models.UUIDField(null=True)
    statement_title = models.TextField(blank=True)
    statement_url = models.CharField(max_length=200, blank=True)
    unit = _organization(null=True)  # of the asked side, with whom it lies now
    assignment = models.ForeignKey("assignments.Assignment", null=True, on_delete=models.PROTECT, related_name="+")
    due_basis = models.CharField(max_length=10, choices=DueBasis.choices, default=DueBasis.OPEN)
    due_on = models.DateField(_("day that the letter names"), null=True)
    rule = models.ForeignKey(ClockRule, null=True, on_delete=models.PROTECT, related_name="+")
    closes_on = models.DateField(null=True)
    paused_since = models.DateField(null=True)
    outcome = models.CharField(max_length=15, choices=Outcome.choices, default=Outcome.NONE)
    settled_on = models.DateField(null=True)

    if TYPE_CHECKING:
        answers: RelatedManager["Answer"]
        pauses: RelatedManager["Pause"]
        forwardings: RelatedManager["Forwarding"]
        contacts: RelatedManager["Contact"]

    class Meta:
        ordering = ["request", "number"]
        indexes = [
            models.Index(fields=["statement_uid"], condition=Q(statement_uid__isnull=False), name="requests_statement"),
            models.Index(fields=["unit", "closes_on"], name="requests_with_unit"),
            models.Index(fields=["closes_on"], name="requests_closes_on"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_basis=DueBasis.OPEN, due_on=None, rule=None)
                | Q(due_basis=DueBasis.LETTER, due_on__isnull=False, rule=None)
                | Q(due_basis=DueBasis.RULE, due_on=None, rule__isnull=False),
                name="requests_due_by_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True)
                | Q(outcome__in=[Outcome.GRANTED, Outcome.PARTLY, Outcome.EXPLAINED]),
                name="requests_settled_by_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.content}"

    @property
    def statement(self) -> Link | None:
        """The statement of a meeting that it was made from."""
        if self.statement_uid is None:
            return None
        return Link("statement", self.statement_uid, self.statement_title, self.statement_url)

    def get_absolute_url(self) -> str:
        """Its place on the page of the request."""
        return f"{page_of('requests:request', self.request.uid)}#item-{self.number}"


class Contact(models.Model):
    """Whom to call in one unit of a joint assignment; seen by both sides, because that is what it is for."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="contacts")
    side = _organization()
    unit = _organization()
    name = models.CharField(_("contact"), max_length=150, blank=True)
    post = models.CharField(_("post"), max_length=150, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["item", "position"]

    def __str__(self) -> str:
        return self.name or str(self.unit)


class Forwarding(models.Model):
    """An item went from one unit of the asked side to another, on a day and for a reason."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="forwardings")
    from_unit = _organization(null=True)
    to_unit = _organization()
    on = models.DateField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["item", "on", "pk"]

    def __str__(self) -> str:
        return f"{self.from_unit} → {self.to_unit}"


class Pause(models.Model):
    """Days that do not count, [from_on, to_on), and why; without an end the clock stands still."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="pauses")
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["item", "from_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gt=F("from_on")), name="requests_pause_is_forward"
            ),
            models.UniqueConstraint(fields=["item"], condition=Q(to_on=None), name="requests_one_open_pause"),
        ]

    def __str__(self) -> str:
        return self.reason


class PartnerKey(Record, Dated):
    """The public key of another installation, and how somebody of one side made sure that it is theirs.

    What one side has checked holds for that side alone.
    """

    side = _organization()
    authority = _organization()
    public_key = models.CharField(max_length=64)  # Ed25519, in hex
    fingerprint = models.CharField(max_length=60)
    checked = models.TextField(_("how it was checked"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            period_is_forward("requests_key"),
            models.UniqueConstraint(
                fields=["side", "public_key", "authority"], condition=Q(valid_to=None), name="requests_one_key_a_side"
            ),
        ]

    def __str__(self) -> str:
        return self.fingerprint


class Package(Record):
    """A signed package that was made here, or came here: exactly what it said, kept with its letter as files.

    `side` is the authority for which it was made or taken in. A held one waits until somebody has checked the key.
    """

    kind = models.CharField(max_length=10, choices=PackageKind.choices)
    state = models.CharField(max_length=10, choices=PackageState.choices)
    side = _organization()
    request = models.ForeignKey(Request, null=True, on_delete=models.PROTECT, related_name="packages")
    manifest = models.TextField()
    data = models.TextField()
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    public_key = models.CharField(max_length=64)
    accepted_key = models.ForeignKey(PartnerKey, null=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["side", "digest"], name="requests_one_package_a_digest")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.digest[:12]}"

    @property
    def incoming(self) -> bool:
        """Whether it came from another installation."""
        return self.state != PackageState.SENT


class Answer(Record):
    """What the asked side says of an item; never changed, a later one adds to it."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="answers")
    outcome = models.CharField(max_length=15, choices=Outcome.choices)
    text = models.TextField(_("answer"), blank=True)
    answered_on = models.DateField(_("answered on"))
    answered_by = _organization()
    instrument = models.ForeignKey(INSTRUMENT, null=True, on_delete=models.PROTECT, related_name="+")
    package = models.ForeignKey(Package, null=True, on_delete=models.PROTECT, related_name="answers")
    recorded_for = _organization()  # the side whose people wrote it down
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["item", "created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.item}"


class Reopening(models.Model):
    """An item was taken up again after it had been answered, and why."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="reopenings")
    on = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["item", "pk"]

    def __str__(self) -> str:
        return self.reason


class Note(Record):
    """What one side writes for itself: seen by nobody of the other, on no path."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="notes")
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="notes")
    side = _organization()
    text = models.TextField(_("internal note"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        """Never the text: the journal is read by others too."""
        return gettext("Internal note")
