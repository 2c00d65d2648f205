"""Cells of a list of projects or results, as tables of offices write them: sums, years, states, kinds.

Nothing is guessed in silence: what cannot be read is left empty, named as a doubt, and its words are kept.
"""

import re
from collections.abc import Mapping

from phusa.kernel.dong import parse
from phusa.kernel.text import fold
from phusa.planning.cooperation.vocabulary import ProjectState, ResultKind

_YEAR = re.compile(r"\b(?:19[4-9]\d|20\d\d)\b")
_UNITS = (
    ("ty dong", "tỷ đồng"),
    ("trieu dong", "triệu đồng"),
    ("nghin dong", "nghìn đồng"),
    ("ty", "tỷ"),
    ("trieu", "triệu"),
)

STATES: Mapping[str, tuple[str, ...]] = {
    ProjectState.RUNNING: ("dang thuc hien", "dang trien khai", "chuyen tiep", "running"),
    ProjectState.FINISHED: ("hoan thanh", "nghiem thu", "ket thuc", "da xong", "quyet toan", "finished"),
    ProjectState.STOPPED: ("dung", "cham dut", "huy", "stopped"),
}
KINDS: Mapping[str, tuple[str, ...]] = {
    ResultKind.VARIETY: ("giong", "variety"),
    ResultKind.BRAND: ("thuong hieu", "nhan hieu", "chi dan dia ly", "brand"),
    ResultKind.MODEL: ("mo hinh", "model"),
    ResultKind.TECHNOLOGY: ("cong nghe", "quy trinh", "technology"),
}


def unit_of(heading: str) -> str:
    """The unit in which a column of sums is written, where its heading says so: «Kinh phí (triệu đồng)»."""
    folded = fold(heading)
    return next((unit for key, unit in _UNITS if re.search(rf"\b{key}\b", folded)), "")


def amount_of(text: str, unit: str) -> int | None:
    """Whole dong; None for an empty cell. Raises `ValueError` for what is not one amount."""
    if not text or text.strip() in {"-", "–", "—"}:
        return None
    bare = not re.search(r"[^\W\d_]", text)
    return parse(f"{text} {unit}" if bare and unit else text).amount


def years_of(text: str) -> tuple[int | None, int | None]:
    """The first and the last year that a cell names; one year stands for both."""
    years = [int(year) for year in _YEAR.findall(text)]
    return (years[0], max(years[0], years[-1])) if years else (None, None)


def state_of(text: str) -> str | None:
    """The state that the words mean; None where they mean none."""
    return _meant(text, STATES)


def kind_of(text: str) -> str | None:
    """The kind of result that the words mean; None where they mean none."""
    return _meant(text, KINDS)


def _meant(text: str, words: Mapping[str, tuple[str, ...]]) -> str | None:
    folded = fold(text)
    return next((meant for meant, known in words.items() if any(word in folded for word in known)), None)
