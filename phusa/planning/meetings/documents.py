"""What a conclusion says, as one plain structure: frozen when the notice is issued, and typeset as a Word file."""

import hashlib
import json
from typing import Any

from phusa.kernel.text import format_date
from phusa.planning.assignments import services as assignments
from phusa.planning.meetings.models import Conclusion, Line


def lines_of(conclusion: Conclusion) -> list[Line]:
    """The lines in their order, with terms and parties. Two queries."""
    lines = conclusion.lines.select_related("assignment__authority", "assignment__accountable")
    return list(lines.prefetch_related("assignment__parties").order_by("position", "pk"))


def written_down(conclusion: Conclusion) -> dict[str, Any]:
    """Title, opening and lines as they read now, in names as written: the same in every language."""
    meeting = conclusion.meeting
    return {
        "title": conclusion.title,
        "opening": conclusion.opening,
        "meeting": {
            "title": meeting.title,
            "held_on": meeting.held_on.isoformat(),
            "place": meeting.place,
            "chair": meeting.chair_name,
            "chair_post": meeting.chair_post,
        },
        "lines": [
            {"uid": str(line.uid), "number": line.number, **assignments.told(assignments.terms_of(line.assignment))}
            for line in lines_of(conclusion)
        ],
    }


def digest_of(content: Any) -> str:
    """SHA-256 of the content in its one canonical form."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def citation_of(conclusion: Conclusion) -> str:
    """«Thông báo 123/TB-UBND, 30/06/2021» of an issued one; the title of a draft."""
    paper = conclusion.instrument
    if paper is None:
        return conclusion.title
    return f"{paper.citation}, {format_date(paper.issued_on)}" if paper.issued_on else paper.citation
