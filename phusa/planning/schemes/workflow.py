"""The life of one version of a scheme."""

from django.utils.translation import gettext_lazy as _

from phusa.kernel.workflow import Step, Workflow
from phusa.planning.schemes import rules
from phusa.planning.schemes.models import SchemeVersion
from phusa.planning.schemes.vocabulary import VersionState

DRAFT, SUBMITTED, RETURNED = VersionState.DRAFT, VersionState.SUBMITTED, VersionState.RETURNED
APPROVED, SUPERSEDED, WITHDRAWN = VersionState.APPROVED, VersionState.SUPERSEDED, VersionState.WITHDRAWN

SCHEME = Workflow[SchemeVersion](
    "scheme",
    states=VersionState,
    initial=DRAFT,
    state_of=lambda version: version.state,
    steps=(
        Step("edit", {DRAFT, RETURNED}, DRAFT, permission="schemes.edit_scheme", label=_("Edit")),
        Step(
            "waive",
            {DRAFT, RETURNED, SUBMITTED},
            None,
            permission="schemes.waive_rule",
            label=_("Pass a required line"),
        ),
        Step(
            "submit",
            {DRAFT, RETURNED},
            SUBMITTED,
            permission="schemes.submit_scheme",
            guards=(rules.nothing_required_is_missing,),
            label=_("Submit"),
        ),
        Step(
            "approve",
            {SUBMITTED},
            APPROVED,
            permission="schemes.approve_scheme",
            guards=(rules.nothing_required_is_missing,),
            label=_("Approve"),
        ),
        Step("return", {SUBMITTED}, RETURNED, permission="schemes.return_scheme", label=_("Return")),
        Step(
            "record_approval",
            {DRAFT, RETURNED, SUBMITTED},
            APPROVED,
            permission="schemes.record_approval",
            label=_("Record the approval signed on paper"),
        ),
        Step(
            "amend",
            {APPROVED},
            None,
            permission="schemes.edit_scheme",
            guards=(rules.no_other_version_is_being_drafted,),
            label=_("Amend"),
        ),
        Step("supersede", {APPROVED}, SUPERSEDED),
        Step("withdraw", {APPROVED}, WITHDRAWN),
    ),
)
