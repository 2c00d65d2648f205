"""One record of every kind, so that every address of the program can be opened; drafts are the Department's."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from phusa.foundation.imports import services as imports
from phusa.foundation.imports.registry import targets
from phusa.foundation.instruments.models import InstrumentRelation
from phusa.foundation.legal.models import CalendarDay
from phusa.foundation.organizations.models import Alias, GroupMember, Membership, Post
from phusa.foundation.ui.models import SavedView
from phusa.kernel.text import fold
from phusa.planning.assignments.models import ProgressReport
from phusa.planning.cooperation.models import Clause, YearPlan
from phusa.planning.cooperation.models import Ground as ProgrammeGround
from phusa.planning.schemes.models import Ground, SchemeTitle, SchemeVersion
from phusa.planning.schemes.vocabulary import VersionState
from tests.builders import cooperation, importing, indicators, meetings, requests, schemes
from tests.builders import organizations as build
from tests.cast import Cast, assemble

AT = datetime(2025, 7, 1, 8, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class World:
    cast: Cast
    places: dict[str, dict[str, Any]]  # label in the table → arguments of the address


def create() -> World:
    cast = assemble()
    places = {
        "-": {},
        "list": {"listing": "schemes.schemes"},
        **places_of_organizations(cast),
        **places_of_instruments(),
        **places_of_imports(cast),
        **places_of_schemes(cast),
        **places_of_cooperation(cast),
        **places_of_indicators(cast),
        **places_of_meetings(cast),
        **places_of_requests(cast),
    }
    view = SavedView.objects.create(user=cast.specialist, listing="schemes.schemes", label="của tôi", query="")
    day = CalendarDay.objects.create(day=date(2025, 7, 2), working=False, name="Nghỉ bù")
    kinds = {target.name: {"target": target.name} for target in targets()}
    return World(cast, {**places, **kinds, "view": {"uid": view.uid}, "day": {"uid": day.uid}})


def places_of_organizations(cast: Cast) -> dict[str, dict[str, Any]]:
    agency, account = cast.finance, cast.officer
    alias = Alias.objects.create(organization=agency, text="STC cũ", folded=fold("STC cũ"))
    successor = build.organization("Sở Tài chính mới", parent=cast.authority)
    succession = build.succession(agency, successor, date(2025, 3, 1))
    group = build.group("các sở, ngành")
    member = GroupMember.objects.create(group=group, organization=agency)
    person = build.person("Nguyễn Văn Giám", account=account)
    post = Post.objects.create(person=person, organization=agency, title="Giám đốc")
    return {
        "organization": {"uid": agency.uid},
        "organization.version": {"uid": agency.uid, "version": agency.versions.get().pk},
        "organization.alias": {"uid": agency.uid, "alias": alias.pk},
        "succession": {"uid": succession.uid},
        "group": {"uid": group.uid},
        "group.member": {"uid": group.uid, "member": member.pk},
        "person": {"uid": person.uid},
        "post": {"uid": post.uid},
        "account": {"uid": account.uid},
        "membership": {"uid": Membership.objects.get(user=account).uid},
    }


def places_of_instruments() -> dict[str, dict[str, Any]]:
    one, other = schemes.instrument(), schemes.instrument()
    relation = InstrumentRelation.objects.create(instrument=one, other=other, kind="implements")
    return {
        "instrument": {"uid": one.uid},
        "instrument.relation": {"uid": one.uid, "relation": relation.pk},
    }


def places_of_imports(cast: Cast) -> dict[str, dict[str, Any]]:
    batch = imports.start_import(
        cast.specialist,
        target="tasks",
        title="Kế hoạch thử",
        about=importing.ABOUT,
        given=importing.table(),
        secrecy="normal",
        organization=cast.department,
        authority=cast.authority,
        at=AT,
    )
    imports.read_file(batch)
    batch = imports.confirm_columns(
        cast.specialist, batch, chosen=batch.chosen, mapping=batch.mapping, revision=batch.revision, at=AT
    )
    imports.stage_rows(batch)
    assert batch.file is not None
    return {
        "batch": {"uid": batch.uid},
        "batch.row": {"uid": batch.uid, "position": 0},
        "batch.file": {"uid": batch.file.uid},
    }


def places_of_schemes(cast: Cast) -> dict[str, dict[str, Any]]:
    draft = schemes.ready(cast)
    task, ground, title = draft.tasks.get(), add_ground(draft), add_title(draft)
    submitted = schemes.ready(cast)
    submitted.state, submitted.submitted_at = VersionState.SUBMITTED, AT
    submitted.save()
    in_force = schemes.in_force(cast)
    unnumbered = schemes.in_force(cast)
    unnumbered.instrument = None
    unnumbered.save()
    amended = schemes.in_force(cast)
    amendment = SchemeVersion.objects.create(scheme=amended.scheme, number=2, based_on=amended, title=amended.title)
    schemes.task(amendment, schemes.lead(cast.department))
    issued = in_force.tasks.get().assignment
    report = ProgressReport.objects.create(
        assignment=issued,
        status="in_progress",
        percent=10,
        narrative="Đang làm",
        reported_on=AT.date(),
        reported_for=cast.department,
        reported_by=cast.specialist,
        confirmed=True,
        recorded_at=AT,
    )
    scheme = draft.scheme.uid
    return {
        "draft": {"uid": scheme},
        "draft.number": {"uid": scheme, "number": draft.number},
        "draft.rule": {"uid": scheme, "rule": "focus-task-has-solution"},
        "draft.title": {"uid": scheme, "title": title.pk},
        "draft.ground": {"uid": scheme, "part": ground.instrument.uid},
        "draft.task": {"uid": scheme, "part": task.lineage},
        "draft.kind": {"uid": scheme, "kind": "solutions"},
        "draft.part": {"uid": scheme, "kind": "solutions", "part": draft.solutions.get().lineage},
        "submitted": {"uid": submitted.scheme.uid},
        "in-force": {"uid": in_force.scheme.uid},
        "in-force.number": {"uid": in_force.scheme.uid, "number": in_force.number},
        "unnumbered": {"uid": unnumbered.scheme.uid},
        "amended": {"uid": amended.scheme.uid},
        "drafted-task": {"uid": task.assignment.uid},
        "issued-task": {"uid": issued.uid},
        "issued-task.report": {"uid": issued.uid, "report_uid": report.uid},
    }


def places_of_indicators(cast: Cast) -> dict[str, dict[str, Any]]:
    indicator = indicators.indicator(cast.department)
    return {
        "indicator": {"uid": indicator.uid},
        "figure": {"uid": indicators.figure(cast, indicator, audience="open").uid},
        "figure.own-side": {"uid": indicators.figure(cast, indicator, audience="own_side").uid},
    }


def places_of_meetings(cast: Cast) -> dict[str, dict[str, Any]]:
    visit = meetings.visit(cast)
    guests = visit.delegations.get(organization=cast.ministry)
    source, said = meetings.source(cast, visit), meetings.statement(cast, visit)
    paper = meetings.paper(cast, visit, side=cast.authority)
    planned = meetings.meeting(cast, "Chuyến thăm sắp tới", held_on=date(2025, 4, 1))
    meetings.delegation(cast, planned, cast.ministry)
    draft, laid, issued = meetings.draft(cast), meetings.with_chair(cast), meetings.issued(cast)
    places: dict[str, dict[str, Any]] = {
        "visit": {"uid": visit.uid},
        "visit.planned": {"uid": planned.uid},
        "visit.dossier": {"uid": visit.dossier.uid},
        "visit.paper": {"uid": paper.uid},
        "visit.own-paper": {"uid": paper.file.uid},
        "visit.delegation": {"uid": visit.uid, "part": guests.uid},
        "visit.person": {"uid": visit.uid, "part": guests.participants.get().uid},
        "visit.source": {"uid": visit.uid, "part": source.uid},
        "visit.statement": {"uid": visit.uid, "part": said.uid},
    }
    for label, one in (("conclusion.draft", draft), ("conclusion.laid", laid), ("conclusion", issued)):
        places[label] = {"uid": one.uid}
        places[f"{label}.line"] = {"uid": one.uid, "part": meetings.line(one).uid}
    return places


def places_of_requests(cast: Cast) -> dict[str, dict[str, Any]]:
    draft, sent = requests.draft(cast), requests.sent(cast)
    package, held = requests.package(cast, sent), requests.package(cast, None, state="held")
    requests.note(cast.specialist, sent)
    requests.note(cast.ministry_officer, sent)
    requests.answer(cast, requests.item(sent), outcome="in_progress")
    return {
        "request.draft": {"uid": draft.uid},
        "request.draft.item": {"uid": draft.uid, "number": 1},
        "request.of-ministry": {"uid": requests.drafted_by_the_ministry(cast).uid},
        "request": {"uid": sent.uid},
        "request.item": {"uid": sent.uid, "number": 1},
        "request.package": {"uid": package.uid},
        "request.held": {"uid": held.uid},
        "request.key": {"uid": requests.key(cast).uid},
        "request.rule": {"uid": requests.rule().uid},
    }


def add_ground(to: SchemeVersion) -> Ground:
    return Ground.objects.create(version=to, instrument=schemes.instrument())


def add_title(to: SchemeVersion) -> SchemeTitle:
    return SchemeTitle.objects.create(scheme=to.scheme, text="Tên khác", text_folded=fold("Tên khác"))


def places_of_cooperation(cast: Cast) -> dict[str, dict[str, Any]]:
    draft, programme = cooperation.ready(cast), cooperation.in_force(cast)
    clause = Clause.objects.create(programme=draft, text="Trao đổi thông tin")
    ground = ProgrammeGround.objects.create(programme=draft, instrument=schemes.instrument())
    commitment = programme.commitments.all()[0]
    project = cooperation.project(programme)
    cooperation.meeting(cast, programme)
    linked = programme.held_meetings.get()
    plan = YearPlan.objects.create(programme=programme, year=2025, text="Kế hoạch năm")
    return {
        "draft-programme": {"uid": draft.uid},
        "draft-programme.clause": {"uid": draft.uid, "part": clause.uid},
        "draft-programme.ground": {"uid": draft.uid, "part": ground.uid},
        "programme": {"uid": programme.uid},
        "programme.meeting": {"uid": programme.uid, "part": linked.uid},
        "programme.plan": {"uid": programme.uid, "year": plan.year},
        "commitment": {"uid": commitment.uid},
        "project": {"uid": project.uid},
        "result": {"uid": cooperation.result(programme).uid},
        "draft-review": {"uid": cooperation.review(programme).uid},
        "adopted-review": {"uid": cooperation.adopted(programme, year=2023).uid},
    }
