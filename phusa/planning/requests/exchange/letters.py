"""The readable letter of a package, in the layout of Decree 30/2020/NĐ-CP. Its language is that of official papers.

Only what both sides may read goes in: the caller hands over the request, its items and answers, nothing else.
"""

import re
from collections.abc import Iterable, Sequence

from phusa.foundation.documents.vocabulary import Items, OfficialDocument, Paragraph, Run, Text
from phusa.foundation.documents.word import to_word
from phusa.foundation.organizations.models import Organization
from phusa.kernel.text import format_date
from phusa.planning.requests.models import Answer, Item, Request
from phusa.planning.requests.vocabulary import Direction, Outcome

_PLACE = re.compile(r"(?:tỉnh|thành phố)\s+(\S.*)$")
CAPITAL = "Hà Nội"  # where the ministries are
SAID = {
    Outcome.IN_PROGRESS: "đang giải quyết",
    Outcome.PASSED_ON: "đã chuyển cơ quan khác",
    Outcome.GRANTED: "đồng ý",
    Outcome.PARTLY: "đồng ý một phần",
    Outcome.EXPLAINED: "giải trình, giữ nguyên",
}


def request_letter(request: Request, items: Sequence[Item]) -> bytes:
    """The letter that asks, as a Word file."""
    asks = "đề nghị" if request.direction == Direction.RECOMMENDATION else "kính đề nghị"
    body: list[Paragraph | Items] = []
    if request.grounds_text:
        body.append(Paragraph(request.grounds_text))
    body.append(Paragraph(f"{request.asking} {asks} {request.asked} xem xét, giải quyết các nội dung sau:"))
    for item in items:
        body.append(Paragraph([Run(f"{item.number}. ", bold=True), item.content]))
        if item.asks:
            body.append(Paragraph([Run("Đề nghị: ", italic=True), item.asks]))
        if day := item.due_on or item.closes_on:
            body.append(Paragraph([Run("Đề nghị trả lời trước hoặc trong ngày: ", italic=True), format_date(day)]))
    body.append(Paragraph(f"{request.asking} trân trọng đề nghị {request.asked} quan tâm, trả lời./."))
    return _letter(
        request.asking_authority if request.asking_unit else None,
        request.asking,
        request.asked,
        request.title,
        body,
        number=request.letter.number if request.letter else "",
        request=request,
        grounds=[_cited(ground) for ground in request.grounds.all()],
    )


def answer_letter(request: Request, answers: Iterable[Answer]) -> bytes:
    """The letter that answers, as a Word file."""
    named = f"số {request.letter.number} " if request.letter and request.letter.number else ""
    day = f"ngày {format_date(request.sent_on)} " if request.sent_on else ""
    opening = f"Trả lời văn bản {named}{day}của {request.asking_name} về «{request.title}»"
    body: list[Paragraph | Items] = [Paragraph(f"{opening}, {request.asked} có ý kiến như sau:")]
    for answer in answers:
        body.append(Paragraph([Run(f"{answer.item.number}. ", bold=True), answer.item.content]))
        said: list[str | Run] = [Run("Trả lời: ", italic=True), Run(SAID[Outcome(answer.outcome)], bold=True)]
        if answer.text:
            said.append(f". {answer.text}")
        body.append(Paragraph(said))
        if answer.instrument:
            body.append(Paragraph([Run("Văn bản: ", italic=True), *_cited(answer.instrument)]))
    return _letter(
        request.asked_authority if request.asked_unit else None,
        request.asked,
        request.asking,
        f"trả lời: {request.title}",
        body,
        number="",
        request=request,
    )


def _letter(
    superior: Organization | None,
    issuer: Organization,
    to: Organization,
    subject: str,
    body: Sequence[Paragraph | Items],
    *,
    number: str,
    request: Request,
    grounds: Sequence[Text] = (),
) -> bytes:
    taken, _slash, notation = number.partition("/")
    own = request.letter if number else None
    return to_word(
        OfficialDocument(
            superior=superior.current_name if superior else "",
            issuer=issuer.current_name,
            notation=notation or issuer.current_short_name or "…",
            number=taken or None,
            issued_on=own.issued_on if own else None,
            place=_place_of(superior or issuer),
            subject=subject,
            to=[to.current_name],
            grounds=grounds,
            body=body,
            recipients=["Như trên"],
        )
    )


def _place_of(authority: Organization) -> str:
    found = _PLACE.search(authority.current_name)
    return found[1] if found else CAPITAL


def _cited(instrument: object) -> list[str | Run]:
    issued_on = getattr(instrument, "issued_on", None)
    day = f" ngày {format_date(issued_on)}" if issued_on else ""
    return [f"{getattr(instrument, 'citation', instrument)}{day}"]
