"""The life of a programme, and of a review."""

from django.utils.translation import gettext_lazy as _

from phusa.kernel.workflow import Step, Workflow
from phusa.planning.cooperation import rules
from phusa.planning.cooperation.models import Programme, Review
from phusa.planning.cooperation.vocabulary import ProgrammeState, ReviewState

DRAFT, IN_FORCE = ProgrammeState.DRAFT, ProgrammeState.IN_FORCE
ENDED, RENEWED = ProgrammeState.ENDED, ProgrammeState.RENEWED

PROGRAMME = Workflow[Programme](
    "programme",
    states=ProgrammeState,
    initial=DRAFT,
    state_of=lambda programme: programme.state,
    steps=(
        Step("edit", {DRAFT}, None, permission="cooperation.edit_programme", label=_("Edit the text")),
        Step(
            "record",
            {DRAFT, IN_FORCE, ENDED},
            None,
            permission="cooperation.edit_programme",
            label=_("Record commitments, projects, results and plans"),
        ),
        Step(
            "sign",
            {DRAFT},
            IN_FORCE,
            permission="cooperation.sign_programme",
            guards=(
                rules.it_has_a_period,
                rules.it_says_what_is_done,
                rules.both_sides_have_a_signatory,
                rules.its_source_is_named,
                rules.every_commitment_names_who_leads,
            ),
            label=_("Record the signing"),
        ),
        Step(
            "end",
            {IN_FORCE},
            ENDED,
            permission="cooperation.end_programme",
            guards=(rules.a_final_review_was_adopted,),
            label=_("End the programme"),
        ),
        Step(
            "renew",
            {IN_FORCE, ENDED},
            None,
            permission="cooperation.renew_programme",
            guards=(rules.no_other_programme_follows,),
            label=_("Renew for the next period"),
        ),
        Step("hand_over", {IN_FORCE, ENDED}, RENEWED),
        Step("discard", {DRAFT}, None, permission="cooperation.edit_programme", label=_("Discard this draft")),
    ),
)

REVIEW = Workflow[Review](
    "review",
    states=ReviewState,
    initial=ReviewState.DRAFT,
    state_of=lambda review: review.state,
    steps=(
        Step("edit", {ReviewState.DRAFT}, None, permission="cooperation.edit_review", label=_("Edit")),
        Step(
            "adopt",
            {ReviewState.DRAFT},
            ReviewState.ADOPTED,
            permission="cooperation.adopt_review",
            guards=(
                rules.its_programme_was_signed,
                rules.its_parts_are_written,
                rules.its_figures_are_not_of_the_future,
            ),
            label=_("Adopt the review"),
        ),
    ),
)
