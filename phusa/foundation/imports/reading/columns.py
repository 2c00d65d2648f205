"""Which column of a table is which field: guessed from headings and from a look at the cells, for a person to confirm.

`HEADINGS` is the dictionary of synonyms as Vietnamese plans, programmes and their annexes head their columns.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from phusa.kernel.text import words

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "number": ("TT", "STT", "Số TT", "Số thứ tự", "No.", "No", "#", "Number", "Order"),
    "code": ("Mã", "Mã số", "Mã nhiệm vụ", "Ký hiệu", "Code", "ID"),
    "group": ("Mục", "Nhóm", "Nhóm nhiệm vụ", "Nhóm nhiệm vụ, giải pháp", "Lĩnh vực", "Phần", "Group", "Section"),
    "content": (
        "Nội dung", "Nội dung nhiệm vụ", "Nội dung công việc", "Tên nhiệm vụ", "Nhiệm vụ", "Nhiệm vụ cụ thể",
        "Nhiệm vụ, giải pháp", "Nội dung nhiệm vụ, giải pháp", "Tên nhiệm vụ, giải pháp", "Nhiệm vụ trọng tâm",
        "Tên", "Công việc", "Tên công việc", "Hoạt động", "Tên chương trình, đề án, dự án", "Tên đề án", "Tên dự án",
        "Nội dung, nhiệm vụ thực hiện", "Task", "Task name", "Content", "Activity", "Title", "Description",
    ),
    "solution": ("Giải pháp", "Giải pháp thực hiện", "Biện pháp", "Biện pháp thực hiện", "Solution"),
    "lead": (
        "Cơ quan chủ trì", "Đơn vị chủ trì", "Chủ trì", "Đơn vị chủ trì thực hiện", "Cơ quan chủ trì thực hiện",
        "Cơ quan, đơn vị chủ trì", "Cơ quan, tổ chức chủ trì", "Cấp chủ trì", "Cơ quan thực hiện", "Đơn vị thực hiện",
        "Đơn vị đầu mối", "Cơ quan chịu trách nhiệm", "Phân công thực hiện", "Trách nhiệm thực hiện",
        "Lead", "Lead agency", "Leading agency", "Responsible agency", "Owner",
    ),
    "coordinating": (
        "Cơ quan phối hợp", "Đơn vị phối hợp", "Phối hợp", "Cơ quan phối hợp thực hiện", "Đơn vị phối hợp thực hiện",
        "Cơ quan, đơn vị phối hợp", "Coordinating", "Coordinating agency",
        "Coordinating agencies", "Supporting agencies", "Partners",
    ),
    "product": (
        "Sản phẩm", "Kết quả", "Sản phẩm, kết quả", "Sản phẩm/kết quả", "Kết quả, sản phẩm", "Sản phẩm dự kiến",
        "Kết quả dự kiến", "Sản phẩm đầu ra", "Kết quả đầu ra", "Hình thức văn bản", "Sản phẩm hoàn thành",
        "Product", "Products", "Output", "Outputs", "Deliverable", "Deliverables", "Result",
    ),
    "deadline": (
        "Thời hạn như văn bản", "Deadline as written",  # before the day that an export of tasks has beside it
        "Thời gian hoàn thành", "Thời hạn", "Thời hạn hoàn thành", "Thời gian", "Thời gian thực hiện", "Tiến độ",
        "Thời gian trình", "Hạn hoàn thành", "Hoàn thành", "Tiến độ hoàn thành", "Tiến độ thực hiện",
        "Thời điểm hoàn thành", "Deadline", "Due", "Due date", "Completion date", "Time", "Timeline",
    ),
    "start": ("Thời gian bắt đầu", "Bắt đầu", "Từ ngày", "Start", "Start date"),
    "leader": ("Lãnh đạo phụ trách", "Lãnh đạo chỉ đạo", "Lãnh đạo UBND chỉ đạo", "Responsible leader"),
    "officer": ("Cán bộ phụ trách", "Chuyên viên phụ trách", "Cán bộ theo dõi", "Handling officer", "Officer"),
    "follow_up": ("Cơ quan theo dõi", "Đơn vị theo dõi", "Cơ quan theo dõi, đôn đốc", "Cơ quan tổng hợp", "Follow-up"),
    "indicator": ("Chỉ tiêu", "Tên chỉ tiêu", "Mục tiêu", "Indicator", "Target"),
    "unit": ("Đơn vị tính", "ĐVT", "Đơn vị", "Unit"),
    "budget": ("Kinh phí", "Kinh phí dự kiến", "Dự kiến kinh phí", "Tổng kinh phí", "Dự toán", "Budget", "Cost"),
    "source": ("Nguồn kinh phí", "Nguồn vốn", "Funding source"),
    "status": ("Tình trạng", "Trạng thái", "Kết quả thực hiện", "Tình hình thực hiện", "Status"),
    "notes": ("Ghi chú", "Ghi chú khác", "Note", "Notes", "Remarks"),
}  # fmt: skip

MOST = 0.6  # of the cells look like values of the field

Reason = Literal["same", "contains", "similar", "cells"]


@dataclass(frozen=True)
class Field:
    """A field to be found. `looks_like` says of one cell's text whether it could be a value of it."""

    name: str
    synonyms: tuple[str, ...]
    looks_like: Callable[[str], bool] | None = None
    required: bool = False


@dataclass(frozen=True)
class Found:
    """A field's column with the score of the guess (0 to 1) and where it comes from.

    `same`: the heading is the synonym; `contains`: it holds it; `similar`: it shares most words; `cells`: they say so.
    """

    column: int
    score: float
    reason: Reason
    synonym: str = ""


def guess(header: Sequence[str], sample_rows: Sequence[Sequence[str]], fields: Sequence[Field]) -> dict[str, Found]:
    """The likeliest column of each field; no column twice, fields without one left out. Of two columns that fit alike,
    the one wins whose synonym is named first.

    Which required fields are missing is for the caller to see: it knows what to ask the person.
    """
    candidates = [
        (found, order, field.name)
        for order, field in enumerate(fields)
        for column, label in enumerate(header)
        if (found := _best(field, column, label, sample_rows)) is not None
    ]
    rank = {(field.name, synonym): place for field in fields for place, synonym in enumerate(field.synonyms)}
    candidates.sort(key=lambda each: (-each[0].score, each[1], rank.get((each[2], each[0].synonym), 0), each[0].column))
    chosen: dict[str, Found] = {}
    taken: set[int] = set()
    for found, _, name in candidates:
        if name not in chosen and found.column not in taken:
            chosen[name] = found
            taken.add(found.column)
    return {field.name: chosen[field.name] for field in fields if field.name in chosen}


def missing(found: Mapping[str, Found], fields: Sequence[Field]) -> list[str]:
    """The required fields for which no column was found."""
    return [field.name for field in fields if field.required and field.name not in found]


def is_heading(label: str) -> bool:
    """Whether the text is one of the headings in the dictionary, or is put together of what they are made of."""
    if not label or len(label) > 100:
        return False
    parts = _words(label)
    pairs = list(pairwise(parts))
    return parts in _KNOWN or (0 < len(pairs) <= 12 and sum(pair in _PAIRS for pair in pairs) >= 0.75 * len(pairs))


def _best(field: Field, column: int, label: str, sample_rows: Sequence[Sequence[str]]) -> Found | None:
    cells = [text for row in sample_rows if column < len(row) and (text := row[column])]
    fit = sum(map(field.looks_like, cells)) / len(cells) if field.looks_like and cells else None
    score, reason, synonym = max(
        ((*_likeness(part, synonym), synonym) for part in _parts(label) for synonym in field.synonyms),
        key=lambda each: each[0],
        default=(0.0, "cells", ""),
    )
    if score:
        sure = 0.9 if fit is None else 1.0 if fit >= MOST else 0.7 + 0.3 * fit
        return Found(column, round(score * sure, 3), reason, synonym)
    if fit is not None and fit >= MOST and not is_heading(label):
        return Found(column, round(fit * 0.3, 3), "cells")
    return None


def _parts(label: str) -> list[str]:
    """The label whole, and its last level: «Cơ quan thực hiện / Chủ trì» speaks by «Chủ trì»."""
    levels = label.split(" / ")
    return [levels[-1], " ".join(levels)] if len(levels) > 1 else [label]


def _likeness(label: str, synonym: str) -> tuple[float, Reason]:
    mine, theirs = _words(label), _words(synonym)
    if not mine or not theirs:
        return (1.0, "same") if label and label == synonym else (0.0, "cells")
    if mine == theirs:
        return 1.0, "same"
    if any(mine[start : start + len(theirs)] == theirs for start in range(len(mine) - len(theirs) + 1)):
        return 0.6 + 0.3 * len(theirs) / len(mine), "contains"
    shared = len(set(mine) & set(theirs)) / max(len(set(mine)), len(set(theirs)))
    return (0.8 * shared, "similar") if shared >= 0.6 else (0.0, "cells")


@lru_cache(maxsize=1024)
def _words(text: str) -> tuple[str, ...]:
    return tuple(words(text.replace("_", " ")))


_KNOWN = {_words(synonym) for synonyms in HEADINGS.values() for synonym in synonyms} - {()}
_PAIRS = {pair for known in _KNOWN for pair in pairwise(known)}  # «noi dung», «dung nhiem», «nhiem vu»
