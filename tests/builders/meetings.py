"""Meetings for tests, made by the deeds themselves, done by those of the cast who may."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from django.core.files.base import File

from phusa.foundation.organizations.models import Organization, Person, Post
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.services import GivenFile, PartyTerms, Terms
from phusa.planning.assignments.vocabulary import PartyRole
from phusa.planning.meetings import services
from phusa.planning.meetings.models import Conclusion, Delegation, Line, Meeting, Paper, Source, Statement
from phusa.planning.meetings.vocabulary import MeetingKind, MeetingTerms, Said, SourceKind, StatementKind
from tests.builders import organizations
from tests.cast import Cast

AT = datetime(2025, 3, 10, 2, 0, tzinfo=UTC)  # a Monday morning in Viet Nam
HELD = date(2025, 3, 3)
ISSUED = date(2025, 3, 7)


def terms_of(title: str = "Làm việc về Chương trình phối hợp", **changes: Any) -> MeetingTerms:
    usual: dict[str, Any] = {
        "kind": MeetingKind.WORKING_VISIT,
        "held_on": HELD,
        "place": "Trụ sở UBND tỉnh",
        "chair_name": "Nguyễn Văn Chủ",
        "chair_post": "Chủ tịch UBND tỉnh",
    }
    return MeetingTerms(title=title, **{**usual, **changes})


def meeting(cast: Cast, title: str = "Làm việc về Chương trình phối hợp", **changes: Any) -> Meeting:
    """A working visit of which the Department keeps the record for the People's Committee."""
    return services.create_meeting(
        cast.specialist,
        authority=cast.authority,
        drafting=cast.department,
        terms=terms_of(title, **changes),
        at=AT,
    )


def delegation(cast: Cast, of: Meeting, organization: Organization) -> Delegation:
    return services.add_delegation(cast.specialist, of, organization, at=AT)


def visit(cast: Cast, title: str = "Làm việc về Chương trình phối hợp") -> Meeting:
    """A visit of the Ministry, with a delegation of each side and somebody in it."""
    made = meeting(cast, title)
    guests, hosts = delegation(cast, made, cast.ministry), delegation(cast, made, cast.authority)
    services.add_participant(cast.specialist, guests, name="Chu Văn Khách", post_as_said="Bộ trưởng", at=AT)
    services.add_participant(cast.specialist, hosts, name="Nguyễn Văn Chủ", post_as_said="Chủ tịch UBND tỉnh", at=AT)
    return made


def source(
    cast: Cast, of: Meeting, title: str = "Báo tỉnh, tin về buổi làm việc", kind: str = SourceKind.PRESS
) -> Source:
    return services.add_source(
        cast.specialist, of, kind=kind, title=title, url="https://example.vn/tin/1", published_on=HELD, at=AT
    )


def paper(cast: Cast, of: Meeting, *, side: Organization | None = None, title: str = "Gợi ý trao đổi") -> Paper:
    return services.add_paper(cast.specialist, of, title=title, given=pdf(), side=side, at=AT)


def statement(cast: Cast, of: Meeting, text: str = "Bộ hỗ trợ tỉnh 30 nhiệm vụ", **said: Any) -> Statement:
    return services.add_statement(
        cast.specialist, of, Said(said.pop("kind", StatementKind.RESULT), text, **said), at=AT
    )


def lead(organization: Organization, *, duty: str = "", focal: bool = False) -> PartyTerms:
    return PartyTerms(PartyRole.LEAD, organization.pk, None, organization.current_name, duty, focal)


def coordinating(organization: Organization, duty: str = "Bố trí kinh phí") -> PartyTerms:
    return PartyTerms(PartyRole.COORDINATING, organization.pk, None, organization.current_name, duty)


def terms(*parties: PartyTerms, content: str = "Xây dựng cơ chế hỗ trợ đổi mới công nghệ", **texts: str) -> Terms:
    usual = {"code": "", "product": "Tờ trình", "deadline_text": "30/6/2025"}
    return Terms(content=content, parties=parties, **{**usual, **texts})


def draft(cast: Cast, of: Meeting | None = None, *given: Terms, title: str = "Kết luận của Chủ tịch") -> Conclusion:
    """A draft with the lines given; without any, one that Finance leads and one without a deadline."""
    made = services.start_conclusion(cast.office_specialist, of or visit(cast), title=title, at=AT)
    usual = (
        terms(lead(cast.finance), coordinating(cast.department)),
        terms(lead(cast.department), content="Rà soát nhiệm vụ đã đề xuất", deadline_text=""),
    )
    for each in given or usual:
        services.add_line(cast.office_specialist, made, each, at=AT)
    return made


def with_chair(cast: Cast, *given: Terms, title: str = "Kết luận của Chủ tịch") -> Conclusion:
    return services.send(cast.office_specialist, draft(cast, None, *given, title=title), at=AT)


def agreed(cast: Cast, *given: Terms) -> Conclusion:
    laid = fresh(with_chair(cast, *given))
    return services.agree(cast.chair, laid, revision=laid.revision, at=AT)


def issued(cast: Cast, *given: Terms, number: str = "45/TB-UBND") -> Conclusion:
    return services.issue(
        cast.office_leader,
        agreed(cast, *given),
        number=number,
        issued_on=ISSUED,
        signer_name="Trần Văn Ký",
        signer_post="TL. CHỦ TỊCH, CHÁNH VĂN PHÒNG",
        at=AT,
    )


def line(of: Conclusion, number: int = 1) -> Line:
    return of.lines.select_related("assignment", "conclusion__meeting").get(position=number - 1)


def assignment(of: Line) -> Assignment:
    return Assignment.objects.get(conclusion_line=of)


def person(name: str, title: str, at: Organization, since: date | None, until: date | None = None) -> Person:
    """Somebody who holds a post in a period."""
    made = organizations.person(name)
    Post.objects.create(person=made, organization=at, title=title, valid_from=since, valid_to=until)
    return made


def pdf(name: str = "bienban.pdf") -> GivenFile:
    return GivenFile(File(BytesIO(b"%PDF-1.4\n%%EOF\n"), name), "normal")


def fresh(row: Any) -> Any:
    """The row as it stands in the database."""
    return type(row).objects.get(pk=row.pk)
