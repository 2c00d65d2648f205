"""How deeds on schemes read in the journal."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from phusa.foundation.journal.wording import change, label_of, on_day, reads
from phusa.planning.assignments.wording import change_of_parties
from phusa.planning.schemes.redline import PARTS
from phusa.planning.schemes.rules import RULE
from phusa.planning.schemes.vocabulary import BudgetSource


def _rule(value: Any) -> str:
    return str(RULE[value].holds) if value in RULE else str(value)


CHANGES: dict[str, Any] = {name: (label, change) for name, label in PARTS.items()}
CHANGES |= {
    "period_from": (_("From year"), change),
    "period_to": (_("To year"), change),
    "kind": (_("Kind"), change),
    "value_text": (_("Value to be reached"), change),
    "parent": (_("Under"), change),
    "group": (_("Group"), change),
    "focus": (_("Focus task"), change),
    "paired_as_written": (_("Task and solution written as one"), change),
    "parties": (_("Parties"), change_of_parties),
}
MONEY: dict[str, Any] = {
    "source": (_("Source of money"), label_of(BudgetSource)),
    "year": _("Year"),
    "was": _("Amount before"),
    "amount": _("Amount"),
}
VERSION: dict[str, Any] = {"version": _("Version")}

reads("scheme.created", _("Started the scheme"), title=_("Title"), as_issued=_("Copies a paper already issued"))
reads("scheme.edited", _("Edited the heading"), **CHANGES)
reads("scheme.title_added", _("Recorded another title"), title=_("Title"), source=_("Source"))
reads("scheme.title_removed", _("Took a title out"), title=_("Title"))
for part, deeds in {
    "objective": (_("Added an objective"), _("Edited an objective"), _("Took an objective out")),
    "group": (_("Added a group"), _("Edited a group"), _("Took a group out")),
    "solution": (_("Added a solution"), _("Edited a solution"), _("Took a solution out")),
    "task": (_("Added a task"), _("Edited a task"), _("Took a task out")),
}.items():
    added, edited, removed = deeds
    reads(f"scheme.{part}_added", added)
    reads(f"scheme.{part}_edited", edited, **CHANGES)
    reads(f"scheme.{part}_removed", removed)
reads("scheme.part_moved", _("Moved a row"))
reads("scheme.paired", _("Paired a solution with a task"))
reads("scheme.unpaired", _("Took a pairing back"))
reads("scheme.budget_added", _("Stated an amount"), **MONEY)
reads("scheme.budget_edited", _("Changed an amount"), **MONEY)
reads("scheme.budget_removed", _("Took an amount out"), **MONEY)
reads("scheme.ground_added", _("Named a ground"))
reads("scheme.ground_removed", _("Took a ground out"))
RESULT: dict[str, Any] = {
    "value_text": _("Value reached"),
    "source": _("Source"),
    "no_source": _("No source found"),
}
reads("scheme.result_recorded", _("Recorded the result of an earlier target"), **RESULT)
reads("scheme.result_removed", _("Took the result of an earlier target out"), **RESULT)
reads("scheme.rule_waived", _("Passed a required line"), rule=(_("Line"), _rule), reason=_("Reason"), **VERSION)
reads("scheme.submitted", _("Submitted the scheme"), **VERSION)
reads("scheme.returned", _("Returned the scheme"), reason=_("Reason"), **VERSION)
reads(
    "scheme.approved",
    _("Approved the scheme"),
    approved_on=(_("Approved on"), on_day),
    instrument=_("Instrument"),
    on_paper=_("Signed on paper"),
    issued=_("Tasks issued"),
    absorbed=_("Tasks amended"),
    withdrawn=_("Tasks withdrawn"),
    digest=_("Digest of the wording"),
    **VERSION,
)
reads(
    "scheme.approval_identified", _("Recorded number and date of the approval"), instrument=_("Instrument"), **VERSION
)
reads("scheme.amendment_opened", _("Started an amendment"), **VERSION)
reads("scheme.draft_discarded", _("Discarded the draft"), **VERSION)
