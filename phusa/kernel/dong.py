"""Money in whole Vietnamese dong: exact arithmetic, reading of amounts as officials write them, and showing them.

Source: ``design/house.md``, "Names": money is whole dong, an int underneath, never float.
"""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from phusa.kernel.refusals import Sentence

MILLION, BILLION = 10**6, 10**9


@dataclass(frozen=True, slots=True, order=True)
class Dong:
    """A whole number of dong, which may be negative (a cut, a balance).

    Adds to and compares with ``Dong`` only; ``sum()`` works. Raises ``TypeError`` for anything but an int.
    """

    amount: int

    def __post_init__(self) -> None:
        if type(self.amount) is not int:
            raise TypeError(f"Dong takes a whole int, not {type(self.amount).__name__}.")

    def __add__(self, other: "Dong") -> "Dong":
        return Dong(self.amount + other.amount) if isinstance(other, Dong) else NotImplemented

    def __radd__(self, other: int) -> "Dong":
        # Only so that sum() can start from its 0.
        return self if type(other) is int and other == 0 else NotImplemented

    def __sub__(self, other: "Dong") -> "Dong":
        return Dong(self.amount - other.amount) if isinstance(other, Dong) else NotImplemented

    def __neg__(self) -> "Dong":
        return Dong(-self.amount)

    def __abs__(self) -> "Dong":
        return Dong(abs(self.amount))

    def __bool__(self) -> bool:
        return self.amount != 0

    def __int__(self) -> int:
        return self.amount

    def __mul__(self, factor: int | Fraction) -> "Dong":
        """Exact, or ``ValueError``: who splits a dong must say where the remainder goes."""
        if type(factor) not in {int, Fraction}:
            return NotImplemented
        product = self.amount * Fraction(factor)
        if product.denominator != 1:
            raise ValueError(
                Sentence("%(factor)s of %(amount)s is not a whole number of dong.", factor=factor, amount=self)
            )
        return Dong(product.numerator)

    __rmul__ = __mul__

    def __str__(self) -> str:
        return self.format()

    def format(self, language: str = "vi") -> str:
        """The exact amount: «1.250.000.000 đồng», in English «1,250,000,000 VND»."""
        return _shown(self.amount, 1, "đồng", "VND", language)

    def short(self, language: str = "vi") -> str:
        """The amount in billions or millions with two decimals at most: «1,25 tỷ đồng», «1.25 billion VND».

        Further digits are cut off towards zero, never rounded: 1.999.999.999 is «1,99 tỷ đồng», so that no amount is
        shown larger than it is. Below a million the amount is exact. A page shows ``format()`` on hover.
        """
        if abs(self.amount) >= BILLION:
            return _shown(self.amount, BILLION, "tỷ đồng", "billion VND", language)
        if abs(self.amount) >= MILLION:
            return _shown(self.amount, MILLION, "triệu đồng", "million VND", language)
        return self.format(language)


def parse(text: str) -> Dong:
    """Read one amount: «1,25 tỷ đồng», «12.500.000», «1.250 triệu đồng», «2 tỷ 500 triệu», «1.25 billion VND».

    Vietnamese signs hold (points between thousands, decimal comma) unless the scale is an English word. What could be
    meant in two ways is not read: «1,250 tỷ» may be 1,25 or 1.250 tỷ. Nor is what is no single amount: «trên 100 tỷ»,
    «10–12 tỷ», another currency, a part of a dong. Raises ``ValueError`` with a sentence that says why.
    """
    plain = " ".join(unicodedata.normalize("NFC", text).casefold().split()).rstrip(".;")
    if not plain:
        raise ValueError(Sentence("No amount is given."))
    if len(plain) > _LONGEST:
        raise ValueError(Sentence("This text is too long to be an amount."))
    if bound := _BOUND.match(plain):
        raise ValueError(Sentence("«%(text)s» gives a bound («%(word)s»), not an amount.", text=text, word=bound[0]))
    written = _AMOUNT.fullmatch(plain)
    if written is None:
        raise ValueError(Sentence("«%(text)s» is not one amount in dong.", text=text))
    total = Fraction(0)
    above: int | None = None
    for number, word in _PART.findall(written["parts"]):
        scale, english = _SCALES[word.rstrip(".")]
        part = _number(number, english, text) * scale
        if above is not None and part >= above:
            raise ValueError(Sentence("«%(text)s» is not one amount in dong.", text=text))
        if above is not None and not word:
            raise ValueError(Sentence("«%(text)s»: the last number has no unit; write it out.", text=text))
        total, above = total + part, scale
    if total.denominator != 1:
        raise ValueError(Sentence("«%(text)s» is not a whole number of dong.", text=text))
    return Dong(-total.numerator if written["minus"] else total.numerator)


def leading_number(text: str) -> tuple[Fraction, bool, str] | None:
    """The number at the head of a text in small letters: its value, whether scales («tỷ») are in it, what follows it.

    «2 tỷ 500 triệu đồng» gives 2500000000, True, «đồng»; None where no number stands at the head. Raises `ValueError`
    with a sentence, as `parse` does, for digits that could be meant in two ways.
    """
    total, above, place = Fraction(0), None, 0
    while part := _LEADING.match(text, place):
        scale, english = _SCALES[part[2] or ""]
        if above is not None and scale >= above:
            break
        if above is not None and not part[2]:
            raise ValueError(Sentence("«%(text)s»: the last number has no unit; write it out.", text=text))
        total, above, place = total + _number(part[1], english, text) * scale, scale, part.end()
        if not part[2]:
            break
    return None if above is None else (total, above > 1, text[place:].strip())


_LONGEST = 80

# What a scale word multiplies by, and whether it is English: then commas stand between thousands.
_SCALES = {
    "": (1, False),
    "nghìn": (10**3, False),
    "ngàn": (10**3, False),
    "tr": (10**6, False),
    "triệu": (10**6, False),
    "tỷ": (10**9, False),
    "tỉ": (10**9, False),
    "nghìn tỷ": (10**12, False),
    "nghìn tỉ": (10**12, False),
    "ngàn tỷ": (10**12, False),
    "ngàn tỉ": (10**12, False),
    "thousand": (10**3, True),
    "million": (10**6, True),
    "billion": (10**9, True),
    "trillion": (10**12, True),
}
_NUMBER = r"[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?|[0-9]+(?:[.,][0-9]+)*"
_SCALE = "|".join(sorted((word for word in _SCALES if word), key=len, reverse=True)) + r"|tr\."
_PART = re.compile(rf"({_NUMBER}) ?((?:{_SCALE})?)")
_LEADING = re.compile(rf"\s*({_NUMBER})(?: ?({'|'.join(_SCALE.split('|')[:-1])})\b)?")
_AMOUNT = re.compile(
    r"(?:(?:vnd|vnđ|₫) ?)?(?P<minus>[-−])?"
    rf"(?P<parts>(?:(?:{_NUMBER}) ?(?:{_SCALE}) )*(?:{_NUMBER}) ?(?:{_SCALE})?)"
    r" ?(?:đồng việt nam|đồng|đ|vnd|vnđ|₫|dong)?"
)
_BOUND = re.compile(
    r"(?:trên|hơn|gần|khoảng|dưới|tối đa|tối thiểu|ít nhất|không quá|không dưới|từ|đến"
    r"|about|over|under|nearly|more than|less than|up to|at least)\b|[<>≤≥~≈]"
)
_GROUPED = re.compile(r"([1-9][0-9]{0,2}([.,])[0-9]{3}(?:\2[0-9]{3})*)(?:(?!\2)[.,]([0-9]+))?")
# Three digits after a sign would be thousands that lost a sign, or decimals: only after 0 they are certainly decimals.
_UNGROUPED = re.compile(r"(0(?=[.,])|[0-9]+(?![.,][0-9]{3}$))(?:[.,]([0-9]+))?")


def _number(written: str, english: bool, text: str) -> Fraction:
    """The value of digits that may have points, commas or spaces between the thousands and decimals."""
    digits = written.replace(" ", "")
    if grouped := _GROUPED.fullmatch(digits):
        whole, sign, part = grouped.groups(default="")
        decimal_sign = "." if english else ","
        if sign == decimal_sign and digits.count(sign) == 1 and not part:
            raise ValueError(
                Sentence(
                    "«%(text)s»: %(number)s can be read in two ways; leave the sign out or use a smaller unit.",
                    text=text,
                    number=written,
                )
            )
        whole = whole.replace(sign, "")
    elif ungrouped := _UNGROUPED.fullmatch(digits):
        whole, part = ungrouped.groups(default="")
    else:
        raise ValueError(
            Sentence("«%(text)s»: the thousands in %(number)s are not in threes.", text=text, number=written)
        )
    return Fraction(int(whole + part), 10 ** len(part))


def _shown(amount: int, scale: int, vietnamese: str, english: str, language: str) -> str:
    whole, rest = divmod(abs(amount), scale)
    hundredths = f"{rest * 100 // scale:02}".rstrip("0")
    number = f"{'-' if amount < 0 else ''}{whole:,}{'.' if hundredths else ''}{hundredths}"
    if language.startswith("vi"):
        return f"{number.translate(_VIETNAMESE_SIGNS)} {vietnamese}"
    return f"{number} {english}"


_VIETNAMESE_SIGNS = str.maketrans(",.", ".,")
