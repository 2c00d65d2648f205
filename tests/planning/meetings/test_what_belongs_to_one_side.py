"""Draft conclusions, papers of one side, the dossier: by page, fragment, export, Word, search and journal, never."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from phusa.config.searching import rebuild
from phusa.foundation.access.models import User
from phusa.planning.assignments.models import Assignment
from phusa.planning.meetings import services
from phusa.planning.meetings.models import Conclusion, Meeting
from phusa.planning.meetings.vocabulary import Answer, StatementKind
from tests.builders import meetings as build
from tests.builders.meetings import AT
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db
SECRET = "Chuyện nội bộ chưa công bố"
FRAGMENT = {"HX-Request": "true"}


def outsiders(cast: Cast) -> dict[str, User]:
    """Of the same province, of the other side, and of no side."""
    return {
        "officer": cast.officer,
        "commune_officer": cast.commune_officer,
        "ministry_officer": cast.ministry_officer,
        "administrator": cast.administrator,
    }


def insiders(cast: Cast) -> list[User]:
    return [cast.specialist, cast.clerk, cast.office_specialist, cast.vice_chair, cast.chair, cast.auditor]


def everywhere(meeting: Meeting, conclusion: Conclusion | None = None) -> Iterator[str]:
    """Every address on which something of the meeting could be read."""
    lines = list(Assignment.objects.filter(conclusion_line__conclusion=conclusion)) if conclusion else []
    yield from (reverse("meetings:list"), reverse("meetings:conclusions"), reverse("assignments:list"))
    yield from (reverse("assignments:my_work"), "/", meeting.get_absolute_url())
    for form in ("xlsx", "csv", "json"):
        yield f"{reverse('meetings:list')}?export={form}"
        yield f"{reverse('meetings:conclusions')}?export={form}"
        yield f"{reverse('assignments:list')}?export={form}"
    yield f"{reverse('search:find')}?q=noi+bo+chua+cong+bo"
    yield f"{reverse('meetings:conclusions')}?q=noi+bo"
    statements = list(meeting.statements.all())
    for row in (meeting, meeting.dossier, *statements, *([conclusion] if conclusion else []), *lines):
        yield reverse("audit:record", args=[row.uid])
    if conclusion:
        yield conclusion.get_absolute_url()
        yield reverse("meetings:notice", args=[conclusion.uid])
        yield from (line.get_absolute_url() for line in lines)


def read(client: Client, address: str, **headers: str) -> str:
    """What comes back, of whatever kind; a Word or Excel file is opened."""
    response = client.get(address, headers=headers)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] != b"PK":
        return content.decode()
    with ZipFile(BytesIO(content)) as archive:
        return "".join(archive.read(name).decode(errors="ignore") for name in archive.namelist())


def leaks(who: User, meeting: Meeting, conclusion: Conclusion | None = None) -> list[str]:
    """Addresses on which the person reads the secret, as a page or as a fragment."""
    client = signed_in(who)
    return [
        address
        for address in everywhere(meeting, conclusion)
        if SECRET in read(client, address) or SECRET in read(client, address, **FRAGMENT)
    ]


def drafted(cast: Cast) -> Conclusion:
    """A draft whose every text is a secret."""
    terms = build.terms(build.lead(cast.finance), build.coordinating(cast.ministry, SECRET), content=SECRET)
    conclusion = build.draft(cast, None, terms, title=SECRET)
    services.edit_conclusion(cast.office_specialist, conclusion, revision=1, title=SECRET, opening=SECRET, at=AT)
    services.send(cast.office_specialist, conclusion, at=AT)
    return services.return_(cast.chair, conclusion, reason=SECRET, at=AT)


@pytest.mark.parametrize("part", ["officer", "commune_officer", "ministry_officer", "administrator"])
def test_a_draft_is_read_by_nobody_outside_on_no_path(cast: Cast, part: str) -> None:
    conclusion = drafted(cast)
    rebuild()
    assert leaks(outsiders(cast)[part], conclusion.meeting, conclusion) == []


def test_a_draft_is_read_by_those_who_draft_decide_and_audit(cast: Cast) -> None:
    conclusion = drafted(cast)
    for who in insiders(cast):
        assert SECRET in read(signed_in(who), conclusion.get_absolute_url()), who


@pytest.mark.parametrize("part", ["officer", "commune_officer", "ministry_officer"])
def test_how_a_notice_was_drafted_stays_inside_also_after_it_was_issued(cast: Cast, part: str) -> None:
    conclusion = drafted(cast)
    line = build.line(conclusion)
    services.edit_line(
        cast.office_specialist,
        line,
        revision=line.revision,
        terms=build.terms(build.lead(cast.finance), build.coordinating(cast.ministry, "Cử chuyên gia"), content="Mở"),
        at=AT,
    )
    services.edit_conclusion(
        cast.office_specialist,
        conclusion,
        revision=build.fresh(conclusion).revision,
        title="Kết luận công bố",
        opening="",
        at=AT,
    )
    services.issue(
        cast.office_leader,
        conclusion,
        number="45/TB-UBND",
        issued_on=build.ISSUED,
        signer_name="",
        signer_post="",
        at=AT,
    )
    rebuild()
    who = outsiders(cast)[part]
    assert leaks(who, conclusion.meeting, build.fresh(conclusion)) == []
    assert "Kết luận công bố" in read(signed_in(who), conclusion.get_absolute_url())


def test_what_an_agency_reports_and_asks_is_not_told_to_the_other_side(cast: Cast) -> None:
    conclusion = build.issued(cast)
    line = build.line(conclusion)
    services.answer_line(cast.officer, line, answer=Answer.IN_PROGRESS, narrative=SECRET, percent=10, at=AT)
    services.answer_line(cast.officer, line, answer=Answer.NOT_DONE, narrative=SECRET, at=AT)
    services.decide_line(cast.chair, line, decision="upheld", reason=SECRET, at=AT)
    rebuild()
    assert leaks(cast.ministry_officer, conclusion.meeting, conclusion) == []
    assert leaks(cast.commune_officer, conclusion.meeting, conclusion) == []
    assert SECRET in read(signed_in(cast.officer), build.assignment(line).get_absolute_url())


def test_what_was_assigned_to_one_side_is_not_told_to_the_other(cast: Cast) -> None:
    said = build.statement(cast, build.visit(cast), "Tỉnh bố trí quỹ đất", kind=StatementKind.COMMITMENT)
    services.assign_from_statement(cast.specialist, said, build.terms(build.lead(cast.finance), content=SECRET), at=AT)
    rebuild()
    assert leaks(cast.ministry_officer, said.meeting) == []
    assert SECRET in read(signed_in(cast.officer), said.meeting.get_absolute_url())


def test_a_paper_of_one_side_is_not_seen_by_the_other(cast: Cast) -> None:
    meeting = build.visit(cast)
    own = build.paper(cast, meeting, side=cast.authority, title=SECRET)
    shared = build.paper(cast, meeting, title="Chương trình làm việc")
    rebuild()
    assert leaks(cast.ministry_officer, meeting) == []
    ministry = signed_in(cast.ministry_officer)
    assert "Chương trình làm việc" in read(ministry, meeting.get_absolute_url())
    for paper, status in ((own, 404), (shared, 200)):
        assert ministry.get(reverse("files:download", args=[paper.file.uid])).status_code == status
    assert SECRET in read(signed_in(cast.officer), meeting.get_absolute_url())


def test_a_visit_that_is_only_planned_is_not_seen_by_the_guests(cast: Cast) -> None:
    planned = build.meeting(cast, SECRET, held_on=build.date(2025, 4, 1))
    build.delegation(cast, planned, cast.ministry)
    rebuild()
    assert leaks(cast.ministry_officer, planned) == []
    assert SECRET in read(signed_in(cast.officer), planned.get_absolute_url())
