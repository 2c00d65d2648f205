"""Yearly plans, and yearly and final reviews."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.instruments.models import Instrument
from phusa.foundation.journal.services import record
from phusa.foundation.records.services import lock, save
from phusa.kernel.refusals import Refusal, Refused
from phusa.planning.cooperation import rules
from phusa.planning.cooperation.models import Programme, Review, YearPlan
from phusa.planning.cooperation.queries import results_by_kind, support_of, tallies_of
from phusa.planning.cooperation.services.drafting import differences, kept_by
from phusa.planning.cooperation.vocabulary import REVIEW_PARTS, ReviewKind
from phusa.planning.cooperation.workflow import REVIEW


@transaction.atomic
def set_plan(
    actor: Any,
    programme: Programme,
    *,
    year: int,
    text: str,
    at: datetime,
    agreed_on: date | None = None,
    instrument: Instrument | None = None,
    plan: YearPlan | None = None,
    revision: int | None = None,
) -> YearPlan:
    """Record the plan of one year, or put `plan` right; one plan a year."""
    kept = kept_by(actor, programme, at=at)
    _forbid_another_year(kept, year, plan)
    locked = lock(YearPlan, plan.uid, revision) if plan else YearPlan(programme=kept, created_at=at)
    before = {"year": locked.year, "text": locked.text} if plan else {}
    locked.year, locked.text, locked.agreed_on, locked.instrument = year, text, agreed_on, instrument
    if plan:
        save(locked, "year", "text", "agreed_on", "instrument")
    else:
        locked.illustrative = kept.illustrative
        locked.save()
    told = {"year": year, "text": [before.get("text", ""), text]}
    record("programme.plan_set", kept, actor, at=at, payload=told)
    return locked


def _forbid_another_year(programme: Programme, year: int, plan: YearPlan | None) -> None:
    others = programme.plans.filter(year=year)
    if plan:
        others = others.exclude(pk=plan.pk)
    if others.exists():
        raise Refused(
            [Refusal("plan-of-the-year-exists", _("The plan of %(year)d is there already.") % {"year": year})]
        )
    first, after = programme.valid_from, programme.valid_to
    if (first and year < first.year) or (after and date(year, 1, 1) >= after):
        raise Refused([Refusal("plan-outside-the-period", _("The year lies outside the programme's period."))])


@transaction.atomic
def start_review(
    actor: Any,
    programme: Programme,
    *,
    kind: str,
    cut_off: date,
    parts: Mapping[str, str],
    at: datetime,
    year: int | None = None,
) -> Review:
    """Begin a yearly or the final review, as a draft that only our side sees."""
    access.require(actor, "cooperation.edit_review", programme)
    kept = lock(Programme, programme.uid)
    year = year if kind == ReviewKind.YEARLY else None
    _forbid_what_is_wrong(kept, kind, year)
    _forbid(rules.its_year_has_begun(year, cut_off))
    review = Review(
        programme=kept,
        kind=kind,
        year=year,
        cut_off=cut_off,
        created_at=at,
        illustrative=kept.illustrative,
        **{name: parts.get(name, "") for name in REVIEW_PARTS},
    )
    review.save()
    record("programme.review_started", review, actor, at=at)
    return review


def _forbid_what_is_wrong(programme: Programme, kind: str, year: int | None) -> None:
    if kind == ReviewKind.YEARLY and year is None:
        raise Refused([Refusal("review-without-year", _("Say which year is reviewed."))])
    started = programme.reviews.filter(kind=kind, year=year).first()
    if started:
        message = _("This review has been started already: open it and go on.")
        raise Refused([Refusal("review-exists", message, link=started.get_absolute_url())])


def _forbid(refusal: Refusal | None) -> None:
    if refusal:
        raise Refused([refusal])


@transaction.atomic
def edit_review(
    actor: Any, review: Review, *, revision: int, cut_off: date, parts: Mapping[str, str], at: datetime
) -> Review:
    """Write on in a draft. Its journal stays with the review: who sees only what is adopted does not read of it."""
    access.require(actor, "cooperation.edit_review", review)
    draft = lock(Review, review.uid, revision)
    REVIEW.require("edit", draft, at)
    _forbid(rules.its_year_has_begun(draft.year, cut_off))
    before = {name: getattr(draft, name) for name in (*REVIEW_PARTS, "cut_off")}
    draft.cut_off = cut_off
    for name in REVIEW_PARTS:
        setattr(draft, name, parts.get(name, ""))
    save(draft, "cut_off", *REVIEW_PARTS)
    after = {name: getattr(draft, name) for name in (*REVIEW_PARTS, "cut_off")}
    record("programme.review_edited", draft, actor, at=at, payload=differences(before, after))
    return draft


@transaction.atomic
def adopt_review(actor: Any, review: Review, *, revision: int, adopted_on: date, at: datetime) -> Review:
    """Adopt a review: its text, and the programme in figures as it stands now, are frozen with their digest."""
    access.require(actor, "cooperation.adopt_review", review)
    draft = lock(Review, review.uid, revision)
    draft.state = REVIEW.require("adopt", draft, at)
    _forbid(rules.it_is_adopted_in_time(draft, adopted_on, at))
    draft.adopted_on = adopted_on
    draft.frozen = written_down(draft)
    draft.digest = digest_of(draft.frozen)
    save(draft, "state", "adopted_on", "frozen", "digest")
    told = {"review": str(draft), "adopted_on": adopted_on.isoformat(), "digest": draft.digest}
    record("programme.review_adopted", draft, actor, at=at, payload=told, context=draft.programme)
    return draft


def written_down(review: Review) -> dict[str, Any]:
    """The review as plain values: its text, and the figures that the records give on the day of its adoption."""
    programme = review.programme
    support = support_of(programme)
    names = dict(zip(programme.sides, (str(programme.authority), str(programme.partner)), strict=True))
    return {
        "programme": str(programme.uid),
        "title": programme.title,
        "kind": review.kind,
        "year": review.year,
        "cut_off": review.cut_off.isoformat(),
        "parts": {name: getattr(review, name) for name in REVIEW_PARTS},
        "commitments": [
            {"side": names[side], "total": tally.total, "done": tally.done, "late": tally.late}
            for side, tally in tallies_of(programme, review.cut_off).items()
        ],
        "projects": {
            "count": support.projects,
            "approved": support.approved,
            "approved_stated": support.approved_stated,
            "paid": support.paid,
            "paid_stated": support.paid_stated,
        },
        "results": results_by_kind(programme),
    }


def digest_of(frozen: Mapping[str, Any]) -> str:
    """SHA-256 of the frozen values, whatever the order of their names."""
    text = json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
