"""Shares of a whole as exact fractions from 0 to 1, and the comparisons that rules are written with.

Source: ``domain.md`` §10.1: boundary wording matters, «ít nhất 2/3» is ≥, «trên 3/4» and «quá 1/4» are strict; the base
(all members, members present, ballots cast) differs by rule. Percentages are for display.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from phusa.kernel.refusals import Sentence


@dataclass(frozen=True, slots=True, order=True)
class Share:
    """An exact share of a whole. Raises ``ValueError`` outside 0–1, ``TypeError`` for a float."""

    fraction: Fraction

    def __post_init__(self) -> None:
        if not isinstance(self.fraction, Fraction):
            raise TypeError(f"Share takes a Fraction, not {type(self.fraction).__name__}.")
        if not 0 <= self.fraction <= 1:
            raise ValueError(Sentence("A share lies between 0 and 1 (100 %%), not %(share)s.", share=self.fraction))

    def __str__(self) -> str:
        return str(self.fraction)


_PERCENT = re.compile(r"(?P<whole>[0-9]{1,9})(?:[.,](?P<part>[0-9]{1,9}))? ?%")
_QUOTIENT = re.compile(r"(?P<above>[0-9]{1,9}) ?[/⁄] ?(?P<below>[0-9]{1,9})")


def parse(text: str) -> Share:
    """Read «30%», «33,3 %» (also with a point), «1/3». Raises ``ValueError`` with a sentence.

    A bare number is not read: «1» could be one per cent or the whole.
    """
    plain = " ".join(text.split())
    if percent := _PERCENT.fullmatch(plain):
        part = percent["part"] or ""
        return Share(Fraction(int(percent["whole"] + part), 100 * 10 ** len(part)))
    quotient = _QUOTIENT.fullmatch(plain)
    if quotient is None or int(quotient["below"]) == 0:
        raise ValueError(Sentence("«%(text)s» is not a share; write 30 %% or 1/3.", text=text))
    return Share(Fraction(int(quotient["above"]), int(quotient["below"])))


def at_least(n: int, of: int, share: Share) -> bool:
    """«Ít nhất 2/3»: whether ``n`` of ``of`` reaches the share. Raises ``ValueError`` for a share of nothing."""
    return _excess(n, of, share) >= 0


def more_than(n: int, of: int, share: Share) -> bool:
    """«Trên 3/4», «quá 1/4»: whether ``n`` of ``of`` exceeds the share. Raises as ``at_least`` does."""
    return _excess(n, of, share) > 0


def make_a_whole(shares: Iterable[Share]) -> bool:
    """Whether the shares sum to exactly one."""
    return sum((share.fraction for share in shares), Fraction(0)) == 1


def _excess(n: int, of: int, share: Share) -> int:
    if of <= 0 or n < 0:
        raise ValueError(f"{n} of {of} is no share: nothing was counted.")
    return n * share.fraction.denominator - of * share.fraction.numerator
