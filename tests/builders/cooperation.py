"""Programmes for tests, made by the row functions of the package: nothing is checked, nothing is recorded."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from phusa.foundation.organizations.models import Organization
from phusa.planning.assignments.vocabulary import PartyRole, PartyTerms, Terms
from phusa.planning.cooperation.models import (
    Commitment,
    HeldMeeting,
    LinkedProject,
    LinkedResult,
    Programme,
    Review,
    Signatory,
)
from phusa.planning.cooperation.services.drafting import start_programme
from phusa.planning.cooperation.services.linking import write_projects, write_results
from phusa.planning.cooperation.services.promising import issue_commitments, write_commitments
from phusa.planning.cooperation.services.reviewing import written_down
from phusa.planning.cooperation.vocabulary import (
    REVIEW_PARTS,
    Heading,
    ProgrammeState,
    ProjectTerms,
    ResultTerms,
    ReviewKind,
)
from phusa.planning.indicators import services as indicators
from phusa.planning.indicators.models import ReportedFigure
from phusa.planning.indicators.vocabulary import About, FigureTerms, IndicatorTerms
from phusa.planning.meetings.models import Meeting, Statement
from phusa.planning.requests.models import Item, Request
from phusa.planning.requests.vocabulary import Direction, RequestState
from tests.builders import meetings
from tests.cast import Cast

AT = datetime(2025, 3, 3, 8, tzinfo=UTC)
ON = date(2025, 3, 3)
_number = count(1)


def draft(cast: Cast, title: str = "", **options: Any) -> Programme:
    """A draft of the Department, between the People's Committee and the Ministry, with nothing in it."""
    heading = options.pop("heading", None) or Heading(
        title or f"Chương trình phối hợp số {next(_number)}", date(2021, 1, 1), date(2026, 1, 1)
    )
    return start_programme(
        drafting_id=cast.department.pk,
        authority_id=cast.authority.pk,
        partner_id=cast.ministry.pk,
        heading=heading,
        at=AT,
        **options,
    )


def terms(lead: Organization | None, content: str = "Ký chương trình giai đoạn sau", **texts: Any) -> Terms:
    leads = (PartyTerms(PartyRole.LEAD, lead.pk, None, lead.current_name),) if lead else ()
    return Terms(
        code=texts.pop("code", ""),
        content=content,
        product=texts.pop("product", ""),
        deadline_text=texts.pop("deadline_text", "12/2025"),
        parties=leads,
        **texts,
    )


def promises(programme: Programme, side: Organization, *given: Terms) -> list[Commitment]:
    return write_commitments(programme, [(side, each, None, None) for each in given], on=ON, at=AT)


def promise(programme: Programme, side: Organization, lead: Organization | None = None, **texts: Any) -> Commitment:
    [made] = promises(programme, side, terms(lead or side, **texts))
    return made


def signatories(programme: Programme) -> None:
    for position, (side, name, post) in enumerate(
        ((programme.authority, "Trần Văn Chủ", "Chủ tịch UBND tỉnh"), (programme.partner, "Lê Thị Bộ", "Bộ trưởng"))
    ):
        Signatory.objects.create(programme=programme, side=side, name=name, post=post, position=position)


def ready(cast: Cast, **options: Any) -> Programme:
    """A draft that can be signed, with one promise of each side."""
    made = draft(cast, **options)
    signatories(made)
    promise(made, cast.authority, cast.department, content="Bố trí đất cho khu công nghệ cao")
    promise(made, cast.ministry, content="Hỗ trợ kinh phí các nhiệm vụ đã đề xuất")
    return made


def in_force(cast: Cast, **options: Any) -> Programme:
    """The programme, signed."""
    made = ready(cast, **options)
    issue_commitments(made, at=AT)
    made.state, made.signed_on = ProgrammeState.IN_FORCE, ON
    made.save()
    return made


def project(programme: Programme, **known: Any) -> LinkedProject:
    number = next(_number)
    usual = {"name": f"Dự án số {number}", "code": f"DA-{number}", "source": "Báo cáo của Sở"}
    return write_projects(programme, [ProjectTerms(**{**usual, **known})], at=AT)[0]


def result(programme: Programme, **known: Any) -> LinkedResult:
    usual = {"kind": "model", "name": f"Mô hình số {next(_number)}", "source": "Báo cáo của Sở"}
    return write_results(programme, [ResultTerms(**{**usual, **known})], at=AT)[0]


def review(programme: Programme, **known: Any) -> Review:
    """A draft review that can be adopted."""
    usual: dict[str, Any] = {"kind": ReviewKind.YEARLY, "year": 2024, "cut_off": date(2024, 12, 31)}
    usual |= {name: f"Phần {label}" for name, label in REVIEW_PARTS.items()}
    return Review.objects.create(programme=programme, **{**usual, **known})


def adopted(programme: Programme, **known: Any) -> Review:
    """A review that was adopted."""
    made = review(programme, **known)
    made.state, made.adopted_on, made.frozen, made.digest = "adopted", ON, written_down(made), "0" * 64
    made.save()
    return made


def meeting(cast: Cast, programme: Programme, title: str = "Làm việc với Bộ", **changes: Any) -> Meeting:
    """A working visit about the programme, of which the Department keeps the record."""
    made = meetings.meeting(cast, title, **changes)
    HeldMeeting.objects.create(programme=programme, meeting=made)
    return made


def statement(of: Meeting, kind: str, text: str) -> Statement:
    return Statement.objects.create(meeting=of, kind=kind, text=text, number=of.statements.count() + 1)


def reported(
    cast: Cast, programme: Programme, name: str, as_said: str, source: str = "Báo tỉnh", **known: Any
) -> ReportedFigure:
    """A figure that somebody reported of the programme, open to everybody."""
    indicator = indicators.find_or_add_indicator(
        cast.specialist, IndicatorTerms(name, **{"unit": "mô hình", **known}), organization=cast.department, at=AT
    )
    terms = FigureTerms(
        indicator_id=indicator.pk,
        as_said=as_said,
        source_text=source,
        about=About("programme", programme.uid),
        audience="open",
    )
    return indicators.report_figure(cast.specialist, terms, organization=cast.department, at=AT)


def big(cast: Cast) -> Programme:
    """In force: 300 projects, 500 commitments, 1,000 requests, 300 models, four reported figures."""
    programme = in_force(cast)
    for side in (cast.authority, cast.ministry):
        promises(
            programme, side, *[terms(side, f"Cam kết {n}", deadline_text=f"{n % 12 + 1}/2025") for n in range(249)]
        )
    issue_commitments(programme, at=AT)
    write_projects(programme, [ProjectTerms(f"Dự án {n}", f"D{n}", source="Sổ") for n in range(300)], at=AT)
    write_results(programme, [ResultTerms("model", f"Mô hình {n}", source="Sổ") for n in range(300)], at=AT)
    asked = [
        Request(
            direction=Direction.REQUEST,
            asking_authority=cast.authority,
            asking_unit=cast.department,
            asked_authority=cast.ministry,
            title=f"Kiến nghị {n}",
            folded=f"kien nghi {n}",
            about_kind="programme",
            about_uid=programme.uid,
            state=RequestState.OPEN,
            sent_on=date(2024, 1, 1) + timedelta(days=n % 300),
            sent_at=AT,
        )
        for n in range(1000)
    ]
    Request.objects.bulk_create(asked)
    Item.objects.bulk_create(
        Item(request=request, number=1, content=request.title, folded=request.folded) for request in asked
    )
    for kind, said in (("model", "hơn 50"), ("brand", "6"), ("variety", "01"), ("technology", "20")):
        reported(cast, programme, kind, said, itemised_by=f"cooperation.{kind}")
    return programme
