"""What a paper is made of, as plain values: whoever owns the records says what stands in it, `word` how it looks.

Source: Decree 30/2020/NĐ-CP, appendix I (parts of an administrative document).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text. `source` says where it is taken from: it gets a number, and a line under «Nguồn» at the end."""

    text: str
    bold: bool = False
    italic: bool = False
    source: str = ""


Text = str | Run | Sequence[str | Run]


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a part; level 1 is the highest, 3 the lowest. It carries its own number («I.», «1.»)."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body; a line break in its text stays one."""

    text: Text


@dataclass(frozen=True, slots=True)
class Items:
    """Lines that begin with a dash, or are counted from 1."""

    items: Sequence[Text]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `width` is its share against the others."""

    label: str
    width: float = 1
    align: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose heading is repeated on every page. A row that is one text alone spans all columns, in bold."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Text] | str]


Block = Heading | Paragraph | Items | Table


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: `authority` are the lines above the name («TM. ỦY BAN NHÂN DÂN», «KT. CHỦ TỊCH», «PHÓ CHỦ TỊCH»)."""

    authority: Sequence[str]
    name: str = ""


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """An administrative document. Without `kind` it is a letter (công văn), whose subject stands under the number.

    `superior` and `issuer` stand at the left of the head. `number` is None while no number has been taken, `notation`
    is what follows it («TB-UBND»). `recipients` are the lines of «Nơi nhận» without dashes; `archive` is its last one
    («VT, KGVX»). `mark` is framed at the head: «DỰ THẢO».
    """

    issuer: str
    notation: str
    place: str
    subject: str
    body: Sequence[Block]
    superior: str = ""
    number: str | None = None
    issued_on: date | None = None
    kind: str = ""
    to: Sequence[str] = ()
    grounds: Sequence[Text] = ()
    signature: Signature | None = None
    recipients: Sequence[str] = ()
    archive: str = "VT"
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A working paper without number and signature: a briefing, a register, a review.

    `superior` and `issuer` may be empty; `stated` is the line under the title («Số liệu chốt đến ngày 30/6/2025»).
    """

    title: str
    body: Sequence[Block]
    stated: str = ""
    superior: str = ""
    issuer: str = ""
    place: str = ""
    made_on: date | None = None
    mark: str = ""


Paper = OfficialDocument | Report
