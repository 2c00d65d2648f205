"""Reading a cell of agencies: who is named, where one name ends and the next begins, what is doubtful.

«Bộ Văn hóa, Thể thao và Du lịch, các bộ, ngành và UBND các tỉnh» names one ministry and two collectives. Nothing is
guessed in silence: what is not certain carries a doubt, and the text as written is kept.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext_lazy as _

from phusa.foundation.organizations.cells import IS_FOCAL, JOINS, LEADS, LED_BY, WITH, Cell, Piece
from phusa.foundation.organizations.directory import Candidate, Match, Names, Quality
from phusa.foundation.organizations.naming import name_key
from phusa.foundation.organizations.words import (
    COUNCILS,
    FIELDS,
    NEVER_ONE,
    STANDS_ALONE,
    TERRITORIES,
    Sort,
    and_is_inside,
    comma_is_inside,
)
from phusa.kernel.text import fold, format_date

LONGEST_NAME = 5  # pieces between separators that one name may span

DOUBTS = {
    "run-together": _("«%(text)s» follows «%(before)s» without a comma: read as two agencies."),
    "unknown-organization": _("No organisation is known as «%(text)s»."),
    "ambiguous-organization": _("Several organisations are called «%(text)s»."),
    "not-valid-then": _("«%(text)s» was not in use on %(on)s; in its place: %(valid)s."),
    "head-supplied": _("«%(text)s» is read as «%(name)s»."),
    "cut-off": _("«%(text)s» looks cut off."),
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something about a reading that a person should look at; `params` fill the sentence of the code."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(DOUBTS[self.code]) % self.params


@dataclass(frozen=True, slots=True)
class PartyReading:
    """One party of a cell. `text` is as written; `name` is what to call the organisation where it is not known yet."""

    text: str
    name: str
    organization_id: int | None = None
    organization: str = ""
    group_id: int | None = None
    collective: bool = False
    focal: bool = False  # «(đầu mối)»
    role: str = ""  # "lead" or "coordinating", where the cell itself says so: «chủ trì, phối hợp với …»
    near: tuple[Candidate, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def composition(parties: Sequence[PartyReading]) -> str:
    """What a lead consists of: none, one, several (all of them named), or collective (a collective among them)."""
    if not parties:
        return "none"
    if any(party.collective for party in parties):
        return "collective"
    return "one" if len(parties) == 1 else "several"


def read_parties(text: str, directory: Names) -> tuple[PartyReading, ...]:
    """The parties named in a cell, in their order; a party named twice is given once.

    `directory` holds the names of the document's day and may be empty: then agencies are told by how they are written.
    """
    readings = directory.readings.get(text)
    if readings is None:
        whole = _whole(text, directory)
        read = [whole] if whole else _read(text, directory)
        readings = directory.readings[text] = tuple(_without_repetition(iter(read)))
    return readings


def _whole(text: str, directory: Names) -> PartyReading | None:
    """What is an organisation's name letter by letter is not taken apart, whatever commas and brackets it has."""
    match = directory.known(text)
    if match.organization_id is None or match.not_valid_then or match.quality is not Quality.EXACT:
        return None
    return PartyReading(text, match.name, organization_id=match.organization_id, organization=match.name)


def _without_repetition(parties: Iterator[PartyReading]) -> Iterator[PartyReading]:
    seen = set()
    for party in parties:
        key = (party.organization_id, party.group_id) if party.organization_id or party.group_id else fold(party.name)
        if key not in seen:
            seen.add(key)
            yield party


# Which pieces belong together


@dataclass(slots=True)
class _Span:
    """Pieces that name one party."""

    pieces: list[Piece]
    collective: bool
    match: Match
    name: str
    supplied: bool = False  # the head of the name stands elsewhere: «các sở: Tài chính, Nội vụ»
    doubtful: bool = False  # … and nothing announced that


def _read(text: str, directory: Names) -> Iterator[PartyReading]:
    cell = Cell(text)
    before, role = "", ""
    for span in _spans(cell, directory):
        first = span.pieces[0]
        marks = frozenset().union(*(piece.marks for piece in span.pieces))
        role = "coordinating" if WITH in marks else "lead" if LED_BY in marks else role
        own = "lead" if LEADS in marks else "coordinating" if JOINS in marks else role
        written = cell.as_written(span.pieces)
        apart = "" if first.separator or first.start == 0 else before
        yield _reading(span, written, apart, own, IS_FOCAL in marks, directory)
        before = written


def _spans(cell: Cell, directory: Names) -> Iterator[_Span]:
    pieces, place = cell.pieces, 0
    while place < len(pieces):
        if known := _known_here(cell, place, directory):
            yield known
            place += len(known.pieces)
            continue
        if distributed := _distributed(pieces, place, directory):
            yield from distributed
            place += sum(len(span.pieces) for span in distributed)
            continue
        piece = pieces[place]
        if supplied := _with_the_head_before(pieces, place, directory):
            yield supplied
            place += 1
            continue
        end = place + 1
        collective = piece.sort is Sort.COLLECTIVE or _begins_a_collective(pieces, place)
        while end < len(pieces) and _goes_on(cell, place, end, collective, directory):
            end += 1
        span = pieces[place:end]
        name = cell.name_of(span)
        yield _Span(span, collective, directory.known(name), name)
        place = end


def _known_here(cell: Cell, place: int, directory: Names) -> _Span | None:
    """The longest name of the directory that begins here and after which something new begins."""
    pieces = cell.pieces
    inner = directory.inner_words.get(name_key(pieces[place].words[0]).split(" ", 1)[0])
    if inner is None:
        return None
    last = place
    while last + 1 < len(pieces) and last + 1 - place < LONGEST_NAME:
        next_one = pieces[last + 1]
        if next_one.separator in {";", ":"}:
            break
        if next_one.sort is not Sort.OTHER and name_key(next_one.words[0]).split(" ", 1)[0] not in inner:
            break
        last += 1
    for end in range(last, place - 1, -1):
        span = pieces[place : end + 1]
        name = cell.name_of(span)
        match = directory.known(name)
        if match.quality is Quality.NONE:
            continue
        following = pieces[end + 1] if end + 1 < len(pieces) else None
        if following is not None and match.group_id and _widens(following, directory):
            continue
        if following is None or not _could_belong(span, following, directory):
            return _Span(span, match.group_id is not None, match, name)
    return None


def _widens(following: Piece, directory: Names) -> bool:
    """Whether what follows a known group makes it a wider collective: «các bộ, ngành», «địa phương liên quan»."""
    listed = following.sort is Sort.GENERIC and following.separator in {",", "và", "-"}
    return listed and directory.known(following.text).quality is Quality.NONE


def _could_belong(span: list[Piece], following: Piece, directory: Names) -> bool:
    """Whether what follows a known name may still be part of a longer, unknown one."""
    if following.sort is not Sort.OTHER or following.separator in {";", "/", ":"}:
        return False
    if directory.known(following.text).quality is not Quality.NONE:
        return False
    if span[0].head and directory.known(f"{span[0].head} {following.text}").organization_id:
        return False
    if following.separator == ",":
        return comma_is_inside(span[-1].words, following.words)
    return True


def _goes_on(cell: Cell, start: int, place: int, collective: bool, directory: Names) -> bool:
    """Whether the piece at `place` still belongs to the party that begins at `start`."""
    first, before, piece = cell.pieces[start], cell.pieces[place - 1], cell.pieces[place]
    if piece.separator == ";" or piece.marks & {WITH, LED_BY}:
        return False
    if piece.separator == "":
        return piece.sort is not Sort.COLLECTIVE and first.head not in STANDS_ALONE and first.sort is Sort.NAMED
    if piece.sort is Sort.COLLECTIVE:
        return first.head in {"ban", "bql", "liên hiệp"} and piece.separator == "và" and piece.words[1:2] == ("khu",)
    if piece.separator == "," and not collective and comma_is_inside(before.words, piece.words):
        return True
    if piece.sort is Sort.NAMED:
        return piece.separator == "-" and piece.head != first.head and not collective
    if _known_here(cell, place, directory):
        return False
    if piece.sort is Sort.GENERIC:
        return collective
    if collective:
        return piece.separator != "/"
    if piece.separator in {"và", "-", "&", "\n"}:
        return first.sort is not Sort.OTHER or piece.separator == "và"
    if piece.separator == ",":
        return first.sort is Sort.NAMED and piece.text[0].islower()
    return piece.separator == "/" and piece.text[0].islower()


def _begins_a_collective(pieces: list[Piece], place: int) -> bool:
    """Whether a generic word speaks of many: «Bộ, ngành», «địa phương», «đơn vị liên quan»."""
    piece = pieces[place]
    if piece.sort is not Sort.GENERIC:
        return False
    size = piece.head.count(" ") + 1
    if piece.head in NEVER_ONE or (len(piece.words) > size and piece.head not in COUNCILS):
        return True
    following = pieces[place + 1] if place + 1 < len(pieces) else None
    return (
        following is not None
        and following.separator in {",", "và", "/", "-"}
        and following.sort in {Sort.GENERIC, Sort.COLLECTIVE}
        and (following.sort is Sort.GENERIC or following.separator == "/")
    )


_PLURAL_HEAD = re.compile(
    r"(?P<plural>các\s+)?(?P<council>UBND\s+|Ủy ban nhân dân\s+)?(?P<plural2>các\s+)?"
    r"(?P<head>bộ|sở|ban|phòng|huyện|xã|phường|thành phố|hội)(?:\s+(?P<item>\w.*))?",
    re.I,
)


def _distributed(pieces: list[Piece], place: int, directory: Names) -> list[_Span]:
    """«Các sở: Tài chính, Kế hoạch và Đầu tư»: each item with the head, where at least two are listed."""
    piece = pieces[place]
    found = _PLURAL_HEAD.fullmatch(piece.text)
    colon = place + 1 < len(pieces) and pieces[place + 1].separator == ":"
    if not found or not (found["plural"] or found["plural2"] or colon):
        return []
    item = found["item"] or ""
    if (item and not item[0].isupper()) or not (item or colon):
        return []
    if item and found["head"].lower() not in {"bộ", "sở", "phòng"}:
        return []
    head = found["head"].capitalize()
    if found["council"]:
        head = f"{found['council'].strip()} {found['head'].lower()}"
    items: list[tuple[list[Piece], str]] = [([piece], item)] if item else []
    announced = [piece] if not item else []
    for following in pieces[place + 1 :]:
        field = not following.head or following.text.lower() in FIELDS
        listed = following.sort is Sort.OTHER or (following.sort is Sort.NAMED and field)
        if not listed or following.separator not in {",", "và", "-", ":", "&"}:
            break
        inside = items and (
            following.separator in {"-", "&"}
            or (following.separator == "và" and and_is_inside(items[-1][0][-1].words, following.words))
            or (following.separator == "," and comma_is_inside(items[-1][0][-1].words, following.words))
        )
        if inside:
            joint = {",": ", ", "và": " và "}.get(following.separator, f" {following.separator} ")
            items[-1][0].append(following)
            items[-1] = (items[-1][0], f"{items[-1][1]}{joint}{following.text}")
        else:
            items.append(([*announced, following], following.text))
            announced = []
    if len(items) < 2 and not colon:
        return []
    return [
        _Span(parts, False, directory.known(f"{head} {text}"), f"{head} {text}", supplied=True) for parts, text in items
    ]


def _with_the_head_before(pieces: list[Piece], place: int, directory: Names) -> _Span | None:
    """«Bộ Công Thương, Xây dựng»: the second is known with the head of the first."""
    piece = pieces[place]
    if piece.sort is not Sort.OTHER or place == 0 or not piece.text[0].isupper():
        return None
    head = next((_supplies(other) for other in reversed(pieces[:place]) if other.sort is Sort.NAMED), "")
    if not head:
        return None
    match = directory.known(f"{head} {piece.text}")
    if not match.organization_id:
        return None
    return _Span([piece], False, match, match.name, supplied=True, doubtful=True)


def _supplies(piece: Piece) -> str:
    """«Sở», «UBND huyện»: what a list that goes on without its head would repeat."""
    if piece.head in {"bộ", "sở", "phòng"}:
        return piece.head
    if piece.head in COUNCILS:
        place = next((place for place, word in enumerate(piece.words) if word in TERRITORIES), 0)
        return " ".join(piece.words[: place + 1]) if place else ""
    return ""


# What is said about a party


def _reading(span: _Span, written: str, before: str, role: str, focal: bool, directory: Names) -> PartyReading:
    match, name = span.match, span.name[:1].upper() + span.name[1:]
    doubts: list[Doubt] = []
    if before:
        doubts.append(Doubt("run-together", {"text": written, "before": before}))
    if span.doubtful:
        doubts.append(Doubt("head-supplied", {"text": written, "name": match.name}))
    party = PartyReading(written, name, role=role, focal=focal)
    if match.not_valid_then:
        valid = match.name or ", ".join(candidate.name for candidate in match.near)
        doubts.append(Doubt("not-valid-then", {"text": span.name, "on": format_date(directory.on), "valid": valid}))
    elif match.ambiguous:
        doubts.append(Doubt("ambiguous-organization", {"text": span.name}))
    if match.organization_id or match.group_id:
        return replace(
            party,
            organization_id=match.organization_id,
            organization=match.name if match.organization_id else "",
            group_id=match.group_id,
            collective=match.group_id is not None,
            doubts=tuple(doubts),
        )
    if match.quality is not Quality.NONE:
        return replace(party, near=match.near, doubts=tuple(doubts))
    if span.collective:
        return replace(party, collective=True, doubts=tuple(doubts))
    if len(span.pieces) == 1 and span.pieces[0].words == (span.pieces[0].head,):
        doubts.append(Doubt("cut-off", {"text": written}))
    doubts.append(Doubt("unknown-organization", {"text": span.name}))
    return replace(party, near=directory.nearest(span.name), doubts=tuple(doubts))
