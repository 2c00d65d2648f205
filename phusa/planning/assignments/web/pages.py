"""What the page of an assignment shows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.journal.queries import history_of
from phusa.foundation.journal.wording import happenings
from phusa.foundation.organizations.models import Organization
from phusa.foundation.organizations.queries import standing_today
from phusa.foundation.ui.vocabulary import Ability, Deadline, State
from phusa.planning.assignments.models import Assignment, Party, ProgressReport, Roll
from phusa.planning.assignments.permissions import voice_of
from phusa.planning.assignments.services import members_without_part
from phusa.planning.assignments.showing import Clocks, report_state
from phusa.planning.assignments.vocabulary import RECURRING, LeadKind, PartyRole, Standing, Status
from phusa.planning.assignments.web.forms import ProgressForm

DEEDS_SHOWN = 20


@dataclass(frozen=True)
class PartyLine:
    """A party: as the document names it, who that is today where it differs, its duty, its members."""

    label: str
    today: str
    duty: str
    focal: bool
    members: list[str]
    as_of: date | None
    unknown: bool


@dataclass(frozen=True)
class PartLine:
    """A sub-assignment of an opened collective."""

    agency: str
    url: str
    state: State
    deadline: Deadline
    percent: int | None
    done: bool


@dataclass(frozen=True)
class ReportLine:
    """A report; `current` is the one that stands."""

    report: ProgressReport
    state: State
    current: bool
    add_file: str


def assignment_page(user: Any, row: Assignment, form: ProgressForm | None) -> dict[str, Any]:
    """Everything that the page of `row` shows to `user`; `form` is a report that could not be kept."""
    clocks = Clocks()
    parts = _parts(row, clocks)
    voice = voice_of(user, row)
    may_report = voice is not None and access.may(user, "assignments.report_progress", row) and not parts
    may_confirm = not row.status_confirmed and not parts and access.may(user, "assignments.confirm_progress", row)
    reports = _reports(row, voice.organization_id if voice and may_report else None)
    today = _Today(row)
    return {
        "title": _("Task %(code)s") % {"code": row.code} if row.code else _("Task"),
        "row": row,
        "state": clocks.state(row),
        "deadline": clocks.deadline(row),
        "term": clocks.term(row),
        "leads": _party_lines(row, PartyRole.LEAD, today),
        "coordinating": _party_lines(row, PartyRole.COORDINATING, today),
        "recurring": row.recurrence in RECURRING,
        "several": row.lead_kind == LeadKind.SEVERAL,
        "collective": row.lead_kind == LeadKind.COLLECTIVE,
        "in_force": row.standing == Standing.ISSUED,
        "form": form or (ProgressForm(row, clocks.today) if may_report else None),
        "speaks_for_lead": voice is not None and voice.confirmed,
        "may_confirm": may_confirm,
        "last": reports[0] if reports else None,
        "reports": reports,
        "parts": parts,
        "done_parts": sum(part.done for part in parts),
        "abilities": _abilities(user, row, may_report, may_confirm, parts, today),
        "happenings": happenings(history_of(row)[:DEEDS_SHOWN]),
        "today": clocks.today,
    }


class _Today:
    """The agencies of an assignment as they stand today: what has ended is named by its heirs."""

    def __init__(self, row: Assignment) -> None:
        named = [party.organization for party in row.parties.all()]
        known = [row.accountable, row.follow_up, row.drafting, row.authority, *named]
        self._standing = standing_today(one for one in known if one)

    def name(self, organization: Organization) -> str:
        """Its name, or the names of its heirs; its last name where it has none."""
        return ", ".join(str(one) for one in self._standing[organization.pk]) or str(organization)

    def instead(self, organization: Organization | None, as_written: str) -> str:
        """Who the party is today, where the document does not say so already."""
        today = [str(one) for one in self._standing[organization.pk]] if organization else []
        return "" if today == [as_written] else ", ".join(today)


def _party_lines(row: Assignment, role: str, today: _Today) -> list[PartyLine]:
    parties = [party for party in row.parties.all() if party.role == role]
    rolls = {party.roll_id for party in parties if party.roll_id}
    members: dict[int, list[str]] = {}
    if rolls:
        through = Roll.organizations.through.objects.filter(roll__in=rolls).order_by("organization__sort_key")
        for roll_id, name in through.values_list("roll_id", "organization__current_name"):
            members.setdefault(roll_id, []).append(name)
    return [_party_line(party, members, today) for party in parties]


def _party_line(party: Party, members: dict[int, list[str]], today: _Today) -> PartyLine:
    return PartyLine(
        label=party.as_written,
        today=today.instead(party.organization, party.as_written),
        duty=party.duty,
        focal=party.focal,
        members=members.get(party.roll_id, []) if party.roll_id else [],
        as_of=party.group_as_of,
        unknown=party.organization_id is None and not party.collective,
    )


def _parts(row: Assignment, clocks: Clocks) -> list[PartLine]:
    if row.lead_kind != LeadKind.COLLECTIVE:
        return []
    parts = row.parts.filter(standing=Standing.ISSUED).select_related("accountable").order_by("accountable__sort_key")
    return [
        PartLine(
            agency=str(part.accountable),
            url=part.get_absolute_url(),
            state=clocks.state(part),
            deadline=clocks.deadline(part),
            percent=part.reported_percent,
            done=part.status == Status.DONE,
        )
        for part in parts
    ]


def _reports(row: Assignment, speaking_for: int | None) -> list[ReportLine]:
    reports = row.reports.select_related("reported_for", "reported_by", "superseded_by").prefetch_related(
        "evidence__file"
    )
    lines = []
    for report in reports:
        current = not hasattr(report, "superseded_by")
        own = current and report.reported_for_id == speaking_for
        lines.append(
            ReportLine(
                report,
                report_state(report),
                current,
                reverse("assignments:evidence", args=[row.uid, report.uid]) if own else "",
            )
        )
    return lines


def _abilities(
    user: Any, row: Assignment, may_report: bool, may_confirm: bool, parts: list[PartLine], today: _Today
) -> list[Ability]:
    """What the reader can do here, and who can do the rest."""
    leading = [party for party in row.parties.all() if party.role == PartyRole.LEAD]
    leads = [today.name(party.organization) if party.organization else party.as_written for party in leading]
    lead = today.name(row.accountable) if row.accountable else ", ".join(leads) or _("nobody yet")
    following = dict.fromkeys(today.name(one) for one in (row.follow_up, row.drafting, row.authority) if one)
    authority = today.name(row.authority)
    in_force = row.standing == Standing.ISSUED
    may_handle = in_force and access.may(user, "assignments.set_handling", row)
    abilities = [
        Ability(
            _("Report progress"),
            may_report,
            url="#progress",
            who=_("%(lead)s; for follow-up: %(following)s") % {"lead": lead, "following": ", ".join(following)},
            reason=_why_not_now(row, bool(parts)),
        ),
        Ability(
            _("Confirm what others have reported"),
            may_confirm,
            url="#confirm",
            who=lead,
            reason=_("Nothing waits for confirmation.") if row.status_confirmed else "",
        ),
        Ability(
            _("Name who handles it"),
            may_handle,
            url=reverse("assignments:handling", args=[row.uid]),
            who=_("Heads of %(lead)s; the Office of %(authority)s") % {"lead": lead, "authority": authority},
        ),
    ]
    if row.lead_kind == LeadKind.COLLECTIVE and in_force and members_without_part(row):
        abilities.append(
            Ability(
                _("Open it into one part for each member"),
                access.may(user, "assignments.open_collective", row),
                url=reverse("assignments:parts", args=[row.uid]),
                who=_("%(drafting)s; the Office of %(authority)s")
                % {"drafting": today.name(row.drafting), "authority": authority},
            )
        )
    return abilities


def _why_not_now(row: Assignment, opened: bool) -> str:
    if row.standing == Standing.WITHDRAWN:
        return _("It has been withdrawn.")
    if row.standing != Standing.ISSUED:
        return _("It has not been issued yet.")
    return _("Each member reports on its own part.") if opened else ""
