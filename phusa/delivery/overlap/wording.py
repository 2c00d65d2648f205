"""Verdicts and reasons in words."""

from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phusa.foundation.matching.verdicts import Reason, Verdict
from phusa.foundation.ui.vocabulary import State, Tone

VERDICTS = {
    Verdict.DUPLICATE: State(gettext_lazy("Duplicate"), "copy", Tone.LATE),
    Verdict.PART: State(gettext_lazy("Overlaps in part"), "layers", Tone.SOON),
    Verdict.ELSEWHERE: State(gettext_lazy("Same study, other place or subject"), "geo-alt", Tone.SOON),
    Verdict.RELATED: State(gettext_lazy("Related"), "info-circle", Tone.NEUTRAL),
    Verdict.NONE: State(gettext_lazy("Nothing considerable"), "dash-circle", Tone.QUIET),
}


def reasons_of(reasons: Sequence[Reason]) -> list[str]:
    """The reasons that speak for the verdict, as sentences, the weightiest first, each once."""
    said = [sentence for reason in reasons if reason.points >= 0 and (sentence := _sentence(reason))]
    return list(dict.fromkeys(said))


def _sentence(reason: Reason) -> str:
    share = number_format(round(100 * reason.value), 0)
    match reason.feature:
        case "words_in_common":
            return _("%(share)s %% of the wording is common to both") % {"share": share}
        case "title_covered":
            return _("%(share)s %% of the title stands in the other title") % {"share": share}
        case "stands_out" | "own_wording":
            return _("shares much more telling wording than the other records that were found")
        case "same_place":
            return _("names the same place")
        case "other_place":
            return _("names another place")
        case "swapped":
            return _("the same words were replaced again and again")
        case "terms_replaced":
            return _("the terms that each text repeats are not those of the other")
        case "same_title":
            return _("has the same title")
    return ""
