"""Rows cost no queries: long meetings and conclusions take as many as short ones, and no page more than twenty."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phusa.planning.meetings import services
from phusa.planning.meetings.models import Conclusion, Meeting, Participant
from phusa.planning.meetings.vocabulary import Answer, StatementKind
from tests.builders import meetings as build
from tests.builders.meetings import AT
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db
MOST = 20
READERS = ("specialist", "vice_chair", "officer", "ministry_officer", "auditor")


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return len(captured)


def counted(cast: Cast, address: str) -> list[int]:
    return [queries_of(signed_in(getattr(cast, reader)), address) for reader in READERS]


def lengthen(cast: Cast, meeting: Meeting, number: int) -> None:
    """More of everything that a meeting and a conclusion have."""
    side = meeting.delegations.get(organization=cast.authority)
    for n in range(number):
        source = build.source(cast, meeting, f"Tin số {n}")
        one = services.add_participant(
            cast.specialist,
            side,
            name=f"Đại biểu {Participant.objects.count()}",
            post_as_said="Giám đốc",
            source=source,
            at=AT,
        )
        services.add_participant(
            cast.specialist, side, name=one.name, post_as_said="Phó Giám đốc", source=source, at=AT
        )
        said = build.statement(
            cast, meeting, f"Cam kết số {n}", kind=StatementKind.COMMITMENT, speaker_id=one.pk, source_id=source.pk
        )
        services.assign_from_statement(cast.specialist, said, build.terms(build.lead(cast.finance)), at=AT)
        build.paper(cast, meeting, title=f"Tài liệu {n}")


def concluded(cast: Cast, number: int) -> Conclusion:
    """An issued conclusion with so many lines, about each of which an agency asks."""
    lines = [build.terms(build.lead(cast.finance), build.coordinating(cast.department)) for _n in range(number)]
    conclusion = build.issued(cast, *lines, number=f"{number}/TB-UBND")
    for line in conclusion.lines.all():
        services.answer_line(cast.officer, line, answer=Answer.NOT_DONE, narrative="Chờ hướng dẫn", at=AT)
    return conclusion


def test_a_long_meeting_takes_as_many_queries_as_a_short_one(cast: Cast) -> None:
    conclusion = concluded(cast, 2)
    meeting = conclusion.meeting
    lengthen(cast, meeting, 2)
    few = counted(cast, meeting.get_absolute_url())
    lengthen(cast, meeting, 6)
    assert counted(cast, meeting.get_absolute_url()) == few
    assert max(few) <= MOST


def test_a_long_conclusion_takes_as_many_queries_as_a_short_one(cast: Cast) -> None:
    few = counted(cast, concluded(cast, 2).get_absolute_url())
    assert counted(cast, concluded(cast, 9).get_absolute_url()) == few
    assert max(few) <= MOST


@pytest.mark.parametrize("name", ["meetings:list", "meetings:conclusions", "assignments:my_work"])
def test_a_long_list_takes_as_many_queries_as_a_short_one(cast: Cast, name: str) -> None:
    for number in (1, 2):
        concluded(cast, number)
    build.with_chair(cast)
    few = counted(cast, reverse(name))
    for number in (3, 4, 5):
        concluded(cast, number)
    build.with_chair(cast)
    assert counted(cast, reverse(name)) == few
    assert max(few) <= MOST
