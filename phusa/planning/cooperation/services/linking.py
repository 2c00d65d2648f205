"""Projects and results of a programme, light records with the source that names each; and meetings about it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from phusa.foundation import access
from phusa.foundation.journal.services import record
from phusa.foundation.records.services import lock, save
from phusa.kernel.refusals import Refusal, Refused
from phusa.kernel.text import fold, sort_key
from phusa.planning.cooperation.models import HeldMeeting, LinkedProject, LinkedResult, Programme
from phusa.planning.cooperation.services.drafting import differences, kept_by
from phusa.planning.cooperation.vocabulary import ProjectTerms, ResultTerms
from phusa.planning.meetings.models import Meeting

OF_PROJECT = tuple(ProjectTerms.__dataclass_fields__)
OF_RESULT = tuple(ResultTerms.__dataclass_fields__)
FOUND_BY = ("folded", "sort_key")


# Projects


@transaction.atomic
def add_project(actor: Any, programme: Programme, terms: ProjectTerms, *, at: datetime) -> LinkedProject:
    """Record a project that the programme supports."""
    kept = kept_by(actor, programme, at=at)
    project = write_projects(kept, [terms], at=at)[0]
    record("programme.project_added", project, actor, at=at, payload={"project": str(project)}, context=kept)
    return project


def write_projects(programme: Programme, given: Sequence[ProjectTerms], *, at: datetime) -> list[LinkedProject]:
    """The rows of projects, in the order given. Checks no permission and writes no journal. Raises `Refused`."""
    taken = set(programme.projects.exclude(code="").values_list("code", flat=True))
    made = []
    for terms in given:
        _forbid_what_is_wrong(terms, taken)
        taken |= {terms.code} - {""}
        project = LinkedProject(programme=programme, created_at=at, illustrative=programme.illustrative)
        _put_project(project, terms)
        made.append(project)
    return LinkedProject.objects.bulk_create(made, batch_size=500)


@transaction.atomic
def edit_project(
    actor: Any, project: LinkedProject, terms: ProjectTerms, *, revision: int, at: datetime
) -> LinkedProject:
    """Put right, or complete, what is known of a project."""
    kept = kept_by(actor, project.programme, at=at)
    locked = lock(LinkedProject, project.uid, revision)
    others = kept.projects.exclude(pk=locked.pk).exclude(code="")
    _forbid_what_is_wrong(terms, set(others.values_list("code", flat=True)))
    before = {name: getattr(locked, name) for name in OF_PROJECT}
    _put_project(locked, terms)
    save(locked, *OF_PROJECT, *FOUND_BY)
    told = differences(before, asdict(terms))
    record("programme.project_edited", locked, actor, at=at, payload=told, context=kept)
    return locked


@transaction.atomic
def remove_project(actor: Any, project: LinkedProject, *, revision: int, reason: str, at: datetime) -> None:
    """Take out a project that was recorded by mistake; the journal keeps what it said."""
    kept = kept_by(actor, project.programme, at=at)
    gone = lock(LinkedProject, project.uid, revision)
    if gone.results.exists():
        raise Refused([Refusal("project-has-results", _("Results name this project: take them out first."))])
    told = {"project": str(gone), "reason": reason, "terms": {name: getattr(gone, name) for name in OF_PROJECT}}
    record("programme.project_removed", gone, actor, at=at, payload=told, context=kept)
    gone.delete()


def _forbid_what_is_wrong(terms: ProjectTerms, taken: set[str]) -> None:
    refusals = []
    if terms.code and terms.code in taken:
        message = _("The programme has a project with the code %(code)s already.") % {"code": terms.code}
        refusals.append(Refusal("project-code-taken", message))
    if not terms.source.strip():
        refusals.append(Refusal("without-source", _("Say which paper, or who, names it.")))
    if terms.from_year and terms.to_year and terms.to_year < terms.from_year:
        refusals.append(Refusal("period-backwards", _("The period ends before it begins.")))
    if refusals:
        raise Refused(refusals)


def _put_project(project: LinkedProject, terms: ProjectTerms) -> None:
    for name, value in asdict(terms).items():
        setattr(project, name, value)
    project.folded = fold(" ".join((terms.code, terms.name, terms.host_text, terms.place, terms.products)))
    project.sort_key = sort_key(terms.name)[:300]


# Results


@transaction.atomic
def add_result(actor: Any, programme: Programme, terms: ResultTerms, *, at: datetime) -> LinkedResult:
    """Record a result by its name, so that it is counted once."""
    kept = kept_by(actor, programme, at=at)
    result = write_results(kept, [terms], at=at)[0]
    told = {"kind": terms.kind, "result": terms.name}
    record("programme.result_added", result, actor, at=at, payload=told, context=kept)
    return result


def write_results(programme: Programme, given: Sequence[ResultTerms], *, at: datetime) -> list[LinkedResult]:
    """The rows of results, in the order given. Checks no permission and writes no journal. Raises `Refused`."""
    named = set(programme.results.values_list("kind", "name", "place"))
    made = []
    for terms in given:
        _forbid_a_second(terms, named)
        named.add((terms.kind, terms.name, terms.place))
        result = LinkedResult(programme=programme, created_at=at, illustrative=programme.illustrative)
        _put_result(result, terms)
        made.append(result)
    return LinkedResult.objects.bulk_create(made, batch_size=500)


@transaction.atomic
def edit_result(actor: Any, result: LinkedResult, terms: ResultTerms, *, revision: int, at: datetime) -> LinkedResult:
    """Put right, or complete, what is known of a result."""
    kept = kept_by(actor, result.programme, at=at)
    locked = lock(LinkedResult, result.uid, revision)
    _forbid_a_second(terms, set(kept.results.exclude(pk=locked.pk).values_list("kind", "name", "place")))
    before = {name: getattr(locked, name) for name in OF_RESULT}
    _put_result(locked, terms)
    save(locked, *OF_RESULT, *FOUND_BY)
    told = differences(before, asdict(terms))
    record("programme.result_edited", locked, actor, at=at, payload=told, context=kept)
    return locked


@transaction.atomic
def remove_result(actor: Any, result: LinkedResult, *, revision: int, reason: str, at: datetime) -> None:
    """Take out a result that was recorded by mistake; the journal keeps what it said."""
    kept = kept_by(actor, result.programme, at=at)
    gone = lock(LinkedResult, result.uid, revision)
    told = {"result": str(gone), "reason": reason, "terms": {name: getattr(gone, name) for name in OF_RESULT}}
    record("programme.result_removed", gone, actor, at=at, payload=told, context=kept)
    gone.delete()


def _forbid_a_second(terms: ResultTerms, named: set[tuple[str, str, str]]) -> None:
    refusals = []
    if (terms.kind, terms.name, terms.place) in named:
        message = _("“%(name)s” is recorded already: a result is counted once.") % {"name": terms.name}
        refusals.append(Refusal("result-counted-twice", message))
    if not terms.source.strip():
        refusals.append(Refusal("without-source", _("Say which paper, or who, names it.")))
    if refusals:
        raise Refused(refusals)


def _put_result(result: LinkedResult, terms: ResultTerms) -> None:
    for name, value in asdict(terms).items():
        setattr(result, name, value)
    result.folded = fold(f"{terms.name} {terms.place}")
    result.sort_key = sort_key(terms.name)[:300]


# Meetings


@transaction.atomic
def link_meeting(actor: Any, programme: Programme, meeting: Meeting, *, at: datetime) -> HeldMeeting:
    """Say that a meeting is about the programme; said twice, nothing changes."""
    access.require(actor, "cooperation.edit_programme", programme)
    access.require(actor, "meetings.view_meeting", meeting)
    kept = lock(Programme, programme.uid)
    linked, made = HeldMeeting.objects.get_or_create(programme=kept, meeting=meeting, defaults={"created_at": at})
    if made:
        told = {"held_on": meeting.held_on.isoformat()}
        record("programme.meeting_linked", kept, actor, at=at, payload=told)
    return linked


@transaction.atomic
def unlink_meeting(actor: Any, linked: HeldMeeting, *, at: datetime) -> None:
    """Take the link to a meeting back; the meeting stays as it is."""
    access.require(actor, "cooperation.edit_programme", linked.programme)
    told = {"held_on": linked.meeting.held_on.isoformat()}
    record("programme.meeting_unlinked", linked.programme, actor, at=at, payload=told)
    linked.delete()
