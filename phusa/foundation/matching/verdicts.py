"""The verdict on a pair of texts, and the reasons for it: a rule of few points that a person can follow.

Points are added for what speaks for a repetition; above zero the text is repeated. What was changed inside it then
decides between the same study elsewhere and a duplicate, and how much is covered between a duplicate and a part.
The points were fitted by logistic regression under the condition that none may speak against its meaning (nothing
shared adds doubt, no difference adds belief); docs/reference/overlap.md says how they do elsewhere.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

VERSION = 2


class Verdict(StrEnum):
    """From worst to harmless."""

    DUPLICATE = "duplicate"
    PART = "part"
    ELSEWHERE = "elsewhere"
    RELATED = "related"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Reason:
    """A feature that fired, its value, and the points that it gave."""

    feature: str
    value: float
    points: float


# Both texts have more than a title.
TEXT = {
    "words_in_common": 21.6,  # of the pairs of syllables, the smaller of both shares
    "stands_out": 4.6,
    "same_place": 4.1,
    "other_place": -0.5,
}
TEXT_BASE = -16.2

# One of them is a title only.
TITLE = {"title_covered": 3.5, "own_wording": 2.3, "same_place": 2.7, "other_place": -10.7}
TITLE_BASE = -10.5

_STANDS_OUT_AT_MOST = 3.0  # twenty times the tenth candidate is as good as more
_DUPLICATE = 0.62  # the share of either text that makes a part the whole
_WHOLE = 0.62  # of both texts: the same layout throughout, so that a replaced name is a replaced subject
_LAYOUT = 0.78
_TERMS_REPLACED = 0.45
_SAME_TITLE = 0.93
_SAME_TITLE_ELSEWHERE = 0.35


def judge(features: Mapping[str, float]) -> tuple[Verdict, float, list[Reason]]:
    """The verdict, the points behind it (above zero: repeated), and the reasons, the weightiest first."""
    title_only = bool(features["title_only"])
    table, base = (TITLE, TITLE_BASE) if title_only else (TEXT, TEXT_BASE)
    reasons = [Reason(name, value, table[name] * value) for name, value in terms(features).items() if value]
    reasons.sort(key=lambda reason: -abs(reason.points))
    points = base + sum(reason.points for reason in reasons)
    both = min(features["plain_query"], features["plain_record"])
    titles = min(features["title_query"], features["title_record"])
    if title_only and features["other_place"] and titles > _SAME_TITLE_ELSEWHERE and points - TITLE["other_place"] > 0:
        return Verdict.ELSEWHERE, points - TITLE["other_place"], reasons
    if points > 0:
        replaced = None if title_only else _replaced(features, both)
        if replaced:
            return Verdict.ELSEWHERE, points, [replaced, *reasons]
        covered = max(features["plain_query"], features["plain_record"])
        whole = title_only or covered > _DUPLICATE
        return (Verdict.DUPLICATE if whole else Verdict.PART), points, reasons
    if titles > _SAME_TITLE:
        return Verdict.RELATED, points, [Reason("same_title", titles, 0.0), *reasons]
    return Verdict.NONE, points, reasons


def terms(features: Mapping[str, float]) -> dict[str, float]:
    """What points are given for."""
    if features["title_only"]:
        return {
            "title_covered": features["title_record"],
            "own_wording": math.log1p(100 * features["own"]),
            "same_place": features["same_place"],
            "other_place": features["other_place"],
        }
    both = min(features["plain_query"], features["plain_record"])
    return {
        "words_in_common": min(features["whole_query"], features["whole_record"]),
        "stands_out": min(max(features["stands_out"], 0.0), _STANDS_OUT_AT_MOST),
        "same_place": features["same_place"] * both,
        "other_place": features["other_place"] if both < _WHOLE else 0.0,
    }


def _replaced(features: Mapping[str, float], both: float) -> Reason | None:
    """What shows that the study was moved to another place or subject."""
    if features["other_place"] and both > _WHOLE:
        return Reason("other_place", 1.0, 0.0)
    changed = min(1 - features["terms_query"], 1 - features["terms_record"])
    if features["swapped"] >= 2 and changed > 0.02 and both > _LAYOUT:
        return Reason("swapped", features["swapped"], 0.0)
    if changed > _TERMS_REPLACED and both > _LAYOUT - 0.03:
        return Reason("terms_replaced", changed, 0.0)
    return None
