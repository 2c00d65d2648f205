"""States of an import, and what becomes of a row."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an import stands. Nothing is written before *applying*, and only a person leads there."""

    RECEIVED = "received", _("Received")
    READING = "reading", _("Reading the file")
    COLUMNS = "columns", _("Columns to be confirmed")
    STAGING = "staging", _("Reading the rows")
    PREVIEW = "preview", _("To be checked")
    APPLYING = "applying", _("Being written")
    APPLIED = "applied", _("Imported")
    UNDONE = "undone", _("Undone")
    KEPT = "kept", _("Kept, nothing to read")
    REFUSED = "refused", _("Refused")


WORKING = (State.RECEIVED, State.READING, State.STAGING, State.APPLYING)


class Outcome(models.TextChoices):
    """What a row of the table turns out to be."""

    RECORD = "record", _("Own record")
    HEADING = "heading", _("Group heading")
    JOINED = "joined", _("Continues the row above")
    REPEATED = "repeated", _("Repeats the row above")
    SKIPPED = "skipped", _("Left out")
    UNCHANGED = "unchanged", _("Is there already")
