"""The conclusion as an official notice. Source: Decree 30/2020/NĐ-CP, appendix III (thông báo kết luận).

The paper is Vietnamese whatever language its reader has chosen: it is the paper that is signed.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from phusa.foundation.documents.vocabulary import Block, OfficialDocument, Paragraph, Run, Signature
from phusa.kernel.text import format_date
from phusa.planning.assignments.vocabulary import PartyRole
from phusa.planning.meetings.documents import written_down
from phusa.planning.meetings.models import Conclusion
from phusa.planning.meetings.vocabulary import OPEN_STATES


def notice_of(conclusion: Conclusion) -> OfficialDocument:
    """The notice: of an issued one in the frozen wording, of a draft as it stands, marked as such."""
    said = conclusion.frozen or written_down(conclusion)
    meeting, paper = conclusion.meeting, conclusion.instrument
    number, _slash, notation = (paper.number if paper else "").partition("/")
    return OfficialDocument(
        issuer=meeting.authority.current_name,
        notation=notation or "TB-UBND",
        number=number or None,
        issued_on=paper.issued_on if paper else None,
        place=said["meeting"]["place"],
        kind="Thông báo",
        subject=said["title"],
        body=tuple(_body(said)),
        signature=Signature([conclusion.signer_post] if conclusion.signer_post else [], conclusion.signer_name),
        recipients=_recipients(said),
        mark="DỰ THẢO" if conclusion.state in OPEN_STATES else "",
    )


def _body(said: dict[str, Any]) -> Iterator[Block]:
    meeting = said["meeting"]
    held_on = format_date(date.fromisoformat(meeting["held_on"]))
    where = f", tại {meeting['place']}" if meeting["place"] else ""
    chaired = ""
    if meeting["chair"]:
        chaired = f" do {_with_post(meeting['chair'], meeting['chair_post'])} chủ trì"
    yield Paragraph(f"Ngày {held_on}{where}, đã diễn ra «{meeting['title']}»{chaired}.")
    if said["opening"]:
        yield Paragraph(said["opening"])
    yield Paragraph("Sau khi nghe báo cáo và các ý kiến phát biểu, người chủ trì kết luận như sau:")
    for line in said["lines"]:
        yield Paragraph((Run(f"{line['number']}. "), line["content"]))
        yield from _terms(line)


def _terms(line: dict[str, Any]) -> Iterator[Block]:
    """Who, what, by when; what nobody set is left out, never filled in."""
    leads = [party for party in line["parties"] if party["role"] == PartyRole.LEAD]
    others = [party for party in line["parties"] if party["role"] == PartyRole.COORDINATING]
    if leads:
        yield Paragraph((Run("Chủ trì: ", italic=True), "; ".join(map(_party, leads)) + "."))
    if others:
        yield Paragraph((Run("Phối hợp: ", italic=True), "; ".join(map(_party, others)) + "."))
    if line["product"]:
        yield Paragraph((Run("Sản phẩm: ", italic=True), line["product"].rstrip(".") + "."))
    if line["deadline"]:
        yield Paragraph((Run("Thời hạn: ", italic=True), line["deadline"].rstrip(".") + "."))


def _party(party: dict[str, Any]) -> str:
    focal = " (đầu mối)" if party["focal"] else ""
    return f"{party['name']}{focal}: {party['duty']}" if party["duty"] else f"{party['name']}{focal}"


def _with_post(name: str, post: str) -> str:
    return f"đồng chí {name}, {post}" if post else f"đồng chí {name}"


def _recipients(said: dict[str, Any]) -> tuple[str, ...]:
    names = dict.fromkeys(party["name"] for line in said["lines"] for party in line["parties"])
    return tuple(f"{name};" for name in names)
