"""The two tables of an assignment: whether it binds, and how far the work is.

Standing is moved by the deeds of the document that it comes from; status by reports of progress.
"""

from django.utils.translation import gettext_lazy as _

from phusa.kernel.workflow import Step, Workflow
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.rules import (
    Intended,
    a_pause_has_a_reason,
    a_step_back_is_explained,
    done_means_100,
    it_is_not_opened_into_parts,
    not_started_means_0,
    percent_is_between_0_and_100,
    report_is_not_of_the_future,
)
from phusa.planning.assignments.vocabulary import Standing, Status

STANDING = Workflow[Assignment](
    "assignments.standing",
    states=Standing,
    initial=Standing.DRAFT,
    steps=(
        Step("issue", {Standing.DRAFT}, Standing.ISSUED),
        Step("absorb", {Standing.DRAFT}, Standing.ABSORBED),
        Step("withdraw", {Standing.DRAFT, Standing.ISSUED}, Standing.WITHDRAWN),
    ),
    state_of=lambda assignment: assignment.standing,
)


REPORT = "assignments.report_progress"
EVERY_REPORT = (
    it_is_not_opened_into_parts,
    percent_is_between_0_and_100,
    report_is_not_of_the_future,
    a_step_back_is_explained,
)
NOT_STARTED = (*EVERY_REPORT, not_started_means_0)
IN_PROGRESS = EVERY_REPORT
DONE = (*EVERY_REPORT, done_means_100)
PAUSED = (*EVERY_REPORT, a_pause_has_a_reason)

PROGRESS = Workflow[Intended](
    "assignments.progress",
    states=Status,
    initial=Status.NOT_STARTED,
    steps=(
        Step("wait", {Status.NOT_STARTED}, None, REPORT, NOT_STARTED, _("Not started yet")),
        Step("start", {Status.NOT_STARTED, Status.PAUSED}, Status.IN_PROGRESS, REPORT, IN_PROGRESS, _("Start")),
        Step("advance", {Status.IN_PROGRESS}, None, REPORT, IN_PROGRESS, _("Report progress")),
        Step(
            "finish",
            {Status.NOT_STARTED, Status.IN_PROGRESS, Status.PAUSED},
            Status.DONE,
            REPORT,
            DONE,
            _("Report as done"),
        ),
        Step("pause", {Status.NOT_STARTED, Status.IN_PROGRESS, Status.DONE}, Status.PAUSED, REPORT, PAUSED, _("Pause")),
        Step("rest", {Status.PAUSED}, None, REPORT, PAUSED, _("Still paused")),
        Step(
            "put_back",
            {Status.IN_PROGRESS, Status.PAUSED, Status.DONE},
            Status.NOT_STARTED,
            REPORT,
            NOT_STARTED,
            _("Back to not started"),
        ),
        Step("reopen", {Status.DONE}, Status.IN_PROGRESS, REPORT, IN_PROGRESS, _("Not done after all")),
        Step("restate", {Status.DONE}, None, REPORT, DONE, _("Restate what is done")),
    ),
    state_of=lambda intended: intended.assignment.status,
)


def step_to(current: str, wanted: str) -> str | None:
    """The name of the step from one status to another, or of staying in it; None when there is none."""
    for step in PROGRESS.steps:
        if current in step.from_ and (step.to or current) == wanted:
            return step.name
    return None
