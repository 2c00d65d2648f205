"""Deeds on instruments."""

from dataclasses import replace
from datetime import date, datetime

from django.core.files.base import File
from django.db import transaction

from phusa.foundation import access
from phusa.foundation.access.models import User
from phusa.foundation.files.models import StoredFile
from phusa.foundation.files.queries import files_of
from phusa.foundation.files.services import store_file
from phusa.foundation.instruments import rules
from phusa.foundation.instruments.models import Instrument, InstrumentRelation
from phusa.foundation.instruments.vocabulary import InstrumentTerms
from phusa.foundation.journal.services import record
from phusa.foundation.records.services import lock, save
from phusa.kernel.refusals import Refusal, Refused
from phusa.kernel.text import fold, normal, sort_key

_FIELDS = ("kind", "number", "title", "issuer_name", "issued_on", "effective_on", "source_url", "folded", "sort_key")


@transaction.atomic
def add_instrument(actor: User, terms: InstrumentTerms, *, at: datetime) -> Instrument:
    """Enter an instrument. Refuses what is secret, and what is there already (the refusal links to it)."""
    access.require(actor, "instruments.add_instrument")
    terms = _tidied(terms)
    _forbid_what_is_wrong(terms)
    made = Instrument(created_at=at)
    _put(made, terms)
    made.save()
    record("instrument.added", made, actor, at=at, payload={"number": made.number, "title": made.title})
    return made


@transaction.atomic
def edit_instrument(
    actor: User, instrument: Instrument, terms: InstrumentTerms, *, revision: int | None = None, at: datetime
) -> Instrument:
    """Put right what was entered. The same refusals as for a new one."""
    access.require(actor, "instruments.edit_instrument", instrument)
    instrument = lock(Instrument, instrument.uid, revision)
    terms = _tidied(terms)
    _forbid_what_is_wrong(terms, instrument)
    before = {"number": instrument.number, "title": instrument.title}
    _put(instrument, terms)
    save(instrument, *_FIELDS)
    told = {"number": instrument.number, "title": instrument.title}
    record("instrument.edited", instrument, actor, at=at, payload={**told, "before": before})
    return instrument


@transaction.atomic
def find_or_add_instrument(
    actor: User,
    *,
    kind: str,
    number: str,
    title: str,
    issuer_name: str,
    issued_on: date | None,
    illustrative: bool = False,
    at: datetime,
) -> Instrument:
    """The instrument of this number and date, or a new one; the deed that calls this has checked that the actor may."""
    terms = _tidied(InstrumentTerms(kind, title, number, issuer_name, issued_on))
    known = Instrument.objects.filter(number=terms.number, issued_on=issued_on).exclude(number="").first()
    if known:
        return known
    made = Instrument(created_at=at, illustrative=illustrative)
    _put(made, terms)
    made.save()
    record("instrument.added", made, actor, at=at, payload={"number": made.number, "title": made.title})
    return made


@transaction.atomic
def relate(actor: User, instrument: Instrument, kind: str, other: Instrument, *, at: datetime) -> InstrumentRelation:
    """The instrument implements, continues, replaces, amends or is based on the other; said twice, nothing changes."""
    access.require(actor, "instruments.edit_instrument", instrument)
    _forbid(rules.not_to_itself(instrument, other))
    relation, made = InstrumentRelation.objects.get_or_create(instrument=instrument, other=other, kind=kind)
    if made:
        told = {"relation": kind, "other": str(other)}
        record("instrument.related", instrument, actor, at=at, payload=told, context=other)
    return relation


@transaction.atomic
def unrelate(actor: User, relation: InstrumentRelation, *, at: datetime) -> None:
    """Take back a relation that does not hold."""
    access.require(actor, "instruments.edit_instrument", relation.instrument)
    told = {"relation": relation.kind, "other": str(relation.other)}
    record("instrument.unrelated", relation.instrument, actor, at=at, payload=told, context=relation.other)
    relation.delete()


@transaction.atomic
def attach_file(actor: User, instrument: Instrument, file: File[bytes], *, secrecy: str, at: datetime) -> StoredFile:
    """Keep a file of the instrument: the signed original, its Word file. The same file is not kept twice."""
    access.require(actor, "instruments.edit_instrument", instrument)
    instrument = lock(Instrument, instrument.uid)
    stored = store_file(actor, file, secrecy=secrecy, owner=instrument, at=at)
    _forbid(rules.file_is_new(files_of(instrument).filter(sha256=stored.sha256).exclude(pk=stored.pk).first()))
    return stored


def _tidied(terms: InstrumentTerms) -> InstrumentTerms:
    return replace(
        terms,
        number=normal(terms.number)[:60],
        title=normal(terms.title),
        issuer_name=normal(terms.issuer_name)[:300],
        source_url=terms.source_url.strip(),
    )


def _forbid(*found: Refusal | None) -> None:
    refusals = [refusal for refusal in found if refusal]
    if refusals:
        raise Refused(refusals)


def _forbid_what_is_wrong(terms: InstrumentTerms, own: Instrument | None = None) -> None:
    twins = Instrument.objects.filter(
        number=terms.number, issued_on=terms.issued_on, issuer_name=terms.issuer_name
    ).exclude(number="")
    _forbid(
        rules.title_is_given(terms.title),
        rules.nothing_secret(terms.degree_of_secrecy),
        rules.in_effect_after_issue(terms.issued_on, terms.effective_on),
        rules.number_is_new((twins.exclude(pk=own.pk) if own else twins).first()),
    )


def _put(instrument: Instrument, terms: InstrumentTerms) -> None:
    instrument.kind, instrument.number, instrument.title = terms.kind, terms.number, terms.title
    instrument.issuer_name, instrument.issued_on = terms.issuer_name, terms.issued_on
    instrument.effective_on, instrument.source_url = terms.effective_on, terms.source_url
    instrument.folded = fold(f"{terms.number} {terms.title} {terms.issuer_name}")
    instrument.sort_key = sort_key(terms.title)[:200]
