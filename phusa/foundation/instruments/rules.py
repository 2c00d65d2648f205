"""What must hold for an instrument. Nothing secret is kept: Law on the Protection of State Secrets, 2018."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from phusa.foundation.files.models import StoredFile
from phusa.foundation.instruments.models import Instrument
from phusa.foundation.instruments.vocabulary import Secrecy
from phusa.kernel.refusals import Refusal
from phusa.kernel.text import format_date


def title_is_given(title: str) -> Refusal | None:
    if title:
        return None
    return Refusal("title-missing", _("Write what the instrument is about."))


def nothing_secret(degree: str) -> Refusal | None:
    """Mật and above is refused at the door."""
    if degree == Secrecy.NORMAL:
        return None
    return Refusal("secret", _("Papers marked Mật or above are not entered here, not even their titles."))


def in_effect_after_issue(issued_on: date | None, effective_on: date | None) -> Refusal | None:
    if issued_on is None or effective_on is None or issued_on <= effective_on:
        return None
    return Refusal("effective-before-issued", _("It cannot be in effect before it was issued."))


def number_is_new(twin: Instrument | None) -> Refusal | None:
    """One number of one issuer and day is one instrument."""
    if twin is None:
        return None
    day = format_date(twin.issued_on) if twin.issued_on else "…"
    return Refusal(
        "instrument-known",
        _("%(number)s of %(day)s is there already: «%(title)s».")
        % {"number": twin.number, "day": day, "title": twin.title},
        link=twin.get_absolute_url(),
    )


def file_is_new(twin: StoredFile | None) -> Refusal | None:
    if twin is None:
        return None
    return Refusal("file-known", _("This file is there already: «%(name)s».") % {"name": twin.name})


def not_to_itself(instrument: Instrument, other: Instrument) -> Refusal | None:
    if instrument.pk != other.pk:
        return None
    return Refusal("relation-to-itself", _("An instrument has no relation to itself."))
