"""What follows deeds on indicators and figures: the search index."""

from phusa.foundation.journal.models import Entry
from phusa.foundation.journal.reactions import reaction
from phusa.foundation.search import services as index
from phusa.planning.indicators.models import ReportedFigure
from phusa.planning.indicators.search import figure_lines, indicator_lines


@reaction("indicator.added", "indicator.edited", name="indicators.search")
def indicator_changed(entry: Entry) -> None:
    """Its figures carry its name."""
    figures = ReportedFigure.objects.filter(indicator__uid=entry.subject_uid).values_list("uid", flat=True)
    index.index(indicator_lines([entry.subject_uid]), at=entry.at)
    index.index(figure_lines(list(figures)), at=entry.at)


@reaction("figure.reported", "figure.corrected", "figure.withdrawn", name="indicators.figures")
def figure_changed(entry: Entry) -> None:
    """What is corrected or withdrawn is found no more."""
    figure = ReportedFigure.objects.select_related("supersedes").get(uid=entry.subject_uid)
    if figure.supersedes:
        index.forget([figure.supersedes.uid])
    lines = list(figure_lines([figure.uid]))
    if lines:
        index.index(lines, at=entry.at)
    else:
        index.forget([figure.uid])
