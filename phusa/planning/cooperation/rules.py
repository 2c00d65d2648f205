"""What must hold before a step, and what is worked out from rows. Writes nothing.

Source: practice of offices (docs/glossary.md): a review has a day up to which its figures are counted, and five parts.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phusa.foundation.records.models import Dated
from phusa.kernel.refusals import Refusal
from phusa.kernel.text import format_date
from phusa.planning.assignments.vocabulary import Standing
from phusa.planning.cooperation.models import Commitment, Programme, Review
from phusa.planning.cooperation.vocabulary import REVIEW_PARTS, ProgrammeState, ReviewKind, ReviewState


def it_has_a_period(programme: Programme, at: datetime) -> Refusal | None:
    """A programme binds for a time."""
    if programme.valid_from and programme.valid_to:
        return None
    return Refusal("programme-without-period", _("Say from when until when the programme runs."))


def it_says_what_is_done(programme: Programme, at: datetime) -> Refusal | None:
    """Without a clause or a commitment there is nothing to sign; of what was signed before, papers may say nothing."""
    if programme.from_papers or programme.clauses.exists() or programme.commitments.exists():
        return None
    return Refusal("programme-says-nothing", _("The programme has neither a content nor a commitment yet."))


def both_sides_have_a_signatory(programme: Programme, at: datetime) -> Iterator[Refusal]:
    """Somebody signs for each side; of what was signed before it came here, the papers may not say who."""
    if programme.from_papers:
        return
    signed = set(programme.signatories.values_list("side", flat=True))
    for side in (programme.authority, programme.partner):
        if side.pk not in signed:
            yield Refusal("side-without-signatory", _("Nobody is named who signs for %(side)s.") % {"side": side})


def its_source_is_named(programme: Programme, at: datetime) -> Refusal | None:
    """What was signed before it came here is known from somewhere."""
    if not programme.from_papers or programme.source.strip():
        return None
    return Refusal("programme-without-source", _("Say from which papers the programme is known."))


def every_commitment_names_who_leads(programme: Programme, at: datetime) -> Refusal | None:
    """A promise is kept by somebody; of what was signed before, papers may not say by whom."""
    leaderless = programme.commitments.filter(assignment__standing=Standing.DRAFT).exclude(
        assignment__parties__role="lead"
    )
    if programme.from_papers or not (number := leaderless.count()):
        return None
    return Refusal("commitment-without-lead", _("Commitments on which nobody leads: %(number)d.") % {"number": number})


def no_other_programme_follows(programme: Programme, at: datetime) -> Refusal | None:
    """It is renewed once."""
    if not Programme.objects.filter(predecessor=programme).exists():
        return None
    return Refusal("programme-already-renewed", _("The programme of the next period has already been started."))


def a_final_review_was_adopted(programme: Programme, at: datetime) -> Refusal | None:
    """It ends with its final review; one known from papers alone may end without."""
    final = programme.reviews.filter(kind=ReviewKind.FINAL, state=ReviewState.ADOPTED)
    if programme.from_papers or final.exists():
        return None
    return Refusal("programme-without-final-review", _("The final review has not been adopted yet."))


def its_programme_was_signed(review: Review, at: datetime) -> Refusal | None:
    """What has not begun is not reviewed."""
    if review.programme.state != ProgrammeState.DRAFT:
        return None
    return Refusal("review-of-a-draft", _("The programme has not been signed yet."))


def its_parts_are_written(review: Review, at: datetime) -> Refusal | None:
    """Results, shortcomings, causes, directions, recommendations: a part without anything says so itself."""
    missing = [str(label) for name, label in REVIEW_PARTS.items() if not getattr(review, name).strip()]
    if not missing:
        return None
    return Refusal("review-part-empty", _("Nothing stands under: %(parts)s.") % {"parts": ", ".join(missing)})


def its_figures_are_not_of_the_future(review: Review, at: datetime) -> Refusal | None:
    """Figures are counted up to a day that has been."""
    if review.cut_off <= timezone.localdate(at):
        return None
    return Refusal("review-of-the-future", _("The day up to which figures are counted lies in the future."))


def its_year_has_begun(year: int | None, cut_off: date) -> Refusal | None:
    """Figures of a year are not counted up to a day before it."""
    if year is None or cut_off.year >= year:
        return None
    message = _("The figures are counted up to %(day)s, before the year %(year)d began.")
    return Refusal("review-before-its-year", message % {"day": format_date(cut_off), "year": year})


def it_is_adopted_in_time(review: Review, adopted_on: date, at: datetime) -> Refusal | None:
    """A review is adopted once its figures are known, and not in the future."""
    if review.cut_off <= adopted_on <= timezone.localdate(at):
        return None
    message = _(
        "The review cannot have been adopted on %(day)s: its figures are counted up to %(cut_off)s, and today is "
        "%(today)s."
    )
    days = {"day": adopted_on, "cut_off": review.cut_off, "today": timezone.localdate(at)}
    return Refusal("review-adopted-another-day", message % {name: format_date(day) for name, day in days.items()})


def is_open(commitment: Commitment) -> bool:
    """Whether it still has to be kept."""
    return commitment.assignment.standing == Standing.ISSUED and commitment.assignment.status != "done"


def its_period_is_over(programme: Dated, today: date) -> bool:
    """Whether the period that was agreed lies behind us."""
    return programme.valid_to is not None and programme.valid_to <= today


def years_of(programme: Dated) -> str:
    """«2012–2015», or days where the period does not go by whole years; empty where nothing is known."""
    first, after = programme.valid_from, programme.valid_to
    last = after - timedelta(days=1) if after else None
    whole = (first is None or (first.month, first.day) == (1, 1)) and (
        last is None or (last.month, last.day) == (12, 31)
    )
    shown = [str(day.year) if whole else f"{day:%d/%m/%Y}" for day in (first, last) if day]
    return "–".join(dict.fromkeys(shown))


def next_period(programme: Programme) -> tuple[date | None, date | None]:
    """As long as the period before, and right after it; nothing where that is not known."""
    first, after = programme.valid_from, programme.valid_to
    if first is None or after is None:
        return None, None
    years = after.year - first.year
    if years and (first.month, first.day) == (after.month, after.day) and (after.month, after.day) != (2, 29):
        return after, after.replace(year=after.year + years)
    return after, after + (after - first)
