"""Deeds on indicators and reported figures. A reported figure never changes: it is superseded, or withdrawn."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from phusa.foundation import access
from phusa.foundation.instruments.models import Instrument
from phusa.foundation.journal.services import record
from phusa.foundation.organizations.models import Organization
from phusa.foundation.organizations.queries import authority_of
from phusa.foundation.records.services import lock, save
from phusa.kernel.refusals import Refusal, Refused
from phusa.kernel.text import fold, normal, sort_key
from phusa.planning.indicators import rules
from phusa.planning.indicators.models import Indicator, ReportedFigure
from phusa.planning.indicators.vocabulary import About, Audience, FigureTerms, IndicatorTerms

_INDICATOR = ("name", "measure", "unit", "roll_up", "note", "itemised_by", "folded", "sort_key")


@transaction.atomic
def add_indicator(
    actor: Any, terms: IndicatorTerms, *, organization: Organization, at: datetime, illustrative: bool = False
) -> Indicator:
    """Say what is measured; the organisation's authority keeps it. Raises `NotAllowed`, `Refused`."""
    access.require(actor, "indicators.add_indicator", organization)
    terms = _tidied(terms)
    made = Indicator(authority=authority_of(organization), created_at=at, illustrative=illustrative)
    _forbid(rules.indicator_can_be_kept(terms, _twin(made, terms), reported=False))
    _put(made, terms)
    made.save()
    record("indicator.added", made, actor, at=at, payload={"unit": made.unit, "measure": made.measure})
    return made


@transaction.atomic
def edit_indicator(
    actor: Any, indicator: Indicator, terms: IndicatorTerms, *, revision: int | None = None, at: datetime
) -> Indicator:
    """Put right what is said of it; sort of number and unit only while nothing was reported."""
    access.require(actor, "indicators.edit_indicator", indicator)
    row = lock(Indicator, indicator.uid, revision)
    terms = _tidied(terms)
    differs = (terms.measure, terms.unit) != (row.measure, row.unit)
    _forbid(rules.indicator_can_be_kept(terms, _twin(row, terms), reported=differs and row.figures.exists()))
    was = row.name
    _put(row, terms)
    save(row, *_INDICATOR)
    record("indicator.edited", row, actor, at=at, payload={"name": [was, row.name], "unit": row.unit})
    return row


@transaction.atomic
def find_or_add_indicator(
    actor: Any, terms: IndicatorTerms, *, organization: Organization, at: datetime, illustrative: bool = False
) -> Indicator:
    """The indicator of this name of the organisation's authority, or a new one."""
    known = Indicator.objects.filter(authority=authority_of(organization), name=normal(terms.name)).first()
    if known is not None:
        return known
    return add_indicator(actor, terms, organization=organization, at=at, illustrative=illustrative)


@transaction.atomic
def report_figure(
    actor: Any, terms: FigureTerms, *, organization: Organization, at: datetime, illustrative: bool = False
) -> ReportedFigure:
    """Record what somebody said, for this organisation and the side of its authority.

    What cannot be read is recorded all the same; `rules.doubt` says what is to be asked. Raises `NotAllowed`,
    `Refused`.
    """
    access.require(actor, "indicators.report_figure", organization)
    made = _figure(actor, terms, organization, at, illustrative=illustrative)
    made.save()
    _record("figure.reported", made, actor, at, as_said=made.as_said, indicator=made.indicator.name)
    return made


@transaction.atomic
def correct_figure(
    actor: Any, figure: ReportedFigure, terms: FigureTerms, *, reason: str, at: datetime
) -> ReportedFigure:
    """Put another row in the place of a figure that was recorded wrongly; the old one stays in the history.

    Raises `NotAllowed`, and `Refused` also when somebody has corrected it in the meantime.
    """
    access.require(actor, "indicators.correct_figure", figure)
    row = lock(ReportedFigure, figure.uid)
    _forbid(_gone(row), rules.reason_is_given(reason))
    made = _figure(actor, terms, row.keeper, at, illustrative=row.illustrative)
    made.supersedes, made.correction_reason = row, reason.strip()
    made.save()
    save(row)
    _record("figure.corrected", made, actor, at, as_said=[row.as_said, made.as_said], reason=made.correction_reason)
    return made


@transaction.atomic
def withdraw_figure(actor: Any, figure: ReportedFigure, *, reason: str, at: datetime) -> ReportedFigure:
    """Take a figure out that nobody said, or that does not belong here. It stays readable with the reason."""
    access.require(actor, "indicators.correct_figure", figure)
    row = lock(ReportedFigure, figure.uid)
    _forbid(_gone(row), rules.reason_is_given(reason))
    row.withdrawn_at, row.withdrawn_reason = at, reason.strip()
    save(row, "withdrawn_at", "withdrawn_reason")
    _record("figure.withdrawn", row, actor, at, as_said=row.as_said, reason=row.withdrawn_reason)
    return row


def _figure(
    actor: Any, terms: FigureTerms, organization: Organization, at: datetime, *, illustrative: bool
) -> ReportedFigure:
    """The row of these terms, unsaved."""
    terms = _tidied_figure(terms)
    _forbid(rules.figure_can_be_kept(terms, timezone.localdate(at)))
    indicator = Indicator.objects.get(pk=terms.indicator_id)
    reading = rules.read(terms.read_as or terms.as_said, indicator.measure, indicator.unit)
    instrument = Instrument.objects.get(pk=terms.instrument_id) if terms.instrument_id else None
    named = instrument.citation if instrument else ""
    return ReportedFigure(
        indicator=indicator,
        authority=authority_of(organization),
        keeper=organization,
        audience=terms.audience,
        as_said=terms.as_said,
        read_as=terms.read_as,
        reading=reading.as_json(),
        reading_state=reading.state,
        scope=terms.scope,
        basis=terms.basis,
        as_of=terms.as_of,
        said_on=terms.said_on,
        speaker=terms.speaker,
        speaker_person_id=terms.speaker_person_id,
        speaker_organization_id=terms.speaker_organization_id,
        instrument=instrument,
        source_text=terms.source_text,
        source_url=terms.source_url,
        about_kind=terms.about.kind if terms.about else "",
        about_uid=terms.about.uid if terms.about else None,
        said_in_kind=terms.said_in.kind if terms.said_in else "",
        said_in_uid=terms.said_in.uid if terms.said_in else None,
        recorded_by=actor,
        created_at=at,
        illustrative=illustrative,
        folded=fold(
            " ".join((terms.as_said, indicator.name, terms.scope, terms.speaker, terms.source_text, named)),
        ),
    )


def _record(kind: str, figure: ReportedFigure, actor: Any, at: datetime, **payload: Any) -> None:
    """In the history of the record that it is about too, unless the figure is one side's own: others read that one."""
    context = None
    if figure.audience == Audience.OPEN and figure.about_uid:
        context = About(figure.about_kind, figure.about_uid)
    record(kind, figure, actor, at=at, payload=payload, context=context)


def _gone(figure: ReportedFigure) -> Refusal | None:
    return rules.it_still_stands(figure, ReportedFigure.objects.filter(supersedes=figure).exists())


def _twin(indicator: Indicator, terms: IndicatorTerms) -> Indicator | None:
    same = Indicator.objects.filter(authority=indicator.authority_id, name=terms.name)
    return same.exclude(pk=indicator.pk).first()


def _put(indicator: Indicator, terms: IndicatorTerms) -> None:
    indicator.name, indicator.measure, indicator.unit = terms.name, terms.measure, terms.unit
    indicator.roll_up, indicator.note, indicator.itemised_by = terms.roll_up, terms.note, terms.itemised_by
    indicator.folded, indicator.sort_key = fold(terms.name), sort_key(terms.name)[:200]


def _tidied(terms: IndicatorTerms) -> IndicatorTerms:
    return replace(terms, name=normal(terms.name)[:200], unit=normal(terms.unit)[:60], note=terms.note.strip())


def _tidied_figure(terms: FigureTerms) -> FigureTerms:
    return replace(
        terms,
        as_said=normal(terms.as_said)[:200],
        read_as=normal(terms.read_as)[:200],
        scope=normal(terms.scope)[:300],
        speaker=normal(terms.speaker)[:300],
        source_text=normal(terms.source_text)[:500],
        source_url=terms.source_url.strip(),
    )


def _forbid(*found: Refusal | Iterable[Refusal] | None) -> None:
    refusals: list[Refusal] = []
    for each in found:
        if isinstance(each, Refusal):
            refusals.append(each)
        elif each is not None:
            refusals.extend(each)
    if refusals:
        raise Refused(refusals)
