"""Reads a figure as officials say it: «trên 100 tỷ đồng», «gần trăm tỷ», «11-12 người», «15-17%/năm», «01».

What could be meant in two ways is not read: the words stay, and a sentence asks. Nothing is rounded.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from phusa.kernel.dong import leading_number
from phusa.planning.indicators.vocabulary import DONG, PERCENT, PERCENT_A_YEAR, Bound, Measure, Reading, ReadingState

_LONGEST = 200

_BOUNDS = {
    Bound.OVER: ("trên", "hơn", "vượt", "quá", "nhiều hơn", "more than", "over", "above", ">"),
    Bound.AT_LEAST: ("ít nhất", "tối thiểu", "không dưới", "không ít hơn", "từ ít nhất", "at least", "≥", ">="),
    Bound.UNDER: ("dưới", "chưa đến", "chưa tới", "chưa đầy", "ít hơn", "less than", "under", "below", "<"),
    Bound.AT_MOST: ("tối đa", "không quá", "không vượt quá", "nhiều nhất", "đến", "at most", "up to", "≤", "<="),
    Bound.NEARLY: ("gần", "ngót", "suýt soát", "nearly", "almost"),
    Bound.ABOUT: ("khoảng", "chừng", "độ", "ước", "ước đạt", "xấp xỉ", "about", "around", "some", "~", "≈"),
}
_AFTERWARDS = {Bound.AT_LEAST: ("trở lên", "or more"), Bound.AT_MOST: ("trở xuống", "or less")}
_BEFORE = sorted(((word, bound) for bound, words in _BOUNDS.items() for word in words), key=lambda pair: -len(pair[0]))
_AFTER = [(word, bound) for bound, words in _AFTERWARDS.items() for word in words]
_LEAD_INS = re.compile(r"(?:đã|đạt|có|được|là|với|tổng số|tổng cộng|tổng|tất cả|cả thảy|tăng)(?:\s+|$)")
_TO = re.compile(r"(?:[-–—−]|đến|tới|to\b)\s*")
_NO_NUMBER = re.compile(r"(?:hàng|vài|mấy|nhiều|một số|một vài|một loạt|nửa|several|many|some|a few)\b")
_TWICE = re.compile(r"\s*\(([^()]*)\)")

_MONEY = {"đồng", "đồng việt nam", "việt nam đồng", "đ", "vnd", "vnđ", "₫", "dong"}
_PERCENT = re.compile(
    r"(?:%|phần trăm|percent|per cent)(?:\s*(?P<year>/\s*năm|(?:một|mỗi|hằng|hàng) năm|a year|per year))?"
)

_DIGITS = {
    "một": 1,
    "mốt": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "lăm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
}
_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_NUMBER_WORDS = {*_DIGITS, *_SCALES, "mươi", "trăm", "chục", "linh", "lẻ"}


def read(text: str, measure: str, unit: str) -> Reading:
    """What the words say of an indicator of this measure and unit."""
    try:
        found = _parts(_plain(text))
    except ValueError:
        found = None
    if found is None:
        return Reading(ReadingState.UNREAD)
    state, named = _unit(found, measure, unit)
    if state == ReadingState.UNREAD:
        return Reading(state)
    whole = measure == Measure.COUNT
    if whole and any(end is not None and end.denominator != 1 for end in (found.low, found.high)):
        return Reading(ReadingState.UNREAD)
    return Reading(state, found.bound, found.low, found.high, named, whole)


@dataclass(frozen=True, slots=True)
class _Parts:
    bound: Bound
    low: Fraction | None
    high: Fraction | None
    scaled: bool
    rest: str


def _plain(text: str) -> str:
    """Small letters, composed, on one line, without the marks around a quotation."""
    composed = unicodedata.normalize("NFC", text[:_LONGEST]).casefold()
    return " ".join(composed.split()).strip(" .;,«»\"'“”")


def _parts(text: str) -> _Parts | None:
    """Bound, number or range, and the words after it; None where there is no single one."""
    while lead := _LEAD_INS.match(text):
        text = text[lead.end() :]
    bound, text = _bound_of(text)
    if bound is None:
        return None
    if bound == Bound.EXACT:
        text = text.removeprefix("từ ")
    first = _number(text)
    if first is None:
        return None
    value, scaled, rest = first
    if to := _TO.match(_after_percent(rest)):
        following = _after_percent(rest)[to.end() :]
        return _range(value, scaled, following) if bound == Bound.EXACT else None
    return _Parts(bound, *_ends(bound, value), scaled, rest)


def _after_percent(rest: str) -> str:
    """«15% - 17%»: the sign of the first number says nothing that the second does not."""
    return rest.removeprefix("%").lstrip()


def _bound_of(text: str) -> tuple[Bound | None, str]:
    """The word that limits the number, and the text without it; None where two of them stand together."""
    found: Bound | None = None
    for word, bound in _BEFORE:
        if text.startswith(word) and (not word[-1].isalpha() or text[len(word) : len(word) + 1] in {"", " "}):
            found, text = bound, text[len(word) :].lstrip()
            break
    for word, bound in _AFTER:
        if text.endswith(f" {word}"):
            text = text[: -len(word)].rstrip()
            if found is not None:
                return None, text
            found = bound
    return found or Bound.EXACT, text


def _ends(bound: Bound, value: Fraction) -> tuple[Fraction | None, Fraction | None]:
    if bound in {Bound.OVER, Bound.AT_LEAST}:
        return value, None
    if bound in {Bound.UNDER, Bound.AT_MOST, Bound.NEARLY}:
        return None, value
    return value, value


def _range(low: Fraction, scaled: bool, text: str) -> _Parts | None:
    """«100-120 tỷ đồng»: a scale behind the second number holds for both."""
    second = _number(text)
    if second is None:
        return None
    high, high_scaled, rest = second
    if high_scaled and not scaled:
        whole_text = text[: len(text) - len(rest)].strip() if rest else text
        bare = _number(re.split(r"\s", whole_text)[0])
        if bare is None or bare[0] == 0:
            return None
        low *= high / bare[0]
    if low >= high:
        return None
    return _Parts(Bound.RANGE, low, high, high_scaled, rest)


def _number(text: str) -> tuple[Fraction, bool, str] | None:
    """The number at the head, in digits or in words, and once more in brackets if it is the same («06 (sáu)»)."""
    if _NO_NUMBER.match(text):
        return None
    found = leading_number(text) or _number_in_words(text)
    if found is None:
        return None
    value, scaled, rest = found
    if again := _TWICE.match(rest):
        repeated = leading_number(again[1]) or _number_in_words(again[1])
        if repeated is None or repeated[0] != value or repeated[2]:
            return None
        rest = rest[again.end() :].strip()
    return value, scaled, rest


def _number_in_words(text: str) -> tuple[Fraction, bool, str] | None:
    """«hai mươi», «trăm tỷ», «một trăm linh năm»; one group of hundreds, tens and ones, with its scale."""
    tokens = text.split()
    words = list(_leading_words(tokens))
    if not words:
        return None
    count = len(words)
    scale = 1
    while words and words[-1] in _SCALES:
        scale *= _SCALES[words.pop()]
    value = _below_thousand(words)
    if value is None:
        return None
    return Fraction(value * scale), scale > 1, " ".join(tokens[count:])


def _leading_words(tokens: list[str]) -> Iterator[str]:
    for token in tokens:
        if token not in _NUMBER_WORDS:
            return
        yield token


def _below_thousand(words: list[str]) -> int | None:
    """The value of the words; None where they make no number of three digits at most."""
    value = 0
    if "trăm" in words:
        place = words.index("trăm")
        if place > 1 or (place and words[0] not in _DIGITS):
            return None
        value = 100 * (_DIGITS[words[0]] if place else 1)
        words = words[place + 1 :]
        if words and words[0] in {"linh", "lẻ"}:
            words = words[1:]
            if len(words) != 1:
                return None
    match words:
        case []:
            return value or None
        case [one] if one in _DIGITS:
            return value + _DIGITS[one]
        case ["chục"]:
            return value + 10
        case [tens, "mươi" | "chục"] if tens in _DIGITS:
            return value + 10 * _DIGITS[tens]
        case ["mười", one] if one in _DIGITS:
            return value + 10 + _DIGITS[one]
        case [tens, "mươi", one] if tens in _DIGITS and one in _DIGITS:
            return value + 10 * _DIGITS[tens] + _DIGITS[one]
    return None


def _unit(found: _Parts, measure: str, unit: str) -> tuple[ReadingState, str]:
    """What the words after the number name: the indicator's unit, another one, or nothing that tells."""
    rest, own = found.rest, _plain(unit)
    if measure == Measure.MONEY:
        if rest in _MONEY or (not rest and found.scaled):
            return ReadingState.READ, DONG
        return (ReadingState.OTHER_UNIT, rest) if _is_a_name(rest) else _missing_or_unread(rest)
    if measure == Measure.PERCENT:
        share = _PERCENT.fullmatch(rest)
        if share is None:
            return (ReadingState.OTHER_UNIT, rest) if _is_a_name(rest) else _missing_or_unread(rest)
        named = PERCENT_A_YEAR if share["year"] else PERCENT
        return (ReadingState.READ if named == own else ReadingState.OTHER_UNIT), named
    if own and (rest == own or rest.startswith(f"{own} ")) and not _holds_a_number(rest.removeprefix(own)):
        return ReadingState.READ, unit
    if not rest:
        return (ReadingState.READ, unit) if measure == Measure.COUNT else (ReadingState.UNIT_MISSING, "")
    return (ReadingState.OTHER_UNIT, rest) if _is_a_name(rest) else (ReadingState.UNREAD, "")


def _missing_or_unread(rest: str) -> tuple[ReadingState, str]:
    return (ReadingState.UNREAD if rest else ReadingState.UNIT_MISSING), ""


def _is_a_name(rest: str) -> bool:
    """Whether the words may be a unit; with a second number in them nobody knows which one is meant."""
    return bool(rest) and not _holds_a_number(rest)


def _holds_a_number(text: str) -> bool:
    return bool(re.search(r"[0-9]", text)) or any(word in _NUMBER_WORDS - {"năm", "mươi"} for word in text.split()[:1])
