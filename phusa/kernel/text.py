"""Vietnamese text: one spelling for the same word, the key to look it up by, the key to sort it by; dates, numbers.

Alphabet and tones stand in the order of Vietnamese dictionaries. Source of the written date: Decree 30/2020/NĐ-CP.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache

# Order matters: it is the order of the tones (ngang, which has no mark, comes first).
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng
_SHAPES = "\u0306\u0302\u031b"  # as in ă, â, ơ
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"

_MARK = r"\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_MARKS = re.compile(f"[{_MARK}]+")
_MISORDERED_MARKS = re.compile(f"[{_TONES}][{_TONES}{_SHAPES}]+")
_WORD = re.compile(r"[^\W_]+")
_SYLLABLE = re.compile(rf"[^\W_](?:[^\W_]|[{_MARK}])*")
_PART_OF_SYLLABLE = re.compile(rf"\d+|[^\W\d_][{_MARK}]*")

# Controls, soft hyphens, zero-width and direction marks, halves of characters: nobody sees them, databases refuse some.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    r"\ufff9-\ufffb\ud800-\udfff]+"
)
# Unicode's normalisation takes quadratic time on a letter with thousands of marks; real letters carry a few.
_MARKS_AT_MOST = 30
_HEAP_OF_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{_MARKS_AT_MOST + 1},}}")

_D_WITH_STROKE = str.maketrans("ÐƉ", "ĐĐ")  # eth and African d look the same as Đ and are typed for it
_D_WITH_STROKE_SMALL = str.maketrans("ðɖ", "đđ")
_TYPED_ALIKE = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―⁃−", "-"),
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‘’‚‛′ʼ", "'"),
        "⁄": "/",
        "đ": "d",
    }
)


def normal(text: str) -> str:
    """The text on one line as it should be stored: composed letters (NFC), single spaces, nothing unseen.

    Also heals a tone typed before the mark that shapes the vowel («e» + sắc + mũ is «ế») and Đ typed as Icelandic eth.
    """
    if not text.isascii():
        text = _HEAP_OF_MARKS.sub(_lighten, _UNSEEN.sub("", text).translate(_D_WITH_STROKE))
        decomposed = unicodedata.normalize("NFD", text)
        text = unicodedata.normalize("NFC", _MISORDERED_MARKS.sub(_shapes_first, decomposed))
    else:
        text = _UNSEEN.sub("", text)
    return " ".join(text.split())


def fold(text: str) -> str:
    """The look-up key: lower case, no diacritics, đ as d; dashes and quotation marks of one kind, full-width as plain.

    Old and new tone placement (hoà, hòa) fold alike. Other punctuation stays.
    """
    folded = _MARKS.sub("", _small_and_decomposed(text)).translate(_TYPED_ALIKE)
    return " ".join(unicodedata.normalize("NFC", folded).split())


def words(text: str) -> list[str]:
    """The folded words in their order, without punctuation: «Số 03/NQ-CP» is so, 03, nq, cp."""
    return _WORD.findall(fold(text))


def same_words(one: str, other: str) -> bool:
    """Whether both say the same words: case, spaces, punctuation and tone placement (thủy, thuỷ) do not count.

    Diacritics do: «Hòa» is not «Hoa». For a look-up that forgives them compare ``words``.
    """
    return _spelled(one) == _spelled(other)


@lru_cache(maxsize=4_096)
def sort_key(text: str) -> str:
    """A key that puts texts in Vietnamese order when keys are compared as plain strings.

    Syllable by syllable, letters before tones: ba, ba bò, bà, bạ, bác. Runs of digits count as numbers (2 before 10)
    and stand before letters; foreign letters stand after z. Case and punctuation do not count, so different texts may
    share a key. The key holds digits only: every collation of every database orders digits alike.
    """
    return "".join(_weights(text))


def format_date(day: date) -> str:
    """dd/MM/yyyy."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def date_in_words(day: date) -> str:
    """As official papers are dated: «ngày 05 tháng 02 năm 2025».

    Source: Decree 30/2020/NĐ-CP, appendix I, part I, II.4: a zero before days under ten and before months 1 and 2 only.
    """
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def number(value: int | Decimal) -> str:
    """Dots between thousands, a comma before decimals: 1.234.567,8."""
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


def _small_and_decomposed(text: str) -> str:
    # Twice: lower case brings letters that decompose further, and some only have a lower case once decomposed.
    text = unicodedata.normalize("NFKD", normal(text)).casefold()
    return unicodedata.normalize("NFKD", text).translate(_D_WITH_STROKE_SMALL)


def _lighten(heap: re.Match[str]) -> str:
    start, rest = heap[0][:_MARKS_AT_MOST], heap[0][_MARKS_AT_MOST:]
    return start + "".join(char for char in rest if not unicodedata.combining(char))


def _shapes_first(marks: re.Match[str]) -> str:
    return "".join(sorted(marks[0], key=_TONES.__contains__))


def _spelled(text: str) -> list[tuple[str, str]]:
    """Each syllable as its letters without tone, and its tones."""
    return [
        (
            "".join(char for char in syllable if char not in _TONES),
            "".join(char for char in syllable if char in _TONES),
        )
        for syllable in _SYLLABLE.findall(_small_and_decomposed(text))
    ]


# Every code below is told from the others by its first digits, so that comparing keys compares code by code:
# 00-05 the end of a syllable and its tone (lower than any letter: «ba» before «bac»), 07 a number, 10-42 a letter
# of the alphabet, 98 any other letter.
_LETTER_CODES = {letter: str(10 + place) for place, letter in enumerate(_ALPHABET)}


def _weights(text: str) -> Iterator[str]:
    for syllable in _SYLLABLE.findall(_small_and_decomposed(text)):
        tone = 0
        for part in _PART_OF_SYLLABLE.findall(syllable):
            if part[0].isdecimal():
                yield _number_code(part)
            else:
                code, mark = _letter_code(part)
                tone = tone or mark
                yield code
        yield f"0{tone}"


def _number_code(digits: str) -> str:
    digits = "".join(str(unicodedata.decimal(digit)) for digit in digits).lstrip("0") or "0"
    length = str(len(digits))
    return f"07{len(length)}{length}{digits}"


@lru_cache(maxsize=1024)
def _letter_code(part: str) -> tuple[str, int]:
    """``part`` is a decomposed letter with its marks; answers its code and the place of its tone."""
    tone = next((1 + _TONES.index(mark) for mark in part if mark in _TONES), 0)
    shaped = unicodedata.normalize("NFC", part[0] + "".join(mark for mark in part if mark in _SHAPES))
    code = _LETTER_CODES.get(shaped) or _LETTER_CODES.get(part[0]) or f"98{ord(part[0]):07}"
    return code, tone
