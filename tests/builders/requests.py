"""Requests for tests: written and sent by the deeds themselves, as the specialist and the ministry's officer do it."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from phusa.foundation.access.models import User
from phusa.foundation.instruments.models import Instrument
from phusa.foundation.organizations.models import Organization
from phusa.foundation.organizations.vocabulary import Level
from phusa.planning.requests import services
from phusa.planning.requests.models import ClockRule, Item, Note, Package, PartnerKey, Request
from phusa.planning.requests.vocabulary import AnswerTerms, Due, ItemTerms, Paper, RequestTerms
from tests.builders import organizations
from tests.cast import Cast

AT = datetime(2025, 6, 20, 2, tzinfo=UTC)
SENT_ON = date(2025, 6, 2)  # a Monday
_number = count(1)


def unit_of_the_ministry(cast: Cast, name: str = "Vụ Khoa học kỹ thuật và công nghệ") -> Organization:
    known = Organization.objects.filter(current_name=name).first()
    return known or organizations.organization(name, level=Level.OTHER, parent=cast.ministry)


def terms(cast: Cast, **more: Any) -> RequestTerms:
    values: dict[str, Any] = {
        "title": f"Đề nghị hỗ trợ thực hiện chương trình phối hợp {next(_number)}",
        "asking_authority_id": cast.authority.pk,
        "asking_unit_id": cast.department.pk,
        "asked_authority_id": cast.ministry.pk,
    }
    return RequestTerms(**{**values, **more})


def items(*contents: str) -> list[ItemTerms]:
    return [ItemTerms(content) for content in contents or ("Hỗ trợ kinh phí cho các nhiệm vụ tỉnh đã đề xuất",)]


def draft(cast: Cast, *contents: str, due: Due | None = None, **more: Any) -> Request:
    return services.create_request(cast.specialist, terms(cast, **more), items(*contents), due=due or Due(), at=AT)


def sent(
    cast: Cast, *contents: str, due: Due | None = None, on: date = SENT_ON, number: str = "", **more: Any
) -> Request:
    request = draft(cast, *contents, due=due, **more)
    paper = Paper(number=number or f"{next(_number)}/SKHCN-KH", issued_on=on)
    request = services.send_request(cast.specialist, request, revision=request.revision, sent_on=on, paper=paper, at=AT)
    return fresh(request)


def drafted_by_the_ministry(cast: Cast, *contents: str) -> Request:
    """A recommendation of the ministry to the province, not sent yet."""
    return services.create_request(
        cast.ministry_officer,
        RequestTerms(
            title="Bộ đề nghị tỉnh quan tâm hỗ trợ doanh nghiệp đổi mới công nghệ",
            asking_authority_id=cast.ministry.pk,
            asked_authority_id=cast.authority.pk,
            asked_unit_id=cast.department.pk,
        ),
        items(*contents),
        at=AT,
    )


def recommended(cast: Cast, *contents: str, on: date = SENT_ON) -> Request:
    """A recommendation of the ministry to the province, sent."""
    request = drafted_by_the_ministry(cast, *contents)
    return fresh(services.send_request(cast.ministry_officer, request, revision=request.revision, sent_on=on, at=AT))


def item(request: Request, number: int = 1) -> Item:
    return Item.objects.select_related("request").get(request=request, number=number)


def rule(days: int = 20, **more: Any) -> ClockRule:
    source = Instrument.objects.create(kind="circular", number=f"{next(_number)}/TT", title="Quy chế", folded="")
    return ClockRule.objects.create(name=f"{days} ngày làm việc", days=days, starts_from="sent", source=source, **more)


def by_rule(rule: ClockRule) -> Due:
    return Due("rule", rule_id=rule.pk)


def answer(cast: Cast, item: Item, outcome: str = "granted", on: date = date(2025, 6, 16), **more: Any) -> Any:
    """As the ministry's own officer."""
    values = {"text": "Đồng ý hỗ trợ", "answered_by_id": cast.ministry.pk, **more}
    item.refresh_from_db()
    return services.record_answer(
        cast.ministry_officer,
        item,
        AnswerTerms(outcome=outcome, answered_on=on, **values),
        revision=item.revision,
        at=AT,
    )


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def note(who: User, request: Request, text: str = "Chưa nên nêu con số") -> Note:
    return services.write_note(who, request, text, at=AT)


def package(cast: Cast, request: Request | None, *, state: str = "sent") -> Package:
    """A package of the province, without its files."""
    return Package.objects.create(
        kind="request",
        state=state,
        side=cast.authority,
        request=request,
        manifest="{}",
        data="{}",
        digest=f"{next(_number):064}",
        signature="",
        public_key="ab" * 32,
        made_by=cast.specialist,
    )


def key(cast: Cast) -> PartnerKey:
    return PartnerKey.objects.create(
        side=cast.authority,
        authority=cast.ministry,
        public_key="cd" * 32,
        fingerprint="CDCD",
        checked="Đã gọi",
        recorded_by=cast.specialist,
    )
